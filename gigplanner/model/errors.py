"""Errors that are meant for the person: each is one clear sentence."""

from __future__ import annotations


class GigError(Exception):
    """Something the person can mend. `str(error)` is one sentence that says what is wrong and what to do."""


class BadInput(GigError):
    """A line, a field or an argument that cannot be understood."""

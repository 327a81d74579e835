"""Totals out of the cache against a recount of the raw files, whatever is done to either (Hypothesis)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from .machine import run_machine
from .mutants import Patch
from .tally import Tally

SOURCE = Path(__file__).parent.parent / "workday" / "test_totals_machine.py"


def run(runs: int, *, patches: tuple[Patch, ...] = ()) -> Tally:
    """Let the machine of the test suite run so many times fifty steps."""
    return run_machine(SOURCE, "TotalsMachine", runs, patches=patches)


def _says_only_that_there_is_a_file(sealed: Any) -> str:
    return "nothing" if sealed is None else "something"


BLIND_KEY: tuple[Patch, ...] = (("gigplanner.planbook.contents._stamp_of", _says_only_that_there_is_a_file),)
NO_CHECKSUM: tuple[Patch, ...] = (("gigplanner.planbook.digests._checksum", lambda *_: "0" * 64),)

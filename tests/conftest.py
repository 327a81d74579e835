"""What all tests share."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from gigplanner.model.conventions import NEUTRAL, show_in

# whoever runs the tests may live anywhere: amounts, dates and times are asserted in the neutral form
os.environ["LC_ALL"] = "C.UTF-8"


@pytest.fixture(autouse=True)
def _nobodys_locale() -> Iterator[None]:
    """A test that shows something as in some place leaves the next one alone."""
    yield
    show_in(NEUTRAL)

"""What all tests share."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from gigplanner.model.conventions import NEUTRAL, show_in

# whoever runs the tests may live anywhere: amounts, dates and times are asserted in the neutral form
os.environ["LC_ALL"] = "C.UTF-8"

# no machine is too slow for the suite, and none walks where no other has been: what holds here holds there.
# `pytest --hypothesis-profile=afar` walks elsewhere each time
settings.register_profile("afar", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("here", settings.get_profile("afar"), derandomize=True, database=None)
settings.load_profile("here")


@pytest.fixture(autouse=True)
def _nobodys_locale() -> Iterator[None]:
    """A test that shows something as in some place leaves the next one alone."""
    yield
    show_in(NEUTRAL)

"""The clock that everything below the faces is given.

Normally it is the machine's. For demonstrations, screenshots and tests the environment variable
GIGPLANNER_CLOCK sets another: `2026-11-22T08:14:00-06:00` is a clock that shows this instant when the process
starts and runs on from there; ` x60` behind it makes it run sixty times as fast.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from gigplanner.model.errors import BadInput
from gigplanner.model.text import quoted

CLOCK_VARIABLE = "GIGPLANNER_CLOCK"
_FASTEST = 100_000


def make_clock() -> Callable[[], datetime]:
    """Return a function that says what time it is: aware, in UTC. Raises BadInput."""
    setting = os.environ.get(CLOCK_VARIABLE, "").strip()
    if not setting:
        return lambda: datetime.now(UTC)
    started, speed = _read(setting)
    origin = time.monotonic()
    return lambda: started + timedelta(seconds=(time.monotonic() - origin) * speed)


def _read(setting: str) -> tuple[datetime, int]:
    match = re.fullmatch(r"(?P<instant>\S+)(?:\s+x(?P<speed>\d{1,6}))?", setting)
    try:
        instant = datetime.fromisoformat(match["instant"] if match else "")
        speed = int(match["speed"] or 1) if match else 0
        if instant.tzinfo is None or not 1 <= speed <= _FASTEST:
            raise ValueError
        return instant.astimezone(UTC), speed
    except (ValueError, OverflowError):
        raise BadInput(
            f"{CLOCK_VARIABLE} is {quoted(setting)}: write it like 2026-11-22T08:14:00-06:00 x60."
        ) from None

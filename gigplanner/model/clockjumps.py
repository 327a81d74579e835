"""When the machine's clock was set anew during a shift: told, not hidden.

An event that was logged as it happened keeps the clock's reading and the time since the machine was booted,
sleep included. Between two events of one boot both have gone on by the same, unless somebody set the clock.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from itertools import pairwise

from msgspec import Struct

from gigplanner.model.records import ShiftEvent

NOTICED = timedelta(seconds=2)  # what reading two clocks one after the other, and their drift, may differ by


class ClockJump(Struct, frozen=True):
    """The clock was set between two events: forward by `by`, or back where that is negative."""

    before: ShiftEvent
    after: ShiftEvent
    by: timedelta


def clock_jumps(events: Iterable[ShiftEvent]) -> list[ClockJump]:
    """Return where the clock was set, as far as the events tell: in the order in which they were logged."""
    read = [event for event in events if event.boot and event.logged]
    read.sort(key=lambda event: (event.boot, event.uptime_ms, event.seq))
    found = []
    for before, after in pairwise(read):
        if before.boot == after.boot and before.logged and after.logged:
            really = timedelta(milliseconds=after.uptime_ms - before.uptime_ms)
            by = after.logged - before.logged - really
            if abs(by) > NOTICED:
                found.append(ClockJump(before, after, by))
    return found

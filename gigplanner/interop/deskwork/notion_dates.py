"""Dates as Notion exports them: `May 2, 2023 1:52 PM`, ranges with an arrow, mentions with an @."""

from __future__ import annotations

import re
from datetime import datetime

from msgspec import Struct

from gigplanner.interop import moments
from gigplanner.interop.date_order import read_date
from gigplanner.interop.moments import due_at
from gigplanner.model import BadInput

ARROW = "→"
FULL_DATE = re.compile(
    r"@?(?:January|February|March|April|May|June|July|August|September|October|November|December)"
    r" \d{1,2}, \d{4}(?: \d{1,2}:\d\d (?:AM|PM))?",
    re.ASCII,
)
_ONLY_CLOCK = re.compile(r"\d{1,2}:\d\d(?:\s?[AP]M)?", re.ASCII | re.IGNORECASE)


class Dated(Struct, frozen=True):
    """A date or range: wall times, and whether they name a time of day."""

    start: datetime
    start_has_clock: bool
    end: datetime | None = None
    end_has_clock: bool = False

    @property
    def is_meeting(self) -> bool:
        """Whether it says when something begins and ends."""
        return self.end is not None and self.start_has_clock and self.end_has_clock and self.end > self.start

    def deadline(self, zone: str) -> datetime:
        """Return until when it lasts: a day without a time of day, to its last minute."""
        if self.end is not None:
            return due_at(self.end, has_clock=self.end_has_clock, zone=zone)
        return due_at(self.start, has_clock=self.start_has_clock, zone=zone)


def looks_dated(text: str) -> bool:
    """Whether a cell is a date as Notion writes them unless told otherwise."""
    return FULL_DATE.fullmatch(text.partition(ARROW)[0].strip()) is not None


def read_dated(text: str, *, day_first: bool | None) -> Dated | None:
    """Return the date or range that a cell holds, or None.

    `day_first` tells the order of slashed dates, which a workspace can choose; None refuses them.
    """
    first, _, second = text.strip().lstrip("@").partition(ARROW)
    try:
        start = _wall(first.strip(), day_first)
        last = second.strip().lstrip("@")
        if not last:
            return Dated(start, ":" in first)
        only_clock = _ONLY_CLOCK.fullmatch(last) is not None
        end = datetime.combine(start, moments.clock_time(last)) if only_clock else _wall(last, day_first)
        return Dated(start, ":" in first, end, ":" in last) if end >= start else None
    except BadInput:
        return None


def _wall(text: str, day_first: bool | None) -> datetime:
    if text[:1].isalpha():
        return moments.named_wall(text)
    day, _, clock = text.partition(" ")
    if day_first is None and not re.match(r"\d{4}\D", day):
        raise BadInput("The order of day and month is unknown.")
    at = moments.clock_time(clock) if clock else datetime.min.time()
    return datetime.combine(read_date(day, day_first=bool(day_first)), at)

"""Instants, wall times and working days.

Instants are aware and in UTC. A wall time is naive and means nothing without its zone. A working day begins
at the person's `day_ends` hour (04:00 unless set), so that a night shift belongs to the day it began on.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msgspec import Struct

from gigplanner.model.errors import BadInput
from gigplanner.model.text import quoted

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


class Span(Struct, frozen=True, order=True):
    """A half-open stretch of time [start, end), in UTC."""

    start: datetime
    end: datetime

    @property
    def seconds(self) -> int:
        """Its length in whole seconds."""
        return max(0, round((self.end - self.start).total_seconds()))

    @property
    def minutes(self) -> float:
        """Its length in minutes."""
        return self.seconds / 60

    def __contains__(self, instant: datetime) -> bool:
        return self.start <= instant < self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two share any time."""
        return self.start < other.end and other.start < self.end

    def clipped(self, other: Span) -> Span | None:
        """Return the part of this span inside `other`, or None if there is none."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Span(start, end) if start < end else None


def zone_of(name: str) -> ZoneInfo:
    """Return the IANA zone `name`; BadInput if there is no such zone."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadInput(
            f"{quoted(name)} is not a time zone: use an IANA name such as America/New_York."
        ) from None


def wall_time(instant: datetime, zone: str) -> datetime:
    """Return what a clock in `zone` shows at `instant`, naive, with its fold."""
    return instant.astimezone(zone_of(zone)).replace(tzinfo=None)


def instant_of(wall: datetime, zone: str) -> datetime:
    """Return the UTC instant at which a clock in `zone` shows `wall`.

    In the hour that a change to summer time leaves out, the clock is taken to run on (PEP 495, fold 0).
    """
    return wall.replace(tzinfo=zone_of(zone)).astimezone(UTC)


def working_day(instant: datetime, zone: str, day_ends: time) -> date:
    """Return the working day that `instant` belongs to: the one whose `day_span` holds it."""
    day = wall_time(instant, zone).date()
    if instant < _day_start(day, zone, day_ends):
        return day - DAY
    # a clock set back over midnight shows yesterday's date again when the day has begun
    if day < date.max and instant >= _day_start(day + DAY, zone, day_ends):
        return day + DAY
    return day


def day_span(day: date, zone: str, day_ends: time) -> Span:
    """Return the instants of the working day `day`: 23, 24 or 25 hours of them."""
    return Span(_day_start(day, zone, day_ends), _day_start(day + DAY, zone, day_ends))


def days_span(first: date, last: date, zone: str, day_ends: time) -> Span:
    """Return the instants of the working days `first` to `last`, both included."""
    return Span(day_span(first, zone, day_ends).start, day_span(last, zone, day_ends).end)


def merged(spans: list[Span]) -> list[Span]:
    """Return the same time as spans in order that neither overlap nor touch."""
    result: list[Span] = []
    for span in sorted(spans):
        if result and span.start <= result[-1].end:
            if span.end > result[-1].end:
                result[-1] = Span(result[-1].start, span.end)
        elif span.start < span.end:
            result.append(span)
    return result


def without(span: Span, taken: list[Span]) -> list[Span]:
    """Return what of `span` is left when the spans in `taken` are cut out."""
    free: list[Span] = []
    start = span.start
    for busy in merged(taken):
        if busy.end <= start or busy.start >= span.end:
            continue
        if busy.start > start:
            free.append(Span(start, busy.start))
        start = max(start, busy.end)
    if start < span.end:
        free.append(Span(start, span.end))
    return free


@lru_cache(maxsize=8192)
def _day_start(day: date, zone: str, day_ends: time) -> datetime:
    return instant_of(datetime.combine(day, day_ends), zone)


def show_minutes(minutes: float) -> str:
    """Return a length of time in words, to the minute: `45 min`, `2 h`, `2 h 05`; never less than none."""
    hours, rest = divmod(max(0, round(minutes)), 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest:02}" if rest else f"{hours} h"


def show_length(seconds: float) -> str:
    """Return a length of time in words, to the minute, from seconds."""
    return show_minutes(seconds / 60)

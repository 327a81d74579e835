"""The hours of the week as the person's clock on the wall shows them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from gigplanner.model.settings import Settings
from gigplanner.model.times import Span, zone_of

HOUR = timedelta(hours=1)


class WallHours:
    """Tells the hours on the person's wall clock."""

    def __init__(self, settings: Settings) -> None:
        self._zone = zone_of(settings.zone)

    def slot(self, instant: datetime) -> int:
        """The hour of the week that the clock shows at `instant`."""
        wall = instant.astimezone(self._zone)
        return wall.weekday() * 24 + wall.hour

    def cut(self, span: Span) -> Hours:
        """Return where in `span` the hour on the clock begins or changes, and what it is from there on."""
        starts, slots = [], []
        start = span.start
        while start < span.end:
            wall = start.astimezone(self._zone)
            starts.append(start)
            slots.append(wall.weekday() * 24 + wall.hour)
            into_hour = timedelta(minutes=wall.minute, seconds=wall.second, microseconds=wall.microsecond)
            start += HOUR - into_hour
        return Hours(starts, [*starts[1:], span.end], slots)


class Hours(NamedTuple):
    """The hours on the person's wall clock in a stretch of time, one after the other."""

    starts: list[datetime]
    ends: list[datetime]
    slots: list[int]

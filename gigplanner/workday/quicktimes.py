"""When a quick-add line says something is, was or is due: read by the person's own clock."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta

from gigplanner.model.errors import BadInput
from gigplanner.model.settings import Settings
from gigplanner.model.showing import show_clock, show_moment
from gigplanner.model.times import MINUTE
from gigplanner.workday.quickparts import Line, has_minutes, take_minutes
from gigplanner.workday.whens import (
    CLOCK,
    DAY,
    LONE_DAY,
    LOOSE_CLOCK,
    RANGE,
    WEEKDAYS,
    read_clock,
    read_day,
    read_range,
)

# only due takes a bare number for an hour: receipts from 7 shops, tagged by 5 people
_DAY_AND_CLOCK = rf"(?:on\s+)?(?P<day>{DAY})(?:,?\s+(?:at\s+)?(?P<clock>{LOOSE_CLOCK}))?"
_CLOCK_AND_DAY = rf"(?:at\s+)?(?P<only>{CLOCK})(?:\s+(?:on\s+)?(?P<day2>{DAY}))?"
_BARE_HOUR = rf"(?:at\s+)?(?P<bare>{LOOSE_CLOCK})"
_IN = r"in\s+(?P<count>\d{1,3})\s?(?P<unit>m|mins?|minutes?|h|hrs?|hours?|d|days?|weeks?)(?!\w)"
_AT = (
    rf"(?:(?<!\S)on\s+(?P<on>{DAY})|(?P<day>{LONE_DAY}))(?:,?\s+(?:at\s+)?(?P<clock>{CLOCK}))?"
    rf"|(?<!\S)at\s+(?P<at>{LOOSE_CLOCK})"
)
_DUE = r"(?<!\S)(?:due|by|until)"
_NOT_BEFORE = r"(?<!\S)(?:from|after|not\s+before)"
_UNITS = {"m": MINUTE, "h": 60 * MINUTE, "d": timedelta(days=1), "w": timedelta(days=7)}
HALF_A_DAY = timedelta(hours=12)


def has_a_time(line: Line) -> bool:
    """Whether the line says when, as a block does and a task with its due does not."""
    return line.has(RANGE) or (line.has(CLOCK) and not line.has(rf"{_DUE}\s"))


def is_appointed(line: Line) -> bool:
    """Whether a line without a word for it says from when to when: by a range, or by day, time and length."""
    if line.has(rf"{_DUE}\s") or line.has(rf"{_NOT_BEFORE}\s+(?:{DAY}|{CLOCK}(?!\s?(?:-|–|to)))"):
        return False
    if not has_minutes(line):
        return line.has(RANGE) and (line.has(LONE_DAY) or line.has(CLOCK))
    return line.has(LONE_DAY) and line.has(CLOCK)


class LineTimes:
    """Reads days and times out of a line, seen from `now`."""

    def __init__(self, line: Line, now: datetime, settings: Settings) -> None:
        self.line, self.now, self.settings = line, now, settings
        self.wall_now = settings.wall(now)

    def start_and_end(self) -> tuple[datetime, datetime]:
        """The wall times of a block."""
        today = self.wall_now.date()
        day = self.line.take(rf"(?:(?<!\S)on\s+)?{LONE_DAY}")
        day_words = day[0].strip().casefold().removeprefix("on ").strip() if day else ""
        on = read_day(day_words, today) if day else today
        span = self.line.take(rf"(?:\b(?:at|from)\s+)?{RANGE}")
        if span:
            start, end = read_range(span, on)
            if (
                day_words == "tonight"
                and end.date() == on
                and end.hour < 12
                and "am" not in span[0].casefold()
            ):
                start, end = start + HALF_A_DAY, end + HALF_A_DAY
        else:
            clock = self.line.take(rf"(?:\bat\s+(?P<at>{LOOSE_CLOCK})|(?<!\S)(?P<clock>{CLOCK}))")
            minutes = take_minutes(self.line)
            if not clock or minutes is None:
                raise BadInput("When is it? Add a time, such as tomorrow 11-14.")
            start = datetime.combine(on, read_clock(clock["at"] or clock["clock"]))
            end = start + timedelta(minutes=minutes)
        ahead = timedelta(days=7 if day_words[:3] in WEEKDAYS else 1)
        if end <= self.wall_now and (not day or (on == today and day_words[:3] in WEEKDAYS)):
            return start + ahead, end + ahead
        return start, end

    def due(self) -> datetime | None:
        found = (
            self.line.take(rf"{_DUE}\s+{_DAY_AND_CLOCK}")
            or self.line.take(rf"{_DUE}\s+{_CLOCK_AND_DAY}")
            or self.line.take(rf"(?<!\S)due\s+{_IN}")
            or self.line.take(rf"(?<!\S)due\s+{_BARE_HOUR}")
        )
        return self._instant(found, end_of_day=True) if found else None

    def not_before(self) -> datetime | None:
        day_first, clock_first = rf"{_NOT_BEFORE}\s+{_DAY_AND_CLOCK}", rf"{_NOT_BEFORE}\s+{_CLOCK_AND_DAY}"
        found = self.line.take(day_first) or self.line.take(clock_first)
        return self._instant(found, end_of_day=False) if found else None

    def _instant(self, found: re.Match[str], *, end_of_day: bool) -> datetime:
        """The instant that a match of one of the patterns of day and clock says."""
        said = found.groupdict()
        if said.get("count"):
            return self.now + int(said["count"]) * _UNITS[said["unit"][0].casefold()]
        today = self.wall_now.date()
        day_words = (said.get("day") or said.get("day2") or "").casefold()
        clock_words = said.get("clock") or said.get("only") or said.get("bare")
        day = read_day(day_words, today) if day_words else today
        clock = read_clock(clock_words) if clock_words else (time(23, 59) if end_of_day else time(0))
        wall = datetime.combine(day, clock)
        if end_of_day and day_words and clock == time(0):
            wall += timedelta(days=1)  # due fri midnight: when Friday ends
        if end_of_day and wall <= self.wall_now:
            if not day_words:
                wall += timedelta(days=1)
            elif day == today and day_words[:3] in WEEKDAYS:
                wall += timedelta(days=7)
        return self.settings.instant(wall)

    def at(self) -> datetime:
        """When it happened: what the ledger holds is over."""
        found = self.line.take(_AT)
        if not found:
            return self.now
        today = self.wall_now.date()
        day_words, clock = found["on"] or found["day"], found["clock"] or found["at"]
        day = read_day(day_words, today, past=True) if day_words else today
        if not clock and day == today:
            return self.now
        wall = datetime.combine(day, read_clock(clock) if clock else time(12))
        if not day_words and wall > self.wall_now:
            wall -= timedelta(days=1)
        return self.settings.instant(wall)

    def moment(self, instant: datetime) -> str:
        wall = self.settings.wall(instant)
        if instant == self.now:
            return "now"
        return show_clock(wall) if wall.date() == self.wall_now.date() else show_moment(wall)

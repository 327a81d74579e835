"""Dates and times as exports write them. Each reader takes text and answers, or raises one sentence.

A wall time is what a clock showed somewhere; the importer knows where: `local` in the person's zone, `utc` in
UTC. Nothing here guesses a zone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta, timezone

from gigplanner.model import BadInput
from gigplanner.model.text import quoted
from gigplanner.model.times import instant_of

FIRST_YEAR, LAST_YEAR = 1970, 2100
NOON = time(12)  # of a day without a time: at midnight it would count for the day before
_ISO = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)"
    r"(?:[T ](?P<clock>\d\d:\d\d(?::\d\d)?)(?:[.,](?P<fraction>\d{1,9}))?"
    r"\s?(?P<offset>Z|UTC|[+-]\d\d:?\d\d(?: UTC)?)?)?",
    re.ASCII,
)
_SLASHED = re.compile(r"(?P<first>\d{1,2})[/.\-](?P<second>\d{1,2})[/.\-](?P<year>\d{4}|\d\d)", re.ASCII)
_CLOCK = re.compile(
    r"(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d))?(?:\.\d{1,9})?\s?(?P<half>[ap])?\.?(?:m\.?)?",
    re.ASCII | re.IGNORECASE,
)
_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
_NAMED = re.compile(
    r"(?:[A-Z][a-z]{2,8},?\s+)?(?P<month>[A-Z][a-z]{2,8})\.?\s+(?P<day>\d{1,2}),?\s+(?P<year>\d{4})"
    r"(?:,?\s+(?P<clock>\d.*))?",
    re.ASCII,
)
_UNIX = re.compile(
    r"[A-Z][a-z]{2} (?P<month>[A-Z][a-z]{2})\s+(?P<day>\d{1,2}) (?P<clock>\d\d:\d\d:\d\d) "
    r"(?P<zone>[A-Z]{3,4}) (?P<year>\d{4})",
    re.ASCII,
)
# hours from UTC, of the abbreviations that American programs print
_ABBREVIATED = {
    "UTC": 0, "GMT": 0, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5,
    "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
}  # fmt: skip


def iso_wall(text: str) -> datetime:
    """Return the wall time of `2026-03-25 02:52:58.886000`, to the second; a bare date is its midnight.

    A `Z` or an offset behind it is not looked at: some exports write one behind a local time.
    """
    match = _ISO.fullmatch(text.strip())
    if match is None:
        raise _no_time(text)
    return _checked(text, lambda: datetime.fromisoformat(f"{match['day']}T{match['clock'] or '00:00'}"))


def iso_utc(text: str) -> datetime:
    """Return the instant of an ISO time: by its offset, and without one as UTC."""
    match = _ISO.fullmatch(text.strip())
    if match is None:
        raise _no_time(text)
    offset = (match["offset"] or "").removesuffix(" UTC").replace("UTC", "")
    wall = iso_wall(text)
    if offset in ("", "Z"):
        return wall.replace(tzinfo=UTC)
    return _checked(text, lambda: datetime.fromisoformat(f"{wall.isoformat()}{offset}")).astimezone(UTC)


def local(wall: datetime, zone: str) -> datetime:
    """Return the instant at which a clock in `zone` shows `wall`."""
    return instant_of(wall, zone)


def utc(wall: datetime) -> datetime:
    """Return the instant at which a clock in UTC shows `wall`."""
    return wall.replace(tzinfo=UTC)


def noon(day: date, zone: str) -> datetime:
    """Return the moment for what is only dated: noon, which lies in that working day wherever it ends."""
    return local(datetime.combine(day, NOON), zone)


def end_of_day(day: date, zone: str) -> datetime:
    """Return until when something due on a day may be done: its last minute."""
    return local(datetime.combine(day, time(23, 59)), zone)


def due_at(wall: datetime, *, has_clock: bool, zone: str) -> datetime:
    """Return the deadline of a date with or without a time of day."""
    return local(wall, zone) if has_clock else end_of_day(wall.date(), zone)


def is_day_first(cells: Iterable[str]) -> bool | None:
    """Whether the dates of a column (`3/4/2026`) begin with the day; None if none of them tells.

    BadInput if some can only be read one way and some only the other.
    """
    day_first = month_first = ""
    for cell in cells:
        match = _SLASHED.match(cell.strip())
        if match and int(match["first"]) > 12:
            day_first = match.group()
        elif match and int(match["second"]) > 12:
            month_first = match.group()
    if day_first and month_first:
        raise BadInput(
            f"The dates {quoted(day_first)} and {quoted(month_first)} are written in different orders: "
            "export the file again with one order."
        )
    return True if day_first else False if month_first else None


def slashed_date(text: str, *, day_first: bool) -> date:
    """Return the date of `12/31/2016`, `31.12.2016` or `12/31/16`."""
    match = _SLASHED.fullmatch(text.strip())
    if match is None:
        raise _no_time(text)
    first, second, year = int(match["first"]), int(match["second"]), int(match["year"])
    day, month = (first, second) if day_first else (second, first)
    year += 2000 if year < 70 else 1900 if year < 100 else 0
    return _day(text, year, month, day)


def clock_time(text: str) -> time:
    """Return the time of `7:05`, `19:05:30`, `7:05 PM`, `07:05:30 a.m.`."""
    match = _CLOCK.fullmatch(text.strip())
    if match is None:
        raise _no_time(text)
    hour, half = int(match["hour"]), (match["half"] or "").casefold()
    if half:
        if not 1 <= hour <= 12:
            raise _no_time(text)
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        return time(hour, int(match["minute"]), int(match["second"] or 0))
    except ValueError:
        raise _no_time(text) from None


def slashed_wall(text: str, *, day_first: bool) -> datetime:
    """Return the wall time of `1/1/2016 21:11` or `04/25/2026 07:05:30 PM`; a bare date is its midnight."""
    day, _, clock = text.strip().replace(",", " ").partition(" ")
    at = clock_time(clock) if clock.strip() else time()
    return datetime.combine(slashed_date(day, day_first=day_first), at)


def named_wall(text: str) -> datetime:
    """Return the wall time of `May 2, 2023 1:52 PM`, `Wednesday, June 2, 2021 9:06 PM` or `May 2, 2023`."""
    match = _NAMED.fullmatch(" ".join(text.split()))
    month = _MONTHS.get(match["month"][:3].casefold()) if match else None
    if match is None or month is None:
        raise _no_time(text)
    at = clock_time(match["clock"]) if match["clock"] else time()
    return datetime.combine(_day(text, int(match["year"]), month, int(match["day"])), at)


def unix_instant(text: str) -> datetime:
    """Return the instant of `Tue Aug 14 17:30:07 PDT 2018`."""
    match = _UNIX.fullmatch(text.strip())
    month = _MONTHS.get(match["month"].casefold()) if match else None
    hours = _ABBREVIATED.get(match["zone"]) if match else None
    if match is None or month is None or hours is None:
        raise _no_time(text)
    day = _day(text, int(match["year"]), month, int(match["day"]))
    wall = _checked(text, lambda: datetime.combine(day, time.fromisoformat(match["clock"])))
    return wall.replace(tzinfo=timezone(timedelta(hours=hours))).astimezone(UTC)


def compact_date(text: str) -> date:
    """Return the date of `20190312`."""
    bare = text.strip()
    if not re.fullmatch(r"\d{8}", bare, re.ASCII):
        raise _no_time(text)
    return _day(text, int(bare[:4]), int(bare[4:6]), int(bare[6:]))


def _day(text: str, year: int, month: int, day: int) -> date:
    return _checked(text, lambda: datetime.combine(date(year, month, day), time())).date()


def _checked(text: str, make: Callable[[], datetime]) -> datetime:
    try:
        when = make()
    except ValueError:
        raise _no_time(text) from None
    if not FIRST_YEAR <= when.year <= LAST_YEAR:
        raise _no_time(text)
    return when


def _no_time(text: str) -> BadInput:
    return BadInput(f"{quoted(text)} is not a time between {FIRST_YEAR} and {LAST_YEAR}.")

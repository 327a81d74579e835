"""Recurring blocks: a series becomes the blocks that it puts on the calendar.

A rule is followed on the wall clock of the series' zone, so that a shift at 18:00 stays at 18:00 when the
clock changes. Rules come from other people's files too: what would take seconds to follow is refused.
"""

from __future__ import annotations

from calendar import isleap
from collections.abc import Iterator
from datetime import MAXYEAR, date, datetime, time, timedelta
from functools import lru_cache
from heapq import merge
from itertools import islice, takewhile
from math import ceil
from typing import TYPE_CHECKING

from gigplanner.model.errors import BadInput
from gigplanner.model.records import Block, Series
from gigplanner.model.rules import rule_parts
from gigplanner.model.text import quoted
from gigplanner.model.times import DAY, Span, instant_of, wall_time
from gigplanner.scheduler.dayrules import Fits, day_rule

if TYPE_CHECKING:
    from dateutil.rrule import rrule

MOST_OCCURRENCES = 2_000  # of one series in one call
YEARS = range(1970, 2101)  # in which a series may begin

_FEW_DAYS = 100  # of a view up to which each day is looked at

_DAY_PARTS = frozenset({"BYWEEKNO", "BYYEARDAY", "BYMONTHDAY", "BYDAY"})
_MINUTES_A_DAY = 24 * 60
# the other fields of a block are those of its series, under the same names
_COPIED = (
    *("source", "title", "zone", "kind", "platform", "place", "transparent", "all_day"),
    *("before", "after", "status", "expected", "url", "notes"),
)


def occurrences(series: Series, span: Span) -> list[Block]:
    """Return the blocks of `series` that overlap `span`, in order, at most 2,000 of them.

    A block's id is the series' id, `@` and the wall time at which the rule put it. A timed block ends
    `minutes` after it began, whatever the clock does meanwhile; an all-day block ends at a wall midnight.
    Raises BadInput, naming the series, for a rule that `model.rules` refuses.
    """
    try:
        blocks = (_block(series, wall) for wall in _walls(series, span))
        wanted = (block for block in blocks if block.span.overlaps(span) or block.start in span)
        return sorted(islice(wanted, MOST_OCCURRENCES), key=lambda block: (block.start, block.id))
    except BadInput as error:
        raise BadInput(f"The series {quoted(series.title)} cannot be followed. {error}") from None


def _walls(series: Series, span: Span) -> Iterator[datetime]:
    """Yield the naive wall starts, in order, of everything in `series` that may overlap `span`."""
    if series.first.year not in YEARS:
        raise BadInput(f"It begins in the year {series.first.year}: use {YEARS[0]} to {YEARS[-1]}.")
    length = timedelta(minutes=max(0, series.minutes)) + (DAY if series.all_day else timedelta(0))
    # a day on either side covers what any zone's offset and a changing clock can move
    earliest = _wall(span.start, series.zone) - length - DAY
    latest = _wall(span.end, series.zone) + DAY
    until = _until(series.rule, series.zone)
    last = latest if until is None else min(latest, until)
    extra = sorted({wall for wall in (series.first, *series.extra) if earliest <= wall <= latest})
    if last < max(earliest, series.first) and not extra:
        return iter(())
    left_out = {_key(wall, series.all_day) for wall in series.left_out}
    fits = day_rule(series.rule, series.first.date()) if (last - earliest).days <= _FEW_DAYS else None
    if fits:
        ruled = _by_day(fits, series.first, max(earliest, series.first), last)
    else:
        ruled = _by_rule(rule_parts(series.rule), series.first, earliest, last)
    return _merged(extra, ruled, left_out, series.all_day)


_wall = lru_cache(maxsize=256)(wall_time)  # of one view: asked again for every series


def _by_day(fits: Fits, first: datetime, earliest: datetime, last: datetime) -> Iterator[datetime]:
    """Yield what the rule gives between `earliest` and `last`, both included, by looking at each day."""
    at, start = first.time(), earliest.date()
    for number in range((last.date() - start).days + 1):
        day = start + number * DAY
        if fits(day) and earliest <= (wall := datetime.combine(day, at)) <= last:
            yield wall


def _by_rule(
    parts: dict[str, str], first: datetime, earliest: datetime, last: datetime
) -> Iterator[datetime]:
    """Yield what the rule alone gives between `earliest` and `last`, both included.

    dateutil tries a rule that has stopped firing until the year 9999. So the rule is followed in the last
    years before that which have the same calendar, and what it gives is moved back.
    """
    if last < first:
        return
    if "COUNT" not in parts:
        parts, first = _moved_near(parts, first, earliest)
        if last < first:  # it ended before
            return
    years = _same_calendar(first.year, last.year)
    late_first, late_last = _moved_years(first, years), _moved_years(last, years)
    rule = _ready(parts, late_first)
    if "COUNT" in parts and next(iter(rule), late_first) != late_first:
        if parts["COUNT"] == "1":  # RFC 5545: the first one counts, even if the rule misses it
            return
        rule = rule.replace(count=int(parts["COUNT"]) - 1)
    for wall in takewhile(lambda wall: wall <= late_last, rule):
        found = _moved_years(wall, -years)
        if found >= earliest:
            yield found


@lru_cache
def _same_calendar(first: int, last: int) -> int:
    """Return how many years after `first` to `last` the same leap years and weekdays come for the last time.

    The Gregorian calendar repeats after 400 years, and short stretches of it sooner. The neighbouring
    years count too: week 1 may begin in the year before.
    """
    years = range(first - 1, last + 2)
    return next(
        ahead
        for ahead in range(MAXYEAR - 1 - last, -1, -1)
        if all(
            isleap(year) == isleap(year + ahead)
            and date(year, 1, 1).weekday() == date(year + ahead, 1, 1).weekday()
            for year in years
        )
    )


def _moved_years(wall: datetime, years: int) -> datetime:
    return wall.replace(year=wall.year + years)


def _merged(
    extra: list[datetime], ruled: Iterator[datetime], left_out: set[object], all_day: bool
) -> Iterator[datetime]:
    before = None
    for wall in merge(extra, ruled):
        key = _key(wall, all_day)
        if key != before and key not in left_out:
            yield wall
        before = key


def _key(wall: datetime, all_day: bool) -> object:
    return wall.date() if all_day else wall.replace(tzinfo=None, fold=0)


@lru_cache(maxsize=20_000)
def _until(rule: str, zone: str) -> datetime | None:
    """Return the last wall time at which the rule may fire; a bare date includes that whole day."""
    text = rule_parts(rule).get("UNTIL")
    if text is None:
        return None
    try:
        if len(text) == 8:
            return datetime.combine(date.fromisoformat(text), time(23, 59, 59))
        until = datetime.fromisoformat(text)
        return wall_time(until, zone) if until.tzinfo else until
    except (ValueError, OverflowError):
        raise BadInput(f"UNTIL={quoted(text)} is not a date: write it like 20261231.") from None


def _moved_near(
    parts: dict[str, str], first: datetime, earliest: datetime
) -> tuple[dict[str, str], datetime]:
    """Return the same rule begun a little before `earliest`: years of past need not be counted through.

    The new beginning is a whole number of intervals after the old one. What a rule takes from its beginning
    (the weekday, the day of the month) is written into it where the new beginning differs. One interval
    is left before `earliest`: the week or month in which a rule begins may be cut.
    """
    interval = int(parts.get("INTERVAL", "1"))
    frequency = parts["FREQ"]
    if frequency in ("HOURLY", "DAILY", "WEEKLY"):
        step = interval * {"HOURLY": timedelta(hours=1), "DAILY": DAY, "WEEKLY": 7 * DAY}[frequency]
        steps = (earliest - first) // step - 1
        return (parts, first + steps * step) if steps > 0 else (parts, first)
    if frequency == "MONTHLY":
        months = (earliest.year - first.year) * 12 + earliest.month - first.month
        steps = months // interval - 1
        moved = first.year * 12 + first.month - 1 + steps * interval
        year, month = divmod(moved, 12)
    else:
        steps = (earliest.year - first.year) // interval - 1
        year, month = first.year + steps * interval, 0
    if steps <= 0:
        return parts, first
    if not parts.keys() & _DAY_PARTS:
        parts = {**parts, "BYMONTHDAY": str(first.day)}
        if frequency == "YEARLY":
            parts.setdefault("BYMONTH", str(first.month))
    return parts, first.replace(year=year, month=month + 1, day=1)


def _ready(parts: dict[str, str], first: datetime) -> rrule:
    """Return the rule as dateutil follows it, without its UNTIL."""
    from dateutil.rrule import rrule, rrulestr  # costs 40 ms: only for those who have a series

    text = ";".join(f"{name}={value}" for name, value in parts.items() if name != "UNTIL")
    try:
        rule = rrulestr(text, dtstart=first)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError):
        raise BadInput(f"{quoted(text)} is not a recurrence rule that can be read.") from None
    if not isinstance(rule, rrule):
        raise BadInput(f"{quoted(text)} is more than one recurrence rule.")
    return rule


def _block(series: Series, wall: datetime) -> Block:
    if series.all_day:
        wall = datetime.combine(wall.date(), time())
        days = max(1, ceil(series.minutes / _MINUTES_A_DAY))
        end = instant_of(wall + days * DAY, series.zone)
    else:
        end = instant_of(wall, series.zone) + timedelta(minutes=max(0, series.minutes))
    return Block(
        id=f"{series.id}@{wall.isoformat()}",
        start=instant_of(wall, series.zone),
        end=end,
        series=series.id,
        occurrence=wall.isoformat(),
        **{name: getattr(series, name) for name in _COPIED},
    )

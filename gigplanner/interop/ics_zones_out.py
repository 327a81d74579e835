"""Time zones as calendars elsewhere understand them: yearly rules, and single changes where there is no rule.

Lists of dates, which the standard allows too, are read an hour wrong by ical.js and vobject.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

from gigplanner.model.times import zone_of

_EARLIEST, _LATEST = 1970, 2100
_AHEAD = 11  # years looked at beyond the last event, to tell the second Sunday from the last
_STEP, _MINUTE = timedelta(days=7), timedelta(minutes=1)
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class _Change(NamedTuple):
    """A change of the clock: on its wall before the change, with the offsets from UTC before and after."""

    wall: datetime
    before: timedelta
    after: timedelta
    name: str
    is_summer: bool

    @property
    def rule(self) -> tuple[object, ...]:
        """What changes of one rule have in common, but for which week of the month it is."""
        at = self.wall
        return at.month, at.weekday(), at.time(), self.before, self.after, self.name, self.is_summer

    @property
    def weeks(self) -> frozenset[int]:
        """Which of its weekdays in the month it is: from the beginning, and -1 for the last."""
        is_last = (self.wall + timedelta(days=7)).month != self.wall.month
        return frozenset({(self.wall.day - 1) // 7 + 1, *([-1] if is_last else [])})


def zone_component(name: str, first: datetime, last: datetime) -> Any:
    """Return the VTIMEZONE of the zone `name`, right for all events from `first` to `last`.

    What follows a yearly rule then does so without end.
    """
    start = datetime(max(first.year - 1, _EARLIEST), 1, 1, tzinfo=UTC)
    end = datetime(min(max(last.year, start.year) + _AHEAD, _LATEST), 1, 1, tzinfo=UTC)
    changes = list(_changes(name, start, end))
    zone: Any = Timezone()
    zone.add("tzid", name)
    if not changes or changes[0].wall - changes[0].before > first.astimezone(UTC).replace(tzinfo=None):
        local = start.astimezone(zone_of(name))
        offset = local.utcoffset() or timedelta()
        unchanged = _Change(local.replace(tzinfo=None), offset, offset, local.tzname() or name, False)
        zone.add_component(_component([unchanged], is_open=False))
    for run in _runs(changes):
        zone.add_component(_component(run, is_open=len(run) > 1 and run[-1].wall.year >= end.year - 1))
    return zone


def _changes(name: str, start: datetime, end: datetime) -> Iterator[_Change]:
    zone = zone_of(name)

    def offset(at: datetime) -> timedelta:
        return at.astimezone(zone).utcoffset() or timedelta()

    low = start
    while low < end:
        high = low + _STEP
        before, after = offset(low), offset(high)
        if before != after:
            first, last = low, high  # the change lies between the two
            while last - first > _MINUTE:
                middle = first + (last - first) // _MINUTE // 2 * _MINUTE
                first, last = (middle, last) if offset(middle) == before else (first, middle)
            local = last.astimezone(zone)
            has_summer = bool(local.dst() or first.astimezone(zone).dst())
            wall = (last + before).replace(tzinfo=None)
            yield _Change(wall, before, after, local.tzname() or name, has_summer and after > before)
        low = high


def _runs(changes: list[_Change]) -> list[list[_Change]]:
    """Return the changes in runs of one rule, each year's after the other."""
    runs: list[list[_Change]] = []
    for change in changes:
        for run in runs:
            weeks = frozenset.intersection(change.weeks, *(one.weeks for one in run))
            if run[-1].rule == change.rule and run[-1].wall.year == change.wall.year - 1 and weeks:
                run.append(change)
                break
        else:
            runs.append([change])
    return runs


def _component(run: list[_Change], *, is_open: bool) -> Any:
    first = run[0]
    made: Any = TimezoneDaylight() if first.is_summer else TimezoneStandard()
    made.add("dtstart", first.wall)
    made.add("tzoffsetfrom", first.before)
    made.add("tzoffsetto", first.after)
    made.add("tzname", first.name)
    if len(run) > 1:
        weeks = frozenset.intersection(*(one.weeks for one in run))
        week = -1 if -1 in weeks else min(weeks)
        rule: dict[str, object] = {
            "freq": "YEARLY",
            "bymonth": first.wall.month,
            "byday": f"{week}{_DAYS[first.wall.weekday()]}",
        }
        if not is_open:
            # a day later: some read the end, which is in UTC, by the clock of the zone
            rule["until"] = (run[-1].wall + timedelta(days=1)).replace(tzinfo=UTC)
        made.add("rrule", rule)
    return made

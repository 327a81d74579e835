"""Time zones that a calendar file defines itself (VTIMEZONE), for names that nobody else knows."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from dateutil.rrule import rrulestr

from gigplanner.interop.ical_lines import Component
from gigplanner.model import BadInput
from gigplanner.model.rules import check_rule

_OFFSET = re.compile(r"([+-])(\d{2})(\d{2})(\d{2})?", re.ASCII)
_FARTHEST = timedelta(hours=26)


class _Observance:
    """Standard or summer time: from when it holds each year, and the offset from UTC while it does."""

    def __init__(self, component: Component) -> None:
        self.before = _offset(component.text("TZOFFSETFROM"))
        self.offset = _offset(component.text("TZOFFSETTO"))
        self.start = _wall(component.text("DTSTART"))
        self._starts = [self.start, *_days(component)]
        self._rule, self._until = _yearly(component.text("RRULE"))

    def onsets(self, year: int) -> list[datetime]:
        """The wall times in `year` at which it begins to hold."""
        found = [start for start in self._starts if start.year == year]
        if self._rule and self.start.year <= year:
            rule: Any = rrulestr(self._rule, dtstart=self._in_year(year))
            found += [onset for onset in rule.between(*_year(year), inc=True) if onset >= self.start]
        return [onset for onset in found if self._until is None or onset <= self._until]

    def _in_year(self, year: int) -> datetime:
        """A start for the rule in `year`: as it is yearly, the centuries since 1601 need not be walked."""
        if "BYMONTH=" in self._rule and "DAY=" in self._rule:
            return self.start.replace(year=year, month=1, day=1)
        return self.start.replace(year=year, day=min(self.start.day, 28))


class OwnZone:
    """The offsets from UTC that a VTIMEZONE tells."""

    def __init__(self, component: Component) -> None:
        self._observances = [
            _Observance(child) for child in component.children if child.kind in ("STANDARD", "DAYLIGHT")
        ]
        if not self._observances:
            raise ValueError("a time zone without an observance")
        self._years: dict[int, list[tuple[datetime, timedelta]]] = {}

    def offset_at(self, wall: datetime) -> timedelta:
        """The offset from UTC when the zone's clocks show `wall`."""
        for year in (wall.year, wall.year - 1):
            past = [offset for onset, offset in self._changes(year) if onset <= wall]
            if past:
                return past[-1]
        begun = [part for part in self._observances if part.start <= wall]
        if begun:
            return max(begun, key=lambda part: part.start).offset
        return min(self._observances, key=lambda part: part.start).before

    def _changes(self, year: int) -> list[tuple[datetime, timedelta]]:
        if year not in self._years:
            self._years[year] = sorted(
                (onset, part.offset) for part in self._observances for onset in part.onsets(year)
            )
        return self._years[year]


def read_own_zone(component: Component) -> OwnZone | None:
    """Return the zone that a VTIMEZONE defines; None if its definition cannot be followed."""
    try:
        zone = OwnZone(component)
        zone.offset_at(datetime.fromisoformat("2026-01-01"))
    except (BadInput, ValueError, TypeError, OverflowError):
        return None
    return zone


def _wall(text: str) -> datetime:
    return datetime.fromisoformat(text.strip()).replace(tzinfo=None)


def _offset(text: str) -> timedelta:
    match = _OFFSET.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text} is not an offset from UTC")
    offset = timedelta(hours=int(match[2]), minutes=int(match[3]), seconds=int(match[4] or 0))
    if offset >= _FARTHEST:
        raise ValueError(f"{text} is farther from UTC than any clock")
    return offset if match[1] == "+" else -offset


def _yearly(rule: str) -> tuple[str, datetime | None]:
    """Return a yearly rule without its end, and the end."""
    if not rule:
        return "", None
    check_rule(rule)
    parts = dict(part.split("=", 1) for part in rule.upper().split(";") if part)
    until = parts.pop("UNTIL", None)
    if parts["FREQ"] != "YEARLY" or parts.pop("INTERVAL", "1") != "1" or "COUNT" in parts:
        raise ValueError(f"{rule} is no yearly rule")
    return ";".join(f"{name}={value}" for name, value in parts.items()), (_wall(until) if until else None)


def _days(component: Component) -> list[datetime]:
    return [_wall(text) for found in component.all("RDATE")[:200] for text in found.value.split(",")[:200]]


def _year(year: int) -> tuple[datetime, datetime]:
    return datetime.fromisoformat(f"{year:04}-01-01"), datetime.fromisoformat(f"{year:04}-12-31T23:59:59")

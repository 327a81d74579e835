"""Rules that a day fits or does not, told without counting from the beginning: nearly all that people have.

A calendar of ten years has thousands of series; a view asks each of them about a week. What needs counting
(COUNT, BYSETPOS, weeks and days of the year, several times a day) is left to dateutil.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date
from functools import lru_cache

from gigplanner.model.rules import rule_parts

Fits = Callable[[date], bool]

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_BYDAY = re.compile(r"([+-]?\d{1,2})?([A-Z]{2})", re.ASCII)
_FILTERS = {
    "DAILY": frozenset({"BYMONTH", "BYMONTHDAY", "BYDAY"}),
    "WEEKLY": frozenset({"BYMONTH", "BYDAY"}),
    "MONTHLY": frozenset({"BYMONTH", "BYMONTHDAY", "BYDAY"}),
    "YEARLY": frozenset({"BYMONTH", "BYMONTHDAY"}),
}
_ALWAYS = frozenset({"FREQ", "INTERVAL", "UNTIL", "WKST"})


@lru_cache(maxsize=20_000)
def day_rule(rule: str, first: date) -> Fits | None:
    """Return whether a day not before `first` fits the rule begun on `first`, for the days up to its UNTIL.

    None for a rule that has to be counted. Raises BadInput where `rule_parts` does.
    """
    parts = rule_parts(rule)
    frequency = parts["FREQ"]
    known = _FILTERS.get(frequency, frozenset())
    if parts.keys() - _ALWAYS - known or not known:
        return None
    if "BYMONTHDAY" in parts and ("BYDAY" in parts or (frequency == "YEARLY" and "BYMONTH" not in parts)):
        return None
    if (
        frequency == "MONTHLY"
        and len({match[1] is None for match in _BYDAY.finditer(parts.get("BYDAY", ""))}) > 1
    ):
        return None
    chosen = _days_chosen(frequency, parts, first)
    in_step = _in_step(frequency, int(parts.get("INTERVAL", "1")), first, parts.get("WKST", "MO"))
    months = {int(month) for month in parts["BYMONTH"].split(",")} if "BYMONTH" in parts else None
    if frequency == "YEARLY" and months is None:
        months = {first.month}
    return lambda day: (months is None or day.month in months) and in_step(day) and chosen(day)


def _in_step(frequency: str, interval: int, first: date, week_starts: str) -> Fits:
    """Whether a day lies in a day, week, month or year that the rule does not skip."""
    if frequency == "DAILY":
        begin = first.toordinal()
        return lambda day: (day.toordinal() - begin) % interval == 0
    if frequency == "WEEKLY":
        shift = 1 + _WEEKDAYS.index(week_starts)  # day 1 was a Monday
        week = (first.toordinal() - shift) // 7
        return lambda day: ((day.toordinal() - shift) // 7 - week) % interval == 0
    if frequency == "MONTHLY":
        return lambda day: ((day.year - first.year) * 12 + day.month - first.month) % interval == 0
    return lambda day: (day.year - first.year) % interval == 0


def _days_chosen(frequency: str, parts: dict[str, str], first: date) -> Fits:
    """Whether a day is one of those that the rule names, or that it takes from its beginning."""
    if "BYMONTHDAY" in parts:
        days = {int(day) for day in parts["BYMONTHDAY"].split(",")}
        return lambda day: day.day in days or day.day - monthrange(day.year, day.month)[1] - 1 in days
    if "BYDAY" in parts:
        return _weekdays_chosen(frequency, parts["BYDAY"])
    if frequency == "DAILY":
        return lambda day: True
    if frequency == "WEEKLY":
        weekday = first.weekday()
        return lambda day: day.weekday() == weekday
    return lambda day: day.day == first.day


def _weekdays_chosen(frequency: str, named: str) -> Fits:
    every: set[int] = set()
    counted: set[tuple[int, int]] = set()
    for match in _BYDAY.finditer(named):
        weekday = _WEEKDAYS.index(match[2])
        if match[1] and frequency == "MONTHLY":  # elsewhere a number means nothing
            counted.add((weekday, int(match[1])))
        else:
            every.add(weekday)

    def chosen(day: date) -> bool:
        weekday = day.weekday()
        if weekday in every:
            return True
        if not counted:
            return False
        from_end = -((monthrange(day.year, day.month)[1] - day.day) // 7 + 1)
        return (weekday, (day.day - 1) // 7 + 1) in counted or (weekday, from_end) in counted

    return chosen

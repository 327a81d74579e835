"""Recurrence rules (RFC 5545, RRULE): which ones gigplanner is willing to follow.

A rule from a file can ask for a thousand million occurrences, or for one that never comes: a rule is checked
before anything expands it.
"""

from __future__ import annotations

import re
from datetime import datetime

from gigplanner.model.errors import BadInput
from gigplanner.model.text import quoted

LARGEST_COUNT = 20_000
LARGEST_INTERVAL = 1000
MOST_A_DAY = 48  # every half hour
_LONGEST_RULE = 1000  # characters

_FREQUENCIES = ("YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY")
_TOO_OFTEN = ("MINUTELY", "SECONDLY")
_DAYS_IN_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
# RFC 5545, 3.3.10: the part, its smallest and largest number, and whether it also counts from the end
_NUMBERS = {
    "BYSECOND": (0, 59, False),  # 60, the leap second, is no time of day to Python
    "BYMINUTE": (0, 59, False),
    "BYHOUR": (0, 23, False),
    "BYMONTHDAY": (1, 31, True),
    "BYYEARDAY": (1, 366, True),
    "BYWEEKNO": (1, 53, True),
    "BYMONTH": (1, 12, False),
    "BYSETPOS": (1, 366, True),
}
_WEEKDAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)", re.ASCII)
_UNTIL = re.compile(r"\d{8}(T\d{6}Z?)?", re.ASCII)


def check_rule(rule: str) -> None:
    """Raise BadInput for a rule that cannot be read, never happens or happens too often."""
    rule_parts(rule)


def rule_parts(rule: str) -> dict[str, str]:
    """Return the parts of a rule by name, in upper case. Raises BadInput where `check_rule` does."""
    parts = _parts(rule)
    frequency = parts.get("FREQ")
    if frequency is None:
        raise BadInput(f"The rule {quoted(rule)} does not say how often: it has no FREQ.")
    if frequency in _TOO_OFTEN:
        raise BadInput(f"The rule {quoted(rule)} repeats every minute or second: that is no calendar entry.")
    if frequency not in _FREQUENCIES:
        raise BadInput(
            f"The rule {quoted(rule)} has the frequency {quoted(frequency)}, which nobody defined."
        )
    if frequency == "HOURLY" and "COUNT" not in parts and "UNTIL" not in parts:
        raise BadInput(f"The rule {quoted(rule)} repeats every hour for ever: give it a COUNT or an UNTIL.")
    _check_bounds(rule, parts)
    numbers = {name: _numbers(rule, name, parts[name]) for name in _NUMBERS if name in parts}
    _check_weekdays(rule, parts)
    if "BYSETPOS" in parts and not any(name.startswith("BY") for name in parts.keys() - {"BYSETPOS"}):
        raise BadInput(f"The rule {quoted(rule)} has a BYSETPOS with nothing to choose from.")
    times_a_day = 1
    for name in ("BYHOUR", "BYMINUTE", "BYSECOND"):
        times_a_day *= len(numbers.get(name, [0]))
    if times_a_day * (24 if frequency == "HOURLY" and "BYHOUR" not in numbers else 1) > MOST_A_DAY:
        raise BadInput(f"The rule {quoted(rule)} repeats more than {MOST_A_DAY} times a day.")
    months, days = numbers.get("BYMONTH"), numbers.get("BYMONTHDAY")
    if months and days and min(abs(day) for day in days) > max(_DAYS_IN_MONTH[month - 1] for month in months):
        raise BadInput(f"The rule {quoted(rule)} asks for a day that no such month has.")
    return parts


def _parts(rule: str) -> dict[str, str]:
    """Return the rule's parts by name, in upper case."""
    if len(rule) > _LONGEST_RULE or not rule.isascii():
        raise BadInput(f"The rule {quoted(rule)} cannot be read.")
    parts: dict[str, str] = {}
    for part in filter(None, rule.strip().upper().removeprefix("RRULE:").split(";")):
        name, mark, value = part.partition("=")
        known = name in ("FREQ", "COUNT", "UNTIL", "INTERVAL", "WKST", "BYDAY") or name in _NUMBERS
        if not mark or not value or name in parts or not known:
            raise BadInput(f"The rule {quoted(rule)} cannot be read: it stumbles at {quoted(part)}.")
        parts[name] = value
    return parts


def _check_bounds(rule: str, parts: dict[str, str]) -> None:
    """Check COUNT, INTERVAL and UNTIL."""
    for name, largest in (("INTERVAL", LARGEST_INTERVAL), ("COUNT", LARGEST_COUNT)):
        value = parts.get(name, "1")
        if not re.fullmatch(r"\d{1,12}", value) or not 1 <= int(value) <= largest:
            raise BadInput(
                f"The rule {quoted(rule)} has {name} {quoted(value)}: it goes from 1 to {largest}."
            )
    if "COUNT" in parts and "UNTIL" in parts:
        raise BadInput(f"The rule {quoted(rule)} has both a COUNT and an UNTIL: only one can hold.")
    until = parts.get("UNTIL")
    if until is not None:
        try:
            datetime.fromisoformat(until if _UNTIL.fullmatch(until) else "")
        except ValueError:
            raise BadInput(f"The rule {quoted(rule)} ends on {quoted(until)}, which is not a date.") from None


def _numbers(rule: str, name: str, value: str) -> list[int]:
    """Return the numbers of one BY… part, each within its range."""
    smallest, largest, from_end = _NUMBERS[name]
    found = set()
    for text in value.split(","):
        number = int(text) if re.fullmatch(r"[+-]?\d{1,3}", text) else largest + 1
        if not smallest <= (abs(number) if from_end else number) <= largest:
            raise BadInput(f"The rule {quoted(rule)} cannot be read: {name} cannot be {quoted(text)}.")
        found.add(number)
    return sorted(found)


def _check_weekdays(rule: str, parts: dict[str, str]) -> None:
    """Check BYDAY and WKST."""
    for text in parts.get("BYDAY", "MO").split(","):
        match = _WEEKDAY.fullmatch(text)
        if match is None or (match[1] and not 1 <= abs(int(match[1])) <= 53):
            raise BadInput(f"The rule {quoted(rule)} cannot be read: BYDAY cannot be {quoted(text)}.")
    if parts.get("WKST", "MO") not in ("MO", "TU", "WE", "TH", "FR", "SA", "SU"):
        raise BadInput(f"The rule {quoted(rule)} cannot be read: WKST cannot be {quoted(parts['WKST'])}.")

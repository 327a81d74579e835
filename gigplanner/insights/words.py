"""Days in words, and how many there are of something."""

from __future__ import annotations

from datetime import date

from gigplanner.model.showing import show_day

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def say_day(day: date) -> str:
    """Return a day in words: `Friday 20 November 2026`."""
    return show_day(day, long=True, year=True)


def say_days(first: date, last: date) -> str:
    """Return a stretch of days in words: `16–22 November 2026`, `November 16–22, 2026`."""
    if first == last:
        return say_day(first)
    end = show_day(last, weekday=False, long=True, year=True)
    if first.year != last.year:
        return f"{show_day(first, weekday=False, long=True, year=True)} – {end}"
    begin = show_day(first, weekday=False, long=True)
    if first.month != last.month:
        return f"{begin} – {end}"
    if begin.startswith(f"{first.day} "):
        return f"{first.day}–{end}"
    return end.replace(f"{last:%B} {last.day}", f"{begin}–{last.day}")


def say_count(number: int, thing: str) -> str:
    """Return a number of things: `1 day`, `3 days`."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"

"""Dates, times and numbers as the person writes them. What people read goes through here or `show_money`.

Files and JSON do not, nor do dates in columns and fields (2026-11-22): those are sorted, copied and typed
again. Names of days and months are English, as all words of the program are.
"""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

from gigplanner.model.conventions import shown_in

Moment = datetime | time
_NOON = 12


def show_clock(at: Moment) -> str:
    """Return a time of day: `17:05`, `5:05 pm`."""
    if not shown_in().twelve_hours:
        return f"{at:%H:%M}"
    return f"{_of_twelve(at.hour)}:{at:%M} {_half(at.hour)}"


def show_clock_in_short(at: Moment) -> str:
    """Return a time of day in at most six cells: `17:05`, `5:05p`."""
    return show_clock(at).replace(" ", "").removesuffix("m")


def show_clocks(start: Moment, end: Moment) -> str:
    """Return a stretch of a day: `17:05–18:00`, `5:05–6:00 pm`, `11:30 am–1:00 pm`."""
    if shown_in().twelve_hours and _half(start.hour) == _half(end.hour):
        return f"{_of_twelve(start.hour)}:{start:%M}–{show_clock(end)}"
    return f"{show_clock(start)}–{show_clock(end)}"


def show_hour(hour: int) -> str:
    """Return an hour in at most three cells: `08`, `17`, `8a`, `5p`."""
    hour %= 24
    return f"{_of_twelve(hour)}{_half(hour)[0]}" if shown_in().twelve_hours else f"{hour:02}"


def show_hours(first: int, last: int) -> str:
    """Return the hours from `first` to `last`: `13–14 h`, `1–2 pm`, `11 am–1 pm`."""
    first, last = first % 24, last % 24
    if not shown_in().twelve_hours:
        return f"{first:02}–{last:02} h"
    begins = "" if _half(first) == _half(last) else f" {_half(first)}"
    return f"{_of_twelve(first)}{begins}–{_of_twelve(last)} {_half(last)}"


def show_day(day: date, *, weekday: bool = True, long: bool = False, year: bool = False) -> str:
    """Return a day: `Sun 22 Nov`, `Sunday 22 November 2026`; with the month first `Sun, Nov 22`."""
    name = f"{day:%A}" if long else f"{day:%a}"
    month = f"{day:%B}" if long else f"{day:%b}"
    order = shown_in().order
    if order.index("d") < order.index("m"):
        parts = [name] if weekday else []
        parts += [str(day.day), month]
        return " ".join([*parts, str(day.year)] if year else parts)
    said = f"{month} {day.day}"
    if year:
        said = f"{day.year} {said}" if order.startswith("y") else f"{said}, {day.year}"
    return f"{name}, {said}" if weekday else said


def show_moment(wall: datetime, *, long: bool = False, year: bool = False) -> str:
    """Return a day and its time: `Sun 22 Nov 17:05`."""
    return f"{show_day(wall, long=long, year=year)} {show_clock(wall)}"


def show_number(number: Decimal | float, decimals: int | None = None) -> str:
    """Return a number as the person writes it: `1,234.5`, `1.234,5`; to `decimals`, if they are said."""
    kind = f",.{decimals}f" if decimals is not None else ",f" if isinstance(number, Decimal) else ",g"
    form = shown_in()
    return f"{number:{kind}}".translate({ord(","): form.group, ord("."): form.decimal})


def show_percent(share: float) -> str:
    """Return a share of one as a whole percentage: `80 %`."""
    return f"{share:.0%}".replace("%", " %")


def _of_twelve(hour: int) -> int:
    return hour % _NOON or _NOON


def _half(hour: int) -> str:
    return "am" if hour < _NOON else "pm"

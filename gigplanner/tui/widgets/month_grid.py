"""How a month is laid out in cells: pure, so that what a person sees is tested as text."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Mapping, Sequence
from datetime import MAXYEAR, MINYEAR, date, timedelta
from typing import NamedTuple

from gigplanner.model.showing import show_day
from gigplanner.tui.text import Line, Piece, fit, pad_left, spread

WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_LEVELS = "_▁▂▃▄▅▆▇█"
_SATURDAY = 5


class DayMark(NamedTuple):
    """What the calendar shows of a day; `money` is a level from 0, nothing, to 8, a full bar."""

    busy: bool = False
    money: int = 0
    has_shift: bool = False


class MonthView(NamedTuple):
    """All that the drawing of a month depends on; `week_starts` is 0 for Monday to 6 for Sunday."""

    cursor: date
    today: date
    marks: Mapping[date, DayMark]
    caption: str = ""
    week_starts: int = 0


class MonthLayout(NamedTuple):
    """Which weeks are visible, the rows above them, the width of a day and of the margin before the first."""

    weeks: tuple[tuple[date | None, ...], ...]
    own_week: tuple[date | None, ...]
    header: int
    cell: int
    margin: int
    gap: int
    footer: int


def level_glyph(level: int) -> str:
    """Return the bar glyph of a level from 0, nothing, to 8, full; one beyond is the nearest of them."""
    return _LEVELS[max(0, min(level, len(_LEVELS) - 1))]


def month_layout(view: MonthView, width: int, height: int) -> MonthLayout:
    """Return what of the month there is room for, the cursor's week always included.

    When rows are short, the blank row goes first, then the week's bars, weeks far from the cursor, the names.
    """
    weeks = _weeks(view.cursor, view.week_starts)
    own = next(index for index, week in enumerate(weeks) if view.cursor in week)
    header = 1 if height > 2 else 0
    spare = height - header - len(weeks)
    footer = 1 if spare > 0 else 0
    shown = max(1, min(len(weeks), height - header))
    start = max(0, min(own - shown // 2, len(weeks) - shown))
    cell = max(2, min(6, width // 7))
    return MonthLayout(
        weeks=tuple(weeks[start : start + shown]),
        own_week=weeks[own],
        header=header,
        cell=cell,
        margin=max(0, (width - cell * 7) // 2),
        gap=1 if spare > 1 else 0,
        footer=footer,
    )


def month_lines(view: MonthView, width: int, height: int) -> list[Line]:
    """Return the month in `width` cells and at most `height` rows; too narrow for a grid, only the day."""
    layout = month_layout(view, width, height)
    if width < layout.cell * 7:
        return [Line((Piece(fit(show_day(view.cursor, weekday=False, long=True), width), "strong"),))]
    margin = Piece(" " * layout.margin)
    lines = [Line((margin, *_names(view.week_starts, layout.cell)))] if layout.header else []
    lines += [
        Line((margin, *(piece for day in week for piece in _day(view, day, layout.cell))))
        for week in layout.weeks
    ]
    lines += [Line()] * layout.gap
    if layout.footer:
        lines.append(Line((margin, *_bars(view, layout.own_week, layout.cell * 7))))
    return lines


def day_at(view: MonthView, *, x: int, y: int, width: int, height: int) -> date | None:
    """Return the day that `month_lines` draws at a cell, or None where there is no day."""
    layout = month_layout(view, width, height)
    row, column = y - layout.header, (x - layout.margin) // layout.cell
    if width < layout.cell * 7 or not (0 <= row < len(layout.weeks) and 0 <= column < 7):
        return None
    return layout.weeks[row][column]


def moved(day: date, *, days: int = 0, months: int = 0) -> date:
    """Return a day so many days and months away: the month's last day where it is shorter than the date.

    The calendar's own ends are not passed.
    """
    if months:
        ends = (MINYEAR * 12, MAXYEAR * 12 + 11)
        year, month = divmod(max(ends[0], min(day.year * 12 + day.month - 1 + months, ends[1])), 12)
        length = max(Calendar().itermonthdays(year, month + 1))
        day = date(year, month + 1, min(day.day, length))
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.min if days < 0 else date.max


def _weeks(cursor: date, week_starts: int) -> list[tuple[date | None, ...]]:
    calendar = Calendar(week_starts % 7)
    days = [
        date(year, month, day) if MINYEAR <= year <= MAXYEAR else None
        for year, month, day in calendar.itermonthdays3(cursor.year, cursor.month)
    ]
    return [tuple(days[start : start + 7]) for start in range(0, len(days), 7)]


def _names(week_starts: int, cell: int) -> list[Piece]:
    # a day's number ends one cell before its cell does, and so does its name
    names = [WEEKDAYS[(week_starts + index) % 7] for index in range(7)]
    return [Piece(name if cell == 2 else pad_left(name, cell - 1) + " ", "heading") for name in names]


def _day(view: MonthView, day: date | None, cell: int) -> tuple[Piece, ...]:
    if day is None:
        return (Piece(" " * cell),)
    mark = view.marks.get(day, DayMark())
    chosen = day == view.cursor
    style = _day_style(view, day)
    if cell == 2:
        return (Piece(f"{day.day:2}", f"{style} chosen" if chosen else style),)
    margin = " " * (cell - 4)
    if chosen:
        opening, closing = ("[", "]") if cell > 3 else ("", "◂")
        return (Piece(margin), Piece(f"{opening}{day.day:2}{closing}", f"{style} chosen"))
    lead = " " if cell > 3 else ""
    return (Piece(f"{margin}{lead}{day.day:2}", style), _mark(mark, faint=style == "faint"))


def _day_style(view: MonthView, day: date) -> str:
    if day == view.today:
        return "today"
    if (day.year, day.month) != (view.cursor.year, view.cursor.month):
        return "faint"
    return "quiet" if day.weekday() >= _SATURDAY else ""


def _mark(mark: DayMark, *, faint: bool) -> Piece:
    if mark.money > 0:
        # never a full cell, or the bars of two weeks would grow together
        return Piece(level_glyph(min(mark.money, 7)), "faint" if faint else "money-soft")
    if mark.has_shift:
        return Piece("•", "faint" if faint else "time")
    return Piece("·" if mark.busy else " ", "faint" if faint else "quiet")


def _bars(view: MonthView, week: Sequence[date | None], width: int) -> tuple[Piece, ...]:
    glyphs = []
    for day in week:
        level = view.marks.get(day, DayMark()).money if day else 0
        glyphs.append(Piece(level_glyph(level), "money" if level > 0 else "faint"))
    return spread([Piece(" "), *glyphs], [Piece(view.caption, "quiet"), Piece(" ")], width, least=8)

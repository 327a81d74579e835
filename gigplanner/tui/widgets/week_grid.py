"""How a week is laid out beside a day: seven columns over the hours. Pure, so that it is tested as text."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from gigplanner.tui.text import Line, Piece, fit, pad, tidy, width_of
from gigplanner.tui.widgets.month_grid import WEEKDAYS
from gigplanner.tui.widgets.timeline_rows import TimelineItem

_GUTTER = 3  # cells for the hour
_LEAST_CELL = 4
_SLOTS = (10, 15, 20, 30, 60, 120, 240)  # minutes that a row may stand for
_TALL = frozenset({"block", "shift", "worked"})
_FOOT = 2  # rows below the hours: a rule, and the money


class WeekDay(NamedTuple):
    """A day of the week: its items in naive wall times, and its money in words; `came` if it is in hand."""

    day: date
    items: tuple[TimelineItem, ...] = ()
    money: str = ""
    came: bool = False


class WeekView(NamedTuple):
    """All that the drawing of a week depends on; `now` is the wall time, `start` and `end` are hours."""

    days: tuple[WeekDay, ...] = ()
    chosen: date = date.min
    now: datetime | None = None
    start: int = 7
    end: int = 22


def week_lines(view: WeekView, width: int, height: int) -> list[Line]:
    """Return the week in `width` cells and at most `height` rows; nothing where a day has too few cells."""
    cell = cell_width(width)
    if not view.days or cell < _LEAST_CELL or height < 4:
        return []
    whole_days = any(item.kind == "allday" for one in view.days for item in one.items)
    rows = height - 1 - int(whole_days) - _FOOT
    start, end = _hours(view)
    slot = next((slot for slot in _SLOTS if (end - start) * 60 <= slot * rows), _SLOTS[-1])
    count = min(rows, -((start - end) * 60 // slot))
    columns = [_column(one, view.now, start, slot, count, cell) for one in view.days]
    lines = [Line((Piece(" " * _GUTTER), *(_name(view, one.day, cell) for one in view.days)))]
    if whole_days:
        lines.append(Line((Piece(" " * _GUTTER), *(_whole_day(one, cell) for one in view.days))))
    for row in range(count):
        hour, minute = divmod(start * 60 + row * slot, 60)
        label = f"{hour % 24:02}" if not minute else ""
        pieces = (piece for column in columns for piece in column[row])
        lines.append(Line((Piece(pad(label, _GUTTER), "quiet"), *pieces)))
    lines.append(Line((Piece(" " * _GUTTER + "─" * (cell * len(view.days)), "rule"),)))
    lines.append(Line((Piece(" " * _GUTTER), *(_money(one, cell) for one in view.days))))
    return lines


def cell_width(width: int) -> int:
    """Return how many cells a day has."""
    return max(0, (width - _GUTTER) // 7)


def day_under(view: WeekView, column: int, width: int) -> date | None:
    """Return the day whose column has the cell `column`, or None beside them."""
    cell = cell_width(width)
    number = (column - _GUTTER) // cell if cell else -1
    return view.days[number].day if column >= _GUTTER and 0 <= number < len(view.days) else None


def _hours(view: WeekView) -> tuple[int, int]:
    """Return the hours drawn: those of the working window, and further where something lies outside."""
    timed = [(one.day, item) for one in view.days for item in one.items if item.kind != "allday"]
    first = min((_minutes(day, item.start) // 60 for day, item in timed), default=view.start)
    last = max((-(-_minutes(day, item.end) // 60) for day, item in timed), default=view.end)
    return max(0, min(view.start, first)), max(view.end, last)


def _minutes(day: date, at: datetime) -> int:
    return int((at - datetime.combine(day, time())) / timedelta(minutes=1))


def _column(
    one: WeekDay, now: datetime | None, start: int, slot: int, count: int, cell: int
) -> list[tuple[Piece, ...]]:
    """Return the rows of a day: what lies in each, its title where it begins, and a line where it is now."""
    timed = [item for item in one.items if item.kind in _TALL or item.kind == "placement"]
    shown: list[TimelineItem | None] = [None] * count
    for item in sorted(timed, key=lambda item: item.kind in _TALL):  # what is tall lies over what is short
        first = max(0, (_minutes(one.day, item.start) - start * 60) // slot)
        last = max(first + 1, -((start * 60 - _minutes(one.day, item.end)) // slot))
        shown[first:last] = [item] * len(shown[first:last])
    at = (_minutes(one.day, now) - start * 60) // slot if now and now.date() == one.day else -1
    rows: list[tuple[Piece, ...]] = []
    for row, found in enumerate(shown):
        if found is None:
            on_the_hour = (start * 60 + row * slot) % 60 == 0
            words, style = ("─" * (cell - 1), "time") if row == at else ("·" if on_the_hour else "", "off")
            rows.append((Piece(pad(words, cell), style),))
        else:
            begins = row == 0 or shown[row - 1] is not found
            rows.append(_item(found, cell, begins=begins))
    return rows


def _item(item: TimelineItem, cell: int, *, begins: bool) -> tuple[Piece, ...]:
    glyph = "█" if item.kind in ("block", "shift") else "▌" if item.kind == "worked" else "┃"
    faded = item.dim or item.done
    words = pad(_short(item.title, cell - 2) if begins else "", cell - 2)
    style = "quiet" if faded else "strong" if item.kind in _TALL else ""
    return Piece(glyph, "off" if item.dim and item.kind != "worked" else "time", item.colour or ""), Piece(
        f"{words} ", style
    )


def _short(title: str, width: int) -> str:
    """Return the whole words of a title that fit; of a longer first word, what does."""
    whole = ""
    for word in tidy(title).split():
        longer = f"{whole} {word}".strip()
        if width_of(longer) > width:
            break
        whole = longer
    return whole or fit(title, width)


def _name(view: WeekView, day: date, cell: int) -> Piece:
    name = f"{WEEKDAYS[day.weekday()]} {day.day}"
    words = f"[{name}]" if day == view.chosen and width_of(name) + 2 < cell else name
    style = "today" if view.now and day == view.now.date() else "quiet" if day.weekday() > 4 else ""
    return Piece(pad(words, cell), f"{style} chosen" if day == view.chosen else style)


def _whole_day(one: WeekDay, cell: int) -> Piece:
    names = [item.title for item in one.items if item.kind == "allday"]
    return Piece(pad(f"■ {names[0]}", cell - 1) + " " if names else " " * cell, "quiet")


def _money(one: WeekDay, cell: int) -> Piece:
    return Piece(pad(one.money, cell - 1) + " ", "money" if one.came else "quiet")

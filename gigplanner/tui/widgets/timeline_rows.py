"""How a day becomes rows: pure, so that what a person sees is tested as text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from gigplanner.model.showing import show_clock, show_clock_in_short, show_clocks, show_hour
from gigplanner.tui.text import Line, Piece, empty_lines, fit, pad, pieces_width, spread

Kind = Literal["block", "shift", "gap", "placement", "worked", "allday"]

_GLYPHS: dict[str, str] = {
    "block": "█",
    "shift": "█",
    "worked": "▌",
    "gap": "┆",
    "placement": "┃",
    "allday": "■",
}
_TALL = frozenset({"block", "shift", "worked"})
_TALLEST = 4
_WIDEST_TAIL = 24
_SIGN = 2
_ROW = timedelta(minutes=30)
_ROOM_FOR_MINUTES = 30
_ROOM_FOR_HOURS = 14
_HOURS_OF_A_DAY = 24
_ROOM_OF_MINUTES = 5  # cells of the gutter


class TimelineItem(NamedTuple):
    """One thing of a day, in naive wall times of the day's zone; `right` stands at the row's end.

    `notes` stand in the rows that a tall item has to spare.
    """

    key: str
    kind: Kind
    start: datetime
    end: datetime
    title: str
    right: str = ""
    colour: str | None = None
    place: str = ""
    pinned: bool = False
    done: bool = False
    dim: bool = False
    notes: tuple[str, ...] = ()


class TimelineView(NamedTuple):
    """All that the drawing of a day depends on; `now` is None where the day is not today."""

    items: tuple[TimelineItem, ...] = ()
    now: datetime | None = None
    now_label: str = ""
    start_hour: int = 7
    end_hour: int = 22
    empty: str = ""


class Grip(NamedTuple):
    """A part of an item that the mouse can drag."""

    key: str
    part: Literal["whole", "start", "end"]


class _Row(NamedTuple):
    at: datetime | None
    key: str
    begins: bool
    glyph: Piece
    body: tuple[Piece, ...] = ()
    tail: tuple[Piece, ...] = ()
    label: Piece = Piece("")


def timeline_lines(
    view: TimelineView,
    width: int,
    height: int,
    *,
    selected: str = "",
    cursor: str = "cursor",
    target: str = "",
) -> list[Line]:
    """Return the day's rows in `width` cells; more than `height` only where one row for each thing is more.

    `cursor` is the style under the rows of the item `selected`; the item `target` is where something that is
    dragged would go.
    """
    if not view.items:
        return empty_lines(view.empty, width)
    half = len(show_hour(0)) - len("00")  # of the day, where the clock goes to twelve
    gutter = 5 + half if width >= _ROOM_FOR_MINUTES else 2 + half if width >= _ROOM_FOR_HOURS else 0
    rows = _labelled(_rows(view, height), gutter)
    under = {selected: cursor, target: "chosen"}
    lines = [_line(row, width, gutter, under.get(row.key, "") if row.key else "") for row in rows]
    if view.now is not None:
        lines.insert(_now_row(view.now, rows), _now_line(view.now_label or show_clock(view.now), width))
    return lines


def grip_at(view: TimelineView, lines: Sequence[Line], row: int) -> Grip | None:
    """Return what a mouse that presses on `row` takes hold of: a placement, or an edge of something else.

    The first row of a tall block is its start, the last its end; what has one row is taken by its end.
    """
    key = lines[row].key if 0 <= row < len(lines) else ""
    item = next((item for item in view.items if key and item.key == key), None)
    if item is None or item.kind in ("allday", "worked"):
        return None
    if item.kind == "placement":
        return Grip(key, "whole")
    is_last = row + 1 == len(lines) or all(line.key != key for line in lines[row + 1 :])
    if is_last:
        return Grip(key, "end")
    is_first = all(line.key != key for line in lines[:row])
    return Grip(key, "start") if is_first else None


def _rows(view: TimelineView, height: int) -> list[_Row]:
    heights = _heights(view, height)
    spare = height - sum(heights) - 1
    rows: list[_Row] = []
    busy_until: datetime | None = None
    for item, tall in zip(view.items, heights, strict=True):
        if item.kind != "allday":
            if busy_until is not None and spare >= view.end_hour - view.start_hour:
                rows += _free_hours(view, busy_until, item.start)
            busy_until = max(busy_until or item.end, item.end)
        rows += _item_rows(item, tall)
    return rows


def _heights(view: TimelineView, height: int) -> list[int]:
    heights = [
        max(1, min(_TALLEST, round((item.end - item.start) / _ROW))) if item.kind in _TALL else 1
        for item in view.items
    ]
    over = sum(heights) + (1 if view.now else 0) - height
    while over > 0 and max(heights) > 1:
        heights[heights.index(max(heights))] -= 1
        over -= 1
    return heights


def _free_hours(view: TimelineView, since: datetime, until: datetime) -> list[_Row]:
    """Return a row for each whole hour of the working window in which there is nothing."""
    at = since.replace(minute=0, second=0, microsecond=0)
    at += timedelta(hours=1) if at < since else timedelta(0)
    free: list[_Row] = []
    while at + timedelta(hours=1) <= until and len(free) < _HOURS_OF_A_DAY:
        if view.start_hour <= at.hour < view.end_hour:
            free.append(_Row(at, "", False, Piece("·", "off")))
        at += timedelta(hours=1)
    return free


def _item_rows(item: TimelineItem, tall: int) -> list[_Row]:
    faded = item.dim or item.kind == "gap"
    glyph = Piece(_GLYPHS[item.kind], "off" if faded else "time", "" if faded else item.colour or "")
    if item.kind == "allday":
        return [_Row(None, item.key, True, glyph, _title(item), _tail(item) or (Piece("all day", "quiet"),))]
    rows = [_Row(item.start, item.key, True, glyph, _title(item, with_place=tall == 1), _tail(item))]
    length = item.end - item.start
    for index in range(1, tall):
        words = (_span(item), *item.notes)[index - 1 : index]
        about = tuple(Piece(text, "quiet") for text in words)
        rows.append(_Row(item.start + length * index / tall, item.key, False, glyph, about))
    return rows


def _title(item: TimelineItem, *, with_place: bool = True) -> tuple[Piece, ...]:
    quiet = item.dim or item.kind == "gap"
    style = "done" if item.done else "quiet" if quiet else "strong" if item.kind in _TALL else ""
    done = (Piece("✓ ", "money"),) if item.done else ()
    place = (Piece(f" · {item.place}", "quiet"),) if item.place and with_place else ()
    return (*done, Piece(item.title, style), *place)


def _tail(item: TimelineItem) -> tuple[Piece, ...]:
    pin = (Piece("◆ ", "time"),) if item.pinned else ()
    about, _, amount = fit(item.right, _WIDEST_TAIL).rpartition(" ")
    money = "quiet" if item.dim or item.kind in ("gap", "allday") else "money"
    return (*pin, Piece(f"{about} " if about else "", "quiet"), Piece(amount, money)) if amount or pin else ()


def _span(item: TimelineItem) -> str:
    place = f" · {item.place}" if item.place else ""
    return f"{show_clocks(item.start, item.end)}{place}"


def _labelled(rows: Sequence[_Row], gutter: int) -> list[_Row]:
    """Return the rows with their times at the left: an hour is named once, minutes where something begins."""
    hour = -1
    labelled = []
    for row in rows:
        if row.at is None:
            labelled.append(row)
            continue
        has_minutes = gutter >= _ROOM_OF_MINUTES and row.begins
        named = show_clock_in_short(row.at) if has_minutes else show_hour(row.at.hour)
        if row.at.hour == hour:
            named = f"  :{row.at:%M}" if has_minutes else ""
        elif not named[1].isdecimal():
            named = f" {named}"
        style = "faint" if not row.key else "" if row.begins and row.at.hour != hour else "quiet"
        labelled.append(row._replace(label=Piece(named, style)))
        hour = row.at.hour
    return labelled


def _line(row: _Row, width: int, gutter: int, under: str) -> Line:
    head: list[Piece] = []
    if gutter:
        marker = Piece("▸" if under and row.begins else " ", "time")
        head = [marker, row.label._replace(text=pad(row.label.text, gutter)), Piece(" ")]
    left = [*head, row.glyph, Piece(" "), *row.body]
    tail = row.tail
    if pieces_width(left) + pieces_width(tail) >= width:
        # the platform's colour stands beside the title already: its name gives way to the title
        tail = tuple(piece for piece in tail if not (piece.style == "quiet" and len(piece.text) > _SIGN))
    return Line(spread(left, tail, width, least=gutter + 14), under, row.key)


def _now_row(now: datetime, rows: Sequence[_Row]) -> int:
    later = (index for index, row in enumerate(rows) if row.at is not None and row.at > now)
    return next(later, len(rows))


def _now_line(label: str, width: int) -> Line:
    text = f"─ {label} "
    return Line(
        (Piece("─", "time"), Piece(f" {label} ", "today"), Piece("─" * max(0, width - len(text)), "time"))
    )

"""How the queue's rows are laid out in columns: pure, so that what a person sees is tested as text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from gigplanner.tui.text import Line, Piece, fit, pad, pad_left, width_of

_LEAST_TITLE = 13
_LEAST_TITLE_BESIDE_EXTRAS = 26
# where several do not fit, the first is left out first
_LEAVING_ORDER = ("platform", "odds_note", "due", "minutes", "pay", "rate")
_EXTRAS = frozenset({"platform", "odds_note"})
_CAPS = {"rate": 7, "pay": 10, "minutes": 5, "due": 8, "platform": 16, "odds_note": 12}
_HEAD = 3
_GAP = 2  # between a title and the note behind it


class QueueRow(NamedTuple):
    """A task as the queue shows it, every value already worded; `colour` is the platform's, as hex."""

    key: str
    rate: str
    title: str
    pay: str = ""
    minutes: str = ""
    due: str = ""
    platform: str = ""
    colour: str = ""
    marked: bool = False
    planned: bool = False
    overdue: bool = False
    odds_note: str = ""
    own_note: str = (
        ""  # the person's own minutes beside the stated ones; follows the title where there is room
    )


class QueueHeadings(NamedTuple):
    """The names over the columns."""

    rate: str = "$/h"
    title: str = "task"
    pay: str = "pay"
    minutes: str = "min"
    due: str = "due"
    platform: str = "platform"
    odds_note: str = "odds"


class Columns(NamedTuple):
    """The width of each column, 0 for one that is left out."""

    rate: int
    title: int
    pay: int
    minutes: int
    due: int
    platform: int
    odds_note: int


def natural_widths(rows: Sequence[QueueRow], headings: QueueHeadings) -> dict[str, int]:
    """Return how wide each column would like to be; one in which nothing stands is 0."""
    columns = dict(zip(QueueRow._fields, zip(*rows, strict=True), strict=True)) if rows else {}
    widths = {}
    for name in _LEAVING_ORDER:
        longest = max(map(len, columns.get(name, ())), default=0)
        if name == "due":
            longest = max(longest, *(len(row.due) + 1 for row in rows if row.overdue), 0)
        widths[name] = min(_CAPS[name], max(longest, width_of(getattr(headings, name)))) if longest else 0
    return widths


def columns_for(width: int, natural: dict[str, int]) -> Columns:
    """Return the columns for a list `width` cells wide: the title gets what is left, never too little."""
    kept = dict(natural)

    def title() -> int:
        return width - _HEAD - sum(cells + 1 for cells in kept.values() if cells)

    for name in _LEAVING_ORDER:
        if title() >= (_LEAST_TITLE_BESIDE_EXTRAS if name in _EXTRAS else _LEAST_TITLE):
            continue
        kept[name] = 0
    return Columns(title=max(0, title()), **kept)


def header_line(columns: Columns, headings: QueueHeadings) -> Line:
    """Return the names over the columns."""
    return Line((Piece(" " * (_HEAD - 1)), *_cells(headings, columns, {}, "heading")))


def row_line(row: QueueRow, columns: Columns, *, chosen: bool, cursor: str) -> Line:
    """Return a task's row; `cursor` is the style under it when it is the chosen one."""
    marker = Piece("▸" if chosen else " ", "time")
    mark = Piece("●", "pending") if row.marked else Piece("✦", "time") if row.planned else Piece(" ")
    due = f"!{row.due}" if row.overdue else row.due
    styles = {
        "rate": "money",
        "title": "quiet" if row.planned else "",
        "minutes": "quiet",
        "due": "alert" if row.overdue else "quiet",
        "platform": "quiet",
        "odds_note": "quiet",
    }
    cells = _cells(row._replace(due=due), columns, styles, "")
    return Line((marker, mark, *cells), cursor if chosen else "", row.key)


def _cells(
    values: QueueRow | QueueHeadings, columns: Columns, styles: dict[str, str], usual: str
) -> list[Piece]:
    cells: list[Piece] = []
    if columns.rate:
        cells.append(Piece(pad_left(values.rate, columns.rate) + " ", styles.get("rate", usual)))
    bar = Piece("▎", "off", values.colour) if isinstance(values, QueueRow) else Piece(" ")
    cells += [bar, *_title(values, columns.title, styles.get("title", usual))]
    for name in ("platform", "odds_note", "pay", "minutes", "due"):
        cells_wide = getattr(columns, name)
        if cells_wide:
            place = pad if name == "platform" else pad_left
            cells.append(
                Piece(
                    " " + place(fit(getattr(values, name), cells_wide), cells_wide), styles.get(name, usual)
                )
            )
    return cells


def _title(values: QueueRow | QueueHeadings, width: int, style: str) -> list[Piece]:
    """Return the title's cell: the title, and behind it the note on one's own minutes if both fit whole."""
    note = values.own_note if isinstance(values, QueueRow) else ""
    room = width - width_of(values.title) - _GAP
    if not note or width_of(note) > room:
        return [Piece(pad(values.title, width), style)]
    return [Piece(pad(values.title, width - width_of(note)), style), Piece(note, "faint")]

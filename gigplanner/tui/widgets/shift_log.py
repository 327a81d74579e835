"""The log of a shift as the person sees it: when, what, and the money that came."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from gigplanner.tui.text import Line, Piece, empty_lines, pad, pieces_width, spread
from gigplanner.tui.widgets.lines import LineView


class LogRow(NamedTuple):
    """A line of the log, worded; `style` is that of its words. `aside` is said where there is room."""

    at: str
    words: str
    aside: str = ""
    money: str = ""
    style: str = ""
    money_style: str = "money"


def log_lines(rows: Sequence[LogRow], width: int, empty: str = "") -> list[Line]:
    """Return a line for each row: the time first, the money at the end."""
    if not rows:
        return empty_lines(empty, width)
    times = max(len(row.at) for row in rows)
    lines = []
    for row in rows:
        said = [Piece(pad(row.at, times), "faint"), Piece(" "), Piece(row.words, row.style)]
        aside = [Piece(row.aside, "quiet")]
        money = [Piece(row.money, row.money_style)] if row.money else []
        fits = pieces_width([*said, *aside, *money]) + (1 if money else 0) <= width
        lines.append(Line(spread([*said, *aside] if fits else said, money, width, least=times + 8)))
    return lines


class ShiftLogView(LineView, can_focus=True):
    """The log, its newest line at the bottom and in view whenever one is added."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._rows: tuple[LogRow, ...] = ()
        self._empty = ""

    def show(self, rows: Sequence[LogRow], *, title: str, subtitle: str = "", empty: str = "") -> None:
        """Show the rows, oldest first; `empty` is said when there are none."""
        grown = len(rows) != len(self._rows)
        self._rows, self._empty = tuple(rows), empty
        self.retitle(title, subtitle)
        self.redraw()
        if grown:
            self.call_after_refresh(self.scroll_end, animate=False)

    def draw(self, width: int, height: int) -> Sequence[Line]:
        """Return a line for each row."""
        return log_lines(self._rows, width, self._empty)

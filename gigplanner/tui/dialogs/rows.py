"""A list of rows to choose one from: drawn line by line, with the cursor kept in sight."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual import events

from gigplanner.tui.text import Line, Piece, empty_lines, spread
from gigplanner.tui.widgets.lines import KeyMessage
from gigplanner.tui.widgets.moving import MovingList


class Row(NamedTuple):
    """A row's key, and what stands at its left and right; a row without a key is a heading."""

    key: str
    left: tuple[Piece, ...]
    right: tuple[Piece, ...] = ()


class RowList(MovingList):
    """Rows; the keys move a cursor over those that have a key, and choose."""

    DEFAULT_CSS = """
    RowList {
        height: auto; border: none; padding: 0;
        &:focus { border: none; }
    }
    """

    class Chosen(KeyMessage):
        """The person chose the row `key`."""

    class Lit(KeyMessage):
        """The cursor went to the row `key`."""

    def __init__(self, *, id: str | None = None, always_lit: bool = False, least: int = 12) -> None:
        """With `always_lit` the cursor shows as active though another widget has the keys.

        A row's right side is left out where its left would get fewer than `least` cells.
        """
        super().__init__(id=id)
        self._always_lit = always_lit
        self._least = least
        self._rows: tuple[Row, ...] = ()
        self._empty = ""
        self._chosen = ""

    @property
    def chosen(self) -> str:
        """The key of the row that the cursor is on, "" for none."""
        return self._chosen

    def show(self, rows: Sequence[Row], *, empty: str = "", first: bool = False) -> None:
        """Show rows; the cursor stays on its row if that is still there and `first` is not asked for."""
        keys = [row.key for row in rows if row.key]
        if first or self._chosen not in keys:
            self._chosen = keys[0] if keys else ""
        self._rows, self._empty = tuple(rows), empty
        self.refresh(layout=True)
        self.redraw()
        self.reveal()

    def draw(self, width: int, height: int) -> Sequence[Line]:
        """Return the rows."""
        if not self._rows:
            return empty_lines(self._empty, width)
        return [self._line(row, width) for row in self._rows]

    def _line(self, row: Row, width: int) -> Line:
        at = bool(row.key) and row.key == self._chosen
        under = ("cursor" if self._always_lit else self.cursor_style) if at else ""
        mark = Piece("▸ " if at else "  " if row.key else "", "time")
        return Line(spread((mark, *row.left), row.right, width, least=self._least), under, row.key)

    def action_move(self, by: int) -> None:
        """Move the cursor by some rows."""
        keys = [row.key for row in self._rows if row.key]
        if keys:
            at = keys.index(self._chosen) if self._chosen in keys else 0
            self.go_to(keys[max(0, min(at + by, len(keys) - 1))])

    def go_to(self, key: str) -> None:
        """Put the cursor on the row `key`, if there is one."""
        if key and key != self._chosen and any(row.key == key for row in self._rows):
            self._chosen = key
            self.redraw()
            self.reveal()
            self.post_message(self.Lit(self, key))

    def action_choose(self) -> None:
        """Choose the row that the cursor is on."""
        if self._chosen:
            self.post_message(self.Chosen(self, self._chosen))

    def on_click(self, event: events.Click) -> None:
        """Choose the row clicked on."""
        at = self.row_under(event)
        key = self._rows[at].key if at is not None and 0 <= at < len(self._rows) else ""
        if key:
            self._chosen = key
            self.redraw()
            self.action_choose()

    def reveal(self) -> None:
        """Scroll until the chosen row is seen."""
        at = next((index for index, row in enumerate(self._rows) if row.key == self._chosen), None)
        if at is not None and self._chosen:
            self.keep_in_view(at, at)

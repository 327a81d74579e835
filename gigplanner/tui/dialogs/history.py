"""What was done, newest first, and taking it back step by step."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from gigplanner.model.settings import Settings
from gigplanner.model.showing import show_clock, show_day
from gigplanner.tui.dialogs.base import Dialog, KeyHint
from gigplanner.tui.dialogs.rows import Row, RowList
from gigplanner.tui.text import Piece
from gigplanner.workday.desk import Desk

if TYPE_CHECKING:
    from gigplanner.planbook.journal import HistoryItem
    from gigplanner.tui.app import GigApp

NOTHING = "Nothing was done yet. Whatever you do stands here, and can be taken back."


class HistoryDialog(Dialog[None]):
    """The last actions; u takes the last one back, U does it again."""

    HEADING = "History"
    KEYS = (
        KeyHint("u", "undo", "screen.undo"),
        KeyHint("U", "redo", "screen.redo"),
        KeyHint("esc", "close", "screen.leave"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("u", "undo", "undo"),
        Binding("U,ctrl+r", "redo", "redo"),
        Binding("q,H", "leave", "close", show=False),
    ]
    DEFAULT_CSS = """
    HistoryDialog .card { width: 88; }
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._seq = -1

    def body(self) -> ComposeResult:
        """The actions."""
        yield RowList(id="actions", least=40)

    def on_mount(self) -> None:
        """Show them, and those of other processes as they come."""
        self._draw()
        self.set_interval(1, self._draw)

    def _draw(self) -> None:
        if self._desk.book.seq == self._seq:
            return
        items = self._desk.book.history()
        self._seq = self._desk.book.seq
        for rows in self.query(RowList):  # none once the dialog is on its way out
            rows.show(history_rows(items, self._desk.settings), empty=NOTHING)

    def action_undo(self) -> None:
        """Take the last action back."""
        cast("GigApp", self.app).action_undo()
        self._draw()

    def action_redo(self) -> None:
        """Repeat the last action taken back."""
        cast("GigApp", self.app).action_redo()
        self._draw()


def history_rows(items: Sequence[HistoryItem], settings: Settings) -> list[Row]:
    """Return the rows of a history: a heading for each day, then time, words, and who it was."""
    rows: list[Row] = []
    day: date | None = None
    for item in items:
        wall = settings.wall(item.at)
        if wall.date() != day:
            day = wall.date()
            rows.append(Row("", (Piece(_day_words(wall), "heading strong"),)))
        style, time_style = ("done", "faint") if item.undone else ("", "quiet")
        by = f"{item.by} · undone" if item.undone and item.by else "undone" if item.undone else item.by
        rows.append(
            Row(
                str(item.seq),
                (Piece(f"{show_clock(wall)}  ", time_style), Piece(item.words, style)),
                (Piece(by, "quiet"),),
            )
        )
    return rows


def _day_words(wall: datetime) -> str:
    return show_day(wall, long=True)

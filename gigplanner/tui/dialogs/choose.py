"""Choosing one of a few things by its number, or with the cursor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from gigplanner.tui.dialogs.base import LEAVE, Dialog, KeyHint
from gigplanner.tui.dialogs.rows import Row, RowList
from gigplanner.tui.text import Piece


class ChooseDialog(Dialog[str]):
    """Ask which one; the answer is its key. The first nine have a number each."""

    SAID_ROWS = 0
    BINDINGS: ClassVar[list[BindingType]] = [Binding("q", "leave", "leave", show=False)]
    DEFAULT_CSS = """
    ChooseDialog {
        .card { width: 60; }
        .said { display: none; }
    }
    """

    def __init__(self, heading: str, picks: Sequence[Row], *, does: str = "choose") -> None:
        super().__init__()
        self._heading = heading
        self._picks = tuple(
            pick._replace(left=(Piece(f"{number}  " if number <= 9 else "   ", "time strong"), *pick.left))
            for number, pick in enumerate(picks, start=1)
        )
        self.KEYS = (KeyHint("enter", does, "screen.take"), LEAVE)

    def heading(self) -> str:
        """What is asked."""
        return self._heading

    def body(self) -> ComposeResult:
        """The choices."""
        yield RowList(id="picks", least=16)

    @property
    def rows(self) -> RowList:
        """The choices."""
        return self.query_one("#picks", RowList)

    def on_mount(self) -> None:
        """Show them."""
        self.rows.show(self._picks)
        self.rows.focus()

    def on_key(self, event: events.Key) -> None:
        """Choose by number."""
        number = int(event.key) if event.key.isdecimal() and event.key.isascii() else 0
        if 1 <= number <= min(9, len(self._picks)):
            event.stop()
            self.dismiss(self._picks[number - 1].key)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Choose what the cursor is on."""
        self.dismiss(event.key)

    def action_take(self) -> None:
        """Choose what the cursor is on."""
        self.rows.action_choose()

"""Asking once more before something that cannot be seen at once."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from gigplanner.tui.dialogs.base import Dialog, KeyHint
from gigplanner.tui.text import plain


class ConfirmDialog(Dialog[bool]):
    """A question with yes and no; leaving it is no."""

    SAID_ROWS = 0
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y,enter", "answer(True)", "yes"),
        Binding("n,escape", "answer(False)", "no"),
    ]
    DEFAULT_CSS = """
    ConfirmDialog {
        .card { width: 60; }
        .said { display: none; }
        #question { margin: 0 0 1 0; }
        &.-tall #question { margin: 1 0; }
    }
    """

    def __init__(self, question: str, yes: str) -> None:
        super().__init__()
        self._question = question
        self.KEYS = (
            KeyHint("enter", yes, "screen.answer(True)"),
            KeyHint("esc", "no", "screen.answer(False)"),
        )

    def body(self) -> ComposeResult:
        """The question."""
        yield Static(plain(self._question), id="question")

    def action_answer(self, yes: bool) -> None:
        """Answer."""
        self.dismiss(yes)

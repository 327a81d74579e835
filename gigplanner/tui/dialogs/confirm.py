"""Asking once more before something that cannot be seen at once."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Static

from gigplanner.tui.dialogs.base import Dialog
from gigplanner.tui.text import plain


class ConfirmDialog(Dialog[bool]):
    """A question with yes and no; leaving it is no."""

    KEYS = ()
    BINDINGS = [  # noqa: RUF012
        ("y,enter", "answer(True)", "yes"),
        ("n,escape", "answer(False)", "no"),
    ]

    def __init__(self, question: str, yes: str) -> None:
        super().__init__()
        self._question = question
        self.KEYS = (("enter", yes), ("esc", "no"))

    def body(self) -> ComposeResult:
        """The question."""
        yield Static(plain(self._question))

    def action_answer(self, yes: bool) -> None:
        """Answer."""
        self.dismiss(yes)

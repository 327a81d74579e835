"""Keeping what files hold: a card over the screen until it is done, which esc stops."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Static

from gigplanner.tui.dialogs.base import Dialog, KeyHint
from gigplanner.tui.text import plain
from gigplanner.workday.intake import Progress

LOOK_AGAIN = 0.1  # seconds between two looks at how far it is


class KeepingDialog(Dialog[None]):
    """Says how far the keeping is. Whoever began it closes the card when it has ended."""

    HEADING = "Import"
    SAID_ROWS = 0
    KEYS = (KeyHint("esc", "stop", "screen.leave"),)
    DEFAULT_CSS = """
    KeepingDialog { .card { width: 60; } .said { display: none; } #far { margin: 0 0 1 0; } }
    """

    def __init__(self, progress: Progress) -> None:
        super().__init__()
        self._progress = progress

    def body(self) -> ComposeResult:
        """One line that tells how far it is."""
        yield Static(id="far")

    def on_mount(self) -> None:
        """Begin to tell."""
        self._tell()
        self.set_interval(LOOK_AGAIN, self._tell)

    def action_leave(self) -> None:
        """Stop it: nothing is kept, unless all of it just was. Whoever began it says which."""
        self._progress.stop()
        self.dismiss()

    def _tell(self) -> None:
        self.query_one("#far", Static).update(plain(f"{self._progress.words} …"))

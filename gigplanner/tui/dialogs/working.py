"""Work that takes its time: a card over the screen until it is done, which esc stops."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.widgets import Static

from gigplanner.tui.dialogs.base import Dialog, KeyHint
from gigplanner.tui.text import plain

LOOK_AGAIN = 0.1  # seconds between two looks at how far it is


class WorkingDialog(Dialog[None]):
    """Says how far the work is. Whoever began it closes the card when it has ended."""

    SAID_ROWS = 0
    KEYS = (KeyHint("esc", "stop", "screen.leave"),)
    DEFAULT_CSS = """
    WorkingDialog { .card { width: 60; } .said { display: none; } #far { margin: 0 0 1 0; } }
    """

    def __init__(self, heading: str, far: Callable[[], str], stop: Callable[[], object]) -> None:
        """`far` says how far it is; `stop` has the work end without an effect, if it still can."""
        super().__init__()
        self._heading, self._far, self._stop = heading, far, stop

    def heading(self) -> str:
        """What is being done."""
        return self._heading

    def body(self) -> ComposeResult:
        """One line that tells how far it is."""
        yield Static(id="far")

    def on_mount(self) -> None:
        """Begin to tell."""
        self._tell()
        self.set_interval(LOOK_AGAIN, self._tell)

    def action_leave(self) -> None:
        """Stop it. Whoever began it says what came of it: it may just have been done."""
        self._stop()
        self.dismiss()

    def _tell(self) -> None:
        self.query_one("#far", Static).update(plain(f"{self._far()} …"))

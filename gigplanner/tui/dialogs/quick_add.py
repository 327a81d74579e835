"""Quick add: one line, with what it is understood to say shown while it is typed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from gigplanner.tui.dialogs.base import LEAVE, KeyHint
from gigplanner.tui.dialogs.line import LineDialog
from gigplanner.workday.desk import Desk
from gigplanner.workday.quickadd import preview

EXAMPLES = (
    "survey Prolific 12m $3.20 due fri 5pm",
    "block DoorDash tomorrow 11-14",
    "earned $7.50 tip 2 Uber Eats",
    "drove 6.2mi",
    "spent $38 gas",
)
LONGEST_LINE = 1000
KEPT_LINES = 50


class QuickAddDialog(LineDialog[str]):
    """Ask for one line; the answer is the line, once it can be understood."""

    HEADING = "Add"
    SAID_ROWS = 6
    KEYS = (
        KeyHint("enter", "add", "screen.answer"),
        LEAVE,
        KeyHint("↑", "earlier lines", "screen.recall(-1)"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "recall(-1)", "earlier line", show=False),
        Binding("down", "recall(1)", "later line", show=False),
    ]
    DEFAULT_CSS = """
    QuickAddDialog {
        align: center bottom;
        .card { width: 100%; margin: 0 0 1 0; }
        #examples { height: auto; color: $quiet; padding: 0 1; }
        &.-silent .said { display: none; }
    }
    """
    _earlier: ClassVar[list[str]] = []  # lines added since the app was opened

    def __init__(self, desk: Desk, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._desk = desk
        self._clock = clock
        self._recalled = len(self._earlier)

    def body(self) -> ComposeResult:
        """The line, and examples while it is empty."""
        yield self.entry(placeholder="what, where, how long, how much", limit=LONGEST_LINE)
        yield Static("\n".join(EXAMPLES), id="examples", markup=False)

    def action_answer(self) -> None:
        """Answer with the line, once it can be understood, and remember it."""
        if (text := self.understood()) is not None:
            self._earlier[:] = [*(line for line in self._earlier if line != text), text][-KEPT_LINES:]
            self.dismiss(text)

    def action_recall(self, by: int) -> None:
        """Show a line added earlier, or come back from there."""
        self._recalled = max(0, min(self._recalled + by, len(self._earlier)))
        self.line.value = self._earlier[self._recalled] if self._recalled < len(self._earlier) else ""
        self.line.action_end()

    def read(self, text: str) -> str | None:
        """Show what the line is understood to say, or examples while it is empty."""
        self.set_class(not text, "-silent")
        self.query_one("#examples").display = not text
        if not text:
            return None
        self.approve(preview(self._desk, text, self._clock()).words)
        return text

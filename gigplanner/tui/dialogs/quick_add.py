"""Quick add: one line, with what it is understood to say shown while it is typed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, Static

from gigplanner.model.errors import BadInput
from gigplanner.tui.dialogs.base import LEAVE, Dialog, KeyHint
from gigplanner.tui.dialogs.fields import Entry
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


class QuickAddDialog(Dialog[str]):
    """Ask for one line; the answer is the line, once it can be understood."""

    HEADING = "Add"
    SAID_ROWS = 6
    KEYS = (KeyHint("enter", "add", "screen.add"), LEAVE, KeyHint("↑", "earlier lines", "screen.recall(-1)"))
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
        yield Entry(
            id="line", placeholder="what, where, how long, how much", compact=False, limit=LONGEST_LINE
        )
        yield Static("\n".join(EXAMPLES), id="examples", markup=False)

    @property
    def line(self) -> Entry:
        """Where the line is typed."""
        return self.query_one("#line", Entry)

    def entered(self) -> object:
        """The line."""
        return self.line.value.strip()

    def on_mount(self) -> None:
        """Start with examples."""
        self._understand()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what the line says so far."""
        self._understand()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Add from the line."""
        self.action_add()

    def action_add(self) -> None:
        """Answer with the line, once it can be understood."""
        text = self.line.value.strip()
        if self._understand():
            self._earlier[:] = [*(line for line in self._earlier if line != text), text][-KEPT_LINES:]
            self.dismiss(text)

    def action_recall(self, by: int) -> None:
        """Show a line added earlier, or come back from there."""
        self._recalled = max(0, min(self._recalled + by, len(self._earlier)))
        self.line.value = self._earlier[self._recalled] if self._recalled < len(self._earlier) else ""
        self.line.action_end()

    def _understand(self) -> bool:
        text = self.line.value
        self.set_class(not text.strip(), "-silent")
        self.query_one("#examples").display = not text.strip()
        if not text.strip():
            return False
        try:
            self.approve(preview(self._desk, text, self._clock()).words)
        except BadInput as error:
            self.complain(str(error))
            return False
        return True

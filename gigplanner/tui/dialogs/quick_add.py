"""Quick add: one line, with what it is understood to say shown while it is typed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from textual.app import ComposeResult
from textual.widgets import Input, Static

from gigplanner.model.errors import BadInput
from gigplanner.tui.dialogs.base import Dialog
from gigplanner.tui.text import styled
from gigplanner.workday.desk import Desk
from gigplanner.workday.quickadd import preview

EXAMPLES = (
    "survey Prolific 12m $3.20 due fri 5pm",
    "block DoorDash tomorrow 11-14",
    "earned $7.50 tip 2 Uber Eats",
    "drove 6.2mi",
    "spent $38 gas",
)


class QuickAddDialog(Dialog[str]):
    """Ask for one line; the answer is the line, once it can be understood."""

    HEADING = "Add"
    KEYS = (("enter", "add"), ("esc", "leave"))
    DEFAULT_CSS = """
    QuickAddDialog {
        align: center bottom;
        .card { width: 100%; margin: 0 0 1 0; }
        #understood { height: auto; max-height: 6; }
    }
    """

    def __init__(self, desk: Desk, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._desk = desk
        self._clock = clock

    def body(self) -> ComposeResult:
        """The line, and what it says."""
        yield Input(placeholder="what, where, how long, how much", id="line")
        yield Static(id="understood")

    def on_mount(self) -> None:
        """Start with examples."""
        self._understand("")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what the line says so far."""
        self._understand(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the line if it can be understood."""
        if event.value.strip() and self._understand(event.value):
            self.dismiss(event.value)

    def _understand(self, text: str) -> bool:
        said = self.query_one("#understood", Static)
        if not text.strip():
            said.update(styled(*[(f"  {example}\n", "$quiet") for example in EXAMPLES[:4]]))
            return False
        try:
            said.update(styled(("✓ ", "bold $money"), preview(self._desk, text, self._clock()).words))
        except BadInput as error:
            said.update(styled(("… ", "bold $pending"), (str(error), "$quiet")))
            return False
        return True

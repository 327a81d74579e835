"""Dialogs of one line: what it says is shown while it is typed, and enter answers with it."""

from __future__ import annotations

from typing import TypeVar

from textual.widgets import Input

from gigplanner.model.errors import BadInput
from gigplanner.tui.dialogs.base import Dialog
from gigplanner.tui.dialogs.fields import Entry

Result = TypeVar("Result")


class LineDialog(Dialog[Result]):
    """Asks for one line. A subclass yields `entry` in its body, and says in `read` what the line means."""

    def read(self, text: str) -> Result | None:
        """Show what the line says and return it, None for nothing yet. Raises BadInput with what is wrong."""
        raise NotImplementedError

    def entry(self, value: str = "", *, placeholder: str = "", limit: int = 200) -> Entry:
        """The line to be typed in."""
        line = Entry(value, id="line", placeholder=placeholder, compact=False, limit=limit)
        if self.app.app_focus:
            line.set_reactive(Entry.has_focus, True)  # the keys are its own from the first: it is styled once
        return line

    @property
    def line(self) -> Entry:
        """Where it is typed."""
        return self.query_one("#line", Entry)

    def entered(self) -> object:
        """The line."""
        return self.line.value.strip()

    def refill(self, entered: object) -> None:
        """Type the line again."""
        self.line.value = str(entered)

    def on_mount(self) -> None:
        """Show what the line says at first, or what is asked."""
        self.understood()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what the line says so far."""
        self.understood()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answer from the line."""
        self.action_answer()

    def action_complete(self) -> None:
        """Take what the line is guessed to go on with; else the cursor goes right."""
        self.line.action_cursor_right()

    def action_answer(self) -> None:
        """Answer with what the line says, once it can be understood."""
        if (result := self.understood()) is not None:
            self.dismiss(result)

    def understood(self) -> Result | None:
        """Return what the line says; where it cannot be understood, say why and return None."""
        try:
            return self.read(self.line.value.strip())
        except BadInput as error:
            self.complain(str(error))
            return None

"""A note of several lines."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from gigplanner.model.text import clean_note
from gigplanner.tui.dialogs.base import LEAVE, SAVE, Dialog
from gigplanner.tui.dialogs.fields import NoteArea


class NoteDialog(Dialog[str]):
    """Write or change a note; the answer is its text."""

    KEYS = (SAVE, LEAVE)
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s", "save", "save", priority=True)]
    DEFAULT_CSS = """
    NoteDialog {
        NoteArea { height: 10; background: $panel; padding: 0 1; margin: 1 0 0 0; }
        NoteArea .text-area--cursor-line { background: transparent; }
        &.-short NoteArea { margin: 0; }
    }
    """

    def __init__(self, text: str, title: str) -> None:
        super().__init__()
        self._given, self._named = text, title

    def heading(self) -> str:
        """What the note is about."""
        return self._named

    def body(self) -> ComposeResult:
        """The text."""
        yield NoteArea(self._given, id="note")

    def on_mount(self) -> None:
        """Go on where the note ends."""
        self.area.move_cursor(self.area.document.end)

    @property
    def area(self) -> NoteArea:
        """Where the text is written."""
        return self.query_one("#note", NoteArea)

    def entered(self) -> object:
        """The text."""
        return self.area.text

    def refill(self, entered: object) -> None:
        """Write the text again."""
        self.area.text = str(entered)
        self.area.move_cursor(self.area.document.end)

    def action_save(self) -> None:
        """Answer with the text."""
        self.dismiss(clean_note(self.area.text))

"""The queue's filter: words, a #tag, or <15 for what takes less than fifteen minutes."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from textual.message import Message
from textual.widgets import Input

from gigplanner.tui.painting import PaintingApp
from gigplanner.tui.widgets.one_line import OneLine


class FindBar(OneLine):
    """One line above the queue. `Typed` is posted at every change while it is on show, `done` on enter."""

    DEFAULT_CSS = """
    FindBar { height: 3; border: round $line; background: $background; }
    FindBar:focus { border: round $line-focus; }
    """

    class Typed(Message):
        """The filter's words changed, or are complete; what they leave can be painted by `paint`."""

        def __init__(self, words: str, paint: Callable[[], None], *, done: bool = False) -> None:
            super().__init__()
            self.words = words
            self.paint = paint
            self.done = done

    def __init__(self) -> None:
        super().__init__(placeholder="words, #tag, <15 for under 15 min")

    def watch_value(self, value: str) -> None:
        """Pass the words on; the letter and what it leaves of the queue are painted together."""
        if self.is_mounted and self.display:
            self.post_message(self.Typed(value, cast(PaintingApp, self.app).hold_paint()))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Keep it here: `Typed` says so."""
        event.stop()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Pass the words on as complete."""
        event.stop()
        self.post_message(self.Typed(event.value, cast(PaintingApp, self.app).hold_paint(), done=True))

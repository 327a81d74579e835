"""The queue's filter: words, a #tag, or <15 for what takes less than fifteen minutes."""

from __future__ import annotations

from textual.message import Message
from textual.widgets import Input


class FindBar(Input):
    """One line above the queue. `Typed` is posted at every change, and with `done` on enter."""

    DEFAULT_CSS = """
    FindBar { height: 3; border: round $line; background: $background; }
    FindBar:focus { border: round $line-focus; }
    """

    class Typed(Message):
        """The filter's words changed, or are complete."""

        def __init__(self, words: str, *, done: bool = False) -> None:
            super().__init__()
            self.words = words
            self.done = done

    def __init__(self) -> None:
        super().__init__(placeholder="words, #tag, <15 for under 15 min")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Pass the words on."""
        event.stop()
        self.post_message(self.Typed(event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Pass the words on as complete."""
        event.stop()
        self.post_message(self.Typed(event.value, done=True))

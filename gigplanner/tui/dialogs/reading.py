"""Dialogs to read: a page that the keys scroll, and nothing to fill in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message

from gigplanner.tui.dialogs.base import Dialog, KeyHint, Result
from gigplanner.tui.text import Line
from gigplanner.tui.widgets.lines import LineView


class Page(LineView, can_focus=True):
    """What there is to read, as high as it needs to be."""

    DEFAULT_CSS = """
    Page { height: auto; border: none; padding: 0; &:focus { border: none; } }
    """

    class Clicked(Message):
        """The cell of the page that was clicked on, and how wide the page is."""

        def __init__(self, row: int, column: int, width: int) -> None:
            super().__init__()
            self.row = row
            self.column = column
            self.width = width

    def __init__(self, written: Callable[[int], Sequence[Line]]) -> None:
        """`written` returns the lines for a width."""
        super().__init__()
        self._written = written

    def draw(self, width: int, height: int) -> Sequence[Line]:
        """Return the lines."""
        return self._written(width)

    def on_click(self, event: events.Click) -> None:
        """Say where."""
        row, offset = self.row_under(event), event.get_content_offset(self)
        if row is not None and offset is not None:
            self.post_message(self.Clicked(row, offset.x, self.room.width))

    def renew(self) -> None:
        """Show what is written now, which may be more than before."""
        self.refresh(layout=True)
        self.redraw()


class ReadingDialog(Dialog[Result]):
    """Shows a page: a subclass says in `page` what stands there, and lets the key that opened it close it."""

    SAID_ROWS = 0
    KEYS: Sequence[KeyHint] = (KeyHint("↑ ↓", "scroll"), KeyHint("esc", "close", "screen.leave"))
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,enter", "leave", "close", show=False),
        Binding("down,j", "scroll(1)", "down", show=False),
        Binding("up,k", "scroll(-1)", "up", show=False),
        Binding("pagedown,space", "scroll(10)", "page down", show=False),
        Binding("pageup", "scroll(-10)", "page up", show=False),
    ]
    DEFAULT_CSS = """
    ReadingDialog { .said { display: none; } }
    """

    def page(self, width: int) -> Sequence[Line]:
        """Return the page's lines in `width` cells."""
        raise NotImplementedError

    def body(self) -> ComposeResult:
        """The page."""
        yield Page(self.page)

"""The first card: what this is, and four ways to begin."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from gigplanner.tui.dialogs.base import Dialog, KeyHint
from gigplanner.tui.dialogs.rows import Row, RowList
from gigplanner.tui.text import Piece, styled

GREETING = (
    "Plan the day in the morning, watch the shift's earnings live, close with a recap in the evening. "
    "Everything stays on this machine: no account, no network."
)
CHOICES = (
    ("import", "i", "Import files", "a calendar, a Trello board or a task list"),
    ("demo", "d", "Try the demo", "sixty made-up days, apart from yours"),
    ("add", "a", "Add something", "a first task or block, in one line"),
    ("tour", "g", "Look around", "a tour in six cards"),
)
_ROOM_FOR_MORE = 60  # columns


class WelcomeDialog(Dialog[str]):
    """Shown over an empty planbook; the answer is "import", "demo", "add", "tour", or None to begin alone."""

    HEADING = "Welcome to gigplanner"
    SAID_ROWS = 0
    KEYS = (KeyHint("enter", "choose", "screen.choose"), KeyHint("esc", "begin", "screen.leave"))
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(key, f"begin('{answer}')", title) for answer, key, title, _ in CHOICES),
        Binding("q", "leave", "begin", show=False),
    ]
    DEFAULT_CSS = """
    WelcomeDialog {
        .card { width: 72; }
        .said { display: none; }
        #greeting { color: $quiet; margin: 1 0; }
        KeyLine { margin: 1 0 0 0; }
    }
    """

    def body(self) -> ComposeResult:
        """A greeting and the choices."""
        yield Static(styled(GREETING), id="greeting")
        yield RowList(id="choices")

    def on_resize(self, event: events.Resize) -> None:
        """Show the choices; where it is narrow, without what more there is to say."""
        narrow = event.size.width < _ROOM_FOR_MORE
        self.query_one(RowList).show(
            [
                Row(
                    answer,
                    (
                        Piece(f"{key}  ", "time strong"),
                        Piece(title, "strong"),
                        Piece("" if narrow else f"  {more}", "quiet"),
                    ),
                )
                for answer, key, title, more in CHOICES
            ]
        )

    def action_begin(self, answer: str) -> None:
        """Begin so."""
        self.dismiss(answer)

    def action_choose(self) -> None:
        """Begin as the cursor says."""
        self.query_one(RowList).action_choose()

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Begin as was chosen."""
        self.dismiss(event.key)

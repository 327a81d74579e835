"""The steps of closing a day: a question answered by one key, or by one line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from gigplanner.tui.dialogs.base import Dialog, KeyHint
from gigplanner.tui.dialogs.line import LineDialog
from gigplanner.tui.dialogs.rows import Row, RowList
from gigplanner.tui.text import Piece, plain

LATER = KeyHint("esc", "later", "screen.leave")
SKIPPED = ""  # the answer of an empty line: the question stays open


class Pick(NamedTuple):
    """An answer and the key that gives it."""

    key: str
    words: str


class EveningChoice(Dialog[str]):
    """Ask a question with a few answers: each has its key; the cursor and the mouse choose too."""

    KEYS = (KeyHint("enter", "choose", "screen.take"), LATER)
    SAID_ROWS = 0
    BINDINGS: ClassVar[list[BindingType]] = [Binding("q", "leave", "later", show=False)]
    DEFAULT_CSS = """
    EveningChoice {
        .card { width: 66; }
        .said { display: none; }
        .asked { height: auto; margin: 0 0 1 0; }
    }
    """

    def __init__(self, heading: str, asked: Sequence[str], picks: Sequence[Pick]) -> None:
        super().__init__()
        self._heading, self._asked, self._picks = heading, tuple(asked), tuple(picks)

    def heading(self) -> str:
        """Which day, and which step of how many."""
        return self._heading

    def body(self) -> ComposeResult:
        """The question and its answers."""
        for sentence in self._asked:
            yield Static(plain(sentence), classes="asked")
        yield RowList(id="picks")

    @property
    def rows(self) -> RowList:
        """The answers."""
        return self.query_one("#picks", RowList)

    def on_mount(self) -> None:
        """Show the answers."""
        self.rows.show(
            [
                Row(pick.key, (Piece(f"{pick.key}  ", "time strong"), Piece(pick.words)))
                for pick in self._picks
            ]
        )
        self.rows.focus()

    def on_key(self, event: events.Key) -> None:
        """Answer by key."""
        if event.key in [pick.key for pick in self._picks]:
            event.stop()
            self.dismiss(event.key)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Answer with what the cursor is on."""
        self.dismiss(event.key)

    def action_take(self) -> None:
        """Answer with what the cursor is on."""
        self.rows.action_choose()


class EveningLine(LineDialog[str]):
    """Ask for one line; an empty one leaves the question open and goes on."""

    KEYS = (KeyHint("enter", "go on", "screen.answer"), LATER)
    DEFAULT_CSS = """
    EveningLine {
        .card { width: 66; }
        #asked { height: auto; margin: 0 0 1 0; }
    }
    """

    def __init__(
        self,
        heading: str,
        asked: str,
        *,
        means: Callable[[str], str],
        skip: str,
        value: str = "",
        placeholder: str = "",
    ) -> None:
        """`means` returns in words what a line says and raises BadInput; `skip` is what an empty one does."""
        super().__init__()
        self._heading, self._asked = heading, asked
        self._means, self._skip = means, skip
        self._value, self._placeholder = value, placeholder

    def heading(self) -> str:
        """Which day, and which step of how many."""
        return self._heading

    def body(self) -> ComposeResult:
        """The question and the line."""
        yield Static(plain(self._asked), id="asked")
        yield self.entry(self._value, placeholder=self._placeholder)

    def read(self, text: str) -> str:
        """Show what the line means, and return it."""
        self.approve(self._means(text) if text else self._skip)
        return text or SKIPPED

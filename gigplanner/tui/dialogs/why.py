"""Why a task is in the plan, or why it is not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message

from gigplanner.model.settings import Settings
from gigplanner.tui.dialogs.base import Dialog, KeyHint
from gigplanner.tui.text import Line, Piece, wrapped
from gigplanner.tui.widgets.lines import LineView
from gigplanner.workday.explaining import Case, explain
from gigplanner.workday.planning import Problem
from gigplanner.workday.solving import Search

THINKING = "Two plans are being compared …"


def why_lines(sentences: Sequence[str], width: int, *, is_over: bool) -> list[Line]:
    """Return the sentences, each a paragraph; as long as it is not over, that more is to come."""
    lines: list[Line] = []
    for sentence in sentences:
        rows = wrapped(sentence, max(1, width - 2)) or [""]
        for index, row in enumerate(rows):
            lines.append(Line((Piece("· " if index == 0 else "  ", "time"), Piece(row))))
    if not is_over:
        lines.append(Line((Piece(THINKING, "quiet"),)))
    return lines


class WhyText(LineView, can_focus=True):
    """What is known so far."""

    DEFAULT_CSS = """
    WhyText { height: auto; border: none; padding: 0; &:focus { border: none; } }
    """

    def __init__(self) -> None:
        super().__init__(id="why")
        self._sentences: tuple[str, ...] = ()
        self._is_over = False

    def show(self, sentences: Sequence[str], *, is_over: bool) -> None:
        """Show the sentences."""
        self._sentences, self._is_over = tuple(sentences), is_over
        self.refresh(layout=True)
        self.redraw()

    def draw(self, width: int, height: int) -> Sequence[Line]:
        """Return the paragraphs."""
        return why_lines(self._sentences, width, is_over=self._is_over)


class WhyDialog(Dialog[None]):
    """Says why; the plans it compares are worked out beside the screen and forgotten when it closes."""

    SAID_ROWS = 0
    KEYS = (KeyHint("↑ ↓", "scroll"), KeyHint("esc", "close", "screen.leave"))
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,y,enter", "leave", "close", show=False),
        Binding("down,j", "scroll(1)", "down", show=False),
        Binding("up,k", "scroll(-1)", "up", show=False),
    ]
    DEFAULT_CSS = """
    WhyDialog { .said { display: none; } }
    """

    class News(Message):
        """Posted from the thread of the search."""

    def __init__(self, problem: Problem, task_id: str, settings: Settings) -> None:
        super().__init__()
        self._title = problem.tasks[task_id].title
        self._search: Search[Case] = Search(
            lambda search: explain(problem, task_id, settings, search=search),
            tell=lambda _: self.post_message(self.News()),
        )

    def heading(self) -> str:
        """The task's title."""
        return f"Why · {self._title}"

    def body(self) -> ComposeResult:
        """What is known so far."""
        yield WhyText()

    def on_mount(self) -> None:
        """Begin to think."""
        self._search.begin()

    def on_unmount(self) -> None:
        """Nobody waits for it any more."""
        self._search.stop()

    def on_why_dialog_news(self) -> None:
        """Show what has been found out, unless the dialog is on its way out."""
        search, text = self._search, next(iter(self.query(WhyText)), None)
        if search.crash is not None:
            raise search.crash
        refused = (str(search.refusal),) if search.refusal else ()
        said = search.found.sentences if search.found else ()
        if text is not None:
            text.show((*said, *refused), is_over=search.is_over)

    def action_scroll(self, rows: int) -> None:
        """Scroll by some rows."""
        self.query_one(".body").scroll_relative(y=rows, animate=False)

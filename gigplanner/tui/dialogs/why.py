"""Why a task is in the plan, or why it is not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from gigplanner.model.settings import Settings
from gigplanner.tui.dialogs.reading import Page, ReadingDialog
from gigplanner.tui.text import Line, Piece, wrapped
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


class WhyDialog(ReadingDialog[None]):
    """Says why; the plans it compares are worked out beside the screen and forgotten when it closes."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("y", "leave", "close", show=False)]

    class News(Message):
        """Posted from the thread of the search."""

    def __init__(self, problem: Problem, task_id: str, settings: Settings) -> None:
        super().__init__()
        self._sentences: tuple[str, ...] = ()
        self._is_over = False
        self._title = problem.tasks[task_id].title
        self._search: Search[Case] = Search(
            lambda search: explain(problem, task_id, settings, search=search),
            tell=lambda _: self.post_message(self.News()),
        )

    def heading(self) -> str:
        """The task's title."""
        return f"Why · {self._title}"

    def page(self, width: int) -> Sequence[Line]:
        """What is known so far."""
        return why_lines(self._sentences, width, is_over=self._is_over)

    def on_mount(self) -> None:
        """Begin to think."""
        self._search.begin()

    def on_unmount(self) -> None:
        """Nobody waits for it any more."""
        self._search.stop()

    def on_why_dialog_news(self) -> None:
        """Show what has been found out, unless the dialog is on its way out."""
        search = self._search
        if search.crash is not None:
            raise search.crash
        refused = (str(search.refusal),) if search.refusal else ()
        said = search.found.sentences if search.found else ()
        self._sentences, self._is_over = (*said, *refused), search.is_over
        for page in self.query(Page):
            page.renew()

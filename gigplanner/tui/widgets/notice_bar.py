"""A row or two at the top for what must stay in sight: what is not saved yet, what is damaged."""

from __future__ import annotations

from collections.abc import Sequence

from gigplanner.tui.text import Line, Piece, wrapped
from gigplanner.tui.widgets.lines import LineView

MOST_ROWS = 4


class NoticeBar(LineView, can_focus=False):
    """Sentences in the colour of alarm, wrapped; there is no bar where there is nothing to say."""

    DEFAULT_CSS = """
    NoticeBar { height: auto; border: none; padding: 0 1; background: $panel; overflow-y: hidden; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._sentences: tuple[str, ...] = ()

    def show(self, sentences: Sequence[str]) -> None:
        """Show `sentences`, one under the other."""
        if tuple(sentences) != self._sentences:
            self._sentences = tuple(sentences)
            self.display = bool(self._sentences)
            self.refresh(layout=True)
            self.redraw()

    def draw(self, width: int, height: int) -> Sequence[Line]:
        """Return the rows."""
        rows = [row for sentence in self._sentences for row in wrapped(sentence, width)]
        return [Line((Piece(row, "alert"),)) for row in rows[:MOST_ROWS]]

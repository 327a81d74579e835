"""What comes next: a few lines of when and what."""

from __future__ import annotations

from collections.abc import Sequence

from gigplanner.tui.text import Line, Piece, empty_lines, fit, pad, width_of
from gigplanner.tui.widgets.lines import LineView

_WIDEST_WHEN = 10


def coming_up_lines(entries: Sequence[tuple[str, str]], width: int, empty: str = "") -> list[Line]:
    """Return the entries with their times in one column and what they are in another."""
    if not entries:
        return empty_lines(empty, width)
    column = min(
        _WIDEST_WHEN, max(1, width // 2), max(width_of(fit(when, _WIDEST_WHEN)) for when, _ in entries)
    )
    return [
        Line((Piece(pad(when, column), "time"), Piece(" "), Piece(fit(text, max(0, width - column - 1)))))
        for when, text in entries
    ]


class ComingUp(LineView, can_focus=False):
    """The next few things, below the calendar."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._entries: tuple[tuple[str, str], ...] = ()
        self._empty = ""
        self.retitle("Coming up")

    def show(self, entries: Sequence[tuple[str, str]], *, empty: str = "") -> None:
        """Show (when, what) pairs in the order given."""
        self._entries = tuple(entries)
        self._empty = empty
        self.redraw()

    def draw(self, width: int, height: int) -> Sequence[Line]:
        """Return the lines that there is room for."""
        return coming_up_lines(self._entries, width, self._empty)[: max(1, height)]

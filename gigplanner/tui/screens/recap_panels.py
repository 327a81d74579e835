"""A panel of the recap: a border, a title, and as many lines as its content has."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from gigplanner.tui.text import Line
from gigplanner.tui.widgets.lines import LineView


class RecapPanel(LineView, can_focus=False):
    """Shows what a function makes of its width; without lines it is not shown at all."""

    DEFAULT_CSS = """
    RecapPanel { height: auto; overflow-y: hidden; }
    """

    def __init__(self, title: str, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._lines_for: Callable[[int], list[Line]] = _no_lines
        self.retitle(title)

    def show(self, lines_for: Callable[[int], list[Line]]) -> None:
        """Show what `lines_for` returns for the panel's width."""
        self._lines_for = lines_for
        before = len(self.lines)
        self.display = bool(lines_for(max(1, self.room.width)))
        self.redraw()
        if len(self.lines) != before:
            self.refresh(layout=True)

    def draw(self, width: int, height: int) -> Sequence[Line]:
        """Return the panel's lines."""
        return self._lines_for(width)


def _no_lines(width: int) -> list[Line]:
    return []

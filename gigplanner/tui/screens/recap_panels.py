"""A panel of the recap: a border, a title, and as many lines as its content has."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from gigplanner.tui.text import Line
from gigplanner.tui.widgets.panels import Panel


class RecapPanel(Panel, can_focus=False):
    """Shows what a function makes of its width; without lines it is not shown at all."""

    def __init__(self, title: str, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._lines_for: Callable[[int], list[Line]] = _no_lines
        self._drawn: dict[int, list[Line]] = {}  # by width: laying out asks several times
        self.retitle(title)

    def show(self, lines_for: Callable[[int], list[Line]]) -> None:
        """Show what `lines_for` returns for the panel's width."""
        self._lines_for = lines_for
        self._drawn.clear()
        width, height = self.room
        self.display = bool(self.draw(max(1, width), height))
        self.redraw()

    def draw(self, width: int, height: int) -> Sequence[Line]:
        """Return the panel's lines."""
        lines = self._drawn.get(width)
        if lines is None:
            lines = self._drawn[width] = self._lines_for(width)
        return lines


def level(*drawn: Callable[[int], list[Line]]) -> list[Callable[[int], list[Line]]]:
    """Return what panels side by side show, filled up to the one with most lines; one without stays so."""

    def filled(lines_for: Callable[[int], list[Line]], width: int) -> list[Line]:
        lines = lines_for(width)
        return lines and lines + [Line()] * (max(len(one(width)) for one in drawn) - len(lines))

    return [partial(filled, lines_for) for lines_for in drawn]


def _no_lines(width: int) -> list[Line]:
    return []

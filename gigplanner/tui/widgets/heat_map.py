"""What an hour pays by weekday and hour: a map to walk through, cell by cell, by key and by mouse."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType

from gigplanner.insights.report.plots import Grid, GridCell
from gigplanner.tui.text import Line, Piece, width_of, wrapped
from gigplanner.tui.widgets.panels import Panel

_NAMES = 4  # cells for the names of the rows
# each step has its own character, so that the map is read without any colour
_STEPS = (("░", "heat-1"), ("▒", "heat-2"), ("▓", "heat-3"), ("█", "heat-4"))


class HeatMap(Panel, can_focus=True):
    """A grid with a cursor; the words of the chosen cell stand below it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "go(0, -1)", "hour before", show=False),
        Binding("right", "go(0, 1)", "hour after", show=False),
        Binding("up", "go(-1, 0)", "weekday before", show=False),
        Binding("down", "go(1, 0)", "weekday after", show=False),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._grid: Grid | None = None
        self._sentences: tuple[str, ...] = ()
        self._at: tuple[int, int] | None = None

    def show(self, grid: Grid | None, sentences: Sequence[str], *, title: str) -> None:
        """Show a grid and what follows from it; without a grid the widget is not shown at all."""
        self._grid, self._sentences = grid, tuple(sentences)
        if grid is None or (self._at and not self._holds(*self._at)):
            self._at = None
        self.display = grid is not None
        self.retitle(title)
        self.redraw()

    @property
    def chosen(self) -> str:
        """The chosen cell in words; empty if none is."""
        if self._grid is None or self._at is None:
            return ""
        row, column = self._at
        cell = self._grid.cells[row][column]
        return f"{self._grid.rows[row]} {self._grid.columns[column]}: {cell.words}"

    def draw(self, width: int, height: int) -> Sequence[Line]:
        """Return the hours, a row a weekday, the legend, the chosen cell and the sentences."""
        grid = self._grid
        if grid is None:
            return []
        step = self._step(width)
        labels = "".join(name[:2].ljust(4) for name in grid.columns[:: 4 // step])
        lines = [Line((Piece(" " * _NAMES + labels[: width - _NAMES], "quiet"),))]
        for row, name in enumerate(grid.rows):
            cells = [self._piece(row, column, cell, step) for column, cell in enumerate(grid.cells[row])]
            lines.append(Line((Piece(name[:3].ljust(_NAMES), "quiet"), *cells)))
        legend, guesses = f"░ {grid.low} █ {grid.high}", "· too little to tell"
        legends = [f"{legend}; {guesses}"]
        if width_of(legends[0]) > width:
            legends = [legend, guesses]
        said = [*((one, "quiet") for one in legends), (self.chosen, "strong")]
        for sentence, style in (*said, *((one, "") for one in self._sentences)):
            lines += [Line((Piece(row, style),)) for row in wrapped(sentence, width) if sentence]
        return lines

    def action_go(self, rows: int, columns: int) -> None:
        """Choose the next cell in a direction; the first press chooses the first cell."""
        if self._grid is None:
            return
        row, column = self._at or (0, 0)
        moved = (row + rows, column + columns) if self._at else (0, 0)
        if self._holds(*moved):
            self._at = moved
            self.redraw()

    def on_click(self, event: events.Click) -> None:
        """Choose the cell clicked on."""
        offset = event.get_content_offset(self)
        if offset is None or self._grid is None:
            return
        row, column = offset.y - 1, (offset.x - _NAMES) // self._step(self.room.width)
        if offset.x >= _NAMES and self._holds(row, column):
            self._at = (row, column)
            self.redraw()

    def _holds(self, row: int, column: int) -> bool:
        grid = self._grid
        return grid is not None and 0 <= row < len(grid.rows) and 0 <= column < len(grid.columns)

    def _step(self, width: int) -> int:
        columns = len(self._grid.columns) if self._grid else 1
        return next((step for step in (4, 2) if width >= _NAMES + step * columns), 1)

    def _piece(self, row: int, column: int, cell: GridCell, step: int) -> Piece:
        if cell.level is None:
            glyph, style = " ", ""
        elif not cell.sure:
            glyph, style = "·", "quiet"
        else:
            glyph, style = _STEPS[min(3, int(cell.level * 4))]
        if self._at == (row, column):
            return Piece("◆".ljust(step), "chosen")
        return Piece(glyph.ljust(step) if glyph in " ·" else glyph * step, style)

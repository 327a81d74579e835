"""Pictures of figures, as data: what is drawn in a terminal by characters and on a page as SVG.

A picture never says anything by colour alone: every mark has its words, and its figures stand beside it.
"""

from __future__ import annotations

from msgspec import Struct


class Bar(Struct, frozen=True, kw_only=True):
    """A bar with its name and its figure in words."""

    name: str
    value: float
    words: str
    theirs: bool = False
    """Whether the name is text that people wrote: never markup."""


class Bars(Struct, frozen=True, kw_only=True, tag=True):
    """Bars that lie beneath each other, all from nothing to the greatest, or to `full`."""

    bars: tuple[Bar, ...]
    full: float | None = None


class Columns(Struct, frozen=True, kw_only=True, tag=True):
    """Columns that stand beside each other in order, such as hours or months."""

    bars: tuple[Bar, ...]
    every: int = 1
    """Only every so many has its name below."""
    note: str = ""
    """A sentence below, such as which is the best."""


class GridCell(Struct, frozen=True, kw_only=True):
    """A cell of a grid: how high it stands between the lowest and the highest, and its words."""

    level: float | None
    """0 to 1; None without anything behind it."""
    words: str
    sure: bool = True
    """Whether enough stands behind it to be more than a guess."""
    name: str = ""
    """Its own name, where its row and column do not make one."""


class Grid(Struct, frozen=True, kw_only=True, tag=True):
    """Cells by row and column, such as weekdays and hours."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    """Empty where a column has no name of its own."""
    cells: tuple[tuple[GridCell, ...], ...]
    """By row, as many as there are columns."""
    low: str
    """What the lowest level is, in words."""
    high: str

    @property
    def guesses(self) -> bool:
        """Whether any cell is no more than a guess."""
        return any(not cell.sure for row in self.cells for cell in row)


class Point(Struct, frozen=True, kw_only=True):
    """A point of a curve, with the band around it."""

    name: str
    value: float
    words: str
    low: float | None = None
    high: float | None = None


class Curve(Struct, frozen=True, kw_only=True, tag=True):
    """Points in order, joined by a line."""

    points: tuple[Point, ...]
    note: str = ""


Plot = Bars | Columns | Grid | Curve

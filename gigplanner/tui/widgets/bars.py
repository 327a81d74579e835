"""Plots of blocks: horizontal bars with their values in words, and columns over the hours of a day."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from typing import NamedTuple

from gigplanner.model.showing import show_hour
from gigplanner.tui.text import Line, Piece, empty_lines, fit, pad, pad_left, tidy, width_of
from gigplanner.tui.widgets.panels import Panel

_EIGHTHS_UP = " ▁▂▃▄▅▆▇█"
_HOURS = 24
_LEAST_BAR = 3
_WIDEST_LABEL = 20


class Bar(NamedTuple):
    """A bar: `level` is its length from 0 to 1, `text` its value in words, `colour` a hex colour or "".

    `style` is that of the words.
    """

    label: str
    level: float
    text: str
    colour: str = ""
    style: str = "quiet"


def bar_text(level: float, width: int) -> str:
    """Return a horizontal bar, `width` cells long at level 1; anything above nothing is seen."""
    halves = round(_share(level) * width * 2)
    if _share(level) > 0:
        halves = max(1, halves)
    full, half = divmod(halves, 2)
    return ("━" * full + "╸" * half)[: max(0, width)]


def bar_lines(bars: Sequence[Bar], width: int, empty: str = "") -> list[Line]:
    """Return a row for each bar: label, bar, value. Where it is narrow the bar goes, not the words."""
    if not bars:
        return empty_lines(empty, width)
    values = max(width_of(tidy(bar.text)) for bar in bars)
    labels = min(_WIDEST_LABEL, max(width_of(tidy(bar.label)) for bar in bars))
    room = width - labels - values - 2
    if room < _LEAST_BAR:
        return [_words_line(bar, width) for bar in bars]
    return [
        Line(
            (
                Piece(pad(bar.label, labels)),
                Piece(" "),
                Piece(pad(bar_text(bar.level, room), room), "money", bar.colour),
                Piece(" "),
                Piece(pad_left(bar.text, values), bar.style),
            )
        )
        for bar in bars
    ]


def hour_lines(
    levels: Sequence[float], width: int, height: int, *, top: str = "", caption: str = ""
) -> list[Line]:
    """Return 24 columns of blocks over an axis of hours, in `width` cells and at most `height` rows.

    `levels` are 0 to 1, one for each hour; `top` words the value at level 1, `caption` stands below.
    Where there are fewer cells than hours, a column stands for two or more hours and shows the highest.
    """
    side = width_of(fit(top, 8)) + 1 if top and width >= _HOURS + 8 else 0
    room = max(1, width - side)
    together = next((hours for hours in (1, 2, 3, 4, 6, 8, 12, 24) if _HOURS // hours <= room), _HOURS)
    padded = [_share(level) for level in [*levels, *[0.0] * _HOURS][:_HOURS]]
    columns = [max(padded[start : start + together]) for start in range(0, _HOURS, together)]
    cell = max(1, min(4, room // len(columns)))
    rows = height - 1 - (1 if caption and height > 3 else 0)
    lines = [
        Line(
            (
                Piece(pad_left(top if row == rows - 1 else "", side - 1) + " " if side else "", "quiet"),
                Piece(blocks, "money"),
            )
        )
        for row, blocks in ((row, _column_blocks(columns, row, rows, cell)) for row in reversed(range(rows)))
    ]
    lines.append(Line((Piece(" " * side), Piece(fit(_axis(together, cell), room), "quiet"))))
    if caption and height > 3:
        lines.append(Line((Piece(" " * side), Piece(fit(caption, room), "quiet"))))
    return lines[:height]


def _axis(together: int, cell: int) -> str:
    """Return the hours 00, 06, 12 and 18, each under its column."""
    axis = ""
    for hour in range(0, _HOURS, 6):
        at = hour // together * cell
        if hour == 0 or at > len(axis):
            axis = pad(axis, at) + show_hour(hour)
    return axis


def _column_blocks(columns: Sequence[float], row: int, rows: int, cell: int) -> str:
    blocks = ""
    for level in columns:
        eighths = max(1, round(level * rows * 8)) if level > 0 else 0
        glyph = _EIGHTHS_UP[max(0, min(8, eighths - row * 8))]
        body = max(1, cell - 1)
        blocks += glyph * body + " " * (cell - body)
    return blocks


def _words_line(bar: Bar, width: int) -> Line:
    value = fit(bar.text, width)
    label = pad(bar.label, max(0, width - width_of(value) - 1))
    return Line((Piece(label), Piece(" " if label else ""), Piece(value, bar.style)))


def _share(level: float) -> float:
    return max(0.0, min(float(level), 1.0)) if isfinite(level) else 0.0


class BarPlot(Panel, can_focus=False):
    """Horizontal bars with labels and values, as high as it has bars."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._bars: tuple[Bar, ...] = ()
        self._empty = ""

    def show(self, bars: Sequence[Bar], *, title: str | None = None, empty: str = "") -> None:
        """Show the bars in the order given."""
        self._bars = tuple(bars)
        self._empty = empty
        if title is not None:
            self.retitle(title)
        self.redraw()

    def draw(self, width: int, height: int) -> Sequence[Line]:
        """Return a line for each bar."""
        return bar_lines(self._bars, width, self._empty)


class HourBars(Panel, can_focus=False):
    """Columns over the hours of a day."""

    DEFAULT_CSS = """
    HourBars { height: 8; }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._levels: tuple[float, ...] = ()
        self._top = ""
        self._caption = ""

    def show(
        self, levels: Sequence[float], *, top: str = "", caption: str = "", title: str | None = None
    ) -> None:
        """Show levels from 0 to 1, one for each hour from midnight; `top` words the value at level 1."""
        self._levels = tuple(levels)
        self._top, self._caption = top, caption
        if title is not None:
            self.retitle(title)
        self.redraw()

    def draw(self, width: int, height: int) -> Sequence[Line]:
        """Return the columns above their axis."""
        return hour_lines(self._levels, width, height, top=self._top, caption=self._caption)

"""A section of a report as lines of a panel: its picture, its table and its sentences."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from gigplanner.insights.report.page import Section, columns_of
from gigplanner.insights.report.plots import Bars, Plot
from gigplanner.insights.report.plots_text import plot_lines
from gigplanner.tui.text import Line, Piece, pad, pad_left, tidy, width_of, wrapped

_BLOCKS = frozenset("▁▂▃▄▅▆▇█●━╸")
_THIN = str.maketrans("█▉▊▋▌▍▎▏", "━━━╸╸╸╸╸")  # bars as lines: blocks of one row touch those of the next
_MEANINGS = {"awaited": "pending", "rates": "money"}  # of a table's first figure; others are no money in
_SHADES = {"░": "faint", "▒": "money-soft", "▓": "money"}
_LEAST_NAME = 10  # cells that the first column keeps before figures are left out


def section_lines(section: Section, width: int) -> list[Line]:
    """Return the lines of a section for a panel of `width` cells."""
    lines: list[Line] = []
    if section.plot:
        lines += picture_lines(section.plot, width)
    if section.rows and not (section.plot and section.plot_says_all):
        lines += [Line()] if lines else []
        lines += _table_lines(section, width)
    for said in section.lines:
        lines += [Line((Piece(row, "quiet"),)) for row in wrapped(str(said), width)]
    return lines


def picture_lines(plot: Plot, width: int) -> list[Line]:
    """Return a picture drawn by characters, its marks in the colour of money."""
    drawn = (line.removeprefix("  ") for line in plot_lines(plot, width + 2))
    return [
        Line(tuple(_coloured(tidy(line.translate(_THIN) if isinstance(plot, Bars) else line))))
        for line in drawn
    ]


def _coloured(line: str) -> list[Piece]:
    return [Piece("".join(run), style) for style, run in groupby(line, key=_style)]


def _style(character: str) -> str:
    if character in _BLOCKS:
        return "money"
    return _SHADES.get(character, "quiet" if character == "·" else "")


def _table_lines(section: Section, width: int) -> list[Line]:
    """Set a table without its empty columns, and without the spare ones that do not fit."""
    columns = columns_of(section)
    for spare in (None, *section.spare):
        columns = [number for number in columns if number != spare]
        figures = [_widest(section, number) for number in columns[1:]]
        room = width - sum(figures) - 2 * len(figures)
        if room >= _LEAST_NAME:
            break
    room = max(1, min(room, _widest(section, 0)))
    rows = [(section.head, "quiet")] if len(columns) > 2 else []
    meaning = _MEANINGS.get(section.key, "")
    return [
        Line((Piece(pad(str(row[0]), room), style), *_figures(row, columns[1:], figures, style or meaning)))
        for row, style in [*rows, *((row, "") for row in section.rows)]
    ]


def _figures(row: Sequence[object], columns: list[int], widths: list[int], style: str) -> list[Piece]:
    return [
        Piece("  " + pad_left(str(row[number]), width), style if style == "quiet" or place == 0 else "")
        for place, (number, width) in enumerate(zip(columns, widths, strict=True))
    ]


def _widest(section: Section, column: int) -> int:
    return max(width_of(tidy(str(row[column]))) for row in (section.head, *section.rows))

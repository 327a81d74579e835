"""A report as plain text: aligned columns and pictures of block characters, for a terminal or a letter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gigplanner.insights.recap import DayRow, Recap
from gigplanner.insights.report.cells import cells, fitted, wrapped
from gigplanner.insights.report.page import Cell, Page, Section, columns_of
from gigplanner.insights.report.plots_text import plot_lines
from gigplanner.insights.report.sections import recap_page
from gigplanner.insights.tomorrow import Tip

NARROWEST = 40  # columns; a narrower page is set as if it had these
SHORTEST_NAME = 12  # cells that the first column keeps before figures are left out


def as_text(recap: Recap, width: int = 72, *, tip: Tip | None = None, days: Sequence[DayRow] = ()) -> str:
    """Return the recap as text of at most `width` cells a line (at least 40), ending in a line break.

    `tip` and `days` are those of `recap_page`.
    """
    return page_text(recap_page(recap, tip=tip, days=days), width)


def page_text(page: Page, width: int = 72) -> str:
    """Return a report as text of at most `width` cells a line (at least 40), ending in a line break."""
    width = max(NARROWEST, width)
    lines = [*wrapped(page.title, width), *wrapped(page.headline, width)]
    for section in page.sections:
        lines += ["", section.title]
        lines += _section_lines(section, width)
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _section_lines(section: Section, width: int) -> Iterable[str]:
    if section.plot:
        yield from plot_lines(section.plot, width)
    if section.rows and not (section.plot and section.plot_says_all):
        if section.plot:
            yield ""
        yield from _table(section, width)
    for line in section.lines:
        yield from (f"  {part}" for part in wrapped(str(line), width - 2))


def _table(section: Section, width: int) -> Iterable[str]:
    """Set a table without its empty columns, and without the spare ones that the page is too narrow for."""
    columns = columns_of(section)
    for spare in (None, *section.spare):
        columns = [number for number in columns if number != spare]
        figures = _widths(section, columns[1:])
        room = width - 2 - sum(figures) - 2 * len(figures)
        if room >= SHORTEST_NAME:
            break
    widest = max(cells(str(row[0])) for row in [section.head, *section.rows])
    room = max(1, min(room, widest))
    rows: list[Sequence[Cell]] = [*([section.head] if len(section.head) > 2 else []), *section.rows]
    for row in rows:
        name = fitted(str(row[0]), room)
        line = "  " + name + " " * (room - cells(name))
        for number, figure_width in zip(columns[1:], figures, strict=True):
            figure = str(row[number])
            line += "  " + " " * (figure_width - cells(figure)) + figure
        yield line


def _widths(section: Section, columns: list[int]) -> list[int]:
    return [max(cells(str(row[number])) for row in [section.head, *section.rows]) for number in columns]

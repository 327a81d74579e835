"""What a report says, before it is set as text, Markdown or HTML."""

from __future__ import annotations

from msgspec import Struct

from gigplanner.insights.report.plots import Plot


class Theirs(Struct, frozen=True):
    """Text that people wrote: cleaned, and never to be taken for markup."""

    text: str

    def __str__(self) -> str:
        return self.text


Cell = str | Theirs


class Section(Struct, frozen=True, kw_only=True):
    """A part of a report: a table, lines of text, a picture, or several of them.

    The first column of a table is words, the others figures.
    """

    key: str
    title: str
    head: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    lines: tuple[Cell, ...] = ()
    spare: tuple[int, ...] = ()  # columns to leave out first where the page is narrow
    plot: Plot | None = None
    plot_says_all: bool = False  # where the picture can be drawn by characters, the table is left out


class Page(Struct, frozen=True, kw_only=True):
    """A report: its title, one plain sentence, and its sections in order."""

    title: str
    headline: str
    sections: tuple[Section, ...]


def without_empty(sections: list[Section]) -> tuple[Section, ...]:
    """Return the sections that have something to say."""
    return tuple(section for section in sections if section.rows or section.lines or section.plot)


def columns_of(section: Section) -> list[int]:
    """Return the columns of a section's table in which anything stands; the first always does."""
    return [
        number
        for number in range(len(section.head))
        if number == 0 or any(row[number] for row in section.rows)
    ]

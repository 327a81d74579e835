"""Delimited text, however it was saved: header found, rows split and numbered.

The delimiter is the one that yields the header: `csv.Sniffer` only guesses, and a hostile file can keep it
busy for seconds.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

from msgspec import Struct

from gigplanner.interop.reading import Refused

MOST_ROWS = 100_000
_HEADER_WITHIN = 60  # rows; some exports begin with a title, a period, a name
_MOST_LINES_A_ROW = 200
_DELIMITERS = (",", ";", "\t")


class Row(Struct, frozen=True):
    """One row: the line it begins in, its cells by column, and what stands beyond the last column."""

    line: int
    cells: dict[str, str]
    beyond: tuple[str, ...]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


class Table(Struct, frozen=True):
    """A table with its header found. `columns` are normalised names; a name that comes twice counts once."""

    columns: tuple[str, ...]
    repeated: tuple[str, ...]
    rows: tuple[Row, ...]
    refused: tuple[Refused, ...]


def column_name(cell: str) -> str:
    """Return a header's cell as its column is known: `Not before*` and `not_before` are one."""
    return re.sub(r"[\s_:\-]+", "_", cell.replace("*", "").strip().casefold()).strip("_")


def has_header(text: str, required: frozenset[str]) -> bool:
    """Whether one of the first rows names all `required` columns, of which there must be two or more."""
    return _delimiter(text, required) is not None


def read_table(text: str, required: frozenset[str]) -> Table | None:
    """Return the table whose header names all `required` columns; None if none near the top does."""
    delimiter = _delimiter(text, required)
    if delimiter is None:
        return None
    rows, refused = _cells(text, delimiter)
    header = _find_header(rows, required)
    if header is None:
        return None
    names = [column_name(cell) for cell in rows[header][1]]
    count = Counter(name for name in names if name)
    below = rows[header + 1 :]
    return Table(
        columns=tuple(count),
        repeated=tuple(name for name in count if count[name] > 1),
        rows=tuple(_row(line, cells, names) for line, cells in below if any(cell.strip() for cell in cells)),
        refused=tuple(refused),
    )


def _delimiter(text: str, required: frozenset[str]) -> str | None:
    """Return the delimiter under which one of the first rows is the header."""
    beginning = "".join(_physical_lines(text, _HEADER_WITHIN))
    for delimiter in _DELIMITERS:
        if _find_header(_cells(beginning, delimiter)[0], required) is not None:
            return delimiter
    return None


def _physical_lines(text: str, most: int | None = None) -> Iterator[str]:
    for number, line in enumerate(io.StringIO(text, newline="")):
        if number == most:
            return
        yield line


def _find_header(rows: list[tuple[int, list[str]]], required: frozenset[str]) -> int | None:
    for index, (_, cells) in enumerate(rows[:_HEADER_WITHIN]):
        if required <= {column_name(cell) for cell in cells}:
            return index
    return None


def _cells(text: str, delimiter: str) -> tuple[list[tuple[int, list[str]]], list[Refused]]:
    """Split into rows with their first lines. A quotation mark that never closes costs its own line only."""
    feed = _Feed(list(_physical_lines(text)))
    rows: list[tuple[int, list[str]]] = []
    refused: list[Refused] = []
    while feed.next < len(feed.lines):
        feed.row = feed.next
        try:
            for cells in csv.reader(feed, delimiter=delimiter, strict=True):
                if cells:
                    rows.append((feed.row + 1, cells))
                feed.row = feed.next
                if len(rows) > MOST_ROWS:
                    most = f"The rest was left out: a table has at most {MOST_ROWS:,} rows."
                    return rows, [*refused, Refused(feed.row + 1, most)]
        except csv.Error:
            refused.append(Refused(feed.row + 1, "The quotation marks in this line do not match."))
            feed.next = feed.row + 1
    return rows, refused


class _Feed:
    """Gives lines to the csv module, and stops it where a quotation mark swallows too many of them."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.next = 0
        self.row = 0  # the line in which the row being read begins

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        if self.next >= len(self.lines):
            raise StopIteration
        if self.next - self.row >= _MOST_LINES_A_ROW:
            raise csv.Error("a row without an end")
        self.next += 1
        return self.lines[self.next - 1]


def _row(line: int, cells: list[str], names: list[str]) -> Row:
    by_column: dict[str, str] = {}
    for name, cell in zip(names, cells, strict=False):
        if name:
            by_column.setdefault(name, cell)
    beyond = tuple(cell for cell in cells[len(names) :] if cell.strip())
    return Row(line, by_column, beyond)

"""Delimited text, however it was saved: header found, rows split and numbered, one at a time.

The delimiter is the one that yields the header: `csv.Sniffer` only guesses, and a hostile file can keep it
busy for seconds.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from msgspec import Struct

from gigplanner.interop.reading import Refused

MOST_ROWS = 250_000
MOST_REFUSED = 10_000  # lines that cannot be split, after which nobody needs the rest
MOST_LINES = 5_000_000
LONGEST_LINE = 1_000_000  # characters
_LONGEST_CELL = 131_072  # characters: the csv module's own limit, said here for its sentence
_HEADER_WITHIN = 60  # rows; some exports begin with a title, a period, a name
_BEGINNING = 400_000  # characters in which the header is looked for
_MOST_LINES_A_ROW = 200
_DELIMITERS = (",", ";", "\t", "|")
_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")
_NUMERIC = re.compile(r"[\W\d]*", re.ASCII)
_SAMPLE_ROWS = 5

Cells = tuple[int, list[str]]  # the line in which a row begins, counted from 1, and what stands in it


class Header(Struct, frozen=True):
    """Where each column stands, by its normalised name, and how many cells the header has."""

    places: dict[str, int]
    width: int


class Row:
    """One row: the line it begins in, its cells by column, and what stands beyond the last column."""

    __slots__ = ("_header", "line", "values")

    def __init__(self, line: int, values: list[str], header: Header) -> None:
        self.line = line
        self.values = values  # all cells as they stand, those without a column's name too
        self._header = header

    def __getitem__(self, column: str) -> str:
        """The cell in `column`; an empty one if there is no such column, or the row ends before it."""
        place = self._header.places.get(column)
        return self.values[place] if place is not None and place < len(self.values) else ""

    @property
    def cells(self) -> dict[str, str]:
        """The row's cells by column, as far as the row goes."""
        places = self._header.places.items()
        return {name: self.values[place] for name, place in places if place < len(self.values)}

    @property
    def beyond(self) -> tuple[str, ...]:
        """What stands beyond the last column."""
        return tuple(cell for cell in self.values[self._header.width :] if cell.strip())


class Rows:
    """The rows of a table, split anew each time they are gone through: they are never all in memory."""

    def __init__(self, text: str, delimiter: str, place: int, header: Header) -> None:
        self._text = text
        self._delimiter = delimiter
        self._place = place  # of the header among the rows
        self._header = header
        self._refused: tuple[Refused, ...] | None = None  # known once they were gone through to the end

    def __iter__(self) -> Iterator[Row]:
        """Yield the rows below the header that hold anything."""
        splitter = Splitter(self._text, self._delimiter)
        for place, (line, values) in enumerate(splitter):
            if place > self._place and any(value and not value.isspace() for value in values):
                yield Row(line, values, self._header)
        self._refused = tuple(splitter.refused)

    def __len__(self) -> int:
        """How many there are."""
        return sum(1 for _ in self)

    def __bool__(self) -> bool:
        """Whether there are any."""
        return next(iter(self), None) is not None

    def __getitem__(self, index: int) -> Row:
        """The row at `index`; IndexError if there are fewer."""
        found = next(islice(self, index, None), None)
        if found is None:
            raise IndexError(index)
        return found

    def refused(self) -> tuple[Refused, ...]:
        """What could not be split into rows, with lines and reasons."""
        if self._refused is None:
            splitter = Splitter(self._text, self._delimiter)
            for _ in splitter:
                pass
            self._refused = tuple(splitter.refused)
        return self._refused


class Table:
    """A table with its header found. `columns` are normalised names; a name that comes twice counts once."""

    def __init__(self, text: str, delimiter: str, place: int, cells: list[str]) -> None:
        names = [column_name(cell) for cell in cells]
        count = Counter(name for name in names if name)
        self.columns = tuple(count)
        self.repeated = tuple(name for name in count if count[name] > 1)
        places = {name: names.index(name) for name in count}
        self.rows = Rows(text, delimiter, place, Header(places, len(names)))

    @property
    def refused(self) -> tuple[Refused, ...]:
        """What could not be split into rows, with lines and reasons."""
        return self.rows.refused()


class TableGuess(Struct, frozen=True):
    """A table that no importer knows: what a person needs to see of it to say what its columns are."""

    delimiter: str
    header: int  # the line it stands in, counted from 1
    columns: tuple[str, ...]  # as they are written
    sample: tuple[tuple[str, ...], ...]  # the first rows below

    @property
    def fingerprint(self) -> str:
        """What all files with these columns, in this order, have in common."""
        names = "\x1f".join(column_name(column) for column in self.columns)
        return hashlib.sha256(names.encode("utf-8", "replace")).hexdigest()[:24]


def column_name(cell: str) -> str:
    """Return a header's cell as its column is known: `Not before*` and `not_before` are one."""
    return re.sub(r"[\s_:\-]+", "_", cell.replace("*", "").strip().casefold()).strip("_")


def has_header(text: str, required: frozenset[str]) -> bool:
    """Whether one of the first rows names all `required` columns, of which there must be two or more."""
    return _header(text, required) is not None


def read_table(text: str, required: frozenset[str]) -> Table | None:
    """Return the table whose header names all `required` columns; None if none near the top does."""
    found = _header(text, required)
    if found is None:
        return None
    delimiter, place, cells = found
    return Table(text, delimiter, place, cells)


def guess_table(text: str) -> TableGuess | None:
    """Return what seems to be a table of two columns or more, its header being the first row of words.

    Of two delimiters that both make a table the one with more cells is meant: `12,50;paid` has two.
    """
    beginning = _beginning(text)
    tables: list[tuple[int, str, int]] = []
    for place, delimiter in enumerate(_DELIMITERS):
        widths = Counter(len(values) for _, values in _top_rows(beginning)[delimiter] if len(values) > 1)
        width, often = widths.most_common(1)[0] if widths else (0, 0)
        if often >= 2 and often * 2 >= widths.total():
            tables.append(((width - 1) * often * len(_DELIMITERS) - place, delimiter, width))
    for _, delimiter, width in sorted(tables, reverse=True):
        rows = [(line, values) for line, values in _top_rows(beginning)[delimiter] if len(values) > 1]
        for place, (line, values) in enumerate(rows):
            if len(values) == width and _is_header(values):
                below = [tuple(values) for _, values in rows[place + 1 : place + 1 + _SAMPLE_ROWS]]
                columns = tuple(cell.strip() for cell in values)
                return TableGuess(delimiter, line, columns, tuple(below)) if below else None
    return None


def _is_header(values: list[str]) -> bool:
    """Whether these are names: most are words, and none is there twice."""
    names = [name for value in values if (name := column_name(value))]
    words = [name for name in names if not _NUMERIC.fullmatch(name) and len(name) <= 80]
    return len(names) > 1 and len(words) * 4 >= len(values) * 3 and len(set(names)) == len(names)


def _header(text: str, required: frozenset[str]) -> tuple[str, int, list[str]] | None:
    """Return the delimiter under which one of the first rows is the header, its place, and its cells."""
    beginning = _beginning(text)
    for delimiter, headers in _top_columns(beginning).items():
        for place, columns in enumerate(headers):
            if required <= columns:
                return delimiter, place, _top_rows(beginning)[delimiter][place][1]
    return None


def _beginning(text: str) -> str:
    """The lines in which the header is looked for."""
    end = 0
    for match, _ in zip(_LINE.finditer(text, 0, _BEGINNING), range(_HEADER_WITHIN), strict=False):
        end = match.end()
    return text[:end]


# a file is shown to every importer: its first rows are split once
@lru_cache(maxsize=2)
def _top_rows(beginning: str) -> dict[str, list[Cells]]:
    return {delimiter: list(Splitter(beginning, delimiter))[:_HEADER_WITHIN] for delimiter in _DELIMITERS}


@lru_cache(maxsize=2)
def _top_columns(beginning: str) -> dict[str, list[frozenset[str]]]:
    return {
        delimiter: [frozenset(map(column_name, values)) for _, values in rows]
        for delimiter, rows in _top_rows(beginning).items()
    }


class Splitter:
    """Splits text into rows. A quotation mark that never closes costs its own line only.

    What could not be split is in `refused`, as far as the text was gone through.
    """

    def __init__(self, text: str, delimiter: str) -> None:
        self.refused: list[Refused] = []
        self._text = text
        self._delimiter = delimiter

    def __iter__(self) -> Iterator[Cells]:
        """Yield each row that is not empty, with the line in which it begins."""
        self.refused = []
        feed = _Feed(self._text)
        rows = 0
        while not feed.at_end:
            feed.begin_row()
            if len(self.refused) >= MOST_REFUSED:
                self._leave_out(feed, "too many of its lines cannot be split")
                return
            try:
                for values in csv.reader(feed, delimiter=self._delimiter, strict=True):
                    if values:
                        rows += 1
                        if rows > MOST_ROWS:
                            self._leave_out(feed, f"a table has at most {MOST_ROWS:,} rows")
                            return
                        yield feed.row, values
                    elif feed.row > MOST_LINES:
                        self._leave_out(feed, f"a table has at most {MOST_LINES:,} lines")
                        return
                    feed.begin_row()
            except csv.Error as error:
                self.refused.append(Refused(feed.row, _reason(error)))
                feed.skip_line()

    def _leave_out(self, feed: _Feed, why: str) -> None:
        self.refused.append(Refused(feed.row, f"The rest was left out: {why}."))


def _reason(error: csv.Error) -> str:
    if "field larger" in str(error) or isinstance(error, _TooLong):
        return f"This line is absurdly long: a cell has at most {_LONGEST_CELL:,} characters."
    return "The quotation marks in this line do not match."


class _TooLong(csv.Error):
    """A line that no table has."""


class _Feed:
    """Gives lines to the csv module, and stops it where a quotation mark swallows too many of them."""

    def __init__(self, text: str) -> None:
        self.row = 1  # the line in which the row being read begins
        self.at_end = not text
        self._text = text
        self._line = 1  # the one that comes next
        self._place = self._row_place = 0
        self._lines = _LINE.finditer(text)

    def begin_row(self) -> None:
        """Know that the next line begins a row."""
        self.row, self._row_place = self._line, self._place

    def skip_line(self) -> None:
        """Go on behind the first line of the row."""
        first = _LINE.match(self._text, self._row_place)
        self._place = first.end() if first else len(self._text)
        self._line = self.row + 1
        self.at_end = self._place >= len(self._text)
        self._lines = _LINE.finditer(self._text, self._place)

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        match = next(self._lines, None)
        if match is None:
            self.at_end = True
            raise StopIteration
        if self._line - self.row >= _MOST_LINES_A_ROW:
            raise csv.Error("a row without an end")
        if match.end() - match.start() > LONGEST_LINE:
            raise _TooLong
        self._place = match.end()
        self._line += 1
        return match.group()

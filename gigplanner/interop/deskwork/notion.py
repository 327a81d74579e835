"""A Notion database exported as CSV: rows as tasks, or as blocks where they say from when until when.

The columns are the person's own. The first one is the title, whatever its name; the others tell by name and
by content what they hold. A database and its views are known by the id in the file's name, if it is there.
"""

from __future__ import annotations

import csv
import io
import re
from urllib.parse import unquote

from gigplanner.interop.deskwork.notion_dates import ARROW, looks_dated
from gigplanner.interop.deskwork.notion_rows import SOURCE, NotionReader
from gigplanner.interop.identities import numbered
from gigplanner.interop.reading import ImportContext, Importer, Reading, SourceFile
from gigplanner.interop.rows import fits, table_of
from gigplanner.interop.table import Row, Table, column_name
from gigplanner.model import BadInput

_NAME = re.compile(r"(?:.* )?(?P<database>[0-9a-f]{32})(?:_all)?\.csv", re.ASCII | re.IGNORECASE)
_LINKED = re.compile(r" \([^()\s]*[/%][^()\s]*\.md\)")  # a page of another database
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_LOOKED_AT = 100_000  # characters, when recognising


def recognises(file: SourceFile) -> bool:
    """Whether the file is named or written as only Notion does.

    Marks in the cells are relations (`Name (path.md)`), ranges of dates with an arrow, mentions of dates and,
    in a file with a byte order mark, a column of dates with the month's full name.
    """
    if file.looks_like_json or "," not in file.text[:_LOOKED_AT]:
        return False
    rows = _first_rows(file.text)
    if not rows or len(rows[0]) < 2 or not rows[0][0].strip():
        return False
    if _NAME.fullmatch(_last_part(file.name)):
        return True
    below = rows[1:]
    if any(_is_mark(cell) for row in below for cell in row):
        return True
    return file.data.startswith(_BYTE_ORDER_MARK) and any(
        all(map(looks_dated, written))
        for column in range(1, len(rows[0]))
        if (written := [row[column] for row in below if column < len(row) and row[column].strip()])
    )


def read(file: SourceFile, context: ImportContext) -> Reading:
    """Read every row that has a title."""
    rows = _first_rows(file.text)
    header = [cell.strip() for cell in rows[0]] if rows else []
    names: dict[str, str] = {}
    for cell in filter(column_name, header):
        names.setdefault(column_name(cell), cell)
    if len(names) < 2 or not header[0]:
        raise BadInput(f"{file.name} is no Notion export: its first row must name the columns.")
    table = table_of(file, [frozenset(names)], "Notion's exports")
    title = column_name(header[0])
    reader = NotionReader(table, title, names, context)
    database = _database(file.name) or title
    for row, identity in numbered(table.rows, lambda row: _key(row, database, title, table)):
        with reader.gathering.part(row.line):
            reader.take(fits(row), identity)
    return reader.reading()


def _key(row: Row, database: str, title: str, table: Table) -> tuple[str, ...]:
    """The database, the title and, where the row tells it, when the page was made."""
    made = next((row[name].strip() for name in ("created", "created_time") if name in table.columns), "")
    return database, row[title].strip(), made


def _database(name: str) -> str:
    match = _NAME.fullmatch(_last_part(name))
    return match["database"].casefold() if match else ""


def _last_part(name: str) -> str:
    return unquote(re.split(r"[/\\]", name)[-1])


def _first_rows(text: str) -> list[list[str]]:
    """Return the rows in the beginning of a file, without one that is cut off where looking ends."""
    try:
        rows = list(csv.reader(io.StringIO(text[:_LOOKED_AT], newline="")))
    except csv.Error:
        return []
    if len(text) > _LOOKED_AT:
        rows.pop()
    return [row for row in rows if any(row)]


def _is_mark(cell: str) -> bool:
    if _LINKED.search(cell):
        return True
    return looks_dated(cell) and (ARROW in cell or cell.startswith("@"))


IMPORTER = Importer(format=SOURCE, shown="Notion databases (.csv)", recognises=recognises, read=read)

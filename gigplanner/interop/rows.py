"""What readers ask of tables and their rows: the table with a known header, and what a cell says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from gigplanner.interop.reading import SourceFile, some_of
from gigplanner.interop.table import Row, Table, has_header, read_table
from gigplanner.model import BadInput
from gigplanner.model.currencies import CURRENCIES
from gigplanner.model.text import quoted
from gigplanner.model.times import zone_of

Header = frozenset[str]
_NULLS = frozenset({"\\N", "NULL", "null", "NaN"})  # as databases write an empty cell
_CURRENCY = re.compile(r"\((?P<code>[a-z]{3,4})\)")
_CURRENCY_WORDS = {"euro": "EUR"}  # Clockify's own name for it


def has_any(file: SourceFile, headers: Iterable[Header]) -> bool:
    """Whether one of the first rows names all columns of one of `headers`."""
    return any(has_header(file.text, header) for header in headers)


def table_of(file: SourceFile, headers: Sequence[Header], shown: str, *, text: str | None = None) -> Table:
    """Return the table whose header names all columns of one of `headers`; BadInput if there is none.

    It is looked for in `text` where that is given, which the caller made of the file's.
    """
    for header in headers:
        table = read_table(file.text if text is None else text, header)
        if table is not None:
            return table
    names = some_of(sorted(headers[0]))
    raise BadInput(f"{file.name} is not one of {shown}: its header must name columns such as {names}.")


def fits(row: Row) -> Row:
    """Return the row; BadInput if it has more cells than the header has columns."""
    if row.beyond:
        raise BadInput(
            "This row has more cells than there are columns: put text with a comma in quotation marks."
        )
    return row


def cell(row: Row, *columns: str) -> str:
    """Return the first of some cells that holds anything, without the spaces around it."""
    for column in columns:
        text = row[column].strip()
        if text and text not in _NULLS:
            return text
    return ""


def flag(text: str, column: str) -> bool:
    """Return a yes or no cell; an empty one is a no; BadInput for anything else."""
    word = text.strip().casefold()
    if word not in {"", "yes", "no", "true", "false", "1", "0"}:
        raise BadInput(f"{column} {quoted(text)} is neither yes nor no.")
    return word in {"yes", "true", "1"}


def currency_of(row: Row, column: str, otherwise: str) -> str:
    """Return the currency that a row names, or the one to use if its cell is blank; BadInput if unknown."""
    code = cell(row, column)
    return known_currency(code) if code else otherwise


def known_currency(text: str) -> str:
    """Return the code of a currency, in capitals; BadInput for what is none."""
    code = text.strip().upper()
    if code not in CURRENCIES:
        raise BadInput(f"The currency {quoted(text)} is unknown: use a code such as USD, EUR or GBP.")
    return code


def labelled_column(columns: Iterable[str], name: str) -> tuple[str, str]:
    """Return the column `name`, such as `amount_(eur)`, and the currency it names; else nothing."""
    for column in columns:
        if column == name:
            return column, ""
        match = _CURRENCY.fullmatch(column.removeprefix(name).lstrip("_"))
        if column.startswith(name) and match:
            code = _CURRENCY_WORDS.get(match["code"], match["code"].upper())
            return column, code if code in CURRENCIES else ""
    return "", ""


def zone_in(row: Row, column: str) -> str:
    """Return the IANA zone that a row names; "" if it names none that there is."""
    name = cell(row, column)
    try:
        return zone_of(name).key if name else ""
    except BadInput:
        return ""


def joined(*parts: str, by: str = " · ") -> str:
    """Return the parts that say something, each once."""
    return by.join(dict.fromkeys(filter(None, parts)))

"""CSV that people open in a spreadsheet: no cell of it is ever taken for a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

# what a spreadsheet takes for a formula (OWASP), the full-width forms included
_FORMULA = re.compile(r"'*[=+\-@\t\r\n\x00＝＋－＠]")

Cell = str | Decimal


def safe_cell(text: str) -> str:
    """Return people's words with one mark before them where a spreadsheet would run them."""
    return f"'{text}" if _FORMULA.match(text) else text


def bare_cell(cell: str) -> str:
    """Return a cell without the one mark of `safe_cell`."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Return a table as CSV (RFC 4180, lines end in CR LF): words made safe, numbers with all digits."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([safe_cell(cell) if isinstance(cell, str) else f"{cell:f}" for cell in row])
    return out.getvalue()

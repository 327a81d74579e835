"""Whether a file's dates (`03/04/2026`) begin with the day or the month, and what if nobody can tell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime

import msgspec

from gigplanner.interop import moments
from gigplanner.interop.reading import ImportContext, Importer, Reading, SourceFile
from gigplanner.model import BadInput
from gigplanner.model.text import clean_text


class UndecidedDates(BadInput):
    """The dates of a file can be read day first or month first: somebody has to say which."""


OrderedRead = Callable[[SourceFile, ImportContext, bool | None], Reading]
_ISO_DAY = re.compile(r"\d{4}-", re.ASCII)
_YEAR_FIRST = re.compile(r"\d{4}[-/.]")
_DOTTED = re.compile(r"\d{1,2}\.\d{1,2}\.\d", re.ASCII)
_ALIKE = re.compile(r"0?(\d{1,2})[/\-]0?\1[/\-]\d", re.ASCII)


def order_of(cells: Iterable[str]) -> bool | None:
    """Whether the dates of a column begin with the day; None if none of them tells.

    A part above 12 is a day; dots are written by those who put the day first; years that stand first need no
    order, nor do dates that read alike both ways. BadInput if the cells contradict each other.
    """
    written = [cell.strip() for cell in cells if cell.strip()]
    order = moments.is_day_first(written)
    if order is None and all(map(_needs_no_order, written)):
        return True
    return order


def _needs_no_order(cell: str) -> bool:
    return any(pattern.match(cell) for pattern in (_YEAR_FIRST, _DOTTED, _ALIKE))


def read_date(text: str, *, day_first: bool) -> date:
    """Return the date of a cell; one that begins with its year says its own order."""
    bare = text.strip()
    if _YEAR_FIRST.match(bare):
        return moments.iso_wall(bare.replace("/", "-").replace(".", "-")).date()
    return moments.slashed_date(bare, day_first=day_first)


def read_wall(text: str, *, day_first: bool) -> datetime:
    """Return the wall time of `1/2/2016 21:11` or `2016-01-02 21:11`; a bare date is its midnight."""
    return moments.iso_wall(text) if _ISO_DAY.match(text) else moments.slashed_wall(text, day_first=day_first)


def undecided(file: SourceFile, source: str, example: str) -> UndecidedDates:
    """Return the sentence for a file whose dates can be read both ways."""
    return UndecidedDates(
        f"In {file.name} the dates, such as {clean_text(example, 20)}, can be read day first or month first: "
        f"import it again with --as {source}-dmy or --as {source}-mdy, or export it with dates "
        "like 2026-12-31."
    )


def with_orders(importer: Importer, read: OrderedRead) -> tuple[Importer, Importer]:
    """Return the importers that are only asked for by name, with the order of the dates said."""

    def asked(day_first: bool) -> Importer:
        return msgspec.structs.replace(
            importer,
            format=f"{importer.format}-{'dmy' if day_first else 'mdy'}",
            recognises=lambda file: False,
            read=lambda file, context: read(file, context, day_first),
        )

    return asked(True), asked(False)

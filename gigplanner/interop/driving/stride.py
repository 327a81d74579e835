"""The mileage log of Stride: dates and distances."""

from __future__ import annotations

import re

from gigplanner.interop.amounts import read_miles
from gigplanner.interop.date_order import read_wall
from gigplanner.interop.harvest import Harvest
from gigplanner.interop.moments import is_day_first, noon
from gigplanner.interop.reading import ImportContext, Importer, OrdinalIds, Reading, SourceFile
from gigplanner.interop.rows import cell, has_any, table_of
from gigplanner.interop.table import Row, read_table
from gigplanner.model import BadInput

FORMAT = "stride"
_HEADER = frozenset({"date", "distance"})
_IN_MILES = re.compile(r"\d[\d.,]*\s?mi", re.ASCII)


def recognises(file: SourceFile) -> bool:
    """Whether it holds dates, and distances that say mi: the columns alone are those of many files."""
    if not has_any(file, [_HEADER]):
        return False
    table = read_table(file.text, _HEADER)
    return bool(
        table and (first := next(iter(table.rows), None)) and _IN_MILES.fullmatch(cell(first, "distance"))
    )


def read(file: SourceFile, context: ImportContext) -> Reading:
    """Read the miles of every row."""
    table = table_of(file, [_HEADER], "Stride's mileage logs")
    day_first = is_day_first(row["date"] for row in table.rows) or False
    harvest = Harvest(FORMAT, context)
    ids = OrdinalIds()
    harvest.gather(table, lambda row: _take(row, harvest, ids, day_first))
    order = "day" if day_first else "month"
    return harvest.reading(
        f"Days are taken as {harvest.zone}, each drive at noon; dates with strokes begin with the {order}."
    )


def _take(row: Row, harvest: Harvest, ids: OrdinalIds, day_first: bool) -> None:
    told, distance = cell(row, "date"), cell(row, "distance")
    day = read_wall(told, day_first=day_first).date()
    miles = read_miles(distance)
    if not miles:
        raise BadInput("This drive has no miles.")
    source_id = ids.next(day.isoformat(), str(miles.normalize()))
    harvest.trip(source_id, noon(day, harvest.zone), miles, platform="")


IMPORTER = Importer(format=FORMAT, shown="Stride mileage logs (.csv)", recognises=recognises, read=read)

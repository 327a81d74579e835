"""Uber's weekly statement: a row for each trip, with its tip; a tip given later is a row of a later week."""

from __future__ import annotations

from gigplanner.interop.amounts import read_amount
from gigplanner.interop.driving.uber import platform_in
from gigplanner.interop.harvest import Harvest
from gigplanner.interop.joining import JobLine, keep_jobs
from gigplanner.interop.moments import named_wall
from gigplanner.interop.reading import ImportContext, Importer, OrdinalIds, Reading, SourceFile
from gigplanner.interop.rows import cell, has_any, table_of
from gigplanner.interop.table import Row
from gigplanner.model import BadInput, Money
from gigplanner.model.text import clean_text

FORMAT = "uber-statement"
# the fares between differ from week to week: a column is there only if some trip of the week needs it
_HEADERS = (frozenset({"date/time", "trip_id", "type", "total"}),)


def recognises(file: SourceFile) -> bool:
    """Whether its columns are a trip, its type, and a total."""
    return has_any(file, _HEADERS)


def read(file: SourceFile, context: ImportContext) -> Reading:
    """Read each trip's total and tip; a tip without its trip comes late. Who drove is never looked at."""
    table = table_of(file, _HEADERS, "Uber's weekly statements")
    harvest = Harvest(FORMAT, context)
    lines: list[JobLine] = []
    ids = OrdinalIds()
    harvest.gather(table, lambda row: lines.append(_line(row, harvest, ids)))
    keep_jobs(lines, harvest)
    return harvest.reading(f"Times are taken as {harvest.zone}.")


def _line(row: Row, harvest: Harvest, ids: OrdinalIds) -> JobLine:
    total = _amount(row, "total", harvest)
    if total is None:
        raise BadInput("This row has no total.")
    nothing = Money.zero(total.currency)
    tip = _amount(row, "tip", harvest) or nothing
    kept = _amount(row, "service_fee", harvest) or nothing
    if {tip.currency, kept.currency} != {total.currency}:
        raise BadInput("This row has amounts of different currencies.")
    fee = nothing if kept.minor > 0 else -kept
    told, job = cell(row, "date/time"), clean_text(cell(row, "trip_id"), 100)
    return JobLine(
        source_id=ids.next(told, job, cell(row, "type"), str(total.minor), str(tip.minor)),
        job=job,
        at=harvest.at(named_wall(told)),
        gross=total - tip + fee,
        tip=tip,
        fee=fee,
        platform=platform_in(cell(row, "type")),
        is_addition=bool(tip) and total == tip,
        note=clean_text(cell(row, "type"), 100),
    )


def _amount(row: Row, column: str, harvest: Harvest) -> Money | None:
    return read_amount(cell(row, column), harvest.context.settings.currency)


IMPORTER = Importer(format=FORMAT, shown="Uber weekly statements (.csv)", recognises=recognises, read=read)

"""The trips that Everlance kept: business miles. Their "value" is a deduction, and no income."""

from __future__ import annotations

from gigplanner.interop.amounts import read_miles
from gigplanner.interop.driving import everlance
from gigplanner.interop.harvest import Harvest
from gigplanner.interop.reading import ImportContext, Importer, OrdinalIds, Reading, SourceFile
from gigplanner.interop.rows import cell, has_any, table_of
from gigplanner.interop.table import Row
from gigplanner.model import BadInput

FORMAT = "everlance-trips"
# the summary above has the columns Miles and Value, too
_HEADERS = (
    frozenset({"value", "miles", "from", "to", "date", "purpose"}),
    frozenset({"deduction", "miles", "from", "to", "date", "purpose"}),
)
_STABLE = ("date", "time_started", "from", "to")


def recognises(file: SourceFile) -> bool:
    """Whether the header of the trips stands below Everlance's banner."""
    return has_any(file, _HEADERS)


def read(file: SourceFile, context: ImportContext) -> Reading:
    """Read every trip that was work."""
    table = table_of(file, _HEADERS, "Everlance's lists of trips")
    harvest = Harvest(FORMAT, context)
    ids = OrdinalIds()
    harvest.gather(table, lambda row: _take(row, harvest, ids))
    return harvest.reading(f"Times are taken as {harvest.zone}; a trip without a time is put at noon.")


def _take(row: Row, harvest: Harvest, ids: OrdinalIds) -> None:
    source_id = ids.next(*(cell(row, column) for column in _STABLE))
    if reason := everlance.not_work(row):
        harvest.leave_out(reason)
        return
    miles = read_miles(cell(row, "miles"))
    if not miles:
        raise BadInput("This trip has no miles.")
    harvest.trip(
        source_id,
        everlance.moment_of(row, harvest, "time_started"),
        miles,
        platform=everlance.platform_of(row, harvest),
        purpose=everlance.words(row, "business_line", "income_source", "purpose"),
        origin=everlance.words(row, "from_full_address", "from"),
        destination=everlance.words(row, "to_full_address", "to"),
        note=everlance.words(row, "notes"),
    )


IMPORTER = Importer(format=FORMAT, shown="Everlance trips (.csv)", recognises=recognises, read=read)

"""The trip activity of Uber's portal for fleets: past blocks and kilometres."""

from __future__ import annotations

from gigplanner.interop.amounts import read_miles
from gigplanner.interop.driving.uber import job_on, platform_in
from gigplanner.interop.gathering import LeftOut
from gigplanner.interop.harvest import Harvest
from gigplanner.interop.reading import ImportContext, Importer, Reading, SourceFile
from gigplanner.interop.rows import cell, has_any, table_of
from gigplanner.interop.table import Row
from gigplanner.model import BadInput
from gigplanner.model.text import clean_text

FORMAT = "uber-fleet-trips"
_HEADERS = (frozenset({"trip_uuid", "trip_request_time", "trip_drop_off_time", "trip_status"}),)
_CANCELLED = LeftOut("cancelled trip", "cancelled trips")
_UNDONE = LeftOut("trip that was not completed", "trips that were not completed")


def recognises(file: SourceFile) -> bool:
    """Whether its columns are a trip's id, its request and drop-off, and its status."""
    return has_any(file, _HEADERS)


def read(file: SourceFile, context: ImportContext) -> Reading:
    """Read every completed trip. The file does not say when it began: it is kept from the request on."""
    table = table_of(file, _HEADERS, "the trip lists of Uber's portal for fleets")
    harvest = Harvest(FORMAT, context)
    harvest.gather(table, lambda row: _take(row, harvest))
    return harvest.reading(
        f"Times are taken as {harvest.zone}. A trip is kept from its request to its drop-off."
    )


def _take(row: Row, harvest: Harvest) -> None:
    status = cell(row, "trip_status").casefold()
    if status != "completed":
        harvest.leave_out(_CANCELLED if "cancel" in status else _UNDONE)
        return
    trip = clean_text(cell(row, "trip_uuid"), 100)
    if not trip:
        raise BadInput("This trip has no id.")
    begin = harvest.instant(row, "trip_request_time")
    end = harvest.instant(row, "trip_drop_off_time", after=begin)
    if begin is None or end is None:
        raise BadInput("This trip does not say when it was requested, or when it ended.")
    product = cell(row, "product_type", "service_type")
    platform = platform_in(product)
    harvest.block(trip, job_on(platform), begin, end, platform=platform, notes=clean_text(product, 100))
    miles = read_miles(cell(row, "trip_distance"), kilometres=True)
    if miles:
        harvest.trip(
            trip,
            begin,
            miles,
            platform=platform,
            purpose=job_on(platform),
            origin=cell(row, "pick_up_address", "pickup_address"),
            destination=cell(row, "drop_off_address"),
        )


IMPORTER = Importer(
    format=FORMAT, shown="trips of Uber's fleet portal (.csv)", recognises=recognises, read=read
)

"""The deliveries in a dasher's personal data from DoorDash: past blocks. The money in it is the food's."""

from __future__ import annotations

from gigplanner.interop.gathering import LeftOut
from gigplanner.interop.harvest import Harvest
from gigplanner.interop.reading import ImportContext, Importer, OrdinalIds, Reading, SourceFile
from gigplanner.interop.rows import cell, has_any, table_of
from gigplanner.interop.table import Row
from gigplanner.model import BadInput
from gigplanner.model.text import clean_text

FORMAT = "doordash"
_PICKUP, _DELIVERY = "actual_pickup_time", "actual_delivery_time"
_HEADERS = (frozenset({"order_created_time", _PICKUP, _DELIVERY, "store_name"}),)
_UNDELIVERED = LeftOut("order that was not delivered", "orders that were not delivered")


def recognises(file: SourceFile) -> bool:
    """Whether its columns are an order's times and the store."""
    return has_any(file, _HEADERS)


def read(file: SourceFile, context: ImportContext) -> Reading:
    """Read each delivery from pick-up to delivery: an order may be created days before it is picked up."""
    table = table_of(file, _HEADERS, "DoorDash's lists of deliveries")
    harvest = Harvest(FORMAT, context)
    ids = OrdinalIds()
    harvest.gather(table, lambda row: _take(row, harvest, ids))
    return harvest.reading(
        "Times are in UTC.", "DoorDash does not say here what you were paid: the subtotals are the food's."
    )


def _take(row: Row, harvest: Harvest, ids: OrdinalIds) -> None:
    status = cell(row, "order_status").casefold()
    if status and "delivered" not in status.split():
        harvest.leave_out(_UNDELIVERED)
        return
    begin = harvest.instant(row, "", _PICKUP)
    end = harvest.instant(row, "", _DELIVERY)
    if begin is None or end is None:
        raise BadInput("This order does not say when it was picked up, or when it was delivered.")
    store = clean_text(cell(row, "store_name"), 200)
    told = (cell(row, "order_created_time"), cell(row, _PICKUP), cell(row, _DELIVERY), store)
    zone = harvest.context.settings.zone  # the file's times need none: naming one changes nothing
    harvest.block(
        ids.next(*told), "DoorDash delivery", begin, end, platform="DoorDash", notes=store, zone=zone
    )


IMPORTER = Importer(format=FORMAT, shown="DoorDash deliveries (.csv)", recognises=recognises, read=read)

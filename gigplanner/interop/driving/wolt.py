"""The pick-ups and drop-offs in a courier's personal data from Wolt: past blocks."""

from __future__ import annotations

from gigplanner.interop.gathering import LeftOut
from gigplanner.interop.harvest import Harvest
from gigplanner.interop.moments import iso_wall
from gigplanner.interop.reading import ImportContext, Importer, OrdinalIds, Reading, SourceFile
from gigplanner.interop.rows import cell, has_any, table_of
from gigplanner.interop.table import Row
from gigplanner.model import BadInput
from gigplanner.model.text import clean_text

FORMAT = "wolt"
_CREATED, _COMPLETED, _PICKUP = "task_creation_time", "task_completion_time", "is_pickup_task"
_HEADERS = (frozenset({_CREATED, _COMPLETED, _PICKUP}),)
_UNDONE = LeftOut("task that was not completed", "tasks that were not completed")


def recognises(file: SourceFile) -> bool:
    """Whether its columns are a courier's tasks and their times."""
    return has_any(file, _HEADERS)


def read(file: SourceFile, context: ImportContext) -> Reading:
    """Read each task from when the courier set out for it until it was completed."""
    table = table_of(file, _HEADERS, "Wolt's lists of courier tasks")
    harvest = Harvest(FORMAT, context)
    ids = OrdinalIds()
    harvest.gather(table, lambda row: _take(row, harvest, ids))
    return harvest.reading(f"Times are taken as {harvest.zone}: Wolt names no zone.")


def _take(row: Row, harvest: Harvest, ids: OrdinalIds) -> None:
    if not cell(row, _COMPLETED):
        harvest.leave_out(_UNDONE)
        return
    set_out = cell(row, "started_at", "arrived_at", _CREATED)
    if not set_out:
        raise BadInput("This task does not say when it began.")
    begin = harvest.at(iso_wall(set_out))
    end = harvest.at(iso_wall(cell(row, _COMPLETED)), after=begin)
    told = (cell(row, _CREATED), cell(row, _COMPLETED), cell(row, _PICKUP).casefold())
    what = "pick-up" if cell(row, _PICKUP).casefold() == "true" else "drop-off"
    vehicle = clean_text(cell(row, "completed_with_vehicle_type").capitalize(), 60)
    harvest.block(ids.next(*told), f"Wolt {what}", begin, end, platform="Wolt", notes=vehicle)


IMPORTER = Importer(format=FORMAT, shown="Wolt courier tasks (.csv)", recognises=recognises, read=read)

"""Uber's record of a driver's states: open (waiting), on the way, on a trip, offline. The waits are kept.

They are what the suggestion learns from: how long a wait lasts, and whether an order ends it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec import Struct

from gigplanner.interop.gathering import LeftOut
from gigplanner.interop.harvest import Harvest
from gigplanner.interop.reading import ImportContext, Importer, OrdinalIds, Reading, SourceFile
from gigplanner.interop.rows import cell, has_any, table_of
from gigplanner.interop.table import Row
from gigplanner.model import BadInput, PastWait
from gigplanner.model.text import quoted

FORMAT = "uber-online"
_HEADERS = (
    frozenset({"earner_state", "begin_timestamp_utc", "end_timestamp_utc"}),
    frozenset({"earner_state", "begin_timestamp_local", "end_timestamp_local"}),
)
_WAITS, _ON_ORDERS, _STATES = (
    frozenset({"open"}),
    frozenset({"enroute", "ontrip"}),
    frozenset({"open", "enroute", "ontrip", "offline"}),
)
_SEAM = timedelta(minutes=1)  # states follow on each other, give or take seconds
_LONGEST_WAIT = timedelta(hours=24)
_BUSY = LeftOut("stretch on an order", "stretches on orders", "the trips file has those")
_AWAY = LeftOut("stretch offline", "stretches offline")


class _Stretch(Struct, frozen=True, order=True):
    """A stretch of one state."""

    begin: datetime
    end: datetime
    state: str
    told: str  # when it began, as the file says it


def recognises(file: SourceFile) -> bool:
    """Whether its columns are a state and the times between which it held."""
    return has_any(file, _HEADERS)


def read(file: SourceFile, context: ImportContext) -> Reading:
    """Read the stretches, whatever their order, and keep each wait with how it ended."""
    table = table_of(file, _HEADERS, "Uber's records of online time")
    harvest = Harvest(FORMAT, context)
    stretches: set[_Stretch] = set()
    harvest.gather(table, lambda row: stretches.add(_stretch(row, harvest)))
    _keep_waits(sorted(stretches), harvest)
    return harvest.reading(
        f"Times are read from the columns in UTC; where those are missing, as {harvest.zone}."
    )


def _stretch(row: Row, harvest: Harvest) -> _Stretch:
    state = cell(row, "earner_state").casefold()
    if state not in _STATES:
        raise BadInput(f"The state {quoted(state)} is unknown: there are open, enroute, ontrip and offline.")
    begin = harvest.instant(row, "begin_timestamp_local", "begin_timestamp_utc")
    if begin is None:
        raise BadInput("This stretch does not say when it began.")
    end = harvest.instant(row, "end_timestamp_local", "end_timestamp_utc", after=begin)
    if end is None:
        raise BadInput("This stretch does not say when it ended.")
    if end < begin:
        raise BadInput("This stretch ends before it begins.")
    if state in _WAITS and end - begin > _LONGEST_WAIT:
        raise BadInput("This wait lasted longer than a day.")
    return _Stretch(begin, end, state, cell(row, "begin_timestamp_utc", "begin_timestamp_local"))


def _keep_waits(stretches: list[_Stretch], harvest: Harvest) -> None:
    """Keep the waits among stretches in their order; those that follow on each other are one wait."""
    ids = OrdinalIds()
    waiting: list[_Stretch] = []
    for stretch in stretches:
        seam = bool(waiting) and stretch.begin <= waiting[-1].end + _SEAM
        if stretch.state in _WAITS:
            if not seam:
                _keep(waiting, harvest, ids, ended_by_order=False)
                waiting = []
            waiting.append(stretch)
        else:
            _keep(waiting, harvest, ids, ended_by_order=seam and stretch.state in _ON_ORDERS)
            waiting = []
            harvest.leave_out(_BUSY if stretch.state in _ON_ORDERS else _AWAY)
    _keep(waiting, harvest, ids, ended_by_order=False)


def _keep(waiting: list[_Stretch], harvest: Harvest, ids: OrdinalIds, *, ended_by_order: bool) -> None:
    if not waiting or waiting[-1].end == waiting[0].begin:
        return
    first, last = waiting[0], waiting[-1]
    harvest.records.append(
        PastWait(
            id=harvest.context.make_id(),
            source=FORMAT,
            source_id=ids.next(first.told),
            start=first.begin,
            minutes=(last.end - first.begin).total_seconds() / 60,
            ended_by_order=ended_by_order,
            platform="Uber",
        )
    )


IMPORTER = Importer(format=FORMAT, shown="Uber online time (.csv)", recognises=recognises, read=read)

"""Records of a table that the person has come to read otherwise: what its rows were before."""

from __future__ import annotations

from collections.abc import Sequence

from gigplanner.interop.mapping.rules import sources_of
from gigplanner.interop.reading import Reading
from gigplanner.model.records import Block, Earning, Expense, Record, Task, Trip
from gigplanner.workday.desk import Desk

_KINDS: tuple[type[Record], ...] = (Block, Earning, Expense, Task, Trip)


def outdated_by(desk: Desk, readings: Sequence[Reading]) -> list[list[Record]]:
    """Return, for each reading, what the planbook has of its rows that they do not bring any more."""
    found = [_outdated(desk, reading) if reading.seen else [] for reading in readings]
    taken: set[str] = set()
    for place, records in enumerate(found):
        found[place] = [record for record in records if record.id not in taken]
        taken |= {record.id for record in records}
    return found


def _outdated(desk: Desk, reading: Reading) -> list[Record]:
    brought = {(type(record), record.source, record.source_id) for record in reading.records}
    sources = set(sources_of(reading.format))
    return [
        record
        for kind in _KINDS
        for record in desk.book.every(kind, sources=sources)
        if record.source_id in reading.seen and (kind, record.source, record.source_id) not in brought
    ]

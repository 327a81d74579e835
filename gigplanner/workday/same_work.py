"""The same ride or delivery in two files of one platform, such as a privacy archive and a fleet's list."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from gigplanner.model.records import Block, Record, Trip
from gigplanner.workday.desk import Desk
from gigplanner.workday.months import months_around

SAME_END = timedelta(minutes=1)  # one list begins at the request, another at the pick-up: both end alike
_NEAR = timedelta(days=2)  # more than the longest ride, in any zone

_Place = tuple[type[Record], str, str]  # kind of record, source, and name there


def near_work(desk: Desk, fresh: Iterable[Record]) -> Iterator[Record]:
    """Yield the planbook's past work and miles of the months of `fresh`, records that are not known yet."""
    ends = {record.end for record in fresh if isinstance(record, Block) and is_ride(record)}
    for span in months_around(ends, _NEAR):
        yield from desk.book.within(Block, span)
        yield from desk.book.within(Trip, span)


def is_ride(record: Block) -> bool:
    """Whether a block is work on a platform that a file tells of."""
    return record.kind == "shift" and bool(record.platform and record.source)


class SameWork:
    """Knows past work and its miles, and finds for a record of a file the one from another source.

    Two blocks are one if they are of one platform, overlap and end within `SAME_END`. What comes from one
    source is never the same, and a record stands for one of each other source. Miles are the same where
    their rides are and both have them.
    """

    def __init__(self, known: Iterable[Record]) -> None:
        self._rides: dict[str, list[tuple[datetime, str, Block]]] = {}  # by platform, in order of their ends
        self._places: set[_Place] = set()
        self._taken: set[tuple[str, str]] = set()  # the id of a block and the source it stands for, too
        self._same: dict[tuple[str, str], Block] = {}  # by source and name there of what was left out
        for record in {record.id: record for record in known}.values():
            self.learn(record)

    def learn(self, record: Record) -> None:
        """Know of a record that is kept."""
        self._places.add((type(record), record.source, record.source_id))
        if isinstance(record, Block) and is_ride(record):
            insort(self._rides.setdefault(record.platform.casefold(), []), (record.end, record.id, record))

    def told_by(self, record: Record) -> str:
        """Return the source that tells of the same work already; "" if none does.

        A ride is asked for before its miles.
        """
        ride = self._same.get((record.source, record.source_id))
        if isinstance(record, Trip):
            return ride.source if ride and (Trip, ride.source, ride.source_id) in self._places else ""
        if not isinstance(record, Block) or not is_ride(record):
            return ""
        if ride:  # in another file of the same import
            return ride.source
        found = min(self._twins(record), key=lambda other: abs(other.start - record.start), default=None)
        if found is None:
            return ""
        self._taken.add((found.id, record.source))
        self._same[record.source, record.source_id] = found
        return found.source

    def _twins(self, ride: Block) -> Iterator[Block]:
        known = self._rides.get(ride.platform.casefold(), [])
        first = bisect_left(known, ride.end - SAME_END, key=_end)
        last = bisect_right(known, ride.end + SAME_END, key=_end)
        for _, _, other in known[first:last]:
            is_free = other.source != ride.source and (other.id, ride.source) not in self._taken
            if is_free and other.start < ride.end and ride.start < other.end:
                yield other


def _end(entry: tuple[datetime, str, Block]) -> datetime:
    return entry[0]

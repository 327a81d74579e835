"""The same ride or delivery in two files of one platform, such as a privacy archive and a fleet's list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from gigplanner.interop.packing import packed, unpacked
from gigplanner.model.records import Block, Record, Trip
from gigplanner.workday.desk import Desk
from gigplanner.workday.months import months_around
from gigplanner.workday.scratch import Scratch, Shelved, ShelvedRecords, sortable

SAME_END = timedelta(minutes=1)  # one list begins at the request, another at the pick-up: both end alike
_NEAR = timedelta(days=2)  # more than the longest ride, in any zone


def near_work(desk: Desk, fresh: Iterable[Record]) -> Iterator[Record]:
    """Yield the planbook's past work and miles of the months of `fresh`, records that are not known yet."""
    ends = (record.end for record in fresh if isinstance(record, Block) and is_ride(record))
    for span in months_around(ends, _NEAR):
        yield from desk.book.passing(Block, span=span)
        yield from desk.book.passing(Trip, span=span)


def is_ride(record: Block) -> bool:
    """Whether a block is work on a platform that a file tells of."""
    return record.kind == "shift" and bool(record.platform and record.source)


class SameWork:
    """Knows past work and its miles, and finds for a record of a file the one from another source.

    Two blocks are one if they are of one platform, overlap and end within `SAME_END`. What comes from one
    source is never the same, and a record stands for one of each other source. Miles are the same where
    their rides are and both have them.
    """

    def __init__(self, known: Iterable[Record], scratch: Scratch) -> None:
        self._scratch = scratch
        self._rides = scratch.table(
            "id TEXT PRIMARY KEY, platform TEXT, ends INTEGER, ride BLOB", by="platform, ends"
        )
        self._drives: Shelved[int] = Shelved(scratch)  # by source and name there
        self._taken: Shelved[int] = Shelved(scratch)  # by the id of a ride and the source it stands for, too
        self._same: ShelvedRecords[Block] = ShelvedRecords(scratch)  # by source and name there, if left out
        for record in known:
            self.learn(record)

    def learn(self, record: Record) -> None:
        """Know of a record that is kept."""
        if isinstance(record, Trip):
            self._drives[_pair(record.source, record.source_id)] = 1
        if isinstance(record, Block) and is_ride(record):
            values = record.id, record.platform.casefold(), sortable(record.end), packed(record)
            self._scratch.do(f"INSERT OR REPLACE INTO {self._rides} VALUES (?, ?, ?, ?)", *values)

    def told_by(self, record: Record) -> str:
        """Return the source that tells of the same work already; "" if none does.

        A ride is asked for before its miles.
        """
        if not isinstance(record, Trip) and not (isinstance(record, Block) and is_ride(record)):
            return ""
        ride = self._same.get(_pair(record.source, record.source_id))
        if isinstance(record, Trip):
            return ride.source if ride and _pair(ride.source, ride.source_id) in self._drives else ""
        if ride:  # in another file of the same import
            return ride.source
        found = min(self._twins(record), key=lambda other: abs(other.start - record.start), default=None)
        if found is None:
            return ""
        self._taken[_pair(found.id, record.source)] = 1
        self._same[_pair(record.source, record.source_id)] = found
        return found.source

    def _twins(self, ride: Block) -> Iterator[Block]:
        known = self._scratch.do(
            f"SELECT ride FROM {self._rides} WHERE platform = ? AND ends BETWEEN ? AND ? ORDER BY ends, id",
            ride.platform.casefold(),
            sortable(ride.end - SAME_END),
            sortable(ride.end + SAME_END),
        )
        for (data,) in known:
            other = unpacked(data)
            is_free = other.source != ride.source and _pair(other.id, ride.source) not in self._taken
            if isinstance(other, Block) and is_free and other.start < ride.end and ride.start < other.end:
                yield other


def _pair(one: str, other: str) -> str:
    return f"{one}\x1f{other}"

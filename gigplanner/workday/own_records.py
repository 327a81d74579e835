"""Records that gigplanner itself has written into a file, coming back: they are known by their own ids."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from msgspec import Struct

from gigplanner.interop.gigplanner_json import FORMAT
from gigplanner.interop.reading import Reading, counted
from gigplanner.model.catalogue import Platform
from gigplanner.model.records import (
    Block,
    DayNote,
    Earning,
    PastWait,
    Plan,
    Record,
    Series,
    SetAside,
    ShiftEvent,
    TaskResult,
)
from gigplanner.workday.desk import Desk

OWN_FILE = FORMAT  # of a reading
COUNTED = ("tasks", "blocks", "earnings", "expenses", "trips", "waits")
_BESIDES: dict[type[Record], tuple[str, str]] = {
    ShiftEvent: ("line of a shift", "lines of shifts"),
    Plan: ("plan", "plans"),
    TaskResult: ("result", "results"),
    SetAside: ("amount set aside", "amounts set aside"),
    DayNote: ("note of a day", "notes of days"),
    Platform: ("platform", "platforms"),
}

_Id = tuple[type[Record], str]
_Origin = tuple[type[Record], str, str]


class OwnChanges(Struct, frozen=True, kw_only=True):
    """What one such file brings."""

    records: tuple[Record, ...]
    added: dict[str, int]
    unchanged: int
    found: tuple[str, ...]
    warnings: tuple[str, ...]


class OwnRecords:
    """Tells what of gigplanner's own files is new to a planbook; of two files the earlier brings it.

    A record is known by its id, and an imported one by its source too. What is known stays as it is here:
    the file may be older than what the person did since.
    """

    def __init__(self, desk: Desk, readings: Sequence[Reading]) -> None:
        kinds: dict[type[Record], set[str]] = defaultdict(set)
        for reading in readings:
            for record in reading.records:
                kinds[type(record)].add(record.id)
        self._known: dict[_Id, Record] = {}
        self._origins: set[_Origin] = set()
        for kind, ids in kinds.items():
            for record in desk.book.every(kind):
                self._origins |= _origins(record)
                if record.id in ids:
                    self._known[kind, record.id] = record

    def changes(self, reading: Reading) -> OwnChanges:
        """Return what `reading` brings; what it brings is known from then on."""
        new: list[Record] = []
        differing = 0
        for record in reading.records:
            known = self._known.get((type(record), record.id))
            if known is None and not _origins(record) & self._origins:
                new.append(record)
            elif known is not None and known != record:
                differing += 1
        for record in new:
            self._known[type(record), record.id] = record
            self._origins |= _origins(record)
        count = Counter(counted_as(record) for record in new if type(record) not in _BESIDES)
        besides = Counter(type(record) for record in new if type(record) in _BESIDES)
        words = [counted(besides[kind], *names) for kind, names in _BESIDES.items() if besides[kind]]
        differ = counted(differing, "record differs", "records differ")
        return OwnChanges(
            records=tuple(new),
            added={name: count[name] for name in COUNTED},
            unchanged=len(reading.records) - len(new),
            found=(f"Besides, {', '.join(words)}.",) if words else (),
            warnings=(f"{differ} from what is in the planbook, which stayed as it is.",) if differing else (),
        )


def counted_as(record: Record) -> str:
    """Return the name under which a report counts a record."""
    if isinstance(record, Block | Series):
        return "blocks"
    return "waits" if isinstance(record, PastWait) else f"{type(record).__name__.lower()}s"


def _origins(record: Record) -> set[_Origin]:
    """Return the entries of other programs' files that a record stands for."""
    named = [(record.source, record.source_id)] if record.source_id else []
    if isinstance(record, Earning):
        named += [(source, entry) for source, _, entry in (one.partition(" ") for one in record.also)]
    return {(type(record), source, entry) for source, entry in named}

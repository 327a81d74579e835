"""Records that gigplanner itself has written into a file, coming back: they are known by their own ids."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

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
from gigplanner.workday.scratch import Scratch, Shelved, ShelvedRecords

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


class OwnChanges(Struct, frozen=True, kw_only=True):
    """What one such file brings."""

    added: dict[str, int]
    unchanged: int
    found: tuple[str, ...]
    warnings: tuple[str, ...]


class OwnRecords:
    """Tells what of gigplanner's own files is new to a planbook; of two files the earlier brings it.

    A record is known by its id, and an imported one by its source too. What is known stays as it is here:
    the file may be older than what the person did since.
    """

    def __init__(self, desk: Desk, readings: Sequence[Reading], scratch: Scratch) -> None:
        self._scratch = scratch
        self._known: ShelvedRecords[Record] = ShelvedRecords(scratch)  # by kind and id
        self._origins: Shelved[int] = Shelved(scratch)
        for kind in {type(record) for reading in readings for record in reading.records}:
            for record in desk.book.passing(kind):
                self._learn(record)

    def changes(self, reading: Reading, put: Callable[[Record, Record | None], object]) -> OwnChanges:
        """Give what `reading` brings to `put`, and return what it comes to; it is known from then on."""
        count: Counter[str] = Counter()
        besides: Counter[type[Record]] = Counter()
        fresh: Shelved[int] = Shelved(self._scratch)
        new = differing = 0
        for record in reading.records:
            known = self._known.get(_named(record))
            if known is None and not any(origin in self._origins for origin in _origins(record)):
                put(record, None)
                fresh[_named(record)] = 1
                new += 1
                if type(record) in _BESIDES:
                    besides[type(record)] += 1
                else:
                    count[counted_as(record)] += 1
            elif known is not None and known != record:
                differing += 1
        for record in reading.records if new else ():
            if _named(record) in fresh:
                self._learn(record)
        words = [counted(besides[kind], *names) for kind, names in _BESIDES.items() if besides[kind]]
        differ = counted(differing, "record differs", "records differ")
        return OwnChanges(
            added={name: count[name] for name in COUNTED},
            unchanged=len(reading.records) - new,
            found=(f"Besides, {', '.join(words)}.",) if words else (),
            warnings=(f"{differ} from what is in the planbook, which stayed as it is.",) if differing else (),
        )

    def _learn(self, record: Record) -> None:
        self._known[_named(record)] = record
        for origin in _origins(record):
            self._origins[origin] = 1


def counted_as(record: Record) -> str:
    """Return the name under which a report counts a record."""
    if isinstance(record, Block | Series):
        return "blocks"
    return "waits" if isinstance(record, PastWait) else f"{type(record).__name__.lower()}s"


def _named(record: Record) -> str:
    return f"{type(record).__name__}\x1f{record.id}"


def _origins(record: Record) -> set[str]:
    """Return the entries of other programs' files that a record stands for."""
    named = {f"{record.source} {record.source_id}"} if record.source_id else set()
    if isinstance(record, Earning):
        named.update(record.also)
    return {f"{type(record).__name__}\x1f{origin}" for origin in named}

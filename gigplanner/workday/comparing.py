"""What files hold against what the planbook has from them: new, changed, or known as it is."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import chain
from typing import cast

import msgspec
from msgspec import Struct

from gigplanner.interop.identities import mark, repeated
from gigplanner.interop.packing import ALL_BUT_EARNINGS, of_kinds, packed, unpacked
from gigplanner.interop.reading import Reading, counted
from gigplanner.interop.sources import source_words
from gigplanner.model.records import Block, Earning, Record, Series, Task
from gigplanner.planbook.tables import file_of
from gigplanner.workday.desk import Desk
from gigplanner.workday.known_earnings import known_earnings
from gigplanner.workday.matching import FileEarnings, Matched, match
from gigplanner.workday.matching_words import FileOutcome
from gigplanner.workday.outdated import outdated_by
from gigplanner.workday.own_records import COUNTED, OWN_FILE, OwnRecords, counted_as
from gigplanner.workday.same_work import SameWork, near_work
from gigplanner.workday.scratch import Scratch, ShelvedRecords

_NO_SERIES = tuple(kind for kind in ALL_BUT_EARNINGS if kind is not Series)
OWN_LIST = "tasks-csv"  # the source of gigplanner's own task list


class FileChanges(Struct, frozen=True):
    """What one file brings: counts, by kind of record, of what is new, and of what is known."""

    added: dict[str, int]
    unchanged: int
    updated: int
    found: tuple[str, ...] = ()  # in words: what was known from elsewhere
    warnings: tuple[str, ...] = ()


class Puts:
    """Records to keep, each with what it replaces: many of them, so in a scratch file."""

    def __init__(self, scratch: Scratch) -> None:
        self._scratch = scratch
        self._table = scratch.table("file TEXT, new BLOB, old BLOB")

    def add(self, new: Record, old: Record | None) -> None:
        """Have `new` kept."""
        self._scratch.do(
            f"INSERT INTO {self._table} VALUES (?, ?, ?)",
            *(file_of(new), packed(new), packed(old) if old else None),
        )

    def __iter__(self) -> Iterator[tuple[Record, Record | None]]:
        """Yield them file by file, as an action takes them best."""
        for new, old in self._scratch.ordered(self._table, "file, rowid", "new, old"):
            yield unpacked(new), unpacked(old) if old else None


class Changes(Struct, frozen=True):
    """What an import does to the planbook: records to keep, with what each replaces, and those to remove."""

    files: tuple[FileChanges, ...]
    puts: Puts
    removed: tuple[Record, ...] = ()


def changes_of(desk: Desk, readings: Sequence[Reading], scratch: Scratch) -> Changes:
    """Return what `readings` do to the planbook; what they put is in `scratch`.

    Of what stands in two of them the later one has the last word, and only that is compared: of two
    exports in one folder, an old one and a new one, neither changes what the other brought. What gigplanner
    itself has written is compared apart, by its own ids.
    """
    own = OwnRecords(desk, [reading for reading in readings if reading.format == OWN_FILE], scratch)
    others = [_without_records(reading) if reading.format == OWN_FILE else reading for reading in readings]
    outdated = outdated_by(desk, others)
    outdated_ids = {record.id for records in outdated for record in records}
    money = _matched(desk, others, outdated_ids, scratch)
    known = _known(desk, others, scratch)
    newest = _Newest(others, scratch)
    fresh = (newest.of(each) for one in others for each in _compared(one) if _name(each) not in known)
    near = (record for record in near_work(desk, fresh) if record.id not in outdated_ids)
    comparison = _Comparison(known, newest, SameWork(near, scratch), Puts(scratch))
    puts = comparison.puts
    for new, old in money.puts:
        puts.add(new, old)
    files: list[FileChanges] = []
    for reading, earned, gone in zip(readings, money.files, outdated, strict=True):
        if reading.format == OWN_FILE:
            told = own.changes(reading, puts.add)
            files.append(FileChanges(told.added, told.unchanged, 0, told.found, told.warnings))
            continue
        files.append(_without(_with_earnings(comparison.compare(reading), earned), len(gone)))
    return Changes(tuple(files), puts, (*money.removed, *chain.from_iterable(outdated)))


def _name(record: Record) -> str:
    """Return the identity of an imported record."""
    return "\x1f".join((type(record).__name__, record.source, record.source_id))


def _without_records(reading: Reading) -> Reading:
    return msgspec.structs.replace(reading, records=(), late=())


class _Earnings:
    """The earnings among records, as often as they are asked for."""

    def __init__(self, records: Iterable[Record]) -> None:
        self._records = records

    def __iter__(self) -> Iterator[Earning]:
        return cast("Iterator[Earning]", of_kinds(self._records, (Earning,)))


def _matched(desk: Desk, readings: Sequence[Reading], outdated: Set[str], scratch: Scratch) -> Matched:
    """What the earnings of `readings` do to the ledger, but for `outdated`: all sources are compared."""
    files = [FileEarnings(_Earnings(reading.records), reading.late) for reading in readings]
    known = (earning for earning in known_earnings(desk, files) if earning.id not in outdated)
    return match(files, known, day_of=desk.settings.day_of, scratch=scratch)


def _with_earnings(changes: FileChanges, earned: FileOutcome) -> FileChanges:
    return FileChanges(
        added=changes.added | {"earnings": earned.added},
        unchanged=changes.unchanged + earned.unchanged,
        updated=changes.updated + earned.updated,
        found=(*changes.found, *earned.found),
        warnings=(*changes.warnings, *earned.warnings),
    )


def _without(changes: FileChanges, gone: int) -> FileChanges:
    if not gone:
        return changes
    said = f"{counted(gone, 'record is', 'records are')} gone: its rows were read otherwise before"
    return msgspec.structs.replace(changes, updated=changes.updated + gone, found=(*changes.found, said))


def _known(desk: Desk, readings: Sequence[Reading], scratch: Scratch) -> ShelvedRecords[Record]:
    """The planbook's records that came from the sources of `readings`, by their identity there."""
    found = {(type(record), record.source) for reading in readings for record in _compared(reading)}
    sources = {source for _, source in found}
    kinds = {kind for kind, _ in found}
    if kinds & {Block, Series}:
        kinds |= {Block, Series}
    known: ShelvedRecords[Record] = ShelvedRecords(scratch)
    for kind in kinds:
        for record in desk.book.passing(kind, sources=sources):
            known[_name(record)] = record
    if OWN_LIST in sources:  # gigplanner's own export names tasks by the ids they have here
        for task in desk.book.passing(Task):
            known[f"Task\x1f{OWN_LIST}\x1f{task.id}"] = task
    return known


def _compared(reading: Reading) -> Iterator[Record]:
    """The records of a reading that are compared one by one: earnings are matched across files."""
    return of_kinds(reading.records, ALL_BUT_EARNINGS)


class _Newest:
    """Knows, of a record that stands several times in the files of an import, how it stands last."""

    def __init__(self, readings: Sequence[Reading], scratch: Scratch) -> None:
        self._several = repeated(mark((_name(each),)) for one in readings for each in _compared(one))
        self._last: ShelvedRecords[Record] = ShelvedRecords(scratch)
        for record in (each for one in readings for each in _compared(one)) if self._several else ():
            if mark((_name(record),)) in self._several:
                self._last[_name(record)] = record

    def of(self, record: Record) -> Record:
        """Return what is said last of the one that this record is about."""
        return self._last.get(_name(record), record) if self._several else record


class _Comparison:
    """Compares what is no money, one file after the other. What a file brings is known to the next."""

    def __init__(self, known: ShelvedRecords[Record], newest: _Newest, same: SameWork, puts: Puts) -> None:
        self.puts = puts
        self._known = known
        self._newest = newest
        self._same = same
        self._kept_ids: dict[str, str] = {}  # of series: fresh id → the id the planbook already has for it

    def compare(self, reading: Reading) -> FileChanges:
        """Tell what of a reading, its earnings apart, is new, changed or known; series go before blocks."""
        self._kept_ids = {}
        added: Counter[str] = Counter()
        elsewhere: Counter[tuple[str, str]] = Counter()  # by kind and source
        unchanged = updated = 0
        series, others = of_kinds(reading.records, (Series,)), of_kinds(reading.records, _NO_SERIES)
        for found in chain(series, others):
            record, old = self._said(found), self._known.get(_name(found))
            digest = _digest(record)
            if isinstance(record, Block) and record.series in self._kept_ids:
                record = msgspec.structs.replace(record, series=self._kept_ids[record.series])
            if old is not None and isinstance(old, Series):
                self._kept_ids[record.id] = old.id
            is_own = isinstance(old, Task) and isinstance(record, Task) and _name(old) != _name(record)
            if old is not None and (_edited(old, record) == old if is_own else old.source_digest == digest):
                unchanged += 1
                continue
            if old is None and (source := self._same.told_by(record)):
                elsewhere[counted_as(record), source] += 1
                continue
            new = msgspec.structs.replace(record, id=old.id if old else record.id, source_digest=digest)
            if old is None:
                self._same.learn(new)
                added[counted_as(record)] += 1
            else:
                updated += 1
                new = _edited(old, record) if is_own else _merged(old, new)
            self._known[_name(found)] = new
            self.puts.add(new, old)
        found_again = tuple(
            f"{counted(number, f'{kind[:-1]} is', f'{kind} are')} known from {source_words(source)} already"
            for (kind, source), number in sorted(elsewhere.items())
        )
        return FileChanges({name: added[name] for name in COUNTED}, unchanged, updated, found_again)

    def _said(self, found: Record) -> Record:
        """Return what is said last of a record, under the ids that this file has for it and its series."""
        record = msgspec.structs.replace(self._newest.of(found), id=found.id)
        if isinstance(record, Block) and isinstance(found, Block):
            record = msgspec.structs.replace(record, series=found.series)
        return record


def _edited(old: Record, new: Record) -> Record:
    """A task of the planbook as its row in an exported list now says."""
    if not isinstance(old, Task) or not isinstance(new, Task):
        return old
    kept = ("id", "source", "source_id", "source_digest", "lane", "status", "closed_at", "created_at")
    return msgspec.structs.replace(new, **{name: getattr(old, name) for name in kept})


def _merged(old: Record, new: Record) -> Record:
    """The new content with what the person did meanwhile: a task they closed stays closed."""
    if isinstance(old, Task) and isinstance(new, Task) and old.status != "open":
        return msgspec.structs.replace(new, status=old.status, closed_at=old.closed_at)
    if isinstance(old, Series) and isinstance(new, Series):
        return msgspec.structs.replace(new, left_out=tuple(dict.fromkeys((*new.left_out, *old.left_out))))
    return new


def _digest(record: Record) -> str:
    """A fingerprint of what the file says, without the ids made for it here."""
    bare = msgspec.structs.replace(record, id="", source_digest="")
    if isinstance(bare, Block):
        bare = msgspec.structs.replace(bare, series="")
    if isinstance(bare, Task):
        bare = msgspec.structs.replace(bare, created_at=None, closed_at=None)
    return hashlib.blake2b(msgspec.json.encode(bare, order="deterministic"), digest_size=8).hexdigest()

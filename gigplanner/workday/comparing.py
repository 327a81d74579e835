"""What files hold against what the planbook has from them: new, changed, or known as it is."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from itertools import chain

import msgspec
from msgspec import Struct

from gigplanner.interop.reading import Reading, counted
from gigplanner.interop.sources import source_words
from gigplanner.model.records import Block, Earning, Record, Series, Task
from gigplanner.workday.desk import Desk
from gigplanner.workday.known_earnings import known_earnings
from gigplanner.workday.matching import FileEarnings, Matched, match
from gigplanner.workday.matching_words import FileOutcome
from gigplanner.workday.outdated import outdated_by
from gigplanner.workday.own_records import COUNTED, OWN_FILE, OwnRecords, counted_as
from gigplanner.workday.same_work import SameWork, near_work

OWN_LIST = "tasks-csv"  # the source of gigplanner's own task list

Key = tuple[str, str, str]


class FileChanges(Struct, frozen=True):
    """What one file brings: counts, by kind of record, of what is new, and of what is known."""

    added: dict[str, int]
    unchanged: int
    updated: int
    found: tuple[str, ...] = ()  # in words: what was known from elsewhere
    warnings: tuple[str, ...] = ()


class Changes(Struct, frozen=True):
    """What an import does to the planbook: records to keep, with what each replaces, and those to remove."""

    files: tuple[FileChanges, ...]
    puts: tuple[tuple[Record, Record | None], ...]
    removed: tuple[Record, ...] = ()


def changes_of(desk: Desk, readings: Sequence[Reading]) -> Changes:
    """Return what `readings` do to the planbook.

    Of what stands in two of them the later one has the last word, and only that is compared: of two
    exports in one folder, an old one and a new one, neither changes what the other brought. What gigplanner
    itself has written is compared apart, by its own ids.
    """
    own = OwnRecords(desk, [reading for reading in readings if reading.format == OWN_FILE])
    others = [_without_records(reading) if reading.format == OWN_FILE else reading for reading in readings]
    outdated = outdated_by(desk, others)
    outdated_ids = {record.id for records in outdated for record in records}
    money = _matched(desk, others, outdated_ids)
    known = _known(desk, others)
    newest = {key_of(record): record for reading in others for record in _compared(reading)}
    fresh = (record for key, record in newest.items() if key not in known)
    same = SameWork(record for record in near_work(desk, fresh) if record.id not in outdated_ids)
    files: list[FileChanges] = []
    puts: list[tuple[Record, Record | None]] = list(money.puts)
    for reading, earned, gone in zip(readings, money.files, outdated, strict=True):
        if reading.format == OWN_FILE:
            told = own.changes(reading)
            files.append(FileChanges(told.added, told.unchanged, 0, told.found, told.warnings))
            puts += [(record, None) for record in told.records]
            continue
        changes, more = _compare(reading, known, newest, same)
        files.append(_without(_with_earnings(changes, earned), len(gone)))
        puts += more
    return Changes(tuple(files), tuple(puts), (*money.removed, *chain.from_iterable(outdated)))


def key_of(record: Record) -> Key:
    """Return the identity of an imported record."""
    return type(record).__name__, record.source, record.source_id


def _without_records(reading: Reading) -> Reading:
    return msgspec.structs.replace(reading, records=(), late=())


def _matched(desk: Desk, readings: Sequence[Reading], outdated: Set[str]) -> Matched:
    """What the earnings of `readings` do to the ledger, but for `outdated`: all sources are compared."""
    files = [
        FileEarnings(tuple(each for each in reading.records if isinstance(each, Earning)), reading.late)
        for reading in readings
    ]
    known = (earning for earning in known_earnings(desk, files) if earning.id not in outdated)
    return match(files, known, day_of=desk.settings.day_of)


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


def _known(desk: Desk, readings: Sequence[Reading]) -> dict[Key, Record]:
    """The planbook's records that came from the sources of `readings`, by their identity there."""
    found = {
        (type(record), record.source)
        for reading in readings
        for record in reading.records
        if not isinstance(record, Earning)
    }
    sources = {source for _, source in found}
    kinds = {kind for kind, _ in found}
    if kinds & {Block, Series}:
        kinds |= {Block, Series}
    known = {key_of(record): record for kind in kinds for record in desk.book.every(kind, sources=sources)}
    if OWN_LIST in sources:  # gigplanner's own export names tasks by the ids they have here
        known |= {("Task", OWN_LIST, task.id): task for task in desk.book.every(Task)}
    return known


def _compared(reading: Reading) -> Iterator[Record]:
    """The records of a reading that are compared one by one: earnings are matched across files."""
    return (record for record in reading.records if not isinstance(record, Earning))


def _compare(
    reading: Reading, known: dict[Key, Record], newest: dict[Key, Record], same: SameWork
) -> tuple[FileChanges, list[tuple[Record, Record | None]]]:
    """Tell what of a reading, its earnings apart, is new, changed or known; `known` and `same` learn it."""
    added: Counter[str] = Counter()
    elsewhere: Counter[tuple[str, str]] = Counter()  # by kind and source
    unchanged = updated = 0
    puts: list[tuple[Record, Record | None]] = []
    kept_ids: dict[str, str] = {}  # fresh id → the id the planbook already has for it
    for found in sorted(_compared(reading), key=lambda record: not isinstance(record, Series)):
        key = key_of(found)
        record = msgspec.structs.replace(newest[key], id=found.id)
        if isinstance(record, Block) and isinstance(found, Block):
            record = msgspec.structs.replace(record, series=found.series)  # as this file's series is called
        digest = _digest(record)
        if isinstance(record, Block) and record.series in kept_ids:
            record = msgspec.structs.replace(record, series=kept_ids[record.series])
        old = known.get(key)
        if old is not None and isinstance(old, Series):
            kept_ids[record.id] = old.id
        is_own = isinstance(old, Task) and isinstance(record, Task) and key_of(old) != key
        if old is not None and (_edited(old, record) == old if is_own else old.source_digest == digest):
            unchanged += 1
            continue
        if old is None and (source := same.told_by(record)):
            elsewhere[counted_as(record), source] += 1
            continue
        new = msgspec.structs.replace(record, id=old.id if old else record.id, source_digest=digest)
        if old is None:
            same.learn(new)
            added[counted_as(record)] += 1
        else:
            updated += 1
            new = _edited(old, record) if is_own else _merged(old, new)
        known[key] = new
        puts.append((new, old))
    found_again = tuple(
        f"{counted(number, f'{kind[:-1]} is', f'{kind} are')} known from {source_words(source)} already"
        for (kind, source), number in sorted(elsewhere.items())
    )
    return FileChanges({name: added[name] for name in COUNTED}, unchanged, updated, found_again), puts


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

"""Bringing files in: what is new, changed or known already; one action in, one undo out."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

import msgspec
from msgspec import Struct

from gigplanner.interop.registry import ImportContext, Reading, Refused, read_file
from gigplanner.model.errors import BadInput, GigError
from gigplanner.model.records import Block, PastWait, Record, Series, Task
from gigplanner.model.text import clean_text
from gigplanner.workday.desk import Desk

LARGEST_FILE = 64 * 2**20  # bytes
OWN_LIST = "tasks-csv"  # the source of gigplanner's own task list
COUNTED = ("tasks", "blocks", "earnings", "expenses", "trips", "waits")


class FileReport(Struct, frozen=True, kw_only=True):
    """What one file brings: counts by kind of record, and what was refused, with lines and reasons."""

    file: str
    format: str
    zone_rule: str
    added: dict[str, int]
    unchanged: int
    updated: int
    refused: tuple[Refused, ...]
    warnings: tuple[str, ...]
    sample: tuple[Record, ...]  # the first records, converted, for a preview


class ImportReport(Struct, frozen=True):
    """What an import of several files did, or would do."""

    files: tuple[FileReport, ...]
    failed: tuple[tuple[str, str], ...]  # file and the sentence that says why
    words: str

    @property
    def summary(self) -> str:
        """What was done, and how much of the files was refused."""
        refused = sum(len(file.refused) for file in self.files) + len(self.failed)
        return f"{self.words}, {refused} refused" if refused else self.words


def import_files(
    desk: Desk,
    paths: Sequence[Path],
    now: datetime,
    *,
    as_format: str | None = None,
    zone: str | None = None,
    dry_run: bool = False,
) -> ImportReport:
    """Read files into the planbook in one action; with `dry_run`, only say what it would do.

    A record known by its source is replaced where its content in the file has changed since it was last
    imported, and otherwise left as the person has it. One file that cannot be read does not stop the others.
    The planbook is backed up first, unless that was done since the last action.
    """
    context = ImportContext(
        settings=desk.settings,
        zone=zone,
        now=now,
        make_id=lambda: desk.book.new_id(now),
        catalogue=desk.catalogue,
    )
    readings: list[tuple[Path, Reading]] = []
    failed: list[tuple[str, str]] = []
    for path in paths:
        try:
            readings.append((path, read_file(path.name, _bytes(path), context, as_format)))
        except GigError as error:
            failed.append((str(path), str(error)))
    reports: list[FileReport] = []
    if not dry_run and any(reading.records for _, reading in readings):
        from gigplanner.workday.care import back_up_before

        back_up_before(desk, now, "before import")
    with desk.book.action("", now=now) as action:
        known = _known(desk, {source for _, reading in readings for source in _sources(reading)})
        puts: list[tuple[Record, Record | None]] = []
        for path, reading in readings:
            report, changes = _compare(path, reading, known)
            reports.append(report)
            puts += changes
        words = _words(reports)
        if not dry_run:
            for record, old in puts:
                action.put(record, replaces=old)
            action.words = words
    return ImportReport(tuple(reports), tuple(failed), words)


def _bytes(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise BadInput(f"{path} is a folder: name the files in it.")
        if path.stat().st_size > LARGEST_FILE:
            raise BadInput(f"{path} is larger than {LARGEST_FILE >> 20} MB: split it.")
        return path.read_bytes()
    except FileNotFoundError:
        raise BadInput(f"{path} does not exist.") from None
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {(error.strerror or 'unknown error').lower()}.") from None


Key = tuple[str, str, str]


def _key(record: Record) -> Key:
    return type(record).__name__, record.source, record.source_id


def _sources(reading: Reading) -> Iterable[tuple[type[Record], str]]:
    return {(type(record), record.source) for record in reading.records}


def _known(desk: Desk, sources: set[tuple[type[Record], str]]) -> dict[Key, Record]:
    """The planbook's records that came from `sources`, by their identity there."""
    wanted = {source for _, source in sources}
    kinds = {kind for kind, _ in sources}
    if kinds & {Block, Series}:
        kinds |= {Block, Series}
    known = {_key(record): record for kind in kinds for record in desk.book.every(kind, sources=wanted)}
    if OWN_LIST in wanted:  # gigplanner's own export names tasks by the ids they have here
        known |= {("Task", OWN_LIST, task.id): task for task in desk.book.every(Task)}
    return known


def _compare(
    path: Path, reading: Reading, known: dict[Key, Record]
) -> tuple[FileReport, list[tuple[Record, Record | None]]]:
    """Tell what of a reading is new, changed or known; `known` learns of it."""
    added: Counter[str] = Counter()
    unchanged = updated = 0
    puts: list[tuple[Record, Record | None]] = []
    kept_ids: dict[str, str] = {}  # fresh id → the id the planbook already has for it
    ordered = sorted(reading.records, key=lambda record: not isinstance(record, Series))
    for record in ordered:
        digest = _digest(record)
        if isinstance(record, Block) and record.series in kept_ids:
            record = msgspec.structs.replace(record, series=kept_ids[record.series])
        old = known.get(_key(record))
        if old is not None:
            kept_ids[record.id] = old.id
        is_own = isinstance(old, Task) and isinstance(record, Task) and _key(old) != _key(record)
        if old is not None and (_edited(old, record) == old if is_own else old.source_digest == digest):
            unchanged += 1
            continue
        new = msgspec.structs.replace(record, id=old.id if old else record.id, source_digest=digest)
        if old is None:
            added[_counted_as(record)] += 1
        else:
            updated += 1
            new = _edited(old, record) if is_own else _merged(old, new)
        known[_key(record)] = new
        puts.append((new, old))
    report = FileReport(
        file=str(path),
        format=reading.format,
        zone_rule=reading.zone_rule,
        added={name: added[name] for name in COUNTED},
        unchanged=unchanged,
        updated=updated,
        refused=reading.refused,
        warnings=reading.warnings,
        sample=tuple(ordered[:3]),
    )
    return report, puts


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


def _counted_as(record: Record) -> str:
    if isinstance(record, Block | Series):
        return "blocks"
    return "waits" if isinstance(record, PastWait) else f"{type(record).__name__.lower()}s"


def _words(reports: Sequence[FileReport]) -> str:
    added: Counter[str] = Counter()
    for report in reports:
        added.update(report.added)
    updated = sum(report.updated for report in reports)
    parts = [f"{count} {name if count != 1 else name[:-1]}" for name, count in added.items() if count]
    parts += [f"{updated} updated"] if updated else []
    names = ", ".join(clean_text(Path(report.file).name, 60) for report in reports[:3])
    more = f" and {len(reports) - 3} more" if len(reports) > 3 else ""
    return f"Imported {names}{more}: {', '.join(parts) or 'nothing new'}"

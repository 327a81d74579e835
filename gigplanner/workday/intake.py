"""Bringing files in: a look at what they hold, then one action in, one undo out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from gigplanner.interop.containers import Pasted, Source
from gigplanner.interop.mapping.mapped import importers_of
from gigplanner.interop.mapping.rules import Mapping
from gigplanner.interop.reading import counted
from gigplanner.interop.registry import Reading, Refused, shown_as
from gigplanner.model.errors import BadInput, GigError
from gigplanner.model.records import Record, Series
from gigplanner.model.text import clean_text
from gigplanner.workday.comparing import Changes, FileChanges, changes_of
from gigplanner.workday.desk import Desk
from gigplanner.workday.mappings import keep_mapping, load_mappings
from gigplanner.workday.own_records import COUNTED
from gigplanner.workday.reading import (
    Batch,
    Progress,
    ReadFile,
    Stopped,
    UnknownTable,
    context_for,
    read_sources,
)
from gigplanner.workday.scratch import Scratch

__all__ = [
    "COUNTED",
    "Batch",
    "FileReport",
    "ImportReport",
    "Pasted",
    "Progress",
    "Source",
    "Stopped",
    "UnknownTable",
    "import_files",
    "keep",
    "preview",
    "reader_for",
    "tables_in",
]
SAMPLE = 3  # records of a file, converted, in a preview


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
    found: tuple[str, ...] = ()  # what was known from other files, in words
    left_out: tuple[
        str, ...
    ] = ()  # what was known, or left as it is here, in sentences that are warnings too

    @property
    def shown(self) -> str:
        """The format in words."""
        return shown_as(self.format)

    @property
    def changes(self) -> int:
        """How many records are new or updated."""
        return sum(self.added.values()) + self.updated

    @property
    def counts(self) -> str:
        """What is new, in words; an empty string if nothing is."""
        return ", ".join(
            counted(count, name.removesuffix("s"), name) for name, count in self.added.items() if count
        )


class ImportReport(Struct, frozen=True):
    """What an import of several files did, or would do."""

    files: tuple[FileReport, ...]
    failed: tuple[tuple[str, str], ...]  # file and the sentence that says why
    words: str
    unread: tuple[tuple[str, str], ...] = ()  # of what the person named, that of which nothing could be read
    unknown: tuple[UnknownTable, ...] = ()  # tables whose columns somebody has to explain
    notes: tuple[str, ...] = ()

    @property
    def summary(self) -> str:
        """What was done, and how much of the files was refused."""
        refused = sum(len(file.refused) for file in self.files) + len(self.failed)
        return f"{self.words}, {refused} refused" if refused else self.words

    @property
    def changes(self) -> int:
        """How many records are new or updated."""
        return sum(file.changes for file in self.files)


def import_files(
    desk: Desk,
    sources: Sequence[Source],
    now: datetime,
    *,
    as_format: str | None = None,
    zone: str | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
    mappings: Sequence[Mapping] = (),
) -> ImportReport:
    """Read files into the planbook in one action; with `dry_run`, only say what it would do.

    One that cannot be read does not stop the others. `mappings` say how tables are read that no importer
    knows, besides what was said of such tables before. Raises Stopped, with nothing kept.
    """
    batch = reader_for(
        desk, sources, now, as_format=as_format, zone=zone, progress=progress, mappings=mappings
    )()
    return preview(desk, batch, progress) if dry_run else keep(desk, batch, now, progress)


def reader_for(
    desk: Desk,
    sources: Sequence[Source],
    now: datetime,
    *,
    as_format: str | None = None,
    zone: str | None = None,
    progress: Progress | None = None,
    mappings: Sequence[Mapping] = (),
    day_first: bool | None = None,
) -> Callable[[], Batch]:
    """Return the reading of `sources`, to be called on any thread: all it needs of the desk it has.

    `day_first` says how dates such as 03/04/2026 are meant in files that do not tell.
    """
    context = context_for(
        desk.settings, desk.catalogue, now, zone=zone, progress=progress, day_first=day_first
    )
    remembered = load_mappings(desk.config)
    importers = importers_of((*mappings, *remembered.mappings))

    def read() -> Batch:
        batch = read_sources(sources, context, as_format=as_format, more=importers, progress=progress)
        return replace(batch, mappings=tuple(mappings), notes=(*remembered.notes, *batch.notes))

    return read


def tables_in(desk: Desk, sources: Sequence[Source], now: datetime) -> tuple[UnknownTable, ...]:
    """Return the tables in `sources` that only a mapping can read. BadInput if there are none."""
    batch = read_sources(sources, context_for(desk.settings, desk.catalogue, now))
    if batch.unknown:
        return batch.unknown
    if batch.files:
        name, known = Path(batch.files[0].name).name, batch.files[0].reading.format
        raise BadInput(f"{name} needs no mapping: it is read as {known}.")
    raise BadInput(batch.failed[0][1] if batch.failed else "There is no table in it.")


def preview(desk: Desk, batch: Batch, progress: Progress | None = None) -> ImportReport:
    """Say what keeping a batch would do. Raises Stopped."""
    with Scratch(_following(progress, "Comparing")) as scratch:
        return _report(batch, changes_of(desk, _readings(batch), scratch))


def keep(desk: Desk, batch: Batch, now: datetime, progress: Progress | None = None) -> ImportReport:
    """Keep what was read, in one action. Raises Stopped, with nothing kept, until the very last step.

    A record known by its source is replaced where its content in the file has changed since it was last
    imported, and otherwise left as the person has it. The planbook is backed up first, unless that was done
    since the last action. A zone that was asked for is remembered for the formats that needed one, and so is
    what was said of a table's columns.
    """
    if any(file.reading.records or file.reading.late for file in batch.files):
        from gigplanner.workday.care import back_up_before

        back_up_before(desk, now, "before import")
    with Scratch(_following(progress, "Keeping")) as scratch, desk.book.action("", now=now) as action:
        changes = changes_of(desk, _readings(batch), scratch)
        report = _report(batch, changes)
        for record in changes.removed:
            action.remove(record)
        action.put_all(changes.puts)
        action.words = report.words
    news = [*_remember_mappings(desk, batch), *_remember_zone(desk, batch)]
    return replace(report, notes=(*report.notes, *news))


def _following(progress: Progress | None, doing: str) -> Callable[[], object]:
    """Have a long comparison tell that it goes on, and heed a wish to stop."""
    if progress is None:
        return lambda: None
    progress.now_doing(doing)
    return progress.go_on


def _readings(batch: Batch) -> list[Reading]:
    return [file.reading for file in batch.files]


def _remember_mappings(desk: Desk, batch: Batch) -> list[str]:
    """Keep what the person said of tables that were read so; return what they have to know of it."""
    formats = {file.reading.format for file in batch.files}
    try:
        said = [keep_mapping(desk.config, one) for one in batch.mappings if one.format in formats]
    except GigError as error:
        return [str(error)]
    return [sentence for sentence in said if sentence]


def _remember_zone(desk: Desk, batch: Batch) -> list[str]:
    """Write the zone that was asked for into the preferences; return what the person has to know of it."""
    zone = batch.zone
    formats = dict.fromkeys(
        file.reading.format for file in batch.files if zone and zone in file.reading.zone_rule
    )
    news = [name for name in formats if desk.settings.imports.zones.get(name) != zone]
    if not zone or not news or desk.config is None:
        return []
    from gigplanner.planbook.config_edit import change_config

    try:
        for name in news:
            change_config(desk.config, {f"imports.zones.{name}": zone})
    except GigError as error:
        return [str(error)]
    return [f"{zone} is remembered for {', '.join(news)}."]


def _report(batch: Batch, changes: Changes) -> ImportReport:
    reports = [_file_report(file, found) for file, found in zip(batch.files, changes.files, strict=True)]
    return ImportReport(
        files=tuple(reports),
        failed=batch.failed,
        words=_words(reports),
        unread=batch.unread,
        unknown=batch.unknown,
        notes=batch.notes,
    )


def _file_report(file: ReadFile, changes: FileChanges) -> FileReport:
    reading = file.reading
    ordered = sorted(reading.records[: SAMPLE * 100], key=lambda record: not isinstance(record, Series))
    return FileReport(
        file=file.name,
        format=reading.format,
        zone_rule=reading.zone_rule,
        added=changes.added,
        unchanged=changes.unchanged,
        updated=changes.updated,
        refused=reading.refused,
        warnings=(*reading.warnings, *changes.warnings),
        found=changes.found,
        left_out=changes.warnings,
        sample=tuple(ordered[:SAMPLE]),
    )


def _words(reports: Sequence[FileReport]) -> str:
    added: Counter[str] = Counter()
    for report in reports:
        added.update(report.added)
    updated = sum(report.updated for report in reports)
    parts = [counted(count, name.removesuffix("s"), name) for name, count in added.items() if count]
    parts += [f"{updated} updated"] if updated else []
    parts = parts or [sentence for report in reports for sentence in report.found][:3]
    names = ", ".join(clean_text(Path(report.file).name, 60) for report in reports[:3])
    more = f" and {len(reports) - 3} more" if len(reports) > 3 else ""
    words = f"Imported {names or 'nothing'}{more}: {', '.join(parts) or 'nothing new'}"
    left_out = [sentence.rstrip(".") for report in reports for sentence in report.left_out][:3]
    return "; ".join([words, *left_out])

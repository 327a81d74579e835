"""Reading files before anything is compared or kept: no planbook is touched, so any thread may do it."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import count
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from gigplanner.interop.containers import Found, LeftOut, PassedOver, Pasted, Source, open_all
from gigplanner.interop.date_order import UndecidedDates
from gigplanner.interop.mapping.rules import Mapping
from gigplanner.interop.reading import MEGABYTE, Importer, SourceFile, counted, some_of
from gigplanner.interop.registry import ImportContext, NotRecognised, Reading, read_file
from gigplanner.interop.table import TableGuess, guess_table
from gigplanner.model.catalogue import Catalogue
from gigplanner.model.errors import BadInput, GigError
from gigplanner.model.ids import make_id
from gigplanner.model.settings import Settings
from gigplanner.model.text import clean_text

_FOREIGN_TOLD = 3  # of one folder or archive, each in a sentence; more are told in one
_MOST_HELD = 64 * MEGABYTE  # of unknown tables, for saying what their columns are


class Stopped(GigError):
    """The person stopped the import. Nothing was kept."""

    def __init__(self) -> None:
        super().__init__("Stopped: nothing was kept.")


class Progress:
    """How far an import is, and whether to go on: shared between the thread that works and a face.

    `tell` is called on that thread: with every file and every record read, and often while they are compared.
    """

    def __init__(self, tell: Callable[[Progress], object] | None = None) -> None:
        self.file = ""
        self.files = 0
        self.records = 0
        self.is_stopped = False
        self._doing = ""
        self._tell = tell

    def begin(self, file: str) -> None:
        """Note that a file is being read. Raises Stopped."""
        self.file = file
        self.files += 1
        self.go_on()

    def note_record(self) -> None:
        """Note that a record was read. Raises Stopped."""
        self.records += 1
        self.go_on()

    def now_doing(self, what: str) -> None:
        """Note that all is read, and `what` begins. Raises Stopped."""
        self._doing = what
        self.go_on()

    def stop(self) -> None:
        """Have the import end with the next record."""
        self.is_stopped = True

    @property
    def words(self) -> str:
        """How far it is, in words."""
        if self._doing:
            return f"{self._doing} {counted(self.records, 'record', 'records')}"
        name = clean_text(Path(self.file).name, 60)
        records = f" · {counted(self.records, 'record', 'records')}" if self.records else ""
        return f"Reading {name}{records}" if name else "Reading"

    def go_on(self) -> None:
        """Tell that it goes on. Raises Stopped if it shall not."""
        if self.is_stopped:
            raise Stopped
        if self._tell:
            self._tell(self)


class ReadFile(Struct, frozen=True):
    """A file that was read."""

    name: str
    given: str  # what the person named: the file, or the folder or archive it is in
    reading: Reading


class UnknownTable(Struct, frozen=True):
    """A table that no importer knows: somebody has to say what its columns are."""

    name: str
    data: bytes
    table: TableGuess


class Batch(Struct, frozen=True, kw_only=True):
    """What a person's files hold, read but compared with nothing yet."""

    files: tuple[ReadFile, ...]
    failed: tuple[tuple[str, str], ...]  # file and the sentence that says why
    unread: tuple[tuple[str, str], ...]  # of what the person named, that of which nothing could be read
    unknown: tuple[UnknownTable, ...]
    notes: tuple[str, ...]
    zone: str | None  # as asked for
    mapped: tuple[UnknownTable, ...] = ()  # tables that were read as the person once said
    mappings: tuple[Mapping, ...] = ()  # what the person says of tables now
    undecided: tuple[str, ...] = ()  # files whose dates can be read day first or month first


def context_for(
    settings: Settings,
    catalogue: Catalogue,
    now: datetime,
    *,
    zone: str | None = None,
    progress: Progress | None = None,
    day_first: bool | None = None,
) -> ImportContext:
    """Return what importers need to know. The ids of records are made as those of `now`."""

    numbers = count(int.from_bytes(os.urandom(4), "big"))  # not drawn one by one: of 100,000 two may be alike

    def fresh_id() -> str:
        if progress:
            progress.note_record()
        return make_id(now, next(numbers))

    context = ImportContext(
        settings=settings, zone=zone, now=now, make_id=fresh_id, catalogue=catalogue, day_first=day_first
    )
    return replace(context, count_record=progress.note_record) if progress else context


def read_sources(
    sources: Sequence[Source],
    context: ImportContext,
    *,
    as_format: str | None = None,
    more: Sequence[Importer] = (),
    progress: Progress | None = None,
) -> Batch:
    """Read all files in `sources`; one that cannot be read does not stop the others.

    `more` are the importers of the person's own. Raises Stopped.
    """
    reader = _Reader(context, as_format, more, progress or Progress())
    for outcome in open_all(sources):
        match outcome:
            case Found():
                reader.read(outcome)
            case LeftOut():
                reader.progress.begin(outcome.name)
                reader.failures.append(outcome)
            case PassedOver():
                reader.passed.append(outcome)
    return reader.batch(sources)


class _Reader:
    """Reads one file after the other, and keeps count of what became of each."""

    def __init__(
        self,
        context: ImportContext,
        as_format: str | None,
        more: Sequence[Importer],
        progress: Progress,
    ) -> None:
        self.context = context
        self.as_format = as_format
        self.more = more
        self.progress = progress
        self.files: list[ReadFile] = []
        self.failures: list[LeftOut] = []
        self.passed: list[PassedOver] = []
        self.unknown: list[UnknownTable] = []
        self.mapped: list[UnknownTable] = []
        self.undecided: list[str] = []
        self._held = 0

    def read(self, found: Found) -> None:
        self.progress.begin(found.name)
        try:
            reading = read_file(
                Path(found.name).name, found.data, self.context, self.as_format, more=self.more
            )
        except NotRecognised as error:
            is_foreign = error.table is None and found.name != found.given
            self.failures.append(LeftOut(found.name, str(error), found.given, is_foreign))
            self._hold(self.unknown, found, error.table)
        except BadInput as error:
            self.failures.append(LeftOut(found.name, str(error), found.given))
            if isinstance(error, UndecidedDates):
                self.undecided.append(found.name)
        else:
            self.files.append(ReadFile(found.name, found.given, reading))
            if reading.seen:
                self._hold(self.mapped, found, guess_table(SourceFile(found.name, found.data).text))

    def _hold(self, tables: list[UnknownTable], found: Found, table: TableGuess | None) -> None:
        """Keep a table by itself, if there is room: a person may want to say what its columns are."""
        if table and self._held + len(found.data) <= _MOST_HELD:
            self._held += len(found.data)
            tables.append(UnknownTable(found.name, found.data, table))

    def batch(self, sources: Sequence[Source]) -> Batch:
        """Return everything that was read, and the sentences on what was not."""
        failed = self._told()
        read = {file.given for file in self.files}
        names = dict.fromkeys(
            source.name if isinstance(source, Pasted) else str(source) for source in sources
        )
        passed = {one.given for one in self.passed}
        unread: list[tuple[str, str]] = []
        for name in names:
            sentences = [failure.reason for failure in failed if failure.given == name]
            if name not in read and sentences:
                unread.append((name, " ".join(sentences[:_FOREIGN_TOLD])))
            elif name not in read | passed:
                unread.append((name, f"{name} holds nothing that could be read."))
        return Batch(
            files=tuple(self.files),
            failed=tuple((failure.name, failure.reason) for failure in failed),
            unread=tuple(unread),
            unknown=tuple(self.unknown),
            notes=tuple(self._notes()),
            zone=self.context.zone,
            mapped=tuple(self.mapped),
            undecided=tuple(self.undecided),
        )

    def _told(self) -> list[LeftOut]:
        """The failures; of a folder or archive full of pictures not each in a sentence of its own."""
        many = Counter(failure.given for failure in self.failures if failure.is_foreign)
        told: list[LeftOut] = []
        grouped: set[str] = set()
        for failure in self.failures:
            if not failure.is_foreign or many[failure.given] <= _FOREIGN_TOLD:
                told.append(failure)
            elif failure.given not in grouped:
                grouped.add(failure.given)
                names = [one.name for one in self.failures if one.is_foreign and one.given == failure.given]
                some = some_of([clean_text(Path(name).name, 60) for name in names])
                reason = f"{Path(failure.given).name} holds {len(names)} files that are no exports: {some}."
                told.append(replace(failure, name=failure.given, reason=reason))
        return told

    def _notes(self) -> list[str]:
        """A sentence for each reason why files were passed over."""
        by_reason: dict[tuple[str, str], list[str]] = {}
        for one in self.passed:
            by_reason.setdefault((one.given, one.why), []).append(clean_text(Path(one.name).name, 60))
        return [
            f"Passed over in {clean_text(Path(given).name, 60)}: {some_of(names)} ({why})."
            for (given, why), names in by_reason.items()
        ]

"""The planbook: what the layers above read from and act upon."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar, cast

from gigplanner.model.errors import GigError
from gigplanner.model.ids import make_id
from gigplanner.model.records import Block, Record
from gigplanner.model.times import SECOND, Span
from gigplanner.planbook.durable import make_folder
from gigplanner.planbook.errors import PlanbookError, not_saved, reason
from gigplanner.planbook.journal import Change, Document, Entry, HistoryItem, Journal, Kind, Mark, undo_stacks
from gigplanner.planbook.lock import exclusive
from gigplanner.planbook.shelf import Shelf
from gigplanner.planbook.storage import SEAL, AtomicStorage
from gigplanner.planbook.tables import BY_RECORD, QUEUE, Table, month_of, months_between, to_document

R = TypeVar("R", bound=Record)

LONGEST_BLOCK = timedelta(days=31)  # a block is looked for in the month it starts in


class Planbook:
    """All of a person's data in one folder. Not for several threads at once; for several processes, yes."""

    def __init__(self, folder: Path, *, by: str = "") -> None:
        """Open the planbook in `folder`. Nothing is created before the first action.

        `by` names who acts, for the history: the app or a command. Raises PlanbookError.
        """
        self.folder = folder
        self.by = by
        self._shelf = Shelf(folder)
        self._journal = Journal(folder / "journal.log")
        self._seq = 0
        self._opened = False
        if folder.exists() and not folder.is_dir():
            raise PlanbookError(f"{folder} is not a folder: choose another one with --data.")
        self.refresh()
        self._opened = True
        self._shelf.file(QUEUE)

    # --- reading ---------------------------------------------------------------------------------------

    @property
    def seq(self) -> int:
        """The number of the last action: it grows with every change, by whichever process."""
        return self._seq

    @property
    def problems(self) -> dict[str, str]:
        """Files that could not be read, each with a sentence that says why."""
        return dict(self._shelf.problems)

    @property
    def is_empty(self) -> bool:
        """Whether the planbook holds nothing yet."""
        return self._seq == 0 and not self._shelf.months() and not self._shelf.file(QUEUE).documents

    def queue(self, kind: type[R]) -> list[R]:
        """Return the records of `kind` in the queue file: open tasks, series, own platforms."""
        return cast(list[R], list(self._shelf.file(QUEUE).records(BY_RECORD[kind]).values()))

    def within(self, kind: type[R], span: Span) -> list[R]:
        """Return the records of `kind` whose moment lies in `span`, oldest first; blocks that overlap it."""
        table = BY_RECORD[kind]
        start = span.start - LONGEST_BLOCK if kind is Block else span.start
        found = [
            (moment, record)
            for month in months_between(start, span.end)
            for record in self._shelf.readable(month).records(table).values()
            if (moment := table.moment(record)) is not None and _inside(record, moment, span)
        ]
        found.sort(key=lambda pair: (pair[0], pair[1].id))
        return cast(list[R], [record for _, record in found])

    def dated(self, kind: type[R], first: date, last: date) -> list[R]:
        """Return the records of `kind` that belong to the days `first` to `last`: plans and notes."""
        table = BY_RECORD[kind]
        found = [
            (day, record)
            for month in sorted({month_of(first), *self._shelf.months(), month_of(last)})
            if month_of(first) <= month <= month_of(last)
            for record in self._shelf.readable(month).records(table).values()
            if first <= (day := cast(date, table.moment(record))) <= last
        ]
        found.sort(key=lambda pair: pair[0])
        return cast(list[R], [record for _, record in found])

    def every(self, kind: type[R]) -> Iterator[R]:
        """Yield all records of `kind`, the queue's first, then month by month: for imports and exports."""
        table = BY_RECORD[kind]
        for name in (QUEUE, *self._shelf.months()):
            yield from cast(list[R], list(self._shelf.readable(name).records(table).values()))

    def find(self, kind: type[R], record_id: str, *, near: datetime | date | None = None) -> R | None:
        """Return the record of `kind` with that id, or None. `near` says which month to look at first."""
        table = BY_RECORD[kind]
        hints = [month_of(near)] if near else []
        for name in (QUEUE, *hints, *reversed(self._shelf.months())):
            record = self._shelf.readable(name).records(table).get(record_id)
            if record is not None:
                return cast(R, record)
        return None

    def refresh(self) -> bool:
        """Take in what other processes did since; return whether there was anything."""
        try:
            lines, replaced = self._journal.follow()
        except OSError as error:
            raise PlanbookError(f"Cannot read {self._journal.path}: {reason(error)}.") from error
        before = self._seq
        oldest = next((line.seq for line in lines if isinstance(line, Entry)), None)
        if replaced and (oldest is None or oldest > self._seq + 1):
            self._shelf.forget()
            self._seq = 0
        for line in lines:
            if isinstance(line, Mark):
                self._seq = max(self._seq, line.upto)
                self._shelf.settled(line.upto)
            elif line.seq > self._seq:
                self._seq = line.seq
                self._shelf.apply(line)
        if not lines and not self._opened:
            self._seq = self._shelf.newest_generation()
        return self._seq != before

    # --- acting ----------------------------------------------------------------------------------------

    @contextmanager
    def action(self, words: str, *, now: datetime) -> Iterator[Transaction]:
        """Do one action: everything put and removed inside is on disk when the block ends, or nothing is.

        `words` say what was done, for history and undo. Raises NotSaved or PlanbookBusy.
        """
        with self._locked():
            transaction = Transaction(self, words)
            yield transaction
            if changes := transaction.changes():
                self._commit(transaction.words, now, changes)

    def new_id(self, now: datetime) -> str:
        """Return an id for a new record."""
        return make_id(now, int.from_bytes(os.urandom(5), "big"))

    def undo(self, now: datetime) -> str | None:
        """Take back the last action; return its words, or None if there is none."""
        return self._travel("undo", now)

    def redo(self, now: datetime) -> str | None:
        """Repeat the last action taken back; return its words, or None if there is none."""
        return self._travel("redo", now)

    def history(self, limit: int = 200) -> list[HistoryItem]:
        """Return the last actions, newest first, those taken back marked."""
        self.refresh()
        entries = self._journal.entries()
        undone = {entry.seq for entry in undo_stacks(entries)[1]}
        actions = [entry for entry in reversed(entries) if entry.kind == "do"]
        return [
            HistoryItem(entry.seq, entry.at, entry.words, entry.by, entry.seq in undone)
            for entry in actions[:limit]
        ]

    def checkpoint(self) -> None:
        """Bring the files up to the journal. Raises NotSaved; the journal keeps what they lack."""
        if not self._shelf.behind():
            return
        with self._locked():
            for name in self._shelf.behind():
                self._write_file(name)
            try:
                self._journal.append(Mark(self._seq), durable=False)
                self._shelf.settled(self._seq)
                if self._journal.is_long():
                    self._journal.cut()
            except OSError as error:
                raise not_saved(self._journal.path, error) from error

    def close(self) -> None:
        """Bring the files up to date and let go."""
        self.checkpoint()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # --- inside ----------------------------------------------------------------------------------------

    @contextmanager
    def _locked(self) -> Iterator[None]:
        lock = self.folder / "lock"
        try:
            make_folder(self.folder)
            make_folder(self.folder / "months")
            held = exclusive(lock)
            held.__enter__()
        except OSError as error:
            raise not_saved(self.folder, error) from error
        try:
            self.refresh()
            yield
        finally:
            held.__exit__(None, None, None)

    def _commit(
        self, words: str, now: datetime, changes: list[Change], kind: Kind = "do", of: int = 0
    ) -> None:
        entry = Entry(
            seq=self._seq + 1, at=now, words=words, by=self.by, kind=kind, of=of, changes=tuple(changes)
        )
        for name in {change.file for change in changes}:
            self._shelf.file(name)  # a damaged file refuses the action before it is written
        try:
            self._journal.append(entry)
        except OSError as error:
            raise not_saved(self._journal.path, error) from error
        self._seq = entry.seq
        self._shelf.apply(entry)

    def _travel(self, kind: Kind, now: datetime) -> str | None:
        with self._locked():
            done, undone = undo_stacks(self._journal.entries())
            candidates = done if kind == "undo" else undone
            if not candidates:
                return None
            target = candidates[-1]
            changes = [
                change.inverse() if kind == "undo" else change
                for change in (reversed(target.changes) if kind == "undo" else target.changes)
            ]
            self._commit(target.words, now, changes, kind, target.seq)
            return target.words

    def _write_file(self, name: str) -> None:
        loaded = self._shelf.file(name)
        path = self._shelf.path_of(name)
        tables = loaded.tables()
        tables[SEAL] = {"1": {"generation": self._seq}}
        try:
            AtomicStorage(path).write(tables)
        except OSError as error:
            raise not_saved(path, error) from error
        loaded.generation = self._seq

    def forget_history(self) -> None:
        """Bring the files up to date and start the journal anew: nothing before can be undone any more."""
        self.checkpoint()
        with self._locked():
            try:
                self._journal.cut(keep=0)
            except OSError as error:
                raise not_saved(self._journal.path, error) from error

    def document(self, table: Table, record_id: str, names: list[str]) -> tuple[str, Document] | None:
        """Return the file and the document of a record, looked for in the files `names`."""
        for name in names:
            document = self._shelf.file(name).documents.get(table.name, {}).get(record_id)
            if document is not None:
                return name, document
        return None


class Transaction:
    """What one action puts and removes. Nothing of it is seen by anyone before the action ends."""

    def __init__(self, book: Planbook, words: str) -> None:
        self.words = words
        self._book = book
        self._puts: dict[tuple[str, str], Record | None] = {}
        self._tables: dict[str, Table] = {}
        self._old: dict[tuple[str, str], Record | None] = {}

    def get(self, kind: type[R], record_id: str, *, near: datetime | date | None = None) -> R:
        """Return the record as it is now, under the lock; GigError if it is gone."""
        table = BY_RECORD[kind]
        if (table.name, record_id) in self._puts:
            record = self._puts[table.name, record_id]
        else:
            record = self._book.find(kind, record_id, near=near)
            if record is not None:
                self._old.setdefault((table.name, record_id), record)
        if record is None:
            raise GigError(f"That {_WORDS.get(table.name, 'entry')} is not there any more.")
        return cast(R, record)

    def put(self, record: Record, *, replaces: Record | None = None) -> None:
        """Keep `record`, new or in the place of the one with its id.

        `replaces` is that one, if the caller did not `get` it here: needed where the record's moment, and so
        perhaps its month, has changed.
        """
        table = BY_RECORD[type(record)]
        self._tables[table.name] = table
        self._puts[table.name, record.id] = record
        if replaces is not None:
            self._old.setdefault((table.name, record.id), replaces)

    def remove(self, record: Record) -> None:
        """Remove `record`."""
        table = BY_RECORD[type(record)]
        self._tables[table.name] = table
        self._puts[table.name, record.id] = None
        self._old.setdefault((table.name, record.id), record)

    def changes(self) -> list[Change]:
        """Return the documents this action changes, before and after; nothing for what stays the same."""
        found: list[Change] = []
        for (name, record_id), record in self._puts.items():
            table = self._tables[name]
            old = self._old.get((name, record_id))
            places = [QUEUE, *(table.file_of(kept) for kept in (old, record) if kept is not None)]
            before = self._book.document(table, record_id, list(dict.fromkeys(places)))
            after = to_document(record, before[1] if before else None) if record is not None else None
            goal = table.file_of(record) if record is not None else None
            if before and before[0] != goal:
                found.append(Change(before[0], name, record_id, before[1], None))
                before = None
            if goal and after != (before[1] if before else None):
                found.append(Change(goal, name, record_id, before[1] if before else None, after))
        return found


_WORDS = {
    "tasks": "task",
    "blocks": "block",
    "earnings": "earning",
    "expenses": "expense",
    "trips": "trip",
    "shift_events": "shift event",
    "plans": "plan",
    "series": "series",
}


def _inside(record: Record, moment: datetime | date, span: Span) -> bool:
    if isinstance(record, Block):
        return record.start < span.end and span.start < max(record.end, record.start + SECOND)
    return isinstance(moment, datetime) and moment in span

"""The planbook: what the layers above read from and act upon."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar, cast

from gigplanner.model.ids import make_id
from gigplanner.model.records import Block, Record
from gigplanner.model.times import DAY, SECOND, Span
from gigplanner.planbook.contents import Look, look
from gigplanner.planbook.journal import HistoryItem, undo_stacks
from gigplanner.planbook.lines import Kind
from gigplanner.planbook.loaded import Moment
from gigplanner.planbook.migrations import Document
from gigplanner.planbook.shelf import MONTHS_KEPT
from gigplanner.planbook.store import Store
from gigplanner.planbook.tables import BY_RECORD, QUEUE, Table, month_of
from gigplanner.planbook.transaction import Transaction

__all__ = ["Planbook", "Transaction"]

R = TypeVar("R", bound=Record)
T = TypeVar("T")

LONGEST_BLOCK = timedelta(days=31)  # a block is looked for in the month it starts in
_EARLIEST = datetime.min.replace(tzinfo=UTC) + LONGEST_BLOCK


class Planbook:
    """All of a person's data in one folder. Not for several threads at once; for several processes, yes."""

    def __init__(self, folder: Path, *, by: str = "") -> None:
        """Open the planbook in `folder`. Nothing is created before the first action.

        `by` names who acts, for the history: the app or a command. Raises PlanbookError.
        """
        self.folder = folder
        self.by = by
        self._store = Store(folder)
        self._shelf = self._store.shelf

    # --- reading ---------------------------------------------------------------------------------------

    @property
    def seq(self) -> int:
        """The number of the last action: it grows with every change, by whichever process."""
        return self._store.seq

    @property
    def problems(self) -> dict[str, str]:
        """Files that could not be read, or not whole, each with a sentence that says why."""
        return self._store.problems

    @property
    def damaged(self) -> frozenset[str]:
        """The names of the files, of those looked at so far, that could not be read at all."""
        return self._shelf.damaged()

    @property
    def is_read_only(self) -> bool:
        """Whether no action can be done, because the journal is damaged: `problems` says so."""
        return self._store.is_read_only

    @property
    def is_empty(self) -> bool:
        """Whether the planbook holds nothing yet."""
        nothing_yet = self._store.seq == 0 and not self._shelf.months()
        return nothing_yet and not self._shelf.readable(QUEUE).holds_anything() and not self.problems

    def queue(self, kind: type[R]) -> list[R]:
        """Return the records of `kind` in the queue file: open tasks, series, own platforms."""
        table = BY_RECORD[kind]
        return cast(
            list[R], self._store.steady(lambda: list(self._shelf.readable(QUEUE).records(table).values()))
        )

    def within(self, kind: type[R], span: Span) -> list[R]:
        """Return the records of `kind` whose moment lies in `span`, oldest first; blocks that overlap it."""
        table = BY_RECORD[kind]
        start = max(span.start, _EARLIEST) - LONGEST_BLOCK if kind is Block else span.start
        found = self._store.steady(lambda: self._between(table, start, span.end))
        if kind is Block:
            found = [record for record in found if _overlaps(cast(Block, record), span)]
        return cast(list[R], found)

    def dated(self, kind: type[R], first: date, last: date) -> list[R]:
        """Return the records of `kind` that belong to the days `first` to `last`: plans and notes."""
        table = BY_RECORD[kind]
        end = last + DAY if last < date.max else last
        return cast(list[R], self._store.steady(lambda: self._between(table, first, end)))

    def every(self, kind: type[R], *, sources: Collection[str] | None = None) -> Iterator[R]:
        """Yield all records of `kind`, the queue's first, then month by month: for imports and exports.

        With `sources` only those that came from one of them; months that name none are hardly looked at.
        """
        table = BY_RECORD[kind]
        found = self._store.steady(lambda: list(self._all(table, sources)))
        return iter(cast(list[R], found))

    def passing(
        self, kind: type[R], *, sources: Collection[str] | None = None, span: Span | None = None
    ) -> Iterator[R]:
        """Yield records of `kind` file by file, one file in memory at a time: for imports, inside an action.

        With `sources` only those that came from one of them; with `span` those whose moment lies in its
        months. Elsewhere another process may move a record meanwhile, so that it is seen twice or missed.
        """
        table = BY_RECORD[kind]
        if span is None:
            yield from cast("Iterator[R]", self._all(table, sources))
            return
        for month in self._shelf.months_between(month_of(span.start), month_of(span.end - SECOND)):
            with self._shelf.passing(month) as file:
                yield from cast("Iterable[R]", _from(file.records(table).values(), sources))

    def find(self, kind: type[R], record_id: str, *, near: datetime | date | None = None) -> R | None:
        """Return the record of `kind` with that id, or None. `near` says which month to look at first."""
        table = BY_RECORD[kind]
        hints = [month_of(near)] if near else []

        def look() -> Record | None:
            for name in (QUEUE, *hints):
                if (record := self._shelf.readable(name).records(table).get(record_id)) is not None:
                    return record
            for name in self._store.holding(record_id):
                if (record := self._shelf.readable(name).records(table).get(record_id)) is not None:
                    return record
            return None

        return cast(R | None, self._store.steady(look))

    def _between(self, table: Table, first: Moment, end: Moment) -> list[Record]:
        """Return the records whose moment lies from `first` to before `end`, by moment and id."""
        months = self._shelf.months_between(month_of(first), month_of(end))
        if len(months) <= MONTHS_KEPT:
            return [
                record
                for month in months
                for record in self._shelf.readable(month).between(table, first, end)
            ]
        found: list[Record] = []
        for month in months:
            with self._shelf.passing(month) as file:
                found += file.between(table, first, end)
        return found

    def _all(self, table: Table, sources: Collection[str] | None) -> Iterator[Record]:
        yield from _from(self._shelf.readable(QUEUE).records(table).values(), sources)
        for month in self._shelf.months():
            if sources is None or any(self._shelf.may_hold(month, source) for source in sources):
                with self._shelf.passing(month) as file:
                    yield from _from(file.records(table).values(), sources)

    def files(self) -> list[str]:
        """The names of the files: the queue, then the months that hold anything."""
        return [QUEUE, *self._shelf.months()]

    def path_of(self, name: str) -> Path:
        """Where the file called `name` is."""
        return self._shelf.path_of(name)

    def documents(self, name: str) -> dict[str, dict[str, Document]]:
        """Return what a file holds now, the journal included, by table and id; nothing of a damaged one."""
        with self._shelf.passing(name) as file:
            return file.documents()

    def look(self, read: Callable[[Look], T]) -> T:
        """Return what `read` makes of a look at files as they are at one moment: for totals of history."""
        return look(self._store, read)

    def refresh(self) -> bool:
        """Take in what other processes did since; return whether there was anything."""
        return self._store.refresh()

    # --- acting ----------------------------------------------------------------------------------------

    @contextmanager
    def action(self, words: str, *, now: datetime) -> Iterator[Transaction]:
        """Do one action: everything put and removed inside is on disk when the block ends, or nothing is.

        `words` say what was done, for history and undo. Raises NotSaved or PlanbookBusy, and DamagedFile if
        it would change a damaged file.
        """
        _need_zone(now)
        self._modernise(now)
        with self._store.locked():
            transaction = Transaction(self, self._store, words)
            yield transaction
            self._store.commit(transaction.words, transaction.changes(), now=now, by=self.by)

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
        self._store.refresh()
        entries = self._store.actions()
        standing = {entry.seq for entry in undo_stacks(entries)[0]}
        actions = [entry for entry in reversed(entries) if entry.kind == "do"]
        return [
            HistoryItem(entry.seq, entry.at, entry.words, entry.by, entry.seq not in standing)
            for entry in actions[:limit]
        ]

    def checkpoint(self) -> None:
        """Bring the files up to the journal. Raises NotSaved; the journal keeps what they lack.

        A file that is damaged stays as it is, and what it lacks stays in the journal.
        """
        self._store.checkpoint()

    @contextmanager
    def quiet(self) -> Iterator[None]:
        """Hold the lock, with the files brought up to the journal: nobody writes meanwhile.

        Of a planbook of an older format the files stay as they are, and the journal holds what they lack.
        """
        with self._store.settled():
            yield

    @property
    def is_older(self) -> bool:
        """Whether files are of an older format; the first action brings them to today's."""
        return self._store.is_older

    def forget_history(self) -> None:
        """Bring the files up to date and start the journal anew: nothing before can be undone any more."""
        self._store.forget_history()

    def close(self) -> None:
        """Bring the files up to date, with what other processes did too, and let go. Raises PlanbookError."""
        self._store.refresh()
        self._store.checkpoint()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # --- inside ----------------------------------------------------------------------------------------

    def _modernise(self, now: datetime) -> None:
        """Bring files of an older format to today's, after a backup, before the first change is made."""
        if self._store.is_older:
            from gigplanner.planbook.backups import make_backup

            make_backup(self, now=now, why="before migration")
            self._store.modernise()

    def _travel(self, kind: Kind, now: datetime) -> str | None:
        _need_zone(now)
        self._store.refresh()
        if self._store.seq == 0:
            return None
        self._modernise(now)
        with self._store.locked():
            done, undone = undo_stacks(self._store.actions())
            candidates = done if kind == "undo" else undone
            if not candidates:
                return None
            target = candidates[-1]
            changes = self._store.changes_of(target, inverse=kind == "undo")
            self._store.commit(target.words, changes, now=now, by=self.by, kind=kind, of=target.seq)
            return target.words


def _from(records: Iterable[Record], sources: Collection[str] | None) -> Iterable[Record]:
    return records if sources is None else (record for record in records if record.source in sources)


def _overlaps(block: Block, span: Span) -> bool:
    return block.start < span.end and span.start < max(block.end, block.start + SECOND)


def _need_zone(now: datetime) -> None:
    if now.tzinfo is None:
        raise ValueError("the time of an action needs a time zone")

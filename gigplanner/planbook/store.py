"""The folder of a planbook: its files and its journal kept in step, under the lock where they change."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from gigplanner.planbook.durable import make_folder, replace_file, sweep
from gigplanner.planbook.errors import (
    DamagedFile,
    MissingChanges,
    NotSaved,
    PlanbookError,
    not_modern,
    not_saved,
    not_up_to_date,
    reason,
)
from gigplanner.planbook.journal import KEEP, Journal
from gigplanner.planbook.lines import Change, Entry, Kind, Mark
from gigplanner.planbook.lock import exclusive
from gigplanner.planbook.migrations import Document
from gigplanner.planbook.pieces import Draft
from gigplanner.planbook.shelf import Shelf
from gigplanner.planbook.stamps import StampMemory
from gigplanner.planbook.storage import seal
from gigplanner.planbook.tables import QUEUE, Table

T = TypeVar("T")

JOURNAL = "journal"


class Store:
    """The shelf of files, and the journal whose actions lie over them."""

    def __init__(self, folder: Path) -> None:
        """Look into `folder`; nothing is created. Raises PlanbookError."""
        self.folder, self.seq = folder, 0  # the number of the last action
        self._journal = Journal(folder / "journal.log")
        self.shelf = Shelf(folder, self._journal.changes_of)
        self.stamps = StampMemory(folder)
        self._acting = False
        self._swept = False
        self._is_modern = False  # whether that is known
        try:
            is_usable = not folder.exists() or folder.is_dir()
        except OSError as error:
            raise PlanbookError(f"Cannot read {folder}: {reason(error)}.") from error
        if not is_usable:
            raise PlanbookError(f"{folder} is not a folder: choose another one with --data.")
        self.refresh()
        self.shelf.readable(QUEUE)  # a damaged one is named as a problem; the rest stays usable

    def refresh(self) -> bool:
        """Take in what other processes did since; return whether there was anything."""
        if self._is_gone():
            return False  # what is in memory stays, until the folder is back
        before = self.seq
        try:
            replaced = self._follow()
        except MissingChanges:  # another process cut the journal between our looks at it and at its files
            self._journal.forget()
            replaced = self._follow(anew=True)
        if self.seq == 0:
            self.seq = self.shelf.newest_generation()
        if self.seq:
            self._journal.refuse_if_unreadable()
        return replaced or self.seq != before

    def _follow(self, *, anew: bool = False) -> bool:
        """Take in the journal's new lines; return whether it is another journal than before."""
        try:
            lines, replaced = self._journal.follow()
        except OSError as error:
            raise PlanbookError(f"Cannot read {self._journal.path}: {reason(error)}.") from error
        if replaced or anew:
            self.shelf.forget()
            self.seq = 0
        settled = max((line.upto for line in lines if isinstance(line, Mark)), default=0)
        self.seq = max(self.seq, settled)
        self.shelf.settled(settled)
        for line in lines:
            if not isinstance(line, Mark):
                self.seq = max(self.seq, line.seq)
                self.shelf.apply(line)
        return replaced or anew

    def steady(self, read: Callable[[], T]) -> T:
        """Read again if a file turned out to be newer than the journal was when last looked at.

        Another process may have moved a record between two files: seen half, it would be there twice or not
        at all.
        """
        found = read()
        while self.shelf.ahead_of(self.seq) and self.refresh():
            found = read()
        return found

    @property
    def problems(self) -> dict[str, str]:
        """What could not be read, by the name of the file: a sentence each."""
        journal = {JOURNAL: self._journal.damage} if self._journal.damage else {}
        return {**journal, **self.shelf.problems}

    @property
    def is_read_only(self) -> bool:
        """Whether nothing can be written, because the journal is damaged."""
        return bool(self._journal.damage)

    def actions(self) -> list[Entry]:
        """Every action the journal still holds, oldest first."""
        return self._journal.entries()

    def document(
        self, table: Table, record_id: str, likely: list[str], *, known: bool
    ) -> tuple[str, Document] | None:
        """Return the file and the document of a record, looked for in the files `likely`.

        Of a record that is `known` to exist the caller may hold a version that has moved since: it is looked
        for in every other file too.
        """
        for name in likely:
            document = self.shelf.readable(name).document(table.name, record_id)
            if document is not None:
                return name, document
        for name in self.holding(record_id) if known else ():
            document = self.shelf.readable(name).document(table.name, record_id)
            if document is not None:
                return name, document
        return None

    def holding(self, record_id: str) -> Iterator[str]:
        """The months that may hold a record, the latest first: those in whose bytes its id stands."""
        return (name for name in reversed(self.shelf.months()) if self.shelf.may_hold(name, record_id))

    def changes_of(self, entry: Entry, *, inverse: bool) -> Iterator[Change]:
        """Yield what an action changed, or what takes it back. Raises DamagedFile if that cannot be read."""
        return self._journal.inverse_of(entry) if inverse else self._journal.changes_of(entry)

    # --- writing ---------------------------------------------------------------------------------------

    def _is_gone(self) -> bool:
        return self.seq > 0 and not os.path.isdir(self.folder)  # noqa: PTH112 (Path.is_dir may raise)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the lock, with everything taken in that other processes did. Raises PlanbookError."""
        if self._acting:
            raise RuntimeError("an action cannot begin inside another")
        if self._is_gone():
            raise NotSaved(
                f"Not saved: {self.folder} is gone. Put it back and try again. Nothing was changed."
            )
        with ExitStack() as held:
            try:
                make_folder(self.folder)
                make_folder(self.folder / "months")
                held.enter_context(exclusive(self.folder / "lock"))
            except OSError as error:
                raise not_saved(self.folder, error) from error
            self._acting = True
            held.callback(setattr, self, "_acting", False)
            self.refresh()
            if self._journal.damage:
                raise DamagedFile(self._journal.damage)
            if not self._swept:
                self._sweep()
            yield

    def _sweep(self) -> None:
        """Remove what processes that were killed left lying about."""
        try:
            for folder, pattern in (
                (".", ".queue.json.*.tmp"),
                (".", ".journal*.log.*.tmp"),
                ("months", ".*.tmp"),
            ):
                sweep(self.folder / folder, pattern)
            self._journal.sweep_beside()
        except OSError as error:
            raise not_saved(self.folder, error) from error
        self._swept = True

    def commit(
        self, words: str, changes: Iterable[Change], *, now: datetime, by: str, kind: Kind = "do", of: int = 0
    ) -> None:
        """Make `changes`, gone through once, one action: on disk when this returns, or not done.

        Raises NotSaved, DamagedFile if a file is damaged, and whatever going through them raises.
        """
        draft = Draft(self._journal.path)
        try:
            last = self.seq
            for change in changes:
                last = max(last, self.shelf.opened_for(change).generation)
                draft.add(change)
            if not draft.names:
                return
            entry = Entry(seq=last + 1, at=now, words=words, by=by, kind=kind, of=of)
            entry = self._journal.record(entry, draft)
        except OSError as error:
            raise not_saved(self._journal.path, error) from error
        finally:
            draft.discard()
        self.seq = entry.seq
        with suppress(PlanbookError):  # it is done: whoever needs the file hears what is wrong
            self.shelf.apply(entry)

    @property
    def is_older(self) -> bool:
        """Whether files are of an older format, to be written in today's once they are backed up."""
        if not self._is_modern:
            self._is_modern = not self.shelf.older()
        return not self._is_modern

    def modernise(self) -> None:
        """Write every file of an older format in today's, as far as it comes. Raises NotSaved."""
        with self.locked():
            for name in self.shelf.older():
                self._write_file(name, not_modern)
        self._is_modern = True  # but for damaged ones, which stay as they are

    def checkpoint(self) -> None:
        """Bring the files up to the journal: where it is not damaged, and they are not of an older format.

        Those must be backed up before, with the first action. Raises NotSaved.
        """
        if not self.shelf.is_behind() or self.is_read_only or self.is_older:
            return
        with self.locked():
            self._bring_up_to_date()
            if self._journal.is_long():
                self._cut(KEEP)

    @contextmanager
    def settled(self) -> Iterator[None]:
        """Hold the lock with the files brought up to the journal, save for those that are damaged.

        Those of a planbook of an older format stay as they are.
        """
        with self.locked():
            if not self.is_older:
                self._bring_up_to_date()
            yield

    def forget_history(self) -> None:
        """Bring the files up to the journal and start it anew. Raises NotSaved, DamagedFile."""
        if self.seq == 0:
            return
        with self.locked():
            if left_out := self._bring_up_to_date():
                raise DamagedFile(self.shelf.problems[left_out[0]])
            self._cut(0)

    def _bring_up_to_date(self) -> list[str]:
        """Write the files that lag behind, and the mark that says so; return those that are damaged."""
        left_out = [name for name in self.shelf.behind() if not self._write_file(name)]
        if not left_out and self.shelf.is_behind():
            try:
                self._journal.append(Mark(self.seq))
            except OSError as error:
                raise not_up_to_date(self._journal.path, error) from error
            self.shelf.settled(self.seq)
        return left_out

    def _write_file(self, name: str, failed: Callable[[Path, OSError], NotSaved] = not_up_to_date) -> bool:
        path = self.shelf.path_of(name)
        with self.shelf.passing(name) as loaded:
            if name in self.shelf.damaged():
                return False
            generation = max(self.seq, loaded.generation)
            try:
                replace_file(path, seal(loaded.tables(), generation))
            except OSError as error:
                raise failed(path, error) from error
        self.shelf.written(name, generation)
        return True

    def _cut(self, keep: int) -> None:
        try:
            self._journal.cut(keep)
        except OSError as error:
            raise not_up_to_date(self._journal.path, error) from error

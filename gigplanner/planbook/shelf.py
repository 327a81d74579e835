"""The files of a planbook, loaded when asked for, with the journal's newer actions laid over them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from gigplanner.planbook.errors import DamagedFile, MissingChanges, NewerFormat, PlanbookError, reason
from gigplanner.planbook.lines import Change, Entry, PiecedEntry
from gigplanner.planbook.loaded import LoadedFile
from gigplanner.planbook.migrations import current_format
from gigplanner.planbook.storage import peek, read_sealed
from gigplanner.planbook.tables import QUEUE

Signature = tuple[int, int, int] | None

_LOOK_AGAIN: Signature = (-1, -1, -1)  # that of no file: what the disk refused once it may give the next time

MONTHS_KEPT = 16  # in memory: a year, and what a screen of today looks at


class Shelf:
    """The loaded files of a folder. What was not used for long is dropped, to be read again."""

    def __init__(self, folder: Path, changes_of: Callable[[Entry, str], Iterator[Change]]) -> None:
        """`changes_of` says what an action changed in one file."""
        self.folder = folder
        self._changes_of = changes_of
        self._loaded: dict[str, LoadedFile] = {}  # the one used last stands last
        self._entries: list[Entry] = []  # every action the journal holds
        self._settled = 0  # the files on disk hold every action up to this one
        self._pending: dict[str, int] = {}  # the files of later actions, each with the last one's number
        self._lagging: set[str] = set()  # files put back from an older copy: they lack settled actions
        self._newest = 0  # the highest generation met when loading
        self._unreadable: dict[str, tuple[Signature, str]] = {}
        self._misfits: dict[str, str] = {}  # of files that were only passed through

    @property
    def problems(self) -> dict[str, str]:
        """What could not be read, by the name of the file: a sentence each."""
        found = {name: sentence for name, (_, sentence) in self._unreadable.items()}
        found.update(self._misfits)
        for name, loaded in self._loaded.items():
            if loaded.misfits:
                found[name] = self._misfit_words(loaded)
        return found

    @staticmethod
    def _misfit_words(loaded: LoadedFile) -> str:
        (table, record_id), why = next(iter(loaded.misfits.items()))
        return (
            f"{loaded.path}: {len(loaded.misfits)} of its records cannot be read, such as "
            f"{record_id} of {table} ({why}); they stay as they are: update gigplanner."
        )

    def path_of(self, name: str) -> Path:
        """Where the file called `name` is."""
        return self.folder / "queue.json" if name == QUEUE else self.folder / "months" / f"{name}.json"

    # --- looking ---------------------------------------------------------------------------------------

    def months(self) -> list[str]:
        """The months that hold anything, oldest first. Raises PlanbookError."""
        try:
            names = os.listdir(self.folder / "months")  # noqa: PTH208 (half the time of Path.iterdir)
        except (FileNotFoundError, NotADirectoryError):
            names = []
        except OSError as error:
            raise PlanbookError(f"Cannot read {self.folder / 'months'}: {reason(error)}.") from error
        found = {name[:-5] for name in names if name.endswith(".json") and name[0].isdigit()}
        found.update(name for name, file in self._loaded.items() if file.holds_anything())
        found.update(self._pending)
        return sorted(found - {QUEUE})

    def months_between(self, first: str, last: str) -> list[str]:
        """The months from `first` to `last` that may hold anything. Raises PlanbookError."""
        year, month = int(first[:4]), int(first[5:])
        found: list[str] = []
        while (name := f"{year:04}-{month:02}") <= last:
            found.append(name)
            if len(found) > MONTHS_KEPT:
                return [name for name in self.months() if first <= name <= last]
            year, month = (year, month + 1) if month < 12 else (year + 1, 1)
        return found

    def file(self, name: str) -> LoadedFile:
        """Return the file called `name`, loaded; empty if it does not exist. Raises PlanbookError."""
        loaded = self._loaded.pop(name, None) or self._load(name)
        self._loaded[name] = loaded
        self._drop_one()
        return loaded

    def opened_for(self, change: Change) -> LoadedFile:
        """Return the file of a change that is to be made. Raises DamagedFile, before anything is written.

        Put back from elsewhere it may know higher numbers than the journal: it would take an action with a
        lower one for one that it holds.
        """
        loaded = self.file(change.file)
        loaded.open(change.table)
        return loaded

    def readable(self, name: str) -> LoadedFile:
        """Return the file like `file`, but an empty one, with the problem noted, where it is damaged."""
        return self._unless_damaged(name, self.file)

    @contextmanager
    def passing(self, name: str) -> Iterator[LoadedFile]:
        """Give the file like `readable` for a look through all of history: it is not kept in memory."""
        loaded = self._loaded.get(name) or self._unless_damaged(name, self._load)
        yield loaded
        if loaded.misfits and name not in self._loaded:
            self._misfits[name] = self._misfit_words(loaded)

    def may_hold(self, name: str, text: str) -> bool:
        """Whether the month `name` can hold a document with the string `text`: a quick look at its bytes."""
        if name in self._loaded or name in self._pending:
            return True
        try:
            return msgspec.json.encode(text) in self.path_of(name).read_bytes()
        except OSError:
            return True  # whoever reads it says what is wrong

    def _unless_damaged(self, name: str, read: Callable[[str], LoadedFile]) -> LoadedFile:
        signature = self._signature(name) if name not in self._loaded else None
        known = self._unreadable.get(name)
        if known and known[0] == signature:
            return LoadedFile(self.path_of(name), None)
        try:
            return read(name)
        except PlanbookError as error:
            is_known = isinstance(error, DamagedFile | NewerFormat) and not isinstance(error, MissingChanges)
            self._unreadable[name] = (signature if is_known else _LOOK_AGAIN, str(error))
            return LoadedFile(self.path_of(name), None)

    def _load(self, name: str) -> LoadedFile:
        path = self.path_of(name)
        loaded = LoadedFile(path, read_sealed(path))
        self._newest = max(self._newest, loaded.generation)
        for entry in self._entries:
            if entry.seq > loaded.generation and name in entry.files:
                for change in self._changes_of(entry, name):
                    loaded.apply(change)
                if entry.seq <= self._settled:
                    self._lagging.add(name)
        self._unreadable.pop(name, None)
        return loaded

    def _drop_one(self) -> None:
        if len(self._loaded) > MONTHS_KEPT:
            kept = {QUEUE, *self._lagging, next(reversed(self._loaded))}
            oldest = next((name for name in self._loaded if name not in kept), None)
            if oldest is not None:
                del self._loaded[oldest]

    def damaged(self) -> frozenset[str]:
        """The names of the files that could not be read at all."""
        return frozenset(self._unreadable)

    def _signature(self, name: str) -> Signature:
        """What tells a file from the one that is put in its place."""
        try:
            status = self.path_of(name).stat()
        except OSError:
            return None
        return status.st_ino, status.st_size, status.st_mtime_ns

    # --- keeping in step -------------------------------------------------------------------------------

    def apply(self, entry: Entry) -> None:
        """Take an action into the loaded files.

        Months that a large one changed are dropped instead, to be read anew: they may be much longer now. So
        is a file whose changes cannot be read: never is half an action in one. Raises PlanbookError then,
        with all others taken in.
        """
        self._note(entry)
        failure: PlanbookError | None = None
        for name in entry.files:
            if isinstance(entry, PiecedEntry) and name != QUEUE:
                self._loaded.pop(name, None)
            elif self._is_before(name, entry.seq):
                try:
                    for change in self._changes_of(entry, name):
                        self._loaded[name].apply(change)
                except PlanbookError as error:
                    del self._loaded[name]
                    failure = error
        if failure:
            raise failure

    def _note(self, entry: Entry) -> None:
        self._entries.append(entry)
        if entry.seq > self._settled:
            self._pending.update(dict.fromkeys(entry.files, entry.seq))

    def _is_before(self, name: str, seq: int) -> bool:
        loaded = self._loaded.get(name)
        return loaded is not None and loaded.generation < seq

    def settled(self, upto: int) -> None:
        """Note that the files on disk hold every action up to `upto`."""
        self._settled = max(self._settled, upto)
        self._pending = {name: seq for name, seq in self._pending.items() if seq > self._settled}

    def written(self, name: str, generation: int) -> None:
        """Note that the file called `name` is on disk as it is in memory, if it is there."""
        if name in self._loaded:
            self._loaded[name].generation = generation
        self._lagging.discard(name)
        self._misfits.pop(name, None)

    def is_behind(self) -> bool:
        """Whether some file may lag behind the journal."""
        return bool(self._lagging or self._pending)

    def behind(self) -> list[str]:
        """The files that lag behind the journal, oldest month first."""
        late = (
            name
            for name, seq in self._pending.items()
            if name not in self._loaded or self._is_before(name, seq)
        )
        return sorted({*self._lagging, *late})

    def ahead_of(self, seq: int) -> bool:
        """Whether a file loaded since the last such question holds actions after `seq`."""
        newest, self._newest = self._newest, 0
        return newest > seq

    def forget(self) -> None:
        """Drop what is loaded, to read it anew."""
        self._loaded.clear()
        self._entries.clear()
        self._pending.clear()
        self._lagging.clear()
        self._unreadable.clear()
        self._misfits.clear()
        self._settled = 0

    def newest_generation(self) -> int:
        """The highest generation of any file: for a planbook whose journal was taken away."""
        return max(peek(self.path_of(name)).generation for name in (QUEUE, *self.months()))

    def older(self) -> list[str]:
        """The files of an earlier format than today's, the queue last.

        It is the last to be brought up to date: where it is of today's format, so are the months.
        """
        today = current_format()
        if today == 1 or peek(self.path_of(QUEUE)).format == today:
            return []
        return [name for name in (*self.months(), QUEUE) if 0 < peek(self.path_of(name)).format < today]

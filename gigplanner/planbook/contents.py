"""What the files of a planbook hold at one moment, each with a stamp that no other contents have."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from typing import Any, TypeVar, cast

from gigplanner.model.records import Record
from gigplanner.model.times import Span
from gigplanner.planbook.errors import PlanbookError
from gigplanner.planbook.loaded import LoadedFile
from gigplanner.planbook.migrations import is_older
from gigplanner.planbook.stamps import Stamp, touched
from gigplanner.planbook.storage import Checked, read_checked
from gigplanner.planbook.store import Store
from gigplanner.planbook.tables import BY_RECORD, month_of

R = TypeVar("R", bound=Record)
T = TypeVar("T")

NOTHING = "nothing"  # the stamp of a file that does not exist
WINDOW = (
    3  # files that a look keeps in memory: whoever goes through history reads a month with both neighbours
)


class Contents:
    """One file as it was when it was looked at; it is opened when records are asked for."""

    def __init__(
        self, name: str, opened: Callable[[], LoadedFile], stamp: str | None, note_misfits: Callable[[], None]
    ) -> None:
        self._name = name
        self._opened = opened
        self._loaded: LoadedFile | None = None
        self._stamp = stamp
        self._note_misfits = note_misfits
        self._rows: dict[type[Record], tuple[list[Any], list[Record]]] = {}

    @property
    def stamp(self) -> str | None:
        """What tells these contents from any others; None if nothing on disk does.

        That is so while the journal holds something newer, and of a file that cannot be read, or of whose
        records some could not.
        """
        return None if self._loaded and self._loaded.misfits else self._stamp

    def within(self, kind: type[R], span: Span) -> list[R]:
        """Return its records of `kind`, which has instants, whose moment lies in `span`, in order."""
        if not month_of(span.start) <= self._name <= month_of(span.end):
            return []  # as wherever a stretch of time is read, a month holds what happened in it
        moments, records = self._in_order(kind)
        return cast("list[R]", records[bisect_left(moments, span.start) : bisect_left(moments, span.end)])

    def _in_order(self, kind: type[R]) -> tuple[list[Any], list[Record]]:
        """Return the records of `kind` by their moments, and those: in order once, looked at often."""
        if kind not in self._rows:
            if self._loaded is None:
                self._loaded = self._opened()
            moment: Callable[[Any], Any] = BY_RECORD[kind].moment
            records = sorted(self._loaded.records(BY_RECORD[kind]).values(), key=moment)
            self._rows[kind] = [*map(moment, records)], records
            if self._loaded.misfits:
                self._note_misfits()
        return self._rows[kind]


class Look:
    """A look at files, in any order, that are read, checked and held one by one."""

    def __init__(self, store: Store) -> None:
        self.newest = 0
        """The highest generation seen."""
        self._store = store
        self._acted = {name: entry.seq for entry in store.actions() for name in entry.files}
        self._held: dict[str, Contents] = {}

    def at(self, name: str) -> Contents:
        """Return the contents of the file called `name`; nothing, the problem noted, if it is damaged."""
        found = self._held.pop(name, None) or self._read(name)
        self._held[name] = found
        if len(self._held) > WINDOW:
            del self._held[next(iter(self._held))]
        return found

    def stamp(self, name: str) -> str | None:
        """Return the stamp of the contents of the file called `name`, read only if it may have changed."""
        known = None if name in self._held else self._store.stamps.of(self._store.shelf.path_of(name))
        if known is None:
            return self.at(name).stamp
        self.newest = max(self.newest, known.generation)
        return None if self._acted.get(name, 0) > known.generation else known.text

    def _read(self, name: str) -> Contents:
        path = self._store.shelf.path_of(name)
        before = touched(path)
        try:
            checked = read_checked(path)
        except PlanbookError:
            return self._as_shelved(name)
        generation = checked.head.generation if checked else 0
        self.newest = max(self.newest, generation)
        stamp = _stamp_of(checked)
        if stamp is not None:
            self._store.stamps.note(path, before, Stamp(stamp, generation))
        if self._acted.get(name, 0) > generation:
            return self._as_shelved(name)
        return Contents(
            name,
            lambda: LoadedFile(path, checked.opened() if checked else None),
            stamp,
            lambda: self._note(name),
        )

    def _as_shelved(self, name: str) -> Contents:
        """What the journal and the file make together, or nothing of a damaged file."""
        with self._store.shelf.passing(name) as loaded:
            return Contents(name, lambda: loaded, None, lambda: self._note(name))

    def _note(self, name: str) -> None:
        """Let the shelf find out, and say, which records of a file cannot be read."""
        with self._store.shelf.passing(name) as loaded:
            for table in BY_RECORD.values():
                loaded.records(table)


def look(store: Store, read: Callable[[Look], T]) -> T:
    """Return what `read` makes of a look at files that all belong to one moment.

    Another process may move a record from one file to another while they are read: a file newer than the
    journal as it was known gives that away, and everything is looked at again.
    """
    looks: list[Look] = []

    def look_anew() -> T:
        looks.append(Look(store))
        return read(looks[-1])

    while True:
        found = store.steady(look_anew)
        if looks[-1].newest <= store.seq or not store.refresh():
            store.stamps.keep()
            return found


def _stamp_of(checked: Checked | None) -> str | None:
    """Generation and checksum, as the seal states them: `read_checked` has found that they are true."""
    if checked is None:
        return NOTHING
    if is_older(checked.head.format):
        return None  # brought up to date soon
    return f"{checked.head.generation}:{checked.sha256}"

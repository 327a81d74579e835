"""Finding the files in what a person gives: files, folders, archives, archives in archives, a pasted text.

Nothing is unpacked to the disk, and no more than the bounds into memory: what an archive says of its own
sizes decides nothing.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from gigplanner.interop.foreign import nature
from gigplanner.interop.gigplanner_json import may_be_own
from gigplanner.interop.reading import LARGEST_FILE, LARGEST_OWN, too_large
from gigplanner.interop.zips import Budget, Enough, members_of
from gigplanner.model import BadInput

MOST_FILES = 5000  # of one import
DEEPEST_ARCHIVE = 3  # archives in one another
_DEEPEST_FOLDER = 12
_LOOKED_AT = 4096  # bytes that tell what a file is
_ARCHIVE = (b"PK\x03\x04", b"PK\x05\x06")
_NOTION_ALL = re.compile(r" [0-9a-f]{32}_all\.csv$")
_OF_SYSTEMS = frozenset({"__macosx", ".ds_store", "thumbs.db", "desktop.ini"})


class Pasted(Struct, frozen=True):
    """A text that was pasted or piped in: it is read like a file."""

    data: bytes
    name: str = "pasted text"


class Found(Struct, frozen=True):
    """A file that can be read. One in a folder or an archive is named by both."""

    name: str
    data: bytes
    given: str  # what the person named, in which it was found


class LeftOut(Struct, frozen=True):
    """A file that cannot be read, and the sentence that says why.

    `is_foreign` are those that are no exports at all, such as the pictures of a folder.
    """

    name: str
    reason: str
    given: str
    is_foreign: bool = False


class PassedOver(Struct, frozen=True):
    """A file that nobody would want to have read, and why in a few words."""

    name: str
    why: str
    given: str


Source = Path | Pasted
Outcome = Found | LeftOut | PassedOver


class _Item(Struct, frozen=True):
    """A file not opened yet."""

    name: str
    size: int
    read: Callable[[int], bytes]  # the first so many bytes; raises BadInput and OSError
    stream: Callable[[], BinaryIO] | None = None  # of a file on the disk, which need not be held in memory


def open_all(sources: Sequence[Source]) -> Iterator[Outcome]:
    """Yield every file in `sources`, each when it is asked for, so that only one is held at a time."""
    budget = Budget(MOST_FILES)
    views = views_of([str(source) for source in sources if isinstance(source, Path)])
    for source in sources:
        if isinstance(source, Pasted):
            yield Found(source.name, source.data, source.name)
        elif whole := views.get(str(source)):
            yield PassedOver(str(source), f"{Path(whole).name} holds all of it", str(source))
        else:
            yield from _Opener(source, budget).outcomes()


def views_of(names: Iterable[str]) -> dict[str, str]:
    """Return which of Notion's tables are views of another one, by which it is.

    Notion exports a database as `Tasks 0123…cdef.csv`, the view, and `Tasks 0123…cdef_all.csv`, all of it.
    """
    known = set(names)
    return {
        view: name
        for name in known
        if _NOTION_ALL.search(name) and (view := f"{name.removesuffix('_all.csv')}.csv") in known
    }


class _Opener:
    """Opens what the person named with one word."""

    def __init__(self, path: Path, budget: Budget) -> None:
        self.path = path
        self.given = str(path)
        self.budget = budget

    def outcomes(self) -> Iterator[Outcome]:
        try:
            mode = self.path.stat().st_mode
            if stat.S_ISDIR(mode):
                yield from self._folder()
            elif stat.S_ISREG(mode):
                yield from self._file(_on_disk(self.path), depth=0)
            elif stat.S_ISFIFO(mode):
                yield from self._pipe()
            else:
                yield self._left_out(self.given, f"{self.given} is a device, not a file.")
        except FileNotFoundError:
            yield self._left_out(self.given, f"{self.given} does not exist.")
        except Enough as error:
            yield self._left_out(self.given, str(error))
        except (OSError, ValueError) as error:
            yield self._left_out(self.given, _unreadable(self.given, error))

    def _left_out(self, name: str, reason: str, *, is_foreign: bool = False) -> LeftOut:
        return LeftOut(name, reason, self.given, is_foreign)

    def _pipe(self) -> Iterator[Outcome]:
        with self.path.open("rb") as pipe:
            data = pipe.read(LARGEST_FILE + 1)
        yield Found(self.given, data, self.given)

    def _folder(self) -> Iterator[Outcome]:
        names: list[str] = []
        for folder, folders, files in os.walk(self.path):
            is_deep = len(Path(folder).relative_to(self.path).parts) >= _DEEPEST_FOLDER
            folders[:] = [] if is_deep else sorted(name for name in folders if not _is_hidden(name))
            names += [str(Path(folder, name)) for name in sorted(files)]
            if len(names) > MOST_FILES:
                break
        if not names:
            yield self._left_out(self.given, f"{self.given} is a folder without any files.")
        yield from self._each(names, lambda name: _on_disk(Path(name)), depth=0)

    def _each(self, names: list[str], item: Callable[[str], _Item], *, depth: int) -> Iterator[Outcome]:
        """Open files that lie side by side, each on its own."""
        views = views_of(names)
        for name in names:
            if any(_is_hidden(part) for part in Path(name).relative_to(self.path).parts):
                yield PassedOver(name, "hidden or of the system", self.given)
            elif whole := views.get(name):
                yield PassedOver(name, f"{Path(whole).name} holds all of it", self.given)
            else:
                try:
                    found = item(name)
                    if found.size == 0:
                        yield PassedOver(name, "empty", self.given)
                    else:
                        yield from self._file(found, depth=depth)
                except OSError as error:
                    yield self._left_out(name, _unreadable(name, error))

    def _file(self, item: _Item, *, depth: int) -> Iterator[Outcome]:
        self.budget.count_file()
        try:
            beginning = item.read(_LOOKED_AT)
            if beginning.startswith(_ARCHIVE):
                yield from self._archive(item, depth=depth)
                return
            shown = Path(item.name).name
            what, remedy = nature(beginning)
            if what:
                sentence = f"{shown} is {what}, not an export{f': {remedy}' if remedy else ''}."
                yield self._left_out(item.name, sentence, is_foreign=True)
                return
            largest = LARGEST_OWN if may_be_own(beginning) else LARGEST_FILE
            if item.size > largest:
                raise BadInput(too_large(shown, item.size, largest))
            data = item.read(largest + 1)
        except Enough:
            raise
        except BadInput as error:
            yield self._left_out(item.name, str(error))
        else:
            yield Found(item.name, data, self.given)

    def _archive(self, item: _Item, *, depth: int) -> Iterator[Outcome]:
        if depth >= DEEPEST_ARCHIVE:
            raise BadInput(
                f"{Path(item.name).name} lies too deep in other archives: unpack it and import what is in it."
            )
        with members_of(item.name, item.stream, item.read, self.budget) as archive:
            for name, reason in archive.refused:
                yield self._left_out(f"{item.name}/{name}" if name else item.name, reason)
            sizes = {f"{item.name}/{member.name}": member for member in archive.members}

            def member(name: str) -> _Item:
                return _Item(name, sizes[name].size, sizes[name].read)

            yield from self._each(list(sizes), member, depth=depth + 1)


def _on_disk(path: Path) -> _Item:
    """The file at `path`; an empty one in the place of a pipe or a device, which may never end."""
    status = path.stat()

    def read(most: int) -> bytes:
        with path.open("rb") as file:
            return file.read(most)

    size = status.st_size if stat.S_ISREG(status.st_mode) else 0
    return _Item(str(path), size, read, lambda: path.open("rb"))


def _is_hidden(name: str) -> bool:
    return name.startswith(".") or name.casefold() in _OF_SYSTEMS


def _unreadable(name: str, error: Exception) -> str:
    why = (error.strerror or "unknown error").lower() if isinstance(error, OSError) else "no such name"
    return f"{name} cannot be read: {why}."

"""What comparing an import has to remember: in a temporary file as soon as it is too much for memory.

SQLite keeps a file without a name, which nobody else sees and which is gone with its last user; what fits
into its cache never gets to the disk. The planbook itself is not in it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, MutableMapping
from datetime import UTC, datetime, timedelta
from itertools import count
from types import TracebackType
from typing import Any, Generic, Self, TypeVar, cast

from gigplanner.interop.packing import packed, unpacked
from gigplanner.model.errors import GigError
from gigplanner.model.records import Record

V = TypeVar("V")
R = TypeVar("R", bound=Record)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_CACHE = 4096  # KiB
_PAGE = 500  # rows read at a time
_HEARD = 64  # statements after which a wish to stop is heard


class Scratch:
    """A file of tables. `go_on` is called again and again while it is used, and may raise to end that."""

    def __init__(self, go_on: Callable[[], object] = lambda: None) -> None:
        self._go_on = go_on
        self._names = count(1)
        self._steps = 0
        self._file = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        for setting in ("journal_mode=OFF", "synchronous=OFF", f"cache_size=-{_CACHE}"):
            self._file.execute(f"PRAGMA {setting}")
        self._file.execute("BEGIN")  # which never ends: nothing is to be kept

    def table(self, columns: str, *, by: str = "") -> str:
        """Make a table, with an index where `by` names columns; return its name."""
        name = f"t{next(self._names)}"
        self._file.execute(f"CREATE TABLE {name} ({columns})")
        if by:
            self._file.execute(f"CREATE INDEX {name}_by ON {name} ({by})")
        return name

    def do(self, statement: str, *values: object) -> list[Any]:
        """Carry a statement out, and return its rows, of which there are few."""
        self._steps += 1
        if self._steps % _HEARD == 0:
            self._go_on()
        return self._file.execute(statement, values).fetchall()

    def walk(self, table: str, columns: str) -> Iterator[Any]:
        """Yield the rows of a table in the order in which they came; it may change meanwhile."""
        last = 0
        while rows := self.do(
            f"SELECT rowid, {columns} FROM {table} WHERE rowid > ? ORDER BY rowid LIMIT {_PAGE}", last
        ):
            for rowid, *values in rows:
                yield values
                last = rowid
            self._go_on()

    def ordered(self, table: str, order: str, columns: str) -> Iterator[Any]:
        """Yield the rows of a table in an order; it must not change meanwhile."""
        rows = self._file.execute(f"SELECT {columns} FROM {table} ORDER BY {order}")
        while some := rows.fetchmany(_PAGE):
            yield from some
            self._go_on()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let go of the file; of a disk that took no more say so in one sentence. Raises GigError."""
        self._file.close()
        if isinstance(error, sqlite3.Error):
            raise _no_room(error) from error


def _no_room(error: sqlite3.Error) -> GigError:
    return GigError(
        f"There is no room for comparing in the folder for temporary files ({error}): make some, or set "
        "TMPDIR to another folder. Nothing was kept."
    )


def sortable(moment: datetime) -> int:
    """Return an instant as a number: microseconds since 1970."""
    return (moment - _EPOCH) // _MICROSECOND


def _as_it_is(value: Any) -> Any:
    return value


class Shelved(MutableMapping[str, V], Generic[V]):
    """A dictionary in a scratch file: of texts and numbers, or whatever else `pack` makes bytes of."""

    def __init__(
        self,
        scratch: Scratch,
        pack: Callable[[V], object] = _as_it_is,
        unpack: Callable[[Any], V] = _as_it_is,
    ) -> None:
        self._scratch = scratch
        self._pack, self._unpack = pack, unpack
        self.table = scratch.table("n INTEGER PRIMARY KEY, key TEXT UNIQUE, value")

    def __getitem__(self, key: str) -> V:
        """The value of `key`; KeyError if it has none."""
        rows = self._scratch.do(f"SELECT value FROM {self.table} WHERE key = ?", key)
        if not rows:
            raise KeyError(key)
        return self._unpack(rows[0][0])

    def __setitem__(self, key: str, value: V) -> None:
        """Keep a value; a key that is there keeps its place."""
        self._scratch.do(
            f"INSERT INTO {self.table} (key, value) VALUES (?, ?) "
            "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            key,
            self._pack(value),
        )

    def __delitem__(self, key: str) -> None:
        """Let go of `key`; KeyError if it is not there."""
        if not self._scratch.do(f"DELETE FROM {self.table} WHERE key = ? RETURNING n", key):
            raise KeyError(key)

    def __contains__(self, key: object) -> bool:
        """Whether `key` has a value."""
        return bool(self._scratch.do(f"SELECT 1 FROM {self.table} WHERE key = ?", key))

    def __iter__(self) -> Iterator[str]:
        """Yield the keys in the order in which they came."""
        return (key for (key,) in self._scratch.walk(self.table, "key"))

    def each(self) -> Iterator[V]:
        """Yield the values in the order in which their keys came; they may change meanwhile."""
        return (self._unpack(value) for (value,) in self._scratch.walk(self.table, "value"))

    def __len__(self) -> int:
        """How many keys there are."""
        return cast("int", self._scratch.do(f"SELECT COUNT(*) FROM {self.table}")[0][0])


class ShelvedRecords(Shelved[R]):
    """A dictionary of records in a scratch file."""

    def __init__(self, scratch: Scratch) -> None:
        super().__init__(scratch, packed, cast("Callable[[Any], R]", unpacked))


class Groups:
    """Names in groups, in a scratch file."""

    def __init__(self, scratch: Scratch) -> None:
        self._scratch = scratch
        self.table = scratch.table("group_ TEXT, name TEXT, PRIMARY KEY (group_, name)")

    def add(self, group: str, name: str) -> None:
        """Put a name into a group, if it is not in it yet."""
        self._scratch.do(f"INSERT OR IGNORE INTO {self.table} VALUES (?, ?)", group, name)

    def of(self, group: str) -> list[str]:
        """Return the names in a group, in the order in which they came."""
        rows = self._scratch.do(f"SELECT name FROM {self.table} WHERE group_ = ? ORDER BY rowid", group)
        return [name for (name,) in rows]

    def has_several(self, group: str) -> bool:
        """Whether there are two names or more in a group."""
        rows = self._scratch.do(f"SELECT 1 FROM {self.table} WHERE group_ = ? LIMIT 2", group)
        return len(rows) > 1

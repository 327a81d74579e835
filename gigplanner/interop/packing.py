"""Records as bytes and back: for the many of a large import, which are not all held as objects."""

from __future__ import annotations

import tempfile
import weakref
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from itertools import islice
from typing import IO, Self, TypeVar, cast, overload

import msgspec

from gigplanner.model import Earning, Record
from gigplanner.model.errors import GigError
from gigplanner.model.kinds import KINDS

R = TypeVar("R", bound=Record)

HELD = 1000  # records that a spool holds as they are; more go to a temporary file, so many at a time
_KINDS = tuple(KINDS.values())
ALL_BUT_EARNINGS = tuple(kind for kind in _KINDS if kind is not Earning)
_NUMBERS = {kind: number for number, kind in enumerate(_KINDS)}
_ENCODER = msgspec.msgpack.Encoder(order="deterministic")
_CHUNK = msgspec.msgpack.Decoder(list[bytes])


def packed(record: Record) -> bytes:
    """Return a record as bytes: equal ones as equal bytes."""
    return bytes((_NUMBERS[type(record)],)) + _ENCODER.encode(record)


def unpacked(data: bytes) -> Record:
    """Return the record that was packed."""
    return _decoder(data[0]).decode(memoryview(data)[1:])


@cache
def _decoder(number: int) -> msgspec.msgpack.Decoder[Record]:
    return msgspec.msgpack.Decoder(_KINDS[number])


def of_kinds(records: Iterable[Record], kinds: Collection[type[Record]]) -> Iterator[Record]:
    """Yield the records of some kinds; those of other kinds in a spool are not even opened."""
    if isinstance(records, Spool):
        return records.of_kinds(kinds)
    return (record for record in records if type(record) in kinds)


class Spool(Sequence[R]):
    """Records in the order they came, most of them in a temporary file, which goes when the spool does."""

    def __init__(self) -> None:
        self._last: list[R] = []
        self._chunks: list[tuple[int, int]] = []  # place and size in the file
        self._in_file = 0
        self._file: IO[bytes] | None = None

    def append(self, record: R) -> None:
        """Add a record. Raises GigError if there is no room for it."""
        self._last.append(record)
        if len(self._last) >= HELD:
            self._write()

    def __iadd__(self, records: Iterable[R]) -> Self:
        """Add records."""
        for record in records:
            self.append(record)
        return self

    def __len__(self) -> int:
        """How many there are."""
        return self._in_file + len(self._last)

    def __iter__(self) -> Iterator[R]:
        """Yield them in their order."""
        for data in self._packed():
            yield cast("R", unpacked(data))
        yield from self._last

    def of_kinds(self, kinds: Collection[type[Record]]) -> Iterator[R]:
        """Yield those of some kinds, in their order."""
        numbers = {_NUMBERS[kind] for kind in kinds}
        for data in self._packed():
            if data[0] in numbers:
                yield cast("R", unpacked(data))
        yield from (record for record in self._last if type(record) in kinds)

    def _packed(self) -> Iterator[bytes]:
        for place, size in self._chunks:
            yield from _CHUNK.decode(self._read(place, size))

    @overload
    def __getitem__(self, index: int) -> R: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[R, ...]: ...
    def __getitem__(self, index: int | slice) -> R | tuple[R, ...]:
        """Return one, or the records of a slice: those before are gone through."""
        if isinstance(index, slice):
            start, stop, step = index.indices(len(self))
            return tuple(islice(self, start, stop, step)) if step > 0 else tuple(self)[index]
        place = index + len(self) if index < 0 else index
        if not 0 <= place < len(self):
            raise IndexError(index)
        return next(islice(self, place, None))

    def settled(self) -> Sequence[R]:
        """Return the records to be read from now on: as they are, if they are few."""
        return self if self._chunks else tuple(self._last)

    def _write(self) -> None:
        data = msgspec.msgpack.encode([packed(record) for record in self._last])
        try:
            if self._file is None:
                self._file = tempfile.TemporaryFile(prefix="gigplanner-", buffering=0)  # noqa: SIM115
                weakref.finalize(self, self._file.close)
            place = self._file.seek(0, 2)
            _write_all(self._file, data)
        except OSError as error:
            why = (error.strerror or "unknown error").lower()
            raise GigError(
                f"There is no room for what was read in {tempfile.gettempdir()} ({why}): make some, or set "
                "TMPDIR to another folder. Nothing was kept."
            ) from error
        self._chunks.append((place, len(data)))
        self._in_file += len(self._last)
        self._last = []

    def _read(self, place: int, size: int) -> bytes:
        if self._file is None:
            return b""
        self._file.seek(place)
        data = b""
        while len(data) < size and (piece := self._file.read(size - len(data))):
            data += piece
        return data


def _write_all(file: IO[bytes], data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[file.write(view) :]

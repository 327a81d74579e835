"""Archives (.zip), opened without trusting them: bounded in files, bytes, depth and growth."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from gigplanner.interop.foreign import office_nature
from gigplanner.interop.reading import MEGABYTE
from gigplanner.model import BadInput

MOST_UNPACKED = 512 * MEGABYTE  # of one import
LARGEST_INNER = 128 * MEGABYTE  # of an archive in an archive, which has to be held in memory
MOST_TIMES = 200  # that a file may grow when unpacked; a repetitive export stays below 100
_ALWAYS_FINE = MEGABYTE  # unpacked bytes that do no harm, however much they grew
_LARGEST_DIRECTORY = 4 * MEGABYTE  # of an archive: some 50,000 files
_PIECE = 256 * 1024  # bytes unpacked at a time
_ENCRYPTED = 0x1
_READ_HERE = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_LEADS_OUT = re.compile(r"(?:^|/)\.\.(?:/|$)|^/|^[a-zA-Z]:")
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, RuntimeError)


class Enough(BadInput):
    """More than one import looks into: nothing further of what the person named is read."""


class Budget:
    """What one import may still look into and unpack."""

    def __init__(self, files: int, unpacked: int = MOST_UNPACKED) -> None:
        self._files = self._most_files = files
        self._unpacked = self._most_unpacked = unpacked

    def count_file(self) -> None:
        """Count one file more. Raises Enough."""
        self._files -= 1
        if self._files < 0:
            raise Enough(f"The rest was left out: an import reads {self._most_files:,} files at most.")

    def count_unpacked(self, size: int) -> None:
        """Count bytes more. Raises Enough."""
        self._unpacked -= size
        if self._unpacked < 0:
            most = self._most_unpacked // MEGABYTE
            raise Enough(f"The rest was left out: an import unpacks {most} MB at most.")


class Member(Struct, frozen=True):
    """A file in an archive, as it is said to be."""

    name: str
    size: int
    read: Callable[[int], bytes]  # the first so many bytes, whatever its size is said to be


class Archive(Struct, frozen=True):
    """What an archive holds, and the names in it that are refused, with the reasons."""

    members: tuple[Member, ...]
    refused: tuple[tuple[str, str], ...]


@contextmanager
def members_of(
    name: str, stream: Callable[[], BinaryIO] | None, read: Callable[[int], bytes], budget: Budget
) -> Iterator[Archive]:
    """Open the archive called `name`, on the disk by `stream` or else held in memory.

    Raises BadInput where it is no archive, damaged, or holds absurdly much.
    """
    shown = Path(name).name
    with stream() if stream else io.BytesIO(_held(shown, read)) as file:
        if _directory_size(file) > _LARGEST_DIRECTORY:
            raise BadInput(f"{shown} holds too many files: unpack it and import those you want.")
        try:
            opened = zipfile.ZipFile(file)
        except _BROKEN:
            raise BadInput(f"{shown} is damaged or cut short: download it again.") from None
        with opened:
            infos = [info for info in opened.infolist() if not info.is_dir()]
            what, remedy = office_nature({info.filename for info in infos})
            if what:
                raise BadInput(f"{shown} is {what}, not an export: {remedy}.")
            if infos and all(info.flag_bits & _ENCRYPTED for info in infos):
                raise BadInput(f"{shown} is locked with a password: unpack it and import what is in it.")
            members: list[Member] = []
            refused = [] if infos else [("", f"{shown} is an archive without any files.")]
            for info in infos:
                if fault := _fault(info):
                    refused.append((info.filename, f"{Path(info.filename).name} {fault}"))
                else:
                    members.append(Member(info.filename, info.file_size, _reader(opened, info, budget)))
            yield Archive(tuple(members), tuple(refused))


def _held(shown: str, read: Callable[[int], bytes]) -> bytes:
    data = read(LARGEST_INNER + 1)
    if len(data) > LARGEST_INNER:
        raise BadInput(f"{shown} is a large archive in an archive: unpack it and import what is in it.")
    return data


def _fault(info: zipfile.ZipInfo) -> str:
    """Return why a file in an archive is not even looked at, or nothing."""
    if _LEADS_OUT.search(info.filename.replace("\\", "/")):
        return "has a name that leads out of its archive: it was left out."
    if info.flag_bits & _ENCRYPTED:
        return "is locked with a password: unpack it and import it."
    if info.compress_type not in _READ_HERE:
        return "is packed in a way that gigplanner does not read: unpack it and import it."
    return ""


def _reader(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: Budget) -> Callable[[int], bytes]:
    shown = Path(info.filename).name

    def read(most: int) -> bytes:
        pieces: list[bytes] = []
        size = 0
        try:
            with archive.open(info) as stream:
                while size < most and (piece := stream.read(min(_PIECE, most - size))):
                    size += len(piece)
                    budget.count_unpacked(len(piece))
                    if size > max(_ALWAYS_FINE, MOST_TIMES * info.compress_size):
                        raise BadInput(
                            f"{shown} unpacks to far more than any export: it was left out, as a zip bomb."
                        )
                    pieces.append(piece)
        except _BROKEN:
            raise BadInput(f"{shown} is damaged in its archive: download it again.") from None
        return b"".join(pieces)

    return read


def _directory_size(file: BinaryIO) -> int:
    """Return how long an archive says its list of files is: that list is read whole. 0 if it does not say."""
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - 66_000))
    tail = file.read()
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or len(tail) < end + 20:
        return 0
    (directory,) = struct.unpack_from("<L", tail, end + 12)
    long_end = tail.rfind(b"PK\x06\x06", 0, end)
    if long_end >= 0 and end >= long_end + 48:
        (directory,) = struct.unpack_from("<Q", tail, long_end + 40)
    return int(directory)

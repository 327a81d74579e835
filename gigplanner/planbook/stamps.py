"""What files were found to be, remembered for as long as nothing touches them: `cache/stamps` too."""

from __future__ import annotations

import hashlib
import time
from pathlib import Path
from typing import NamedTuple

import msgspec

from gigplanner.planbook.cache_folder import CacheFolder

Touched = tuple[int, int, int, int]  # inode, size, and when contents and inode last changed

# a file touched this short a time ago may be touched again without a trace: the clocks of file systems tick
SETTLED_AFTER = 2_000_000_000  # nanoseconds; some tick every two seconds
FILE = "stamps"


class Stamp(NamedTuple):
    """What tells a file's contents from any others, and the last action in them."""

    text: str
    generation: int


Known = dict[str, tuple[Touched, Stamp]]  # by the file's name
_KNOWN = msgspec.json.Decoder(Known)


class StampMemory:
    """The stamps of files that were read and checked once. Of a file changed since it knows nothing.

    A command knows what those before it found: 120 months need not be read to see that none has changed.
    """

    def __init__(self, planbook: Path) -> None:
        self._folder = CacheFolder(planbook)
        self._known: Known | None = None
        self._has_news = False

    def of(self, path: Path) -> Stamp | None:
        """Return the stamp of the file at `path` if it is still the one that was read."""
        known = self._all().get(path.name)
        return known[1] if known and known[0] == touched(path) else None

    def note(self, path: Path, before: Touched | None, stamp: Stamp) -> None:
        """Remember a stamp; `before` is how the file was touched last before it was read."""
        if before is not None and time.time_ns() - max(before[2:]) > SETTLED_AFTER:
            self._all()[path.name] = (before, stamp)
            self._has_news = True

    def keep(self) -> None:
        """Let later commands know what is new."""
        if self._has_news:
            self._has_news = False
            data = msgspec.json.encode(self._all())
            self._folder.write(FILE, hashlib.sha256(data).digest() + data)

    def _all(self) -> Known:
        if self._known is None:
            self._known = self._kept()
        return self._known

    def _kept(self) -> Known:
        data = self._folder.read(FILE)
        if data is None or data[:32] != hashlib.sha256(data[32:]).digest():
            return {}
        try:
            return _KNOWN.decode(data[32:])
        except (msgspec.MsgspecError, UnicodeDecodeError):
            return {}


def touched(path: Path) -> Touched | None:
    """Return how the file at `path` was last touched; None if that cannot be told."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns

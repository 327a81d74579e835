"""What files were found to be, remembered for as long as nothing touches them."""

from __future__ import annotations

import time
from pathlib import Path
from typing import NamedTuple

Touched = tuple[int, int, int, int]  # inode, size, and when contents and inode last changed

# a file touched this short a time ago may be touched again without a trace: the clocks of file systems tick
SETTLED_AFTER = 2_000_000_000  # nanoseconds; some tick every two seconds


class Stamp(NamedTuple):
    """What tells a file's contents from any others, and the last action in them."""

    text: str
    generation: int


class StampMemory:
    """The stamps of files that were read and checked once. Of a file changed since it knows nothing."""

    def __init__(self) -> None:
        self._known: dict[Path, tuple[Touched, Stamp]] = {}

    def of(self, path: Path) -> Stamp | None:
        """Return the stamp of the file at `path` if it is still the one that was read."""
        known = self._known.get(path)
        return known[1] if known and known[0] == touched(path) else None

    def note(self, path: Path, before: Touched | None, stamp: Stamp) -> None:
        """Remember a stamp; `before` is how the file was touched last before it was read."""
        if before is not None and time.time_ns() - max(before[2:]) > SETTLED_AFTER:
            self._known[path] = (before, stamp)


def touched(path: Path) -> Touched | None:
    """Return how the file at `path` was last touched; None if that cannot be told."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns

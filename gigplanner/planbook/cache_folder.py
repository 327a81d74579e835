"""The folder `cache` of a planbook: what was worked out and can be worked out again.

Nothing here is ever the only copy of anything: the folder can be deleted at any time, no backup holds it, and
whoever cannot write there goes on without. Several processes may use it at once.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from gigplanner.planbook.durable import FILE_MODE, FOLDER_MODE, let_go, sweep, write_all

FOLDER = "cache"


class CacheFolder:
    """Files that are replaced whole, without waiting for the disk: their readers check what they hold."""

    def __init__(self, planbook: Path) -> None:
        self._folder = planbook / FOLDER
        self._swept = False

    def read(self, name: str) -> bytes | None:
        """Return what was written under `name`; None if there is nothing to be read."""
        try:
            return (self._folder / name).read_bytes()
        except OSError:
            return None

    def write(self, name: str, data: bytes) -> None:
        """Write `data` under `name`, over any before; a disk that refuses is let be."""
        with suppress(OSError):
            self._folder.mkdir(mode=FOLDER_MODE, exist_ok=True)
            if not self._swept:
                sweep(self._folder, ".*.tmp")
                self._swept = True
            _replace(self._folder / name, data)


def _replace(path: Path, data: bytes) -> None:
    """Replace a file. Raises OSError."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, FILE_MODE)
        try:
            write_all(handle, data)
        finally:
            let_go(handle)
        temporary.replace(path)
    except OSError:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise

"""One writer at a time, over all processes. The system frees the lock of a process that dies."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gigplanner.planbook.durable import FILE_MODE, let_go
from gigplanner.planbook.errors import PlanbookBusy

PATIENCE = 10.0  # seconds
PAUSE = 0.002  # seconds between two looks at a lock that is held


@contextmanager
def exclusive(path: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Hold the lock file at `path`; PlanbookBusy if another process keeps it for `patience` seconds."""
    handle = _acquire(path, patience)
    try:
        yield
    finally:
        let_go(handle)


def _acquire(path: Path, patience: float) -> int:
    give_up = time.monotonic() + patience
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, FILE_MODE)
        try:
            _wait_for(handle, path, patience, give_up)
            if _is_the_file_at(path, handle):
                return handle
        except BaseException:
            let_go(handle)
            raise
        let_go(handle)  # somebody took the file away meanwhile: that lock keeps nobody out


def _wait_for(handle: int, path: Path, patience: float, give_up: float) -> None:
    while not _try_lock(handle):
        if time.monotonic() > give_up:
            raise PlanbookBusy(
                f"Not saved: another gigplanner has been writing to {path.parent} for "
                f"{patience:.0f} seconds. Close it and try again."
            )
        time.sleep(PAUSE)


def _is_the_file_at(path: Path, handle: int) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(handle))
    except FileNotFoundError:
        return False


if os.name == "nt":
    import msvcrt

    def _try_lock(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        except OSError:
            return False
        return True
else:
    import fcntl

    def _try_lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

"""Planted bugs: each test of the battery must find the one made for it."""

from __future__ import annotations

import os
import pydoc
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any
from unittest.mock import patch

Patch = tuple[str, Any]


@contextmanager
def patched(*patches: Patch) -> Iterator[None]:
    """Put other things in the place of what the names stand for."""
    undo: list[Callable[[], Any]] = []
    try:
        for name, thing in patches:
            holder, _, attribute = name.rpartition(".")
            one = patch.object(pydoc.locate(holder), attribute, thing)
            one.start()
            undo.append(one.stop)
        yield
    finally:
        for stop in reversed(undo):
            stop()


def nothing(*_: Any, **__: Any) -> None:
    """Do nothing."""


NO_FSYNC: tuple[Patch, ...] = (
    ("gigplanner.planbook.durable.sync", nothing),
    ("gigplanner.planbook.journal.sync", nothing),
    ("gigplanner.planbook.pieces.sync", nothing),
)
NO_FOLDER_SYNC: tuple[Patch, ...] = (
    ("gigplanner.planbook.durable.sync_folder", nothing),
    ("gigplanner.planbook.journal.sync_folder", nothing),
    ("gigplanner.planbook.pieces.sync_folder", nothing),
)
NO_LOCK: tuple[Patch, ...] = (("gigplanner.planbook.store.exclusive", nullcontext),)
NO_CHECKSUM: tuple[Patch, ...] = (("gigplanner.planbook.storage._digest", lambda *_: "0" * 64),)


def _write_in_place(path: Path, data: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.write(handle, data)
    os.fsync(handle)
    os.close(handle)


IN_PLACE: tuple[Patch, ...] = (("gigplanner.planbook.store.replace_file", _write_in_place),)


def _never_withdraws(self: Any, handle: int, error: BaseException) -> None:
    """Leave on disk what was said not to have happened."""


NO_WITHDRAWAL: tuple[Patch, ...] = (("gigplanner.planbook.journal.Journal._withdraw", _never_withdraws),)


UNDO_FORWARD: tuple[Patch, ...] = (("gigplanner.planbook.journal.Change.inverse", lambda change: change),)

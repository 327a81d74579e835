"""The names of backups, which say when and why they were made: asked at the end of every command."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path

from gigplanner.planbook.durable import FILE_MODE, let_go, make_folder

FOLDER = "backups"
STARTING = 10.0  # seconds by which a process that was sent for a backup has taken its lock
_SENT = "sent-for-"
_NAME = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d)-(\d\d)-(\d\d)Z (.+)")


def name_of(made_at: datetime, why: str) -> str:
    """Return the name of a backup, which every file system can hold: `2026-11-22T08-14-00Z daily`."""
    return f"{made_at.astimezone(UTC):%Y-%m-%dT%H-%M-%SZ} {why}"


def named(folder: Path) -> Iterator[tuple[str, datetime, str]]:
    """Yield the backups of the planbook in `folder` by name, with when and why they were made."""
    try:
        names = os.listdir(folder / FOLDER)  # noqa: PTH208 (half the time of Path.iterdir)
    except OSError:
        return
    for name in names:
        if match := _NAME.fullmatch(name):
            *numbers, why = match.groups()
            try:
                made_at = datetime(*map(int, numbers), tzinfo=UTC)  # type: ignore[misc, arg-type]
            except ValueError:
                continue  # a folder that somebody else named
            yield name, made_at, why


def has_backup_on(folder: Path, day: date, day_of: Callable[[datetime], date]) -> bool:
    """Whether the planbook in `folder` was backed up on that day, for whatever reason."""
    return any(day_of(made_at) == day for _, made_at, _ in named(folder))


def may_send_for(folder: Path, day: date) -> bool | None:
    """Whether another process may be sent for the backup of `day`: who asks first has to send it.

    None while the one that was sent is only starting. False once it must have come back: where there is still
    no backup it failed, and whoever asks has to make it where the error is heard. Raises OSError.
    """
    root = folder / FOLDER
    make_folder(root)
    sent = root / f"{_SENT}{day.isoformat()}"
    try:
        let_go(os.open(sent, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE))
    except FileExistsError:
        return None if 0 <= time.time() - sent.stat().st_mtime < STARTING else False
    with suppress(OSError):  # an old note does no harm
        for earlier in root.glob(f"{_SENT}*"):
            if earlier != sent:
                earlier.unlink()
    return True

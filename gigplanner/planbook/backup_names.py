"""The names of backups, which say when and why they were made: asked at the end of every command."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

FOLDER = "backups"
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

"""Which backups stay: seven days, four weeks, twelve months, under a cap of bytes."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from gigplanner.model.settings import BackupRules
from gigplanner.planbook.backup_names import FOLDER
from gigplanner.planbook.backups import Backup, all_backups
from gigplanner.planbook.durable import sync_folder
from gigplanner.planbook.errors import PlanbookError, reason
from gigplanner.planbook.lock import exclusive

DAYS, WEEKS, MONTHS = 7, 4, 12
EACH = timedelta(days=7)  # every backup stays this long, whyever it was made


def utc_day(instant: datetime) -> date:
    """The day of an instant by UTC."""
    return instant.astimezone(UTC).date()


def thin(
    folder: Path,
    now: datetime,
    day_of: Callable[[datetime], date] = utc_day,
    *,
    largest: int = BackupRules().size_cap,
) -> list[str]:
    """Remove the backups that are neither promised nor recent, then the oldest until the rest fits the cap.

    The cap is `largest` bytes; a file that several backups share counts once.
    Never removed are the newest good one, and the newest that holds a file which later ones lack. Returns the
    names of those removed. Raises PlanbookError.
    """
    root = folder / FOLDER
    try:
        with exclusive(root / "lock"):
            backups = [backup for backup in all_backups(folder) if backup.manifest]
            going = [backup for backup in backups if backup not in kept(backups, now, day_of)]
            staying = [backup for backup in backups if backup not in going]
            needed = indispensable(staying)
            for oldest in reversed(staying):
                if bytes_of(staying) <= largest:
                    break
                if oldest not in needed:
                    staying = [backup for backup in staying if backup is not oldest]
                    going.append(oldest)
            for backup in going:
                _remove(backup)
    except OSError as error:
        raise PlanbookError(f"Old backups in {root} could not be removed: {reason(error)}.") from error
    return [backup.name for backup in going]


def kept(backups: Sequence[Backup], now: datetime, day_of: Callable[[datetime], date]) -> list[Backup]:
    """Return those of `backups`, newest first, that days, weeks and months are promised by."""
    found = [backup for backup in backups if backup.made_at > now - EACH]
    found += indispensable(backups)
    periods: tuple[tuple[int, Callable[[date], tuple[int, ...]]], ...] = (
        (DAYS, lambda day: (day.toordinal(),)),
        (WEEKS, lambda day: tuple(day.isocalendar()[:2])),
        (MONTHS, lambda day: (day.year, day.month)),
    )
    for count, period_of in periods:
        newest: dict[tuple[int, ...], Backup] = {}
        for backup in backups:
            newest.setdefault(period_of(day_of(backup.made_at)), backup)
        found += list(newest.values())[:count]
    return [backup for backup in backups if backup in found]


def indispensable(backups: Sequence[Backup]) -> list[Backup]:
    """Return the newest good backup, and those that hold the newest copy of a file which later ones lack."""
    found: list[Backup] = []
    held: set[str] = set()
    for backup in backups:
        if backup.files.keys() - held and backup.seems_whole():
            found.append(backup)
            held |= backup.files.keys()
    return found


def bytes_of(backups: Sequence[Backup]) -> int:
    """Return what `backups` take on the disk together, in bytes: a file they share counts once."""
    sizes: dict[tuple[int, int], int] = {}
    for backup in backups:
        for name in backup.files:
            try:
                status = (backup.path / name).stat()
            except OSError:
                continue
            sizes[status.st_dev, status.st_ino] = status.st_size
    return sum(sizes.values())


def _remove(backup: Backup) -> None:
    """Take a backup's name away before its files, so that half of it never looks whole."""
    going = backup.path.with_name(f".{backup.name}.{os.getpid()}.tmp")
    backup.path.rename(going)
    sync_folder(going.parent)
    shutil.rmtree(going)

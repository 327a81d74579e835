"""Backups: folders that hold the plain files as they were, each made whole or not at all.

A backup is a folder such as `backups/2026-11-22T08-14-00Z daily` with `queue.json`, `months/`, `config.toml`,
`mappings/` and `manifest.json`, which says what it holds and why. Of a planbook of an older format it holds
the files as they are, and the journal with them. A file that has not changed since the backup before is a
hard link to the copy there, so that ten years cost little; none shares a file with the planbook itself, so
that what damages a file in place leaves every backup alone.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Callable
from contextlib import ExitStack, suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from gigplanner.planbook.backup_names import FOLDER, has_backup_on, name_of, named
from gigplanner.planbook.beside import beside_documents, hold_beside
from gigplanner.planbook.book import Planbook
from gigplanner.planbook.durable import (
    FILE_MODE,
    FOLDER_MODE,
    let_go,
    make_folder,
    sync,
    sync_folder,
    write_all,
)
from gigplanner.planbook.errors import DamagedFile, NewerFormat, PlanbookError, reason
from gigplanner.planbook.lock import PATIENCE, exclusive
from gigplanner.planbook.storage import SEAL, unseal

Why = Literal["daily", "before import", "before migration", "before restore", "before repair", "by hand"]

MANIFEST = "manifest.json"
JOURNAL = "journal.log"
_MONTH = re.compile(r"\d{4}-\d\d\.json")
_HEAD = 200  # bytes of a planbook file in which its checksum stands


class Copied(Struct, frozen=True):
    """A file of a backup: its length in bytes and the SHA-256 of all of it."""

    size: int
    sha256: str


class Manifest(Struct, frozen=True, kw_only=True):
    """What a backup says of itself."""

    made_at: datetime
    why: str
    last_action: int  # the number of the last action it holds
    files: dict[str, Copied]
    left_out: dict[str, str] = {}  # files that were damaged when it was made, with the reason
    format: int = 1


class Backup(Struct, frozen=True, kw_only=True):
    """A backup as it is found. Without a manifest that can be read it is not whole."""

    path: Path
    made_at: datetime
    why: str
    manifest: Manifest | None = None

    @property
    def name(self) -> str:
        """The name of its folder."""
        return self.path.name

    @property
    def files(self) -> dict[str, Copied]:
        """What it holds, by path within it."""
        return self.manifest.files if self.manifest else {}

    @property
    def has_journal(self) -> bool:
        """Whether its files may lag behind its journal."""
        return JOURNAL in self.files

    def document_files(self) -> list[str]:
        """The names of the planbook's files that it holds, as the planbook names them."""
        return [name for name in map(short_name, self.files) if name]

    def read(self, name: str) -> bytes | None:
        """Return the file at the path `name` within it; None if it is not there as it was written."""
        noted = self.files.get(name)
        if noted is None:
            return None
        try:
            data = (self.path / name).read_bytes()
        except OSError:
            return None
        return data if hashlib.sha256(data).hexdigest() == noted.sha256 else None

    def seems_whole(self) -> bool:
        """Whether every file is there at its length: quick, and enough to choose by."""
        return self.manifest is not None and all(
            _size(self.path / name) == noted.size for name, noted in self.files.items()
        )


def short_name(path: str) -> str:
    """Return how the planbook names a file at that path within it: `queue`, `2026-11`; else nothing."""
    if path == "queue.json":
        return "queue"
    return path[7:-5] if path.startswith("months/") and _MONTH.fullmatch(path[7:]) else ""


def path_within(name: str) -> str:
    """Return the path, within the planbook and its backups, of the file that the planbook calls `name`."""
    return "queue.json" if name == "queue" else f"months/{name}.json"


# --- finding -----------------------------------------------------------------------------------------------


def all_backups(folder: Path) -> list[Backup]:
    """Return the backups of the planbook in `folder`, newest first, those that are not whole included."""
    found = []
    for name, made_at, why in named(folder):
        path = folder / FOLDER / name
        manifest = None
        with suppress(OSError, msgspec.MsgspecError, UnicodeDecodeError):
            manifest = msgspec.json.decode((path / MANIFEST).read_bytes(), type=Manifest)
        why = manifest.why if manifest else why
        found.append(Backup(path=path, made_at=made_at, why=why, manifest=manifest))
    return sorted(found, key=_age, reverse=True)


def find_backup(folder: Path, wanted: str) -> Backup:
    """Return the backup with that number in the list (1 is the newest), that name, or its beginning.

    Raises PlanbookError with the choice there is.
    """
    backups = all_backups(folder)
    if not backups:
        raise PlanbookError(f"There is no backup yet in {folder / FOLDER}: make one with gigplanner backup.")
    if wanted.isdigit() and 1 <= int(wanted) <= len(backups):
        return backups[int(wanted) - 1]
    matching = [backup for backup in backups if backup.name == wanted] or [
        backup for backup in backups if wanted and backup.name.startswith(wanted)
    ]
    if len(matching) != 1:
        many = f"{len(matching)} backups begin" if matching else "No backup begins"
        raise PlanbookError(
            f"{many} with {wanted[:60]!r}: gigplanner restore lists them, each with a number."
        )
    return matching[0]


def is_due(folder: Path, now: datetime, last_action: int, day_of: Callable[[datetime], date]) -> bool:
    """Whether the day of `now` has no backup yet, and something was done since the last one."""
    if not last_action or has_backup_on(folder, day_of(now), day_of):
        return False
    return not is_backed_up(folder, last_action)


def is_backed_up(folder: Path, last_action: int) -> bool:
    """Whether the newest backup holds every action up to `last_action`, and every file."""
    newest = next(iter(all_backups(folder)), None)
    return (
        newest is not None
        and newest.manifest is not None
        and newest.manifest.last_action == last_action
        and not newest.manifest.left_out
        and newest.seems_whole()
    )


def good_copy(folder: Path, name: str) -> tuple[Backup, bytes] | None:
    """Return the newest good copy of the file that the planbook calls `name`, and the backup it is from."""
    path = path_within(name)
    for backup in all_backups(folder):
        data = backup.read(path)
        if data is not None:
            with suppress(DamagedFile, NewerFormat):
                unseal(data, backup.path / path)
                return backup, data
    return None


def _age(backup: Backup) -> tuple[datetime, int, str]:
    return backup.made_at, backup.manifest.last_action if backup.manifest else 0, backup.name


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return -1


# --- making ------------------------------------------------------------------------------------------------


class Draft:
    """A backup in the making: the files are held as they are now, and copied by `finish`.

    `finish` needs nothing of the planbook: another thread may call it while this one goes on acting.
    """

    def __init__(self, folder: Path, stage: Path, manifest: Manifest, held: ExitStack) -> None:
        self._folder, self._stage, self._manifest, self._held = folder, stage, manifest, held

    def finish(self) -> Backup:
        """Copy what is held and give the backup its name. Raises PlanbookError, with nothing left behind."""
        with self._held:
            try:
                return self._finish()
            except OSError as error:
                raise PlanbookError(
                    f"No backup was made: cannot write {self._folder / FOLDER}: {reason(error)}."
                ) from error

    def _finish(self) -> Backup:
        copies = self._stage / "copies"
        _new_folder(copies)
        before = next((one for one in all_backups(self._folder) if one.manifest), None)
        folders = [copies]
        files: dict[str, Copied] = {}
        left_out: dict[str, str] = dict(self._manifest.left_out)
        held = self._stage / "held"
        for path in [*_document_files(held), *beside_documents(held)]:
            folder = (copies / path).parent
            if not folder.exists():
                _new_folder(folder)
                folders.append(folder)
            try:
                files[path] = _copy(held / path, copies / path, path, before, self._folder)
            except DamagedFile as error:
                left_out[path] = str(error)
        manifest = msgspec.structs.replace(self._manifest, files=files, left_out=left_out)
        text = msgspec.json.format(msgspec.json.encode(manifest), indent=1)
        _write_new(copies / MANIFEST, text + b"\n")
        for path in [*files, MANIFEST]:  # all are written first: the disk takes them together
            if (copies / path).stat().st_nlink == 1:  # a link to the backup before was synced then
                _sync_file(copies / path)
        for folder in reversed(folders):
            sync_folder(folder)
        final = self._free_name(manifest)
        copies.rename(final)
        sync_folder(final.parent)
        return Backup(path=final, made_at=manifest.made_at, why=manifest.why, manifest=manifest)

    def _free_name(self, manifest: Manifest) -> Path:
        name = name_of(manifest.made_at, manifest.why)
        root, number = self._folder / FOLDER, 1
        while (path := root / (name if number == 1 else f"{name} {number}")).exists():
            number += 1
        return path


def make_backup(book: Planbook, *, now: datetime, why: Why, config: Path | None = None) -> Backup:
    """Back the planbook up, and the preferences at `config` with the mappings. Raises PlanbookError."""
    return begin_backup(book, now=now, why=why, config=config).finish()


def begin_backup(
    book: Planbook, *, now: datetime, why: Why, config: Path | None = None, patience: float = PATIENCE
) -> Draft:
    """Hold the files of the planbook as they are now, under its lock: a matter of milliseconds.

    Raises PlanbookError, and PlanbookBusy if another backup is being made for longer than `patience` seconds.
    """
    if book.is_empty:
        raise PlanbookError(f"There is nothing to back up: {book.folder} holds no planbook yet.")
    root = book.folder / FOLDER
    with ExitStack() as held:
        try:
            make_folder(root)
            held.enter_context(exclusive(root / "lock", patience))
            for leftover in root.glob(".*.tmp"):
                shutil.rmtree(leftover)
            stage = root / f".{name_of(now, why)}.{os.getpid()}.tmp"
            held.callback(_discard, stage)
            _new_folder(stage)
            _new_folder(stage / "held")
            _new_folder(stage / "held" / "months")
            with book.quiet():
                left_out = hold_files(book.folder, stage / "held")
                if book.is_older:
                    for journal in book.folder.glob("journal*.log"):
                        shutil.copyfile(journal, stage / "held" / journal.name)
                last_action = book.seq
            if config is not None:
                hold_beside(config, stage / "held")
        except OSError as error:
            raise PlanbookError(f"No backup was made: cannot write {root}: {reason(error)}.") from error
        manifest = Manifest(
            made_at=now.astimezone(UTC).replace(microsecond=0),
            why=why,
            last_action=last_action,
            files={},
            left_out=left_out,
        )
        return Draft(book.folder, stage, manifest, held.pop_all())
    raise AssertionError("unreachable")  # ExitStack hides no error


def _discard(stage: Path) -> None:
    """Remove what a backup was made in; what the disk keeps of it the next one sweeps away."""
    with suppress(OSError):  # some escape rmtree even when it is told to ignore them
        shutil.rmtree(stage, ignore_errors=True)


def hold_files(folder: Path, goal: Path) -> dict[str, str]:
    """Link the planbook's files into `goal`, or copy them where links do not work.

    Returns those that could not be had, with the reason. Files are replaced and never written in place, so a
    link keeps what is there now. Call it under the planbook's lock.
    """
    left_out: dict[str, str] = {}
    for path in _document_files(folder):
        source = Path(os.path.realpath(folder / path))
        try:
            try:
                os.link(source, goal / path)
            except OSError:
                shutil.copyfile(source, goal / path)
        except OSError as error:
            left_out[path] = f"Cannot read {folder / path}: {reason(error)}."
    return left_out


def _document_files(folder: Path) -> list[str]:
    """The files of a planbook that hold documents, by path within it, months in order."""
    found = ["queue.json"] if os.path.lexists(folder / "queue.json") else []
    with suppress(OSError):
        months = sorted(os.listdir(folder / "months"))  # noqa: PTH208
        found += [f"months/{name}" for name in months if _MONTH.fullmatch(name)]
    return found


def _copy(held: Path, goal: Path, path: str, before: Backup | None, folder: Path) -> Copied:
    """Put a held file into the backup: as a link to the same content in the backup before, or copied.

    Raises DamagedFile for a planbook file that is not what was written.
    """
    noted = before.files.get(path) if before else None
    if before and noted and _is_same(held, before.path / path, noted):
        with suppress(OSError):
            os.link(before.path / path, goal)
            return noted
    data = held.read_bytes()
    if short_name(path):
        with suppress(NewerFormat):
            unseal(data, folder / path)
    _write_new(goal, data)
    return Copied(len(data), hashlib.sha256(data).hexdigest())


def _is_same(held: Path, copy: Path, noted: Copied) -> bool:
    """Whether the content is the same: a planbook file states the checksum of all of it where it begins."""
    try:
        if not held.stat().st_size == copy.stat().st_size == noted.size:
            return False
        with held.open("rb") as one, copy.open("rb") as other:
            head = one.read(_HEAD)
            if head != other.read(_HEAD):
                return False
            return head.startswith(b'{"%b"' % SEAL.encode()) or one.read() == other.read()
    except OSError:
        return False


def _new_folder(path: Path) -> None:
    path.mkdir(mode=FOLDER_MODE)


def _write_new(path: Path, data: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE)
    try:
        write_all(handle, data)
    finally:
        let_go(handle)


def _sync_file(path: Path) -> None:
    handle = os.open(path, os.O_RDWR)
    try:
        sync(handle)
    finally:
        let_go(handle)

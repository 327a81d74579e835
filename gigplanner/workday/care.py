"""Care of the data: backups by themselves and on demand, putting one back, and the doctor."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from gigplanner.model.errors import BadInput, GigError
from gigplanner.model.settings import Settings
from gigplanner.model.text import quoted
from gigplanner.planbook import Planbook, PlanbookError
from gigplanner.planbook.backups import (
    Backup,
    Draft,
    Why,
    all_backups,
    begin_backup,
    find_backup,
    is_backed_up,
    is_due,
    make_backup,
    path_within,
    short_name,
)
from gigplanner.planbook.beside import CONFIG, MAPPINGS, is_mapping
from gigplanner.planbook.findings import Finding
from gigplanner.planbook.places import Places
from gigplanner.planbook.restoring import Difference
from gigplanner.workday.desk import Desk


class Restoring(Struct, frozen=True, kw_only=True):
    """What putting a backup back would change, or has changed."""

    backup: Backup
    only: str  # the one file, as the planbook calls it; `config.toml`; `mappings`; or nothing for all
    damaged: tuple[str, ...]  # files that are mended first, by path
    differences: tuple[Difference, ...]
    preferences: bool = False  # whether the preferences differ, and are put back
    mappings: tuple[str, ...] = ()  # how tables are read: the files that are put back, by path

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to put back."""
        return not (self.damaged or self.differences or self.preferences or self.mappings)


# --- backups -----------------------------------------------------------------------------------------------


def back_up(desk: Desk, now: datetime, why: Why = "by hand") -> Backup:
    """Make a backup now, and thin the older ones. Raises PlanbookError."""
    backup = make_backup(desk.book, now=now, why=why, config=desk.config)
    tidy(desk.book.folder, now, desk.settings)
    return backup


def back_up_before(desk: Desk, now: datetime, why: Why) -> None:
    """Make a backup before something that changes much, unless the newest one holds everything already.

    Raises PlanbookError: without a backup nothing of the kind should begin.
    """
    if not desk.book.is_empty and not is_backed_up(desk.book.folder, desk.book.seq):
        back_up(desk, now, why)


def begin_daily(desk: Desk, now: datetime) -> Draft | None:
    """Begin the backup of the day if it is due; whoever gets it must `finish` it, perhaps in another thread.

    None where none is due, or where another process is making one. Raises PlanbookError.
    """
    if not is_due(desk.book.folder, now, desk.book.seq, desk.settings.day_of):
        return None
    from gigplanner.planbook import PlanbookBusy

    with suppress(PlanbookBusy):
        return begin_backup(desk.book, now=now, why="daily", config=desk.config, patience=0)
    return None


def finish_daily(draft: Draft, folder: Path, now: datetime, settings: Settings) -> None:
    """Finish the backup of the day and thin the older ones. Needs no planbook. Raises PlanbookError."""
    draft.finish()
    tidy(folder, now, settings)


def back_up_daily(desk: Desk, now: datetime) -> None:
    """Make the backup of the day if it is due. Raises PlanbookError."""
    draft = begin_daily(desk, now)
    if draft is not None:
        finish_daily(draft, desk.book.folder, now, desk.settings)


def tidy(folder: Path, now: datetime, settings: Settings) -> list[str]:
    """Thin the backups; return the names of those removed. Raises PlanbookError."""
    from gigplanner.planbook.thinning import thin

    return thin(folder, now, settings.day_of, largest=settings.backups.size_cap)


def backups(folder: Path) -> list[Backup]:
    """The backups there are, newest first."""
    return all_backups(folder)


# --- putting one back --------------------------------------------------------------------------------------


def choose_file(wanted: str) -> str:
    """Return what a person means: `queue`, `2026-11`, `months/2026-11.json`, `config.toml`, `mappings`."""
    if wanted in ("", CONFIG, MAPPINGS):
        return wanted
    name = wanted.removesuffix(".json").removeprefix("months/")
    if short_name(path_within(name)) != name:
        raise BadInput(
            f"{quoted(wanted)} is no file of a planbook: name queue, a month such as 2026-11, {CONFIG} "
            f"or {MAPPINGS}."
        )
    return name


def preview_restore(places: Places, wanted: str, only: str = "") -> Restoring:
    """Return what putting the backup `wanted` back would change; nothing is changed. Raises GigError."""
    from gigplanner.planbook.restoring import changes_to, differences

    backup, only = find_backup(places.data, wanted), choose_file(only)
    if only == CONFIG:
        return Restoring(
            backup=backup,
            only=only,
            damaged=(),
            differences=(),
            preferences=_kept_preferences(backup) != _present_preferences(places),
        )
    mappings = _mappings_to_restore(places, backup, only)
    if only == MAPPINGS:
        return Restoring(backup=backup, only=only, damaged=(), differences=(), mappings=mappings)
    book = Planbook(places.data, by="restore")
    found = changes_to(book, backup, only)
    damaged = tuple(path_within(name) for name in sorted(book.damaged) if only in ("", name))
    return Restoring(
        backup=backup,
        only=only,
        damaged=damaged,
        differences=tuple(differences(found)),
        mappings=mappings,
    )


def restore(places: Places, plan: Restoring, now: datetime, *, by: str = "restore") -> list[str]:
    """Put a backup back as was previewed; return what was done, in sentences.

    What is there now is backed up first; damaged files are set aside and mended; then everything is one
    action, which undo takes back. Raises GigError.
    """
    from gigplanner.planbook.mending import mend_document_file
    from gigplanner.planbook.restoring import put_back

    book = Planbook(places.data, by=by)
    said: list[str] = []
    if not book.is_empty:
        kept = make_backup(book, now=now, why="before restore", config=places.config)
        said.append(f"What was there until now is kept as {kept.name}.")
    if plan.only == CONFIG:
        from gigplanner.planbook.config import save_config

        save_config(places.config, _kept_preferences(plan.backup))
        return [*said, f"Restored the preferences of {plan.backup.name}."]
    said += _restore_mappings(places, plan)
    if plan.only == MAPPINGS:
        return said
    said += [mend_document_file(places.data, short_name(path), now) for path in plan.damaged]
    when = f"{settings_or_defaults(places).wall(plan.backup.made_at):%Y-%m-%d %H:%M}"
    which = f"{path_within(plan.only)} of the" if plan.only else "the"
    words = f"Restored {which} backup of {when} ({plan.backup.why})"
    changed = put_back(book, plan.backup, words, now, plan.only)
    said.append(f"{words}; gigplanner undo takes it back." if changed else "No record had to be changed.")
    with suppress(PlanbookError):  # the action is on disk already
        book.close()
    return said


def _kept_preferences(backup: Backup) -> bytes:
    data = backup.read(CONFIG)
    if data is None:
        raise GigError(f"{backup.name} holds no {CONFIG} that is whole: choose another backup.")
    return data


def _mappings_to_restore(places: Places, backup: Backup, only: str) -> tuple[str, ...]:
    """The mappings of a backup that are not there any more; asked for alone, also those that differ."""
    if only not in ("", MAPPINGS):
        return ()
    root = places.config.parent
    return tuple(
        path
        for path in sorted(filter(is_mapping, backup.files))
        if not (root / path).exists() or (only and _bytes_of(root / path) != backup.read(path))
    )


def _restore_mappings(places: Places, plan: Restoring) -> list[str]:
    from gigplanner.planbook.config import save_config

    for path in plan.mappings:
        data = plan.backup.read(path)
        if data is None:
            raise GigError(f"{plan.backup.name} holds no {path} that is whole: choose another backup.")
        save_config(places.config.parent / path, data)
    return [f"Restored how tables are read: {', '.join(plan.mappings)}."] if plan.mappings else []


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _present_preferences(places: Places) -> bytes:
    return _bytes_of(places.config)


# --- the doctor --------------------------------------------------------------------------------------------


def examine(places: Places, now: datetime) -> list[Finding]:
    """Return everything that is wrong with the data, and the preferences; nothing is changed.

    Records are looked at where the planbook can be opened. Raises nothing for what it finds.
    """
    from gigplanner.planbook.checkup import examine_records
    from gigplanner.planbook.doctor import examine_files

    found = examine_files(places.data, places.config)
    with suppress(PlanbookError):  # it cannot be opened: what hinders it is among the findings
        found += examine_records(Planbook(places.data, by="doctor"), now)
    return found


def repair(places: Places, findings: Sequence[Finding], now: datetime) -> list[str]:
    """Repair what can be; return what was done, in sentences. Raises GigError.

    Damaged files are set aside first. Then the planbook is backed up, and its records are repaired, in
    actions that undo takes back; what only a look at mended files shows is repaired as well.
    """
    from gigplanner.planbook.findings import MENDS_RECORDS
    from gigplanner.planbook.mending import mend_files
    from gigplanner.planbook.repairs import repair_records

    said = mend_files(places.data, findings, now)
    try:
        book = Planbook(places.data, by="doctor")
    except PlanbookError:  # a newer version's: what hinders it is among the findings that are left
        return said
    wrong = [one for one in examine(places, now) if one.kind in MENDS_RECORDS and one.can_repair]
    if wrong and not book.is_empty:
        kept = make_backup(book, now=now, why="before repair", config=places.config)
        said.append(f"What was there until now is kept as {kept.name}.")
        said += [f"{words}; gigplanner undo takes it back." for words in repair_records(book, wrong, now)]
    with suppress(PlanbookError):
        book.close()
    return said


def settings_or_defaults(places: Places) -> Settings:
    """The preferences, or the defaults where they cannot be read: the doctor must not need what it mends."""
    from gigplanner.planbook.config import load_settings, local_zone

    try:
        return load_settings(places.config)
    except PlanbookError:
        return Settings(zone=local_zone())

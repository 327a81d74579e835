"""Mending files: a damaged one is set aside, and the best that is left of it takes its place."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from gigplanner.planbook.backup_names import FOLDER
from gigplanner.planbook.backups import all_backups, good_copy, path_within, short_name
from gigplanner.planbook.doctor import DAMAGED, JOURNAL, open_to_others, strays_in
from gigplanner.planbook.durable import FILE_MODE, FOLDER_MODE, make_folder, replace_file, sync_folder
from gigplanner.planbook.errors import PlanbookError, reason
from gigplanner.planbook.findings import Finding
from gigplanner.planbook.lines import Entry, good_lines, parse_lines
from gigplanner.planbook.lock import exclusive
from gigplanner.planbook.salvage import salvage
from gigplanner.planbook.storage import Tables, seal, unseal

Mend = Callable[[Path, Finding, datetime], str]


def mend_files(folder: Path, findings: Sequence[Finding], now: datetime) -> list[str]:
    """Mend what is wrong with files, the journal first; return a sentence for each.

    Raises PlanbookError where the system refuses; what was mended before stays mended.
    """
    said: list[str] = []
    for kind, mend in _MENDS.items():
        for finding in findings:
            if finding.kind == kind and finding.can_repair:
                try:
                    said.append(mend(folder, finding, now))
                except OSError as error:
                    raise PlanbookError(f"Cannot mend {folder / finding.file}: {reason(error)}.") from error
    return said


def set_aside(folder: Path, path: Path, now: datetime) -> Path:
    """Keep what is at `path`, whatever it is, in the folder for damaged files; return where.

    What can be read stays at its own place too, until something is put there: there is no moment without it.
    Raises OSError.
    """
    make_folder(folder / DAMAGED)
    stamp = f"{now.astimezone(UTC):%Y-%m-%dT%H-%M-%SZ}"
    number = 1
    while os.path.lexists(
        goal := folder / DAMAGED / f"{path.name}.{stamp}{f'.{number}' if number > 1 else ''}"
    ):
        number += 1
    if path.is_file():
        shutil.copyfile(path, goal)
        goal.chmod(FILE_MODE)
        with goal.open("rb") as file:
            os.fsync(file.fileno())
    else:
        path.rename(goal)
    sync_folder(goal.parent)
    return goal


def mend_document_file(folder: Path, name: str, now: datetime) -> str:
    """Put the best that is left in the place of the damaged or missing file that the planbook calls `name`.

    That is the newest good backup's copy, over which the journal is laid when it is read; records that can
    still be read in the damaged file join it where the journal does not reach back that far. Without a backup
    it is those records alone. Says what was done. Raises OSError and PlanbookError.
    """
    path = folder / path_within(name)
    with exclusive(folder / "lock"):
        data = path.read_bytes() if path.is_file() else b""
        kept = set_aside(folder, path, now) if os.path.lexists(path) else None
        saved = salvage(data)
        make_folder(path.parent)
        copy = good_copy(folder, name)
        if copy is None:
            tables, generation = saved.tables, 0  # the whole journal is laid over it
            count = "1 record" if saved.records == 1 else f"{saved.records} records"
            lost = f", {saved.lost} could not" if saved.lost else ""
            did = f"{count} of {path} could still be read{lost}; the journal adds what it holds: look it over"
        else:
            backup, good = copy
            generation = backup_generation = _generation(good, path)
            tables = unseal(good, path)
            did = f"{path} is back as of {backup.name}, with what the journal holds since then"
            if _oldest_action(folder) > backup_generation + 1:
                joined = _join(tables, saved.tables)
                did += (
                    f"; it does not reach back that far, so {joined} readable records joined it: look it over"
                )
        replace_file(path, seal(tables, generation))
    return f"{did}. The damaged file is kept as {kept}." if kept else f"{did}."


def _generation(data: bytes, path: Path) -> int:
    return int(unseal(data, path)["_gigplanner"]["1"]["generation"])


def _join(tables: Tables, more: Tables) -> int:
    """Add to `tables` the documents of `more` whose ids are not among them; return how many."""
    joined = 0
    for name, documents in more.items():
        there = tables.setdefault(name, {})
        known = {document.get("id") for document in there.values()}
        for number, document in documents.items():
            if document.get("id") not in known and number not in there:
                there[number] = document
                joined += 1
    return joined


def _oldest_action(folder: Path) -> int:
    """The number of the first action in the journal; that of none is beyond every other."""
    path = folder / JOURNAL
    with suppress(OSError, PlanbookError):
        for line in parse_lines(path.read_bytes(), path, 0):
            if isinstance(line.says, Entry):
                return line.says.seq
    return 2**62


def _mend_document(folder: Path, finding: Finding, now: datetime) -> str:
    return mend_document_file(folder, short_name(finding.file), now)


def _mend_journal(folder: Path, finding: Finding, now: datetime) -> str:
    path = folder / JOURNAL
    with exclusive(folder / "lock"):
        data = path.read_bytes()
        lines, bad = good_lines(data)
        left_out = int(finding.about or 0)
        kept_lines = [line for line in lines if not left_out or not _is_action(line, left_out, path)]
        kept = set_aside(folder, path, now)
        if left_out and (beside := path.with_name(f"{path.stem}-{left_out}{path.suffix}")).exists():
            set_aside(folder, beside, now)
        replace_file(path, b"".join(kept_lines))
    places = "1 place" if bad == 1 else f"{bad} places"
    what = f"without action {left_out}" if left_out else f"without what was damaged in {places}"
    return (
        f"{path} goes on with its {len(kept_lines)} whole lines, {what}. The damaged one is kept as {kept}."
    )


def _is_action(line: bytes, number: int, path: Path) -> bool:
    found = parse_lines(line, path, 0)
    return bool(found) and isinstance(found[0].says, Entry) and found[0].says.seq == number


def _mend_torn(folder: Path, _finding: Finding, now: datetime) -> str:
    path = folder / JOURNAL
    with exclusive(folder / "lock"):
        data = path.read_bytes()
        whole = sum(len(line.data) for line in parse_lines(data, path, 0))
        kept = set_aside(folder, path, now)
        os.truncate(path, whole)
    return f"The torn end of {path}, {len(data) - whole} bytes, was cut off. With it, it is kept as {kept}."


def _mend_stray(folder: Path, finding: Finding, _now: datetime) -> str:
    path = folder / finding.file
    place = folder / FOLDER if finding.file.startswith(f"{FOLDER}/") else folder
    with exclusive(place / "lock"):
        if path in strays_in(place):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    return f"{path} was removed."


def _mend_backup(folder: Path, finding: Finding, now: datetime) -> str:
    path = folder / finding.file
    with exclusive(folder / FOLDER / "lock"):
        if all(backup.path != path for backup in all_backups(folder)):
            return f"{path} is gone already."
        kept = set_aside(folder, path, now)
    return f"The backup that is not whole is kept as {kept}."


def _mend_modes(folder: Path, finding: Finding, _now: datetime) -> str:
    closed = 0
    for path in open_to_others(folder):
        if (path == folder) == (finding.file == "."):
            path.chmod(FOLDER_MODE if path.is_dir() else FILE_MODE)
            closed += 1
    return (
        f"Others cannot look into {folder} any more."
        if finding.file == "."
        else f"{closed} files are yours alone."
    )


_MENDS: dict[str, Mend] = {
    "open-to-others": _mend_modes,
    "torn-journal": _mend_torn,
    "damaged-journal": _mend_journal,
    "broken-backup": _mend_backup,
    "damaged-file": _mend_document,
    "missing-file": _mend_document,
    "stray-file": _mend_stray,
}

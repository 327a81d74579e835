"""The doctor's look at files and folders: each kind of damage found, and said in plain words."""

from __future__ import annotations

import os
import stat
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import msgspec
from msgspec import Struct

from gigplanner.planbook.backup_names import FOLDER
from gigplanner.planbook.backups import all_backups, good_copy, path_within, short_name
from gigplanner.planbook.config import load_settings
from gigplanner.planbook.durable import FILE_MODE, FOLDER_MODE
from gigplanner.planbook.errors import DamagedFile, NewerFormat, PlanbookBusy, PlanbookError, reason
from gigplanner.planbook.findings import Finding
from gigplanner.planbook.journal import Journal
from gigplanner.planbook.lines import Entry, good_lines, parse_lines
from gigplanner.planbook.lock import exclusive
from gigplanner.planbook.salvage import salvage, shape_of
from gigplanner.planbook.storage import SEAL, read_sealed
from gigplanner.planbook.tables import BY_NAME

JOURNAL = "journal.log"
DAMAGED = "damaged"  # the folder that damaged files are set aside in
STRAYS = ((".", ".*.tmp"), ("months", ".*.tmp"))
_BRIEFLY = 1.0  # seconds to wait for a lock


class _Named(Struct):
    id: str = ""


_NAMED_TABLE = msgspec.json.Decoder(dict[str, _Named])


def examine_files(folder: Path, config: Path) -> list[Finding]:
    """Return what is wrong with the files of the planbook in `folder`, its backups and the preferences.

    Nothing is changed. A folder that does not exist has nothing wrong with it.
    """
    found: list[Finding] = []
    if folder.is_dir():
        looks: tuple[Callable[[Path], Iterator[Finding]], ...] = (
            _journal,
            _documents,
            _missing,
            _strays,
            _backups,
            _open_to_others,
        )
        for look in looks:
            found += look(folder)
    return [*found, *_config(config, folder)]


def document_names(folder: Path) -> list[str]:
    """The names of the document files there are: the queue, then the months."""
    names = ["queue"] if os.path.lexists(folder / "queue.json") else []
    with suppress(OSError):
        months = sorted(short_name(f"months/{name}") for name in os.listdir(folder / "months"))  # noqa: PTH208
        names += filter(None, months)
    return names


# --- document files ----------------------------------------------------------------------------------------


def _documents(folder: Path) -> Iterator[Finding]:
    for name in document_names(folder):
        path = folder / path_within(name)
        try:
            sealed = read_sealed(path)
            tables = sealed.tables if sealed else {}
            named = {table: _NAMED_TABLE.decode(raw) for table, raw in tables.items() if table != SEAL}
        except NewerFormat as error:
            yield Finding(
                "newer-format", path_within(name), str(error), "Update gigplanner.", can_repair=False
            )
        except (DamagedFile, msgspec.MsgspecError) as error:
            yield _damaged(folder, name, error)
        except PlanbookError as error:
            yield _unreadable(folder, name, error)
        else:
            yield from _doubled(name, named)


def _damaged(folder: Path, name: str, error: Exception) -> Finding:
    path = path_within(name)
    data = (folder / path).read_bytes()
    what = shape_of(data) if isinstance(error, DamagedFile) else f"has a table that is none ({error})"
    return Finding("damaged-file", path, f"{folder / path} {what}.", _way_back(folder, name, data))


def _unreadable(folder: Path, name: str, error: PlanbookError) -> Finding:
    path = folder / path_within(name)
    if path.is_dir() or path.is_symlink():
        return Finding("damaged-file", path_within(name), str(error), _way_back(folder, name, b""))
    remedy = "Give yourself the right to read it, then look again."
    return Finding("unreadable-file", path_within(name), str(error), remedy, can_repair=False)


def _way_back(folder: Path, name: str, data: bytes) -> str:
    """What repairing a damaged file would do."""
    aside = f"Repairing sets it aside in {DAMAGED}/ and"
    copy = good_copy(folder, name)
    if copy is not None:
        return f"{aside} puts the copy of {copy[0].name[:10]} back, with what the journal holds since then."
    saved = salvage(data)
    if saved.records:
        count = "1 record" if saved.records == 1 else f"{saved.records} records"
        return f"{aside} keeps the {count} that can still be read: there is no backup of it."
    return f"{aside} begins it anew with what the journal holds: nothing in it can be read, no backup has it."


def _doubled(name: str, tables: dict[str, dict[str, _Named]]) -> Iterator[Finding]:
    for table, documents in tables.items():
        seen: set[str] = set()
        for number, document in documents.items():
            record_id = document.id or number
            if record_id in seen:
                what = f"{path_within(name)} holds the {_word(table)} {record_id} twice."
                yield Finding(
                    "duplicate",
                    path_within(name),
                    what,
                    "Repairing keeps one of two that are equal, and both, under two ids, where they differ.",
                    table=table,
                    record=record_id,
                    field="here",
                )
            seen.add(record_id)


def _missing(folder: Path) -> Iterator[Finding]:
    """Files that the newest good backup holds and the planbook lacks: gigplanner itself removes none."""
    backup = next((one for one in all_backups(folder) if one.seems_whole()), None)
    there = set(document_names(folder))
    for name in backup.document_files() if backup else []:
        if name not in there:
            path = path_within(name)
            yield Finding("missing-file", path, f"{folder / path} is gone.", _way_back(folder, name, b""))


# --- the journal -------------------------------------------------------------------------------------------


def _journal(folder: Path) -> Iterator[Finding]:
    path = folder / JOURNAL
    try:
        data = path.read_bytes()
        lines = parse_lines(data, path, 0)
    except FileNotFoundError:
        return
    except NewerFormat as error:
        yield Finding("newer-format", JOURNAL, str(error), "Update gigplanner.", can_repair=False)
        return
    except DamagedFile as error:
        lines_left, _ = good_lines(data)
        remedy = (
            f"Repairing sets it aside in {DAMAGED}/ and goes on with its {len(lines_left)} whole lines; "
            "what the others did is lost where the files do not hold it already."
        )
        yield Finding("damaged-journal", JOURNAL, _first_part(error), remedy)
        return
    except OSError as error:
        what = f"Cannot read {path}: {reason(error)}."
        yield Finding("unreadable-file", JOURNAL, what, "Make it a file that you can read.", can_repair=False)
        return
    if len(data) > sum(len(line.data) for line in lines):
        what = f"The last line of {path} was not written to its end: that action was never said to be done."
        yield Finding("torn-journal", JOURNAL, what, "The next action cuts it off; repairing does so now.")
    journal = Journal(path)
    for line in lines:
        if isinstance(line.says, Entry):
            try:
                deque(journal.changes_of(line.says), maxlen=0)
            except DamagedFile as error:
                remedy = (
                    f"Repairing goes on without the action “{line.says.words}”: it cannot be undone any "
                    "more, and what the files do not hold of it already is lost."
                )
                yield Finding(
                    "damaged-journal", JOURNAL, _first_part(error), remedy, about=str(line.says.seq)
                )


def _first_part(error: Exception) -> str:
    return str(error).split(": it was left as it is")[0].rstrip(".") + "."


# --- what lies beside --------------------------------------------------------------------------------------


def _strays(folder: Path) -> Iterator[Finding]:
    """Temporary files: under the locks, because a file that is being written looks the same."""
    for place, lock in ((folder, folder / "lock"), (folder / FOLDER, folder / FOLDER / "lock")):
        if not lock.exists():
            continue
        try:
            with exclusive(lock, _BRIEFLY):
                strays = strays_in(place)
        except (PlanbookBusy, OSError):
            continue  # somebody is writing: there is nothing to be said about strays now
        for stray in strays:
            what = f"{stray} is what an interrupted write left behind."
            yield Finding("stray-file", _within(stray, folder), what, "Repairing removes it.")


def strays_in(place: Path) -> list[Path]:
    """The temporary files in a planbook's folder, or in its folder of backups."""
    return sorted(path for below, pattern in STRAYS for path in (place / below).glob(pattern))


def _backups(folder: Path) -> Iterator[Finding]:
    checked: dict[tuple[int, int], bool] = {}  # files that several backups share are read once
    for backup in all_backups(folder):
        broken: list[str] = []
        for name in backup.files:
            try:
                status = (backup.path / name).stat()
            except OSError:
                broken.append(name)
                continue
            key = (status.st_dev, status.st_ino)
            if key not in checked:
                checked[key] = backup.read(name) is not None
            if not checked[key]:
                broken.append(name)
        if backup.manifest is None or broken:
            why = f"{broken[0]} is not as it was written" if broken else "its manifest cannot be read"
            more = f", and {len(broken) - 1} more" if len(broken) > 1 else ""
            what = f"The backup {backup.path} is not whole: {why}{more}."
            remedy = f"Repairing sets it aside in {DAMAGED}/; the files that are good stay usable there."
            yield Finding("broken-backup", _within(backup.path, folder), what, remedy)


def _open_to_others(folder: Path) -> Iterator[Finding]:
    wrong = [_within(path, folder) for path in open_to_others(folder)]
    if "." in wrong:
        what = f"Others on this machine may look into {folder}."
        yield Finding("open-to-others", ".", what, "Repairing keeps them out (mode 0700).")
        wrong.remove(".")
    if wrong:
        count = "1 file" if len(wrong) == 1 else f"{len(wrong)} files and folders"
        what = f"Others on this machine may read {count} in {folder}, such as {wrong[0]}."
        yield Finding("open-to-others", wrong[0], what, "Repairing keeps them out (0600, folders 0700).")


def open_to_others(folder: Path) -> list[Path]:
    """The folder and the files of the planbook whose modes let others in. The preferences are no record."""
    if os.name == "nt":
        return []
    found: list[Path] = []
    own = ["queue.json", "lock", *(path.name for path in folder.glob("journal*.log"))]
    trees = [folder / name for name in ("months", FOLDER, DAMAGED)]
    paths = [folder, *(folder / name for name in own), *trees]
    paths += [path for tree in trees for path in tree.rglob("*")]
    for path in paths:
        with suppress(OSError):
            mode = path.lstat().st_mode
            wanted = FOLDER_MODE if stat.S_ISDIR(mode) else FILE_MODE
            if not stat.S_ISLNK(mode) and stat.S_IMODE(mode) & ~wanted:
                found.append(path)
    return found


def _config(config: Path, folder: Path) -> Iterator[Finding]:
    try:
        load_settings(config)
    except PlanbookError as error:
        kept = any("config.toml" in backup.files for backup in all_backups(folder))
        remedy = "Edit the file" + (
            ", or put a copy back with gigplanner restore 1 --only config.toml." if kept else "."
        )
        yield Finding("config", str(config), str(error), remedy, can_repair=False)


def _within(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()


def _word(table: str) -> str:
    return "record" if table not in BY_NAME else BY_NAME[table].record.__name__.lower()

"""The files of a folder, to choose from: folders first, then files, the newest first."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from gigplanner.interop.reading import counted
from gigplanner.model.settings import Settings
from gigplanner.tui.dialogs.import_paths import path_of
from gigplanner.tui.dialogs.rows import Row
from gigplanner.tui.text import Piece

MOST_SHOWN = 300
_MOST_LOOKED_AT = 5000  # files of one folder
_UNITS = ("B", "kB", "MB", "GB", "TB")
WHOLE = "whole:"  # the key of the row that stands for all files of the folder


class _Entry(NamedTuple):
    name: str
    is_folder: bool
    size: int
    changed: float


def first_folder() -> Path:
    """Return where looking for files begins: among the downloads, if there are any."""
    home = path_of("~")
    downloads = home / "Downloads"
    return downloads if _is_folder(downloads) else home if _is_folder(home) else Path("/")


def split_typed(text: str) -> tuple[Path, str]:
    """Return the folder that is being typed, and how the name in it begins."""
    bare = text.strip()
    if not bare:
        return first_folder(), ""
    whole = path_of(bare.strip("\"'"))
    if bare.rstrip("\"'").endswith(("/", os.sep)) or _is_folder(whole):
        return whole, ""
    return whole.parent, whole.name


def folder_rows(text: str, settings: Settings) -> list[Row]:
    """Return the rows to choose from while `text` is typed; the key of a row is what becomes of the text."""
    folder, begun = split_typed(text)
    found = [
        entry
        for entry in _entries(folder)
        if entry.name.casefold().startswith(begun.casefold()) and (begun or not entry.name.startswith("."))
    ]
    rows: list[Row] = []
    if not begun:
        files = sum(not entry.is_folder for entry in found)
        if files > 1:
            words = f"all of {folder.name or folder}, {counted(files, 'file', 'files')}"
            rows.append(Row(f"{WHOLE}{folder}", (Piece(words, "money"),)))
        if folder.parent != folder:
            rows.append(Row(_typed(folder.parent), (Piece("../", "time"),), (Piece("up", "quiet"),)))
    return rows + [_row(folder, entry, settings) for entry in found[:MOST_SHOWN]]


def _row(folder: Path, entry: _Entry, settings: Settings) -> Row:
    if entry.is_folder:
        return Row(_typed(folder / entry.name), (Piece(f"{entry.name}/", "time"),))
    when = datetime.fromtimestamp(entry.changed).astimezone()
    about = f"{_size_words(entry.size):>7}  {settings.wall(when):%d %b %Y}"
    return Row(str(folder / entry.name), (Piece(entry.name),), (Piece(about, "quiet"),))


def _typed(folder: Path) -> str:
    return f"{str(folder).rstrip(os.sep)}{os.sep}"


def _entries(folder: Path) -> Sequence[_Entry]:
    found: list[_Entry] = []
    try:
        with os.scandir(folder) as entries:
            for _, entry in zip(range(_MOST_LOOKED_AT), entries, strict=False):
                try:
                    status = entry.stat()
                    found.append(_Entry(entry.name, entry.is_dir(), status.st_size, status.st_mtime))
                except OSError:
                    continue  # a link to nowhere
    except (OSError, ValueError):
        return ()
    return sorted(
        found,
        key=lambda entry: (not entry.is_folder, entry.name.casefold() if entry.is_folder else -entry.changed),
    )


def _size_words(size: int) -> str:
    number = float(size)
    unit = 0
    while number >= 1000 and unit < len(_UNITS) - 1:
        number, unit = number / 1000, unit + 1
    return f"{number:.0f} {_UNITS[unit]}" if unit == 0 or number >= 10 else f"{number:.1f} {_UNITS[unit]}"


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False

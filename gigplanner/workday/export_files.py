"""Writing what was exported: whole or not at all, for its owner's eyes only, and over nothing unasked."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from gigplanner.model.errors import GigError
from gigplanner.planbook.durable import make_folder, replace_file
from gigplanner.planbook.errors import reason
from gigplanner.workday.desk import Desk, Done
from gigplanner.workday.exporting import ALL_DAYS, Days, Exported, Format, export


class Order(Struct, frozen=True, kw_only=True):
    """What is to be exported, and where to. A `goal` that ends in a slash, or is one, is a folder."""

    what: Format
    goal: str
    table: str | None = None
    days: Days = ALL_DAYS
    replace: bool = False


def carry_out(
    desk: Desk, order: Order, now: datetime, is_stopped: Callable[[], bool] = lambda: False
) -> Done:
    """Export what was ordered; say where it is. Raises GigError, with nothing written; also if stopped."""
    files = export(desk, order.what, now, order.days, table=order.table)
    if is_stopped():
        raise GigError("Stopped: nothing was written.")
    goal = Path(order.goal).expanduser()
    if len(files) == 1 and not is_folder(order.goal):
        save_text(goal, files[0].text, replace=order.replace)
        return Done(f"Wrote {goal}")
    paths = save_exported(goal, files, replace=order.replace)
    return Done(f"Wrote {paths[0]}" if len(paths) == 1 else f"Wrote {len(paths)} files into {goal}")


def is_folder(goal: str) -> bool:
    """Whether a person who names `goal` means a folder."""
    return goal.endswith(("/", os.sep)) or Path(goal).expanduser().is_dir()


def save_exported(folder: Path, files: Sequence[Exported], *, replace: bool = False) -> list[Path]:
    """Write `files` into `folder`, made if need be; return their paths. Raises GigError.

    If one of them exists none is written, unless they may `replace` what is there.
    """
    paths = [folder / file.name for file in files]
    if not replace:
        for path in paths:
            _refuse_existing(path)
    try:
        make_folder(folder)
    except OSError as error:
        raise GigError(f"Cannot make the folder {folder}: {reason(error)}.") from error
    for path, file in zip(paths, files, strict=True):
        save_text(path, file.text, replace=True)
    return paths


def save_text(path: Path, text: str, *, replace: bool = False) -> None:
    """Write one file, only readable by its owner. Raises GigError: if it exists too, unless told to replace.

    What is no file, such as a pipe, is written to.
    """
    try:
        if path.exists() and not path.is_file():
            path.write_text(text, encoding="utf-8", newline="")
            return
        if not replace:
            _refuse_existing(path)
        replace_file(path, text.encode("utf-8", "replace"))
    except OSError as error:
        raise GigError(f"Cannot write {path}: {reason(error)}.") from error


def _refuse_existing(path: Path) -> None:
    if path.exists():
        raise GigError(f"{path} exists already: name another file, or say that it may be replaced.")

"""What commands print: plain text without anything a terminal could obey, in columns that fit its width."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import click

from gigplanner.model.text import clean_note, clean_text, in_place, steady

_GAP = "  "
_NARROWEST = 6  # cells that a column keeps when it gives way
_WITHOUT_LIMIT = 10**9


class Column(NamedTuple):
    """A column of a table: its title, whether figures line up at its right, whether it may be cut."""

    title: str
    right: bool = False
    gives: bool = False


def say(text: str) -> None:
    """Print `text`, cleaned: everything people read on standard output goes through here."""
    cleaned = clean_note(text, _WITHOUT_LIMIT)
    click.echo(in_place(cleaned) if sys.stdout.isatty() else cleaned)


def pour(text: str) -> None:
    """Print what a file would hold, cleaned; into a file or a program with the file's own line ends."""
    if sys.stdout.isatty():
        say(text)
        return
    cleaned = clean_note(text, _WITHOUT_LIMIT) + "\n"
    if "\r\n" in text:
        cleaned = cleaned.replace("\n", "\r\n")
    click.echo(cleaned.encode("utf-8", "replace"), nl=False)


def warn(text: str) -> None:
    """Print one cleaned line on standard error."""
    click.echo(clean_text(text, 1000), err=True)


def say_json(data: Any) -> None:
    """Print `data` as JSON. Only ASCII: control characters in old records stay escaped."""
    import json

    click.echo(json.dumps(data, indent=2, allow_nan=False))


def width() -> int | None:
    """The cells of a line in the terminal; None when the output goes to a file or another program."""
    if sys.stdout.isatty() or os.environ.get("COLUMNS"):
        return max(20, shutil.get_terminal_size().columns)
    return None


def table(columns: Sequence[Column], rows: Iterable[Sequence[str]]) -> str:
    """Return rows under their titles, aligned; columns that may give way are cut to fit the terminal."""
    from gigplanner.insights.report.cells import cells, fitted

    lines = [[column.title for column in columns]]
    lines += [[steady(clean_text(cell)) for cell in row] for row in rows]
    used = [index for index in range(len(columns)) if any(line[index] for line in lines[1:])]
    widths = {index: max(cells(line[index]) for line in lines) for index in used}
    room = width()
    while room and sum(widths.values()) + len(_GAP) * (len(used) - 1) > room:
        giving = [index for index in used if columns[index].gives and widths[index] > _NARROWEST]
        if not giving:
            break
        widths[max(giving, key=lambda index: widths[index])] -= 1
    set_lines = []
    for line in lines:
        parts = []
        for index in used:
            cell = fitted(line[index], widths[index])
            padding = " " * (widths[index] - cells(cell))
            parts.append(padding + cell if columns[index].right else cell + padding)
        whole = _GAP.join(parts).rstrip()
        set_lines.append(fitted(whole, room) if room else whole)
    return "\n".join(set_lines)

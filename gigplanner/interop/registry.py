"""The formats that can be read, and the one way in: a file is known by what it holds, not by its name."""

from __future__ import annotations

import msgspec

from gigplanner.interop import ical, tasks_csv, trello
from gigplanner.interop.reading import (
    LARGEST_FILE,
    MEGABYTE,
    ImportContext,
    Importer,
    Reading,
    Refused,
    SourceFile,
)
from gigplanner.model import BadInput
from gigplanner.model.text import quoted

__all__ = ["IMPORTERS", "ImportContext", "Reading", "Refused", "formats", "read_file"]

# the more particular a format's marks, the earlier it stands: the first that recognises a file reads it
IMPORTERS: tuple[Importer, ...] = (ical.IMPORTER, trello.IMPORTER, tasks_csv.IMPORTER)


def formats() -> tuple[str, ...]:
    """The names by which a format can be asked for."""
    return tuple(importer.format for importer in IMPORTERS)


def read_file(name: str, data: bytes, context: ImportContext, as_format: str | None = None) -> Reading:
    """Read a file of any known format. `name` is only for messages.

    What cannot be understood inside a good file is refused line by line in the Reading. BadInput, with one
    sentence, for a file that is empty, too large or of no known format, and for an `as_format` nobody knows.
    """
    file = SourceFile(name, data)
    if name.endswith(("/", "\\")):
        raise BadInput(f"{file.name} is a folder: name the files in it.")
    if len(data) > LARGEST_FILE:
        raise BadInput(_too_large(file, LARGEST_FILE))
    if not data.strip(b" \t\r\n\x00"):
        raise BadInput(f"{file.name} is empty: there is nothing to read in it.")
    importer = _asked_for(as_format) if as_format else _recognised(file)
    if len(data) > importer.largest:
        raise BadInput(_too_large(file, importer.largest))
    reading = importer.read(file, context)
    if file.encoding == "cp1252":
        guess = f"{file.name} is not UTF-8: it was read as Windows-1252. Look whether accents came out right."
        reading = msgspec.structs.replace(reading, warnings=(guess, *reading.warnings))
    return reading


def _asked_for(as_format: str) -> Importer:
    found = next(
        (importer for importer in IMPORTERS if importer.format == as_format.strip().casefold()), None
    )
    if found is None:
        raise BadInput(f"{quoted(as_format)} is not a format: there are {_listed(list(formats()))}.")
    return found


def _recognised(file: SourceFile) -> Importer:
    found = next((importer for importer in IMPORTERS if importer.recognises(file)), None)
    if found is None:
        known = _listed([importer.shown for importer in IMPORTERS])
        raise BadInput(f"{file.name} is not a file gigplanner can read: it reads {known}.")
    return found


def _listed(names: list[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}"


def _too_large(file: SourceFile, limit: int) -> str:
    size, largest = len(file.data) // MEGABYTE, limit // MEGABYTE
    return (
        f"{file.name} is too large ({size} MB): gigplanner reads such files up to {largest} MB. Export less."
    )

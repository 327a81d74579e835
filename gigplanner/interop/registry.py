"""The formats that can be read, and the one way in: a file is known by what it holds, not by its name."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from gigplanner.interop import gigplanner_json, ical, tasks_csv, trello
from gigplanner.interop.deskwork.importers import IMPORTERS as DESKWORK
from gigplanner.interop.driving.importers import IMPORTERS as DRIVING
from gigplanner.interop.foreign import nature
from gigplanner.interop.money.importers import IMPORTERS as MONEY
from gigplanner.interop.reading import (
    LARGEST_FILE,
    LARGEST_JSON,
    ImportContext,
    Importer,
    Reading,
    Refused,
    SourceFile,
    some_of,
    too_large,
)
from gigplanner.interop.table import TableGuess, guess_table
from gigplanner.model import BadInput
from gigplanner.model.text import clean_text, quoted

__all__ = [
    "IMPORTERS",
    "ImportContext",
    "NotRecognised",
    "Reading",
    "Refused",
    "formats",
    "read_file",
    "shown_as",
]

_LOOKED_AT = 4096  # bytes that tell what a file is
_NOTHING = b" \t\r\n\x00"

# the more particular a format's marks, the earlier it stands: the first that recognises a file reads it
IMPORTERS: tuple[Importer, ...] = (
    ical.IMPORTER,
    gigplanner_json.IMPORTER,
    trello.IMPORTER,
    *DRIVING,
    *MONEY,
    *DESKWORK,
    tasks_csv.IMPORTER,
)


class NotRecognised(BadInput):
    """A file of no known format. `table` says what its columns are, if it seems to be a table."""

    def __init__(self, sentence: str, table: TableGuess | None = None) -> None:
        super().__init__(sentence)
        self.table = table


def formats() -> tuple[str, ...]:
    """The names by which a format can be asked for."""
    return tuple(importer.format for importer in IMPORTERS)


def shown_as(format_: str) -> str:
    """Return a format as it is named to the person; one of their own by the mapping's name."""
    mapping = format_.partition(":")[2]
    unknown = f"tables such as {mapping}" if mapping else format_
    return next((importer.shown for importer in IMPORTERS if importer.format == format_), unknown)


def read_file(
    name: str,
    data: bytes,
    context: ImportContext,
    as_format: str | None = None,
    *,
    more: Sequence[Importer] = (),
) -> Reading:
    """Read a file of any known format. `name` is only for messages; `more` are asked after the built-in ones.

    What cannot be understood inside a good file is refused line by line in the Reading. BadInput, with one
    sentence, for a file that is empty or too large and for an `as_format` nobody knows; NotRecognised for a
    file of no known format.
    """
    file = SourceFile(name, data)
    if name.endswith(("/", "\\")):
        raise BadInput(f"{file.name} is a folder: name the files in it.")
    if len(data) > LARGEST_FILE and not gigplanner_json.may_be_own(data[:_LOOKED_AT]):
        raise BadInput(too_large(file.name, len(data), LARGEST_FILE))
    if not data[:_LOOKED_AT].strip(_NOTHING) and not data.strip(_NOTHING):
        raise BadInput(f"{file.name} is empty: there is nothing to read in it.")
    importers = (*IMPORTERS, *more)
    importer = _asked_for(as_format, importers) if as_format else _recognised(file, importers)
    if len(data) > importer.largest:
        raise BadInput(too_large(file.name, len(data), importer.largest))
    reading = _read(importer, file, context)
    if file.encoding == "cp1252":
        guess = f"{file.name} is not UTF-8: it was read as Windows-1252. Look whether accents came out right."
        reading = msgspec.structs.replace(reading, warnings=(guess, *reading.warnings))
    return reading


def _read(importer: Importer, file: SourceFile, context: ImportContext) -> Reading:
    """Read with the zone that the person once gave for this source, unless they give one now."""
    kept = context.settings.imports.zones.get(importer.format)
    if not kept or context.zone:
        return importer.read(file, context)
    reading = importer.read(file, msgspec.structs.replace(context, zone=kept))
    if kept not in reading.zone_rule:
        return reading
    return msgspec.structs.replace(
        reading, zone_rule=f"{reading.zone_rule} You gave this zone for such files before."
    )


def _asked_for(as_format: str, importers: Sequence[Importer]) -> Importer:
    wanted = as_format.strip().casefold()
    found = next((importer for importer in importers if importer.format == wanted), None)
    if found is None:
        names = [importer.format for importer in importers]
        raise BadInput(f"{quoted(as_format)} is not a format: there are {_listed(names)}.")
    return found


def _recognised(file: SourceFile, importers: Sequence[Importer]) -> Importer:
    what, remedy = nature(file.data)
    if what:
        raise NotRecognised(f"{file.name} is {what}, not an export{f': {remedy}' if remedy else ''}.")
    is_large = file.looks_like_json and len(file.data) > LARGEST_JSON
    able = [importer for importer in importers if importer.piecewise] if is_large else importers
    found = next((importer for importer in able if importer.recognises(file)), None)
    if found is None and is_large:
        raise BadInput(too_large(file.name, len(file.data), LARGEST_JSON))
    if found is None:
        raise _not_recognised(file)
    return found


def _not_recognised(file: SourceFile) -> NotRecognised:
    table = guess_table(file.text)
    if table is None:
        return NotRecognised(
            f"{file.name} is not a file gigplanner can read: it is neither an export it knows nor a table "
            "with rows below a row of column names."
        )
    columns = some_of([quoted(column) for column in table.columns if clean_text(column)])
    return NotRecognised(
        f"{file.name} is a table that gigplanner does not know, with {columns}: say once what its columns "
        "are, in the app's import screen, or with --guess and --map.",
        table,
    )


def _listed(names: list[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}"

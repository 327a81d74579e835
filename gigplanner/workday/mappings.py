"""What was once said about the columns of tables: kept beside the preferences, and found again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from gigplanner.interop.mapping.mapped import read_mapped
from gigplanner.interop.mapping.rules import Mapping, bound_to, missing_in, name_from
from gigplanner.interop.mapping.written import LARGEST, from_toml, to_toml
from gigplanner.interop.reading import Refused, SourceFile, counted
from gigplanner.model.errors import BadInput, GigError
from gigplanner.model.records import Block, Earning, Expense, Record, Task, Trip
from gigplanner.workday.desk import Desk
from gigplanner.workday.reading import UnknownTable, context_for

FOLDER = "mappings"
MOST_KEPT = 500
_SHOWN = 3  # records
_TRIED = 200_000  # bytes of a table, to show at once what a mapping makes of it


class Remembered(Struct, frozen=True):
    """The mappings that are kept, and sentences on those that cannot be read."""

    mappings: tuple[Mapping, ...] = ()
    notes: tuple[str, ...] = ()


class Trial(Struct, frozen=True):
    """What a mapping makes of a table's beginning: its records, or in `problem` why there are none."""

    records: Sequence[Record] = ()
    refused: tuple[Refused, ...] = ()
    warnings: tuple[str, ...] = ()
    problem: str = ""
    is_all: bool = True  # of the table

    @property
    def first(self) -> tuple[Record, ...]:
        """The first few records, of one kind: of a job its pay, before the miles and the time."""
        for kind in (Earning, Expense, Task, Block, Trip):
            if found := [record for record in self.records if isinstance(record, kind)]:
                return tuple(found[:_SHOWN])
        return ()

    @property
    def words(self) -> str:
        """How many records of which kind there are, and how many rows are refused."""
        kinds: dict[str, int] = {}
        for record in self.records:
            name = type(record).__name__.lower()
            kinds[name] = kinds.get(name, 0) + 1
        parts = [counted(number, name, f"{name}s") for name, number in kinds.items()]
        parts += [f"{len(self.refused)} refused"] if self.refused else []
        said = ", ".join(parts) or "nothing"
        return said if self.is_all else f"in its first part: {said}"


def load_mappings(config: Path | None) -> Remembered:
    """Return the mappings kept beside the preferences at `config`; a damaged one costs only itself."""
    if config is None:
        return Remembered()
    mappings: list[Mapping] = []
    notes: list[str] = []
    try:
        paths = sorted((config.parent / FOLDER).glob("*.toml"))[:MOST_KEPT]
    except OSError:
        return Remembered()
    for path in paths:
        try:
            mappings.append(read_mapping(path))
        except BadInput as error:
            notes.append(str(error))
    return Remembered(tuple(mappings), tuple(notes))


def read_mapping(path: Path) -> Mapping:
    """Return the mapping in the TOML file at `path`. Raises BadInput that names the file."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
        text = data.decode("utf-8-sig")
    except OSError as error:
        raise BadInput(f"Cannot read {path}: {(error.strerror or 'it cannot be opened').lower()}.") from None
    except UnicodeDecodeError:
        raise BadInput(f"{path} is not UTF-8 text: save it as UTF-8.") from None
    if len(data) > LARGEST:
        raise BadInput(f"{path} is too large for a mapping.")
    return from_toml(text, str(path))


def guessed(desk: Desk, unknown: UnknownTable) -> Mapping:
    """Return how a table was read before, or what its columns probably are, under a name not taken yet."""
    from gigplanner.interop.mapping.guess import guess_mapping

    known = load_mappings(desk.config).mappings
    before = next((one for one in known if unknown.table.fingerprint in one.headers), None)
    return before or guess_mapping(
        SourceFile(unknown.name, unknown.data).text,
        unknown.table,
        name=name_from(unknown.name, [mapping.name for mapping in known]),
        file=Path(unknown.name).name,
        catalogue=desk.catalogue,
    )


def fitted(desk: Desk, mapping: Mapping, tables: Sequence[UnknownTable]) -> Mapping:
    """Return `mapping` as the one for those of `tables` that have its columns; BadInput if none has.

    Name and `same_row` stay those by which such a table was read before: so its rows are known again. A name
    that belongs to other tables is changed.
    """
    problems: list[BadInput] = []
    bound = mapping
    for table in tables:
        try:
            bound = bound_to(bound, table.table, Path(table.name).name)
        except BadInput as error:
            problems.append(error)
    if problems and len(problems) == len(tables):
        raise problems[0]
    return _known_as(bound, load_mappings(desk.config).mappings)


def _known_as(mapping: Mapping, known: Iterable[Mapping]) -> Mapping:
    others = {one.name: one for one in known}
    before = next((one for one in others.values() if set(one.headers) & set(mapping.headers)), None)
    if before is not None:
        headers = tuple(dict.fromkeys((*before.headers, *mapping.headers)))
        has_all = set(before.same_row) <= set(mapping.columns)
        same_row = before.same_row if has_all else mapping.same_row
        return replace(mapping, name=before.name, headers=headers, same_row=same_row)
    if mapping.name in others and set(others[mapping.name].columns) != set(mapping.columns):
        return replace(mapping, name=name_from(f"{mapping.name}.", others))
    return mapping


def keep_mapping(config: Path | None, mapping: Mapping) -> str:
    """Write a mapping beside the preferences; return a sentence if that is news.

    Raises GigError where it cannot be written.
    """
    if config is None:
        return ""
    from gigplanner.planbook.config import save_config

    path = config.parent / FOLDER / f"{mapping.name}.toml"
    known = next((one for one in load_mappings(config).mappings if one.name == mapping.name), None)
    if known == mapping:
        return ""
    save_config(path, to_toml(mapping).encode("utf-8"))
    return f"How such tables are read is remembered in {path}."


def tried(
    desk: Desk, mapping: Mapping, unknown: UnknownTable, now: datetime, *, zone: str | None = None
) -> Trial:
    """Return what `mapping` makes of the beginning of a table, without keeping anything."""
    if missing := missing_in(mapping):
        return Trial(problem=missing)
    data = unknown.data
    if len(data) > _TRIED:
        data = data[: data.rfind(b"\n", 0, _TRIED) + 1 or _TRIED]
    context = context_for(desk.settings, desk.catalogue, now, zone=zone)
    try:
        reading = read_mapped(SourceFile(Path(unknown.name).name, data), mapping, context)
    except GigError as error:
        return Trial(problem=str(error))
    return Trial(
        records=reading.records,
        refused=reading.refused,
        warnings=reading.warnings,
        is_all=len(data) == len(unknown.data),
    )

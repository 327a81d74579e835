"""What stands in the dialog that asks what a table's columns are: the choices, their words, the rows."""

from __future__ import annotations

from collections.abc import Mapping as Dict
from collections.abc import Sequence

from msgspec.structs import replace

from gigplanner.interop.mapping.rules import (
    BECOMES,
    NEGATIVES,
    ORDERS,
    ROLES,
    SAID,
    Mapping,
    Said,
    check_name,
)
from gigplanner.interop.mapping.written import STATUSES
from gigplanner.interop.rows import known_currency
from gigplanner.interop.table import TableGuess
from gigplanner.model.catalogue import Catalogue
from gigplanner.model.settings import Settings
from gigplanner.model.text import clean_text
from gigplanner.tui.dialogs.import_zone import zone_called
from gigplanner.tui.dialogs.rows import Row
from gigplanner.tui.text import Line, Piece, crop, fit, pad, spread, wrapped
from gigplanner.workday.mappings import Trial
from gigplanner.workday.record_words import record_words

COLUMN = "column:"  # before a column's name, in the key of its row
STATE = "state:"  # before a word of the status column, in the key of its row
NAME, ZONE, CURRENCY = "name", "zone", "currency"  # rows whose choice is typed
_LABEL = 14  # cells
_ROLE = 10
_RECORDS_FROM = 60  # cells of width, from which a record's name and its amounts stand side by side
_CELLS_FROM = 48  # cells of width, from which there is room for what stands in a column
_NAMES = {
    "row": "a row is",
    "dates": "3/4/2026 is",
    "platform": "platform",
    "status": "money is",
    "negative": "below zero",
    "decimals": "decimals",
}
_MORE = {CURRENCY: "amounts in", "distances": "distances in", ZONE: "time zone", NAME: "table's name"}
_WORDS = {
    "row": {
        "earning": "work and its pay",
        "deposit": "a bank's line",
        "expense": "money spent",
        "trip": "miles driven",
        "block": "time worked",
        "task": "a task to do",
    },
    "dates": {"": "as others tell"},
    "platform": {"": "as the row says"},
    "negative": {
        "expense": "money spent",
        "keep": "taken off pay",
        "leave out": "left out",
        "refuse": "refused",
    },
    "decimals": {"no": "1,234.50", "yes": "1.234,50"},
    "distances": {"no": "miles", "yes": "kilometres"},
    ZONE: {"": "yours"},
    CURRENCY: {"": "yours"},
}


def choices(key: str, catalogue: Catalogue) -> list[str]:
    """Return what can be chosen in the row `key`; nothing where it is typed."""
    match key:
        case "row":
            return list(BECOMES)
        case "dates":
            return list(ORDERS)
        case "platform":
            return ["", *dict.fromkeys(platform.name for platform in catalogue.platforms)]
        case "status":
            return list(STATUSES)
        case "negative":
            return list(NEGATIVES)
        case "decimals" | "distances":
            return ["no", "yes"]
        case "zone" | "name" | "currency":
            return []
        case _:
            return ["", *SAID] if key.startswith(STATE) else list(ROLES)


def chosen(mapping: Mapping, key: str) -> str:
    """Return what a mapping says in the row `key`."""
    match key:
        case "row":
            return mapping.becomes
        case "dates":
            return mapping.dates
        case "platform":
            return mapping.platform
        case "status":
            return mapping.status
        case "negative":
            return mapping.negative
        case "decimals":
            return "yes" if mapping.decimal_comma else "no"
        case "distances":
            return "yes" if mapping.kilometres else "no"
        case "zone":
            return mapping.zone
        case "currency":
            return mapping.currency
        case "name":
            return mapping.name
        case _:
            if key.startswith(STATE):
                return mapping.status_words.get(key.removeprefix(STATE), "")
            return mapping.columns.get(key.removeprefix(COLUMN), "ignored")


def with_choice(mapping: Mapping, key: str, value: str) -> Mapping:
    """Return a mapping that says `value`, one of the choices or what was typed, in the row `key`.

    Raises BadInput for a zone, a currency or a name that is none.
    """
    match key:
        case "row":
            return replace(mapping, becomes=value)
        case "dates" | "platform" | "status" | "negative":
            return replace(mapping, **{key: value})
        case "decimals":
            return replace(mapping, decimal_comma=value == "yes")
        case "distances":
            return replace(mapping, kilometres=value == "yes")
        case "zone":
            return replace(mapping, zone=zone_called(value) or "")
        case "currency":
            return replace(mapping, currency=known_currency(value) if value.strip() else "")
        case "name":
            return replace(mapping, name=check_name("-".join(value.casefold().split())))
        case _:
            if key.startswith(STATE):
                return _with_state(mapping, key.removeprefix(STATE), value)
            role = next(role for role in ROLES if role == value)
            return mapping.with_role(key.removeprefix(COLUMN), role)


def _with_state(mapping: Mapping, word: str, value: str) -> Mapping:
    others = {name: said for name, said in mapping.status_words.items() if name != word}
    meant = next((said for said in SAID if said == value), None)
    return replace(mapping, status_words=others if meant is None else {**others, word: meant})


def next_choice(mapping: Mapping, key: str, by: int, catalogue: Catalogue) -> Mapping:
    """Return a mapping with the choice that stands `by` places further in the row `key`, around the end."""
    values = choices(key, catalogue)
    if not values:
        return mapping
    now = chosen(mapping, key)
    at = values.index(now) if now in values else 0
    return with_choice(mapping, key, values[(at + by) % len(values)])


def choice_words(key: str, value: str) -> str:
    """Return a choice as the person reads it."""
    return _WORDS.get(key, {}).get(value, value)


def row_name(key: str) -> str:
    """Return what the row `key` is about."""
    return _NAMES.get(key) or _MORE.get(key) or clean_text(key.removeprefix(COLUMN).removeprefix(STATE), 60)


def mapper_rows(
    mapping: Mapping, table: TableGuess, width: int, states: Dict[str, Said | None] | None = None
) -> list[Row]:
    """Return the rows of the dialog: how rows are read, each column with what stands in it, and the rest.

    `states` are the words of the status column with what each means by itself.
    """
    rows = [_row(key, mapping, "") for key in _NAMES]
    rows.append(Row("", (Piece("columns", "heading"),)))
    places = {clean_text(column, 120): place for place, column in enumerate(table.columns)}
    for column in mapping.columns:
        cells = _cells(table, places.get(column)) if width >= _CELLS_FROM else ""
        rows.append(_row(f"{COLUMN}{column}", mapping, cells))
    if states:
        rows.append(Row("", (Piece("what the status says", "heading"),)))
        rows += [_row(f"{STATE}{word}", mapping, "", known or "unknown") for word, known in states.items()]
    rows.append(Row("", (Piece("the table", "heading"),)))
    return [*rows, *(_row(key, mapping, "") for key in _MORE)]


def _row(key: str, mapping: Mapping, cells: str, unsaid: str = "") -> Row:
    """`unsaid` is what holds where the mapping says nothing."""
    value = chosen(mapping, key) or unsaid
    is_column = key.startswith(COLUMN)
    return Row(
        key,
        (
            Piece(pad(row_name(key), _LABEL), "" if is_column else "quiet"),
            Piece(" ‹ ", "faint"),
            Piece(choice_words(key, value), "quiet" if is_column and value == "ignored" else "strong"),
            Piece(pad(" ›", max(2, _ROLE + 2 - len(value))) if is_column else " ›", "faint"),
            Piece(cells, "quiet"),
        ),
    )


def _cells(table: TableGuess, place: int | None) -> str:
    found = [row[place].strip() for row in table.sample if place is not None and place < len(row)]
    return "  ".join(clean_text(cell, 24) for cell in dict.fromkeys(found) if cell)


def trial_lines(trial: Trial, settings: Settings, width: int) -> Sequence[Line]:
    """Return what a mapping makes of the first rows, in a few lines."""
    if trial.problem:
        return _sentence(trial.problem, width, "pending")
    lines = [Line((Piece(fit(trial.words, width), "money" if trial.records else "quiet"),))]
    for record in trial.first:
        what, about = record_words(record, settings)
        bar, tells = Piece("┃ ", "time"), Piece(about, "quiet")
        is_wide = width >= _RECORDS_FROM
        lines.append(
            Line(spread((bar, Piece(what)), (tells,), width) if is_wide else crop((bar, tells), width))
        )
    for refused in trial.refused[:1]:
        lines += _sentence(f"line {refused.line}: {refused.reason}", width, "alert")
    for warning in trial.warnings:
        lines += _sentence(warning, width, "quiet")
    return lines


def _sentence(text: str, width: int, style: str) -> list[Line]:
    return [Line((Piece(row, style),)) for row in wrapped(text, width)]

"""A mapping as a small TOML file: written to be read, changed by hand and given to others."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping as Dict
from collections.abc import Sequence
from typing import Any, TypeVar

from gigplanner.interop.mapping.rules import (
    BECOMES,
    NEGATIVES,
    ORDERS,
    ROLES,
    SAID,
    SINGLE,
    Mapping,
    check_name,
    missing_in,
)
from gigplanner.interop.table import column_name
from gigplanner.model import BadInput
from gigplanner.model.currencies import CURRENCIES
from gigplanner.model.text import clean_text, quoted
from gigplanner.model.times import zone_of

VERSION = 1
LARGEST = 200_000  # bytes
_MOST_COLUMNS = 1000
_FINGERPRINT = re.compile(r"[0-9a-f]{8,64}", re.ASCII)
STATUSES = SAID[:-1]
_FIELDS = frozenset(
    {"version", "name", "row", "headers", "same_row", "dates", "zone", "decimal_comma", "kilometres",
     "platform", "currency", "status", "negative", "columns", "status_words"}
)  # fmt: skip
T = TypeVar("T", bound=str)


def to_toml(mapping: Mapping) -> str:
    """Return a mapping as text that `from_toml` understands."""
    lines = [
        "# How gigplanner reads a table. Share it: gigplanner import FILE --map THIS.toml",
        f"version = {VERSION}",
        f"name = {_string(mapping.name)}",
        f"row = {_string(mapping.becomes)}  # what a row becomes: {', '.join(BECOMES)}",
        f"headers = {_strings(mapping.headers)}  # the tables it is for, by their column names",
        f"same_row = {_strings(mapping.same_row)}  # the columns by which a row is known again; none: all",
        f'dates = {_string(mapping.dates)}  # how 3/4/2026 is meant: "day first" or "month first"',
        f"zone = {_string(mapping.zone)}  # of times that name none, such as America/Chicago; empty: yours",
        f"decimal_comma = {_truth(mapping.decimal_comma)}  # whether 1.234,50 is written",
        f"kilometres = {_truth(mapping.kilometres)}  # whether distances are in kilometres",
        f"platform = {_string(mapping.platform)}  # of rows that name none",
        f"currency = {_string(mapping.currency)}  # of amounts that name none; empty: yours",
        f"status = {_string(mapping.status)}  # of rows that name none: {', '.join(STATUSES)}",
        f"negative = {_string(mapping.negative)}  # amounts below zero: {', '.join(NEGATIVES)}",
        "",
        f"[columns]  # {', '.join(ROLES)}",
        *(f"{_string(column)} = {_string(role)}" for column, role in mapping.columns.items()),
    ]
    if mapping.status_words:
        words = mapping.status_words.items()
        lines += ["", "[status_words]", *(f"{_string(word)} = {_string(said)}" for word, said in words)]
    return "\n".join(lines) + "\n"


def from_toml(text: str, file: str) -> Mapping:
    """Return the mapping written in `text`. Raises BadInput that names `file` and the field."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadInput(f"{file} is not valid TOML: {clean_text(str(error))}.") from None
    except (RecursionError, ValueError):
        raise BadInput(
            f"{file} is not valid TOML: it is nested too deeply or holds absurd numbers."
        ) from None
    try:
        mapping = _mapping(raw)
    except BadInput as error:
        raise BadInput(f"{file}: {error}") from None
    if missing := missing_in(mapping):
        raise BadInput(f"{file}: {missing}")
    return mapping


def _mapping(raw: dict[str, Any]) -> Mapping:
    version = raw.get("version", VERSION)
    if version != VERSION:
        raise BadInput(f"version should be {VERSION}: a newer gigplanner wrote this mapping, or none did.")
    unknown = next((name for name in raw if name not in _FIELDS), None)
    if unknown is not None:
        raise BadInput(f"{quoted(unknown)} is nothing that a mapping says.")
    columns = _table(raw, "columns")
    if len(columns) > _MOST_COLUMNS:
        raise BadInput(f"a mapping has at most {_MOST_COLUMNS} columns.")
    mapping = Mapping(
        name=check_name(_text(raw, "name")),
        becomes=_one_of(_text(raw, "row"), "row", BECOMES),
        columns={
            column: _one_of(role, f"the column {quoted(column)}", ROLES) for column, role in columns.items()
        },
        headers=_texts(raw, "headers"),
        same_row=_texts(raw, "same_row"),
        dates=_one_of(_text(raw, "dates"), "dates", ORDERS),
        zone=_zone(_text(raw, "zone")),
        decimal_comma=_flag(raw, "decimal_comma"),
        kilometres=_flag(raw, "kilometres"),
        platform=clean_text(_text(raw, "platform"), 80),
        currency=_currency(_text(raw, "currency")),
        status=_one_of(_text(raw, "status", "paid"), "status", STATUSES),  # type: ignore[arg-type]
        negative=_one_of(_text(raw, "negative", "refuse"), "negative", NEGATIVES),
        status_words={
            word: _one_of(said, f"the word {quoted(word)}", SAID)
            for word, said in _table(raw, "status_words").items()
        },
    )
    _check_columns(mapping)
    return mapping


def _check_columns(mapping: Mapping) -> None:
    names = {column_name(column) for column in mapping.columns}
    if "" in names or len(names) < len(mapping.columns):
        raise BadInput("two of the columns have one name, or one has none.")
    roles = list(mapping.columns.values())
    twice = next((role for role in roles if role in SINGLE and roles.count(role) > 1), None)
    if twice:
        raise BadInput(f"only one column can be {quoted(twice)}.")
    stray = next((column for column in mapping.same_row if column_name(column) not in names), None)
    if stray is not None:
        raise BadInput(f"same_row names {quoted(stray)}, which is none of the columns.")
    bad = next((header for header in mapping.headers if not _FINGERPRINT.fullmatch(header)), None)
    if bad is not None:
        raise BadInput(f"{quoted(bad)} in headers is no fingerprint: leave headers empty.")


def _one_of(value: str, where: str, allowed: Sequence[T]) -> T:
    found = next((one for one in allowed if one == value), None)
    if found is None:
        words = ", ".join(one or '""' for one in allowed)
        raise BadInput(f"{where} should be one of {words}, not {quoted(str(value))}.")
    return found


def _text(raw: Dict[str, Any], name: str, otherwise: str = "") -> str:
    value = raw.get(name, otherwise)
    if not isinstance(value, str):
        raise BadInput(f"{name} should be a text in quotation marks.")
    return value.strip()


def _texts(raw: Dict[str, Any], name: str) -> tuple[str, ...]:
    value = raw.get(name, [])
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise BadInput(f'{name} should be a list of texts, such as ["Date", "Time"].')
    return tuple(value)


def _flag(raw: Dict[str, Any], name: str) -> bool:
    value = raw.get(name, False)
    if not isinstance(value, bool):
        raise BadInput(f"{name} should be true or false.")
    return value


def _table(raw: Dict[str, Any], name: str) -> dict[str, Any]:
    value = raw.get(name, {})
    if not isinstance(value, dict):
        raise BadInput(f"[{name}] should be a table.")
    return value


def _zone(name: str) -> str:
    return zone_of(name).key if name else ""


def _currency(code: str) -> str:
    if code and code.upper() not in CURRENCIES:
        raise BadInput(f"currency should be a code such as USD, EUR or GBP, not {quoted(code)}.")
    return code.upper()


def _string(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _strings(texts: Sequence[str]) -> str:
    return f"[{', '.join(map(_string, texts))}]"


def _truth(value: bool) -> str:
    return "true" if value else "false"

"""Changing `config.toml`: what is asked for, and not a comment, an order or a blank line more."""

from __future__ import annotations

import copy
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from gigplanner.model.errors import BadInput
from gigplanner.model.money import typed_money
from gigplanner.model.preferences import PREFERENCES, parts_of, preference_called
from gigplanner.model.settings import Settings
from gigplanner.model.text import clean_text, quoted
from gigplanner.planbook.config import judge, parse_config, read_config, save_config, unknown_setting
from gigplanner.planbook.config_text import with_value
from gigplanner.planbook.errors import PlanbookError

_PARTNERS = {"work_minutes": ("rest_minutes", "10"), "rest_minutes": ("work_minutes", "50")}
_NUMBER = re.compile(r"(0|[1-9][0-9]{0,11})(\.[0-9]{1,6})?")  # that a float of TOML tells exactly


def change_config(path: Path, changes: Mapping[str, str | None]) -> Settings:
    """Write preferences, by name and as one types them, into the file at `path`; return what holds now.

    None takes a preference out, so that its default holds. Work and rest go together: one alone brings the
    other, and takes it along. Raises BadInput for what cannot be so, PlanbookError for a file that cannot be
    read or written: it stays as it was then.
    """
    edit = _edit(path, changes)
    if edit.wanted != edit.before:
        save_config(path, _rewritten(edit, path).encode("utf-8"))
    return edit.settings


def checked(path: Path, changes: Mapping[str, str | None]) -> Settings:
    """Return the preferences as `change_config` would leave them. Raises the same."""
    return _edit(path, changes).settings


class _Edit(NamedTuple):
    """A file's text, what it says, what it shall say, and the preferences of then."""

    text: str
    before: dict[str, Any]
    wanted: dict[str, Any]
    names: tuple[str, ...]
    settings: Settings


def _edit(path: Path, changes: Mapping[str, str | None]) -> _Edit:
    text = read_config(path) or ""
    before = parse_config(text, path)
    wanted = copy.deepcopy(before)
    currency = judge(before | {"currency": changes.get("currency") or before.get("currency", "USD")})[
        0
    ].currency
    full = _with_partners(changes, before)
    for name, value in full.items():
        _put(wanted, parts_of(name), _value(name, value, currency))
    settings, problems = judge(wanted)
    old = judge(before)[1]
    if new := [problem for problem in problems if problem not in old]:
        raise BadInput(f"{'; '.join(new)}".rstrip(".") + ("" if new[-1].endswith("?") else "."))
    return _Edit(text, before, wanted, tuple(full), settings)


def stated(path: Path, name: str) -> str | None:
    """Return what the file at `path` states for a preference, as one types it; None for nothing.

    Raises PlanbookError.
    """
    raw: Any = parse_config(read_config(path) or "", path)
    for part in parts_of(name):
        if not isinstance(raw, dict) or part not in raw:
            return None
        raw = raw[part]
    return ", ".join(str(one) for one in raw) if isinstance(raw, list) else str(raw)


def _with_partners(changes: Mapping[str, str | None], before: dict[str, Any]) -> dict[str, str | None]:
    full = dict(changes)
    for name, value in changes.items():
        if name in _PARTNERS and _PARTNERS[name][0] not in changes:
            partner, usual = _PARTNERS[name]
            if value is None or partner not in before:
                full[partner] = None if value is None else usual
    return full


def _value(name: str, text: str | None, currency: str) -> Any:
    """What a text stands for in the file; the readers of the preferences judge it afterwards."""
    preference = preference_called(name)
    if preference is None:
        raise BadInput(f"{unknown_setting(name, [one.name for one in PREFERENCES])}.".replace("?.", "?"))
    if text is None:
        return None
    if clean_text(name) != name:
        raise BadInput(f"{quoted(name)} holds characters that cannot be seen: leave them out.")
    text = clean_text(text, 200)
    if name == "currency":
        return text.upper()
    if preference.kind == "list":
        return [part for part in re.split(r"[,|\s]+", text) if part]
    if preference.kind == "names":
        return [name for part in text.split(",") if (name := part.strip())]
    if preference.kind == "money":
        try:
            text = str(typed_money(text, currency).amount)
        except BadInput:
            return text  # the reader says what is wrong with it, and names the preference
        whole, _, part = text.partition(".")
        return text if part.strip("0") else int(whole)
    if preference.kind != "text" and _NUMBER.fullmatch(text):
        return float(text) if "." in text else int(text)
    return text


def _put(raw: dict[str, Any], name: tuple[str, ...], value: Any) -> None:
    """Set what stands at `name`, or with None remove it and the tables that this leaves empty."""
    first, *rest = name
    if rest:
        table = raw.get(first, {})
        if not isinstance(table, dict):
            raise BadInput(f"{quoted(first)} in the preferences is not a table: make it one first.")
        _put(table, tuple(rest), value)
        value = table or None
    if value is not None:
        raw[first] = value
    else:
        raw.pop(first, None)


def _rewritten(edit: _Edit, path: Path) -> str:
    """The file's text as it is wanted. Raises PlanbookError where it would say anything else."""
    text = edit.text
    try:
        for name in edit.names:
            text = with_value(text, parts_of(name), edit.wanted)
        said = tomllib.loads(text)
    except ValueError:
        said = None
    if said is None or _without_empty_tables(said) != _without_empty_tables(edit.wanted):
        raise PlanbookError(f"The change was not saved: write it into {path} yourself.")
    return text


def _without_empty_tables(raw: Any) -> Any:
    if not isinstance(raw, dict):
        return raw
    pruned = {name: _without_empty_tables(value) for name, value in raw.items()}
    return {name: value for name, value in pruned.items() if value != {}}

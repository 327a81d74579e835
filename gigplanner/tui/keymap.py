"""The keys that a person chose in place of the usual ones, as far as they go together."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from textual.keys import Keys, _character_to_key

from gigplanner.model.text import clean_text, quoted
from gigplanner.tui.actions import ACTIONS, Action, config_name

FIXED = frozenset({"tab", "shift+tab", "up", "down", "ctrl+c", "ctrl+i", "ctrl+m"})
"""Keys that lead through every screen, and those that a terminal cannot tell from others."""

_NAMED = frozenset(key.value for key in Keys) | {"space", "delete", "backspace"}
_WITH = re.compile(r"(?:(?:ctrl|alt|shift|super)\+)*")


def remapped(
    wanted: Mapping[str, str], actions: Sequence[Action] = ACTIONS
) -> tuple[list[Action], list[str]]:
    """Return the actions with the keys wanted, by their names, and a sentence for each that is wrong.

    Where a name or a key is unknown, or a key means another action of the same screen, the usual keys stand.
    """
    refused: list[str] = []
    chosen: dict[str, str] = {}
    known = [config_name(action) for action in actions]
    for name, typed in wanted.items():
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f"did you mean {near[0]}?" if near else "gigplanner help keys lists them."
            refused.append(f"keys: there is no action {quoted(name)}; {hint}")
        elif keys := _keys(typed):
            chosen[name] = keys
        else:
            refused.append(f"keys: {quoted(typed)} is no key for {name}: write it like A, ctrl+x or f5.")
    while clash := _clash(actions, chosen):
        mine, other, key = clash
        del chosen[mine]
        refused.append(f"keys: {key} for {mine} is the key of {other} already: it keeps its usual key.")
    return [_with_keys(action, chosen.get(config_name(action))) for action in actions], refused


def _with_keys(action: Action, keys: str | None) -> Action:
    return replace(action, keys=keys, shown_key="") if keys else action


def _keys(typed: str) -> str:
    """Keys as Textual names them, "" if one of them is none."""
    parts = [typed] if typed == "," else [part.strip() for part in typed.split(",")]
    found = [_key(part) for part in parts]
    return ",".join(found) if all(found) else ""


def _key(typed: str) -> str:
    match = _WITH.match(typed)
    held = match.group() if match else ""
    key = typed[len(held) :]
    if len(key) == 1 and key.isprintable() and not key.isspace():
        named = _character_to_key(key)
        return f"{held}{named.lower() if held else named}" if f"{held}{named}" not in FIXED else ""
    whole = f"{held}{key}"
    return whole if (key in _NAMED or whole in _NAMED) and whole not in FIXED else ""


def _clash(actions: Sequence[Action], chosen: Mapping[str, str]) -> tuple[str, str, str] | None:
    """An action whose chosen key means another one on the same screen: both, and the key."""
    for mine in actions:
        name = config_name(mine)
        for key in chosen.get(name, "").split(","):
            for other in actions:
                shared = mine.scope == other.scope or "app" in (mine.scope, other.scope)
                its_keys = chosen.get(config_name(other), other.keys).split(",")
                if key and other is not mine and shared and key in its_keys:
                    return name, config_name(other), clean_text(key, 20)
    return None

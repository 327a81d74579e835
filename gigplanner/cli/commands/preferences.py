"""The preferences: looked at and changed one by one, as the settings screen of the app does it."""

from __future__ import annotations

import shlex
from datetime import time
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem
from msgspec import Struct

from gigplanner.cli.options import data_option, json_option
from gigplanner.cli.session import Session, pass_session
from gigplanner.cli.show import say, say_json
from gigplanner.model.errors import BadInput
from gigplanner.model.money import Money
from gigplanner.model.preferences import PREFERENCES, WEEKDAYS, preference_called, preferences_of, typed
from gigplanner.model.text import quoted

if TYPE_CHECKING:
    from gigplanner.model.settings import Settings


def _names(_context: click.Context, _parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    return [CompletionItem(one.name, help=one.meaning) for one in PREFERENCES if one.name.startswith(begun)]


@click.group("config")
@data_option
def config() -> None:
    """Look at the preferences, and change them.

    They stand in the file that gigplanner path names; its comments and its order are kept.
    """


@config.command("get")
@data_option
@click.argument("name", required=False, shell_complete=_names)
@json_option
@pass_session
def get(session: Session, name: str | None, as_json: bool) -> None:
    """Print one preference, or all of them."""
    from gigplanner.planbook.config import load_settings

    settings = load_settings(session.places.config)
    names = list(settings.__struct_fields__)
    if name is not None and name not in names and preference_called(name) is None:
        raise BadInput(f"{quoted(name)} is not a setting: there are {', '.join(names)}.")
    if as_json:
        say_json({one: _data(one, settings) for one in names} if name is None else _data(name, settings))
    elif name is None:
        rows = [(one.name, typed(one.name, settings)) for one in preferences_of(settings)]
        say("\n".join(f"{one} = {value}".rstrip() for one, value in rows))
    else:
        say(_words(name, settings))


@config.command("set")
@data_option
@click.argument("name", shell_complete=_names)
@click.argument("value")
@json_option
@pass_session
def set_(session: Session, name: str, value: str, as_json: bool) -> None:
    """Change one preference: gigplanner config set goal_week 900.

    In a table its name has dots: places.library, daily_caps.Prolific, keys.plan.accept. Commas separate what
    a list holds.
    """
    _change(session, name, value, as_json)


@config.command("unset")
@data_option
@click.argument("name", shell_complete=_names)
@json_option
@pass_session
def unset(session: Session, name: str, as_json: bool) -> None:
    """Take one preference out of the file, so that its default holds again."""
    _change(session, name, None, as_json)


def _change(session: Session, name: str, value: str | None, as_json: bool) -> None:
    """Change a preference, and say what it was."""
    from gigplanner.planbook.config_edit import change_config, stated

    path = session.places.config
    before = stated(path, name)
    after = change_config(path, {name: value})
    if as_json:
        say_json({"name": name, "was": before, "is": _data(name, after)})
        return
    now = typed(name, after)
    back = (
        f"unset {shlex.quote(name)}" if before is None else f"set {shlex.quote(name)} {shlex.quote(before)}"
    )
    say(f"{name} = {now}".rstrip())
    if stated(path, name) != before:
        say(f"Back: gigplanner config {back}")


def _data(name: str, settings: Settings) -> Any:
    """A setting as JSON holds it."""
    from gigplanner.cli.data import money_data

    if name not in settings.__struct_fields__:
        return typed(name, settings)
    value = getattr(settings, name)
    if name == "week_starts":
        return WEEKDAYS[value]
    if isinstance(value, Money):
        return money_data(value)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, Struct):
        return {field: getattr(value, field) for field in value.__struct_fields__}
    if isinstance(value, dict):
        return {part: list(one) if isinstance(one, tuple) else one for part, one in value.items()}
    return value if value is None or isinstance(value, str | int | float) else str(value)


def _words(name: str, settings: Settings) -> str:
    """A setting as people read it."""
    value, data = getattr(settings, name, None), _data(name, settings)
    if isinstance(value, Money):
        return str(value)
    if isinstance(data, dict):
        said = {part: ", ".join(one) if isinstance(one, list) else one for part, one in data.items()}
        return "; ".join(f"{part}: {words}" for part, words in said.items())
    return "" if data is None else str(data)

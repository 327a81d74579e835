"""Care of the data: where it lies, and what the preferences are."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING, Any

import click

from gigplanner.cli.options import command, data_option, json_option
from gigplanner.cli.session import Session, pass_session
from gigplanner.cli.show import say, say_json
from gigplanner.model.errors import BadInput
from gigplanner.model.money import Money
from gigplanner.model.text import quoted

if TYPE_CHECKING:
    from gigplanner.model.settings import Settings


@command("path")
@json_option
@pass_session
def path(session: Session, as_json: bool) -> None:
    """Say where the planbook and the preferences are."""
    places = session.places
    if as_json:
        say_json({"data": str(places.data), "config": str(places.config)})
    else:
        say(f"data    {places.data}\nconfig  {places.config}")


@click.group("config")
@data_option
def config() -> None:
    """Look at the preferences. They are changed in the app, or in the file that gigplanner path names."""


@config.command("get")
@data_option
@click.argument("key", required=False)
@json_option
@pass_session
def get(session: Session, key: str | None, as_json: bool) -> None:
    """Print one preference, or all of them."""
    from gigplanner.planbook.config import load_settings

    settings = load_settings(session.places.config)
    names = settings.__struct_fields__
    if key is not None and key not in names:
        raise BadInput(f"{quoted(key)} is not a setting: there are {', '.join(names)}.")
    if as_json:
        data = {name: _data(name, settings) for name in names}
        say_json(data if key is None else data[key])
    elif key is not None:
        say(_words(key, settings))
    else:
        say("\n".join(f"{name} = {_words(name, settings)}".rstrip() for name in names))


def _data(name: str, settings: Settings) -> Any:
    """A setting as JSON holds it."""
    from gigplanner.cli.data import money_data
    from gigplanner.planbook.config import WEEKDAYS

    value = getattr(settings, name)
    if name == "week_starts":
        return WEEKDAYS[value]
    if isinstance(value, Money):
        return money_data(value)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, dict):
        return {place: list(needs) for place, needs in value.items()}
    return value if value is None or isinstance(value, str | int | float) else str(value)


def _words(name: str, settings: Settings) -> str:
    """A setting as people read it."""
    value, data = getattr(settings, name), _data(name, settings)
    if isinstance(value, Money):
        return str(value)
    if isinstance(data, dict):
        return "; ".join(f"{place}: {', '.join(needs)}" for place, needs in data.items())
    return "" if data is None else str(data)

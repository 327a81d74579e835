"""The catalogue: where work comes from. Built-in platforms are read from data, a person's own stand beside."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache

import msgspec

from gigplanner.data import read_data
from gigplanner.model.records import MoneyStatus, Record


class Platform(Record, frozen=True, kw_only=True):
    """Where work comes from. `name` is what records and screens use."""

    name: str
    full_name: str = ""
    aliases: tuple[str, ...] = ()
    kind: str = ""
    colour: str = ""
    status: str = "active"
    note: str = ""
    checked: date | None = None
    renamed_to: str = ""
    fee_percent: str = ""  # of gross, as a decimal number; empty when it varies or is unknown
    tips: bool = False
    first_status: MoneyStatus = "paid"  # of the money of a job just done
    needs: tuple[str, ...] = ()
    ways_in: tuple[str, ...] = ()


class Catalogue:
    """Platforms by name and alias, without regard to case."""

    def __init__(self, platforms: Iterable[Platform]) -> None:
        self.platforms = tuple(platforms)
        self._named = {
            name.casefold(): platform
            for platform in reversed(self.platforms)
            for name in (*platform.aliases, platform.full_name, platform.name)
            if name
        }

    def find(self, name: str) -> Platform | None:
        """Return the platform called `name`, by any of its names, or None."""
        return self._named.get(name.strip().casefold())

    def canonical(self, name: str) -> str:
        """Return the name records use for `name`; a name nobody knows stays as it is."""
        platform = self.find(name)
        return platform.name if platform else name.strip()

    def names(self) -> list[str]:
        """Every name and alias, longest first: for finding platforms in running text."""
        return sorted(self._named, key=len, reverse=True)


@cache
def built_in() -> Catalogue:
    """The platforms that come with the program, from `data/platforms.toml`."""
    entries = read_data("platforms.toml")["platform"]
    return Catalogue(
        msgspec.convert({"id": entry["name"].casefold(), **entry}, Platform) for entry in entries
    )

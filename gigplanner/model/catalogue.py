"""The catalogue: where work comes from. Built-in platforms are data, a person's own stand beside."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache

import msgspec

from gigplanner.data import read_data
from gigplanner.model.records import MoneyStatus, Record

KINDS = (
    "rides",
    "delivery",
    "shopping",
    "micro-tasks",
    "surveys",
    "AI training",
    "freelance",
    "event hosting",
    "social media",
    "affiliate",
    "training",
    "organising",
)


class Platform(Record, frozen=True, kw_only=True):
    """Where work comes from. `name` is what records and screens use."""

    name: str
    full_name: str = ""
    aliases: tuple[str, ...] = ()
    kind: str = ""  # one of KINDS, or the person's own word
    colour: str = ""
    status: str = "active"  # or "closed to new", "renamed"
    note: str = ""
    checked: date | None = None
    renamed_to: str = ""
    fee_percent: str = ""  # of gross, as a decimal number; empty when it varies or is unknown
    tips: bool = False
    first_status: MoneyStatus = "paid"  # of the money of a job just done
    settles_days: int | None = None  # after which awaited money is late; None: not known
    needs: tuple[str, ...] = ()
    ways_in: tuple[str, ...] = ()


class Catalogue:
    """Platforms by name and alias, without regard to case. Of two with one name the earlier is meant."""

    def __init__(self, platforms: Iterable[Platform]) -> None:
        self.platforms = tuple(platforms)
        self._named: dict[str, Platform] = {}
        for platform in self.platforms:
            self._named.setdefault(_key(platform.name), platform)
        for platform in self.platforms:  # after all names: an alias never hides another platform's name
            for name in filter(None, (platform.full_name, *platform.aliases)):
                self._named.setdefault(_key(name), platform)

    def find(self, name: str) -> Platform | None:
        """Return the platform called `name`, by any of its names, or None.

        A renamed platform is found as what it became.
        """
        found = self._named.get(_key(name))
        followed = set()
        while found and found.renamed_to and found.name not in followed:
            followed.add(found.name)
            found = self._named.get(_key(found.renamed_to), found)
        return found

    def canonical(self, name: str) -> str:
        """Return the name records use for `name`; a name nobody knows stays as it is."""
        platform = self.find(name)
        return platform.name if platform else name.strip()

    def names(self) -> list[str]:
        """Every name and alias, case folded, longest first: for finding platforms in running text."""
        return sorted(self._named, key=len, reverse=True)


@cache
def built_in() -> Catalogue:
    """The platforms that come with the program, from `data/platforms.toml`."""
    entries = read_data("platforms.toml")["platform"]
    return Catalogue(
        msgspec.convert({"id": entry["name"].casefold(), **entry}, Platform) for entry in entries
    )


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()

"""The desk: the planbook and the preferences that every action works with."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from gigplanner.model.catalogue import Catalogue, Platform, built_in
from gigplanner.model.conventions import conventions_of, show_in
from gigplanner.model.records import MoneyStatus, Record
from gigplanner.model.settings import Settings
from gigplanner.planbook import Planbook
from gigplanner.planbook.config import load_settings
from gigplanner.planbook.places import Places

R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Desk:
    """A planbook, open, with its owner's settings."""

    book: Planbook
    settings: Settings
    config: Path | None = None  # the file of the preferences: backups hold it too

    @cached_property
    def catalogue(self) -> Catalogue:
        """The person's own platforms, then the built-in ones."""
        return Catalogue((*self.book.queue(Platform), *built_in().platforms))

    @cached_property
    def own_platforms(self) -> tuple[str, ...]:
        """Where the person works, by the names that records use, as the preferences list them."""
        return tuple(dict.fromkeys(map(self.catalogue.canonical, self.settings.platforms)))

    @property
    def platform_names(self) -> tuple[str, ...]:
        """Every platform that is known: where the person works first."""
        known = (platform.name for platform in self.catalogue.platforms)
        return tuple(dict.fromkeys((*self.own_platforms, *known)))

    def first_status(self, platform: str) -> MoneyStatus:
        """The state of money of a job just done on `platform`."""
        found = self.catalogue.find(platform)
        return found.first_status if found else "paid"

    def with_settings(self, settings: Settings) -> Desk:
        """The same planbook under other preferences."""
        return replace(self, settings=settings)


@dataclass(frozen=True)
class Done:
    """What an action did: in words, and the record it is about."""

    words: str
    record: Record | None = None


def show_as_preferred(settings: Settings) -> None:
    """Show amounts, dates and times from now on as the preferences say, or else the environment."""
    show_in(conventions_of(settings.locale, settings.clock, os.environ))


def open_desk(places: Places, *, by: str) -> Desk:
    """Open the planbook and the preferences at `places`. `by` names who acts. Raises GigError."""
    settings = load_settings(places.config)
    show_as_preferred(settings)
    return Desk(Planbook(places.data, by=by), settings, places.config)

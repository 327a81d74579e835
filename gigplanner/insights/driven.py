"""What was driven on a day, and what that cost."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from gigplanner.insights.digest import DayDigest
from gigplanner.model.mileage import RunningMiles, counts_by_year
from gigplanner.model.money import Money
from gigplanner.model.settings import Settings


class Driven(NamedTuple):
    """The miles of a day."""

    miles: Decimal
    cost: Money | None
    """None where nothing was driven, or no rate is known."""


NOTHING_DRIVEN = Driven(Decimal(0), None)


def driven_on(digest: DayDigest, running: RunningMiles, settings: Settings) -> Driven:
    """Return what was driven on a day. `running` has priced the days before, and takes note of this one."""
    if not digest.miles and not counts_by_year(settings):
        return NOTHING_DRIVEN
    miles = sum([row.miles for row in digest.miles], Decimal(0))
    return Driven(miles, running.cost(miles, digest.day, settings))

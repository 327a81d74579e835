"""The offers a person saw: how many were taken, and what those that were not would have paid."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from msgspec import Struct

from gigplanner.insights.records import DayRecords
from gigplanner.model.mileage import cost_of_miles
from gigplanner.model.money import Money, round_half_up
from gigplanner.model.records import ShiftEvent
from gigplanner.model.settings import Settings


class Offers(Struct, frozen=True, kw_only=True):
    """The offers of some days: orders whose offer was logged, and offers declined."""

    taken: int = 0
    declined: int = 0
    taken_per_hour: Money | None = None
    """What the taken ones promised for an hour of their minutes, less the cost of their miles, before fees.
    None without any in the person's own currency."""
    declined_per_hour: Money | None = None
    """The same of the declined ones."""

    @property
    def seen(self) -> int:
        """All of them."""
        return self.taken + self.declined


def offers_of(days: Iterable[DayRecords], settings: Settings) -> Offers:
    """Return the offers of `days`; an offer belongs to the day that holds its instant."""
    taken: list[tuple[date, ShiftEvent]] = []
    declined: list[tuple[date, ShiftEvent]] = []
    for day in days:
        span = settings.span_of(day.day)
        for event in (event for log in day.shifts for event in log.events if event.at in span):
            if event.kind == "declined":
                declined.append((day.day, event))
            elif event.kind == "order" and event.pay is not None:
                taken.append((day.day, event))
    return Offers(
        taken=len(taken),
        declined=len(declined),
        taken_per_hour=_per_hour(taken, settings),
        declined_per_hour=_per_hour(declined, settings),
    )


def _per_hour(offers: Sequence[tuple[date, ShiftEvent]], settings: Settings) -> Money | None:
    """Sums over sums: a long offer weighs more than a short one. Each offer's miles are rounded once."""
    minor, minutes = 0, Fraction(0)
    for day, event in offers:
        if event.pay is None or event.pay.currency != settings.currency or not event.minutes:
            continue
        cost = cost_of_miles(event.miles or Decimal(0), day, settings)
        minor += event.pay.minor - (cost.minor if cost else 0)
        minutes += Fraction(event.minutes)
    return Money(round_half_up(Fraction(minor * 60) / minutes), settings.currency) if minutes else None

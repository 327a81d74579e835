"""What a business mile costs: the person's own rate, or the dated standard rate of the tax office."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache
from typing import Literal

import msgspec
from msgspec import Struct

from gigplanner.data import read_data
from gigplanner.model.money import Money
from gigplanner.model.settings import Settings


class MileageRate(Struct, frozen=True, kw_only=True):
    """The US standard business rate of some days, first and last included."""

    first: date = msgspec.field(name="from")
    last: date = msgspec.field(name="to")
    per_mile: Decimal = msgspec.field(name="rate")  # dollars
    source: str
    evidence: Literal["primary", "secondary"]
    note: str = ""  # why this rate, when none is known for the day asked for


def mileage_rate(day: date) -> MileageRate:
    """Return the US standard business rate of `day`.

    A day beyond the known rates gets the nearest known one, with a `note` that says so. Sources stand
    beside the rates in `data/mileage.toml`.
    """
    rates = _us_rates()
    for rate in rates:
        if rate.first <= day <= rate.last:
            return rate
    nearest = rates[0] if day < rates[0].first else rates[-1]
    note = f"no rate for {day.year} yet" if day > nearest.last else f"no rate known for {day.year}"
    return msgspec.structs.replace(nearest, note=f"{note}: using {nearest.first.year}'s")


def cost_of_miles(miles: Decimal, day: date, settings: Settings) -> Money | None:
    """Return what `miles` driven on `day` cost, rounded half up once; None when no rate is known.

    The person's own rate goes first; without one the US standard rate counts for those who are paid in USD.
    """
    if settings.mileage_rate is not None:
        return Money.of(miles * settings.mileage_rate, settings.currency)
    if settings.currency == "USD":
        return Money.of(miles * mileage_rate(day).per_mile, "USD")
    return None


@cache
def _us_rates() -> tuple[MileageRate, ...]:
    rates = msgspec.convert(read_data("mileage.toml")["us"], list[MileageRate])
    return tuple(sorted(rates, key=lambda rate: rate.first))

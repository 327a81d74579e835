"""What a business mile costs: the person's own rate, or the dated standard rate of a tax office."""

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

_UK_VEHICLES = {"uk car": "car or van", "uk motorcycle": "motorcycle"}
_RATE_STEP = Decimal("0.0001")
_CURRENCIES = {"us": "USD", "uk car": "GBP", "uk motorcycle": "GBP"}


class MileageRate(Struct, frozen=True, kw_only=True):
    """The US standard business rate of some days, first and last included."""

    first: date = msgspec.field(name="from")
    last: date = msgspec.field(name="to")
    per_mile: Decimal = msgspec.field(name="rate")  # dollars
    source: str
    evidence: Literal["primary", "secondary"]
    note: str = ""  # why this rate, when none is known for the day asked for


class UkRate(Struct, frozen=True, kw_only=True):
    """A rate of the UK's simplified expenses, for the miles of a tax year up to a limit."""

    vehicle: str
    per_mile: Decimal = msgspec.field(name="rate")  # pounds
    up_to_miles: int | None = None
    source: str
    evidence: Literal["primary", "secondary"]


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


def cost_of_miles(
    miles: Decimal, day: date, settings: Settings, before: Decimal = Decimal(0)
) -> Money | None:
    """Return what `miles` driven on `day` cost, rounded half up once; None when no rate is known.

    The person's own rate goes first, then the rules they chose; without either the US standard rate counts
    for those who are paid in USD. `before` are the business miles of the tax year up to then, which decide
    the rate under the UK's rules.
    """
    exact = _exact_cost(miles, day, settings, before)
    return Money.of(*exact) if exact else None


def _exact_cost(miles: Decimal, day: date, settings: Settings, before: Decimal) -> tuple[Decimal, str] | None:
    """Return the cost before it is rounded, and its currency."""
    if settings.mileage_rate is not None:
        return miles * settings.mileage_rate, settings.currency
    rules = rules_of(settings)
    if rules == "us":
        return miles * mileage_rate(day).per_mile, "USD"
    if rules in _UK_VEHICLES:
        return _uk_cost(miles, before, _UK_VEHICLES[rules]), "GBP"
    return None


def rules_of(settings: Settings) -> str:
    """Return the rules by which miles are reckoned: `us`, `uk car`, `uk motorcycle` or none."""
    if settings.mileage_rules:
        same = _CURRENCIES[settings.mileage_rules] == settings.currency
        return settings.mileage_rules if same else ""
    return "us" if settings.currency == "USD" else ""


def counts_by_year(settings: Settings) -> bool:
    """Whether a mile's rate depends on the miles of the tax year before it."""
    return settings.mileage_rate is None and rules_of(settings) == "uk car"


def tax_year_start(day: date, settings: Settings) -> date:
    """Return the first day of the tax year that holds `day`: 6 April under UK rules, else 1 January."""
    if rules_of(settings) not in _UK_VEHICLES:
        return date(day.year, 1, 1)
    turn = date(day.year, 4, 6)
    return turn if day >= turn else date(day.year - 1, 4, 6)


class RunningMiles(Struct):
    """Prices drives one after the other, earliest first, with the tax year's miles so far."""

    before: Decimal = Decimal(0)
    """The miles of the tax year that the next drive comes after: at first, of the year of the first drive."""
    year: date | None = None
    """Its first day, where a rate depends on it; None before the first drive."""

    def cost(self, miles: Decimal, day: date, settings: Settings) -> Money | None:
        """Return what the next drive costs; None when no rate is known."""
        return self.priced(miles, day, settings)[0]

    def priced(self, miles: Decimal, day: date, settings: Settings) -> tuple[Money | None, Decimal | None]:
        """Return what the next drive costs and by what rate in major units; None when no rate is known.

        A drive across the limit of a rate has the mean of the two, to a hundredth of the minor unit.
        """
        before = Decimal(0)
        if counts_by_year(settings):
            year = tax_year_start(day, settings)
            if self.year not in (None, year):
                self.before = Decimal(0)
            self.year = year
            before = self.before
            self.before += miles
        exact = _exact_cost(miles, day, settings, before)
        if exact is None:
            return None, None
        rate = exact[0] / miles if miles else None
        return Money.of(*exact), rate and rate.quantize(_RATE_STEP).normalize()


def _uk_cost(miles: Decimal, before: Decimal, vehicle: str) -> Decimal:
    """Price each mile by how many of the tax year lie before it."""
    cost, left, at = Decimal(0), miles, before
    for rate in _uk_rates():
        if rate.vehicle != vehicle:
            continue
        room = left if rate.up_to_miles is None else max(Decimal(0), rate.up_to_miles - at)
        part = min(left, room)
        cost += part * rate.per_mile
        left -= part
        at += part
    return cost


@cache
def _us_rates() -> tuple[MileageRate, ...]:
    rates = msgspec.convert(read_data("mileage.toml")["us"], list[MileageRate])
    return tuple(sorted(rates, key=lambda rate: rate.first))


@cache
def _uk_rates() -> tuple[UkRate, ...]:
    """By vehicle, the rate with a limit first."""
    rates = msgspec.convert(read_data("mileage.toml")["uk"], list[UkRate])
    return tuple(sorted(rates, key=lambda rate: (rate.vehicle, rate.up_to_miles is None)))

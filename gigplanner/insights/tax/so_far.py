"""A tax year so far, out of digests: what the next payment is likely to be and what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from msgspec import Struct

from gigplanner.insights.digest import DayDigest, SpentRow
from gigplanner.insights.tax.estimate import TaxEstimate, us_estimate
from gigplanner.insights.tax.quarters import Quarter, next_due, quarters_of
from gigplanner.insights.tax.rules import us_rules
from gigplanner.model.mileage import RunningMiles, rules_of
from gigplanner.model.money import Money
from gigplanner.model.records import MONEY_IN_HAND
from gigplanner.model.settings import Settings


class TaxSoFar(Struct, frozen=True, kw_only=True):
    """The profit of some days and what it owes."""

    first: date
    last: date
    receipts: Money
    """In hand: gross and tips."""
    fees: Money
    vehicle: Money
    """The larger of the standard mileage rate and the actual costs."""
    by_miles: bool
    """Whether that is the standard rate."""
    miles: Decimal
    standard: Money
    """The miles at the standard rate."""
    other: Money
    """All other expenses, as far as they are deductible."""
    estimate: TaxEstimate | None
    """None where the rules are not known: outside the United States."""

    @property
    def net(self) -> Money:
        """The profit."""
        return self.receipts - self.fees - self.vehicle - self.other


class Payment(Struct, frozen=True, kw_only=True):
    """One of a tax year's four payments."""

    quarter: Quarter
    amount: Money | None
    """What its months add to what the year owes, by what they have brought so far."""

    def is_past(self, today: date) -> bool:
        """Whether its day is over."""
        return self.quarter.due < today


class NextPayment(Struct, frozen=True, kw_only=True):
    """The estimated payment that is due next."""

    quarter: Quarter
    earned_in: TaxSoFar
    """Its months."""
    year: TaxSoFar
    """The tax year up to their end."""
    payments: tuple[Payment, ...]
    """All four of the tax year."""

    @property
    def amount(self) -> Money | None:
        """What the months of the payment add to what the year owes; never below nothing."""
        return next(one.amount for one in self.payments if one.quarter == self.quarter)


def taxes_are_known(settings: Settings) -> bool:
    """Whether the rules of the person's taxes are known: those of the United States are, and no others."""
    return settings.currency == "USD" and rules_of(settings) in ("", "us")


def tax_so_far(digests: Iterable[DayDigest], first: date, last: date, settings: Settings) -> TaxSoFar:
    """Return the profit of the days `first` to `last`, as `schedule_c` counts it, but by working days.

    The vehicle costs the larger of the standard rate and the actual costs; parking and tolls come on top.
    """
    profit = _Profit(first, settings)
    for digest in digests:
        if first <= digest.day <= last:
            profit.add(digest)
    return profit.by(last)


class _Profit:
    """The profit from a day on, while days are added to it in order."""

    def __init__(self, first: date, settings: Settings) -> None:
        nothing = Money.zero(settings.currency)
        self._first, self._settings = first, settings
        self._receipts = self._fees = 0
        self._actual = self._other = self._on_top = self._standard = nothing
        self._miles = Decimal(0)
        self._running = RunningMiles(settings)

    def add(self, digest: DayDigest) -> None:
        """Count a day."""
        currency = self._settings.currency
        for row in digest.money:
            if row.status in MONEY_IN_HAND and row.currency == currency:
                self._receipts += row.gross + row.tip
                self._fees += row.fee
        driven = sum((row.miles for row in digest.miles), Decimal(0))
        self._miles += driven
        self._standard += self._running.cost(driven, digest.day) or Money.zero(currency)
        for spent in digest.spent:
            if spent.currency == currency:
                self._spend(spent)

    def _spend(self, spent: SpentRow) -> None:
        line = us_rules().line_of(spent.category)
        amount = Money(spent.amount, spent.currency).times(line.share if line else Decimal(1))
        if line and line.vehicle:
            self._actual += amount
        elif line and line.line == "9":
            self._on_top += amount
        else:
            self._other += amount

    def by(self, last: date) -> TaxSoFar:
        """Return the profit by the end of `last`, with what it owes."""
        settings = self._settings
        vehicle = max(self._standard, self._actual) + self._on_top
        net = Money(self._receipts - self._fees, settings.currency) - vehicle - self._other
        return TaxSoFar(
            first=self._first,
            last=last,
            receipts=Money(self._receipts, settings.currency),
            fees=Money(self._fees, settings.currency),
            vehicle=vehicle,
            by_miles=self._standard.minor >= self._actual.minor,
            miles=self._miles,
            standard=self._standard,
            other=self._other,
            estimate=us_estimate(net, self._first.year, settings.income_tax_percent)
            if taxes_are_known(settings)
            else None,
        )


def next_payment(digests: Iterable[DayDigest], today: date, settings: Settings) -> NextPayment:
    """Return the estimated payment that is due next, with what its months have brought by `today`."""
    quarter = next_due(today)
    begin, end = date(quarter.year, 1, 1), date(quarter.year, 12, 31)
    every = [digest for digest in digests if begin <= digest.day <= end]
    years = _year_by_quarters(every, quarter.year, settings)
    return NextPayment(
        quarter=quarter,
        earned_in=tax_so_far(every, quarter.first, quarter.last, settings),
        year=next(year for year in years if year.last == quarter.last),
        payments=tuple(_payments(years, settings)),
    )


def _year_by_quarters(digests: Sequence[DayDigest], year: int, settings: Settings) -> list[TaxSoFar]:
    """Return the tax year up to the end of each of its payments' months, out of its days in order."""
    profit, found = _Profit(date(year, 1, 1), settings), []
    for quarter in quarters_of(year):
        for digest in digests:
            if quarter.first <= digest.day <= quarter.last:
                profit.add(digest)
        found.append(profit.by(quarter.last))
    return found


def _payments(years: list[TaxSoFar], settings: Settings) -> Iterable[Payment]:
    paid = nothing = Money.zero(settings.currency)
    for quarter, year in zip(quarters_of(years[0].first.year), years, strict=True):
        if year.estimate is None:
            yield Payment(quarter=quarter, amount=None)
            continue
        yield Payment(quarter=quarter, amount=max(year.estimate.owed - paid, nothing))
        paid = max(paid, year.estimate.owed)

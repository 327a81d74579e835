"""A tax year so far, out of digests: what the next payment is likely to be and what it rests on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from msgspec import Struct, field

from gigplanner.insights.digest import DayDigest, SpentRow
from gigplanner.insights.driven import driven_on
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
    profit = _Profit(first)
    for digest in digests:
        if first <= digest.day <= last:
            profit.add(digest, settings)
    return profit.by(last, settings)


class _Profit(Struct):
    """The profit from a day on, while days are added to it in order: minor units of the person's currency."""

    first: date
    receipts: int = 0
    fees: int = 0
    actual: int = 0
    other: int = 0
    on_top: int = 0
    standard: int = 0
    miles: Decimal = Decimal(0)
    running: RunningMiles = field(default_factory=RunningMiles)

    def add(self, digest: DayDigest, settings: Settings) -> None:
        """Count a day."""
        for row in digest.money:
            if row.status in MONEY_IN_HAND and row.currency == settings.currency:
                self.receipts += row.gross + row.tip
                self.fees += row.fee
        driven = driven_on(digest, self.running, settings)
        self.miles += driven.miles
        self.standard += driven.cost.minor if driven.cost else 0
        for spent in digest.spent:
            if spent.currency == settings.currency:
                self._spend(spent)

    def _spend(self, spent: SpentRow) -> None:
        line = us_rules().line_of(spent.category)
        amount = Money(spent.amount, spent.currency).times(line.share if line else Decimal(1)).minor
        if line and line.vehicle:
            self.actual += amount
        elif line and line.line == "9":
            self.on_top += amount
        else:
            self.other += amount

    def by(self, last: date, settings: Settings) -> TaxSoFar:
        """Return the profit by the end of `last`, with what it owes."""
        currency = settings.currency
        vehicle = max(self.standard, self.actual) + self.on_top
        net = Money(self.receipts - self.fees - vehicle - self.other, currency)
        return TaxSoFar(
            first=self.first,
            last=last,
            receipts=Money(self.receipts, currency),
            fees=Money(self.fees, currency),
            vehicle=Money(vehicle, currency),
            by_miles=self.standard >= self.actual,
            miles=self.miles,
            standard=Money(self.standard, currency),
            other=Money(self.other, currency),
            estimate=us_estimate(net, self.first.year, settings.income_tax_percent)
            if taxes_are_known(settings)
            else None,
        )


def next_payment(digests: Iterable[DayDigest], today: date, settings: Settings) -> NextPayment:
    """Return the estimated payment that is due next, with what its months have brought by `today`."""
    sums = TaxSums.as_of(today)
    for digest in digests:
        sums.add(digest, settings)
    return sums.next_payment(settings)


class TaxSums(Struct):
    """What `next_payment` adds up: the tax year, and the months of the payment that is due next."""

    quarters: tuple[Quarter, ...]
    """The four payments of the tax year."""
    due: Quarter
    """The one that is due next."""
    earned_in: _Profit
    year: _Profit
    ended: list[TaxSoFar] = []
    """The tax year up to the end of each payment's months that are over."""

    @classmethod
    def as_of(cls, today: date) -> TaxSums:
        """Before the first day."""
        due = next_due(today)
        return cls(quarters_of(due.year), due, _Profit(due.first), _Profit(date(due.year, 1, 1)))

    @property
    def first(self) -> date:
        """The first day of the tax year."""
        return self.year.first

    def add(self, digest: DayDigest, settings: Settings) -> None:
        """Count a day, later than those before it, if it is one of the tax year."""
        if digest.day.year != self.due.year:
            return
        while self.quarters[len(self.ended)].last < digest.day:
            self._end_quarter(settings)
        self.year.add(digest, settings)
        if self.due.first <= digest.day <= self.due.last:
            self.earned_in.add(digest, settings)

    def _end_quarter(self, settings: Settings) -> None:
        self.ended.append(self.year.by(self.quarters[len(self.ended)].last, settings))

    def next_payment(self, settings: Settings) -> NextPayment:
        """The payment that is due next, by the days so far, which are all."""
        while len(self.ended) < len(self.quarters):
            self._end_quarter(settings)
        return NextPayment(
            quarter=self.due,
            earned_in=self.earned_in.by(self.due.last, settings),
            year=next(year for year in self.ended if year.last == self.due.last),
            payments=tuple(_payments(self.ended, settings)),
        )


def _payments(years: list[TaxSoFar], settings: Settings) -> Iterable[Payment]:
    paid = nothing = Money.zero(settings.currency)
    for quarter, year in zip(quarters_of(years[0].first.year), years, strict=True):
        if year.estimate is None:
            yield Payment(quarter=quarter, amount=None)
            continue
        yield Payment(quarter=quarter, amount=max(year.estimate.owed - paid, nothing))
        paid = max(paid, year.estimate.owed)

"""A tax year so far, out of digests: what the next payment is likely to be and what it rests on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from msgspec import Struct

from gigplanner.insights.digest import DayDigest
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
    receipts = fees = 0
    actual = other = on_top = Money.zero(settings.currency)
    standard, miles = Money.zero(settings.currency), Decimal(0)
    running = RunningMiles(settings)
    for digest in digests:
        if not first <= digest.day <= last:
            continue
        for row in digest.money:
            if row.status in MONEY_IN_HAND and row.currency == settings.currency:
                receipts += row.gross + row.tip
                fees += row.fee
        driven = sum((row.miles for row in digest.miles), Decimal(0))
        miles += driven
        standard += running.cost(driven, digest.day) or Money.zero(settings.currency)
        for spent in digest.spent:
            if spent.currency != settings.currency:
                continue
            line = us_rules().line_of(spent.category)
            amount = Money(spent.amount, spent.currency).times(line.share if line else Decimal(1))
            if line and line.vehicle:
                actual += amount
            elif line and line.line == "9":
                on_top += amount
            else:
                other += amount
    vehicle = max(standard, actual) + on_top
    net = Money(receipts - fees, settings.currency) - vehicle - other
    return TaxSoFar(
        first=first,
        last=last,
        receipts=Money(receipts, settings.currency),
        fees=Money(fees, settings.currency),
        vehicle=vehicle,
        by_miles=standard.minor >= actual.minor,
        miles=miles,
        standard=standard,
        other=other,
        estimate=us_estimate(net, first.year, settings.income_tax_percent)
        if taxes_are_known(settings)
        else None,
    )


def next_payment(digests: Iterable[DayDigest], today: date, settings: Settings) -> NextPayment:
    """Return the estimated payment that is due next, with what its months have brought by `today`."""
    quarter = next_due(today)
    begin, end = date(quarter.year, 1, 1), date(quarter.year, 12, 31)
    every = [digest for digest in digests if begin <= digest.day <= end]
    return NextPayment(
        quarter=quarter,
        earned_in=tax_so_far(every, quarter.first, quarter.last, settings),
        year=tax_so_far(every, begin, quarter.last, settings),
        payments=tuple(_payments(every, quarter.year, settings)),
    )


def _payments(digests: list[DayDigest], year: int, settings: Settings) -> Iterable[Payment]:
    begin, paid = date(year, 1, 1), Money.zero(settings.currency)
    for quarter in quarters_of(year):
        estimate = tax_so_far(digests, begin, quarter.last, settings).estimate
        if estimate is None:
            yield Payment(quarter=quarter, amount=None)
            continue
        yield Payment(quarter=quarter, amount=max(estimate.owed - paid, Money.zero(settings.currency)))
        paid = max(paid, estimate.owed)

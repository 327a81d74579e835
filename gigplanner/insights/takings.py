"""What came in, what it cost and what is left: the money of a day, in the person's own currency.

    gross + tips                                  = earned    money in hand: approved or paid
    earned − fees − cost of miles − expenses      = net
    net − set-aside                               = kept

Money that is expected or pending stands apart and is in none of these; rejected money counts nowhere. Amounts
in other currencies are never added or converted: they are given apart, each currency by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import TypeVar

from msgspec import Struct

from gigplanner.insights.records import DayRecords
from gigplanner.model.mileage import cost_of_miles
from gigplanner.model.money import Money, total, totals
from gigplanner.model.records import MONEY_AWAITED, MONEY_IN_HAND, Earning, Expense
from gigplanner.model.settings import Settings
from gigplanner.model.shiftlog import ShiftLog

Key = TypeVar("Key")


class Tally(Struct, frozen=True, kw_only=True):
    """What some earnings came to in one currency."""

    gross: Money
    """In hand, before tips and fees."""
    tips: Money
    """In hand."""
    fees: Money
    """What platforms keep of the money in hand."""
    pending: Money
    """Expected or pending: gross and tips, before fees."""
    count: int = 0
    """How many earnings are in hand."""
    pending_count: int = 0
    """How many are expected or pending."""

    @classmethod
    def nothing(cls, currency: str) -> Tally:
        """No earnings at all."""
        zero = Money.zero(currency)
        return cls(gross=zero, tips=zero, fees=zero, pending=zero)

    @property
    def earned(self) -> Money:
        """In hand, with tips, before fees."""
        return self.gross + self.tips

    @property
    def after_fees(self) -> Money:
        """In hand, with tips, less the platforms' fees; no other cost is taken off."""
        return self.earned - self.fees

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            gross=self.gross + other.gross,
            tips=self.tips + other.tips,
            fees=self.fees + other.fees,
            pending=self.pending + other.pending,
            count=self.count + other.count,
            pending_count=self.pending_count + other.pending_count,
        )


def tally(earnings: Iterable[Earning], currency: str) -> Tally:
    """Count `earnings` in `currency`: amounts in other currencies are left out."""
    gross, tips, fees, pending, count, pending_count = 0, 0, 0, 0, 0, 0
    for earning in earnings:
        own = earning.gross.currency == currency
        if earning.status in MONEY_IN_HAND:
            gross += _minor(earning.gross, currency)
            tips += _minor(earning.tip, currency)
            fees += _minor(earning.fee, currency)
            count += own
        elif earning.status in MONEY_AWAITED:
            pending += _minor(earning.gross, currency) + _minor(earning.tip, currency)
            pending_count += own
    return Tally(
        gross=Money(gross, currency),
        tips=Money(tips, currency),
        fees=Money(fees, currency),
        pending=Money(pending, currency),
        count=count,
        pending_count=pending_count,
    )


def tally_by(earnings: Iterable[Earning], key: Callable[[Earning], Key], currency: str) -> dict[Key, Tally]:
    """Count earnings apart by `key`. The parts add up to the tally of all; keys without money drop out."""
    parts: dict[Key, list[Earning]] = {}
    for earning in earnings:
        parts.setdefault(key(earning), []).append(earning)
    counted = {name: tally(part, currency) for name, part in parts.items()}
    nothing = Tally.nothing(currency)
    return {name: part for name, part in counted.items() if part != nothing}


def online_money(earnings: Iterable[Earning], shifts: Iterable[ShiftLog], currency: str) -> Tally:
    """Count the money that figures per hour online are made of.

    That is the money made during a shift, and what was logged afterwards for a platform that a shift was
    worked on, or for none. Tasks done and other money that came outside every shift are left out: an hour at
    the kitchen table, or a commission overnight, must not make an hour on the road look better.
    """
    logs = list(shifts)
    worked = [(log.start, log.end or log.now) for log in logs]
    platforms = {"", *(event.platform for log in logs for event in log.events)}

    def counts(earning: Earning) -> bool:
        if earning.shift or any(start <= earning.at <= end for start, end in worked):
            return True
        return not earning.task and earning.platform in platforms

    return tally((earning for earning in earnings if counts(earning)), currency)


class Takings(Struct, frozen=True, kw_only=True):
    """The money of one day, or the sum of the takings of days."""

    tally: Tally
    miles: Decimal
    """Driven for the work."""
    miles_cost: Money
    """At the person's own rate or the dated standard one; each day is rounded once. Zero without a rate."""
    unpriced_miles: Decimal
    """Miles for which no rate is known: they cost something, but nothing is taken off for them."""
    expenses: Money
    """Everything spent besides fees and miles."""
    set_aside: Money
    """The person's percentage of what is left after fees and miles; never below zero. Reckoned day by day."""
    others: dict[str, Money]
    """In hand in other currencies: gross and tips."""
    others_pending: dict[str, Money]
    """Expected or pending in other currencies: gross and tips."""
    others_spent: dict[str, Money]
    """Fees and expenses in other currencies."""

    @property
    def earned(self) -> Money:
        """Money in hand: gross and tips, approved or paid."""
        return self.tally.earned

    @property
    def fees(self) -> Money:
        """What platforms keep of the money in hand."""
        return self.tally.fees

    @property
    def pending(self) -> Money:
        """Money expected or pending: gross and tips. It is in no other figure."""
        return self.tally.pending

    @property
    def net(self) -> Money:
        """Earned less fees, cost of miles and expenses. What to set aside is not taken off."""
        return self.earned - self.fees - self.miles_cost - self.expenses

    @property
    def kept(self) -> Money:
        """Net less what to set aside."""
        return self.net - self.set_aside

    def __add__(self, other: Takings) -> Takings:
        return Takings(
            tally=self.tally + other.tally,
            miles=self.miles + other.miles,
            miles_cost=self.miles_cost + other.miles_cost,
            unpriced_miles=self.unpriced_miles + other.unpriced_miles,
            expenses=self.expenses + other.expenses,
            set_aside=self.set_aside + other.set_aside,
            others=totals([*self.others.values(), *other.others.values()]),
            others_pending=totals([*self.others_pending.values(), *other.others_pending.values()]),
            others_spent=totals([*self.others_spent.values(), *other.others_spent.values()]),
        )


def takings_of(records: DayRecords, settings: Settings) -> Takings:
    """Return the money of one day."""
    currency = settings.currency
    counted = tally(records.earnings, currency)
    miles = sum((trip.miles for trip in records.trips), Decimal(0))
    miles_cost = cost_of_miles(miles, records.day, settings, records.miles_before)
    left = counted.after_fees - (miles_cost or Money.zero(currency))
    set_aside = left.times(settings.set_aside_percent / 100)
    return Takings(
        tally=counted,
        miles=miles,
        miles_cost=miles_cost or Money.zero(currency),
        unpriced_miles=miles if miles_cost is None else Decimal(0),
        expenses=total((e.amount for e in records.expenses if e.amount.currency == currency), currency),
        set_aside=max(set_aside, Money.zero(currency)),
        others=_elsewhere(_paid_in(records.earnings, MONEY_IN_HAND), currency),
        others_pending=_elsewhere(_paid_in(records.earnings, MONEY_AWAITED), currency),
        others_spent=_elsewhere(_spent(records.earnings, records.expenses), currency),
    )


def _paid_in(earnings: Iterable[Earning], states: frozenset[str]) -> list[Money]:
    counted = [earning for earning in earnings if earning.status in states]
    return [part for earning in counted for part in (earning.gross, earning.tip) if part]


def _spent(earnings: Iterable[Earning], expenses: Iterable[Expense]) -> list[Money]:
    fees = [earning.fee for earning in earnings if earning.fee and earning.status in MONEY_IN_HAND]
    return fees + [expense.amount for expense in expenses]


def _elsewhere(amounts: Iterable[Money], currency: str) -> dict[str, Money]:
    apart: Mapping[str, Money] = totals(amount for amount in amounts if amount.currency != currency)
    return dict(sorted(apart.items()))


def _minor(amount: Money | None, currency: str) -> int:
    return amount.minor if amount and amount.currency == currency else 0

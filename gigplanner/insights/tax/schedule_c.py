"""A year's income and expenses by the lines of Schedule C (Form 1040)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from msgspec import Struct

from gigplanner.insights.tax.mileage_log import MileageLog, mileage_log
from gigplanner.insights.tax.rules import FormLine, us_rules
from gigplanner.model.money import Money, total, totals
from gigplanner.model.records import MONEY_AWAITED, MONEY_IN_HAND, Earning, Expense, Trip
from gigplanner.model.settings import Settings

OTHER_LINE, OTHER_LABEL = "27b", "Other expenses"
VEHICLE_LINE, VEHICLE_LABEL = "9", "Car and truck expenses"
FEES_LINE, FEES_LABEL = "10", "Commissions and fees"


class FiledLine(Struct, frozen=True, kw_only=True):
    """A line of the form: what it comes to, and of what."""

    line: str
    label: str
    amount: Money
    parts: tuple[tuple[str, Money], ...] = ()
    """By category, as written; together the amount."""


class ScheduleC(Struct, frozen=True, kw_only=True):
    """A calendar year by the lines of the form, in one currency."""

    year: int
    receipts: Money
    """Line 1: gross and tips of money in hand, before the platforms' fees."""
    tips: Money
    """Of that."""
    expenses: tuple[FiledLine, ...]
    """In the order of the form."""
    miles: MileageLog
    standard_vehicle: Money
    """The miles at the standard rate."""
    actual_vehicle: Money
    """Fuel, repairs and the rest: one of the two counts, here the larger."""
    awaited: Money
    """Expected or pending: in no line."""
    others: dict[str, Money]
    """Money in hand in other currencies, in no line: convert it at the rate that applies."""
    others_spent: dict[str, Money]
    """Fees and expenses in other currencies, in no line either."""

    @property
    def spent(self) -> Money:
        """Line 28: all expenses."""
        return total((line.amount for line in self.expenses), self.receipts.currency)

    @property
    def net(self) -> Money:
        """Line 31: the net profit."""
        return self.receipts - self.spent

    @property
    def by_miles(self) -> bool:
        """Whether the standard mileage rate is the better of the two."""
        return self.standard_vehicle.minor >= self.actual_vehicle.minor


def schedule_c(
    year: int,
    *,
    earnings: Iterable[Earning],
    expenses: Iterable[Expense],
    trips: Iterable[Trip],
    settings: Settings,
) -> ScheduleC:
    """Return the year's records by line. What lies outside the calendar year on the wall clock is left out.

    Money counts by the day of the job where the day it was paid is not known. The vehicle costs the larger
    of the standard mileage rate and the actual costs, by the formula of `data/tax.toml`'s source; parking
    and tolls come on top of either.
    """
    currency = settings.currency
    paid = [one for one in earnings if settings.wall(one.at).year == year]
    in_hand = [one for one in paid if one.status in MONEY_IN_HAND]
    miles = mileage_log((one for one in trips if settings.wall(one.at).year == year), settings)
    spent = _Spent(currency)
    for one in in_hand:
        if one.fee and one.fee.currency == currency:
            spent.add(_FEES, one.platform or "fees", one.fee)
    costs = [one for one in expenses if settings.wall(one.at).year == year]
    for expense in costs:
        if expense.amount.currency == currency:
            line = us_rules().line_of(expense.category)
            spent.add(line, expense.category, expense.amount.times(line.share if line else Decimal(1)))
    amounts = [amount for one in in_hand for amount in (one.gross, one.tip) if amount]
    return ScheduleC(
        year=year,
        receipts=total((amount for amount in amounts if amount.currency == currency), currency),
        tips=total((one.tip for one in in_hand if one.tip and one.tip.currency == currency), currency),
        expenses=spent.lines(standard=miles.value),
        miles=miles,
        standard_vehicle=miles.value,
        actual_vehicle=spent.vehicle(),
        awaited=total(
            (
                amount
                for one in paid
                if one.status in MONEY_AWAITED
                for amount in (one.gross, one.tip)
                if amount and amount.currency == currency
            ),
            currency,
        ),
        others=totals(amount for amount in amounts if amount.currency != currency),
        others_spent=totals(
            amount
            for amount in (*(one.fee for one in in_hand if one.fee), *(one.amount for one in costs))
            if amount.currency != currency
        ),
    )


_FEES = FormLine(line=FEES_LINE, label=FEES_LABEL, words=())


class _Spent:
    """Expenses while they are sorted into lines."""

    def __init__(self, currency: str) -> None:
        self.currency = currency
        self.labels: dict[str, str] = {}
        self.parts: dict[str, dict[str, Money]] = defaultdict(dict)
        self.actual: dict[str, Money] = {}

    def add(self, line: FormLine | None, category: str, amount: Money) -> None:
        if line and line.vehicle:
            parts = self.actual
        else:
            number, label = (line.line, line.label) if line else (OTHER_LINE, OTHER_LABEL)
            self.labels[number] = label
            parts = self.parts[number]
        name = category or "uncategorised"
        parts[name] = parts.get(name, Money.zero(self.currency)) + amount

    def vehicle(self) -> Money:
        return total(self.actual.values(), self.currency)

    def lines(self, *, standard: Money) -> tuple[FiledLine, ...]:
        by_miles = standard.minor >= self.vehicle().minor
        vehicle = {"standard mileage rate": standard} if by_miles else self.actual
        if any(vehicle.values()):
            self.labels[VEHICLE_LINE] = VEHICLE_LABEL
            self.parts[VEHICLE_LINE] = {**vehicle, **self.parts[VEHICLE_LINE]}
        return tuple(
            FiledLine(
                line=number,
                label=self.labels[number],
                amount=total(self.parts[number].values(), self.currency),
                parts=tuple(sorted(self.parts[number].items())),
            )
            for number in sorted(self.labels, key=_order)
        )


def _order(line: str) -> tuple[int, str]:
    digits = "".join(character for character in line if character.isdigit())
    return int(digits), line


def tax_year_of(day: date) -> tuple[date, date]:
    """Return the first and last day of the US tax year that holds `day`."""
    return date(day.year, 1, 1), date(day.year, 12, 31)

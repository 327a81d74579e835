"""What was put aside and paid for a tax year, against what it is likely to owe."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from gigplanner.insights.tax.quarters import next_due, quarters_of
from gigplanner.insights.tax.so_far import TaxSoFar, taxes_are_known
from gigplanner.model.mileage import tax_year_start
from gigplanner.model.money import Money
from gigplanner.model.records import SetAside
from gigplanner.model.settings import Settings
from gigplanner.model.times import DAY


class AsideSoFar(Struct, frozen=True, kw_only=True):
    """Money for the tax of a year, as of a day."""

    first: date
    last: date
    wanted: Money | None
    """What the year's profit so far owes by the estimate; None where the rules are not known."""
    kept: Money
    """Put aside, all together."""
    paid: Money
    """To the tax office."""

    @property
    def left(self) -> Money:
        """Of what was put aside, what payments have not used up."""
        return max(self.kept - self.paid, Money.zero(self.kept.currency))

    @property
    def covered(self) -> Money:
        """Put aside or paid: a payment is taken out of what was put aside, and counts once."""
        return max(self.kept, self.paid)

    @property
    def missing(self) -> Money | None:
        """What is still to be put aside for the profit so far; never below nothing."""
        if self.wanted is None:
            return None
        return max(self.wanted - self.covered, Money.zero(self.wanted.currency))


def aside_days(year: int) -> tuple[date, date]:
    """The days on which money counts for a tax year: from the last payment of the year before to its own.

    The last payment of a year is due in the January after it.
    """
    return quarters_of(year - 1)[-1].due + DAY, quarters_of(year)[-1].due


def aside_period(today: date, settings: Settings) -> tuple[date, date]:
    """Return the days on which money counts for the tax year that `today` puts money aside for.

    Where the dates of payments are not known it is the tax year itself.
    """
    if taxes_are_known(settings):
        return aside_days(next_due(today).year)
    first = tax_year_start(today, settings)
    return first, first.replace(year=first.year + 1) - DAY


def aside_so_far(records: Iterable[SetAside], year: TaxSoFar, today: date, settings: Settings) -> AsideSoFar:
    """Return what was put aside and paid for the tax year of `today`, whose profit is `year`.

    Days are those of the wall clock; other currencies are left out.
    """
    first, last = aside_period(today, settings)
    kept, paid = _sums(records, first, last, settings)
    return AsideSoFar(
        first=first,
        last=last,
        wanted=year.estimate.owed if year.estimate else None,
        kept=kept,
        paid=paid,
    )


def aside_sums(records: Iterable[SetAside], year: int, settings: Settings) -> tuple[Money, Money]:
    """Return what was put aside, and what was paid, for the tax year `year`, in the person's currency."""
    return _sums(records, *aside_days(year), settings)


def _sums(records: Iterable[SetAside], first: date, last: date, settings: Settings) -> tuple[Money, Money]:
    """What was put aside and paid from `first` to `last`, both included."""
    kept = paid = 0
    for one in records:
        if one.amount.currency == settings.currency and first <= settings.wall(one.at).date() <= last:
            if one.paid:
                paid += one.amount.minor
            else:
                kept += one.amount.minor
    return Money(kept, settings.currency), Money(paid, settings.currency)

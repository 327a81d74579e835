"""The miles of a tax year up to a day, for rules under which a mile's rate depends on them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from gigplanner.insights.digest import DayDigest
from gigplanner.model.mileage import counts_by_year, tax_year_start
from gigplanner.model.times import DAY
from gigplanner.workday.desk import Desk


def miles_before_first(desk: Desk, digests: Sequence[DayDigest], now: datetime) -> Decimal:
    """Return the business miles of the tax year before the first of `digests`."""
    return miles_before(desk, digests[0].day, now) if digests else Decimal(0)


def miles_before(desk: Desk, day: date, now: datetime) -> Decimal:
    """Return the business miles of the tax year before `day`; none where no rate depends on them."""
    start = tax_year_start(day, desk.settings)
    if not counts_by_year(desk.settings) or start == day:
        return Decimal(0)
    from gigplanner.workday.totals import digests_between

    digests = digests_between(desk, start, day - DAY, now)
    return sum((row.miles for digest in digests for row in digest.miles), Decimal(0))

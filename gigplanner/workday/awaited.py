"""Money not in hand yet, found without reading all of history."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from gigplanner.insights.awaited import Awaited, awaited_money
from gigplanner.insights.digest import DayDigest
from gigplanner.model.records import MONEY_AWAITED, Earning
from gigplanner.workday.desk import Desk


def awaited(desk: Desk, now: datetime) -> tuple[Awaited, ...]:
    """Return what every platform still owes as of `now`: only days whose digest holds such money are read."""
    from gigplanner.workday.totals import all_digests

    return awaited_of(desk, all_digests(desk, now), now)


def awaited_of(desk: Desk, digests: Iterable[DayDigest], now: datetime) -> tuple[Awaited, ...]:
    """Return the same of the days of `digests` alone."""
    return awaited_on(desk, awaited_days(digests), now)


def awaited_days(digests: Iterable[DayDigest]) -> tuple[date, ...]:
    """Return the days that hold such money."""
    return tuple(digest.day for digest in digests if any(row.status in MONEY_AWAITED for row in digest.money))


def awaited_on(desk: Desk, days: Iterable[date], now: datetime) -> tuple[Awaited, ...]:
    """Return what is still awaited of the money of `days`, by the records as they are."""
    earnings = [one for day in days for one in desk.book.within(Earning, desk.settings.span_of(day))]
    return awaited_money(earnings, desk.settings, desk.settings.day_of(now), desk.catalogue)

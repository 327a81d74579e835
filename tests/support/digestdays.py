"""Digests of days, made by hand: what the insights are counted from."""

from __future__ import annotations

from datetime import date, timedelta

from gigplanner.insights.digest import DayDigest, MoneyRow, PlatformTime, TimeRow
from gigplanner.model.records import MoneyStatus
from gigplanner.model.settings import Settings

NEW_YORK = Settings(zone="America/New_York")
HOUR = 3600 * 10**6  # microseconds
FRIDAY = date(2026, 11, 20)


def slot_of(weekday: int, hour: int) -> int:
    """The slot of an hour of the week; Monday is 0."""
    return weekday * 24 + hour


def money_row(
    cents: int,
    *,
    at: int = 0,
    made: int | None = None,
    platform: str = "Uber",
    category: str = "",
    status: MoneyStatus = "paid",
    online: bool = True,
    currency: str = "USD",
    tip: int = 0,
    fee: int = 0,
) -> MoneyRow:
    """Money of a day, made in the slot in which it came in unless `made` says otherwise."""
    return MoneyRow(
        slot=at,
        made=at if made is None else made,
        platform=platform,
        category=category,
        status=status,
        online=online,
        currency=currency,
        gross=cents,
        tip=tip,
        fee=fee,
        count=1,
    )


def time_row(hours: float, *, at: int = 0) -> TimeRow:
    """Time online in a slot."""
    return TimeRow(slot=at, online=int(hours * HOUR), active=0, on_break=0, filler=0)


def platform_time(hours: float, platform: str = "Uber", *, at: int = 0) -> PlatformTime:
    """Time online on a platform in a slot."""
    return PlatformTime(slot=at, platform=platform, online=int(hours * HOUR))


def worked_day(day: date, cents: int, hours: float, *, status: MoneyStatus = "paid") -> DayDigest:
    """A day with one lot of money made online, and so many hours of it, on Uber."""
    return DayDigest(
        day=day,
        money=(money_row(cents, status=status),),
        time=(time_row(hours),),
        platforms=(platform_time(hours),),
    )


def days_ago(number: int, today: date = FRIDAY) -> date:
    """The date so many days before."""
    return today - timedelta(days=number)

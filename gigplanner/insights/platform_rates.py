"""What each platform pays an hour: its middle, its spread over days, and whether it rises or falls."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from msgspec import Struct

from gigplanner.insights.digest import DayDigest
from gigplanner.insights.spread import Spread, Trend, spread_of, trend_of
from gigplanner.model.money import Money
from gigplanner.model.settings import Settings

LEAST_SECONDS = 15 * 60  # online on a platform, for a day to count: less says nothing of an hour
RECENT = timedelta(weeks=8)  # compared with as many weeks before
SECOND = 10**6  # microseconds, as digests count


class PlatformRate(Struct, frozen=True, kw_only=True):
    """What an hour online on a platform brought, before costs."""

    name: str
    per_hour: Money | None
    """Mean: all money over all time."""
    seconds: int
    """Online behind it."""
    spread: Spread | None
    """Of its days, in minor units an hour, by time."""
    trend: Trend | None
    """From the eight weeks before the last eight to these; None with too few days on either side."""


def platform_rates(digests: Iterable[DayDigest], settings: Settings, today: date) -> tuple[PlatformRate, ...]:
    """Return the rates of every platform that shifts were worked on, the best paying first.

    Money made online on it (gross and tips, in hand or awaited) over the time online on it.
    """
    sums = RateSums()
    for digest in digests:
        sums.add(digest, settings.currency)
    return sums.rates(settings.currency, today)


class RateSums(Struct):
    """What `platform_rates` adds up, by platform and day."""

    money: dict[str, dict[date, int]] = {}  # minor units
    time: dict[str, dict[date, int]] = {}  # microseconds

    def add(self, digest: DayDigest, currency: str) -> None:
        """Count a day."""
        for worked in digest.platforms:
            _count(self.time, worked.platform, digest.day, worked.online)
        for row in digest.money:
            if row.online and row.status != "rejected" and row.currency == currency:
                _count(self.money, row.platform, digest.day, row.gross + row.tip)

    def rates(self, currency: str, today: date) -> tuple[PlatformRate, ...]:
        """The rates of the days so far, the best paying first."""
        found = [
            _rate(name, days, self.money.get(name, {}), currency, today)
            for name, days in self.time.items()
            if name
        ]
        return tuple(
            sorted(found, key=lambda rate: (-(rate.per_hour.minor if rate.per_hour else 0), rate.name))
        )


def _count(sums: dict[str, dict[date, int]], name: str, day: date, amount: int) -> None:
    days = sums.setdefault(name, {})
    days[day] = days.get(day, 0) + amount


def _rate(
    name: str, time: dict[date, int], money: dict[date, int], currency: str, today: date
) -> PlatformRate:
    seconds = sum(time.values()) // SECOND
    days = {
        day: (money.get(day, 0) * 3600 * SECOND / worked, worked / SECOND)
        for day, worked in time.items()
        if worked >= LEAST_SECONDS * SECOND
    }
    recent = [rate for day, rate in days.items() if today - RECENT < day <= today]
    earlier = [rate for day, rate in days.items() if today - 2 * RECENT < day <= today - RECENT]
    return PlatformRate(
        name=name,
        per_hour=Money(sum(money.values()), currency).per_hour(seconds) if seconds >= 300 else None,
        seconds=seconds,
        spread=spread_of(list(days.values())),
        trend=trend_of(earlier, recent),
    )

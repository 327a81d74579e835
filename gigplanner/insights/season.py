"""How the months of the year differ, once there are years to compare."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from msgspec import Struct

from gigplanner.insights.digest import DayDigest
from gigplanner.model.money import Money, round_half_up
from gigplanner.model.records import MONEY_IN_HAND
from gigplanner.model.settings import Settings

ENOUGH_YEARS = 2


class MonthOfYear(Struct, frozen=True, kw_only=True):
    """A month of the calendar over the years."""

    number: int  # 1 to 12
    years: int
    """How many whole Januaries, say, stand behind it."""
    earned: Money
    """Mean of its whole months: in hand, gross and tips."""
    against_mean: Fraction | None
    """Against the mean of all twelve: 1.2 is a fifth more. None before the whole year is known."""


class Season(Struct, frozen=True, kw_only=True):
    """The pattern of the year."""

    months: tuple[MonthOfYear, ...]
    """January to December, months never worked through left out."""
    whole_months: int

    @property
    def known(self) -> bool:
        """Whether every month of the year was worked through at least twice: before that it is no pattern."""
        return len(self.months) == 12 and all(month.years >= ENOUGH_YEARS for month in self.months)


def season_of(digests: Iterable[DayDigest], settings: Settings, today: date) -> Season:
    """Return what the months of the year have brought, from the first whole month to the last one over.

    A month without a single record between them counts as one without income.
    """
    sums = SeasonSums()
    for digest in digests:
        sums.add(digest, settings.currency)
    return sums.season(settings.currency, today)


class SeasonSums(Struct):
    """What `season_of` adds up, by month of all time."""

    first: date | None = None
    earned: dict[tuple[int, int], int] = {}  # minor units by year and month

    def add(self, digest: DayDigest, currency: str) -> None:
        """Count a day."""
        self.first = self.first or digest.day
        rows = [
            row.gross + row.tip
            for row in digest.money
            if row.status in MONEY_IN_HAND and row.currency == currency
        ]
        month = digest.day.year, digest.day.month
        self.earned[month] = self.earned.get(month, 0) + sum(rows)

    def season(self, currency: str, today: date) -> Season:
        """The pattern of the days so far."""
        first = self.first
        if first is None:
            return Season(months=(), whole_months=0)
        begin = first.year * 12 + first.month - (first.day == 1)  # a month begun in its middle is not whole
        whole = [divmod(number, 12) for number in range(begin, today.year * 12 + today.month - 1)]
        by_month: dict[int, list[int]] = defaultdict(list)
        for year, index in whole:
            by_month[index + 1].append(self.earned.get((year, index + 1), 0))
        means = {number: Fraction(sum(one), len(one)) for number, one in by_month.items()}
        mean = sum(means.values(), Fraction(0)) / 12 if len(means) == 12 else Fraction(0)
        return Season(
            months=tuple(
                MonthOfYear(
                    number=number,
                    years=len(by_month[number]),
                    earned=Money(round_half_up(means[number]), currency),
                    against_mean=means[number] / mean if mean else None,
                )
                for number in sorted(means)
            ),
            whole_months=len(whole),
        )

"""What insights are worked out from, gathered day by day: as little after ten years as after one.

What was gathered up to a day can be kept, and the days after it added later: the insights are those of all of
them gathered at once. It has three parts, each of which reaches back as far as it needs.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from msgspec import Struct, field

from gigplanner.insights.calibration import MinutesSums
from gigplanner.insights.digest import DayDigest
from gigplanner.insights.digest_recap import MonthSums
from gigplanner.insights.digest_results import ForecastRow
from gigplanner.insights.digest_sums import DaySums, HourSums
from gigplanner.insights.driven import driven_on
from gigplanner.insights.goals import EarnedOn, earned_on, goals_since
from gigplanner.insights.heat import HeatSums
from gigplanner.insights.platform_rates import RateSums
from gigplanner.insights.practice import LearningSums
from gigplanner.insights.rates import LATELY
from gigplanner.insights.season import SeasonSums
from gigplanner.insights.tax.so_far import TaxSums
from gigplanner.insights.upskilling import UpskillingSums
from gigplanner.model.catalogue import Catalogue
from gigplanner.model.mileage import RunningMiles
from gigplanner.model.records import Block
from gigplanner.model.settings import Settings

MONTHS_BACK = 12


class EverSums(Struct):
    """Of all days: what takes years to show."""

    first: date | None = None
    season: SeasonSums = field(default_factory=SeasonSums)
    learning: LearningSums = field(default_factory=LearningSums)
    upskilling: UpskillingSums = field(default_factory=UpskillingSums)

    def expect(self, lessons: Iterable[Block], settings: Settings) -> None:
        """Take note of trainings that a rule puts on the calendar, on days that are still to be added."""
        self.upskilling.expect(lessons, settings)

    def add(self, digest: DayDigest, settings: Settings, catalogue: Catalogue) -> None:
        """Count a day, later than those before it."""
        self.first = self.first or digest.day
        self.season.add(digest, settings.currency)
        self.learning.add(digest, settings.currency)
        self.upskilling.add(digest, settings.currency, catalogue)


class LatelySums(Struct, kw_only=True):
    """As of `today`: goals, the last thirteen months, the tax year, and what an hour pays."""

    today: date
    goals_since: date
    months_since: date
    tax: TaxSums
    running: RunningMiles = field(default_factory=RunningMiles)
    goals: list[EarnedOn] = []
    months: MonthSums = field(default_factory=MonthSums)
    hours: HourSums = field(default_factory=HourSums)
    """Lately, as the meter learns them."""

    @classmethod
    def as_of(cls, today: date, settings: Settings) -> LatelySums:
        """Before the first day."""
        return cls(
            today=today,
            goals_since=goals_since(today, settings),
            months_since=_months_back(today, MONTHS_BACK),
            tax=TaxSums.as_of(today),
        )

    @property
    def since(self) -> date:
        """The first day that says anything of it."""
        return min(self.goals_since, self.months_since, self.tax.first, self.today - LATELY)

    def add(self, digest: DayDigest, settings: Settings) -> None:
        """Count a day, later than those before it."""
        driven = driven_on(digest, self.running, settings)
        if digest.day >= self.goals_since:
            self.goals.append(earned_on(digest, settings.currency))
        if digest.day >= self.months_since:
            self.months.add(digest, driven, settings)
        if self.today - LATELY <= digest.day < self.today:
            self.hours.add(digest, settings.currency)
        self.tax.add(digest, settings)


class PeriodSums(Struct):
    """Of the days after `since`: what depends on the period that is asked for."""

    since: date
    running: RunningMiles = field(default_factory=RunningMiles)
    first: date | None = None
    days: int = 0
    sums: DaySums = field(default_factory=DaySums)
    heat: HeatSums = field(default_factory=HeatSums)
    platforms: RateSums = field(default_factory=RateSums)
    forecasts: list[ForecastRow] = []
    minutes: MinutesSums = field(default_factory=MinutesSums)

    def add(self, digest: DayDigest, settings: Settings) -> None:
        """Count a day, later than those before it."""
        driven = driven_on(digest, self.running, settings)
        if digest.day <= self.since:
            return
        self.first = self.first or digest.day
        self.days += 1
        self.sums.add(digest, driven, settings)
        self.heat.add(digest, driven.cost, settings.currency)
        self.platforms.add(digest, settings.currency)
        self.forecasts += digest.forecasts
        self.minutes.add(digest.results)


class Gathering(Struct):
    """All of it."""

    ever: EverSums
    lately: LatelySums
    period: PeriodSums

    def add(self, digest: DayDigest, settings: Settings, catalogue: Catalogue) -> None:
        """Count a day, later than those before it; one that is still to come is left out."""
        if digest.day <= self.lately.today:
            self.ever.add(digest, settings, catalogue)
            self.lately.add(digest, settings)
            self.period.add(digest, settings)


def _months_back(day: date, months: int) -> date:
    number = day.year * 12 + day.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)

"""What insights are worked out from, gathered day by day: as little after ten years as after one.

What was gathered up to a day can be kept, and the days after it added later: the insights are those of all of
them gathered at once.
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


class Gathering(Struct, kw_only=True):
    """The days so far, added up by everything that is told of them as of `today`."""

    today: date
    since: date
    """Of the days after it is told what depends on a period."""
    goals_since: date
    months_since: date
    tax: TaxSums
    first_ever: date | None = None
    """The first day with records."""
    first: date | None = None
    """The first of those after `since`."""
    days: int = 0
    """With records, after `since`."""
    running: RunningMiles = field(default_factory=RunningMiles)
    sums: DaySums = field(default_factory=DaySums)
    heat: HeatSums = field(default_factory=HeatSums)
    platforms: RateSums = field(default_factory=RateSums)
    forecasts: list[ForecastRow] = []
    minutes: MinutesSums = field(default_factory=MinutesSums)
    goals: list[EarnedOn] = []
    months: MonthSums = field(default_factory=MonthSums)
    hours: HourSums = field(default_factory=HourSums)
    """Lately, as the meter learns them."""
    season: SeasonSums = field(default_factory=SeasonSums)
    learning: LearningSums = field(default_factory=LearningSums)
    upskilling: UpskillingSums = field(default_factory=UpskillingSums)

    @classmethod
    def as_of(cls, today: date, since: date, settings: Settings) -> Gathering:
        """Before the first day."""
        return cls(
            today=today,
            since=since,
            goals_since=goals_since(today, settings),
            months_since=_months_back(today, MONTHS_BACK),
            tax=TaxSums.as_of(today),
        )

    def expect(self, lessons: Iterable[Block], settings: Settings) -> None:
        """Take note of trainings that a rule puts on the calendar, on days that are still to be added."""
        self.upskilling.expect(lessons, settings)

    def add(self, digest: DayDigest, settings: Settings, catalogue: Catalogue) -> None:
        """Count a day, later than those before it; one that is still to come is left out."""
        day, currency = digest.day, settings.currency
        if day > self.today:
            return
        self.first_ever = self.first_ever or day
        driven = driven_on(digest, self.running, settings)
        if day > self.since:
            self.first = self.first or day
            self.days += 1
            self.sums.add(digest, driven, settings)
            self.heat.add(digest, driven.cost, currency)
            self.platforms.add(digest, currency)
            self.forecasts += digest.forecasts
            self.minutes.add(digest.results)
        if day >= self.goals_since:
            self.goals.append(earned_on(digest, currency))
        if day >= self.months_since:
            self.months.add(digest, driven, settings)
        if self.today - LATELY <= day < self.today:
            self.hours.add(digest, currency)
        self.season.add(digest, currency)
        self.learning.add(digest, currency)
        self.upskilling.add(digest, currency, catalogue)
        self.tax.add(digest, settings)

    @property
    def spanned(self) -> int:
        """How many days lie from the first after `since` that has records to today, both included."""
        return (self.today - max(self.first or self.today, self.since)).days + 1


def _months_back(day: date, months: int) -> date:
    number = day.year * 12 + day.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)

"""All that the person's own records say about where the money is, out of digests."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Literal

from msgspec import Struct

from gigplanner.insights.calibration import Calibration, MinutesCheck, calibration_of
from gigplanner.insights.digest import DayDigest
from gigplanner.insights.digest_recap import MonthRow
from gigplanner.insights.gathering import EverSums, Gathering, LatelySums, PeriodSums
from gigplanner.insights.goals import GoalStanding, goals_of
from gigplanner.insights.heat import Heat
from gigplanner.insights.mix import Mix, mix_of
from gigplanner.insights.platform_rates import PlatformRate
from gigplanner.insights.practice import Learning, to_train
from gigplanner.insights.rates import NextHour
from gigplanner.insights.season import Season
from gigplanner.insights.tax.set_aside import AsideSoFar, aside_so_far
from gigplanner.insights.tax.so_far import NextPayment
from gigplanner.insights.upskilling import Upskilling
from gigplanner.model.catalogue import Catalogue
from gigplanner.model.records import Block, SetAside
from gigplanner.model.settings import Settings

Period = Literal["quarter", "year", "all"]
PERIODS: tuple[Period, ...] = ("quarter", "year", "all")
PERIOD_WORDS: dict[Period, str] = {"quarter": "the last 13 weeks", "year": "the last year", "all": "all time"}
_LENGTHS = {"quarter": timedelta(weeks=13), "year": timedelta(days=365)}


class Insights(Struct, frozen=True, kw_only=True):
    """What the records say as of a day. What depends on a period is of `first` to `today`."""

    today: date
    period: Period
    first: date
    """The first day of the period that has records; today if none has."""
    days: int
    """How many days of the period have records."""
    currency: str
    heat: Heat
    platforms: tuple[PlatformRate, ...]
    mix: Mix
    kinds: Mix
    goals: tuple[GoalStanding, ...]
    """Of all goals that are set, in the person's currency."""
    season: Season
    """Of all time."""
    months: tuple[MonthRow, ...]
    """The last thirteen."""
    learning: tuple[Learning, ...]
    """Of all time: a curve needs a long one."""
    train: Learning | None
    chances: Calibration
    minutes: MinutesCheck
    upskilling: Upskilling
    tax: NextPayment
    aside: AsideSoFar
    """Money for the tax of the year of the next payment; where its rules are not known, of this tax year."""
    next_hour: NextHour | None = None
    """What the next sixty minutes are expected to pay, where that was asked for."""


def insights_of(
    digests: Iterable[DayDigest],
    settings: Settings,
    today: date,
    catalogue: Catalogue,
    *,
    period: Period = "year",
    aside: Iterable[SetAside] = (),
    lessons: Iterable[Block] = (),
) -> Insights:
    """Return the insights of a period as of `today`, out of all digests in order; later days are left out.

    `aside` is money for tax, of any days; `lessons` are the trainings that a rule puts on the calendar.
    """
    gathering = Gathering(
        EverSums(), LatelySums.as_of(today, settings), PeriodSums(period_since(period, today))
    )
    gathering.ever.expect(lessons, settings)
    for digest in digests:
        gathering.add(digest, settings, catalogue)
    return insights_from(gathering, period, settings, catalogue, aside=aside)


def period_since(period: Period, today: date) -> date:
    """Return the day before a period that ends `today`."""
    return today - _LENGTHS[period] if period in _LENGTHS else date.min


def insights_from(
    gathering: Gathering,
    period: Period,
    settings: Settings,
    catalogue: Catalogue,
    *,
    aside: Iterable[SetAside] = (),
) -> Insights:
    """Return the insights of a period, all of whose days were gathered. No more can be added after that."""
    ever, lately, chosen = gathering.ever, gathering.lately, gathering.period
    today, currency = lately.today, settings.currency
    first = chosen.first or today
    sums, spanned = chosen.sums.sums(settings), (today - max(first, chosen.since)).days + 1
    learning = ever.learning.learning(currency)
    tax = lately.tax.next_payment(settings)
    warn_above = settings.much_from_one_percent
    return Insights(
        today=today,
        period=period,
        first=first,
        days=chosen.days,
        currency=currency,
        heat=chosen.heat.heat(currency),
        platforms=chosen.platforms.rates(currency, today),
        mix=mix_of(sums.platforms, currency, warn_above=warn_above, days=spanned),
        kinds=mix_of(sums.kinds(catalogue), currency, warn_above=warn_above, days=spanned),
        goals=goals_of(lately.goals, settings, today),
        season=ever.season.season(currency, today),
        months=lately.months.rows(settings),
        learning=learning,
        train=to_train(learning),
        chances=calibration_of(chosen.forecasts),
        minutes=chosen.minutes.check(),
        upskilling=ever.upskilling.upskilling(currency, chosen.since),
        tax=tax,
        aside=aside_so_far(aside, tax.year, today, settings),
    )

"""All that the person's own records say about where the money is, out of digests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Literal

from msgspec import Struct

from gigplanner.insights.calibration import Calibration, MinutesCheck, calibration_of, minutes_check
from gigplanner.insights.digest import DayDigest
from gigplanner.insights.digest_recap import MonthRow, months_of
from gigplanner.insights.digest_sums import miles_before, sums_of
from gigplanner.insights.goals import GoalStanding, goal_standing, weekly_rates
from gigplanner.insights.heat import Heat, heat_of
from gigplanner.insights.mix import Mix, mix_of
from gigplanner.insights.platform_rates import PlatformRate, platform_rates
from gigplanner.insights.practice import Learning, learning_of, to_train
from gigplanner.insights.rates import NextHour
from gigplanner.insights.season import Season, season_of
from gigplanner.insights.tax.set_aside import AsideSoFar, aside_so_far
from gigplanner.insights.tax.so_far import NextPayment, next_payment
from gigplanner.insights.upskilling import Upskilling, upskilling_of
from gigplanner.model.catalogue import Catalogue
from gigplanner.model.records import Block, SetAside
from gigplanner.model.settings import Settings
from gigplanner.model.times import DAY

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
    digests: Sequence[DayDigest],
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
    every = [digest for digest in digests if digest.day <= today]
    since = today - _LENGTHS[period] if period in _LENGTHS else date.min
    chosen = [digest for digest in every if digest.day > since]
    before = miles_before(every, chosen[0].day, settings) if chosen else miles_before((), today, settings)
    sums = sums_of(chosen, settings, miles_before=before)
    learning = learning_of(every, settings)
    lately = [digest for digest in every if digest.day >= _months_back(today, 12)]
    months_before = miles_before(every, lately[0].day, settings) if lately else before
    tax = next_payment(every, today, settings)
    first = chosen[0].day if chosen else today
    spanned = (today - max(first, since)).days + 1
    warn_above = settings.much_from_one_percent
    return Insights(
        today=today,
        period=period,
        first=first,
        days=len(chosen),
        currency=settings.currency,
        heat=heat_of(chosen, settings, miles_before=before),
        platforms=platform_rates(chosen, settings, today),
        mix=mix_of(sums.platforms, settings.currency, warn_above=warn_above, days=spanned),
        kinds=mix_of(sums.kinds(catalogue), settings.currency, warn_above=warn_above, days=spanned),
        goals=goals_of(every, settings, today),
        season=season_of(every, settings, today),
        months=months_of(lately, settings, before=months_before),
        learning=learning,
        train=to_train(learning),
        chances=calibration_of(row for digest in chosen for row in digest.forecasts),
        minutes=minutes_check(row for digest in chosen for row in digest.results),
        upskilling=upskilling_of(every, settings, catalogue, since=since, recurring=lessons),
        tax=tax,
        aside=aside_so_far(aside, tax.year, today, settings),
    )


def goals_of(digests: Sequence[DayDigest], settings: Settings, today: date) -> tuple[GoalStanding, ...]:
    """Return where the goals of the running week, month and year stand."""
    week = today - DAY * ((today.weekday() - settings.week_starts) % 7)
    month = today.replace(day=1)
    following = (month + timedelta(days=32)).replace(day=1)
    spans = (
        ("week", settings.goal_week, week, week + 6 * DAY),
        ("month", settings.goal_month, month, following - DAY),
        ("year", settings.goal_year, date(today.year, 1, 1), date(today.year, 12, 31)),
    )
    rates = weekly_rates(digests, settings, before=today)
    return tuple(
        goal_standing(name, target, first, last, digests, today=today, rates=rates)
        for name, target, first, last in spans
        if target and target.currency == settings.currency
    )


def _months_back(day: date, months: int) -> date:
    number = day.year * 12 + day.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)

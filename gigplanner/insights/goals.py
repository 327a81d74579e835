"""How far a goal is, and how many hours of the person's own work still lie before it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import ROUND_UP, Decimal

from msgspec import Struct

from gigplanner.insights.digest import DayDigest
from gigplanner.insights.spread import Spread, spread_of
from gigplanner.model.money import Money
from gigplanner.model.records import MONEY_IN_HAND
from gigplanner.model.settings import Settings
from gigplanner.model.times import DAY

WEEKS_LEARNED = 13  # a quarter of a year: what is older says little about this season
LEAST_HOURS = 1.0  # online in a week, for the week to count
MICROSECONDS_AN_HOUR = 3600 * 10**6


class EarnedOn(Struct, frozen=True, array_like=True):
    """What a day says of goals, in minor units of their currency: gross and tips."""

    day: date
    done: int
    """In hand."""
    awaited: int
    """Expected or pending."""
    made_online: int
    """In hand or awaited, made in a shift."""
    online: int
    """Microseconds."""


def earned_on(digest: DayDigest, currency: str) -> EarnedOn:
    """Return what the day of `digest` says of goals in `currency`."""
    done = awaited = made_online = 0
    for row in digest.money:
        if row.currency != currency or row.status == "rejected":
            continue
        amount = row.gross + row.tip
        if row.status in MONEY_IN_HAND:
            done += amount
        else:
            awaited += amount
        if row.online:
            made_online += amount
    return EarnedOn(digest.day, done, awaited, made_online, sum([row.online for row in digest.time]))


class GoalStanding(Struct, frozen=True, kw_only=True):
    """A goal of a week, month or year, as of a day."""

    name: str
    """`week`, `month` or `year`."""
    first: date
    last: date
    target: Money
    done: Money
    """In hand from `first` on: gross and tips, as everywhere before fees and costs."""
    awaited: Money
    """Expected or pending: not counted as done."""
    days_left: int
    """Today included; zero once the period is over."""
    rates: Spread | None
    """What an hour online brought in the last weeks, in minor units; None without such weeks."""

    @property
    def left(self) -> Money:
        """What is still missing; nothing once the goal is reached."""
        return max(self.target - self.done, Money.zero(self.target.currency))

    @property
    def reached(self) -> bool:
        """Whether it is."""
        return not self.left

    @property
    def hours(self) -> tuple[Decimal, Decimal] | None:
        """Hours online still needed, as a range: at the better and at the poorer quarter of one's weeks.

        Rounded up to a tenth. None without enough weeks, or if the poorer ones brought nothing.
        """
        if self.rates is None or self.rates.few or self.rates.low <= 0:
            return None
        least, most = (_hours(self.left, rate) for rate in (self.rates.high, self.rates.low))
        return least, most

    @property
    def sentence(self) -> str:
        """Where it stands and what is still needed, in words."""
        if self.reached:
            return f"{self.done} of {self.target} this {self.name}: reached."
        days = "1 day" if self.days_left == 1 else f"{self.days_left} days"
        missing = f"{self.left} to go of {self.target} this {self.name}, {days} left"
        if self.hours is None:
            return f"{missing}: too few weeks online to say how many hours that takes."
        least, most = self.hours
        hours = f"{least}–{most}" if least != most else f"about {least}"
        return f"{missing}: {hours} hours at your own rates."


def goal_standing(
    name: str,
    target: Money,
    first: date,
    last: date,
    days: Iterable[EarnedOn],
    *,
    today: date,
    rates: Spread | None,
) -> GoalStanding:
    """Return where the goal of the days `first` to `last` stands; other days are left out."""
    counted = [day for day in days if first <= day.day <= last]
    return GoalStanding(
        name=name,
        first=first,
        last=last,
        target=target,
        done=Money(sum(day.done for day in counted), target.currency),
        awaited=Money(sum(day.awaited for day in counted), target.currency),
        days_left=max(0, (last - max(today, first)).days + 1),
        rates=rates,
    )


def goals_of(days: Sequence[EarnedOn], settings: Settings, today: date) -> tuple[GoalStanding, ...]:
    """Return where the goals of the running week, month and year stand, by the days since `goals_since`."""
    week, month = _week(today, settings), today.replace(day=1)
    following = (month + timedelta(days=32)).replace(day=1)
    spans = (
        ("week", settings.goal_week, week, week + 6 * DAY),
        ("month", settings.goal_month, month, following - DAY),
        ("year", settings.goal_year, date(today.year, 1, 1), date(today.year, 12, 31)),
    )
    rates = weekly_rates(days, settings, before=today)
    return tuple(
        goal_standing(name, target, first, last, days, today=today, rates=rates)
        for name, target, first, last in spans
        if target and target.currency == settings.currency
    )


def goals_since(today: date, settings: Settings) -> date:
    """Return the first day that the goals running `today` are told by."""
    return min(date(today.year, 1, 1), _week(today, settings) - timedelta(weeks=WEEKS_LEARNED))


def weekly_rates(days: Iterable[EarnedOn], settings: Settings, *, before: date) -> Spread | None:
    """Return how much an hour online brought in the weeks before that of the day `before`, week by week.

    In minor units an hour: gross and tips made online, in hand or awaited, over time online; weeks with less
    than an hour of it do not count, and the others by their hours.
    """
    this_week = _week(before, settings)
    money: dict[date, int] = defaultdict(int)
    time: dict[date, int] = defaultdict(int)
    for day in days:
        week = _week(day.day, settings)
        if this_week - timedelta(weeks=WEEKS_LEARNED) <= week < this_week:
            time[week] += day.online
            money[week] += day.made_online
    hours = {week: worked / MICROSECONDS_AN_HOUR for week, worked in time.items()}
    return spread_of(
        [(money[week] / worked, worked) for week, worked in hours.items() if worked >= LEAST_HOURS]
    )


def _week(day: date, settings: Settings) -> date:
    return day - DAY * ((day.weekday() - settings.week_starts) % 7)


def _hours(left: Money, rate: float) -> Decimal:
    return (Decimal(left.minor) / Decimal(rate)).quantize(Decimal("0.1"), ROUND_UP)

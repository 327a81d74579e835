"""The day closed: what came in, from where and when, and how it compares with what was planned.

A recap of several days is the sum of the recaps of its days. How money is counted is said in `takings`, how
time is counted in `worked`, and what was planned in `planned`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from fractions import Fraction
from functools import reduce
from operator import add

from msgspec import Struct
from msgspec.structs import replace

from gigplanner.insights.awaited import Awaited, awaited_money
from gigplanner.insights.calibration import calibration_of
from gigplanner.insights.digest_results import forecast_rows
from gigplanner.insights.fillers import Suggestions, filler_rows, suggestions_of
from gigplanner.insights.forecasts import Forecasts, day_pay, expected_pay, own_minutes_of
from gigplanner.insights.headline import headline_of, remarks_of
from gigplanner.insights.hours import HourBar, added_bars, hour_bars
from gigplanner.insights.offers import Offers, offers_of
from gigplanner.insights.planned import (
    BlockOutcome,
    Downtime,
    PlanOutcome,
    block_outcomes,
    downtime_of,
    plan_outcome,
)
from gigplanner.insights.records import DayRecords
from gigplanner.insights.takings import Takings, Tally, online_money, takings_of, tally_by
from gigplanner.insights.words import WEEKDAYS
from gigplanner.insights.worked import (
    Worked,
    hourly,
    online_spans,
    platform_spans,
    whole_seconds,
    worked_in,
)
from gigplanner.model.catalogue import Catalogue, built_in
from gigplanner.model.money import Money, total
from gigplanner.model.records import Earning, TaskResult
from gigplanner.model.settings import Settings
from gigplanner.model.times import DAY

FEW_DAYS = 4  # a mean of fewer days is said to be one


class Part(Struct, frozen=True, kw_only=True):
    """One platform, kind or category. The money of the parts adds up to that of the whole."""

    name: str
    """Empty for money without one."""
    tally: Tally
    online_seconds: int = 0
    """Of platforms: online on it. Time on several at once counts for each; zero where no shift says so."""

    @property
    def per_hour(self) -> Money | None:
        """In hand, with tips, before fees, per hour online. None below five minutes."""
        return hourly(self.tally.earned, self.online_seconds)


class DayRow(Struct, frozen=True, kw_only=True):
    """One day of a recap, in short."""

    day: date
    takings: Takings
    worked: Worked


class Comparison(Struct, frozen=True, kw_only=True):
    """The mean of earlier days on which the person worked or had money in hand."""

    basis: str
    """Which days: `earlier Fridays`, `the last 7 days`."""
    days: int
    """How many."""
    earned: Money
    """Mean of gross and tips in hand."""
    online_seconds: int
    """Mean time online."""

    @property
    def few(self) -> bool:
        """Whether so few days stand behind it that it says little."""
        return self.days < FEW_DAYS


class Recap(Struct, frozen=True, kw_only=True):
    """What the days from `first` to `last` (both included) came to."""

    first: date
    last: date
    currency: str
    zone: str
    running: bool
    """Whether the last day is not over yet at the `now` of the recap."""
    headline: str
    """The days in one plain sentence."""
    takings: Takings
    worked: Worked
    online: Tally
    """The money that figures per hour are made of: all but queue tasks done outside every shift."""
    platforms: tuple[Part, ...]
    """Largest first, money or time online behind each."""
    kinds: tuple[Part, ...]
    """By the catalogue's kind of the platform: rides, delivery, surveys, …"""
    categories: tuple[Part, ...]
    """By the category written on the earning."""
    hours: tuple[HourBar, ...]
    plans: tuple[PlanOutcome, ...]
    """Of the days that had a plan, in order."""
    blocks: tuple[BlockOutcome, ...]
    unplanned_seconds: int
    """Online outside every planned shift."""
    downtime: Downtime
    days: tuple[DayRow, ...]
    notes: tuple[tuple[date, str], ...]
    """What the person wrote, by day."""
    compared: Comparison | None
    """None without enough history, or for more than one day."""
    remarks: tuple[str, ...]
    """What to know before trusting the figures: small samples, missing rates, other currencies."""
    offers: Offers | None = None
    """The offers logged in the shifts; None where only sums are known."""
    suggestions: Suggestions | None = None
    forecasts: Forecasts | None = None
    awaited: tuple[Awaited, ...] = ()
    """What is still awaited of these days' money as of the `now` of the recap, by platform and currency."""
    week_starts: int = 0
    """The weekday on which the person's weeks begin; Monday is 0."""

    @property
    def shared_seconds(self) -> int:
        """How much longer the platforms' times online are together than the time online: they overlapped."""
        return max(0, sum(part.online_seconds for part in self.platforms) - self.worked.online_seconds)

    @property
    def per_hour_online(self) -> Money | None:
        """Money made online (in hand, with tips, before fees and costs) per hour online."""
        return hourly(self.online.earned, self.worked.online_seconds)

    @property
    def per_hour_active(self) -> Money | None:
        """The same money per hour on orders. None below five minutes."""
        return hourly(self.online.earned, self.worked.active_seconds)

    @property
    def net_per_hour(self) -> Money | None:
        """The same money less fees, cost of miles and expenses, per hour online. None below five minutes."""
        net = self.online.after_fees - self.takings.miles_cost - self.takings.expenses
        return hourly(net, self.worked.online_seconds)

    @property
    def plan_expected(self) -> Money:
        """What the plans of these days expected."""
        return total((plan.expected for plan in self.plans), self.currency)

    @property
    def plan_earned(self) -> Money:
        """What came of the planned tasks."""
        return total((plan.earned for plan in self.plans), self.currency)


def recap_of(
    records: DayRecords,
    settings: Settings,
    now: datetime,
    *,
    history: Iterable[DayRow] = (),
    catalogue: Catalogue | None = None,
    earlier: Iterable[TaskResult] = (),
) -> Recap:
    """Return the recap of one day.

    With `history` it is compared with earlier days of the same weekday, or else with the last seven days.
    """
    recap = recap_of_days([records], settings, now, catalogue=catalogue, earlier=earlier)
    compared = compare_with(records.day, history, settings)
    return recap if compared is None else _replaced(recap, compared)


def recap_of_days(
    days: Sequence[DayRecords],
    settings: Settings,
    now: datetime,
    *,
    catalogue: Catalogue | None = None,
    earlier: Iterable[TaskResult] = (),
) -> Recap:
    """Return the recap of `days`: in order, at least one, none twice.

    `earlier` are the results of the 90 days before them, of which the estimates of minutes were made.
    """
    if not days:
        raise ValueError("a recap needs at least one day")
    days = [_as_of(day, now) for day in days]
    rows = tuple(day_row(day, settings) for day in days)
    takings = reduce(add, (row.takings for row in rows))
    worked = reduce(add, (row.worked for row in rows))
    nothing = Tally.nothing(settings.currency)
    online = reduce(add, (online_money(d.earnings, d.shifts, settings.currency) for d in days), nothing)
    blocks = [block_outcomes(day, settings) for day in days]
    plans = [plan_outcome(day, now, settings) for day in days]
    earnings = [earning for day in days for earning in day.earnings]
    catalogue = catalogue or built_in()
    kind_of = _kind_finder(catalogue)
    running = now < settings.span_of(days[-1].day).end
    return Recap(
        first=days[0].day,
        last=days[-1].day,
        currency=settings.currency,
        zone=settings.zone,
        running=running,
        headline=headline_of(takings, worked, online, running=running, several=len(days) > 1),
        takings=takings,
        worked=worked,
        online=online,
        platforms=_platforms(days, earnings, settings),
        kinds=_parts(earnings, kind_of, settings.currency),
        categories=_parts(earnings, lambda earning: earning.category, settings.currency),
        hours=added_bars([_hours(day, settings) for day in days]),
        plans=tuple(plan for plan in plans if plan),
        blocks=tuple(outcome for outcomes, _ in blocks for outcome in outcomes),
        unplanned_seconds=sum(unplanned for _, unplanned in blocks),
        downtime=reduce(
            add, (downtime_of(day, row.worked, settings) for day, row in zip(days, rows, strict=True))
        ),
        days=rows,
        notes=tuple((day.day, day.note.text) for day in days if day.note and day.note.text),
        compared=None,
        remarks=remarks_of(takings, worked, days, settings),
        offers=offers_of(days, settings),
        suggestions=suggestions_of((filler_rows(day, settings.span_of(day.day)) for day in days), settings),
        forecasts=Forecasts(
            chances=calibration_of(
                row
                for day in days
                for row in forecast_rows(day.shifts, settings.span_of(day.day), day.results)
            ),
            minutes=own_minutes_of(days, earlier, settings),
            pay=expected_pay(
                (day_pay(day, plan, settings, now) for day, plan in zip(days, plans, strict=True)),
                settings.currency,
            ),
        ),
        awaited=awaited_money(earnings, settings, settings.day_of(now), catalogue),
        week_starts=settings.week_starts,
    )


def compare_with(day: date, history: Iterable[DayRow], settings: Settings) -> Comparison | None:
    """Return what earlier days came to on average, or None if fewer than two of them were worked.

    The same weekday goes first; where that has fewer than two days, the last seven days before `day`. Days
    without time online and money in hand are no working days and count nowhere.
    """
    rows = [row for row in history if row.day < day and (row.takings.earned or row.worked.online_seconds)]
    same_weekday = [row for row in rows if row.day.weekday() == day.weekday()]
    last_week = [row for row in rows if row.day >= day - 7 * DAY]
    basis = f"earlier {WEEKDAYS[day.weekday()]}s"
    chosen = same_weekday
    if len(same_weekday) < 2:
        chosen, basis = last_week, "the last 7 days"
    if len(chosen) < 2:
        return None
    earned = total((row.takings.earned for row in chosen), settings.currency)
    return Comparison(
        basis=basis,
        days=len(chosen),
        earned=earned.times(Fraction(1, len(chosen))),
        online_seconds=sum(row.worked.online_seconds for row in chosen) // len(chosen),
    )


def _replaced(recap: Recap, compared: Comparison) -> Recap:
    return replace(recap, compared=compared)


def _as_of(day: DayRecords, now: datetime) -> DayRecords:
    return replace(day, shifts=day.shifts_at(now))


def day_row(day: DayRecords, settings: Settings) -> DayRow:
    """Return a day in short; a running shift counts as it was read."""
    return DayRow(
        day=day.day,
        takings=takings_of(day, settings),
        worked=worked_in(settings.span_of(day.day), day.shifts),
    )


def _hours(day: DayRecords, settings: Settings) -> tuple[HourBar, ...]:
    return hour_bars(day.earnings, online_spans(settings.span_of(day.day), day.shifts), settings)


def _kind_finder(catalogue: Catalogue) -> Callable[[Earning], str]:
    def kind_of(earning: Earning) -> str:
        platform = catalogue.find(earning.platform)
        return platform.kind if platform else ""

    return kind_of


def _parts(earnings: list[Earning], key: Callable[[Earning], str], currency: str) -> tuple[Part, ...]:
    parts = [Part(name=name, tally=part) for name, part in tally_by(earnings, key, currency).items()]
    return tuple(sorted(parts, key=_largest_first))


def _platforms(days: Sequence[DayRecords], earnings: list[Earning], settings: Settings) -> tuple[Part, ...]:
    tallies = tally_by(earnings, lambda earning: earning.platform, settings.currency)
    online: dict[str, int] = {}
    for day in days:
        for platform, spans in platform_spans(settings.span_of(day.day), day.shifts).items():
            if seconds := whole_seconds(spans):
                online[platform] = online.get(platform, 0) + seconds
    nothing = Tally.nothing(settings.currency)
    parts = [
        Part(name=name, tally=tallies.get(name, nothing), online_seconds=online.get(name, 0))
        for name in {**tallies, **online}
    ]
    return tuple(sorted(parts, key=_largest_first))


def _largest_first(part: Part) -> tuple[int, int, str]:
    return (-part.tally.earned.minor, -part.tally.pending.minor, part.name.casefold())

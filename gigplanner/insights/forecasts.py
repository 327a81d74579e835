"""Forecasts against the truth, for the days of a recap: chances to finish, minutes, and a day's pay."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from math import sqrt

from msgspec import Struct

from gigplanner.insights.calibration import ENOUGH, SURE, Calibration, Verdict
from gigplanner.insights.planned import PlanOutcome
from gigplanner.insights.records import DayRecords
from gigplanner.model.money import Money, total
from gigplanner.model.records import Block, Earning, Task, TaskResult
from gigplanner.model.settings import Settings
from gigplanner.scheduler.estimates import PERCENTILE, Estimates

LEARNED = timedelta(days=90)  # of results before a day, that its estimates were made of
ENOUGH_DAYS = 7  # with a forecast of their pay: with fewer nothing is said about how good it is


class OwnMinutes(Struct, frozen=True, kw_only=True):
    """Timed results against the person's own minutes as they stood on the morning of their day.

    Four results of five should keep to them: that is what the estimates promise.
    """

    count: int = 0
    """Results that were timed, of work that estimates were known for."""
    kept: int = 0
    """Those that took no longer than estimated."""

    @property
    def promised(self) -> float:
        """How many should have kept to it."""
        return PERCENTILE * self.count

    @property
    def verdict(self) -> Verdict:
        """Whether as many kept to it as promised, within two standard errors."""
        if self.count < ENOUGH:
            return "too few to tell"
        if abs(self.kept - self.promised) <= SURE * sqrt(self.promised * (1 - PERCENTILE)):
            return "about right"
        return "too hopeful" if self.kept < self.promised else "too cautious"

    def __add__(self, other: OwnMinutes) -> OwnMinutes:
        return OwnMinutes(count=self.count + other.count, kept=self.kept + other.kept)


class DayPay(Struct, frozen=True, kw_only=True):
    """What a day's plan and planned shifts were expected to pay by now, and what came of just these."""

    day: date
    expected: Money
    came: Money


class ExpectedPay(Struct, frozen=True, kw_only=True):
    """The expected pay of some days against what came."""

    days: tuple[DayPay, ...]
    expected: Money
    came: Money

    @property
    def verdict(self) -> Verdict:
        """Whether the mean difference of a day lies within two standard errors of none."""
        count = len(self.days)
        if count < ENOUGH_DAYS:
            return "too few to tell"
        more = [one.came.minor - one.expected.minor for one in self.days]
        mean = sum(more) / count
        error = sqrt(sum((one - mean) ** 2 for one in more) / (count - 1) / count)
        if abs(mean) <= SURE * error or mean == 0:
            return "about right"
        return "too hopeful" if mean < 0 else "too cautious"


class Forecasts(Struct, frozen=True, kw_only=True):
    """What was foretold of some days, and how true it was."""

    chances: Calibration
    """To finish a filler before the order came."""
    minutes: OwnMinutes
    pay: ExpectedPay

    @property
    def any(self) -> bool:
        """Whether anything was foretold."""
        return bool(self.chances.count or self.minutes.count or self.pay.days)


def own_minutes_of(
    days: Iterable[DayRecords], earlier: Iterable[TaskResult], settings: Settings
) -> OwnMinutes:
    """Return how the timed results of `days` kept to the estimates of their mornings.

    `earlier` are the results of the 90 days before the first of them.
    """
    days = list(days)
    known = sorted(
        [*earlier, *(one for day in days for one in day.results)], key=lambda one: (one.at, one.id)
    )
    moments = [one.at for one in known]
    whole = OwnMinutes()
    for day in days:
        timed = [one for one in day.results if _is_timed(one)]
        if timed:
            morning = settings.span_of(day.day).start
            learned = slice(bisect_left(moments, morning - LEARNED), bisect_left(moments, morning))
            whole += _kept_to(timed, Estimates.learn_minutes(known[learned]))
    return whole


def expected_pay(pays: Iterable[DayPay | None], currency: str) -> ExpectedPay:
    """Return the expected pay of several days together."""
    days = tuple(one for one in pays if one is not None)
    return ExpectedPay(
        days=days,
        expected=total((one.expected for one in days), currency),
        came=total((one.came for one in days), currency),
    )


def day_pay(
    records: DayRecords, plan: PlanOutcome | None, settings: Settings, now: datetime
) -> DayPay | None:
    """Return what was expected of a day so far and what came of it; None without any expectation.

    Expected is the pay of the placements whose time is over or that were worked, and of the planned shifts
    that begin in the day, say what they should pay, and are over. What came is what the placed tasks earned,
    and the money of the shifts worked from such a block (of those from none: what came inside its time):
    gross and tips in hand or awaited. All in the person's currency.
    """
    placements = [one for one in plan.placements if one.outcome != "to come"] if plan else []
    own = [one for one in placements if one.expected.currency == settings.currency]
    shifts = [block for block in records.blocks if _says_pay(block, settings) and block.end <= now]
    span = settings.span_of(records.day)
    begun = [block.expected for block in shifts if block.start in span and block.expected]
    planned = {one.task for one in placements}
    origins = {log.shift: log.events[0].block for log in records.shifts}
    paid = [one for one in records.earnings if one.status != "rejected" and one.task not in planned - {""}]
    came = [part for one in paid if _is_of(one, shifts, origins) for part in _parts(one)]
    if not own and not begun and not came:
        return None
    return DayPay(
        day=records.day,
        expected=total([*(one.expected for one in own), *begun], settings.currency),
        came=total(
            [*(one.earned for one in own), *(part for part in came if part.currency == settings.currency)],
            settings.currency,
        ),
    )


def _is_timed(result: TaskResult) -> bool:
    return bool(result.outcome in ("done", "rejected") and result.minutes and result.stated_minutes > 0)


def _kept_to(timed: Sequence[TaskResult], estimates: Estimates) -> OwnMinutes:
    count = kept = 0
    for result in timed:
        estimate = estimates.minutes(_as_task(result))
        if estimate.based_on and result.minutes:
            count += 1
            kept += result.minutes <= estimate.minutes
    return OwnMinutes(count=count, kept=kept)


def _as_task(result: TaskResult) -> Task:
    """The task as it stood in the queue: estimates know its platform, category and stated minutes only."""
    return Task(
        id=result.task,
        title="",
        pay=result.earned or Money.zero("USD"),
        minutes=result.stated_minutes,
        platform=result.platform,
        category=result.category,
    )


def _says_pay(block: Block, settings: Settings) -> bool:
    expected = block.expected if block.kind == "shift" and block.busy else None
    return expected is not None and expected.currency == settings.currency


def _is_of(earning: Earning, shifts: Sequence[Block], origins: Mapping[str, str]) -> bool:
    """Whether money came of one of these planned shifts; `origins` are the blocks that shifts began from."""
    if origin := origins.get(earning.shift, ""):
        return any(block.id == origin for block in shifts)
    return any(
        block.start <= earning.at <= block.end and earning.platform in ("", block.platform)
        for block in shifts
    )


def _parts(earning: Earning) -> list[Money]:
    return [part for part in (earning.gross, earning.tip) if part]

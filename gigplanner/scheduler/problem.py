"""The plan's problem: what may be placed where, in whole seconds since 1970.

Public records of a plan, and the solver's own `Job` and `Room`. A job is what is left of a task to place; a
room is a stretch of a gap without break or pin in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from fractions import Fraction
from math import ceil, floor, inf, isfinite

from msgspec import Struct
from msgspec.structs import replace

from gigplanner.model.errors import BadInput
from gigplanner.model.money import Money
from gigplanner.model.records import Task
from gigplanner.model.text import quoted
from gigplanner.scheduler.downtime import Gap

FALLBACK_CURRENCY = "USD"
_TINY = 1e-6


class PlanRules(Struct, frozen=True, kw_only=True):
    """What a plan has to keep to. Minutes are minutes, a cap counts units of a platform in one day."""

    switch_minutes: float | dict[str, float] = 1.0  # one for all, or by platform (0 for one not named)
    daily_caps: dict[str, int] = {}
    floor_rate: Money | None = None  # what an hour of the person's own time is worth
    work_minutes: float | None = None  # a longer stretch is cut by breaks of `rest_minutes`
    rest_minutes: float | None = None
    currency: str = ""  # what is planned with; empty: the floor's, else the one most tasks are paid in

    def switch_for(self, platform: str) -> float:
        """Minutes to log in to `platform` and find one's place; none without a platform."""
        if not platform:
            return 0.0
        if isinstance(self.switch_minutes, dict):
            return self.switch_minutes.get(platform, 0.0)
        return self.switch_minutes

    def currency_for(self, tasks: Iterable[Task]) -> str:
        """The one currency that is planned with: currencies are never added."""
        if self.currency:
            return self.currency
        if self.floor_rate:
            return self.floor_rate.currency
        common = Counter(task.pay.currency for task in tasks if task.status == "open").most_common(1)
        return common[0][0] if common else FALLBACK_CURRENCY


class Placement(Struct, frozen=True, kw_only=True):
    """A task's place in a gap. Time to switch platform lies before `start`."""

    task_id: str
    gap: int  # index of the gap
    start: datetime
    end: datetime
    units: int
    minutes: float
    expected: Money  # pay × odds


class Unplaced(Struct, frozen=True):
    """A task that the plan leaves out, and why, in words."""

    task_id: str
    reason: str


class DayPlan(Struct, frozen=True, kw_only=True):
    """A plan, and how good it is.

    `expected` is money: pay × odds of every placement, pins included. `value` is what the plan was made to
    maximise: `expected` plus the worth of what is done, less the floor rate for its minutes; with neither
    worth nor floor the two are the same. `bound` is proven: no plan of the same gaps, tasks, pins and rules
    has a `value` above it. `within` is bound ÷ value − 1 before rounding, 0 if nothing can be gained, and
    infinite if the bound is positive and the value is not.
    """

    placements: tuple[Placement, ...]
    expected: Money
    value: Money
    bound: Money
    within: float
    seconds: float  # the solver's time
    unplaced: tuple[Unplaced, ...]


class Job(Struct, frozen=True, eq=False):
    """What is left to place of a task. An *amount* of it is units, or seconds if it can be split."""

    index: int
    task: Task
    value: float  # of an amount of one, in minor units: pay × odds + worth − floor
    seconds: float  # of an amount of one
    supply: int  # the largest amount
    least: int  # the smallest amount of one placement
    switch: int  # seconds
    release: float
    due: float
    platform: str
    split: bool = False  # worked in chunks: its amounts are seconds
    capped: bool = False  # its platform has a daily cap, of which a chunk uses up one

    @property
    def rate(self) -> float:
        """Its value per second."""
        return self.value / self.seconds

    @property
    def shortest(self) -> int:
        """The smallest amount that the rules would allow in one placement."""
        return self.least if not self.split or self.task.min_chunk else 1

    def length(self, amount: int) -> int:
        """The whole seconds that `amount` of it takes."""
        return amount if self.split else ceil(self.seconds * amount - _TINY)

    def most_in(self, seconds: float) -> int:
        """The largest amount that fits into `seconds`, supply aside."""
        return max(0, floor((seconds + _TINY) / self.seconds))

    def share(self, amount: int) -> float:
        """How much of its supply an amount uses up: all of it where less than a chunk would be left."""
        if self.split and amount > self.supply - self.shortest:
            return 1.0
        return amount / self.supply

    def units(self, amount: int) -> int:
        """How many units of a platform's daily cap `amount` uses up."""
        return 1 if self.split else amount


def instant(second: int) -> datetime:
    """Return the UTC instant that is `second` seconds after 1970."""
    return datetime.fromtimestamp(second, UTC)


def first_second(at: datetime) -> int:
    """Return the first whole second not before `at`."""
    return ceil(at.timestamp())


def last_second(at: datetime) -> int:
    """Return the last whole second not after `at`."""
    return floor(at.timestamp())


def pay_of(task: Task, share: Fraction | int) -> Money:
    """Return pay × odds of `share` of a task: units, or a part of one that is split. Rounded once."""
    return task.pay.times(share * Fraction(task.odds))


def make_job(index: int, task: Task, rules: PlanRules, units_used: int, seconds_used: int) -> Job | None:
    """Return what is left of `task` to place after its pins; None if nothing is."""
    unit_seconds = task.minutes * 60
    gain = task.pay.minor * task.odds + (task.worth.minor if task.worth else 0)
    if rules.floor_rate:
        gain -= rules.floor_rate.minor * task.minutes / 60
    if unit_seconds < _TINY:
        return None
    switch = ceil(rules.switch_for(task.platform) * 60 - _TINY)
    release = first_second(task.not_before) if task.not_before else -inf
    due = last_second(task.due) if task.due else inf
    whole = floor(unit_seconds + _TINY)
    chunk = ceil((task.min_chunk or 1) * 60 - _TINY)
    if task.splittable and chunk < whole:
        left = whole - seconds_used
        if left < chunk:
            return None
        rate = gain / whole  # what is short of a last second is paid as if it were whole
        job = Job(index, task, rate, 1.0, left, chunk, switch, release, due, task.platform)
        return replace(job, split=True, capped=task.platform in rules.daily_caps)
    units = (1 if task.splittable else task.units) - units_used
    if units <= 0:
        return None
    return Job(index, task, gain, unit_seconds, units, 1, switch, release, due, task.platform)


def check_problem(gaps: Sequence[Gap], tasks: Sequence[Task], rules: PlanRules) -> None:
    """Raise BadInput, in one sentence, for numbers and times that no plan can be made of."""
    _check_rules(rules)
    previous: Gap | None = None
    for gap in sorted(gaps, key=lambda gap: _aware(gap.start, "A gap")):
        if _aware(gap.end, "A gap") < gap.start:
            raise BadInput("A gap ends before it starts: give its start first.")
        if previous and gap.start < previous.end:
            raise BadInput("Two gaps overlap: give each stretch of free time once.")
        previous = gap
    seen: set[str] = set()
    for task in tasks:
        if task.id in seen:
            raise BadInput(f"Two tasks have the id {quoted(task.id)}: ids must differ.")
        seen.add(task.id)
        _check_task(task)


def _check_rules(rules: PlanRules) -> None:
    switches = rules.switch_minutes
    for minutes in switches.values() if isinstance(switches, dict) else (switches,):
        if not (isfinite(minutes) and minutes >= 0):
            raise BadInput("The minutes to switch platform must be 0 or more.")
    for platform, cap in rules.daily_caps.items():
        if cap < 0:
            raise BadInput(f"The daily cap of {quoted(platform)} must be 0 or more.")
    if (rules.work_minutes is None) != (rules.rest_minutes is None):
        raise BadInput("A rhythm needs both: minutes of work and minutes of rest.")
    if rules.work_minutes is not None and not (isfinite(rules.work_minutes) and rules.work_minutes >= 1):
        raise BadInput("The minutes of work between breaks must be 1 or more.")
    if rules.rest_minutes is not None and not (isfinite(rules.rest_minutes) and rules.rest_minutes >= 0):
        raise BadInput("The minutes of rest must be 0 or more.")
    if rules.floor_rate and rules.floor_rate.minor < 0:
        raise BadInput("The floor rate must be 0 or more.")
    if rules.floor_rate and rules.currency and rules.floor_rate.currency != rules.currency:
        raise BadInput(f"The floor rate is in {rules.floor_rate.currency}: give it in {rules.currency}.")


def _check_task(task: Task) -> None:
    name = f"The task {quoted(task.title)}"
    if not (isfinite(task.minutes) and task.minutes >= 0):
        raise BadInput(f"{name} must take 0 minutes or more.")
    if task.units < 0:
        raise BadInput(f"{name} must have 0 units or more.")
    if not 0 <= task.odds <= 1:
        raise BadInput(f"{name} must have odds between 0 and 1.")
    if task.pay.minor < 0:
        raise BadInput(f"{name} must pay 0 or more.")
    if task.min_chunk is not None and not (isfinite(task.min_chunk) and task.min_chunk >= 0):
        raise BadInput(f"{name} must have chunks of 0 minutes or more.")
    for at in (task.due, task.not_before):
        if at is not None:
            _aware(at, name)


def _aware(at: datetime, name: str) -> datetime:
    if at.tzinfo is None:
        raise BadInput(f"{name} has a time without a zone: give it with its offset.")
    return at

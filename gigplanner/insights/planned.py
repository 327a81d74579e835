"""What was planned against what was done: placements of tasks, blocks of shifts, downtime."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Literal

from msgspec import Struct

from gigplanner.insights.records import DayRecords
from gigplanner.insights.worked import Worked, worked_in
from gigplanner.model.money import Money, round_half_up, total
from gigplanner.model.records import Block, Earning, PlacedTask, TaskResult
from gigplanner.model.settings import Settings
from gigplanner.model.shiftlog import ShiftLog
from gigplanner.model.times import Span, without
from gigplanner.scheduler.downtime import gaps_of_day

HowItWent = Literal["done", "partly", "not done", "to come"]
SECOND = timedelta(seconds=1)


class PlacementOutcome(Struct, frozen=True, kw_only=True):
    """A placement of the day's plan and what became of it."""

    task: str
    title: str
    platform: str
    start: datetime
    end: datetime
    units: int
    units_done: int
    """Units of the task worked this day, given to its placements in order of time. A unit that was refused
    payment was worked all the same; one that ended in a screen-out or an interruption was not."""
    outcome: HowItWent
    """Done: all its units, or the task was closed as done. Partly: some units, an
    interruption, or money without a result. To come: nothing yet, and its time is not over."""
    minutes: float
    """Planned."""
    expected: Money
    """Planned: what the plan hoped for, odds included."""
    earned: Money
    """What came of the task this day in the currency of `expected`: gross and tips in hand or awaited. A task
    placed twice has it shared by units done."""


class PlanOutcome(Struct, frozen=True, kw_only=True):
    """A day's plan against the day. Totals are of placements in the person's currency."""

    accepted: bool
    placements: tuple[PlacementOutcome, ...]
    expected: Money
    earned: Money

    @property
    def done(self) -> int:
        """How many placements were done whole."""
        return sum(placement.outcome == "done" for placement in self.placements)


class BlockOutcome(Struct, frozen=True, kw_only=True):
    """A shift on the calendar and what was worked of it, both clipped to the day."""

    block: str
    title: str
    platform: str
    start: datetime
    end: datetime
    planned_seconds: int
    worked_seconds: int
    """Online in the shifts started from this block; of shifts without a block, the time inside it."""
    expected: Money | None


class Downtime(Struct, frozen=True, kw_only=True):
    """Time between blocks and time waiting, and how much of it was put to use."""

    between_seconds: int = 0
    """The gaps of the working window that no block took, less the shifts really worked in them."""
    task_seconds: int = 0
    """On tasks of the queue outside of waits: as timed, else as stated for work that was finished."""
    waiting_seconds: int = 0
    """Online without an order."""
    filler_seconds: int = 0
    """Of the waiting: on tasks of the queue."""
    filler_money: Money
    """What fillers earned: gross and tips, in hand or awaited."""

    @property
    def filled_seconds(self) -> int:
        """Tasks and fillers together."""
        return self.task_seconds + self.filler_seconds

    def __add__(self, other: Downtime) -> Downtime:
        return Downtime(
            between_seconds=self.between_seconds + other.between_seconds,
            task_seconds=self.task_seconds + other.task_seconds,
            waiting_seconds=self.waiting_seconds + other.waiting_seconds,
            filler_seconds=self.filler_seconds + other.filler_seconds,
            filler_money=self.filler_money + other.filler_money,
        )


def plan_outcome(records: DayRecords, now: datetime, settings: Settings) -> PlanOutcome | None:
    """Return what became of the day's plan, or None if there was none."""
    if records.plan is None:
        return None
    by_task: dict[str, list[PlacedTask]] = {}
    for placement in sorted(records.plan.placements, key=lambda placed: placed.start):
        by_task.setdefault(placement.task, []).append(placement)
    outcomes = [
        outcome for task, placed in by_task.items() for outcome in _task_outcomes(task, placed, records, now)
    ]
    own = [outcome for outcome in outcomes if outcome.expected.currency == settings.currency]
    return PlanOutcome(
        accepted=records.plan.accepted_at is not None,
        placements=tuple(sorted(outcomes, key=lambda outcome: (outcome.start, outcome.end, outcome.task))),
        expected=total((outcome.expected for outcome in own), settings.currency),
        earned=total((outcome.earned for outcome in own), settings.currency),
    )


def block_outcomes(records: DayRecords, settings: Settings) -> tuple[tuple[BlockOutcome, ...], int]:
    """Return the day's planned shifts, what was worked of each, and the seconds online in none of them."""
    day = settings.span_of(records.day)
    planned = [
        block for block in records.blocks if block.kind == "shift" and block.busy and not block.all_day
    ]
    known = {block.id for block in planned}
    started_from: dict[str, list[ShiftLog]] = {}
    free: list[ShiftLog] = []
    for log in records.shifts:
        origin = log.events[0].block
        if origin in known:
            started_from.setdefault(origin, []).append(log)
        else:
            free.append(log)
    outcomes = []
    for block in sorted(planned, key=lambda block: (block.start, block.id)):
        inside = block.span.clipped(day)
        if inside:
            worked = worked_in(day, started_from.get(block.id, ())) + worked_in(inside, free)
            outcomes.append(_block_outcome(block, inside, worked))
    online = worked_in(day, records.shifts).online_seconds
    matched = sum(outcome.worked_seconds for outcome in outcomes)
    return tuple(outcomes), max(0, online - matched)


def downtime_of(records: DayRecords, worked: Worked, settings: Settings) -> Downtime:
    """Return the downtime of a day and what was made of it."""
    shifts = [Span(log.start, log.end or log.now) for log in records.shifts]
    gaps = gaps_of_day(records.blocks, records.day, settings)
    between = sum((span.end - span.start for gap in gaps for span in without(gap.span, shifts)), timedelta())
    return Downtime(
        between_seconds=between // SECOND,
        task_seconds=sum(_seconds_spent(result) for result in records.results if not result.in_wait),
        waiting_seconds=worked.waiting_seconds,
        filler_seconds=worked.filler_seconds,
        filler_money=filler_money(records, settings.currency),
    )


def earned_on(task: str, records: DayRecords, currency: str) -> Money:
    """Return what `task` earned this day: gross and tips of its earnings that were not rejected.

    Where no earning of the task was written down, what its results say it earned.
    """
    earnings = [earning for earning in records.earnings if earning.task == task]
    if earnings:
        return _not_rejected(earnings, currency)
    return _result_money((result for result in records.results if result.task == task), currency)


def filler_money(records: DayRecords, currency: str) -> Money:
    """Return what tasks worked in waits earned; of one also worked elsewhere, what the waits' results say."""
    in_waits = {result.task for result in records.results if result.in_wait}
    elsewhere = {result.task for result in records.results if not result.in_wait}
    amounts = [earned_on(task, records, currency) for task in sorted(in_waits - elsewhere)]
    mixed = in_waits & elsewhere
    amounts.append(_result_money((r for r in records.results if r.in_wait and r.task in mixed), currency))
    return total(amounts, currency)


def share(amount: Money, weights: Sequence[int]) -> list[Money]:
    """Cut `amount` in parts in proportion to `weights` that add up to it; all to the first if none weighs."""
    if not any(weights):
        weights = [1] + [0] * (len(weights) - 1)
    parts, given, weight = [], 0, 0
    for own in weights:
        weight += own
        upto = round_half_up(Fraction(amount.minor * weight, sum(weights)))
        parts.append(Money(upto - given, amount.currency))
        given = upto
    return parts


def _task_outcomes(
    task: str, placed: list[PlacedTask], records: DayRecords, now: datetime
) -> list[PlacementOutcome]:
    results = [result for result in records.results if result.task == task]
    closed = any(done.id == task for done in records.tasks_done)
    left = sum(result.units for result in results if result.outcome in ("done", "rejected"))
    done_units = []
    for placement in placed:
        units = placement.units if closed else min(placement.units, left)
        left -= min(units, left)
        done_units.append(units)
    whole = earned_on(task, records, placed[0].expected.currency)
    touched = bool(whole) or any(result.outcome == "interrupted" for result in results)
    earned = share(whole, done_units)
    outcomes = []
    for placement, units, money in zip(placed, done_units, earned, strict=True):
        went: HowItWent
        if closed or units >= placement.units > 0:
            went = "done"
        elif units or touched:
            went = "partly"
        else:
            went = "to come" if placement.end > now else "not done"
        touched = touched and went == "done"  # it was the first one that is not done
        outcomes.append(
            PlacementOutcome(
                task=task,
                title=placement.title,
                platform=placement.platform,
                start=placement.start,
                end=placement.end,
                units=placement.units,
                units_done=units,
                outcome=went,
                minutes=placement.minutes,
                expected=placement.expected,
                earned=money,
            )
        )
    return outcomes


def _block_outcome(block: Block, inside: Span, worked: Worked) -> BlockOutcome:
    return BlockOutcome(
        block=block.id,
        title=block.title,
        platform=block.platform,
        start=inside.start,
        end=inside.end,
        planned_seconds=inside.seconds,
        worked_seconds=worked.online_seconds,
        expected=block.expected,
    )


def _seconds_spent(result: TaskResult) -> int:
    if result.minutes is not None:
        return round(result.minutes * 60 * max(1, result.units))
    finished = result.outcome in ("done", "rejected")
    return round(result.stated_minutes * 60 * result.units) if finished else 0


def _not_rejected(earnings: Iterable[Earning], currency: str) -> Money:
    amounts = [
        part
        for earning in earnings
        if earning.status != "rejected"
        for part in (earning.gross, earning.tip)
        if part
    ]
    return total((part for part in amounts if part.currency == currency), currency)


def _result_money(results: Iterable[TaskResult], currency: str) -> Money:
    amounts = [result.earned for result in results if result.earned and result.outcome != "rejected"]
    return total((amount for amount in amounts if amount.currency == currency), currency)

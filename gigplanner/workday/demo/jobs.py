"""Tasks of the past: what they were, how they went and what came of their money."""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec import Struct, structs

from gigplanner.model.catalogue import built_in
from gigplanner.model.money import Money
from gigplanner.model.records import Earning, MoneyStatus, Outcome, Record, Task, TaskResult
from gigplanner.workday.demo.dice import Dice
from gigplanner.workday.demo.person import CURRENCY, Piece, Work

APPROVAL_DAYS = (1, 5)
PAYOUT_DAYS = (4, 14)
STUCK_DAYS = 50  # of money that is pending much too long
REJECTED, STUCK = 0.02, 0.05  # shares of the money that somebody has to approve


class Job(Struct, frozen=True):
    """A task that was worked on once: when it ended, and the minutes a unit took."""

    task: Task
    at: datetime
    minutes: float
    outcome: Outcome = "done"
    fee_percent: int = 0


def small_task(dice: Dice, work: Work, at: datetime, most_minutes: float) -> Task:
    """Return a task of this kind that came at `at` and takes no longer than `most_minutes`, if it can."""
    minutes = round(dice.between(*work.minutes), 1)
    cents = max(1, round(dice.between(*work.hourly) * 100 / 60 * minutes))
    units = max(1, min(dice.whole(*work.units), int(most_minutes / minutes)))
    return Task(
        id=dice.new_id(at),
        title=dice.pick(work.titles),
        pay=Money(cents, CURRENCY),
        minutes=minutes,
        platform=work.platform,
        category=work.category,
        units=units,
        needs=usual_needs(work.platform),
        odds=work.odds,
        created_at=at,
    )


def large_task(dice: Dice, piece: Piece, at: datetime) -> Task:
    """Return a gig or a post that came at `at`."""
    return Task(
        id=dice.new_id(at),
        title=dice.pick(piece.titles),
        pay=dice.money(*piece.pay),
        minutes=round(dice.between(*piece.minutes)),
        platform=piece.platform,
        category=piece.category,
        needs=usual_needs(piece.platform),
        created_at=at,
    )


def usual_needs(platform: str) -> frozenset[str]:
    """What work from `platform` needs, as the catalogue says."""
    found = built_in().find(platform)
    return frozenset(found.needs if found else ())


def closed(dice: Dice, job: Job, now: datetime) -> list[Record]:
    """Return what the planbook keeps of a finished job: the task, its result, its earning."""
    task = job.task
    status = "done" if job.outcome == "done" else "dropped"
    return [structs.replace(task, status=status, closed_at=job.at), *outcome_of(dice, job, now)]


def outcome_of(
    dice: Dice, job: Job, now: datetime, *, in_wait: bool = False, shift: str = ""
) -> list[Record]:
    """Return the result of a job and, if it was done, its earning in the state that it has by `now`."""
    task = job.task
    pay = task.pay.times(task.units)
    earned = pay if job.outcome == "done" and pay else None
    kept: list[Record] = [
        TaskResult(
            id=dice.new_id(job.at),
            at=job.at,
            task=task.id,
            outcome=job.outcome,
            units=task.units,
            platform=task.platform,
            category=task.category,
            stated_minutes=task.minutes,
            minutes=round(job.minutes, 2),
            earned=earned,
            in_wait=in_wait,
        )
    ]
    if earned:
        kept.append(
            Earning(
                id=dice.new_id(job.at),
                at=job.at,
                gross=earned,
                fee=_fee(earned, job.fee_percent),
                platform=task.platform,
                category=task.category,
                status=money_status(dice, job.at, now),
                task=task.id,
                shift=shift,
                note=task.title,
            )
        )
    return kept


def money_status(dice: Dice, at: datetime, now: datetime) -> MoneyStatus:
    """Return the state by `now` of money earned at `at` that somebody had to approve."""
    luck, approval, payout = dice.chance(), dice.between(*APPROVAL_DAYS), dice.between(*PAYOUT_DAYS)
    age = (now - at) / timedelta(days=1)
    if luck < REJECTED and age > approval:
        return "rejected"
    if age < approval or (luck < STUCK and age < STUCK_DAYS):
        return "pending"
    return "approved" if age < payout else "paid"


def _fee(earned: Money, percent: int) -> Money | None:
    return Money((earned.minor * percent + 50) // 100, CURRENCY) if percent else None

"""Writing the demo: its past in a few big actions that history forgets, then some small ones of today."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import count
from pathlib import Path

from msgspec import structs

from gigplanner.model.errors import GigError
from gigplanner.model.records import Earning, Plan, Record
from gigplanner.model.settings import Settings
from gigplanner.model.times import DAY, MINUTE, Span
from gigplanner.planbook import Planbook
from gigplanner.planbook.config import load_settings
from gigplanner.planbook.durable import replace_file
from gigplanner.workday.arranging import pin
from gigplanner.workday.demo.dice import Dice
from gigplanner.workday.demo.history import past_day
from gigplanner.workday.demo.person import CONFIG, ZONE, dollars
from gigplanner.workday.demo.today import Today, queue_of_today, shortly_before
from gigplanner.workday.desk import Desk
from gigplanner.workday.ledger import settle
from gigplanner.workday.planning import problem_of
from gigplanner.workday.queue import add_task

DAYS_A_WRITE = 100  # of the past, so that memory does not grow with the number of years
LAST_ADDED = "Photos of fridges"  # the task that came in when the plan was made
LATE_TIP = dollars("3.50")
SOLVER_SECONDS = 60.0  # never needed: a plan that the clock cut short would differ from run to run
SOLVER_STEPS = 40  # after which the morning's plan is good enough: whoever starts the demo is waiting


def write_demo(folder: Path, now: datetime, *, days: int = 60, seed: int = 1, zone: str = ZONE) -> None:
    """Fill the empty `folder` with the planbook and the preferences of a made-up person.

    The past is `days` working days before the one of `now`; today is filled in up to `now`. The same
    arguments give the same records, ids included. Raises GigError if the folder holds anything.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise GigError(f"{folder} is not empty: the demo needs an empty or a new folder.")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    config = folder / "config.toml"
    replace_file(config, CONFIG.format(zone=zone).encode())  # for the owner's eyes only
    settings = load_settings(config)
    _write_past(folder, now, days, seed, settings)
    with Planbook(folder, by="demo") as book:
        _write_today(Desk(book, settings), now, days, seed)


def _write_past(folder: Path, now: datetime, days: int, seed: int, settings: Settings) -> None:
    today = settings.day_of(now)
    for first in range(days, 0, -DAYS_A_WRITE):
        numbers = range(first, max(0, first - DAYS_A_WRITE), -1)
        with Planbook(folder, by="demo") as book:  # a new one each time: it keeps what it has written
            _put(
                book,
                f"The past, {len(numbers)} days of it",
                now,
                (
                    record
                    for number in numbers
                    for record in past_day(today - number * DAY, number, seed, now, settings)
                ),
            )
            book.forget_history()


def _write_today(desk: Desk, now: datetime, days: int, seed: int) -> None:
    dice = Dice(seed, now.timestamp(), days)
    today = Today(dice, now, desk.settings)
    queue = queue_of_today(dice, now, desk.settings)
    last = next(task for task in queue if task.title == LAST_ADDED)
    queue.remove(last)
    first = today.day - days * DAY
    ahead = [*today.calendar(), *today.ahead(), *today.series(first)]
    book = desk.book
    _put(book, "The calendar and the queue", now, [*ahead, *today.early(), *queue])
    plan = _plan(desk, today)
    _put(book, "Today so far", now, [*([plan] if plan else []), *today.so_far(plan, queue)])
    book.forget_history()
    add_task(desk, structs.replace(last, created_at=shortly_before(now, 9)), shortly_before(now, 9))
    _late_tip(desk, today, shortly_before(now, 5))
    if plan:
        _pin_one(desk, plan, now)


def _put(book: Planbook, words: str, now: datetime, records: Iterable[Record]) -> None:
    with book.action(words, now=now) as action:
        for record in records:
            action.put(record)


def _plan(desk: Desk, today: Today) -> Plan | None:
    """The plan of today as it was made in the morning; None where no gap was left."""
    steps = count()
    try:
        problem = problem_of(desk, today.day, today.planned_at)
        plan = problem.solve(budget=SOLVER_SECONDS, should_stop=lambda: next(steps) >= SOLVER_STEPS).plan
    except GigError:
        return None
    return structs.replace(plan, accepted_at=today.planned_at + MINUTE)


def _late_tip(desk: Desk, today: Today, at: datetime) -> None:
    """The last delivery of the days before that brought no tip brings one after all."""
    days_before = Span(today.begins - 4 * DAY, today.begins)
    bare = [
        earning
        for earning in desk.book.within(Earning, days_before)
        if earning.category == "delivery" and earning.tip is None
    ]
    if bare:
        settle(desk, structs.replace(bare[-1], tip=LATE_TIP, note="The tip came later"), at)


def _pin_one(desk: Desk, plan: Plan, now: datetime) -> None:
    """The person fixes the best placement that is still ahead."""
    ahead = [placed for placed in plan.placements if placed.start > now]
    if ahead:
        best = max(ahead, key=lambda placed: (placed.expected.minor, placed.task))
        pin(desk, plan.date, best, shortly_before(now, 2))

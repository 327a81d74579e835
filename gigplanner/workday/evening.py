"""Closing a day step by step: what of it is still missing or open, and how each of that is settled."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from gigplanner.insights.awaited import Awaited
from gigplanner.insights.planned import plan_outcome
from gigplanner.insights.words import say_count
from gigplanner.model.errors import BadInput, GigError
from gigplanner.model.money import show_money
from gigplanner.model.records import (
    MONEY_AWAITED,
    Earning,
    MoneyStatus,
    PlacedTask,
    ShiftEvent,
    Task,
    Trip,
)
from gigplanner.model.shiftlog import ShiftLog
from gigplanner.model.showing import show_clock
from gigplanner.model.text import quoted
from gigplanner.model.times import DAY
from gigplanner.workday.day import day_records
from gigplanner.workday.desk import Desk, Done
from gigplanner.workday.forgotten import forgotten_shift
from gigplanner.workday.ledger import drive
from gigplanner.workday.orders import OrderPay, put_order
from gigplanner.workday.queue import open_tasks, put_result
from gigplanner.workday.quickparts import read_miles
from gigplanner.workday.shifts import current_shift, shift_money
from gigplanner.workday.totals import all_digests

MOST_LATE = 5  # platforms that are asked about in one evening: those that owe the most


class Running(Struct, frozen=True, kw_only=True):
    """A shift that still runs: when did it end?"""

    log: ShiftLog
    likely_end: datetime
    why: str
    """What that is taken from; empty where the timer was not forgotten."""

    @property
    def key(self) -> str:
        """What tells it from other questions."""
        return f"running {self.log.shift}"


class Unpaid(Struct, frozen=True, kw_only=True):
    """An order that was delivered, and nobody said for what."""

    event: ShiftEvent

    @property
    def key(self) -> str:
        """What tells it from other questions."""
        return f"unpaid {self.event.id}"


class NoMiles(Struct, frozen=True, kw_only=True):
    """A shift worked by car without any miles."""

    log: ShiftLog

    @property
    def key(self) -> str:
        """What tells it from other questions."""
        return f"miles {self.log.shift}"


class NotDone(Struct, frozen=True, kw_only=True):
    """A task of the day's plan that is still open."""

    task: Task
    placed: PlacedTask

    @property
    def key(self) -> str:
        """What tells it from other questions."""
        return f"task {self.task.id}"


class Late(Struct, frozen=True, kw_only=True):
    """Money that should have come by now."""

    awaited: Awaited

    @property
    def key(self) -> str:
        """What tells it from other questions."""
        return f"late {self.awaited.late.currency} {self.awaited.platform}"


Question = Running | Unpaid | NoMiles | NotDone | Late


def questions(desk: Desk, day: date, now: datetime, *, awaited: Iterable[Awaited] = ()) -> list[Question]:
    """Return what of `day` is missing or open, in the order in which it is best asked.

    `awaited` is the money that is not in hand as of `now`: what of it is late is asked about.
    """
    records = day_records(desk, day, now)
    span = desk.settings.span_of(day)
    found: list[Question] = list(_running(desk, day, now))
    for log in records.shifts:
        found += [Unpaid(event=event) for event in _unpaid(desk, log) if event.at in span]
    found += [NoMiles(log=log) for log in records.shifts if log.start in span and _lacks_miles(desk, log)]
    still_open = {task.id: task for task in open_tasks(desk)}
    outcome = plan_outcome(records, now, desk.settings)
    undone = {one.task for one in outcome.placements if one.outcome != "done"} if outcome else set()
    seen: set[str] = set()
    for placed in records.plan.placements if records.plan else ():
        if placed.task in undone and placed.task in still_open and placed.task not in seen:
            seen.add(placed.task)
            found.append(NotDone(task=still_open[placed.task], placed=placed))
    late = sorted((one for one in awaited if one.unsettled_count), key=lambda one: -one.unsettled.minor)
    return found + [Late(awaited=one) for one in late[:MOST_LATE]]


def left_words(left: Sequence[Question]) -> str:
    """Return what is still missing or open, in one sentence; empty if nothing is."""
    counts = (
        ("shift still running", "shifts still running", Running),
        ("order without pay", "orders without pay", Unpaid),
        ("shift without miles", "shifts without miles", NoMiles),
        ("open task", "open tasks", NotDone),
        ("late payer", "late payers", Late),
    )
    said = []
    for one, several, kind in counts:
        if count := sum(isinstance(question, kind) for question in left):
            said.append(f"{count} {one if count == 1 else several}")
    return f"Left for later: {', '.join(said)}." if said else ""


# --- actions -------------------------------------------------------------------------------------------


def log_pay(desk: Desk, event_id: str, at: datetime, order: OrderPay, now: datetime) -> Done:
    """Log what an order that was delivered at `at` brought. Raises GigError if it is logged already."""
    with desk.book.action("", now=now) as action:
        event = action.get(ShiftEvent, event_id, near=at)
        if event.earning:
            raise GigError("That order's pay is logged already.")
        paid, said = put_order(desk, action, event, order, now)
        action.put(paid, replaces=event)
        action.words = f"The order of {show_clock(desk.settings.wall(at))}{said}"
    return Done(action.words, paid)


def log_miles(desk: Desk, log: ShiftLog, miles: Decimal, now: datetime) -> Done:
    """Log the miles of a whole shift."""
    at = min(log.end or now, now)
    trip = Trip(id="", at=at, miles=miles, platform=log.platform, shift=log.shift)
    return drive(desk, trip, now)


def read_distance(text: str) -> Decimal:
    """Return the miles that a line says: `38`, `38 mi`, `60 km`. Raises BadInput."""
    found = re.fullmatch(r"(\S+?)\s?(mi|miles?|km)?", text.strip(), re.IGNORECASE)
    if not found:
        raise BadInput(f"{quoted(text)} is not a distance: write it like 38 mi.")
    return read_miles(found[1], kilometres=(found[2] or "").casefold() == "km")


def did_task(desk: Desk, question: NotDone, now: datetime) -> Done:
    """Say that a planned task was done, as planned: its units, at the end of its time."""
    with desk.book.action("", now=now) as action:
        task = action.get(Task, question.task.id)
        units = min(question.placed.units, task.units) if not task.splittable else task.units
        put_result(desk, action, task, min(question.placed.end, now), units=units)
        action.words = f"Completed {task.title}: {show_money(task.pay.times(units))}"
    return Done(action.words, task)


def drop_task(desk: Desk, task_id: str, now: datetime) -> Done:
    """Give a task up: it leaves the queue, and is kept as dropped."""
    with desk.book.action("", now=now) as action:
        task = action.get(Task, task_id)
        action.put(replace(task, status="dropped", closed_at=now))
        action.words = f"Dropped {task.title}"
    return Done(action.words, task)


def settle_late(desk: Desk, awaited: Awaited, status: MoneyStatus, now: datetime) -> Done:
    """Say of a platform's late money that it has come (`paid`), or never will (`rejected`)."""
    with desk.book.action("", now=now) as action:
        late = late_earnings(desk, awaited, now)
        if not late:
            raise GigError(f"Nothing of {quoted(awaited.platform)} is late any more.")
        for earning in late:
            action.put(replace(earning, status=status), replaces=earning)
        source = f" from {awaited.platform}" if awaited.platform else ""
        action.words = f"{say_count(len(late), 'payment')}{source}: {awaited.unsettled} {status}"
    return Done(action.words)


def late_earnings(desk: Desk, awaited: Awaited, now: datetime) -> list[Earning]:
    """Return the earnings of a platform that are awaited for longer than it takes."""
    before = desk.settings.day_of(now) - DAY * awaited.after_days
    days = [
        digest.day
        for digest in all_digests(desk, now)
        if digest.day < before
        and any(row.status in MONEY_AWAITED and row.platform == awaited.platform for row in digest.money)
    ]
    return [
        earning
        for day in days
        for earning in desk.book.within(Earning, desk.settings.span_of(day))
        if earning.status in MONEY_AWAITED
        and earning.platform == awaited.platform
        and earning.gross.currency == awaited.late.currency
        and (earning.gross or earning.tip)
    ]


# --- parts ---------------------------------------------------------------------------------------------


def _running(desk: Desk, day: date, now: datetime) -> Iterable[Running]:
    log = current_shift(desk, now)
    today = desk.settings.day_of(now)
    if log is None or day not in (today, desk.settings.day_of(log.start)):
        return
    asked = forgotten_shift(desk, now, log=log)
    if asked:
        yield Running(log=log, likely_end=asked.likely_end, why=asked.why)
    else:
        yield Running(log=log, likely_end=now.replace(microsecond=0), why="")


def _unpaid(desk: Desk, log: ShiftLog) -> list[ShiftEvent]:
    """The deliveries without pay: as many fewer as money of the shift stands there without an order.

    What is paid by time has its earning elsewhere.
    """
    by_time = {event.platform for event in log.events if event.hourly is not None}
    delivered = [
        event
        for event in log.events
        if event.kind == "delivered" and not event.earning and event.platform not in by_time
    ]
    if not delivered:
        return []
    named = {event.earning for event in log.events if event.earning}
    others = [one for one in _money_inside(desk, log) if one.id not in named and not one.task]
    return delivered[: max(0, len(delivered) - len(others))]


def _money_inside(desk: Desk, log: ShiftLog) -> list[Earning]:
    """The shift's own earnings, and those of its platforms inside its time that name no shift."""
    own, _ = shift_money(desk, log)
    end = log.end or log.now
    platforms = {"", *(event.platform for event in log.events)}
    around = [
        one
        for day in {desk.settings.day_of(log.start), desk.settings.day_of(end)}
        for one in desk.book.within(Earning, desk.settings.span_of(day))
    ]
    return own + [
        one for one in around if not one.shift and log.start <= one.at <= end and one.platform in platforms
    ]


def _lacks_miles(desk: Desk, log: ShiftLog) -> bool:
    """Whether orders were driven by car and no trip says how far: neither the shift's own nor the day's."""
    if log.place != "car" or not log.orders_done:
        return False
    _, own = shift_money(desk, log)
    day = desk.settings.span_of(desk.settings.day_of(log.start))
    return not own and not any(
        trip.platform in ("", log.platform) for trip in desk.book.within(Trip, day) if not trip.shift
    )

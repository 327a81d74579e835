"""Working a shift: its events, the order just delivered, the fillers in between."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import takewhile
from typing import TYPE_CHECKING

from msgspec import Struct

from gigplanner.model.errors import BadInput, GigError
from gigplanner.model.money import Money, show_money
from gigplanner.model.records import Block, Earning, ShiftEvent, ShiftEventKind, Task, Trip
from gigplanner.model.shiftlog import ShiftError, ShiftLog, Wait, check_event, in_order, read_log
from gigplanner.model.text import quoted
from gigplanner.model.times import Span, show_minutes
from gigplanner.planbook import Transaction
from gigplanner.workday.blocks import blocks_in
from gigplanner.workday.desk import Desk, Done
from gigplanner.workday.estimating import estimated
from gigplanner.workday.queue import open_tasks, put_result

if TYPE_CHECKING:  # logging an event must not wait for what only a suggestion needs
    from gigplanner.scheduler.fillers import Advice
    from gigplanner.scheduler.waits import WaitModel

LONGEST_SHIFT = timedelta(days=7)  # an open shift is looked for this far back
BLOCK_REACH = timedelta(minutes=60)  # a shift started this near a planned block belongs to it
FARTHEST = Decimal(3000)  # miles of one order
LEARNED_DAYS = timedelta(days=60)  # of waits that the waiting times are learned from

_WORDS: dict[ShiftEventKind, str] = {
    "started": "Shift started",
    "waiting": "Waiting for an order",
    "order": "Order accepted",
    "delivered": "Order delivered",
    "break": "Break",
    "resumed": "Back from the break",
    "stopped": "Shift stopped",
}


class OrderPay(Struct, frozen=True):
    """What an order brought: pay, tip, and the miles driven for it."""

    pay: Money | None = None
    tip: Money | None = None
    miles: Decimal | None = None


def shifts_in(desk: Desk, span: Span, now: datetime) -> list[ShiftLog]:
    """The shifts with an event in `span`, whole, as of `now`, earliest first."""
    logs = [read_log(events, now) for events in _events_by_shift(desk, span)]
    return sorted((log for log in logs if _touches(log, span)), key=lambda log: log.start)


def current_shift(desk: Desk, now: datetime) -> ShiftLog | None:
    """The shift that is running at `now`, or None."""
    span = Span(now - LONGEST_SHIFT, now + timedelta(days=1))
    logs = [
        read_log(events, now)
        for events in _events_by_shift(desk, span)
        if not _has_stopped(events)  # most have: they need no reading
    ]
    running = [log for log in logs if log.state != "off" and _touches(log, span)]
    return max(running, key=lambda log: log.start, default=None)


def start_shift(
    desk: Desk, now: datetime, *, at: datetime | None = None, platform: str = "", place: str = ""
) -> Done:
    """Start a shift, on the platform of the planned block it belongs to unless one is named."""
    at = at or now
    _check_start(desk, at, now)
    block = _planned_block(desk, at)
    if not platform and block:
        platform = block.platform
    platform = desk.catalogue.canonical(platform) if platform else ""
    event = ShiftEvent(
        id=desk.book.new_id(now),
        shift=desk.book.new_id(now),
        kind="started",
        at=at,
        seq=0,
        zone=desk.settings.zone,
        platform=platform,
        place=place or (block.place if block and block.place else "car"),
        block=block.id if block else "",
    )
    words = f"Shift started{f' on {platform}' if platform else ''}{_when(desk, at, now)}"
    with desk.book.action(words, now=now) as action:
        _check_start(desk, at, now)
        action.put(event)
    return Done(words, event)


def shift_event(
    desk: Desk,
    kind: ShiftEventKind,
    now: datetime,
    *,
    at: datetime | None = None,
    platform: str = "",
    order: OrderPay | None = None,
) -> Done:
    """Log what happens in the running shift; with `delivered`, what the order brought.

    An order that is accepted interrupts a filler. Raises ShiftError for what does not fit.
    """
    at = at or now
    _check_not_ahead(at, now)
    if kind != "delivered" and order not in (None, OrderPay()):
        raise BadInput("Pay, tip and miles are logged when the order is delivered.")
    platform = desk.catalogue.canonical(platform) if platform else ""
    with desk.book.action("", now=now) as action:
        log = current_shift(desk, now)
        check_event(log, kind, at)
        assert log is not None  # check_event allows no event but a start without a shift
        if log.open_filler and kind in ("order", "break", "stopped"):
            _close_filler(desk, action, log, at, now)
        event = _next_event(desk, log, kind, at, now, platform=platform, step=2)  # behind a closed filler
        action.put(event)
        words = _WORDS[kind]
        if order and kind == "delivered":
            words += _put_order(desk, action, log, event, order, now)
        if kind == "stopped":
            after = read_log([*log.events, event], now)
            words += f" after {show_minutes(after.online_seconds / 60)} online"
        action.words = words + _when(desk, at, now)
    return Done(action.words, event)


def log_order(desk: Desk, order: OrderPay, now: datetime, *, platform: str = "") -> Done:
    """Log an order's pay, tip and miles without changing where the shift stands: one was forgotten."""
    log = current_shift(desk, now)
    if log is None:
        raise ShiftError("No shift is running: log it as an earning instead.")
    with desk.book.action("", now=now) as action:
        event = _next_event(desk, log, "delivered", now, now, platform=platform)
        action.words = "Logged an order" + _put_order(desk, action, log, event, order, now)
    return Done(action.words)


def start_filler(desk: Desk, task_id: str, now: datetime, *, units: int = 1) -> Done:
    """Start working on a task while waiting."""
    with desk.book.action("", now=now) as action:
        log = current_shift(desk, now)
        check_event(log, "filler_started", now)
        assert log is not None  # check_event refuses a filler without a shift
        if log.open_filler:
            raise ShiftError("A filler is running already: finish it first.")
        task = action.get(Task, task_id)
        if task.status != "open":
            raise GigError(f"{quoted(task.title)} is closed already: choose another one.")
        units = min(max(1, units), task.units)
        action.put(_next_event(desk, log, "filler_started", now, now, task=task_id, units=units))
        action.words = f"Started {task.title} while waiting"
    return Done(action.words)


def finish_filler(desk: Desk, now: datetime, *, done: bool = True) -> Done:
    """Finish the running filler: done, with its earning, or put down."""
    with desk.book.action("", now=now) as action:
        log = current_shift(desk, now)
        check_event(log, "filler_done" if done else "filler_interrupted", now)
        assert log is not None and log.open_filler is not None  # check_event refuses both
        if done:
            filler = log.open_filler
            task = action.get(Task, filler.task)
            units = min(max(1, filler.units), task.units)
            minutes = round((now - filler.at).total_seconds() / 60 / units, 2)
            action.put(_next_event(desk, log, "filler_done", now, now, task=task.id, units=units))
            put_result(desk, action, task, now, units=units, minutes=minutes, in_wait=True, shift=log.shift)
            action.words = f"Finished {task.title}: {show_money(task.pay.times(units))}"
        else:
            action.words = f"Put down {_close_filler(desk, action, log, now, now)}"
    return Done(action.words)


def suggestion(
    desk: Desk,
    now: datetime,
    *,
    waited: float | None = None,
    place: str | None = None,
    model: WaitModel | None = None,
) -> tuple[Advice, WaitModel]:
    """What to start now, and the waiting times it is judged by: nothing at all while on an order.

    `waited` (minutes) and `place` are those of the running shift unless given; `model` is `learned_waits`.
    """
    from gigplanner.scheduler.fillers import Advice, suggest
    from gigplanner.workday.planning import plan_rules

    log = current_shift(desk, now)
    model = model or learned_waits(desk, now)
    if waited is None and log is not None and log.state == "order":
        return Advice("rest", ()), model
    recent = [wait.minutes for wait in log.waits()] if log else []
    if log and log.state == "waiting":
        going_on = recent.pop()
        waited = going_on if waited is None else waited
    place = place or (log.place if log else "car")
    advice = suggest(
        estimated(desk, open_tasks(desk), now),
        model,
        waited=waited or 0.0,
        has=desk.settings.has(place),
        now=now,
        rules=plan_rules(desk.settings),
        recent=recent,
    )
    return advice, model


def learned_waits(desk: Desk, now: datetime) -> WaitModel:
    """Waiting times learned from the shifts of the last sixty days, as far as there are any.

    The running shift's waits are left out: they are given to the model as its recent ones.
    """
    from gigplanner.scheduler.waits import WaitModel

    return WaitModel.learn(past_waits(desk, now))


def past_waits(desk: Desk, now: datetime) -> list[Wait]:
    """The waits of the last sixty days' shifts that have ended, earliest first."""
    logs = shifts_in(desk, Span(now - LEARNED_DAYS, now), now)
    return [wait for log in logs if log.state == "off" for wait in log.waits()]


def coming_shift(desk: Desk, now: datetime) -> Block | None:
    """The shift on today's calendar that is on or comes next, or None."""
    today = Span(now, desk.settings.span_of(desk.settings.day_of(now)).end)
    return next((block for block in blocks_in(desk, today) if _is_planned_shift(block)), None)


def start_platform(desk: Desk, at: datetime) -> str:
    """The platform a shift started at `at` is likely on: its planned block's, else the last shift's."""
    block = _planned_block(desk, at)
    if block:
        return block.platform
    earlier = desk.book.within(ShiftEvent, Span(at - LEARNED_DAYS, at))
    started = [event.platform for event in earlier if event.kind == "started" and event.platform]
    return started[-1] if started else ""


def shift_money(desk: Desk, log: ShiftLog) -> tuple[list[Earning], list[Trip]]:
    """The earnings and the trips that belong to a shift, those logged after its stop included."""
    span = Span(log.start, max(log.start, log.end or log.now) + LONGEST_SHIFT)
    earnings = [earning for earning in desk.book.within(Earning, span) if earning.shift == log.shift]
    return earnings, [trip for trip in desk.book.within(Trip, span) if trip.shift == log.shift]


# --- parts ---------------------------------------------------------------------------------------------


def _events_by_shift(desk: Desk, span: Span) -> Iterable[list[ShiftEvent]]:
    """The events of every shift that can have one in `span`, shift by shift."""
    reach = Span(span.start - LONGEST_SHIFT, span.end + LONGEST_SHIFT)
    by_shift: dict[str, list[ShiftEvent]] = defaultdict(list)
    for event in desk.book.within(ShiftEvent, reach):
        by_shift[event.shift].append(event)
    return by_shift.values()


def _has_stopped(events: list[ShiftEvent]) -> bool:
    """Whether the last of a shift's events, which are in the order of their instants, is its stop."""
    last = takewhile(lambda event: event.at == events[-1].at, reversed(events))
    return in_order(last)[-1].kind == "stopped"


def _next_event(
    desk: Desk,
    log: ShiftLog,
    kind: ShiftEventKind,
    at: datetime,
    now: datetime,
    *,
    platform: str = "",
    task: str = "",
    units: int = 0,
    step: int = 1,
) -> ShiftEvent:
    return ShiftEvent(
        id=desk.book.new_id(now),
        shift=log.shift,
        kind=kind,
        at=at,
        seq=max(event.seq for event in log.events) + step,
        zone=desk.settings.zone,
        platform=platform or log.platform,
        task=task,
        units=units,
    )


def _close_filler(desk: Desk, action: Transaction, log: ShiftLog, at: datetime, now: datetime) -> str:
    """Put the running filler down in `action`; return its title."""
    filler = log.open_filler
    assert filler is not None  # callers ask only when one is open
    action.put(_next_event(desk, log, "filler_interrupted", at, now, task=filler.task, units=filler.units))
    task = desk.book.find(Task, filler.task)
    if task is None or task.status != "open":
        return "a task that is gone"
    units = min(max(1, filler.units), task.units)
    put_result(desk, action, task, at, units=units, outcome="interrupted", in_wait=True, shift=log.shift)
    return task.title


def _put_order(
    desk: Desk, action: Transaction, log: ShiftLog, event: ShiftEvent, order: OrderPay, now: datetime
) -> str:
    """Put an order's earning and trip into `action`; return them in words."""
    _check_order(order)
    said = []
    if order.pay is not None or order.tip is not None:
        currency = (order.pay or order.tip or Money.zero(desk.settings.currency)).currency
        action.put(
            Earning(
                id=desk.book.new_id(now),
                at=event.at,
                gross=order.pay or Money.zero(currency),
                tip=order.tip or None,
                platform=event.platform,
                category=_order_kind(desk, event.platform),
                status=desk.first_status(event.platform),
                shift=log.shift,
            )
        )
        said.append(show_money(order.pay or Money.zero(currency)))
        said += [f"{show_money(order.tip)} tip"] if order.tip else []
    if order.miles:
        trip = Trip(
            id=desk.book.new_id(now), at=event.at, miles=order.miles, platform=event.platform, shift=log.shift
        )
        action.put(trip)
        said.append(f"{order.miles} mi")
    return f": {', '.join(said)}" if said else ""


def _check_order(order: OrderPay) -> None:
    """Raise BadInput, in words, for what no order brings."""
    for amount in (order.pay, order.tip):
        if amount is not None and amount.minor < 0:
            raise BadInput("An order's pay and tip are zero or more.")
    if order.pay and order.tip and order.pay.currency != order.tip.currency:
        raise BadInput("Pay and tip of one order are in one currency.")
    if order.miles and not 0 < order.miles <= FARTHEST:
        raise BadInput("An order's miles are more than 0 and at most 3,000.")


def _order_kind(desk: Desk, platform: str) -> str:
    """The category of an order's money: rides and shopping by their platform, else delivery."""
    found = desk.catalogue.find(platform)
    return found.kind if found and found.kind in ("rides", "shopping") else "delivery"


def _check_start(desk: Desk, at: datetime, now: datetime) -> None:
    """Raise ShiftError, in words, if no shift can start at `at`."""
    _check_not_ahead(at, now)
    check_event(current_shift(desk, now), "started", at)
    earlier = shifts_in(desk, Span(at - LONGEST_SHIFT, now), now)
    last_stop = max((log.end for log in earlier if log.end), default=at)
    if at < last_stop:
        stopped = desk.settings.wall(last_stop)
        raise ShiftError(f"The last shift stopped at {stopped:%H:%M}, after that: give a later time.")


def _check_not_ahead(at: datetime, now: datetime) -> None:
    if at - now > timedelta(minutes=1):
        raise ShiftError("That is still to come: give a time up to now.")


def _planned_block(desk: Desk, at: datetime) -> Block | None:
    """The planned shift block that `at` falls into or comes near to."""
    near: Iterable[Block] = blocks_in(desk, Span(at - BLOCK_REACH, at + BLOCK_REACH))
    shifts = [block for block in near if _is_planned_shift(block)]
    return min(shifts, key=lambda block: abs(block.start - at), default=None)


def _is_planned_shift(block: Block) -> bool:
    return block.kind == "shift" and block.status != "cancelled"


def _touches(log: ShiftLog, span: Span) -> bool:
    return log.start < span.end and (log.end is None or log.end >= span.start)


def _when(desk: Desk, at: datetime, now: datetime) -> str:
    return "" if abs(at - now) < timedelta(minutes=1) else f" at {desk.settings.wall(at):%H:%M}"

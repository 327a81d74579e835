"""Working a shift: what happens in it, as it happens or told afterwards, and the order just delivered."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from msgspec.structs import replace

from gigplanner.model.errors import BadInput
from gigplanner.model.money import Money, show_money
from gigplanner.model.records import ShiftEvent, ShiftEventKind
from gigplanner.model.shiftlog import ShiftError, ShiftLog, check_event, misfits, read_log
from gigplanner.model.showing import show_clock
from gigplanner.model.times import Span, show_length
from gigplanner.planbook import Transaction
from gigplanner.workday.desk import Desk, Done
from gigplanner.workday.filling import (
    close_filler,
    finish_filler,
    start_filler,
    suggestion,
)
from gigplanner.workday.orders import Offer, OrderPay, put_order, settled
from gigplanner.workday.shifts import (
    LEARNED_DAYS,
    LONGEST_SHIFT,
    by_its_clock,
    coming_shift,
    current_shift,
    last_shift,
    new_event,
    planned_block,
    shift_at,
    shift_money,
    shifts_in,
    start_platform,
)
from gigplanner.workday.uptime import stamp
from gigplanner.workday.waits import learned_waits, past_waits

__all__ = [
    "LEARNED_DAYS",
    "LONGEST_SHIFT",
    "Offer",
    "OrderPay",
    "coming_shift",
    "current_shift",
    "finish_filler",
    "last_shift",
    "learned_waits",
    "log_order",
    "past_waits",
    "shift_event",
    "shift_money",
    "shifts_in",
    "start_filler",
    "start_platform",
    "start_shift",
    "suggestion",
]

KIND_WORDS: dict[ShiftEventKind, str] = {
    "started": "Shift started",
    "waiting": "Waiting for an order",
    "order": "Order accepted",
    "delivered": "Order delivered",
    "break": "Break",
    "resumed": "Back from the break",
    "stopped": "Shift stopped",
    "online": "Online",
    "offline": "Offline",
    "declined": "Offer declined",
    "filler_started": "Filler started",
    "filler_done": "Filler finished",
    "filler_interrupted": "Filler put down",
}
_ENDS_A_FILLER: frozenset[ShiftEventKind] = frozenset({"order", "break", "stopped"})


def start_shift(
    desk: Desk,
    now: datetime,
    *,
    at: datetime | None = None,
    platform: str = "",
    place: str = "",
    hourly: Money | None = None,
) -> Done:
    """Start a shift, on the platform of the planned block it belongs to unless one is named.

    `hourly` is what the platform pays for an hour on orders, if it pays by time.
    """
    now = now.replace(microsecond=0)
    at = at.replace(microsecond=0) if at else now
    _check_start(desk, at, now)
    _check_rate(hourly)
    block = planned_block(desk, at)
    if not platform and block:
        platform = block.platform
    platform = desk.catalogue.canonical(platform) if platform else ""
    boot, uptime = stamp(now)
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
        hourly=hourly,
        logged=now if boot else None,
        boot=boot,
        uptime_ms=uptime,
    )
    words = f"Shift started{f' on {platform}' if platform else ''}{when_words(desk, at, now)}"
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
    hourly: Money | None = None,
    offer: Offer | None = None,
) -> Done:
    """Log what happens in the running shift; with `delivered`, what the order brought.

    An order that is accepted, a break and the stop put a filler down. With `at` it happened then: an event
    may be told after later ones, and in a shift that has stopped, wherever it fits between the others. An
    order without `platform` is the shift's own; a delivery is that of the oldest open order. `hourly` is the
    rate of an order, or of a platform that comes online, that is paid by time. `offer` is what an order that
    was accepted, or declined, was offered for. Raises ShiftError for what does not fit.
    """
    now = now.replace(microsecond=0)
    if at is not None:
        check_not_ahead(at, now)
        at = at.replace(microsecond=0)
    if kind != "delivered" and order not in (None, OrderPay()):
        raise BadInput("Pay, tip and miles are logged when the order is delivered.")
    _check_rate(hourly)
    platform = desk.catalogue.canonical(platform) if platform else ""
    with desk.book.action("", now=now) as action:
        log = current_shift(desk, now) if at is None else shift_at(desk, at, now)
        if at is not None and log is None and kind != "started":
            raise ShiftError(
                f"No shift was running{when_words(desk, at, now) or ' then'}: give another time."
            )
        at = at or by_its_clock(log, now)
        before = _as_it_stood(log, at)
        check_event(before, kind, at, platform)
        assert log is not None and before is not None  # check_event allows only a start without a shift
        if kind == "delivered" and (done := before.standing.delivers(platform)):
            platform = done.platform
        event = new_event(desk, log, kind, at, now, platform=platform, step=2)  # behind a closed filler
        event = replace(event, hourly=hourly)
        words = KIND_WORDS[kind] + (f" on {event.platform}" if kind in ("online", "offline") else "")
        if offer:
            event = replace(event, pay=offer.pay, miles=offer.miles, minutes=offer.minutes)
            words += f": {show_money(offer.pay)} offered"
        if order and kind == "delivered":
            event, said = put_order(desk, action, event, order, now)
            words += said
        logged, put_down = [event], None
        if kind in _ENDS_A_FILLER and before.open_filler and before.open_filler == log.open_filler:
            put_down = close_filler(desk, action, log, at, now)
            logged = [put_down.event, event]
        refuse_misfits(desk, log.events, [*log.events, *logged])
        put_events(desk, action, log.events, [*log.events, *logged], now)
        if kind == "stopped":
            after = read_log([*log.events, *logged], now)
            words += f" after {show_length(after.online_seconds)} online"
        words += when_words(desk, at, now)
        action.words = f"{words}. {put_down.words}" if put_down else words
    return Done(action.words, event)


def log_order(desk: Desk, order: OrderPay, now: datetime, *, platform: str = "") -> Done:
    """Log an order's pay, tip and miles without changing where the shift stands: one was forgotten."""
    now = now.replace(microsecond=0)
    log = current_shift(desk, now)
    if log is None:
        raise ShiftError("No shift is running: log it as an earning instead.")
    platform = desk.catalogue.canonical(platform) if platform else ""
    with desk.book.action("", now=now) as action:
        event = new_event(desk, log, "delivered", by_its_clock(log, now), now, platform=platform)
        action.words = "Logged an order" + put_order(desk, action, event, order, now)[1]
    return Done(action.words)


# --- what changes of a log share -----------------------------------------------------------------------


def put_events(
    desk: Desk,
    action: Transaction,
    before: Iterable[ShiftEvent],
    after: Iterable[ShiftEvent],
    now: datetime,
) -> None:
    """Put into `action` what makes the log `before` the log `after`, and what is paid by time with it."""
    old = {event.id: event for event in before}
    for event in settled(desk, action, list(after), now):
        if event != old.get(event.id):
            action.put(event, replaces=old.get(event.id))


def refuse_misfits(desk: Desk, before: Iterable[ShiftEvent], after: Iterable[ShiftEvent]) -> None:
    """Raise ShiftError, in words, if an event does not fit in the log `after` that did in `before`."""
    known = {one.event.id for one in misfits(before)}
    for one in misfits(after):
        if one.event.id not in known:
            told = f"{KIND_WORDS[one.event.kind].lower()} at {show_clock(desk.settings.wall(one.event.at))}"
            raise ShiftError(f"Then “{told}” would not fit any more: {_reason(one.why)}.")


def check_not_ahead(at: datetime, now: datetime) -> None:
    """Raise ShiftError for what has not happened yet."""
    if at - now > timedelta(minutes=1):
        raise ShiftError("That is still to come: give a time up to now.")


def when_words(desk: Desk, at: datetime, now: datetime) -> str:
    """Return when it was, if not just now: ` at 14:20`, with the date on another day."""
    if abs(at - now) < timedelta(minutes=1):
        return ""
    wall, today = desk.settings.wall(at), desk.settings.wall(now).date()
    return f" at {show_clock(wall)}" if wall.date() == today else f" at {wall:%Y-%m-%d %H:%M}"


def _as_it_stood(log: ShiftLog | None, at: datetime) -> ShiftLog | None:
    """The shift as it stood at `at`, with what is logged of that instant."""
    if log is None or at >= log.events[-1].at:
        return log
    earlier = [event for event in log.events if event.at <= at]
    return read_log(earlier, at) if earlier else None


def _check_start(desk: Desk, at: datetime, now: datetime) -> None:
    """Raise ShiftError, in words, if no shift can start at `at`."""
    check_not_ahead(at, now)
    check_event(current_shift(desk, now), "started", at)
    around = shifts_in(
        desk, Span(at - LONGEST_SHIFT, now + LONGEST_SHIFT), now
    )  # a clock may have been ahead
    last_stop = max((log.end for log in around if log.end), default=at)
    if at < last_stop:
        stopped = desk.settings.wall(last_stop)
        raise ShiftError(f"The last shift stopped at {show_clock(stopped)}, after that: give a later time.")


def _check_rate(hourly: Money | None) -> None:
    if hourly is not None and hourly.minor <= 0:
        raise BadInput("What an hour pays is more than 0.")


def _reason(refusal: str) -> str:
    """What a refusal gives as its reason, as the end of another sentence: without what to do instead."""
    reason = refusal.partition(":")[0].rstrip(".")
    return reason[:1].lower() + reason[1:]

"""The shifts in the planbook: the one that runs, those of a stretch of time, and what belongs to one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import takewhile

from gigplanner.model.records import Block, Earning, ShiftEvent, ShiftEventKind, Trip
from gigplanner.model.shiftlog import ShiftLog, in_order, read_log
from gigplanner.model.times import SECOND, Span
from gigplanner.workday.blocks import blocks_in
from gigplanner.workday.desk import Desk
from gigplanner.workday.uptime import stamp

LONGEST_SHIFT = timedelta(days=7)  # an open shift is looked for this far back
BLOCK_REACH = timedelta(minutes=60)  # a shift started this near a planned block belongs to it
LEARNED_DAYS = timedelta(days=60)  # of waits that the waiting times are learned from


def shifts_in(desk: Desk, span: Span, now: datetime) -> list[ShiftLog]:
    """The shifts with an event in `span`, whole, as of `now`, earliest first."""
    logs = [read_log(events, now) for events in _events_by_shift(desk, span) if may_touch(events, span)]
    return sorted((log for log in logs if _touches(log, span)), key=lambda log: log.start)


def current_shift(desk: Desk, now: datetime) -> ShiftLog | None:
    """The shift that is running at `now`, or None: one begun while the clock was ahead too."""
    logs = [
        read_log(events, now)
        for events in _by_shift(desk, Span(now - 2 * LONGEST_SHIFT, now + LONGEST_SHIFT))
        if not _has_stopped(events)  # most have: they need no reading
    ]
    running = [log for log in logs if log.state != "off"]
    return max(running, key=lambda log: log.start, default=None)


def shift_at(desk: Desk, at: datetime, now: datetime) -> ShiftLog | None:
    """The shift that something at `at` belongs to: the one that runs, if it had begun, else one over it."""
    running = current_shift(desk, now)
    if running and running.start <= at:
        return running
    around = [log for log in shifts_in(desk, Span(at, at + timedelta(seconds=1)), now) if log.end]
    return max(around, key=lambda log: log.start, default=None)


def last_shift(desk: Desk, now: datetime) -> ShiftLog | None:
    """The shift that runs, or else the last one of the past sixty days; None without any."""
    running = current_shift(desk, now)
    if running:
        return running
    return max(shifts_in(desk, Span(now - LEARNED_DAYS, now), now), key=lambda log: log.start, default=None)


def coming_shift(desk: Desk, now: datetime) -> Block | None:
    """The shift on today's calendar that is on or comes next, or None."""
    today = Span(now, desk.settings.span_of(desk.settings.day_of(now)).end)
    return next((block for block in blocks_in(desk, today) if _is_planned_shift(block)), None)


def start_platform(desk: Desk, at: datetime) -> str:
    """The platform a shift started at `at` is likely on: its planned block's, else the last shift's."""
    block = planned_block(desk, at)
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


def planned_block(desk: Desk, at: datetime) -> Block | None:
    """The planned shift block that `at` falls into or comes near to."""
    near: Iterable[Block] = blocks_in(desk, Span(at - BLOCK_REACH, at + BLOCK_REACH))
    shifts = [block for block in near if _is_planned_shift(block)]
    return min(shifts, key=lambda block: abs(block.start - at), default=None)


def planned_end(desk: Desk, log: ShiftLog) -> datetime | None:
    """The end of the planned block that the shift was started in, if it was."""
    if not log.events[0].block:
        return None
    block = planned_block(desk, log.start)
    return block.end if block and block.id == log.events[0].block else None


def new_event(
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
    """The event that happens to `log` at `at`, logged `now`, behind all others of its instant."""
    boot, uptime = stamp(now)
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
        logged=now if boot else None,
        boot=boot,
        uptime_ms=uptime,
    )


def by_its_clock(log: ShiftLog | None, now: datetime) -> datetime:
    """When something that happens now has happened by the log's own clock.

    A clock set back in the middle of a shift does not put it before what is logged: the time since the last
    event counts, as far as the machine tells.
    """
    if log is None or now >= log.events[-1].at:
        return now
    last = max(log.events, key=lambda event: (event.uptime_ms, event.seq))
    boot, uptime = stamp(now)
    gone_by = (uptime - last.uptime_ms) // 1000 if boot and boot == last.boot else 0
    return max(log.events[-1].at, last.at + max(0, gone_by) * SECOND)


def _events_by_shift(desk: Desk, span: Span) -> Iterable[list[ShiftEvent]]:
    """The events of every shift that can have one in `span`, shift by shift."""
    return _by_shift(desk, Span(span.start - LONGEST_SHIFT, span.end + LONGEST_SHIFT))


def _by_shift(desk: Desk, span: Span) -> Iterable[list[ShiftEvent]]:
    by_shift: dict[str, list[ShiftEvent]] = defaultdict(list)
    for event in desk.book.within(ShiftEvent, span):
        by_shift[event.shift].append(event)
    return by_shift.values()


def _has_stopped(events: list[ShiftEvent]) -> bool:
    """Whether the last of a shift's events, which are in the order of their instants, is its stop."""
    last = takewhile(lambda event: event.at == events[-1].at, reversed(events))
    return in_order(last)[-1].kind == "stopped"


def may_touch(events: list[ShiftEvent], span: Span) -> bool:
    """Whether a shift can touch `span`: of most their first and last event tell, without reading them.

    The events are in the order of their instants.
    """
    if events[0].at >= span.end:
        return False
    return events[-1].at >= span.start or not _has_stopped(events)


def _is_planned_shift(block: Block) -> bool:
    return block.kind == "shift" and block.status != "cancelled"


def _touches(log: ShiftLog, span: Span) -> bool:
    return log.start < span.end and (log.end is None or log.end >= span.start)

"""Putting a shift's log right: moving and removing events, and shifts that were forgotten altogether."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from gigplanner.model.errors import GigError
from gigplanner.model.money import show_money
from gigplanner.model.records import Earning, ShiftEvent, Task, TaskResult, Trip
from gigplanner.model.shiftlog import ShiftError, ShiftLog, in_order, read_log
from gigplanner.model.showing import show_clock
from gigplanner.model.standing import FILLER_KINDS
from gigplanner.model.times import Span, show_length
from gigplanner.planbook import Transaction
from gigplanner.workday.desk import Desk, Done
from gigplanner.workday.shift import (
    KIND_WORDS,
    check_not_ahead,
    put_events,
    refuse_misfits,
    when_words,
)
from gigplanner.workday.shifts import LONGEST_SHIFT, last_shift, planned_block, shifts_in

_BROUGHT = frozenset({"delivered", "filler_done", "filler_interrupted"})  # kinds that made records beside


def events_of_day(desk: Desk, day: date | None, now: datetime) -> list[ShiftEvent]:
    """The events of the shifts that began on `day`, in order; of the shift last worked if no day is given.

    Their places in this list, from 1, are the numbers by which commands name them.
    """
    if day is None:
        log = last_shift(desk, now)
        logs = [log] if log else []
    else:
        span = desk.settings.span_of(day)
        logs = [log for log in shifts_in(desk, span, now) if log.start in span]
    return [event for log in logs for event in log.events]


def edit_event(
    desk: Desk, event_id: str, now: datetime, *, at: datetime | None = None, platform: str | None = None
) -> Done:
    """Say that an event was at another time, or of another platform. What it brought moves along.

    Raises ShiftError if it, or another event of the shift, would not fit any more.
    """
    now = now.replace(microsecond=0)
    with desk.book.action("", now=now) as action:
        event, log = _found(desk, event_id, now)
        moved = event
        if at is not None:
            check_not_ahead(at, now)
            moved = replace(moved, at=at.replace(microsecond=0))
        if platform is not None:
            moved = replace(moved, platform=desk.catalogue.canonical(platform) if platform else "")
        if moved == event:
            raise ShiftError("It stands there already: nothing was changed.")
        after = [moved if one.id == event.id else one for one in log.events]
        _check(desk, log, after, now)
        for record in _brought(desk, event):
            action.put(_moved(record, moved, event), replaces=record)
        _retime_filler(desk, action, log, event, moved)
        put_events(desk, action, log.events, after, now)
        words = KIND_WORDS[event.kind].lower()
        changed = [f"to {show_clock(desk.settings.wall(moved.at))}"] if moved.at != event.at else []
        changed += [f"to {moved.platform or 'no platform'}"] if moved.platform != event.platform else []
        was = when_words(desk, event.at, now) or f" at {show_clock(desk.settings.wall(event.at))}"
        action.words = f"Moved “{words}{was}” {' and '.join(changed)}"
    return Done(action.words, moved)


def remove_event(desk: Desk, event_id: str, now: datetime) -> Done:
    """Take an event out of its shift, with the money, miles and result that were logged with it.

    A filler's task gets back the units that were done. Raises ShiftError if another event would not fit any
    more: that one goes first.
    """
    now = now.replace(microsecond=0)
    with desk.book.action("", now=now) as action:
        event, log = _found(desk, event_id, now)
        after = [one for one in log.events if one.id != event.id]
        if event.kind == "started" and after:
            raise ShiftError("The shift begins there: move it with edit, or remove the other events first.")
        if after:
            _check(desk, log, after, now)
        words = KIND_WORDS[event.kind].lower()
        was = when_words(desk, event.at, now) or f" at {show_clock(desk.settings.wall(event.at))}"
        brought = _brought(desk, event)
        for record in brought:
            action.remove(record)
            _give_back(desk, action, record)
        if event.earning and event.hourly is not None:
            _remove_by_time(desk, action, event)
        action.remove(event)
        if after:
            put_events(desk, action, [one for one in log.events if one.id != event.id], after, now)
        money = [show_money(record.total) for record in brought if isinstance(record, Earning)]
        action.words = f"Removed “{words}{was}”" + (f" with its {money[0]}" if money else "")
    return Done(action.words, event)


def log_shift(desk: Desk, span: Span, now: datetime, *, platform: str = "", place: str = "") -> Done:
    """Log a whole shift that was forgotten: what happened in it may be told afterwards."""
    now = now.replace(microsecond=0)
    span = Span(span.start.replace(microsecond=0), span.end.replace(microsecond=0))
    check_not_ahead(span.end, now)
    if not timedelta(0) < span.end - span.start <= LONGEST_SHIFT:
        raise ShiftError("A shift ends after it begins, within seven days.")
    block = planned_block(desk, span.start)
    platform = desk.catalogue.canonical(platform or (block.platform if block else ""))
    started = ShiftEvent(
        id=desk.book.new_id(now),
        shift=desk.book.new_id(now),
        kind="started",
        at=span.start,
        seq=0,
        zone=desk.settings.zone,
        platform=platform,
        place=place or (block.place if block and block.place else "car"),
        block=block.id if block else "",
    )
    stopped = replace(
        started, id=desk.book.new_id(now), kind="stopped", at=span.end, seq=1, block="", place=""
    )
    minutes = show_length((span.end - span.start).total_seconds())
    words = f"Shift of {minutes} logged{when_words(desk, span.start, now)}"
    with desk.book.action(words, now=now) as action:
        _refuse_overlap(desk, None, [started, stopped], now)
        action.put(started)
        action.put(stopped)
    return Done(words, started)


# --- parts ---------------------------------------------------------------------------------------------


class _Filler(Struct, frozen=True):
    """The two ends of a filler."""

    start: ShiftEvent
    end: ShiftEvent


def _found(desk: Desk, event_id: str, now: datetime) -> tuple[ShiftEvent, ShiftLog]:
    event = desk.book.find(ShiftEvent, event_id, near=now)
    if event is None:
        raise GigError("That shift event is not there any more.")
    reach = Span(event.at - LONGEST_SHIFT, event.at + LONGEST_SHIFT)
    events = [one for one in desk.book.within(ShiftEvent, reach) if one.shift == event.shift]
    return event, read_log(events, now)


def _check(desk: Desk, log: ShiftLog, after: Sequence[ShiftEvent], now: datetime) -> None:
    """Raise ShiftError, in words, if the log may not become `after`."""
    if log.events[0].kind == "started" and in_order(after)[0].kind != "started":
        raise ShiftError("Nothing of a shift happens before it starts: give a later time.")
    refuse_misfits(desk, log.events, after)
    _refuse_overlap(desk, log, after, now)


def _refuse_overlap(desk: Desk, log: ShiftLog | None, after: Sequence[ShiftEvent], now: datetime) -> None:
    """Raise ShiftError if the changed log comes to lie over another shift that it did not lie over before."""
    changed = read_log(after, now)
    span, before = _reach(changed), _reach(log) if log else None
    for other in shifts_in(desk, span, now):
        whole = _reach(other)
        clash = whole.overlaps(span) and not (before and whole.overlaps(before))
        if other.shift != changed.shift and clash:
            start = desk.settings.wall(other.start)
            until = f"to {show_clock(desk.settings.wall(other.end))}" if other.end else "on"
            raise ShiftError(
                f"Another shift was worked from {show_clock(start)} {until}: they would overlap."
            )


def _reach(log: ShiftLog) -> Span:
    """The time that only this shift may take: a running one takes all that is to come."""
    return Span(log.start, log.end or max(log.now, log.start) + LONGEST_SHIFT)


def _brought(desk: Desk, event: ShiftEvent) -> list[Earning | Trip | TaskResult]:
    """The records that were logged with an event."""
    if event.kind not in _BROUGHT:
        return []
    found = [
        desk.book.find(Earning, event.earning, near=event.at) if event.earning else None,
        desk.book.find(Trip, event.trip, near=event.at) if event.trip else None,
        desk.book.find(TaskResult, event.result, near=event.at) if event.result else None,
    ]
    named = [record for record in found if record is not None]
    if named or event.kind != "delivered":
        return named
    instant = Span(event.at, event.at + timedelta(microseconds=1))  # events of older versions name nothing
    earnings = [
        one for one in desk.book.within(Earning, instant) if one.shift == event.shift and not one.task
    ]
    trips = [one for one in desk.book.within(Trip, instant) if one.shift == event.shift]
    return [*earnings[:1], *trips[:1]]


def _moved(
    record: Earning | Trip | TaskResult, moved: ShiftEvent, event: ShiftEvent
) -> Earning | Trip | TaskResult:
    record = replace(record, at=moved.at)
    if isinstance(record, TaskResult) or moved.platform == event.platform:
        return record
    return replace(record, platform=moved.platform)


def _retime_filler(
    desk: Desk, action: Transaction, log: ShiftLog, event: ShiftEvent, moved: ShiftEvent
) -> None:
    """Let the minutes of a filler's result follow the time its start or end was moved by."""
    if event.kind not in FILLER_KINDS or moved.at == event.at:
        return
    filler = next((one for one in _fillers(log.events) if event.id in (one.start.id, one.end.id)), None)
    result = (
        desk.book.find(TaskResult, filler.end.result, near=filler.end.at)
        if filler and filler.end.result
        else None
    )
    if filler is None or result is None or result.minutes is None:
        return
    is_end = event.id == filler.end.id
    gained = (moved.at - event.at if is_end else event.at - moved.at).total_seconds() / 60
    minutes = max(0.0, round(result.minutes + gained / result.units, 2))
    action.put(replace(result, minutes=minutes, at=moved.at if is_end else result.at), replaces=result)


def _fillers(events: Iterable[ShiftEvent]) -> Iterable[_Filler]:
    """Every filler of a log whose end was logged."""
    start: ShiftEvent | None = None
    for event in events:
        if event.kind == "filler_started":
            start = event
        elif event.kind in FILLER_KINDS and start is not None:
            yield _Filler(start, event)
            start = None


def _give_back(desk: Desk, action: Transaction, record: Earning | Trip | TaskResult) -> None:
    """Give a task back the units, or the banked minutes, of a result that is taken away."""
    if not isinstance(record, TaskResult):
        return
    task = desk.book.find(Task, record.task, near=record.at)
    if task is None:
        return
    if record.outcome == "interrupted":
        spent = (record.minutes or 0.0) * record.units
        if record.banked:
            action.put(replace(task, banked=max(0.0, round(task.banked - spent, 2))), replaces=task)
    elif task.status == "open":
        action.put(replace(task, units=task.units + record.units), replaces=task)
    else:
        action.put(replace(task, status="open", closed_at=None, units=record.units), replaces=task)


def _remove_by_time(desk: Desk, action: Transaction, event: ShiftEvent) -> None:
    earning = desk.book.find(Earning, event.earning, near=event.at)
    if earning:
        action.remove(earning)

"""The person's past waits, from their shifts and from other programs' files, and what they teach."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from operator import attrgetter
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from msgspec import Struct
from msgspec.structs import replace

from gigplanner.model.records import PastWait, ShiftEvent
from gigplanner.model.shiftlog import ShiftLog, Wait
from gigplanner.model.times import DAY, Span
from gigplanner.planbook import Planbook
from gigplanner.workday.desk import Desk
from gigplanner.workday.shifts import LEARNED_DAYS, LONGEST_SHIFT, current_shift, planned_end, shifts_in

if TYPE_CHECKING:  # logging an event must not wait for what only a suggestion needs
    from gigplanner.scheduler.waits import WaitModel

TYPICAL_ORDERS = 10.0  # how many orders of one's own the typical length weighs as much as


class _Learned(Struct, frozen=True):
    """What was learned, and from what: the planbook's state, and the very records."""

    state: tuple[int, frozenset[str], date]
    events: list[ShiftEvent]
    imported: list[PastWait]
    model: WaitModel
    order_minutes: float


_learned: WeakKeyDictionary[Planbook, _Learned] = WeakKeyDictionary()


def learned_waits(desk: Desk, now: datetime) -> WaitModel:
    """Waiting times learned from the waits of the last sixty days, as far as there are any.

    The running shift's waits are left out: they are given to the model as its recent ones. Learned anew only
    after a record of an ended shift or an imported wait has changed, or the day.
    """
    return _known(desk, now).model


def order_minutes(desk: Desk, now: datetime) -> float:
    """How long an order keeps the person busy: typical at first, then their own mean of sixty days."""
    return _known(desk, now).order_minutes


def waits_ahead(desk: Desk, log: ShiftLog, model: WaitModel, now: datetime) -> float | None:
    """How many more waits the running shift is likely to bring before its planned end; None without one.

    One at least: what is not done today may wait for the next shift.
    """
    end = planned_end(desk, log)
    if end is None:
        return None
    mean_wait = model.next_wait(at=now).means[-1]
    return max(1.0, (end - now).total_seconds() / 60 / (mean_wait + order_minutes(desk, now)))


def _known(desk: Desk, now: datetime) -> _Learned:
    today = desk.settings.day_of(now)
    state = (desk.book.seq, desk.book.damaged, today)
    known = _learned.get(desk.book)
    if known is not None and known.state == state:
        return known
    running = current_shift(desk, now)
    span = _learned_span(desk, now)
    events = [
        event
        for event in desk.book.within(ShiftEvent, Span(span.start - LONGEST_SHIFT, span.end))
        if running is None or event.shift != running.shift
    ]
    imported = desk.book.within(PastWait, span)
    state = (desk.book.seq, desk.book.damaged, today)  # damage may have come to light in reading
    if known is not None and (known.state[2], known.events, known.imported) == (today, events, imported):
        known = replace(known, state=state)
    else:
        known = _learn(shifts_in(desk, span, now), events, imported, state)
    _learned[desk.book] = known
    return known


def _learn(
    logs: Sequence[ShiftLog],
    events: list[ShiftEvent],
    imported: list[PastWait],
    state: tuple[int, frozenset[str], date],
) -> _Learned:
    from gigplanner.scheduler.pocket import TYPICAL_ORDER
    from gigplanner.scheduler.waits import WaitModel

    orders = [
        part.span.minutes for log in logs if log.state == "off" for part in log.spans if part.state == "order"
    ]
    minutes = (TYPICAL_ORDERS * TYPICAL_ORDER + sum(orders)) / (TYPICAL_ORDERS + len(orders))
    return _Learned(state, events, imported, WaitModel.learn(waits_of(logs, imported)), minutes)


def past_waits(desk: Desk, now: datetime) -> list[Wait]:
    """The waits of the last sixty days that have ended, imported ones too, earliest first."""
    span = _learned_span(desk, now)
    return waits_of(shifts_in(desk, span, now), desk.book.within(PastWait, span))


def waits_between(desk: Desk, span: Span, now: datetime) -> list[tuple[Wait | PastWait, str]]:
    """Return the waits that began in `span`, imported ones too, each with its platform, earliest first."""
    moments = [event.at for event in desk.book.within(ShiftEvent, span)]
    logs = shifts_in(desk, Span(min(moments, default=now), max(moments, default=now) + DAY), now)
    known: list[tuple[Wait | PastWait, str]] = [(wait, log.platform) for log in logs for wait in log.waits()]
    known += [(wait, wait.platform) for wait in apart_from(logs, desk.book.within(PastWait, span))]
    return sorted((one for one in known if one[0].start in span), key=lambda one: one[0].start)


def waits_of(logs: Iterable[ShiftLog], imported: Iterable[PastWait] = ()) -> list[Wait]:
    """The waits of those of the shifts that have ended, and the imported ones, earliest first."""
    logs = list(logs)
    own = [wait for log in logs if log.state == "off" for wait in log.waits()]
    others = [Wait(one.start, one.minutes, one.ended_by_order) for one in apart_from(logs, imported)]
    return sorted([*own, *others], key=attrgetter("start"))


def apart_from(logs: Sequence[ShiftLog], imported: Iterable[PastWait]) -> list[PastWait]:
    """The imported waits that began in none of the shifts: a shift's log tells its own waits already.

    One of negative length, as only a file changed by hand holds it, is left out too.
    """
    starts = sorted((log.start, log.end or log.now) for log in logs)
    found = []
    for one in imported:
        before = bisect_right(starts, one.start, key=lambda span: span[0])
        within = any(one.start < end for _, end in starts[max(0, before - 3) : before])
        if one.minutes >= 0 and not within:
            found.append(one)
    return found


def _learned_span(desk: Desk, now: datetime) -> Span:
    """Sixty days, today included: they move on once a day, so that what was learned holds for a while."""
    end = desk.settings.span_of(desk.settings.day_of(now)).end
    return Span(end - LEARNED_DAYS, end)

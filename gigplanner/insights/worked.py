"""What the person worked in a stretch of time, from the logs of shifts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta

from msgspec import Struct

from gigplanner.model.money import Money
from gigplanner.model.shiftlog import ShiftLog, ShiftState
from gigplanner.model.times import Span, merged, without

SHORTEST_RATED = 5 * 60  # seconds: with fewer, a first order reads as hundreds an hour


class Worked(Struct, frozen=True, kw_only=True):
    """Time in shifts, in whole seconds, and what was done in it.

    Where two shifts ran at once their time counts once, and as active if either was on an order. The worked
    times of stretches that lie side by side add up to those of the whole.
    """

    online_seconds: int = 0
    """Waiting or on an order."""
    active_seconds: int = 0
    """On an order."""
    break_seconds: int = 0
    """On a break, and not online in another shift."""
    filler_seconds: int = 0
    """On a task of the queue while waiting: a part of the waiting, not beside it."""
    shifts: int = 0
    """Shifts that began in the stretch."""
    orders: int = 0
    """Orders delivered in the stretch."""

    @property
    def waiting_seconds(self) -> int:
        """Online without an order, fillers included."""
        return self.online_seconds - self.active_seconds

    def __add__(self, other: Worked) -> Worked:
        return Worked(
            online_seconds=self.online_seconds + other.online_seconds,
            active_seconds=self.active_seconds + other.active_seconds,
            break_seconds=self.break_seconds + other.break_seconds,
            filler_seconds=self.filler_seconds + other.filler_seconds,
            shifts=self.shifts + other.shifts,
            orders=self.orders + other.orders,
        )


def hourly(money: Money, seconds: int) -> Money | None:
    """Return what `money` made in `seconds` comes to an hour, or None below five minutes."""
    return money.per_hour(seconds) if seconds >= SHORTEST_RATED else None


def worked_in(span: Span, logs: Iterable[ShiftLog]) -> Worked:
    """Return what was worked inside `span`; what reaches over its ends is cut off there."""
    logs = list(logs)
    online = state_spans(span, logs, "waiting", "order")
    breaks = state_spans(span, logs, "break")
    fillers = merged(_inside(span, (filler for log in logs for _, filler in log.fillers)))
    return Worked(
        online_seconds=whole_seconds(online),
        active_seconds=whole_seconds(state_spans(span, logs, "order")),
        break_seconds=whole_seconds([part for pause in breaks for part in without(pause, online)]),
        filler_seconds=whole_seconds(fillers),
        shifts=sum(log.start in span for log in logs),
        orders=sum(event.kind == "delivered" and event.at in span for log in logs for event in log.events),
    )


def state_spans(span: Span, logs: Iterable[ShiftLog], *states: ShiftState) -> list[Span]:
    """Return when inside `span` any of the shifts was in one of `states`: in order, without overlaps."""
    return merged(_inside(span, (part.span for log in logs for part in log.spans if part.state in states)))


def online_spans(span: Span, logs: Iterable[ShiftLog]) -> list[Span]:
    """Return when inside `span` the person was online: waiting or on an order."""
    return state_spans(span, logs, "waiting", "order")


def platform_spans(span: Span, logs: Iterable[ShiftLog]) -> dict[str, list[Span]]:
    """Return when inside `span` the person was online on which platform: in order, without overlaps.

    Time on several at once counts for each of them, and time on none that is named under no name: all of
    them together are `online_spans`.
    """
    found: dict[str, list[Span]] = defaultdict(list)
    for log in logs:
        online = log.during(span, "waiting", "order")
        if len(log.platforms) == 1 and log.platforms[0].span == Span(log.start, log.end or log.now):
            found[log.platforms[0].opened.platform] += online
            continue
        for time in log.platforms:
            found[time.opened.platform] += _inside(time.span, online)
        named = [time.span for time in log.platforms]
        found[""] += [rest for part in online for rest in without(part, named)]
    return {platform: spans for platform in found if (spans := merged(found[platform]))}


def whole_seconds(spans: Iterable[Span]) -> int:
    """Return the seconds of all spans together, rounded down once."""
    return sum((span.end - span.start for span in spans), timedelta()) // timedelta(seconds=1)


def _inside(span: Span, parts: Iterable[Span]) -> list[Span]:
    return [clipped for part in parts if (clipped := part.clipped(span))]

"""A shift is its events: everything said about one is computed here from the log, nothing is stored.

What an event leads to is said in `standing`. The log is read in the order of the events' instants, whatever
the order in which they were logged: what was forgotten is logged afterwards and counts as if it had not been.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from msgspec import Struct

from gigplanner.model.errors import GigError
from gigplanner.model.records import ShiftEvent, ShiftEventKind
from gigplanner.model.standing import ShiftState, Standing
from gigplanner.model.times import Span

__all__ = [
    "Misfit",
    "OrderTime",
    "PlatformTime",
    "ShiftError",
    "ShiftLog",
    "ShiftState",
    "StateSpan",
    "Wait",
    "check_event",
    "in_order",
    "misfits",
    "read_log",
]


class ShiftError(GigError):
    """An event that does not fit where the shift stands."""


class StateSpan(Struct, frozen=True):
    """A stretch of a shift in one state; the last one of a running shift ends at `now`."""

    state: ShiftState
    span: Span
    ended_by: ShiftEventKind | None = None  # None while it lasts


class Wait(Struct, frozen=True):
    """Waiting between two orders. `ended_by_order` is False when the person went off: right-censored."""

    start: datetime
    minutes: float
    ended_by_order: bool


class OrderTime(Struct, frozen=True):
    """An order from its acceptance to its delivery; `ended_by` is None while it is open."""

    accepted: ShiftEvent
    span: Span
    ended_by: ShiftEvent | None = None

    @property
    def is_delivered(self) -> bool:
        """Whether it was delivered; else it is open, or was given up."""
        return self.ended_by is not None and self.ended_by.kind == "delivered"


class PlatformTime(Struct, frozen=True):
    """A platform's time online, breaks included; `opened` brought it online."""

    opened: ShiftEvent
    span: Span


class Misfit(Struct, frozen=True):
    """An event of a log that does not fit where the shift stands then, and why."""

    event: ShiftEvent
    why: str


class ShiftLog(Struct, frozen=True, kw_only=True):
    """What a shift's events say as of `now`. Built by `read_log`."""

    shift: str
    events: tuple[ShiftEvent, ...]
    now: datetime
    standing: Standing
    spans: tuple[StateSpan, ...]
    fillers: tuple[tuple[str, Span], ...]  # task id and when, the running one included
    orders: tuple[OrderTime, ...]  # in the order in which they ended, open ones last
    platforms: tuple[PlatformTime, ...]  # in the order in which they went offline, those online last
    orders_done: int

    @property
    def state(self) -> ShiftState:
        """The state it is in."""
        return self.standing.state

    @property
    def open_filler(self) -> ShiftEvent | None:
        """The start of the filler that is being worked."""
        return self.standing.filler

    @property
    def orders_open(self) -> int:
        """How many orders are accepted and not delivered."""
        return len(self.standing.orders)

    @property
    def start(self) -> datetime:
        """When the shift began."""
        return self.events[0].at

    @property
    def end(self) -> datetime | None:
        """When it stopped; None while it runs."""
        return self.events[-1].at if self.state == "off" else None

    @property
    def platform(self) -> str:
        """The platform it was started on."""
        return self.events[0].platform

    @property
    def place(self) -> str:
        """Where it is worked."""
        return self.events[0].place or "car"

    @property
    def since(self) -> datetime:
        """When the state it is in began."""
        if self.end is not None or not self.spans:
            return self.end or self.start
        return self.spans[-1].span.start

    def seconds(self, *states: ShiftState) -> int:
        """Time spent in `states`, in whole seconds."""
        return sum(part.span.seconds for part in self.spans if part.state in states)

    @property
    def online_seconds(self) -> int:
        """Waiting and on orders: the shift without its breaks."""
        return self.seconds("waiting", "order")

    @property
    def active_seconds(self) -> int:
        """On orders; stacked ones count once."""
        return self.seconds("order")

    @property
    def filler_seconds(self) -> int:
        """Waiting time spent on fillers."""
        return sum(span.seconds for _, span in self.fillers)

    def waits(self) -> list[Wait]:
        """Its waits; one that is still going on counts as not ended by an order."""
        return [
            Wait(part.span.start, part.span.minutes, part.ended_by == "order")
            for part in self.spans
            if part.state == "waiting"
        ]

    def during(self, span: Span, *states: ShiftState) -> list[Span]:
        """When inside `span` it was in one of `states`, in order."""
        return [
            part for one in self.spans if one.state in states and (part := one.span.clipped(span)) is not None
        ]


def in_order(events: Iterable[ShiftEvent]) -> list[ShiftEvent]:
    """Return events as they happened: by instant, then by the order in which they were logged."""
    return sorted(events, key=lambda event: (event.at, event.seq, event.id))


def read_log(events: Sequence[ShiftEvent], now: datetime) -> ShiftLog:
    """Compute everything about one shift from its events, as of `now`. `events` must not be empty.

    A log that two programs or a repaired file left out of order is still read: what cannot be (a filler while
    on an order, anything after the stop) counts for nothing.
    """
    ordered = in_order(events)
    now = max(now, ordered[-1].at)  # a clock set back takes nothing from what is logged
    standing = Standing()
    spans: list[StateSpan] = []
    fillers: list[tuple[str, Span]] = []
    orders: list[OrderTime] = []
    platforms: list[PlatformTime] = []
    since = ordered[0].at
    orders_done = 0
    for event in ordered:
        if standing.over and event.kind != "started":
            continue
        before, standing = standing, standing.after(event)
        orders_done += event.kind == "delivered"
        if before.filler is not None and before.filler is not standing.filler:
            fillers.append((before.filler.task, Span(before.filler.at, event.at)))
        if before.orders is not standing.orders:
            ended = [order for order in before.orders if order not in standing.orders]
            orders += [OrderTime(order, Span(order.at, event.at), event) for order in ended]
        if before.platforms is not standing.platforms:
            closed = [opened for opened in before.platforms if opened not in standing.platforms]
            platforms += [PlatformTime(opened, Span(opened.at, event.at)) for opened in closed]
        if standing.state != before.state:
            if before.state != "off" and event.at > since:
                spans.append(StateSpan(before.state, Span(since, event.at), event.kind))
            since = event.at
    if standing.state != "off":
        spans.append(StateSpan(standing.state, Span(since, now)))
    if standing.filler:
        fillers.append((standing.filler.task, Span(standing.filler.at, now)))
    orders += [OrderTime(order, Span(order.at, now)) for order in standing.orders]
    platforms += [PlatformTime(opened, Span(opened.at, now)) for opened in standing.platforms]
    return ShiftLog(
        shift=ordered[0].shift,
        events=tuple(ordered),
        now=now,
        standing=standing,
        spans=tuple(spans),
        fillers=tuple(fillers),
        orders=tuple(orders),
        platforms=tuple(platforms),
        orders_done=orders_done,
    )


def check_event(log: ShiftLog | None, kind: ShiftEventKind, at: datetime, platform: str = "") -> None:
    """Raise ShiftError, in words, if `kind` does not fit the shift as it stands at `at`.

    `at` must not lie before the shift's last event: whether an event fits in between, `misfits` says.
    """
    standing = log.standing if log else Standing()
    if refusal := standing.refusal(kind, platform):
        raise ShiftError(refusal)
    if log and log.events and at < log.events[-1].at and log.state != "off":
        raise ShiftError("That is before the shift's last event: give a later time, or undo that one first.")


def misfits(events: Iterable[ShiftEvent]) -> list[Misfit]:
    """Return the events of one shift that do not fit where it stands when they happen, in order."""
    standing = Standing()
    found = []
    for event in in_order(events):
        refusal = standing.refusal(event.kind, event.platform)
        if standing.over:
            refusal = "The shift had stopped before."
        if refusal:
            found.append(Misfit(event, refusal))
        standing = standing.after(event)
    return found

"""A shift is its events: everything said about one is computed here from the log, nothing is stored.

The log drives a small machine. `started`, `waiting`, `delivered` and `resumed` leave the person waiting for
an order; `order` puts them on one (a second order stacks); `break` and `stopped` speak for themselves. A
filler is worked while waiting: it takes none of the waiting away, and an order ends it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Literal

from msgspec import Struct

from gigplanner.model.errors import GigError
from gigplanner.model.records import ShiftEvent, ShiftEventKind
from gigplanner.model.times import Span

ShiftState = Literal["off", "waiting", "order", "break"]

_LEADS_TO: dict[ShiftEventKind, ShiftState] = {
    "started": "waiting",
    "waiting": "waiting",
    "order": "order",
    "delivered": "waiting",
    "break": "break",
    "resumed": "waiting",
    "stopped": "off",
}
_FILLER_KINDS: frozenset[ShiftEventKind] = frozenset({"filler_started", "filler_done", "filler_interrupted"})
_ALLOWED: dict[ShiftState, frozenset[ShiftEventKind]] = {
    "off": frozenset({"started"}),
    "waiting": frozenset(
        {"waiting", "order", "break", "stopped", "filler_started", "filler_done", "filler_interrupted"}
    ),
    "order": frozenset({"order", "delivered", "waiting", "break", "stopped"}),
    "break": frozenset({"resumed", "waiting", "order", "stopped"}),
}
_STATE_WORDS: dict[ShiftState, str] = {
    "off": "no shift is running",
    "waiting": "you are waiting for an order",
    "order": "you are on an order",
    "break": "you are on a break",
}
_EVENT_WORDS: dict[ShiftEventKind, str] = {
    "started": "start a shift",
    "waiting": "go back to waiting",
    "order": "take an order",
    "delivered": "mark an order delivered",
    "break": "take a break",
    "resumed": "resume",
    "stopped": "stop",
    "filler_started": "start a filler",
    "filler_done": "finish a filler",
    "filler_interrupted": "put a filler down",
}


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


class ShiftLog(Struct, frozen=True, kw_only=True):
    """What a shift's events say as of `now`. Built by `read_log`."""

    shift: str
    events: tuple[ShiftEvent, ...]
    now: datetime
    state: ShiftState
    spans: tuple[StateSpan, ...]
    fillers: tuple[tuple[str, Span], ...]  # task id and when, the running one included
    open_filler: ShiftEvent | None
    orders_open: int
    orders_done: int

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
        """On orders."""
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
    state: ShiftState = "off"
    spans: list[StateSpan] = []
    fillers: list[tuple[str, Span]] = []
    open_filler: ShiftEvent | None = None
    since = ordered[0].at
    orders_open = orders_done = 0
    stopped = False
    for event in ordered:
        if stopped and event.kind != "started":
            continue
        following, orders_open = _after(event.kind, state, orders_open)
        if open_filler and (event.kind in _FILLER_KINDS or following != "waiting"):
            fillers.append((open_filler.task, Span(open_filler.at, event.at)))
            open_filler = None
        if event.kind == "filler_started" and state == "waiting":
            open_filler = event
        orders_done += event.kind == "delivered"
        stopped = event.kind == "stopped"
        if following != state:
            if state != "off" and event.at > since:
                spans.append(StateSpan(state, Span(since, event.at), event.kind))
            state, since = following, event.at
    if state != "off":
        spans.append(StateSpan(state, Span(since, max(since, now))))
    if open_filler:
        fillers.append((open_filler.task, Span(open_filler.at, max(open_filler.at, now))))
    return ShiftLog(
        shift=ordered[0].shift,
        events=tuple(ordered),
        now=now,
        state=state,
        spans=tuple(spans),
        fillers=tuple(fillers),
        open_filler=open_filler,
        orders_open=orders_open,
        orders_done=orders_done,
    )


def _after(kind: ShiftEventKind, state: ShiftState, orders_open: int) -> tuple[ShiftState, int]:
    """Return the state and the open orders that an event of `kind` leads to."""
    if kind in _FILLER_KINDS:
        return state, orders_open
    if kind == "order":
        orders_open += 1
    elif kind == "delivered":
        orders_open = max(0, orders_open - 1)
    elif kind in ("started", "waiting", "stopped"):
        orders_open = 0
    if kind in ("delivered", "resumed") and orders_open:
        return "order", orders_open
    return _LEADS_TO[kind], orders_open


def check_event(log: ShiftLog | None, kind: ShiftEventKind, at: datetime) -> None:
    """Raise ShiftError, in words, if `kind` does not fit the shift as it stands at `at`."""
    state: ShiftState = log.state if log else "off"
    if kind not in _ALLOWED[state]:
        if kind == "started":
            raise ShiftError(f"A shift is running already: {_STATE_WORDS[state]}. Stop it first.")
        raise ShiftError(f"Cannot {_EVENT_WORDS[kind]}: {_STATE_WORDS[state]}.")
    filler_runs = log is not None and log.open_filler is not None
    if kind == "filler_started" and filler_runs:
        raise ShiftError("Cannot start a filler: one is running. Finish it or put it down first.")
    if kind in ("filler_done", "filler_interrupted") and not filler_runs:
        raise ShiftError(f"Cannot {_EVENT_WORDS[kind]}: none is running.")
    if log and log.events and at < log.events[-1].at and log.state != "off":
        raise ShiftError("That is before the shift's last event: give a later time, or undo that one first.")

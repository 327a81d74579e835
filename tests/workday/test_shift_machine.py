"""Whatever a person presses, tells afterwards, mends and takes back: the log stays a shift.

A Hypothesis machine works at a desk with a planbook on disk. After every step the times divide the shift, the
totals are the sums of their parts, the money is what the events brought, and what was refused left no trace.
"""

from __future__ import annotations

import itertools
import random
import tempfile
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from support.desks import a_desk, a_task, clock, earnings, everything, results, usd

from gigplanner.model import GigError, Money, Record, ShiftEvent, Span, Task, Trip
from gigplanner.model.bytime import paid_by_time
from gigplanner.model.records import Outcome, ShiftEventKind
from gigplanner.model.shiftlog import ShiftLog, misfits, read_log
from gigplanner.model.times import merged
from gigplanner.workday import queue, shift, shift_edits
from gigplanner.workday.shift import Offer, OrderPay

MORNING = clock("2026-11-01 00:20")  # clocks go back at 02:00: the hour from one to two comes twice
KINDS: tuple[ShiftEventKind, ...] = (
    "waiting", "order", "order", "delivered", "delivered", "break", "resumed", "stopped", "online", "offline",
    "declined",
)  # fmt: skip
PLATFORMS = ("", "DoorDash", "Uber Eats", "Lyft")
RATE = usd("14.37")  # an odd rate: every rounding shows
UNITS = 40


class Shifts(RuleBasedStateMachine):
    """Shifts at one desk."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.desk = a_desk(Path(self.folder.name))
        self.now = MORNING
        self.before: list[dict[tuple[str, str], Record]] = []  # what each action found
        self.taken_back: list[dict[tuple[str, str], Record]] = []

    def teardown(self) -> None:
        self.folder.cleanup()

    @initialize()
    def a_queue(self) -> None:
        for title, resumable in (("Receipts", False), ("Transcript", True)):
            task = a_task(title, "0.25", 3, units=UNITS, platform="MTurk", resumable=resumable)
            queue.add_task(self.desk, task, self.now)

    # --- what the person does --------------------------------------------------------------------------

    def act(self, action) -> None:
        """Do something that may be refused; what is refused changes nothing."""
        found = everything(self.desk)
        try:
            action()
        except GigError as refusal:
            assert str(refusal).endswith("."), refusal
            assert everything(self.desk) == found
            return
        self.before.append(found)
        self.taken_back.clear()

    @rule(minutes=st.integers(0, 50), seconds=st.sampled_from((0, 0, 1, 37)))
    def time_passes(self, minutes: int, seconds: int) -> None:
        self.now += timedelta(minutes=minutes, seconds=seconds)

    @rule(minutes=st.sampled_from((-180, -61, -1, 60)))
    def somebody_sets_the_clock(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule(platform=st.sampled_from(PLATFORMS), by_time=st.booleans())
    def start(self, platform: str, by_time: bool) -> None:
        rate = RATE if by_time else None
        self.act(lambda: shift.start_shift(self.desk, self.now, platform=platform, hourly=rate))

    @rule(
        kind=st.sampled_from(KINDS),
        platform=st.sampled_from(PLATFORMS),
        cents=st.integers(0, 900),
        by_time=st.booleans(),
        ago=st.sampled_from((None, None, None, 0, 5, 17, 40, 90)),
    )
    def something_happens(
        self, kind: ShiftEventKind, platform: str, cents: int, by_time: bool, ago: int | None
    ) -> None:
        order = OrderPay(pay=Money(cents, "USD")) if kind == "delivered" and cents else None
        rate = RATE if by_time and kind in ("order", "online") else None
        at = self.now - timedelta(minutes=ago) if ago is not None else None
        seen = kind in ("order", "declined") and cents
        offer = Offer(Money(cents, "USD"), Decimal("4.1"), 20.0) if seen else None
        self.act(
            lambda: shift.shift_event(
                self.desk, kind, self.now, at=at, platform=platform, order=order, hourly=rate, offer=offer
            )
        )

    @rule(begun=st.integers(1, 600), minutes=st.integers(1, 200))
    def a_forgotten_shift(self, begun: int, minutes: int) -> None:
        start = self.now - timedelta(minutes=begun)
        span = Span(start, start + timedelta(minutes=minutes))
        self.act(lambda: shift_edits.log_shift(self.desk, span, self.now, platform="Lyft"))

    @rule(number=st.integers(0, 1), units=st.integers(1, 4))
    def start_filler(self, number: int, units: int) -> None:
        tasks = queue.open_tasks(self.desk)
        if tasks:
            task = tasks[number % len(tasks)]
            self.act(lambda: shift.start_filler(self.desk, task.id, self.now, units=units))

    @rule(outcome=st.sampled_from(("done", "screened_out", "rejected", "interrupted")))
    def finish_filler(self, outcome: Outcome) -> None:
        self.act(lambda: shift.finish_filler(self.desk, self.now, outcome=outcome))

    @rule(number=st.integers(0, 99), minutes=st.integers(-60, 60), platform=st.sampled_from((None, "Lyft")))
    def edit(self, number: int, minutes: int, platform: str | None) -> None:
        if events := self.events():
            event = events[number % len(events)]
            at = event.at + timedelta(minutes=minutes)
            self.act(lambda: shift_edits.edit_event(self.desk, event.id, self.now, at=at, platform=platform))

    @rule(number=st.integers(0, 99))
    def remove(self, number: int) -> None:
        if events := self.events():
            event = events[number % len(events)]
            self.act(lambda: shift_edits.remove_event(self.desk, event.id, self.now))

    @rule()
    def undo(self) -> None:
        if self.before:
            found = everything(self.desk)
            assert self.desk.book.undo(self.now)
            assert everything(self.desk) == self.before.pop()
            self.taken_back.append(found)

    @rule()
    def redo(self) -> None:
        if self.taken_back:
            found = everything(self.desk)
            assert self.desk.book.redo(self.now)
            assert everything(self.desk) == self.taken_back.pop()
            self.before.append(found)

    # --- what holds all the time -----------------------------------------------------------------------

    def events(self) -> list[ShiftEvent]:
        return sorted(self.desk.book.every(ShiftEvent), key=lambda event: (event.at, event.seq, event.id))

    def logs(self) -> list[ShiftLog]:
        by_shift: dict[str, list[ShiftEvent]] = {}
        for event in self.events():
            by_shift.setdefault(event.shift, []).append(event)
        return [read_log(events, self.now) for events in by_shift.values()]

    @invariant()
    def every_event_fits(self) -> None:
        for log in self.logs():
            assert misfits(log.events) == []
            assert log.events[0].kind == "started"

    @invariant()
    def the_states_divide_the_shift(self) -> None:
        for log in self.logs():
            begin = log.start
            for part in log.spans:
                assert part.span.start == begin
                begin = part.span.end
            end = log.end or log.now
            assert begin == end
            whole = int((end - log.start).total_seconds())
            assert log.seconds("waiting", "order", "break") == whole
            assert log.online_seconds + log.seconds("break") == whole
            assert log.active_seconds + log.seconds("waiting") == log.online_seconds
            assert log.filler_seconds <= log.seconds("waiting")

    @invariant()
    def orders_are_worked_one_by_one_and_count_once(self) -> None:
        for log in self.logs():
            on_orders = merged([part for one in log.orders for part in log.during(one.span, "order")])
            assert sum(part.seconds for part in on_orders) == log.active_seconds
            assert sum(one.is_delivered for one in log.orders) == log.orders_done
            assert len(log.orders) == sum(event.kind == "order" for event in log.events)
            assert log.orders_open == sum(one.ended_by is None for one in log.orders)

    @invariant()
    def no_two_shifts_overlap(self) -> None:
        spans = sorted(Span(log.start, log.end or log.now) for log in self.logs())
        for earlier, later in itertools.pairwise(spans):
            assert earlier.end <= later.start
        assert sum(log.state != "off" for log in self.logs()) <= 1

    @invariant()
    def the_order_in_which_events_arrive_does_not_matter(self) -> None:
        for log in self.logs():
            shuffled = list(log.events)
            random.Random(7).shuffle(shuffled)
            assert read_log(shuffled, self.now) == log

    @invariant()
    def the_money_is_what_the_events_brought(self) -> None:
        events = self.events()
        named = {name for event in events for name in (event.earning,) if name}
        assert named == {earning.id for earning in earnings(self.desk)}
        trips = {trip.id: trip.at for trip in self.desk.book.every(Trip)}
        assert trips == {event.trip: event.at for event in events if event.trip}
        by_id = {earning.id: earning for earning in earnings(self.desk)}
        for event in events:
            if event.kind in ("delivered", "filler_done") and event.earning:
                assert by_id[event.earning].at == event.at
        for log in self.logs():
            for paid in paid_by_time(read_log(log.events, log.events[-1].at)):
                exact = Fraction(paid.rate.minor * paid.seconds, 3600)
                booked = by_id[paid.event.earning].gross.minor if paid.event.earning in by_id else 0
                assert abs(booked - exact) <= Fraction(1, 2)

    @invariant()
    def no_unit_of_a_task_is_lost_or_made(self) -> None:
        gone: dict[str, int] = {}
        for result in results(self.desk):
            if result.outcome != "interrupted":
                gone[result.task] = gone.get(result.task, 0) + result.units
        for task in self.desk.book.every(Task):
            left = task.units if task.status == "open" else 0
            assert left + gone.get(task.id, 0) == UNITS, task.title


TestShifts = Shifts.TestCase
TestShifts.settings = settings(
    max_examples=40,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)

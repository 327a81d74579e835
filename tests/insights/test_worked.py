"""What was worked in a stretch of time: nothing counts twice, and days side by side add up."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import reduce
from itertools import pairwise
from operator import add

from hypothesis import given
from hypothesis import strategies as st
from support.gigdays import FRIDAY, NEW_YORK, clock, shift

from gigplanner.insights.worked import Worked, online_spans, platform_spans, whole_seconds, worked_in
from gigplanner.model.records import ShiftEvent, ShiftEventKind
from gigplanner.model.shiftlog import ShiftLog, read_log
from gigplanner.model.times import Span

START = datetime(2026, 11, 20, 9, tzinfo=UTC)
LUNCH_SHIFT = shift(
    [
        ("10:00", "started"),
        ("10:10", "order"),
        ("10:40", "delivered"),
        ("10:50", "order"),
        ("11:30", "delivered"),
        ("11:35", "filler_started"),
        ("11:50", "filler_done"),
        ("12:00", "break"),
        ("12:30", "resumed"),
        ("12:40", "order"),
        ("13:30", "delivered"),
        ("15:42", "stopped"),
    ]
)


def minutes(worked: Worked) -> tuple[float, ...]:
    seconds = (worked.online_seconds, worked.active_seconds, worked.waiting_seconds)
    return tuple(part / 60 for part in (*seconds, worked.break_seconds, worked.filler_seconds))


def test_a_whole_shift_is_waiting_orders_and_a_break():
    worked = worked_in(NEW_YORK.span_of(FRIDAY), [LUNCH_SHIFT])
    assert minutes(worked) == (312, 120, 192, 30, 15)
    assert (worked.shifts, worked.orders) == (1, 3)


def test_a_stretch_cuts_through_an_order_and_a_filler():
    worked = worked_in(Span(clock("11:20"), clock("11:40")), [LUNCH_SHIFT])
    assert minutes(worked) == (20, 10, 10, 0, 5)
    assert (worked.shifts, worked.orders) == (0, 1)


def test_nothing_was_worked_outside_the_shift():
    assert worked_in(Span(clock("16:00"), clock("18:00")), [LUNCH_SHIFT]) == Worked()


def test_a_night_shift_is_cut_at_four_in_the_morning():
    night = shift([("22:00", "started"), ("2026-11-21 03:30", "order"), ("2026-11-21 06:00", "stopped")])
    friday = worked_in(NEW_YORK.span_of(FRIDAY), [night])
    saturday = worked_in(NEW_YORK.span_of(date(2026, 11, 21)), [night])
    assert minutes(friday) == (360, 30, 330, 0, 0)
    assert minutes(saturday) == (120, 120, 0, 0, 0)
    assert (friday.shifts, saturday.shifts) == (1, 0)


def test_the_night_on_which_summer_time_ends_has_one_hour_more():
    night = shift([("2026-11-01 00:00", "started"), ("2026-11-01 04:00", "stopped")])
    assert worked_in(NEW_YORK.span_of(date(2026, 10, 31)), [night]).online_seconds == 5 * 3600


def test_the_night_on_which_summer_time_begins_has_one_hour_less():
    night = shift([("2026-03-08 00:00", "started"), ("2026-03-08 04:00", "stopped")])
    assert worked_in(NEW_YORK.span_of(date(2026, 3, 7)), [night]).online_seconds == 3 * 3600


def test_two_apps_at_once_are_one_hour_of_the_person():
    first = shift([("10:00", "started"), ("10:20", "order"), ("10:40", "delivered"), ("11:00", "stopped")])
    second = shift([("10:30", "started"), ("10:30", "order"), ("11:30", "stopped")], platform="Uber Eats")
    worked = worked_in(NEW_YORK.span_of(FRIDAY), [first, second])
    assert minutes(worked) == (90, 70, 20, 0, 0)


def test_a_break_in_one_app_is_no_break_while_the_other_runs():
    first = shift([("10:00", "started"), ("10:30", "break"), ("11:00", "stopped")])
    second = shift([("10:30", "started"), ("10:45", "stopped")])
    worked = worked_in(NEW_YORK.span_of(FRIDAY), [first, second])
    assert minutes(worked) == (45, 0, 45, 15, 0)


def test_a_running_shift_counts_up_to_now():
    log = shift([("10:00", "started")], now="10:25")
    assert worked_in(NEW_YORK.span_of(FRIDAY), [log]).online_seconds == 25 * 60
    assert online_spans(NEW_YORK.span_of(FRIDAY), [log]) == [Span(clock("10:00"), clock("10:25"))]


KINDS: list[ShiftEventKind] = ["order", "delivered", "break", "resumed", "waiting", "filler_started"]
steps = st.lists(st.tuples(st.integers(1, 20_000), st.sampled_from(KINDS)), max_size=8)


@st.composite
def logs(draw: st.DrawFn) -> ShiftLog:
    """A shift of whole seconds that may last for days."""
    at = START + timedelta(seconds=draw(st.integers(0, 200_000)))
    name = f"s{draw(st.integers(0, 999))}"
    story: list[tuple[datetime, ShiftEventKind]] = [(at, "started")]
    for seconds, kind in draw(steps):
        at += timedelta(seconds=seconds)
        story.append((at, kind))
    story.append((at + timedelta(seconds=1), "stopped"))
    events = [
        ShiftEvent(id=f"{name}-{seq}", shift=name, kind=kind, at=when, seq=seq)
        for seq, (when, kind) in enumerate(story)
    ]
    return read_log(events, at)


@given(st.lists(logs(), max_size=3), st.lists(st.integers(1, 400_000), max_size=5, unique=True))
def test_stretches_side_by_side_add_up_to_the_whole(shifts: list[ShiftLog], cuts: list[int]):
    edges = [0, *sorted(cuts), 400_001]
    instants = [START + timedelta(seconds=edge) for edge in edges]
    parts = [worked_in(Span(a, b), shifts) for a, b in pairwise(instants)]
    assert reduce(add, parts) == worked_in(Span(instants[0], instants[-1]), shifts)


@given(logs())
def test_one_shift_agrees_with_its_own_log(log: ShiftLog):
    worked = worked_in(Span(START, START + timedelta(days=30)), [log])
    assert worked.online_seconds == log.online_seconds
    assert worked.active_seconds == log.active_seconds
    assert worked.break_seconds == log.seconds("break")
    assert worked.filler_seconds == log.filler_seconds
    assert worked.filler_seconds <= worked.waiting_seconds + worked.break_seconds


TWO_APPS = shift(
    [
        ("10:00", "started"),
        ("10:30", "online", "Uber Eats"),
        ("10:45", "order", "Uber Eats"),
        ("11:15", "delivered", "Uber Eats"),
        ("11:30", "break"),
        ("12:00", "resumed"),
        ("12:30", "offline", "DoorDash"),
        ("13:00", "stopped", "Uber Eats"),
    ]
)


def online_minutes(span: Span, *logs: ShiftLog) -> dict[str, float]:
    return {name: whole_seconds(spans) / 60 for name, spans in platform_spans(span, logs).items()}


def test_an_hour_on_two_platforms_counts_for_each_and_once_in_all():
    day = NEW_YORK.span_of(FRIDAY)
    assert worked_in(day, [TWO_APPS]).online_seconds == 150 * 60
    assert online_minutes(day, TWO_APPS) == {"DoorDash": 120, "Uber Eats": 120}
    assert online_minutes(Span(clock("10:15"), clock("10:40")), TWO_APPS) == {"DoorDash": 25, "Uber Eats": 10}


def test_a_platform_worked_in_two_shifts_at_once_counts_once():
    phone = shift([("10:50", "started"), ("11:20", "stopped")], platform="Uber Eats")
    assert online_minutes(NEW_YORK.span_of(FRIDAY), TWO_APPS, phone) == {"DoorDash": 120, "Uber Eats": 120}


def test_time_before_any_platform_is_named_is_under_none():
    log = shift([("10:00", "started", ""), ("10:20", "order", "Lyft"), ("11:00", "stopped")])
    assert online_minutes(NEW_YORK.span_of(FRIDAY), log) == {"": 20, "Lyft": 40}

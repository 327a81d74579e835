"""A shift is its log: every minute is waiting, on an order or a break, and nothing is counted twice."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gigplanner.model.records import ShiftEvent, ShiftEventKind
from gigplanner.model.shiftlog import ShiftError, ShiftLog, Wait, check_event, in_order, read_log
from gigplanner.model.times import MINUTE, SECOND, Span, merged

START = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
KINDS: tuple[ShiftEventKind, ...] = get_args(ShiftEventKind)
Story = list[tuple[int, ShiftEventKind]]


def at(minute: float) -> datetime:
    return START + minute * MINUTE


def events_of(story: Story) -> list[ShiftEvent]:
    """Events at minutes after 10:00, in the order in which they were logged."""
    return [
        ShiftEvent(id=f"e{seq}", shift="s", kind=kind, at=at(minute), seq=seq, task=f"t{seq}")
        for seq, (minute, kind) in enumerate(story)
    ]


def log_of(story: Story, now: float) -> ShiftLog:
    return read_log(events_of(story), at(now))


def states(log: ShiftLog) -> list[tuple[str, int, int]]:
    return [
        (part.state, round((part.span.start - START) / MINUTE), round((part.span.end - START) / MINUTE))
        for part in log.spans
    ]


LUNCH: Story = [
    (0, "started"),
    (8, "order"),
    (15, "order"),  # a second one on top
    (30, "delivered"),
    (41, "delivered"),
    (43, "filler_started"),
    (47, "filler_done"),
    (48, "filler_started"),
    (51, "order"),
    (70, "delivered"),
    (75, "break"),
    (90, "resumed"),
    (104, "stopped"),
]


def test_a_lunch_shift_adds_up_as_by_hand() -> None:
    log = log_of(LUNCH, now=500)
    assert states(log) == [
        ("waiting", 0, 8),
        ("order", 8, 41),
        ("waiting", 41, 51),
        ("order", 51, 70),
        ("waiting", 70, 75),
        ("break", 75, 90),
        ("waiting", 90, 104),
    ]
    assert log.online_seconds == (8 + 33 + 10 + 19 + 5 + 14) * 60
    assert log.active_seconds == (33 + 19) * 60
    assert log.seconds("break") == 15 * 60
    assert log.filler_seconds == (4 + 3) * 60
    assert [(task, span.minutes) for task, span in log.fillers] == [("t5", 4), ("t7", 3)]
    assert (log.orders_done, log.orders_open, log.open_filler) == (3, 0, None)
    assert (log.state, log.start, log.end, log.since) == ("off", at(0), at(104), at(104))


def test_waits_that_an_order_did_not_end_are_marked_as_cut_off() -> None:
    assert log_of(LUNCH, now=500).waits() == [
        Wait(at(0), 8, True),
        Wait(at(41), 10, True),
        Wait(at(70), 5, False),
        Wait(at(90), 14, False),
    ]


def test_a_running_shift_counts_up_to_now() -> None:
    log = log_of(LUNCH[:8], now=50)
    assert (log.state, log.since, log.end) == ("waiting", at(41), None)
    assert log.open_filler is not None and log.open_filler.task == "t7"
    assert log.fillers[-1] == ("t7", Span(at(48), at(50)))
    assert log.waits()[-1] == Wait(at(41), 9, False)


def test_a_filler_ends_when_the_shift_does_or_the_break_begins() -> None:
    for ending in ("stopped", "break"):
        log = log_of([(0, "started"), (5, "filler_started"), (12, ending)], now=60)
        assert log.fillers == (("t1", Span(at(5), at(12))),)
        assert log.open_filler is None


def test_a_second_filler_closes_the_first_and_no_minute_counts_twice() -> None:
    log = log_of([(0, "started"), (2, "filler_started"), (6, "filler_started"), (9, "order")], now=20)
    assert log.fillers == (("t1", Span(at(2), at(6))), ("t2", Span(at(6), at(9))))


def test_saying_again_that_one_waits_changes_nothing() -> None:
    story: Story = [(0, "started"), (1, "waiting"), (3, "filler_started"), (5, "waiting"), (9, "order")]
    log = log_of(story, now=20)
    assert states(log) == [("waiting", 0, 9), ("order", 9, 20)]
    assert log.fillers == (("t2", Span(at(3), at(9))),)
    assert log.waits() == [Wait(at(0), 9, True)]


def test_an_order_taken_during_a_break_ends_the_break() -> None:
    log = log_of([(0, "started"), (10, "break"), (20, "order"), (35, "delivered")], now=40)
    assert states(log) == [("waiting", 0, 10), ("break", 10, 20), ("order", 20, 35), ("waiting", 35, 40)]
    assert log.waits()[0] == Wait(at(0), 10, False)


def test_after_a_break_on_an_order_one_is_on_that_order_again() -> None:
    log = log_of([(0, "started"), (5, "order"), (10, "break"), (20, "resumed")], now=30)
    assert states(log) == [("waiting", 0, 5), ("order", 5, 10), ("break", 10, 20), ("order", 20, 30)]
    assert log.orders_open == 1


def test_going_back_to_waiting_gives_up_the_orders_that_are_open() -> None:
    log = log_of([(0, "started"), (5, "order"), (6, "order"), (10, "waiting"), (14, "order")], now=15)
    assert (log.orders_open, log.orders_done, log.state) == (1, 0, "order")


def test_an_order_logged_afterwards_in_one_instant_still_ended_the_wait() -> None:
    log = log_of([(0, "started"), (12, "order"), (12, "delivered"), (20, "stopped")], now=30)
    assert log.waits() == [Wait(at(0), 12, True), Wait(at(12), 8, False)]
    assert (log.orders_done, log.active_seconds) == (1, 0)


def test_events_of_one_instant_happen_in_the_order_they_were_logged() -> None:
    assert log_of([(0, "started"), (5, "break"), (5, "resumed")], now=9).state == "waiting"
    log = log_of([(0, "started"), (0, "order"), (0, "delivered"), (0, "break")], now=0)
    assert (log.state, log.orders_done) == ("break", 1)


def test_what_comes_after_the_stop_does_not_wake_the_shift() -> None:
    late: Story = [(0, "started"), (5, "order"), (20, "stopped"), (21, "delivered"), (22, "filler_started")]
    log = log_of(late, now=600)
    assert (log.state, log.online_seconds, log.fillers) == ("off", 20 * 60, ())
    assert log.orders_done == 0


def test_a_filler_that_a_damaged_log_puts_on_an_order_takes_no_time() -> None:
    log = log_of([(0, "started"), (5, "order"), (7, "filler_started"), (9, "delivered")], now=20)
    assert (log.fillers, log.open_filler) == ((), None)


def test_a_clock_set_back_never_makes_time_run_backwards() -> None:
    log = log_of([(0, "started"), (5, "order"), (9, "delivered"), (10, "filler_started")], now=-30)
    assert log.spans[-1].span == Span(at(9), at(10))  # what is logged has happened
    assert log.filler_seconds == 0


STORIES = st.lists(
    st.tuples(st.integers(0, 90), st.sampled_from(KINDS[1:])),  # anything may follow the start, in any order
    max_size=25,
).map(lambda rest: [(0, KINDS[0]), *rest])


@given(STORIES, st.integers(0, 120))
def test_the_states_divide_the_time_from_start_to_end(story: Story, now: int) -> None:
    log = log_of(story, now)
    begin = START
    for part in log.spans:
        assert part.span.start == begin
        assert part.span.end >= part.span.start
        begin = part.span.end
    stops = [event.at for event in log.events if event.kind == "stopped"]
    if stops:
        assert begin == min(stops)
        assert (log.state, log.now) == ("off", max(at(now), log.events[-1].at))
    else:
        assert begin >= at(now)
        assert log.seconds("waiting", "order", "break") == (begin - START) / SECOND


@given(STORIES, st.integers(0, 120))
def test_fillers_lie_in_the_waiting_and_never_overlap(story: Story, now: int) -> None:
    log = log_of(story, now)
    waiting = merged([part.span for part in log.spans if part.state == "waiting"])
    for _, filler in log.fillers:
        if filler.seconds:
            assert any(wait.start <= filler.start and filler.end <= wait.end for wait in waiting)
    assert sum(span.seconds for span in merged([span for _, span in log.fillers])) == log.filler_seconds
    assert log.filler_seconds <= log.seconds("waiting")


@given(STORIES, st.integers(0, 120), st.randoms())
def test_the_order_in_which_events_arrive_does_not_matter(story: Story, now: int, random: object) -> None:
    events = events_of(story)
    shuffled = list(events)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert in_order(shuffled) == in_order(events)
    assert read_log(shuffled, at(now)) == read_log(events, at(now))


def test_two_programs_that_logged_the_same_number_are_read_the_same_way_round() -> None:
    clash = [
        ShiftEvent(id="a", shift="s", kind="started", at=at(0), seq=0),
        ShiftEvent(id="b", shift="s", kind="break", at=at(5), seq=1),
        ShiftEvent(id="c", shift="s", kind="order", at=at(5), seq=1),
    ]
    assert read_log(clash, at(9)) == read_log(clash[::-1], at(9))


@given(st.lists(st.tuples(st.integers(0, 9), st.sampled_from(KINDS)), max_size=30))
def test_a_log_of_allowed_events_only_holds_together(steps: Story) -> None:
    """Whatever a person presses: what `check_event` lets through leaves a log that makes sense."""
    story: Story = [(0, "started")]
    minute = 0
    for pause, kind in steps:
        minute += pause
        log = log_of(story, minute)
        if log.state == "off":
            break
        try:
            check_event(log, kind, at(minute))
        except ShiftError as refused:
            assert str(refused).endswith(".")
            continue
        story.append((minute, kind))
    log = log_of(story, minute)
    delivered = sum(kind == "delivered" for _, kind in story)
    assert log.orders_done == delivered
    assert sum(kind == "order" for _, kind in story) >= delivered + log.orders_open
    assert (log.state == "order") <= (log.orders_open > 0)
    assert len(log.fillers) == sum(kind == "filler_started" for _, kind in story)


@pytest.mark.parametrize(
    ("story", "kind", "words"),
    [
        ([], "stopped", "No shift is running: start one first."),
        ([], "order", "No shift is running: start one first."),
        ([], "filler_started", "No shift is running: start one first."),
        ([(0, "started")], "started", "A shift is running already: stop it first."),
        ([(0, "started")], "delivered", "No order is open: accept one first."),
        ([(0, "started")], "resumed", "You are waiting for an order: there is no break to end."),
        ([(0, "started")], "filler_done", "No task is being worked in this wait: start one first."),
        ([(0, "started")], "filler_interrupted", "No task is being worked in this wait: start one first."),
        (
            [(0, "started"), (2, "filler_started")],
            "filler_started",
            "A task is being worked already: finish it or put it down first.",
        ),
        (
            [(0, "started"), (5, "order")],
            "filler_started",
            "You are on an order: tasks are worked in the waits between orders.",
        ),
        ([(0, "started"), (5, "order")], "resumed", "You are on an order: there is no break to end."),
        (
            [(0, "started"), (5, "break")],
            "filler_started",
            "You are on a break: tasks are worked in the waits between orders.",
        ),
        ([(0, "started"), (5, "break")], "break", "You are on a break already."),
        ([(0, "started"), (5, "order"), (6, "break")], "delivered", "You are on a break: resume first."),
        ([(0, "started"), (5, "stopped")], "stopped", "No shift is running: start one first."),
    ],
)
def test_an_event_that_does_not_fit_is_refused_in_words(
    story: Story, kind: ShiftEventKind, words: str
) -> None:
    log = log_of(story, now=9) if story else None
    with pytest.raises(ShiftError) as refused:
        check_event(log, kind, at(10))
    assert str(refused.value) == words


def test_an_event_before_the_last_one_is_refused() -> None:
    log = log_of([(0, "started"), (30, "order")], now=40)
    check_event(log, "delivered", at(30))
    with pytest.raises(ShiftError, match="before the shift's last event"):
        check_event(log, "delivered", at(29))


def test_after_the_stop_a_new_shift_may_begin() -> None:
    check_event(log_of([(0, "started"), (30, "stopped")], now=40), "started", at(45))
    check_event(None, "started", at(0))
    with pytest.raises(ShiftError):
        check_event(None, "resumed", at(0))

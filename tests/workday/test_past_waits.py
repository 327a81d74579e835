"""The waits that are learned from: those of the shifts, and those that another program kept."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from support.desks import a_block, a_desk, a_task, clock

from gigplanner.model.records import PastWait
from gigplanner.model.shiftlog import ShiftLog
from gigplanner.workday import blocks, queue, shift
from gigplanner.workday.desk import Desk
from gigplanner.workday.pocket import pocket_lists
from gigplanner.workday.waits import learned_waits, order_minutes, past_waits, waits_ahead, waits_of

SUNDAY = clock("12:00")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return a_desk(tmp_path)


def bring_in(desk: Desk, *minutes: float, first: str = "2026-11-20 09:00", ended: bool = True) -> None:
    """Import waits that began an hour apart from `first` on."""
    with desk.book.action("Imported waits", now=SUNDAY) as action:
        for number, lasted in enumerate(minutes):
            start = clock(first) + timedelta(hours=number)
            wait_id = f"{first} {number}"
            action.put(
                PastWait(id=wait_id, start=start, minutes=lasted, ended_by_order=ended, platform="Uber")
            )


def work_a_lunch(desk: Desk, day: str = "2026-11-21") -> None:
    shift.start_shift(desk, clock(f"{day} 11:00"))
    shift.shift_event(desk, "order", clock(f"{day} 11:08"))
    shift.shift_event(desk, "delivered", clock(f"{day} 11:30"))
    shift.shift_event(desk, "stopped", clock(f"{day} 11:45"))


def lengths(desk: Desk) -> list[float]:
    return [wait.minutes for wait in past_waits(desk, SUNDAY)]


def test_imported_waits_are_learned_from_like_those_of_a_shift(desk: Desk) -> None:
    work_a_lunch(desk)
    bring_in(desk, 3.0, 20.0)
    assert lengths(desk) == [3.0, 20.0, 8.0, 15.0]
    assert [wait.ended_by_order for wait in past_waits(desk, SUNDAY)] == [True, True, True, False]
    assert learned_waits(desk, SUNDAY).based_on == 4


def test_an_imported_wait_that_the_shift_itself_logged_counts_once(desk: Desk) -> None:
    work_a_lunch(desk)
    bring_in(desk, 7.5, first="2026-11-21 11:00")
    bring_in(desk, 4.0, first="2026-11-21 11:45")  # after the stop
    assert lengths(desk) == [8.0, 15.0, 4.0]


def test_an_imported_wait_of_the_running_shift_is_left_to_that_shift(desk: Desk) -> None:
    shift.start_shift(desk, clock("11:00"))
    bring_in(desk, 6.0, first="2026-11-22 11:10")
    assert lengths(desk) == []


def test_imported_waits_older_than_sixty_days_are_forgotten(desk: Desk) -> None:
    bring_in(desk, 5.0, first="2026-09-20 09:00")
    bring_in(desk, 6.0, first="2026-10-20 09:00")
    assert lengths(desk) == [6.0]


def test_a_wait_of_negative_length_spoils_nothing(desk: Desk) -> None:
    bring_in(desk, -3.0, 6.0)
    assert learned_waits(desk, SUNDAY).based_on == 1


def test_waits_imported_in_the_middle_of_a_shift_are_learned_at_once(desk: Desk) -> None:
    shift.start_shift(desk, clock("11:00"))
    before = learned_waits(desk, SUNDAY)
    bring_in(desk, *[40.0] * 30, first="2026-11-10 09:00")
    after = learned_waits(desk, SUNDAY)
    assert (before.based_on, after.based_on) == (0, 30)
    assert after.quantile(0.5) > 2 * before.quantile(0.5)
    desk.book.undo(SUNDAY)
    assert learned_waits(desk, SUNDAY).based_on == 0


def test_what_happens_in_the_running_shift_teaches_nothing_until_it_ends(desk: Desk) -> None:
    work_a_lunch(desk)
    shift.start_shift(desk, clock("11:00"))
    learned = learned_waits(desk, clock("11:00"))
    shift.shift_event(desk, "order", clock("11:20"))
    assert learned_waits(desk, clock("11:20")) is learned
    shift.shift_event(desk, "delivered", clock("11:40"))
    shift.shift_event(desk, "stopped", clock("11:50"))
    assert learned_waits(desk, clock("11:50")).based_on == 4


def test_a_past_shift_that_is_put_right_is_learned_anew(desk: Desk) -> None:
    work_a_lunch(desk)
    before = learned_waits(desk, SUNDAY)
    desk.book.undo(SUNDAY)  # the stop
    desk.book.undo(SUNDAY)  # the delivery
    shift.shift_event(desk, "stopped", clock("2026-11-21 11:20"))
    assert (before.based_on, learned_waits(desk, SUNDAY).based_on) == (2, 1)


def test_waits_of_counts_only_shifts_that_have_ended(desk: Desk) -> None:
    work_a_lunch(desk)
    shift.start_shift(desk, clock("11:00"))
    logs = shift.shifts_in(desk, desk.settings.span_of(SUNDAY.date()), SUNDAY)
    assert [log.state for log in logs] == ["waiting"]
    assert waits_of(logs) == []


def test_the_pocket_list_knows_imported_waits(desk: Desk) -> None:
    blocks.add_block(desk, a_block("Lunch", "13:00", "16:00", kind="shift", platform="Uber"), SUNDAY)
    queue.add_task(desk, a_task("Photos", "0.30", 2, units=40), SUNDAY)
    (typical,) = pocket_lists(desk, SUNDAY.date(), SUNDAY)
    bring_in(desk, *[45.0] * 40, first="2026-11-10 09:00")
    (slow,) = pocket_lists(desk, SUNDAY.date(), SUNDAY)
    assert (typical.based_on, slow.based_on) == (0, 40)
    assert slow.expected_waits < typical.expected_waits


def running_shift(desk: Desk) -> ShiftLog:
    log = shift.current_shift(desk, SUNDAY)
    assert log is not None
    return log


def ahead(desk: Desk, at: str) -> float | None:
    return waits_ahead(desk, running_shift(desk), learned_waits(desk, SUNDAY), clock(at))


def test_the_waits_still_to_come_follow_from_the_shifts_planned_end(desk: Desk) -> None:
    blocks.add_block(desk, a_block("Lunch", "11:00", "16:00", kind="shift", platform="Uber"), SUNDAY)
    shift.start_shift(desk, clock("11:00"))
    model = learned_waits(desk, SUNDAY)
    mean = sum(model.survival(minute + 0.5) for minute in range(600))
    assert ahead(desk, "12:00") == pytest.approx(240 / (mean + order_minutes(desk, SUNDAY)), rel=0.02)
    assert ahead(desk, "15:55") == ahead(desk, "17:00") == 1.0  # there is another day


def test_of_a_shift_without_a_planned_end_nobody_knows_the_waits_still_to_come(desk: Desk) -> None:
    shift.start_shift(desk, clock("11:00"))
    assert ahead(desk, "11:05") is None


def test_own_orders_say_how_long_an_order_takes(desk: Desk) -> None:
    assert order_minutes(desk, SUNDAY) == 21
    work_a_lunch(desk)  # one of 22 minutes
    assert order_minutes(desk, SUNDAY) == pytest.approx((10 * 21 + 22) / 11)


def test_early_in_a_long_shift_a_study_is_held_back_for_a_wait_that_turns_out_long(desk: Desk) -> None:
    blocks.add_block(desk, a_block("Lunch", "11:00", "19:00", kind="shift", platform="Uber"), SUNDAY)
    queue.add_task(desk, a_task("Study", "3.00", 8), SUNDAY)
    shift.start_shift(desk, clock("11:00"))
    early, _ = shift.suggestion(desk, clock("11:03"))
    assert (early.kind, early.hold_minutes > 0) == ("hold", True)
    late, _ = shift.suggestion(desk, clock("11:45"))
    assert late.kind == "start"

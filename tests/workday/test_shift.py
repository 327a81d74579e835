"""Working a shift: orders with their money, fillers in the waits, and what cannot be."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from msgspec.structs import replace
from support.desks import a_block, a_desk, a_task, clock, earnings, everything, results, usd

from gigplanner.model import BadInput, GigError, Money, ShiftEvent, Span, Trip
from gigplanner.model.catalogue import Platform
from gigplanner.model.shiftlog import ShiftError
from gigplanner.workday import blocks, queue, shift
from gigplanner.workday.desk import Desk
from gigplanner.workday.road import start_choices
from gigplanner.workday.shift import OrderPay


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return a_desk(tmp_path)


def order(pay: str | None = None, tip: str | None = None, miles: str | None = None) -> OrderPay:
    return OrderPay(
        pay=usd(pay) if pay else None,
        tip=usd(tip) if tip else None,
        miles=Decimal(miles) if miles else None,
    )


def test_a_shift_from_start_to_stop_with_its_orders_to_the_cent(desk: Desk) -> None:
    lunch = a_block("DoorDash lunch", "11:00", "14:00", kind="shift", platform="DoorDash", place="car")
    blocks.add_block(desk, lunch, clock("08:00"))
    started = shift.start_shift(desk, clock("10:52"))
    assert started.words == "Shift started on DoorDash"
    assert isinstance(started.record, ShiftEvent) and started.record.block == lunch.id

    shift.shift_event(desk, "order", clock("11:00"))
    said = shift.shift_event(desk, "delivered", clock("11:21"), order=order("6.25", "2.10", "3.4")).words
    assert said == "Order delivered: $6.25, $2.10 tip, 3.4 mi"
    shift.shift_event(desk, "order", clock("11:30"))
    shift.shift_event(desk, "delivered", clock("11:52"), order=order("7.15"))
    stopped = shift.shift_event(desk, "stopped", clock("12:02"))
    assert stopped.words == "Shift stopped after 1 h 10 online"

    first, second = earnings(desk)
    assert (first.gross, first.tip, first.platform, first.status) == (
        usd("6.25"),
        usd("2.10"),
        "DoorDash",
        "paid",
    )
    assert (second.gross, second.tip, second.at) == (usd("7.15"), None, clock("11:52"))
    (trip,) = desk.book.every(Trip)
    assert trip.miles == Decimal("3.4") and trip.shift == first.shift == second.shift
    (log,) = shift.shifts_in(desk, Span(clock("10:00"), clock("13:00")), clock("13:00"))
    assert (log.orders_done, log.active_seconds // 60, log.online_seconds // 60) == (2, 43, 70)
    assert shift.current_shift(desk, clock("13:00")) is None
    money, trips = shift.shift_money(desk, log)
    assert (money, trips) == ([first, second], [trip])


def test_an_order_puts_a_filler_down_and_the_task_stays_whole(desk: Desk) -> None:
    task = a_task("Receipts", "0.50", 2, units=14, platform="MTurk")
    queue.add_task(desk, task, clock("09:00"))
    shift.start_shift(desk, clock("11:00"), platform="DoorDash")
    assert (
        shift.start_filler(desk, task.id, clock("11:01"), units=3).words == "Started Receipts while waiting"
    )
    shift.shift_event(desk, "order", clock("11:05"))

    log = shift.current_shift(desk, clock("11:06"))
    assert log is not None and log.open_filler is None and log.state == "order"
    assert log.filler_seconds == 4 * 60
    (result,) = results(desk)
    assert (result.outcome, result.units, result.earned, result.in_wait) == ("interrupted", 3, None, True)
    assert earnings(desk) == []
    assert [left.units for left in queue.open_tasks(desk)] == [14]

    assert desk.book.undo(clock("11:07")) == "Order accepted. Receipts is returned"
    log = shift.current_shift(desk, clock("11:07"))
    assert log is not None and log.open_filler is not None and results(desk) == []


def test_a_finished_filler_earns_is_timed_and_leaves_the_rest_in_the_queue(desk: Desk) -> None:
    task = a_task("Receipts", "0.50", 2, units=14, platform="MTurk", category="data entry")
    queue.add_task(desk, task, clock("09:00"))
    shift.start_shift(desk, clock("11:00"), platform="DoorDash")
    shift.start_filler(desk, task.id, clock("11:01"), units=3)
    assert shift.finish_filler(desk, clock("11:10")).words == "Finished Receipts: $1.50"

    (result,) = results(desk)
    assert (result.outcome, result.units, result.minutes, result.in_wait) == ("done", 3, 3.0, True)
    (earning,) = earnings(desk)
    assert (earning.gross, earning.status, earning.task) == (usd("1.50"), "pending", task.id)
    assert earning.shift and earning.category == "data entry"
    assert [left.units for left in queue.open_tasks(desk)] == [11]
    log = shift.current_shift(desk, clock("11:12"))
    assert log is not None and log.state == "waiting" and log.since == clock("11:00")


def test_the_last_units_of_a_task_close_it(desk: Desk) -> None:
    task = a_task("Survey", "2.00", 8)
    queue.add_task(desk, task, clock("09:00"))
    shift.start_shift(desk, clock("11:00"))
    shift.start_filler(desk, task.id, clock("11:01"), units=9)
    shift.finish_filler(desk, clock("11:08"))
    assert queue.open_tasks(desk) == []
    assert [one.gross for one in earnings(desk)] == [usd("2.00")]


def test_a_filler_put_down_by_hand_earns_nothing(desk: Desk) -> None:
    task = a_task("Survey", "2.00", 8)
    queue.add_task(desk, task, clock("09:00"))
    shift.start_shift(desk, clock("11:00"))
    shift.start_filler(desk, task.id, clock("11:01"))
    assert shift.finish_filler(desk, clock("11:04"), done=False).words == "Survey is returned"
    assert earnings(desk) == [] and [one.outcome for one in results(desk)] == ["interrupted"]
    assert [one.title for one in queue.open_tasks(desk)] == ["Survey"]


def test_a_filler_whose_task_was_completed_elsewhere_is_not_paid_twice(desk: Desk) -> None:
    task = a_task("Survey", "2.00", 8)
    queue.add_task(desk, task, clock("09:00"))
    shift.start_shift(desk, clock("11:00"))
    shift.start_filler(desk, task.id, clock("11:01"))
    queue.complete_tasks(desk, [task.id], clock("11:03"))
    with pytest.raises(GigError, match="closed already"):
        shift.finish_filler(desk, clock("11:05"))
    shift.finish_filler(desk, clock("11:05"), done=False)
    assert len(earnings(desk)) == 1 and len(results(desk)) == 1
    with pytest.raises(GigError, match="closed already: choose another one"):
        shift.start_filler(desk, task.id, clock("11:06"))


def test_stopping_the_shift_puts_the_filler_down_too(desk: Desk) -> None:
    task = a_task("Survey", "2.00", 8)
    queue.add_task(desk, task, clock("09:00"))
    shift.start_shift(desk, clock("11:00"))
    shift.start_filler(desk, task.id, clock("11:01"))
    shift.shift_event(desk, "stopped", clock("11:04"))
    kinds = {event.seq: event.kind for event in desk.book.every(ShiftEvent)}
    assert [kinds[seq] for seq in sorted(kinds)] == [
        "started",
        "filler_started",
        "filler_interrupted",
        "stopped",
    ]


def test_what_does_not_fit_is_refused_in_words_and_leaves_no_trace(desk: Desk) -> None:
    def refused(kind: str, when: str, words: str) -> None:
        before = everything(desk)
        with pytest.raises(ShiftError, match=words):
            shift.shift_event(desk, kind, clock(when))  # type: ignore[arg-type]
        assert everything(desk) == before

    refused("order", "10:00", "No shift is running: start one first.")
    refused("stopped", "10:00", "No shift is running: start one first.")
    with pytest.raises(ShiftError, match="No shift is running: log it as an earning instead"):
        shift.log_order(desk, order("5"), clock("10:00"))
    with pytest.raises(ShiftError, match="No shift is running: start one first"):
        shift.start_filler(desk, "any", clock("10:00"))
    shift.start_shift(desk, clock("11:00"))
    with pytest.raises(ShiftError, match="A shift is running already: stop it first"):
        shift.start_shift(desk, clock("11:01"))
    refused("delivered", "11:02", "No order is open: accept one first")
    refused("resumed", "11:02", "You are waiting for an order: there is no break")
    before = everything(desk)
    with pytest.raises(ShiftError, match="No shift was running at 10:30: give another time"):
        shift.shift_event(desk, "order", clock("11:02"), at=clock("10:30"))
    assert everything(desk) == before
    with pytest.raises(ShiftError, match="No task is being worked in this wait"):
        shift.finish_filler(desk, clock("11:03"))
    shift.shift_event(desk, "order", clock("11:05"))
    with pytest.raises(ShiftError, match="You are on an order: tasks are worked in the waits"):
        shift.start_filler(desk, "any", clock("11:06"))


def test_a_time_can_be_given_afterwards_but_not_ahead(desk: Desk) -> None:
    said = shift.start_shift(desk, clock("11:20"), at=clock("11:02")).words
    assert said == "Shift started at 11:02"
    with pytest.raises(ShiftError, match="still to come"):
        shift.shift_event(desk, "order", clock("11:21"), at=clock("12:00"))
    shift.shift_event(desk, "stopped", clock("12:00"), at=clock("11:45"))
    with pytest.raises(ShiftError, match=r"The last shift stopped at 11:45, after that: give a later time"):
        shift.start_shift(desk, clock("12:10"), at=clock("11:30"))
    with pytest.raises(ShiftError, match="still to come"):
        shift.start_shift(desk, clock("12:10"), at=clock("13:30"))
    assert shift.start_shift(desk, clock("12:10"), at=clock("11:45")).words == "Shift started at 11:45"


def test_an_order_cannot_bring_less_than_nothing_or_two_currencies(desk: Desk) -> None:
    shift.start_shift(desk, clock("11:00"))
    shift.shift_event(desk, "order", clock("11:05"))
    for bad, words in (
        (OrderPay(pay=usd("-3")), "zero or more"),
        (OrderPay(pay=usd("3"), tip=Money(100, "EUR")), "in one currency"),
        (OrderPay(miles=Decimal(-2)), "miles are more than 0"),
    ):
        with pytest.raises(BadInput, match=words):
            shift.shift_event(desk, "delivered", clock("11:20"), order=bad)
    log = shift.current_shift(desk, clock("11:20"))
    assert log is not None and log.state == "order" and earnings(desk) == []


def test_pay_given_with_anything_but_a_delivery_is_refused_rather_than_lost(desk: Desk) -> None:
    shift.start_shift(desk, clock("11:00"))
    with pytest.raises(BadInput, match="logged when the order is delivered"):
        shift.shift_event(desk, "order", clock("11:05"), order=order("8.50"))
    shift.shift_event(desk, "order", clock("11:05"), order=OrderPay())
    assert earnings(desk) == []


def test_an_order_that_was_forgotten_is_logged_without_moving_the_shift(desk: Desk) -> None:
    shift.start_shift(desk, clock("11:00"), platform="lyft")
    said = shift.log_order(desk, order("9.40", miles="5"), clock("11:30")).words
    assert said == "Logged an order: $9.40, 5 mi"
    (earning,) = earnings(desk)
    assert (earning.platform, earning.category) == ("Lyft", "rides")
    log = shift.current_shift(desk, clock("11:30"))
    assert log is not None and log.orders_done == 0 and log.state == "waiting"


def test_an_order_on_another_app_counts_for_that_one(desk: Desk) -> None:
    shift.start_shift(desk, clock("11:00"), platform="DoorDash")
    shift.shift_event(desk, "order", clock("11:05"), platform="uber eats")
    shift.shift_event(desk, "delivered", clock("11:20"), platform="uber eats", order=order("5"))
    assert [one.platform for one in earnings(desk)] == ["Uber Eats"]


def test_the_persons_own_platform_says_in_which_state_its_money_begins(desk: Desk) -> None:
    with desk.book.action("Added a platform", now=clock("09:00")) as action:
        action.put(Platform(id="bikes", name="Bike Couriers", kind="delivery", first_status="expected"))
    shift.start_shift(desk, clock("11:00"), platform="bike couriers")
    shift.shift_event(desk, "order", clock("11:05"))
    shift.shift_event(desk, "delivered", clock("11:20"), order=order("5"))
    assert [(one.platform, one.status) for one in earnings(desk)] == [("Bike Couriers", "expected")]


def test_a_shift_over_midnight_and_a_month_end_stays_one_shift(desk: Desk) -> None:
    shift.start_shift(desk, clock("2026-11-30 22:00"), platform="Uber")
    shift.shift_event(desk, "order", clock("2026-11-30 23:50"))
    after = clock("2026-12-01 00:25")
    shift.shift_event(desk, "delivered", after, order=order("18.40", "4"))
    log = shift.current_shift(desk, clock("2026-12-01 01:00"))
    assert log is not None and log.start == clock("2026-11-30 22:00") and log.orders_done == 1
    shift.shift_event(desk, "stopped", clock("2026-12-01 01:10"))
    november = desk.settings.span_of(clock("2026-11-30 12:00").date())
    (whole,) = shift.shifts_in(desk, november, clock("2026-12-01 09:00"))
    assert whole.online_seconds == 190 * 60
    (earning,) = earnings(desk)
    assert desk.settings.day_of(earning.at) == clock("2026-11-30 12:00").date()


def test_a_break_is_no_time_online(desk: Desk) -> None:
    shift.start_shift(desk, clock("11:00"))
    shift.shift_event(desk, "break", clock("11:30"))
    shift.shift_event(desk, "resumed", clock("12:00"))
    said = shift.shift_event(desk, "stopped", clock("12:10")).words
    assert said == "Shift stopped after 40 min online"


def test_a_shift_starts_on_the_platform_of_the_block_it_is_near_to(desk: Desk) -> None:
    for title, start, end in (("DoorDash lunch", "11:00", "14:00"), ("Uber Eats dinner", "17:00", "20:30")):
        platform = title.rsplit(" ", 1)[0]
        block = a_block(title, start, end, kind="shift", platform=platform)
        blocks.add_block(desk, block, clock("08:00"))
    assert shift.start_platform(desk, clock("16:30")) == "Uber Eats"
    coming = shift.coming_shift(desk, clock("14:30"))
    assert coming is not None and coming.title == "Uber Eats dinner"
    (lunch, dinner) = blocks.blocks_in(desk, Span(clock("08:00"), clock("22:00")))
    blocks.edit_block(desk, replace(dinner, status="cancelled"), clock("14:30"))
    assert shift.coming_shift(desk, clock("14:30")) is None
    assert shift.start_platform(desk, clock("10:50")) == lunch.platform


def test_a_first_shift_starts_where_the_person_says_they_work(desk: Desk) -> None:
    def choices(*platforms: str) -> list[str]:
        preferred = desk.with_settings(replace(desk.settings, platforms=platforms))
        assert preferred.platform_names[: len(preferred.own_platforms)] == preferred.own_platforms
        return start_choices(preferred, clock("10:00"))

    assert choices() == []
    assert choices("prolific") == []  # no orders come from there
    assert choices("prolific", "ubereats", "Doordash", "Uber Eats") == ["Uber Eats", "DoorDash"]
    shift.start_shift(desk, clock("08:00"), platform="Instacart")
    assert choices("DoorDash", "Uber Eats") == ["Instacart"]  # where the last one was


def test_while_waiting_the_suggestion_comes_from_what_can_be_done_in_the_car(desk: Desk) -> None:
    here = a_task("Tag photos", "0.40", 1, units=30, platform="Clickworker", needs=frozenset({"phone"}))
    at_home = a_task("Voices", "2.00", 1, units=30, platform="MTurk", needs=frozenset({"quiet"}))
    for task in (here, at_home):
        queue.add_task(desk, task, clock("09:00"))
    shift.start_shift(desk, clock("11:00"), platform="DoorDash")
    advice, _ = shift.suggestion(desk, clock("11:01"))
    assert {option.task_id for option in advice.options} == {here.id}
    at_the_desk, _ = shift.suggestion(desk, clock("11:01"), place="home")
    assert at_home.id in {option.task_id for option in at_the_desk.options}


def test_whoever_just_worked_on_a_platform_need_not_log_in_to_it_again_in_this_wait(desk: Desk) -> None:
    for title, platform in (("Receipts", "MTurk"), ("Photos", "Clickworker")):
        task = a_task(title, "0.50", 2, units=14, platform=platform, needs=frozenset({"phone"}))
        queue.add_task(desk, task, clock("09:00"))
    receipts, photos = queue.open_tasks(desk)

    def rates(at: str) -> dict[str, Money]:
        advice, _ = shift.suggestion(desk, clock(at))
        return {option.task_id: option.per_hour for option in advice.options}

    shift.start_shift(desk, clock("11:00"), platform="DoorDash")
    shift.start_filler(desk, receipts.id, clock("11:01"), units=1)
    shift.finish_filler(desk, clock("11:03"))
    after = rates("11:03")
    assert after[receipts.id].minor > after[photos.id].minor

    shift.shift_event(desk, "order", clock("11:04"))
    shift.shift_event(desk, "delivered", clock("11:20"), order=order("6.00"))
    in_the_next_wait = rates("11:21")
    assert in_the_next_wait[receipts.id].minor <= in_the_next_wait[photos.id].minor  # it has one unit less


def test_past_waits_tell_those_that_an_order_ended_from_those_cut_off(desk: Desk) -> None:
    shift.start_shift(desk, clock("11:00"))
    shift.shift_event(desk, "order", clock("11:08"))
    shift.shift_event(desk, "delivered", clock("11:30"))
    shift.shift_event(desk, "stopped", clock("11:45"))
    waits = shift.past_waits(desk, clock("12:00"))
    assert [(wait.minutes, wait.ended_by_order) for wait in waits] == [(8.0, True), (15.0, False)]

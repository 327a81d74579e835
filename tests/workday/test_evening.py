"""Closing a day step by step: what is missing of it, and how each of that is settled."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from support.desks import (
    a_desk,
    a_placement,
    a_task,
    clock,
    earnings,
    everything,
    keep_plan,
    results,
    task_called,
    usd,
)

from gigplanner.model.errors import BadInput, GigError
from gigplanner.model.records import Earning, Plan, Trip
from gigplanner.workday import evening
from gigplanner.workday.arranging import carry_over
from gigplanner.workday.awaited import awaited
from gigplanner.workday.desk import Desk
from gigplanner.workday.ledger import drive, earn
from gigplanner.workday.orders import OrderPay
from gigplanner.workday.planning import saved_plan
from gigplanner.workday.queue import add_task, complete_task, open_tasks
from gigplanner.workday.shift import log_order, shift_event, start_shift

DAY = date(2026, 11, 22)
NIGHT = clock("22:00")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return a_desk(tmp_path)


def asked(desk: Desk, now: Any = NIGHT) -> list[str]:
    """What is asked about the Sunday, by kind."""
    found = evening.questions(desk, DAY, now, awaited=awaited(desk, now))
    return [type(question).__name__ for question in found]


def a_lunch(desk: Desk, *, pays: tuple[str, ...] = ("", ""), stopped: bool = True) -> None:
    """A shift from eleven with an order for each of `pays`, logged with it unless it is empty."""
    start_shift(desk, clock("11:00"), platform="DoorDash")
    for number, pay in enumerate(pays):
        shift_event(desk, "order", clock(f"11:{10 + 16 * number}"))
        order = OrderPay(pay=usd(pay)) if pay else OrderPay()
        shift_event(desk, "delivered", clock(f"11:{25 + 16 * number}"), order=order)
    if stopped:
        shift_event(desk, "stopped", clock("12:30"))


def a_plan(desk: Desk, *titles: str) -> None:
    """Tasks of ten minutes and five dollars, planned from three in the afternoon, an hour apart."""
    for title in titles:
        add_task(desk, a_task(title, "5.00", 10, platform="Prolific"), clock("08:00"))
    placements = [a_placement(desk, title, f"{15 + number}:00", 10) for number, title in enumerate(titles)]
    keep_plan(desk, *placements, now=clock("08:30"))


def owed(desk: Desk, at: str, amount: str = "40.00", platform: str = "Prolific") -> None:
    """Money that is not in hand yet."""
    earn(
        desk,
        Earning(id="", at=clock(at), gross=usd(amount), platform=platform, status="pending"),
        clock("08:00"),
    )


def test_a_quiet_day_asks_nothing(desk: Desk):
    assert asked(desk) == []
    assert evening.left_words([]) == ""


def test_everything_that_is_open_is_asked_in_the_order_of_the_ritual(desk: Desk):
    owed(desk, "2026-09-01 12:00")
    a_plan(desk, "Survey", "Essay")
    a_lunch(desk, pays=("", "8.50", ""), stopped=False)
    assert asked(desk) == ["Running", "Unpaid", "Unpaid", "NoMiles", "NotDone", "NotDone", "Late"]
    left = evening.questions(desk, DAY, NIGHT, awaited=awaited(desk, NIGHT))
    assert evening.left_words(left) == (
        "Left for later: 1 shift still running, 2 orders without pay, 1 shift without miles, 2 open tasks,"
        " 1 late payer."
    )


# --- the shift, its pay and its miles ------------------------------------------------------------------


def test_a_forgotten_shift_is_asked_about_with_its_likely_end(desk: Desk):
    a_lunch(desk, pays=("8.50",), stopped=False)
    running = evening.questions(desk, DAY, NIGHT)[0]
    assert isinstance(running, evening.Running)
    assert clock("11:25") < running.likely_end < clock("14:00"), "a typical wait after the last order"
    soon = evening.questions(desk, DAY, clock("11:40"))[0]
    assert isinstance(soon, evening.Running)
    assert soon.likely_end == clock("11:40")


def test_pay_that_is_told_in_the_evening_belongs_to_its_order(desk: Desk):
    a_lunch(desk, pays=("", "8.50"))
    unpaid = evening.questions(desk, DAY, NIGHT)[0]
    assert isinstance(unpaid, evening.Unpaid)
    before = everything(desk)
    order = OrderPay(pay=usd("6.00"), tip=usd("2.00"), miles=Decimal("4.1"))
    done = evening.log_pay(desk, unpaid.event.id, unpaid.event.at, order, NIGHT)
    assert done.words == "The order of 11:25: $6.00, $2.00 tip, 4.1 mi"
    first = earnings(desk)[0]
    assert (first.at, first.total, first.shift) == (clock("11:25"), usd("8.00"), unpaid.event.shift)
    assert asked(desk) == [], "the miles of one order are miles of the shift"
    with pytest.raises(GigError, match="logged already"):
        evening.log_pay(desk, unpaid.event.id, unpaid.event.at, order, NIGHT)
    desk.book.undo(now=NIGHT)
    assert everything(desk) == before, "one step back takes all of the answer back"


def test_money_of_the_shift_that_names_no_order_is_not_asked_for_again(desk: Desk):
    start_shift(desk, clock("11:00"), platform="DoorDash")
    shift_event(desk, "order", clock("11:10"))
    shift_event(desk, "delivered", clock("11:25"))
    log_order(desk, OrderPay(pay=usd("7.00")), clock("11:30"))
    shift_event(desk, "stopped", clock("12:30"))
    assert "Unpaid" not in asked(desk)


def test_orders_that_are_paid_by_time_lack_no_pay(desk: Desk):
    start_shift(desk, clock("11:00"), platform="DoorDash", hourly=usd("18.00"))
    shift_event(desk, "order", clock("11:10"))
    shift_event(desk, "delivered", clock("11:40"))
    shift_event(desk, "stopped", clock("12:30"))
    assert "Unpaid" not in asked(desk)


def test_miles_are_told_once_for_the_whole_shift(desk: Desk):
    a_lunch(desk, pays=("8.50",))
    question = evening.questions(desk, DAY, NIGHT)[0]
    assert isinstance(question, evening.NoMiles)
    evening.log_miles(desk, question.log, Decimal(38), NIGHT)
    (trip,) = desk.book.every(Trip)
    assert (trip.at, trip.miles, trip.shift) == (clock("12:30"), Decimal(38), question.log.shift)
    assert asked(desk) == []


def test_a_trip_of_the_day_that_names_no_shift_covers_it(desk: Desk):
    a_lunch(desk, pays=("8.50",))
    drive(desk, Trip(id="", at=clock("13:00"), miles=Decimal(20)), NIGHT)
    assert asked(desk) == []


@pytest.mark.parametrize(
    ("said", "miles"), [("38", "38"), ("38 mi", "38"), ("6,2mi", "6.2"), ("10 km", "6.2")]
)
def test_a_distance_is_said_in_miles_or_kilometres(said: str, miles: str):
    assert evening.read_distance(said) == Decimal(miles)


@pytest.mark.parametrize("said", ["", "far", "3 4 mi", "0", "9999"])
def test_what_is_no_distance_is_refused(said: str):
    with pytest.raises(BadInput):
        evening.read_distance(said)


# --- tasks ---------------------------------------------------------------------------------------------


def about(desk: Desk, title: str) -> evening.NotDone:
    """The question about the task of that title."""
    return next(
        question
        for question in evening.questions(desk, DAY, NIGHT)
        if isinstance(question, evening.NotDone) and question.task.title == title
    )


def test_a_task_done_as_planned_is_done_at_the_end_of_its_time(desk: Desk):
    a_plan(desk, "Survey", "Essay")
    complete_task(desk, task_called(desk, "Essay").id, clock("16:10"))
    assert asked(desk) == ["NotDone"]
    evening.did_task(desk, about(desk, "Survey"), NIGHT)
    assert [(one.at, one.earned) for one in results(desk)] == [
        (clock("15:10"), usd("5.00")),
        (clock("16:10"), usd("5.00")),
    ]
    assert asked(desk) == []


def test_a_dropped_task_leaves_the_queue_and_is_kept(desk: Desk):
    a_plan(desk, "Survey")
    task = about(desk, "Survey").task
    evening.drop_task(desk, task.id, NIGHT)
    assert open_tasks(desk) == []
    assert earnings(desk) == []
    desk.book.undo(now=NIGHT)
    assert open_tasks(desk) == [task]


def test_a_task_carried_over_stands_in_tomorrows_first_gap_and_stays_there(desk: Desk):
    a_plan(desk, "Survey")
    question = about(desk, "Survey")
    tomorrow = date(2026, 11, 23)
    done = carry_over(desk, DAY, question.placed, tomorrow, NIGHT)
    plan = saved_plan(desk, tomorrow)
    assert isinstance(plan, Plan)
    (placed,) = plan.placements
    assert (placed.title, placed.pinned) == ("Survey", True)
    assert done.words == f"Carried Survey over to Mon 23 Nov {desk.settings.wall(placed.start):%H:%M}"
    today = saved_plan(desk, DAY)
    assert today is not None and len(today.placements) == 1, "what was planned and not done is not forgotten"
    with pytest.raises(GigError, match="in the plan already"):
        carry_over(desk, DAY, question.placed, tomorrow, NIGHT)


def test_a_task_carried_over_before_its_time_leaves_todays_plan_in_the_same_step(desk: Desk):
    a_plan(desk, "Survey")
    before = everything(desk)
    carry_over(desk, DAY, about(desk, "Survey").placed, date(2026, 11, 23), clock("14:00"))
    today = saved_plan(desk, DAY)
    assert today is not None and today.placements == ()
    desk.book.undo(now=clock("14:00"))
    assert everything(desk) == before


# --- late money ----------------------------------------------------------------------------------------


def test_what_a_platform_owes_for_too_long_is_settled_together(desk: Desk):
    owed(desk, "2026-09-01 12:00")
    owed(desk, "2026-09-02 12:00", "2.50")
    owed(desk, "2026-11-21 12:00", "7.00")  # it may still come in time
    owed(desk, "2026-09-01 12:00", "9.00", "Clickworker")
    questions = evening.questions(desk, DAY, NIGHT, awaited=awaited(desk, NIGHT))
    late = next(one.awaited for one in questions if isinstance(one, evening.Late))
    done = evening.settle_late(desk, late, "paid", NIGHT)
    assert done.words == "2 payments from Prolific: $42.50 paid"
    statuses = {(one.platform, one.gross): one.status for one in earnings(desk)}
    assert statuses == {
        ("Prolific", usd("40.00")): "paid",
        ("Prolific", usd("2.50")): "paid",
        ("Prolific", usd("7.00")): "pending",
        ("Clickworker", usd("9.00")): "pending",
    }
    with pytest.raises(GigError, match="late any more"):
        evening.settle_late(desk, late, "paid", NIGHT)

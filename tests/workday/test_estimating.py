"""What the person's own results change: the plan, the suggestion, and when they are read."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace
from support.desks import a_desk, a_task, clock, earnings

from gigplanner.model import Task, TaskResult
from gigplanner.planbook import Planbook
from gigplanner.workday import ledger, planning, queue, shift
from gigplanner.workday.desk import Desk
from gigplanner.workday.estimating import estimated, own_estimates, own_minutes_words

SUNDAY = date(2026, 11, 22)
MORNING = clock("08:00")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """An empty planbook with one survey in the queue, stated at 10 minutes."""
    desk = a_desk(tmp_path)
    queue.add_task(desk, a_survey("Commuting survey", odds=1.0), MORNING)
    return desk


def a_survey(title: str, odds: float = 0.9) -> Task:
    return a_task(title, "4.00", 10, platform="Prolific", category="survey", odds=odds)


def work_surveys(desk: Desk, *minutes: float | None, on: str = "2026-11-20 10:00") -> None:
    """Do a survey for each of `minutes`, which it takes if anybody timed it."""
    for number, took in enumerate(minutes):
        task = a_survey(f"Survey {number}")
        now = clock(on) + timedelta(hours=number)
        queue.add_task(desk, task, now)
        queue.complete_task(desk, task.id, now, minutes=took)


def commuting(desk: Desk) -> Task:
    [task] = estimated(desk, queue.open_tasks(desk), MORNING)
    return task


def test_five_slow_surveys_make_the_next_one_longer_in_the_plan(desk: Desk) -> None:
    def planned_minutes() -> float:
        placed = planning.propose(desk, SUNDAY, MORNING).plan.placements
        return next(one.minutes for one in placed if one.title == "Commuting survey")

    assert planned_minutes() == 10
    work_surveys(desk, 20, 20, 20, 20)
    assert planned_minutes() == 10
    work_surveys(desk, 20, on="2026-11-21 10:00")
    assert planned_minutes() == 20
    desk.book.undo(MORNING)
    assert planned_minutes() == 10


def test_the_suggestion_counts_on_the_persons_own_minutes(desk: Desk) -> None:
    work_surveys(desk, *[5] * 5)
    advice, _ = shift.suggestion(desk, MORNING, waited=0, place="home")
    assert [option.minutes for option in advice.options] == [5]


def test_a_task_ticked_off_without_a_time_teaches_no_minutes(desk: Desk) -> None:
    work_surveys(desk, *[None] * 8)
    assert commuting(desk).minutes == 10


def test_money_that_is_rejected_later_lowers_the_odds(desk: Desk) -> None:
    work_surveys(desk, 10, 10)
    assert commuting(desk).odds == 1.0
    ledger.settle(desk, replace(earnings(desk)[0], status="rejected"), MORNING)
    ledger.settle(desk, replace(earnings(desk)[1], status="paid"), MORNING)
    assert commuting(desk).odds == pytest.approx(11 / 12)


def test_the_queue_itself_keeps_what_is_stated(desk: Desk) -> None:
    work_surveys(desk, *[20] * 5)
    assert [task.minutes for task in queue.open_tasks(desk)] == [10]


def test_results_of_last_year_are_forgotten(desk: Desk) -> None:
    work_surveys(desk, *[20] * 5, on="2025-11-20 10:00")
    assert commuting(desk).minutes == 10
    assert own_estimates(desk, clock("2025-12-01 10:00")).minutes(a_survey("Survey")).minutes == 20


def test_results_are_read_once_until_something_changes_or_the_day_ends(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    work_surveys(desk, *[20] * 5)
    readings: list[type] = []
    within = Planbook.within

    def counted(book: Planbook, kind: type[TaskResult], span: object) -> object:
        readings.append(kind)
        return within(book, kind, span)  # type: ignore[arg-type]

    monkeypatch.setattr(Planbook, "within", counted)
    for minute in range(5):
        own_estimates(desk, MORNING + timedelta(minutes=minute))
    assert readings.count(TaskResult) == 1
    queue.add_task(desk, a_survey("Another"), MORNING)
    own_estimates(desk, MORNING)
    assert readings.count(TaskResult) == 2
    own_estimates(desk, MORNING + timedelta(days=1))
    assert readings.count(TaskResult) == 3


def test_a_filler_finished_in_a_wait_teaches_its_minutes(desk: Desk) -> None:
    now = MORNING
    shift.start_shift(desk, now)
    for number in range(5):
        task = a_survey(f"Filler {number}")
        queue.add_task(desk, task, now)
        shift.start_filler(desk, task.id, now)
        now += timedelta(minutes=15)
        shift.finish_filler(desk, now)
    estimate = own_estimates(desk, now).minutes(a_survey("Survey"))
    assert (estimate.minutes, estimate.based_on) == (15, 5)


def test_a_filler_that_an_order_broke_teaches_nothing(desk: Desk) -> None:
    now = MORNING
    shift.start_shift(desk, now)
    for number in range(6):
        task = a_survey(f"Filler {number}")
        queue.add_task(desk, task, now)
        shift.start_filler(desk, task.id, now)
        shift.shift_event(desk, "order", now + timedelta(minutes=1))
        now += timedelta(minutes=15)
        shift.shift_event(desk, "delivered", now)
    learned = own_estimates(desk, now)
    survey = a_survey("Survey")
    assert learned.minutes(survey).based_on == 0 and learned.odds(survey).based_on == 0


@pytest.mark.parametrize(
    "own, stated, words",
    [
        (9.0, 6.0, "you: 9 min, stated: 6"),
        (0.84, 0.8, ""),
        (1.32, 1.1, "you: 1.3 min, stated: 1.1"),
        (94.6, 60.0, "you: 95 min, stated: 60"),
        (10.2, 10.4, ""),
    ],
)
def test_own_minutes_are_said_where_they_look_different(own: float, stated: float, words: str) -> None:
    assert own_minutes_words(own, stated) == words

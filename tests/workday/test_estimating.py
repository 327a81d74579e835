"""What the person's own results change: the plan, the suggestion, and when they are read."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace
from support.desks import a_desk, a_task, clock, earnings, usd

from gigplanner.model import Money, Plan, Task, TaskResult, total
from gigplanner.planbook import Planbook, stamps
from gigplanner.planbook.contents import Contents, Look
from gigplanner.workday import arranging, ledger, planning, queue, shift
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


def test_a_month_that_is_over_is_read_again_only_after_a_change(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    work_surveys(desk, *[20] * 4, on="2026-09-20 10:00")
    work_surveys(desk, 20, on="2026-11-20 10:00")
    desk.book.close()
    read: list[str] = []
    at = Look.at

    def counted(look: Look, name: str) -> Contents:
        read.append(name)
        return at(look, name)

    def learned() -> tuple[float, int]:
        """What somebody learns who opens the planbook now."""
        read.clear()
        anew = Desk(Planbook(desk.book.folder), desk.settings)
        estimate = own_estimates(anew, MORNING).minutes(a_survey("Survey"))
        return estimate.minutes, estimate.based_on

    monkeypatch.setattr(stamps, "SETTLED_AFTER", -1)  # the files need not be old
    monkeypatch.setattr(Look, "at", counted)
    assert learned() == (20, 5) and "2026-09" in read
    assert learned() == (20, 5) and "2026-09" not in read
    work_surveys(desk, 50, on="2026-09-21 10:00")
    assert learned()[1] == 6 and "2026-09" in read  # the journal alone holds it
    desk.book.close()
    assert learned()[1] == 6 and "2026-09" in read
    assert learned()[1] == 6 and "2026-09" not in read
    (desk.book.folder / "cache" / "results").write_bytes(b"damaged")
    assert learned()[1] == 6 and "2026-09" in read


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


def put_down(desk: Desk, title: str, minutes: int) -> None:
    """Work on a task in a wait for so long before an order comes, and stop the shift."""
    [task] = [task for task in queue.open_tasks(desk) if task.title == title]
    shift.start_shift(desk, clock("06:00"))
    shift.start_filler(desk, task.id, clock("06:00"))
    shift.shift_event(desk, "order", clock("06:00") + timedelta(minutes=minutes))
    shift.shift_event(desk, "delivered", clock("06:50"))
    shift.shift_event(desk, "stopped", clock("06:51"))


def planned(desk: Desk, title: str) -> tuple[float, Money]:
    placed = [one for one in planning.propose(desk, SUNDAY, MORNING).plan.placements if one.title == title]
    return sum(one.minutes for one in placed), total((one.expected for one in placed), "USD")


@pytest.mark.parametrize("splittable", [False, True])
def test_minutes_already_spent_on_a_task_need_no_place_in_the_plan(desk: Desk, splittable: bool) -> None:
    course = a_task("Course", "9.00", 45, resumable=True, splittable=splittable)
    queue.add_task(desk, course, clock("05:00"))
    assert planned(desk, "Course") == (45, usd("9.00"))
    put_down(desk, "Course", 15)
    assert planned(desk, "Course") == (30, usd("9.00"))


def test_of_a_batch_the_minutes_spent_on_its_next_unit_come_off_the_whole(desk: Desk) -> None:
    queue.add_task(desk, a_task("Clips", "1.00", 8, units=4, resumable=True), clock("05:00"))
    put_down(desk, "Clips", 6)
    assert planned(desk, "Clips") == (4 * 8 - 6, usd("4.00"))


def test_a_task_laid_by_hand_takes_what_is_left_of_it(desk: Desk) -> None:
    queue.add_task(desk, a_task("Course", "9.00", 45, resumable=True), clock("05:00"))
    put_down(desk, "Course", 15)
    [course] = [task for task in queue.open_tasks(desk) if task.title == "Course"]
    done = arranging.place_task(desk, SUNDAY, course.id, clock("08:30"), MORNING)
    assert isinstance(done.record, Plan)
    assert [one.minutes for one in done.record.placements] == [30]


def test_a_pinned_task_that_was_worked_on_meanwhile_stays_pinned(desk: Desk) -> None:
    queue.add_task(desk, a_task("Course", "9.00", 45, resumable=True, splittable=True), clock("05:00"))
    [course] = [task for task in queue.open_tasks(desk) if task.title == "Course"]
    laid = arranging.place_task(desk, SUNDAY, course.id, clock("08:30"), clock("05:10")).record
    assert isinstance(laid, Plan) and laid.placements[0].pinned
    put_down(desk, "Course", 15)
    placed = planning.propose(desk, SUNDAY, MORNING).plan.placements
    assert [(one.start, one.pinned) for one in placed if one.title == "Course"] == [(clock("08:30"), True)]

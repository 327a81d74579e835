"""The queue: tasks added, changed, finished in part and in whole, screened out, taken away."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace
from support.desks import a_desk, a_task, clock, earnings, everything, results, usd

from gigplanner.model import BadInput, GigError, Task
from gigplanner.workday import queue
from gigplanner.workday.desk import Desk

NINE = clock("09:00")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return a_desk(tmp_path)


def test_completing_a_part_of_a_batch_pays_the_part_and_leaves_the_rest(desk: Desk) -> None:
    task = a_task("Receipts", "0.50", 2.5, units=14, platform="MTurk")
    assert queue.add_task(desk, task, NINE).words == "Added Receipts ×14 to the queue"
    said = queue.complete_task(desk, task.id, clock("10:00"), units=5, minutes=2.2).words
    assert said == "Completed Receipts ×5: $2.50"
    assert [left.units for left in queue.open_tasks(desk)] == [9]
    (earning,) = earnings(desk)
    assert (earning.gross, earning.status, earning.note) == (usd("2.50"), "pending", "Receipts")
    (result,) = results(desk)
    assert (result.units, result.stated_minutes, result.minutes) == (5, 2.5, 2.2)

    queue.complete_task(desk, task.id, clock("10:30"))
    assert queue.open_tasks(desk) == []
    assert sum(one.gross.minor for one in earnings(desk)) == 7_00
    closed = desk.book.find(Task, task.id)
    assert closed is not None and (closed.status, closed.closed_at) == ("done", clock("10:30"))

    assert desk.book.undo(clock("10:31")) == "Completed Receipts ×9: $4.50"
    assert [left.units for left in queue.open_tasks(desk)] == [9]
    assert len(earnings(desk)) == 1


def test_several_tasks_are_completed_in_one_action_and_come_back_in_one(desk: Desk) -> None:
    tasks = [a_task("Survey", "2.00"), a_task("Photos", "0.10", units=20), a_task("Call", "0")]
    for task in tasks:
        queue.add_task(desk, task, NINE)
    assert (
        queue.complete_tasks(desk, [task.id for task in tasks], clock("11:00")).words == "Completed 3 tasks"
    )
    assert sorted(one.gross for one in earnings(desk)) == [usd("2.00"), usd("2.00")]  # the call paid nothing
    assert len(results(desk)) == 3 and queue.open_tasks(desk) == []
    desk.book.undo(clock("11:01"))
    assert len(queue.open_tasks(desk)) == 3 and earnings(desk) == [] and results(desk) == []


def test_a_task_named_twice_or_closed_before_is_not_paid_twice(desk: Desk) -> None:
    task = a_task("Survey", "2.00")
    queue.add_task(desk, task, NINE)
    queue.complete_tasks(desk, [task.id, task.id], NINE)
    assert [one.gross for one in earnings(desk)] == [usd("2.00")]
    with pytest.raises(GigError, match="“Survey” is closed already"):
        queue.complete_task(desk, task.id, NINE)
    assert len(earnings(desk)) == 1


def test_more_units_than_there_are_left_cannot_be_completed(desk: Desk) -> None:
    task = a_task("Photos", "0.10", units=3)
    queue.add_task(desk, task, NINE)
    for units in (0, 4, -1):
        with pytest.raises(BadInput, match="“Photos” has 3 units left: give a number from 1 to that"):
            queue.complete_task(desk, task.id, NINE, units=units)
    assert earnings(desk) == [] and results(desk) == []


def test_a_survey_without_a_place_for_the_person_is_closed_and_unpaid(desk: Desk) -> None:
    task = a_task("Commuting survey", "4.10", 13, platform="Prolific", odds=0.8)
    queue.add_task(desk, task, NINE)
    said = queue.complete_task(desk, task.id, NINE, minutes=2, outcome="screened_out").words
    assert said == "Screened out of Commuting survey"
    assert earnings(desk) == [] and queue.open_tasks(desk) == []
    closed = desk.book.find(Task, task.id)
    assert closed is not None and closed.status == "dropped"
    assert [(one.outcome, one.minutes, one.earned) for one in results(desk)] == [("screened_out", 2, None)]


def test_an_interrupted_task_stays_in_the_queue(desk: Desk) -> None:
    task = a_task("Survey", "2.00")
    queue.add_task(desk, task, NINE)
    said = queue.complete_task(desk, task.id, NINE, outcome="interrupted").words
    assert said == "Interrupted: Survey"
    assert queue.open_tasks(desk) == [task] and earnings(desk) == []


def test_an_edit_is_kept_and_taken_back(desk: Desk) -> None:
    task = a_task("Survey", "2.00")
    queue.add_task(desk, task, NINE)
    queue.edit_task(desk, replace(task, title="Long survey", minutes=25, must=True), NINE)
    (edited,) = queue.open_tasks(desk)
    assert (edited.title, edited.minutes, edited.must) == ("Long survey", 25, True)
    assert desk.book.undo(NINE) == "Changed Long survey"
    assert queue.open_tasks(desk) == [task]


def test_what_is_deleted_cannot_be_edited_or_deleted_again(desk: Desk) -> None:
    task, other = a_task("Survey"), a_task("Call")
    for each in (task, other):
        queue.add_task(desk, each, NINE)
    assert queue.remove_tasks(desk, [task.id, task.id], NINE).words == "Deleted Survey"
    for act in (
        lambda: queue.edit_task(desk, task, NINE),
        lambda: queue.remove_tasks(desk, [other.id, task.id], NINE),
        lambda: queue.complete_task(desk, task.id, NINE),
    ):
        with pytest.raises(GigError, match="That task is not there any more"):
            act()
    assert queue.open_tasks(desk) == [other]


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("title", "  \t", "needs a title"),
        ("minutes", 0, "more than 0"),
        ("minutes", float("nan"), "more than 0"),
        ("minutes", 1441, "at most 1,440"),
        ("units", 0, "from 1 to 100,000 units"),
        ("pay", usd("-1"), "zero or more"),
        ("worth", usd("-1"), "zero or more"),
        ("odds", 0.0, "above 0"),
        ("odds", 1.2, "up to 100 %"),
        ("needs", frozenset({"boat"}), "“boat” is not something to have"),
        ("not_before", clock("18:00"), "due before it may start"),
    ],
)
def test_what_no_task_can_be_is_refused_in_words(desk: Desk, field: str, value: object, words: str) -> None:
    task = replace(a_task("Survey", due=clock("17:00")), **{field: value})
    with pytest.raises(BadInput, match=words):
        queue.add_task(desk, task, NINE)
    assert everything(desk) == {}


def test_text_that_would_steer_the_terminal_is_cleaned_when_it_enters(desk: Desk) -> None:
    task = a_task(
        "Survey \x1b[31mred\x07", platform="Pro\u202elific", notes="one\ntwo\x00", tags=("a\x9bb", " ")
    )
    queue.add_task(desk, task, NINE)
    (kept,) = queue.open_tasks(desk)
    for text in (kept.title, kept.platform, kept.notes, *kept.tags):
        assert not any(character in text for character in "\x1b\x07\u202e\x00\x9b")
    assert kept.notes.startswith("one\ntwo") and len(kept.tags) == 1

"""Why this task, why not that one, as a person reads it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from support.desks import a_block, a_desk, a_task, clock, task_called, usd

from gigplanner.model import GigError
from gigplanner.workday import arranging, blocks, planning, queue
from gigplanner.workday.desk import Desk
from gigplanner.workday.explaining import Case, explain
from gigplanner.workday.solving import Search

SUNDAY = date(2026, 11, 22)
MORNING = clock("07:00")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Half an hour at home, and three tasks that would like to have it."""
    desk = a_desk(tmp_path)
    blocks.add_block(desk, a_block("Shift", "08:00", "23:00", kind="shift"), MORNING)
    blocks.add_block(desk, a_block("Breakfast", "07:00", "07:30", kind="personal"), MORNING)
    for task in (
        a_task("Survey", "5.00", 25, odds=0.8),
        a_task("Logo", "3.00", 25),
        a_task("Errand", "50.00", 200),
    ):
        queue.add_task(desk, task, MORNING)
    return desk


def case_of(desk: Desk, title: str, now: str = "07:00") -> Case:
    problem = planning.problem_of(desk, SUNDAY, clock(now))
    task = task_called(desk, title)
    return explain(problem, task.id, desk.settings)


def test_a_placed_task_says_what_it_earns_and_what_would_come_instead(desk: Desk) -> None:
    where, odds, compared = case_of(desk, "Survey").sentences
    assert where == "From 07:30 to 07:55 (home): $4.00 in 25 min."
    assert odds == "The chance of being paid, 80 %, is counted in."
    assert "$9.60 an hour" in compared and "lose $1.00" in compared and "“Logo”" in compared


def test_a_task_left_out_says_what_the_plan_would_lose_with_it(desk: Desk) -> None:
    brings, least, compared = case_of(desk, "Logo").sentences
    assert brings == "It brings $3.00 in 25 min, $7.20 an hour."
    assert least == "The least paid in the plan is “Survey”: $4.00 in 25 min, $9.60 an hour."
    assert compared.startswith("Left out: ") and "$1.00" in compared


def test_what_is_planned_for_more_than_its_money_is_not_called_the_least_paid(desk: Desk) -> None:
    queue.add_task(desk, a_task("Course", "0.00", 4, worth=usd("9.00")), MORNING)
    sentences = case_of(desk, "Logo").sentences
    assert sentences[1].startswith("The least paid in the plan is “Survey”")


def test_a_task_that_fits_nowhere_says_so_with_its_figures(desk: Desk) -> None:
    compared = case_of(desk, "Errand").sentences[-1]
    assert compared.startswith("Left out: ") and "30 min" in compared


def test_a_pin_says_what_it_costs(desk: Desk) -> None:
    logo = task_called(desk, "Logo")
    arranging.place_task(desk, SUNDAY, logo.id, clock("07:30"), MORNING)
    where, cost = case_of(desk, "Logo").sentences
    assert where.endswith("You pinned it there.")
    assert cost == "Free to move, the plan could bring $1.00 more."


def test_what_has_begun_stays(desk: Desk) -> None:
    planning.accept_plan(desk, SUNDAY, MORNING, planning.propose(desk, SUNDAY, MORNING).plan)
    assert case_of(desk, "Survey", now="07:40").sentences[-1] == "It has begun: it stays."


def test_what_is_known_at_once_is_told_before_the_comparison(desk: Desk) -> None:
    problem = planning.problem_of(desk, SUNDAY, MORNING)
    task = task_called(desk, "Survey")
    told: list[int] = []
    search: Search[Case] = Search(
        lambda search: explain(problem, task.id, desk.settings, search=search),
        tell=lambda search: told.append(len(search.found.sentences) if search.found else 0),
    )
    search.begin()
    assert search.wait(90)
    assert told[0] == 2
    assert search.found is not None and len(search.found.sentences) == 3


def test_a_task_that_is_gone_is_refused(desk: Desk) -> None:
    problem = planning.problem_of(desk, SUNDAY, MORNING + timedelta(minutes=1))
    with pytest.raises(GigError, match="not in the queue any more"):
        explain(problem, "gone", desk.settings)

"""Why this, why not that: in figures, for any task of a plan."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from gigplanner.model import BadInput, Money, Task
from gigplanner.scheduler import Explanation, Gap, Placement, PlanRules, explain, plan_day

NINE = datetime(2026, 11, 22, 9, tzinfo=UTC)
HOUR = [Gap(NINE, NINE + timedelta(minutes=60), "home", frozenset({"phone"}))]
TASKS = [
    Task(id="essay", title="essay", pay=Money(1200, "USD"), minutes=40),
    Task(id="survey", title="survey", pay=Money(300, "USD"), minutes=20),
    Task(id="quiz", title="quiz", pay=Money(200, "USD"), minutes=20),
    Task(id="epic", title="epic", pay=Money(9000, "USD"), minutes=90),
]
RULES = PlanRules(switch_minutes=0.0)


def explained(task_id: str, pins: tuple[Placement, ...] = ()) -> Explanation:
    plan = plan_day(HOUR, TASKS, RULES, pins=pins)
    return explain(plan, task_id, HOUR, TASKS, RULES, pins=pins)


def test_a_placed_task_tells_its_rate_and_what_would_take_its_place() -> None:
    found = explained("survey")
    assert (found.placed, found.per_hour, found.loss) == (True, Money(900, "USD"), Money(100, "USD"))
    assert found.others == ("quiz",)
    assert found.words == (
        "earns $9.00 an hour here; without it the plan would lose $1.00, and “quiz” would take its place"
    )


def test_a_task_left_out_tells_what_it_would_cost_and_what_would_give_way() -> None:
    found = explained("quiz")
    assert (found.placed, found.loss, found.others) == (False, Money(100, "USD"), ("survey",))
    assert found.words == (
        "better-paid work took the time: to do it all would cost the plan $1.00, and “survey” would give way"
    )


def test_a_task_that_no_plan_can_hold_tells_only_why() -> None:
    found = explained("epic")
    assert found.words == "takes 1 h 30, the longest gap it fits is 1 h"
    assert (found.loss, found.others) == (None, ())


def test_a_pinned_task_says_who_wanted_it() -> None:
    at = NINE + timedelta(minutes=10)
    pin = Placement(
        task_id="quiz",
        gap=0,
        start=at,
        end=at + timedelta(minutes=20),
        units=1,
        minutes=20,
        expected=Money(200, "USD"),
    )
    assert explained("quiz", (pin,)).words == "you pinned it; it earns $6.00 an hour here"


def test_a_task_that_the_plan_does_not_know_is_refused() -> None:
    with pytest.raises(BadInput, match="no task “nap”"):
        explained("nap")

"""What to have at hand for a shift's waits: worked out by hand for waits that forget, and drawn at random."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from math import exp
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gigplanner.model import Money, Task
from gigplanner.model.times import Span
from gigplanner.scheduler.pocket import MOST_TASKS, RESERVE, Pocket, pocket
from gigplanner.scheduler.problem import PlanRules
from gigplanner.scheduler.waits import WaitModel

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
PHONE = frozenset({"phone", "data"})
NO_SWITCH = PlanRules(switch_minutes=0.0)
EACH = 10 * (exp(0.1) - 1)  # minutes of waiting that a finished unit of a minute uses, waits being of 10


class Forgetful:
    """Waits that are exponential: what is left of one does not depend on how long it has lasted."""

    personal = True

    def __init__(self, mean: float) -> None:
        self.mean = mean

    def remaining(self, lengths: Sequence[float], **_: object) -> list[float]:
        return [exp(-length / self.mean) for length in lengths]


def a_task(title: str = "Tag photos", cents: int = 100, minutes: float = 1, **fields: Any) -> Task:
    return Task(id=title, title=title, pay=Money(cents, "USD"), minutes=minutes, **fields)


def packed(
    *tasks: Task,
    hours: float = 4,
    mean: float = 10,
    order: float = 20,
    rules: PlanRules = NO_SWITCH,
    **more: Any,
) -> Pocket:
    """The pocket of a shift from noon, by default of 4 hours: 8 waits of 10 minutes between orders of 20."""
    shift = Span(NOON, NOON + timedelta(hours=hours))
    model = cast(WaitModel, Forgetful(mean))
    return pocket(shift, tasks, model, has=PHONE, rules=rules, order_minutes=order, **more)


def titles(found: Pocket) -> list[str]:
    return [task.title for task in found.tasks]


# --- by hand -----------------------------------------------------------------------------------------------


def test_a_shift_of_four_hours_has_eight_waits_of_ten_minutes_between_orders_of_twenty() -> None:
    found = packed()
    assert found.waits == pytest.approx(8, rel=0.02)
    assert found.wait_minutes == pytest.approx(80, rel=0.03)
    assert found.tasks == ()


def test_a_study_brings_its_pay_times_the_chance_that_no_order_breaks_it() -> None:
    [study] = packed(a_task("Study", 400, 10, odds=0.5)).tasks
    assert study.units == 1
    assert study.expected.minor == pytest.approx(400 * 0.5 * exp(-1), rel=0.02)
    assert study.why == "it fits into 37 % of the waits; about $12.00 an hour of waiting".replace(
        "$12.00", f"${study_rate():.2f}"
    )


def study_rate() -> float:
    """What the study earns in an hour of waiting: 10 · (1 − 1/e) minutes used for e⁻¹ · $2."""
    found = packed(a_task("Study", 400, 10, odds=0.5)).tasks[0].why
    rate = float(found.split("$")[1].split()[0])
    assert rate == pytest.approx(60 * 2 * exp(-1) / (10 * (1 - exp(-1))), rel=0.02)
    return rate


def test_a_batch_alone_fills_all_waits_and_its_reserve_brings_nothing_more() -> None:
    [batch] = packed(a_task(cents=10, units=500)).tasks
    assert batch.units == pytest.approx(RESERVE * 80 / EACH, abs=4)
    assert batch.expected.minor == pytest.approx(10 * 80 / EACH, rel=0.03)


def test_of_a_batch_no_more_is_taken_than_there_is() -> None:
    [batch] = packed(a_task(cents=10, units=5)).tasks
    assert (batch.units, batch.expected.minor) == (5, 50)


def test_what_can_be_put_down_earns_all_of_its_pay() -> None:
    [logo] = packed(a_task("Logo", 2000, 60, resumable=True)).tasks
    assert logo.expected.minor == 2000
    assert logo.why.startswith("can be put down when an order comes; about $20.")
    [course] = packed(a_task("Course", 0, 60, splittable=True, worth=Money(1000, "USD"))).tasks
    assert course.expected.minor == 0 and "worth $10." in course.why


def test_the_best_paid_comes_first_and_none_lives_on_one_batch_while_there_is_other_work() -> None:
    found = packed(*(a_task(f"at {cents}", cents, units=500) for cents in (5, 9, 7, 8, 6, 4)))
    assert titles(found) == ["at 9", "at 8", "at 7", "at 6", "at 5"]
    assert {task.units for task in found.tasks[:4]} == {found.tasks[0].units}
    assert [task.expected.minor > 0 for task in found.tasks] == [True, True, True, False, False]
    assert found.tasks[3].why.startswith("in reserve for longer waits: ")


def test_time_to_log_in_makes_short_single_tasks_worth_less_than_a_batch() -> None:
    rules = PlanRules(switch_minutes=2.0)
    single = a_task("Single", 13, 1, platform="Prolific")
    batch = a_task("Batch", 10, 1, units=500, platform="MTurk")
    assert titles(packed(single, batch)) == ["Single", "Batch"]
    assert titles(packed(single, batch, rules=rules)) == ["Batch", "Single"]


def test_a_task_longer_than_any_wait_is_left_at_home() -> None:
    assert titles(packed(a_task("Film", 9000, 200), mean=2)) == []


# --- what is left out ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fields",
    [
        {"needs": frozenset({"laptop"})},
        {"due": NOON},
        {"due": NOON + timedelta(seconds=59)},
        {"not_before": NOON + timedelta(hours=4)},
        {"status": "done"},
        {"cents": 0},
    ],
)
def test_what_cannot_be_done_in_the_shift_or_brings_nothing_is_left_out(fields: dict[str, Any]) -> None:
    assert titles(packed(a_task(**fields), a_task("Other"))) == ["Other"]


def test_a_task_due_within_the_shift_counts_on_the_waits_before_that() -> None:
    [all_day] = packed(a_task(units=500)).tasks
    [till_one] = packed(a_task(units=500, due=NOON + timedelta(hours=1))).tasks
    assert till_one.units == pytest.approx(RESERVE * 20 / EACH, abs=1)  # two waits of ten minutes
    assert till_one.units < all_day.units


def test_units_that_are_planned_already_are_not_offered_again() -> None:
    batch, study = a_task(units=10), a_task("Study", 400, 10)
    [left] = packed(batch, study, held={"Tag photos": 7, "Study": 1}).tasks
    assert (left.title, left.units) == ("Tag photos", 3)


def test_what_pays_below_the_floor_or_in_another_currency_is_left_out() -> None:
    rules = PlanRules(switch_minutes=0.0, floor_rate=Money(1200, "USD"))
    foreign = Task(id="e", title="Foreign", pay=Money(900, "EUR"), minutes=1)
    found = packed(a_task("Good", 22, units=50), a_task("Poor", 18, units=50), foreign, rules=rules)
    assert titles(found) == ["Good"]


def test_a_shift_that_is_over_has_no_waits() -> None:
    assert packed(a_task(), hours=0) == Pocket(tasks=(), waits=0.0, wait_minutes=0.0)


# --- against chance ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "hours, mean, order, off",
    [(1, 8, 21, 0.17), (2, 8, 21, 0.1), (3, 8, 21, 0.1), (4, 10, 20, 0.1), (6, 12, 25, 0.1), (9, 5, 30, 0.1)],
)
def test_the_waits_of_shifts_drawn_at_random_come_to_what_was_expected(
    hours: float, mean: float, order: float, off: float
) -> None:
    dice = random.Random(7)
    shifts, minutes = 2000, 0.0
    for _ in range(shifts):
        at, end = 0.0, hours * 60
        while at < end:
            wait = dice.expovariate(1 / mean)
            minutes += min(wait, end - at)
            at += wait + dice.gammavariate(4, order / 4)
    assert packed(hours=hours, mean=mean, order=order).wait_minutes == pytest.approx(
        minutes / shifts, rel=off
    )


TASKS = st.lists(
    st.builds(
        lambda number, cents, minutes, units, odds, resumable: a_task(
            f"task {number}", cents, minutes, units=units, odds=odds, resumable=resumable
        ),
        st.integers(0, 10**9),
        st.integers(0, 2000),
        st.floats(0.05, 300),
        st.integers(1, 500),
        st.floats(0.01, 1),
        st.booleans(),
    ),
    max_size=30,
    unique_by=lambda task: task.id,
)


@settings(max_examples=60, deadline=None)
@given(tasks=TASKS, hours=st.floats(0.05, 14), mean=st.floats(0.5, 60))
def test_a_pocket_holds_nothing_twice_no_more_than_there_is_and_never_promises_more_than_it_pays(
    tasks: list[Task], hours: float, mean: float
) -> None:
    found = packed(*tasks, hours=hours, mean=mean)
    named = {task.id: task for task in tasks}
    assert len(found.tasks) == len({task.task_id for task in found.tasks}) <= MOST_TASKS
    assert 0 < found.wait_minutes <= hours * 60 * 1.05
    for task in found.tasks:
        whole = named[task.task_id]
        assert 1 <= task.units <= whole.units
        assert 0 <= task.expected.minor <= task.units * whole.pay.minor * whole.odds + 1
    assert found == packed(*tasks, hours=hours, mean=mean)

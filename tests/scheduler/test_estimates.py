"""The person's own minutes and odds: tables worked out by hand, and what holds whatever the results."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from gigplanner.model import Earning, Money, Task, TaskResult
from gigplanner.scheduler.estimates import FASTEST, RECENT, SLOWEST, Estimates

START = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)
_numbers = count()

SURVEY = Task(
    id="survey",
    title="Commuting survey",
    pay=Money(410, "USD"),
    minutes=6,
    platform="Prolific",
    category="survey",
    odds=0.9,
)


def result(minutes: float | None = None, **fields: Any) -> TaskResult:
    """A result on Prolific of a task stated at 10 minutes; each an hour after the one before, unless said."""
    number = next(_numbers)
    usual: dict[str, Any] = {
        "id": f"{number:09}",
        "task": f"task-{number}",
        "at": START + number * timedelta(hours=1),
        "outcome": "done",
        "units": 1,
        "platform": "Prolific",
        "category": "survey",
        "stated_minutes": 10.0,
        "minutes": minutes,
    }
    return TaskResult(**{**usual, **fields})


def taking(*minutes: float, **fields: Any) -> list[TaskResult]:
    return [result(each, **fields) for each in minutes]


def earning(done: TaskResult, status: str) -> Earning:
    """What became of the money of a result."""
    fields: dict[str, Any] = {"id": f"e{done.id}", "status": status}
    return Earning(at=done.at, gross=Money(410, "USD"), task=done.task, platform=done.platform, **fields)


def minutes_after(results: Iterable[TaskResult], task: Task = SURVEY) -> float:
    return Estimates.learn(results).minutes(task).minutes


def odds_after(
    ends: Sequence[str], task: Task = SURVEY, *, outcomes: Sequence[str] = (), **fields: Any
) -> float:
    """The odds after results whose money came to `ends`, and others that ended in `outcomes`."""
    done = [result(**fields) for _ in ends]
    others = [result(outcome=outcome, **fields) for outcome in outcomes]
    money = [earning(one, end) for one, end in zip(done, ends, strict=True)]
    return Estimates.learn([*done, *others], money).odds(task).odds


# --- minutes, by hand ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "took, minutes",
    [
        # of 5 values the (5 + 1) · 0.8 = 4.8th: from the 4th four fifths of the way to the 5th
        ((10, 10, 10, 10, 10), 6.0),
        ((8, 9, 10, 12, 17), 6 * 1.6),
        ((17, 12, 10, 9, 8), 6 * 1.6),
        # of 9 values the 8th
        ((1, 2, 3, 4, 5, 6, 7, 15, 50), 6 * 1.5),
        # faster than stated counts too
        ((5, 5, 5, 5, 5), 3.0),
        # of 5 the fifth weighs most: one forgotten timer counts as five times the stated minutes, no more
        ((10, 10, 10, 10, 600), 6 * (1 + 0.8 * 4)),
        # a key pressed twice is held at a fifth
        ((0.01, 0.01, 0.01, 0.01, 0.01), 6 * 0.2),
    ],
)
def test_a_task_takes_the_80th_percentile_of_actual_over_stated(
    took: tuple[float, ...], minutes: float
) -> None:
    estimate = Estimates.learn(taking(*took)).minutes(SURVEY)
    assert estimate.minutes == pytest.approx(minutes)
    assert (estimate.stated, estimate.based_on) == (6, len(took))


def test_below_five_results_the_stated_minutes_stand() -> None:
    estimate = Estimates.learn(taking(20, 20, 20, 20)).minutes(SURVEY)
    assert (estimate.minutes, estimate.based_on) == (6, 0)
    assert minutes_after(taking(20, 20, 20, 20, 20)) == 12


def test_what_nobody_timed_does_not_count() -> None:
    assert minutes_after([*taking(20, 20, 20, 20), result(None), result(0.0)]) == 6
    assert minutes_after(taking(20, 20, 20, 20, 20, stated_minutes=0.0)) == 6


def test_a_category_of_few_results_goes_by_its_platform_and_no_further() -> None:
    tagging = taking(20, 20, 20, category="image tagging")
    surveys = taking(10, 10)
    learned = Estimates.learn([*tagging, *surveys])
    assert learned.minutes(SURVEY).based_on == 5
    assert learned.minutes(SURVEY).minutes == 12
    assert learned.minutes(replace(SURVEY, platform="MTurk")).based_on == 0
    own = Estimates.learn([*tagging, *surveys, *taking(10, 10, 10)]).minutes(SURVEY)
    assert (own.minutes, own.based_on) == (6, 5)


def test_a_category_is_the_same_however_it_is_written() -> None:
    learned = Estimates.learn([*taking(20, 20, 20, 20, 20, category="Survey"), *taking(10, 10, category="x")])
    assert learned.minutes(SURVEY).based_on == 5


def test_only_the_latest_fifty_results_count() -> None:
    old, new = taking(*[30.0] * RECENT), taking(*[20.0] * RECENT)
    assert minutes_after([*new, *old]) == 12
    assert Estimates.learn([*old, *new]).minutes(SURVEY).based_on == RECENT


def test_a_task_that_was_interrupted_nobody_knows_when_has_no_known_time() -> None:
    usual = taking(20, 20, 20, 20, 20)
    cut = result(None, outcome="interrupted")
    rest = result(1, task=cut.task)
    assert Estimates.learn([*usual, cut, rest]).minutes(SURVEY).based_on == 5
    afresh = result(20, task=cut.task)
    assert Estimates.learn([*usual, cut, rest, afresh]).minutes(SURVEY).based_on == 6


def test_a_task_whose_minutes_before_the_interruption_were_counted_has_its_whole_time() -> None:
    cut = result(5, outcome="interrupted", banked=True)
    assert minutes_after([*taking(20, 20, 20, 20), cut, result(20, task=cut.task)]) == 12


def test_a_screen_out_takes_no_time_worth_learning_but_a_rejected_task_took_its_time() -> None:
    assert minutes_after(taking(20, 20, 20, 20, 20, outcome="screened_out")) == 6
    assert minutes_after(taking(20, 20, 20, 20, 20, outcome="rejected")) == 12


def test_a_batch_is_one_result_by_the_minutes_of_a_unit() -> None:
    assert minutes_after([*taking(20, 20, 20, 20), result(20, units=40)]) == 12


# --- odds, by hand ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "ends, outcomes, odds",
    [
        ([], [], 0.9),
        (["paid"], [], (9 + 1) / 11),
        (["approved", "paid"], [], (9 + 2) / 12),
        (["rejected"], [], 9 / 11),
        ([], ["rejected"], 9 / 11),
        ([], ["screened_out", "screened_out"], 9 / 12),
        ([], ["interrupted", "interrupted"], 0.9),
        # 3 of the 4 decided were approved: so is three quarters of the 2 awaited
        (["paid", "paid", "paid", "rejected", "pending", "expected"], [], (9 + 3 + 1.5) / 16),
        # nothing decided: what is awaited counts as paid
        (["pending", "pending"], ["screened_out"], (9 + 2) / 13),
    ],
)
def test_odds_move_from_the_stated_ones_towards_what_was_paid(
    ends: list[str], outcomes: list[str], odds: float
) -> None:
    assert odds_after(ends, outcomes=outcomes) == pytest.approx(odds)


def test_what_was_done_without_money_teaches_nothing_about_odds() -> None:
    assert Estimates.learn(taking(10, 10)).odds(SURVEY).based_on == 0


def test_odds_of_a_category_of_few_results_go_by_its_platform() -> None:
    elsewhere = [result(outcome="screened_out", category="panel") for _ in range(6)]
    here = [result(outcome="screened_out") for _ in range(4)]
    assert Estimates.learn([*elsewhere, *here]).odds(SURVEY).based_on == 10
    assert Estimates.learn([*elsewhere, *here, result(outcome="rejected")]).odds(SURVEY).based_on == 5


def test_a_task_is_planned_with_what_was_learned_and_otherwise_stays_as_it_is() -> None:
    done = taking(20, 20, 20, 20, 20)
    learned = Estimates.learn(done, [earning(one, "paid") for one in done])
    assert learned.apply(SURVEY) == replace(SURVEY, minutes=12.0, odds=14 / 15)
    other = replace(SURVEY, platform="Fiverr")
    assert learned.apply(other) is other


# --- whatever the results ----------------------------------------------------------------------------------

ENDS = st.lists(st.sampled_from(["paid", "approved", "pending", "rejected"]), max_size=30)
OUTCOMES = st.lists(st.sampled_from(["screened_out", "rejected", "interrupted"]), max_size=30)
TOOK = st.lists(st.floats(0, 1e6) | st.none(), max_size=60)


@given(took=TOOK, stated=st.floats(0, 1e4))
def test_minutes_stay_within_reason(took: list[float | None], stated: float) -> None:
    minutes = minutes_after([result(each, stated_minutes=stated) for each in took])
    assert FASTEST * SURVEY.minutes <= minutes <= SLOWEST * SURVEY.minutes


@given(took=st.lists(st.floats(2, 49), min_size=5, max_size=40))
def test_about_a_fifth_of_what_was_learned_from_took_longer(took: list[float]) -> None:
    minutes = minutes_after(taking(*took)) / 6 * 10
    longer = sum(each > minutes + 1e-9 for each in took)
    assert longer <= 0.2 * (len(took) + 1)


@given(took=st.lists(st.floats(2, 49), min_size=5, max_size=20), times=st.floats(0.01, 100))
def test_it_is_the_proportion_that_is_learned(took: list[float], times: float) -> None:
    scaled = [result(each * times, stated_minutes=10 * times) for each in took]
    assert minutes_after(scaled) == pytest.approx(minutes_after(taking(*took)))


@given(ends=ENDS, outcomes=OUTCOMES, stated=st.floats(0.01, 1))
def test_odds_lie_between_the_stated_ones_and_what_was_seen(
    ends: list[str], outcomes: list[str], stated: float
) -> None:
    task = replace(SURVEY, odds=stated)
    odds = odds_after(ends, task, outcomes=outcomes)
    assert 0 < odds <= 1
    bad = [outcome for outcome in outcomes if outcome != "interrupted"]
    if not bad and "rejected" not in ends:
        assert odds >= stated - 1e-12
    if bad and not ends:
        assert odds < stated


@settings(max_examples=50)
@given(ends=ENDS, outcomes=OUTCOMES)
def test_another_failure_never_raises_the_odds_and_another_payment_never_lowers_them(
    ends: list[str], outcomes: list[str]
) -> None:
    odds = odds_after(ends, outcomes=outcomes)
    assert odds_after(ends, outcomes=[*outcomes, "screened_out"]) <= odds + 1e-12
    assert odds_after([*ends, "paid"], outcomes=outcomes) >= odds - 1e-12


@given(st.randoms(use_true_random=False), st.lists(st.floats(1, 60), min_size=5, max_size=20))
def test_the_order_in_which_results_are_read_does_not_matter(shuffler: Any, took: list[float]) -> None:
    results = taking(*took)
    shuffled = results[:]
    shuffler.shuffle(shuffled)
    assert Estimates.learn(shuffled) == Estimates.learn(results)


def test_who_asks_for_minutes_alone_learns_the_same_minutes_and_no_odds() -> None:
    results = [*taking(10, 12, 14, 16, 18), *taking(30, 31, 32, 33, 34, category="video")]
    whole, minutes = Estimates.learn(results), Estimates.learn_minutes(reversed(results))
    assert minutes == Estimates(whole.paces)
    assert whole.paces and minutes.odds(SURVEY).based_on == 0

"""What to start while waiting: by the rate index, within hard rules, with the reason in words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from gigplanner.model import BadInput, Money, Task
from gigplanner.scheduler import Advice, PlanRules, Wait, WaitModel, suggest

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
CAR = frozenset({"phone", "data"})
PRIOR = WaitModel.prior()


def minute(number: float) -> datetime:
    return NOW + timedelta(minutes=number)


def task(name: str, pay: int, minutes: float, currency: str = "USD", **fields: object) -> Task:
    return Task(id=name, title=name, pay=Money(pay, currency), minutes=minutes, **fields)


def advice(
    *tasks: Task, waited: float = 0.0, model: WaitModel = PRIOR, limit: int = 3, **rules: object
) -> Advice:
    return suggest(
        tasks,
        model,
        waited=waited,
        has=CAR,
        now=NOW,
        rules=PlanRules(switch_minutes=1.0, **rules),
        limit=limit,
    )


def names(given: Advice) -> list[str]:
    return [option.task_id for option in given.options]


def test_a_task_that_will_likely_finish_goes_before_a_richer_one_that_will_not() -> None:
    given = advice(task("study", 500, 25), task("poll", 60, 3))
    assert given.kind == "start"
    assert names(given) == ["poll", "study"]


def test_progress_that_is_kept_makes_a_long_task_worth_starting() -> None:
    given = advice(task("study", 500, 25), task("labels", 500, 25, resumable=True))
    assert names(given) == ["labels", "study"]
    assert given.options[0].why.startswith("can be put down when an order comes")


def test_after_a_long_wait_longer_tasks_become_worth_it() -> None:
    tasks = task("study", 300, 12), task("poll", 60, 3)
    assert names(advice(*tasks))[0] == "poll"
    assert names(advice(*tasks, waited=30))[0] == "study"


def test_the_figures_are_those_of_the_rate_index() -> None:
    (option,) = advice(task("poll", 100, 4, odds=0.8), waited=2).options
    odds = PRIOR.survival(4, waited=2)
    used = sum(PRIOR.survival((step + 0.5) / 50, waited=2) / 50 for step in range(200))
    assert option.odds_to_finish == pytest.approx(odds)
    assert option.expected == Money(round(80 * odds), "USD")
    assert option.per_hour.minor == pytest.approx(80 * odds / used * 60, rel=0.005)
    assert (option.units, option.minutes) == (1, 4)
    assert option.why == (
        f"{odds * 100:.0f} % chance to finish before an order; "
        f"about {option.per_hour} an hour of waiting, by waits typical for drivers"
    )


def test_switching_platform_takes_time_too() -> None:
    given = advice(task("mturk", 60, 3, platform="MTurk"), task("here", 60, 3))
    assert names(given) == ["here", "mturk"]


def test_a_batch_is_worth_its_next_unit() -> None:
    (option,) = advice(task("receipts", 50, 2, units=40)).options
    assert (option.units, option.minutes) == (1, 2)
    assert option.expected.minor <= 50


def test_worth_counts_for_the_choice_but_is_no_money() -> None:
    given = advice(task("lesson", 0, 3, worth=Money(200, "USD")), task("poll", 60, 3))
    assert names(given) == ["lesson", "poll"]
    assert given.options[0].expected == Money(0, "USD")


@pytest.mark.parametrize(
    "barred",
    [
        task("x", 900, 3, needs=frozenset({"laptop"})),
        task("x", 900, 3, due=minute(2)),
        task("x", 900, 3, platform="MTurk", due=minute(3.5)),
        task("x", 900, 3, not_before=minute(1)),
        task("x", 900, 3, status="done"),
        task("x", 900, 3, units=0),
        task("x", 900, 0),
        task("x", 900, 3, currency="GBP"),
        task("x", 900, 3, platform="Capped"),
        task("x", 900, 30, splittable=True, min_chunk=10, due=minute(9)),
    ],
    ids=[
        "needs",
        "due",
        "due after the switch",
        "too early",
        "done",
        "used up",
        "no time",
        "GBP",
        "cap",
        "chunk",
    ],
)
def test_hard_rules_hold_however_well_it_pays(barred: Task) -> None:
    given = advice(barred, task("poll", 1, 3), currency="USD", daily_caps={"Capped": 0})
    assert names(given) == ["poll"]


def test_a_task_that_is_split_counts_only_until_its_due() -> None:
    (option,) = advice(task("logo", 900, 30, splittable=True, min_chunk=5, due=minute(10))).options
    assert option.minutes == 10


def test_with_nothing_to_do_one_rests() -> None:
    assert advice() == Advice("rest", ())
    assert advice(task("free", 0, 3)) == Advice("rest", ())


def test_below_the_floor_one_rests() -> None:
    assert advice(task("poll", 5, 3), floor_rate=Money(2000, "USD")) == Advice("rest", ())


def test_one_holds_where_a_little_more_waiting_makes_a_task_worth_its_floor() -> None:
    study = task("study", 400, 10)
    now = advice(study).options[0].per_hour.minor
    soon = advice(study, waited=2).options[0].per_hour.minor
    assert now < soon
    given = advice(study, floor_rate=Money((now + soon) // 2, "USD"))
    assert given.kind == "hold"
    assert names(given) == ["study"]
    assert "min more" in given.options[0].why


def test_only_what_reaches_the_floor_is_offered() -> None:
    given = advice(task("good", 100, 3), task("poor", 5, 3), floor_rate=Money(600, "USD"))
    assert (given.kind, names(given)) == ("start", ["good"])


def test_a_study_that_an_order_would_break_says_so() -> None:
    (option,) = advice(task("study", 500, 25)).options
    assert option.odds_to_finish < 0.5
    assert "more likely than not break it" in option.why


def test_a_figure_is_called_typical_until_three_waits_are_known() -> None:
    two, three = ([Wait(NOW, 6.0, True)] * count for count in (2, 3))
    assert "typical for drivers" in advice(task("a", 60, 3), model=WaitModel.learn(two)).options[0].why
    assert "typical for drivers" not in advice(task("a", 60, 3), model=WaitModel.learn(three)).options[0].why


def test_no_more_options_are_given_than_asked_for_and_ties_keep_the_queues_order() -> None:
    tasks = [task(f"t{number}", 60, 3) for number in range(9)]
    assert names(advice(*tasks, limit=2)) == ["t0", "t1"]
    with pytest.raises(BadInput, match="1 option or more"):
        advice(*tasks, limit=0)

"""What to start while waiting: by the rate index, within hard rules, with the reason in words."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from math import log

import pytest
from hypothesis import given as examples
from hypothesis import settings
from hypothesis import strategies as st

from gigplanner.model import BadInput, Money, Task
from gigplanner.scheduler import Advice, PlanRules, Wait, WaitModel, suggest
from gigplanner.scheduler.fillers import _candidate, _shortlist
from gigplanner.scheduler.rating import STUDIED, WAITS_AHEAD, Candidate, later_worth, rated
from gigplanner.scheduler.survival import TIMES, Curve, Rest

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
CAR = frozenset({"phone", "data"})
PRIOR = WaitModel.prior()


def minute(number: float) -> datetime:
    return NOW + timedelta(minutes=number)


def task(name: str, pay: int, minutes: float, currency: str = "USD", **fields: object) -> Task:
    return Task(id=name, title=name, pay=Money(pay, currency), minutes=minutes, **fields)


def advice(
    *tasks: Task,
    waited: float = 0.0,
    model: WaitModel = PRIOR,
    limit: int = 3,
    ahead: float = WAITS_AHEAD,
    **rules: object,
) -> Advice:
    return suggest(
        tasks,
        model,
        waited=waited,
        has=CAR,
        now=NOW,
        rules=PlanRules(switch_minutes=1.0, **rules),
        limit=limit,
        waits_ahead=ahead,
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


# --- what comes later ------------------------------------------------------------------------------------


def test_a_study_is_held_back_for_a_wait_that_turns_out_long() -> None:
    given = advice(task("study", 500, 15))
    assert (given.kind, names(given)) == ("hold", ["study"])
    assert given.hold_minutes > 0
    assert given.options[0].why.startswith(f"after {given.hold_minutes:g} min more: ")
    (now,) = advice(task("study", 500, 15), waited=40).options
    assert given.options[0].odds_to_finish < now.odds_to_finish


def test_after_the_minutes_held_it_is_started() -> None:
    given = advice(task("study", 500, 15))
    assert advice(task("study", 500, 15), waited=given.hold_minutes).kind == "start"


def test_what_is_never_worth_starting_in_this_wait_is_held_back_and_not_forgotten() -> None:
    given = suggest(
        [task("study", 500, 40)], PRIOR, waited=0, has=CAR, now=NOW, rules=PlanRules(), waits_ahead=500
    )
    assert (given.kind, names(given)) == ("hold", ["study"])


def test_on_the_last_wait_there_is_less_to_hold_back_for() -> None:
    study = task("study", 500, 5)
    last, many = (
        suggest(
            [study],
            PRIOR,
            waited=4,
            has=CAR,
            now=NOW,
            rules=PlanRules(),
            waits_ahead=waits,
        )
        for waits in (0, 20)
    )
    assert (last.kind, many.kind) == ("start", "hold")


def test_the_more_waits_are_to_come_the_longer_a_study_is_held_back() -> None:
    def first_start(ahead: float) -> float:
        """The minutes waited at which it is begun."""
        minutes = range(0, 90, 2)
        study = task("study", 500, 15)
        return next(waited for waited in minutes if advice(study, waited=waited, ahead=ahead).kind == "start")

    starts = [first_start(ahead) for ahead in (0, 1, 3, 8)]
    assert starts == sorted(starts)
    assert starts[0] == 0 and starts[-1] >= 20


def a_candidate(**fields: object) -> Candidate:
    study = task("study", 500, 15)
    usual = {"order": 0, "minutes": 15.0, "switch": 0.0, "gain": 500.0, "units": 1}
    return Candidate(task=study, **{**usual, "kept": False, "fragile": True, **fields})


def test_what_a_study_would_bring_later_by_hand() -> None:
    # half of the waits end at once, the others after an hour: one waits and sees
    chances = Curve((0.0, *(log(2) if time < 60 else 50.0 for time in TIMES[1:])))
    fresh = Rest(chances, 0.0)
    one, two, five = (later_worth(a_candidate(), fresh, 0.0, waits) for waits in (1, 2, 5))
    assert (one, two, five) == pytest.approx((250, 375, 500 * (1 - 0.5**5)), rel=1e-3)
    assert later_worth(a_candidate(), fresh, 0.0, 1.5) == pytest.approx((250 + 375) / 2, rel=1e-3)
    assert later_worth(a_candidate(), fresh, 0.0, 0.0) == 0
    assert later_worth(a_candidate(), fresh, 40.0, 5) == 0  # an hour brings more than the study
    kept = a_candidate(kept=True, fragile=False)
    assert later_worth(kept, fresh, 10.0, 4) == 500 - 10 * 15


@pytest.mark.parametrize("waits", [-1.0, float("nan"), float("inf")])
def test_no_shift_brings_so_many_waits(waits: float) -> None:
    with pytest.raises(BadInput, match="waits still to come"):
        suggest([], PRIOR, waited=0, has=CAR, now=NOW, rules=PlanRules(), waits_ahead=waits)


def test_where_waiting_says_nothing_nothing_is_held_back() -> None:
    no_memory = WaitModel(Curve(tuple(time / 8 for time in TIMES)), 100, tie=0.0)
    assert advice(task("study", 500, 15), model=no_memory).kind == "start"


def test_the_time_goes_to_what_an_order_leaves_alone_while_a_study_is_held_back() -> None:
    given = advice(task("study", 500, 15), task("receipts", 10, 2, units=30), ahead=3)
    assert given.kind == "start"
    assert names(given) == ["receipts", "study"]
    assert given.options[1].why.startswith("better kept for a wait that turns out long: ")


def test_in_a_long_queue_nothing_is_held_back_for_time_is_what_is_scarce() -> None:
    studies = [task(f"study {number}", 100 + number, 8) for number in range(60)]
    assert advice(*studies).kind == "start"


# --- batches and platforms -------------------------------------------------------------------------------


def test_the_minute_to_log_in_is_spread_over_the_units_of_a_batch() -> None:
    batch, single = (advice(task("t", 30, 1, platform="MTurk", units=units)).options[0] for units in (30, 1))
    assert (batch.units, batch.minutes) == (1, 1)
    assert batch.odds_to_finish == pytest.approx(PRIOR.survival(2))
    assert batch.per_hour.minor > 1.3 * single.per_hour.minor
    without = advice(task("t", 30, 1, units=30)).options[0]
    assert batch.per_hour.minor < without.per_hour.minor


def test_only_so_many_units_count_as_are_left_before_the_due_or_under_the_cap() -> None:
    def rate(**fields: object) -> int:
        batch = task("t", 30, 1, platform="MTurk", units=30, **fields)
        caps = {"MTurk": 2} if not fields else {}
        return advice(batch, daily_caps=caps).options[0].per_hour.minor

    free = advice(task("t", 30, 1, platform="MTurk", units=30)).options[0].per_hour.minor
    assert rate() < free
    assert rate(due=minute(3.5)) == rate()


def test_where_one_is_logged_in_already_no_minute_is_lost() -> None:
    tasks = [task("mturk", 60, 3, platform="MTurk"), task("here", 59, 3)]
    logged_in = suggest(
        tasks, PRIOR, waited=0, has=CAR, now=NOW, rules=PlanRules(switch_minutes=1.0), logged_in="MTurk"
    )
    assert names(advice(*tasks)) == ["here", "mturk"]
    assert names(logged_in) == ["mturk", "here"]


def test_a_studys_longest_time_is_named_where_an_order_would_break_it() -> None:
    study = advice(task("study", 100, 9, category="survey"), waited=60).options[0]
    assert study.odds_to_finish > 0.5
    # 2 + 9 + 2·√9
    assert "before an order, which would break it: at most 17 min are allowed; " in study.why
    unlikely = advice(task("study", 500, 25, category="survey"), task("poll", 1, 3), waited=3).options
    assert any("more likely than not break it: at most 37 min are allowed" in each.why for each in unlikely)
    very_long = advice(task("interview", 900, 120, category="survey"), waited=900).options[0]
    assert "are allowed" not in very_long.why  # an order fits into what is allowed beyond its minutes


# --- any queue -------------------------------------------------------------------------------------------

queues = st.lists(
    st.builds(
        task,
        st.uuids().map(str),
        st.integers(0, 800),
        st.integers(1, 60).map(lambda halves: halves / 2),
        platform=st.sampled_from(["", "MTurk", "Prolific"]),
        units=st.sampled_from([1, 1, 1, 2, 30]),
        resumable=st.booleans(),
    ),
    max_size=70,
)


@settings(max_examples=60, deadline=None)
@examples(queues, st.floats(0, 60), st.lists(st.floats(0.1, 60), max_size=3))
def test_any_queue_gets_options_of_its_own_with_chances_and_the_same_ones_again(
    queue: list[Task], waited: float, recent: list[float]
) -> None:
    given = [
        suggest(queue, PRIOR, waited=waited, has=CAR, now=NOW, rules=PlanRules(), recent=recent)
        for _ in range(2)
    ]
    assert given[0] == given[1]
    assert len(given[0].options) <= 3
    assert set(names(given[0])) <= {each.id for each in queue}
    assert all(0 <= option.odds_to_finish <= 1 for option in given[0].options)
    assert (given[0].hold_minutes > 0) == (given[0].kind == "hold")
    if any(each.pay and (each.units > 1 or each.resumable) for each in queue):
        assert given[0].kind == "start"


@pytest.mark.parametrize("waited", [0.0, 2.5, 30.0])
def test_what_is_ruled_out_unlooked_at_is_never_among_the_best(waited: float) -> None:
    chance = random.Random(8)
    queue = [
        task(
            f"{number}",
            chance.randint(1, 800),
            chance.randint(1, 90) / 2,
            platform=chance.choice(["", "MTurk"]),
            units=chance.choice([1, 1, 1, 20]),
            resumable=chance.random() < 0.1,
        )
        for number in range(400)
    ]
    rules = PlanRules(switch_minutes=1.0)
    rest = PRIOR.rest(waited=waited, at=NOW)
    looked_at = _shortlist(queue, rest, NOW, rules, "")
    every_one = [rated(_candidate(number, one, NOW, rules, ""), rest) for number, one in enumerate(queue)]
    best = sorted((each.index for each in every_one), reverse=True)[:STUDIED]
    assert [each.index for each in looked_at] == pytest.approx(best)

"""How long until the next order: typical at first, then the person's own."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gigplanner.model import BadInput
from gigplanner.scheduler import Wait, WaitModel

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
PRIOR = WaitModel.prior()


def wait(minutes: float, ended: bool = True, hour: int = 12) -> Wait:
    return Wait(NOON.replace(hour=hour), minutes, ended)


def exponential(count: int, mean: float, hour: int = 12) -> list[Wait]:
    chance = random.Random(count)
    return [wait(chance.expovariate(1 / mean), hour=hour) for _ in range(count)]


def test_before_any_wait_the_figures_are_those_of_drivers_in_general() -> None:
    assert 3 <= PRIOR.quantile(0.5) <= 8
    assert 1.5 <= PRIOR.quantile(0.25) <= 3.5
    assert 14 <= PRIOR.quantile(0.9) <= 32
    assert (PRIOR.based_on, PRIOR.personal) == (0, False)


def test_a_wait_that_goes_on_tends_to_go_on() -> None:
    assert PRIOR.survival(5) == pytest.approx(0.48, abs=0.02)
    assert PRIOR.survival(5, waited=1) == pytest.approx(0.53, abs=0.02)
    assert PRIOR.quantile(0.5, waited=10) > PRIOR.quantile(0.5)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.floats(0, 200), st.booleans()), max_size=8),
    st.floats(0, 60),
    st.floats(0, 90),
    st.floats(0, 90),
    st.lists(st.floats(0, 100), max_size=3),
)
def test_survival_is_a_conditional_probability_that_only_falls(
    waits: list[tuple[float, bool]], waited: float, first: float, more: float, recent: list[float]
) -> None:
    model = WaitModel.learn([wait(minutes, ended) for minutes, ended in waits])
    given_now = model.survival(first, waited=waited, recent=recent)
    given_later = model.survival(more, waited=waited + first, recent=recent)
    both = model.survival(first + more, waited=waited, recent=recent)
    assert model.survival(0, waited=waited, recent=recent) == pytest.approx(1)
    assert 0 <= both <= given_now <= 1 + 1e-12
    assert both == pytest.approx(given_now * given_later, abs=1e-5)


@pytest.mark.parametrize("p", [0.0, 0.1, 0.5, 0.95])
def test_a_quantile_is_where_survival_says_it_is(p: float) -> None:
    assert PRIOR.survival(PRIOR.quantile(p, waited=4), waited=4) == pytest.approx(1 - p, abs=1e-3)


def test_two_hundred_waits_outweigh_what_is_typical() -> None:
    model = WaitModel.learn(exponential(200, mean=20))
    assert (model.based_on, model.personal) == (200, True)
    assert model.quantile(0.5) == pytest.approx(20 * 0.693, rel=0.2)
    assert model.survival(10, waited=30) == pytest.approx(model.survival(10), abs=0.08)  # no memory


def test_going_offline_is_not_an_order() -> None:
    ended = WaitModel.learn([wait(5) for _ in range(20)])
    broken_off = WaitModel.learn([wait(5, ended=number % 2 == 0) for number in range(20)])
    assert broken_off.quantile(0.5) > ended.quantile(0.5)


def test_a_slow_shift_makes_the_next_wait_look_longer_and_a_busy_one_shorter() -> None:
    model = WaitModel.learn(exponential(100, mean=8))
    usual = model.survival(8)
    assert model.survival(8, recent=[30, 40, 25]) > usual > model.survival(8, recent=[1, 0.5, 1])
    assert model.survival(8, recent=[30, 40, 25]) < 0.8


def test_the_hour_counts_once_it_has_spoken() -> None:
    model = WaitModel.learn([*exponential(150, mean=4, hour=18), *exponential(60, mean=25, hour=9)])
    evening = model.survival(8, at=NOON.replace(hour=18))
    morning = model.survival(8, at=NOON.replace(hour=9))
    assert evening < model.survival(8) < morning
    assert model.survival(8, at=NOON + timedelta(hours=15)) == pytest.approx(model.survival(8), abs=0.1)
    assert PRIOR.survival(8, at=NOON) == PRIOR.survival(8)


def test_an_order_that_came_at_once_is_a_wait_too() -> None:
    assert WaitModel.learn([wait(0)] * 10).quantile(0.5) < PRIOR.quantile(0.5)


@pytest.mark.parametrize("minutes", [-1.0, float("nan"), float("inf")])
def test_a_wait_of_no_possible_length_is_refused(minutes: float) -> None:
    with pytest.raises(BadInput, match="0 minutes or more"):
        WaitModel.learn([wait(minutes)])
    with pytest.raises(BadInput, match="waited"):
        PRIOR.survival(5, waited=minutes)

"""Quartiles and trends of numbers that vary."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gigplanner.insights.spread import spread_of, trend_of

observed = st.lists(st.tuples(st.floats(-1e6, 1e6), st.floats(0.1, 100)), min_size=1, max_size=30)


def test_quartiles_of_equal_weights():
    found = spread_of([(value, 1) for value in (9, 1, 5, 3, 7)])
    assert found is not None
    assert (found.low, found.middle, found.high, found.count, found.few) == (3, 5, 7, 5, False)


def test_a_long_day_weighs_more_than_a_short_one():
    found = spread_of([(10, 1), (20, 8), (30, 1)])
    assert found is not None
    assert (found.low, found.middle, found.high, found.few) == (20, 20, 20, True)


def test_nothing_observed_has_no_spread():
    assert spread_of([]) is None
    assert spread_of([(5, 0)]) is None


def test_a_rise_larger_than_chance_is_sure():
    found = trend_of([(10, 1), (11, 1), (9, 1), (10, 1)], [(20, 1), (21, 1), (19, 1)])
    assert found is not None
    assert found.share == pytest.approx(1.0)
    assert found.sure


def test_a_rise_within_the_usual_ups_and_downs_is_not():
    found = trend_of([(5, 1), (25, 1), (15, 1)], [(9, 1), (29, 1), (19, 1)])
    assert found is not None
    assert found.share == pytest.approx(4 / 15)
    assert not found.sure


def test_two_observations_are_too_few_for_a_trend():
    assert trend_of([(1, 1), (2, 1)], [(1, 1)] * 5) is None


@given(observed)
def test_quartiles_are_observations_in_order(observations: list[tuple[float, float]]):
    found = spread_of(observations)
    values = [value for value, _ in observations]
    assert found is not None
    assert found.low <= found.middle <= found.high
    assert {found.low, found.middle, found.high} <= set(values)


@given(observed)
def test_half_of_the_weight_lies_on_either_side_of_the_middle(observations: list[tuple[float, float]]):
    found = spread_of(observations)
    assert found is not None
    whole = sum(weight for _, weight in observations)
    below = sum(weight for value, weight in observations if value < found.middle)
    upto = sum(weight for value, weight in observations if value <= found.middle)
    assert below <= whole / 2 + 1e-6
    assert upto >= whole / 2 - 1e-6

"""The curve that is learned: by hand where it can be, near the truth where there is much to learn from."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from math import exp, log, sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gigplanner.scheduler import Wait, WaitModel
from gigplanner.scheduler.learning import CENTRE_WAITS, NO_HOURS, binned, departed, fitted, paces
from gigplanner.scheduler.regime import LASTING, next_score, tie_of
from gigplanner.scheduler.survival import LONGEST, TIMES, Curve, Rest, log_tail, normal_score, shifted

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
PRIOR = WaitModel.prior()
LENGTHS = (0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 45.0)


def wait(minutes: float, ended: bool = True, at: datetime = NOON) -> Wait:
    return Wait(at, minutes, ended)


def days_apart(lengths: list[float], ended: bool = True) -> list[Wait]:
    """Waits of shifts of their own."""
    return [wait(minutes, ended, NOON - timedelta(days=day)) for day, minutes in enumerate(lengths)]


def lasting(model: WaitModel, **known: object) -> list[float]:
    return model.remaining(LENGTHS, **known)


waits = st.lists(
    st.builds(
        wait,
        st.floats(0, 300),
        st.booleans(),
        st.integers(0, 5000).map(lambda minutes: NOON + timedelta(minutes=minutes)),
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=60, deadline=None)
@given(waits, st.randoms(use_true_random=False))
def test_the_order_in_which_waits_are_learned_does_not_matter(
    some: list[Wait], chance: random.Random
) -> None:
    shuffled = list(some)
    chance.shuffle(shuffled)
    mixed = WaitModel.learn(shuffled)
    assert lasting(mixed, at=NOON) == pytest.approx(lasting(WaitModel.learn(some), at=NOON), abs=2e-3)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 300), st.booleans()), min_size=1, max_size=12), st.data())
def test_a_wait_that_was_broken_off_makes_waits_look_longer_never_shorter(
    some: list[tuple[float, bool]], data: st.DataObject
) -> None:
    number = data.draw(st.integers(0, len(some) - 1))
    minutes = some[number][0]
    ended, broken = (
        WaitModel.learn(
            [
                wait(*(one if place != number else (minutes, order)), NOON - timedelta(days=place))
                for place, one in enumerate(some)
            ]
        )
        for order in (True, False)
    )
    beyond = [length for length in LENGTHS if length > minutes]
    after_ended, after_broken = (model.remaining(beyond, at=NOON) for model in (ended, broken))
    assert all(b >= e - 5e-3 for b, e in zip(after_broken, after_ended, strict=True))


def test_half_of_the_waits_broken_off_do_not_bias_the_median() -> None:
    chance = random.Random(4)
    lengths = [chance.expovariate(1 / 9) for _ in range(2000)]
    off = [chance.expovariate(1 / 9) for _ in lengths]
    logged = [
        wait(min(pair), pair[0] <= pair[1], NOON - timedelta(days=day))
        for day, pair in enumerate(zip(lengths, off, strict=True))
    ]
    median = WaitModel.learn(logged).quantile(0.5)
    assert median == pytest.approx(9 * log(2), rel=0.1)
    only_ended = WaitModel.learn([one for one in logged if one.ended_by_order]).quantile(0.5)
    assert only_ended < 0.7 * median


def test_a_step_of_the_curve_by_hand() -> None:
    # one stretch of time, 30 waits of the centre beside ten of one's own of which four ended half-way
    start, end = TIMES[60], TIMES[61]
    centre = Curve(tuple(0.1 * (number >= 61) for number in range(len(TIMES))))
    ended, went_on = wait((start + end) / 2), wait(TIMES[100])
    moved = departed(centre, _of_the_whole_day([ended] * 4 + [went_on] * 6))
    by_hand = (CENTRE_WAITS * 0.1 + 4) / (CENTRE_WAITS + 6 + 4 * 0.5)
    assert moved.hazard(end) - moved.hazard(start) == pytest.approx(by_hand)


def _of_the_whole_day(some: list[Wait]) -> list:
    bins = binned(some)
    for one in bins:
        one.pace = one.count
    return bins


def test_waits_of_an_odd_shape_are_learned_as_they_are() -> None:
    # orders come within two minutes or after half an hour, which no Weibull can say
    chance = random.Random(9)
    lengths = [
        chance.uniform(0.5, 2) if chance.random() < 0.6 else chance.uniform(30, 40) for _ in range(600)
    ]
    model = WaitModel.learn(days_apart(lengths))
    assert model.survival(3) == pytest.approx(0.4, abs=0.06)
    assert model.survival(20, waited=3) > 0.85
    assert model.survival(15, waited=28) < 0.2


def test_ten_waits_count_less_than_what_is_typical_and_a_thousand_far_more() -> None:
    quick = [2.0, 1.0, 3.0, 1.5, 2.5, 2.0, 1.0, 2.0, 3.0, 2.0]
    ten, many = (WaitModel.learn(days_apart(quick * times)) for times in (1, 100))
    assert many.survival(4) < 0.03 < ten.survival(4) < PRIOR.survival(4)


def test_an_hour_is_as_busy_as_its_orders_over_those_expected() -> None:
    curve = Curve(tuple(time / 10 for time in TIMES))  # an order every ten minutes
    morning, evening = NOON.replace(hour=2), NOON.replace(hour=19)
    bins = binned([wait(5, at=evening)] * 40 + [wait(20, at=morning)] * 40)
    pace = paces(bins, curve)
    # 40 came for 20 and for 80: beyond what chance makes of that, with the prior's 0.1 in 150
    variance = (15 + (20**2 - 20) + (40**2 - 80)) / (150 + 20**2 + 80**2)
    assert pace[19] == pytest.approx((1 / variance + 40) / (1 / variance + 20), rel=0.01)
    assert pace[2] == pytest.approx((1 / variance + 40) / (1 / variance + 80), rel=0.01)
    assert pace[10] == pytest.approx(1, abs=0.01)
    assert 1 < pace[20] < pace[19]


def test_hours_that_do_not_differ_are_held_near_one_another() -> None:
    curve = Curve(tuple(time / 10 for time in TIMES))
    alike = [wait(10, at=NOON.replace(hour=hour)) for hour in range(8, 20) for _ in range(30)]
    one_busier = [wait(10, at=NOON.replace(hour=12)) for _ in range(6)] + [
        wait(4, at=NOON.replace(hour=12))
    ] * 5
    differing = [wait(3, at=NOON.replace(hour=22))] * 60 + [wait(30, at=NOON.replace(hour=2))] * 60
    held = paces(binned([*alike, *one_busier]), curve)[12]
    free = paces(binned([*differing, *one_busier]), curve)[12]
    assert 1 < held < free


def test_a_curve_is_of_its_hours_and_not_of_their_mix() -> None:
    chance = random.Random(2)
    some = [wait(chance.expovariate(1 / 4), at=NOON.replace(hour=19)) for _ in range(400)]
    some += [wait(chance.expovariate(1 / 16), at=NOON.replace(hour=9)) for _ in range(400)]
    bins = binned(some)
    mixed = fitted(bins, NO_HOURS)
    pace = paces(bins, mixed)
    apart = fitted(bins, pace)
    mixed_rise, apart_rise = (curve.hazard(30) / curve.hazard(3) for curve in (mixed, apart))
    assert mixed_rise < apart_rise  # the mix seems to slow down, the hours by themselves less
    assert WaitModel.learn(some).curve.hazards == pytest.approx(apart.hazards)


# --- this shift's last waits -----------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(waits, st.lists(st.floats(0.1, 100), max_size=5), st.floats(0.1, 60), st.floats(0.1, 60))
def test_a_longer_last_wait_never_makes_the_next_one_look_shorter(
    some: list[Wait], recent: list[float], one: float, other: float
) -> None:
    model = WaitModel.learn(some)
    after_short = lasting(model, recent=[*recent, min(one, other)])
    after_long = lasting(model, recent=[*recent, max(one, other)])
    assert all(long >= short - 1e-9 for short, long in zip(after_short, after_long, strict=True))


def test_the_latest_wait_says_most() -> None:
    assert PRIOR.survival(8, recent=[1, 40]) > PRIOR.survival(8, recent=[40, 1])


def test_the_next_score_by_hand() -> None:
    tie = 0.34  # the regime's variance is 0.4, chance's 0.6
    mean, spread = next_score([1.0], tie)
    assert mean == pytest.approx(LASTING * 0.4)
    left = LASTING**2 * 0.4 * 0.6 + (1 - LASTING**2) * 0.4
    assert spread == pytest.approx(sqrt(left + 0.6))
    assert next_score([], tie) == pytest.approx((0, 1))


def test_waits_that_resemble_their_neighbours_tie_a_shift_together() -> None:
    chance = random.Random(3)
    regimes = [12.0 if shift % 2 else 3.0 for shift in range(60)]
    tied = [
        wait(chance.expovariate(1 / mean), at=NOON + timedelta(days=shift, minutes=20 * number))
        for shift, mean in enumerate(regimes)
        for number in range(6)
    ]
    loose = days_apart([one.minutes for one in tied])
    assert WaitModel.learn(tied).tie > 0.25
    assert WaitModel.learn(loose).tie == pytest.approx(0.2)  # nothing to go by: what is typical


def test_waits_hours_apart_are_not_of_one_shift() -> None:
    near = [wait(5, at=NOON), wait(5, at=NOON + timedelta(minutes=30))]
    far = [wait(5, at=NOON), wait(5, at=NOON + timedelta(hours=9))]
    assert tie_of(near, [2.0, 2.0]) > tie_of(far, [2.0, 2.0]) == pytest.approx(0.2)


# --- the tables ------------------------------------------------------------------------------------------


@given(st.floats(1e-6, 5000))
def test_a_normal_score_leads_back_to_its_hazard(hazard: float) -> None:
    assert -log_tail(normal_score(hazard)) == pytest.approx(hazard, rel=1e-4)


@given(st.floats(-2, 2), st.floats(0.5, 1.2))
def test_a_shifted_curve_never_falls_and_unmoved_it_is_itself(mean: float, spread: float) -> None:
    hazards = shifted(PRIOR.curve, mean, spread).hazards
    assert list(hazards) == sorted(hazards)
    assert shifted(PRIOR.curve, 0.0, 1.0).hazards == pytest.approx(PRIOR.curve.hazards, rel=1e-6)


def test_the_rest_of_an_exponential_wait_by_hand() -> None:
    curve = Curve(tuple(time / 10 for time in TIMES))
    rest = Rest(curve, 7.0)
    chance, used = rest.look_up(5)
    assert chance == pytest.approx(exp(-0.5), abs=1e-4)
    assert used == pytest.approx(10 * (1 - exp(-0.5)), abs=2e-3)
    assert rest.means[-1] == pytest.approx(10, rel=0.01)
    assert rest.ceilings[10] == pytest.approx(exp(-0.5) / (10 * (1 - exp(-0.5))), rel=1e-3)


def test_beyond_its_table_a_curve_goes_on_and_a_quantile_ends_at_a_week() -> None:
    endless = WaitModel.learn([wait(LONGEST, ended=False)] * 500)
    assert endless.quantile(0.999) <= LONGEST
    assert PRIOR.survival(10, waited=2 * LONGEST) < 1


@pytest.mark.parametrize("scale", [0.001, 0.02, 8, 600, 9000])
def test_waits_of_any_length_give_a_curve_that_only_falls(scale: float) -> None:
    model = WaitModel.learn(days_apart([scale * part for part in (0.5, 1, 1.5, 2)] * 20))
    chances = model.remaining([minutes / 7 for minutes in range(200)], recent=[scale])
    assert chances == sorted(chances, reverse=True)
    assert all(0 <= chance <= 1 for chance in chances)

"""Take or decline: what an order leaves an hour beside what its minutes bring otherwise."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gigplanner.model import BadInput, Money
from gigplanner.scheduler import OfferAdvice, offer


def usd(minor: int) -> Money:
    return Money(minor, "USD")


def weigh(pay: int, miles: str = "0", minutes: float = 30, **known: object) -> OfferAdvice:
    return offer(usd(pay), Decimal(miles), minutes, **known)


def test_the_sums_are_those_worked_by_hand() -> None:
    advice = weigh(
        1150,
        "6",
        24,
        cost_per_mile=Decimal("0.725"),
        rate_online=usd(1500),
        filler_rate=usd(600),
        expected_wait=8,
    )
    assert advice.net == usd(715)  # 11.50 − 6 × 0.725
    assert advice.per_hour == usd(1788)  # 7.15 in 24 min: 17.875
    assert advice.otherwise == usd(680)  # 15 × 0.4 h + 6 × 8/60 h
    assert advice.otherwise_per_hour == usd(1700)
    assert (advice.kind, advice.better_by) == ("take", usd(35))
    assert advice.break_even == usd(1115)  # 6.80 + 4.35
    assert advice.why == "$17.88 an hour against $17.00 otherwise: worth it from $11.15 on."


def test_an_offer_below_the_break_even_is_declined_by_how_much() -> None:
    advice = weigh(600, "6", 24, cost_per_mile=Decimal("0.725"), rate_online=usd(1500))
    assert (advice.kind, advice.better_by) == ("decline", usd(-435))
    assert advice.why == "$4.13 an hour against $15.00 otherwise: $10.35 would break even."


def test_fees_come_off_the_pay_and_raise_the_break_even() -> None:
    advice = weigh(2000, minutes=60, fees=usd(100), fee_share=Decimal("0.25"), rate_online=usd(1400))
    assert (advice.net, advice.kind) == (usd(1400), "take")
    assert advice.break_even == usd(2000)
    assert "The platform keeps 25 % of the pay and $1.00." in advice.assumptions


def test_no_more_waiting_is_filled_than_the_order_takes() -> None:
    short = weigh(100, minutes=10, filler_rate=usd(600), expected_wait=45)
    assert short.otherwise == usd(100)
    assert short.kind == "take"


def test_with_nothing_known_whatever_covers_its_costs_is_worth_taking_and_it_says_so() -> None:
    advice = weigh(300, "4", cost_per_mile=Decimal("0.70"))
    assert (advice.kind, advice.better_by, advice.break_even) == ("take", usd(20), usd(280))
    assert any("Nothing is known yet" in said for said in advice.assumptions)
    assert "A mile costs 0.7 USD." in advice.assumptions


def test_a_mile_in_a_currency_without_decimals() -> None:
    advice = offer(Money(900, "JPY"), Decimal("2.5"), 30, cost_per_mile=Decimal("40"))
    assert advice.net == Money(800, "JPY")


@given(
    st.integers(0, 10_000),
    st.decimals(0, 60, places=1),
    st.floats(1, 240),
    st.integers(0, 5000),
    st.decimals(0, 1, places=3),
    st.decimals(0, "0.5", places=2),
)
def test_the_break_even_is_the_least_pay_that_is_taken(
    pay: int, miles: Decimal, minutes: float, rate: int, cost: Decimal, share: Decimal
) -> None:
    known = {"cost_per_mile": cost, "fee_share": share, "rate_online": usd(rate)}
    advice = weigh(pay, str(miles), minutes, **known)
    least = advice.break_even.minor
    assert advice.kind == ("take" if pay >= least else "decline")
    assert weigh(least, str(miles), minutes, **known).kind == "take"
    if least > 0:
        assert weigh(least - 1, str(miles), minutes, **known).kind == "decline"


@pytest.mark.parametrize(
    ("figures", "says"),
    [
        ({"minutes": 0}, "more than 0 minutes"),
        ({"minutes": float("nan")}, "more than 0 minutes"),
        ({"minutes": 2000}, "at most a day"),
        ({"miles": "-1"}, "0 to 3,000"),
        ({"miles": "NaN"}, "0 to 3,000"),
        ({"pay": -1}, "pay is zero or more"),
        ({"fee_share": Decimal(1)}, "below 1"),
        ({"cost_per_mile": Decimal("-0.1")}, "cost of a mile"),
        ({"expected_wait": float("inf")}, "expected wait"),
        ({"rate_online": Money(100, "EUR")}, "in USD too"),
        ({"fees": Money(-1, "USD")}, "zero or more"),
    ],
)
def test_figures_that_no_offer_has_are_refused(figures: dict[str, object], says: str) -> None:
    with pytest.raises(BadInput, match=says):
        weigh(**{"pay": 500, **figures})

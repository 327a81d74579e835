"""A mile costs what the person says, else what the tax office says for that day, else nobody knows."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest

from gigplanner.data import read_data
from gigplanner.model.mileage import RunningMiles, cost_of_miles, mileage_rate, tax_year_start
from gigplanner.model.money import Money
from gigplanner.model.settings import Settings


@pytest.mark.parametrize(
    ("day", "rate"),
    [
        (date(2022, 1, 1), "0.585"),
        (date(2022, 6, 30), "0.585"),
        (date(2022, 7, 1), "0.625"),
        (date(2022, 12, 31), "0.625"),
        (date(2023, 7, 4), "0.655"),
        (date(2024, 2, 29), "0.67"),
        (date(2025, 12, 31), "0.70"),
        (date(2026, 1, 1), "0.725"),
        (date(2026, 12, 31), "0.725"),
    ],
)
def test_the_standard_rate_is_the_one_of_the_day(day: date, rate: str) -> None:
    found = mileage_rate(day)
    assert found.per_mile == Decimal(rate)
    assert found.note == ""
    assert found.source and found.evidence == "secondary"


def test_a_day_without_a_known_rate_says_whose_rate_it_uses() -> None:
    later, earlier = mileage_rate(date(2027, 1, 1)), mileage_rate(date(2021, 12, 31))
    assert (later.per_mile, later.note) == (Decimal("0.725"), "no rate for 2027 yet: using 2026's")
    assert (earlier.per_mile, earlier.note) == (Decimal("0.585"), "no rate known for 2021: using 2022's")


def test_the_known_rates_leave_no_day_out_and_name_none_twice() -> None:
    rows = read_data("mileage.toml")["us"]
    for one, following in pairwise(rows):
        assert one["to"] + timedelta(days=1) == following["from"]
    assert all(isinstance(row["rate"], str) for row in rows), "a TOML float is not exact"


def test_the_uk_rows_give_the_worked_example_of_eleven_thousand_miles() -> None:
    first, rest = (row for row in read_data("mileage.toml")["uk"] if row["vehicle"] == "car or van")
    limit = first["up_to_miles"]
    assert limit * Decimal(first["rate"]) + (11_000 - limit) * Decimal(rest["rate"]) == 4750


UK_CAR = Settings(currency="GBP", mileage_rules="uk car")


def test_eleven_thousand_uk_miles_cost_the_worked_example_however_they_are_driven() -> None:
    day = date(2026, 5, 1)
    assert cost_of_miles(Decimal(11_000), day, UK_CAR) == Money(4750_00, "GBP")
    running = RunningMiles()
    costs = [running.cost(Decimal(1100), day + timedelta(days=number), UK_CAR) for number in range(10)]
    assert sum(cost.minor for cost in costs if cost) == 4750_00
    assert costs[-1] == Money(100 * 45 + 1000 * 25, "GBP")


def test_a_new_uk_tax_year_begins_on_the_sixth_of_april_at_the_full_rate() -> None:
    running = RunningMiles(before=Decimal(10_000))
    assert running.cost(Decimal(10), date(2026, 4, 5), UK_CAR) == Money(250, "GBP")
    assert running.cost(Decimal(10), date(2026, 4, 6), UK_CAR) == Money(450, "GBP")
    assert tax_year_start(date(2026, 4, 5), UK_CAR) == date(2025, 4, 6)


def test_a_uk_motorcycle_has_one_rate() -> None:
    rider = Settings(currency="GBP", mileage_rules="uk motorcycle")
    assert cost_of_miles(Decimal(20_000), date(2026, 5, 1), rider) == Money(4800_00, "GBP")


def test_rules_of_another_currency_are_no_rules() -> None:
    mixed = Settings(currency="EUR", mileage_rules="uk car")
    assert cost_of_miles(Decimal(10), date(2026, 5, 1), mixed) is None


def test_own_rate_goes_first_in_the_persons_currency() -> None:
    own = Settings(currency="GBP", mileage_rate=Decimal("0.31"))
    assert cost_of_miles(Decimal("4.1"), date(2026, 5, 1), own) == Money(127, "GBP")
    free = Settings(mileage_rate=Decimal(0))
    assert cost_of_miles(Decimal(10), date(2026, 5, 1), free) == Money(0, "USD")


def test_the_standard_rate_counts_for_those_paid_in_dollars_rounded_once() -> None:
    assert cost_of_miles(Decimal("4.1"), date(2026, 5, 1), Settings()) == Money(297, "USD")  # 2.9725
    assert cost_of_miles(Decimal("1.4"), date(2026, 5, 1), Settings()) == Money(102, "USD")  # 1.015
    assert cost_of_miles(Decimal(0), date(2026, 5, 1), Settings()) == Money(0, "USD")


def test_without_a_rate_the_cost_is_unknown_and_not_nought() -> None:
    assert cost_of_miles(Decimal(10), date(2026, 5, 1), Settings(currency="EUR")) is None

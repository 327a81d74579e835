"""When estimated tax is due."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gigplanner.insights.tax.quarters import business_day, next_due, quarter_of, quarters_of

YEARS = st.integers(2005, 2090)


@pytest.mark.parametrize(
    ("year", "due"),
    [
        # as the IRS published them
        (2022, ["2022-04-18", "2022-06-15", "2022-09-15", "2023-01-17"]),
        (2023, ["2023-04-18", "2023-06-15", "2023-09-15", "2024-01-16"]),
        (2024, ["2024-04-15", "2024-06-17", "2024-09-16", "2025-01-15"]),
        (2026, ["2026-04-15", "2026-06-15", "2026-09-15", "2027-01-15"]),
        # the 15th is a Saturday, and the Monday after it Martin Luther King day
        (2027, ["2027-04-15", "2027-06-15", "2027-09-15", "2028-01-18"]),
    ],
)
def test_due_days_move_over_weekends_and_holidays(year: int, due: list[str]) -> None:
    assert [quarter.due.isoformat() for quarter in quarters_of(year)] == due


def test_what_is_earned_in_may_is_due_in_june_with_aprils() -> None:
    quarter = quarter_of(date(2026, 5, 31))
    assert (quarter.name, quarter.first, quarter.last) == ("Q2 2026", date(2026, 4, 1), date(2026, 5, 31))


def test_the_next_payment_after_september_is_in_january() -> None:
    due = next_due(date(2026, 11, 22))
    assert (due.name, due.due, due.days_left(date(2026, 11, 22))) == ("Q4 2026", date(2027, 1, 15), 54)
    assert next_due(date(2027, 1, 15)).name == "Q4 2026"
    assert next_due(date(2027, 1, 16)).name == "Q1 2027"


@given(YEARS)
def test_the_payments_of_a_year_cover_each_of_its_days_once(year: int) -> None:
    quarters = quarters_of(year)
    assert (quarters[0].first, quarters[-1].last) == (date(year, 1, 1), date(year, 12, 31))
    for one, following in pairwise(quarters):
        assert one.last + timedelta(days=1) == following.first


@given(YEARS)
def test_no_payment_is_due_on_a_weekend_and_none_moves_by_more_than_three_days(year: int) -> None:
    for quarter in quarters_of(year):
        assert quarter.due.weekday() < 5
        assert quarter.due == business_day(quarter.due)
        assert 15 <= quarter.due.day <= 18

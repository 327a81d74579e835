"""What a year's profit owes, reckoned by hand."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gigplanner.insights.tax.estimate import self_employment_tax, us_estimate
from gigplanner.model import Money


def dollars(amount: str) -> Money:
    return Money.of(amount, "USD")


def test_twenty_thousand_of_profit_by_hand() -> None:
    # 20,000 × 0.9235 × 0.153 = 2,825.91; half of it 1,412.96; 12 % of 18,587.04 = 2,230.44
    found = us_estimate(dollars("20000"), 2026, Decimal(12))
    assert found.self_employment == dollars("2825.91")
    assert found.deductible_half == dollars("1412.96")
    assert found.income_tax == dollars("2230.44")
    assert found.owed == dollars("5056.35")
    assert found.percent == Decimal("25.3")
    assert found.note == ""


def test_below_four_hundred_dollars_nothing_is_owed() -> None:
    assert self_employment_tax(dollars("399.99"), 2026)[0] == dollars("0")
    assert self_employment_tax(dollars("400"), 2026)[0] == dollars("56.52")


def test_above_the_wage_base_only_medicare_goes_on() -> None:
    # 300,000 × 0.9235 = 277,050; 184,500 × 0.124 + 277,050 × 0.029 + 77,050 × 0.009 = 31,605.90
    assert self_employment_tax(dollars("300000"), 2026)[0] == dollars("31605.90")


def test_a_year_whose_wage_base_is_unknown_says_whose_it_takes() -> None:
    assert self_employment_tax(dollars("300000"), 2031)[1] == "no wage base known for 2031 yet: using 2026's"
    assert self_employment_tax(dollars("300000"), 2019)[1] == "no wage base known for 2019: using 2023's"
    assert self_employment_tax(dollars("30000"), 2031)[1] == "", "it changes nothing below the base"


def test_a_loss_owes_nothing_and_has_no_percentage() -> None:
    found = us_estimate(dollars("-1200"), 2026, Decimal(22))
    assert (found.owed, found.percent) == (dollars("0"), None)


def test_other_currencies_are_not_taxed_by_us_rules() -> None:
    with pytest.raises(ValueError, match="GBP"):
        us_estimate(Money(100, "GBP"), 2026)


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_more_profit_never_owes_less(one: int, other: int) -> None:
    less, more = sorted((one, other))
    rate = Decimal(22)
    owed = [us_estimate(Money(net, "USD"), 2026, rate).owed.minor for net in (less, more)]
    # half of the tax is rounded: two roundings may differ by a cent
    assert owed[0] <= owed[1] + 1

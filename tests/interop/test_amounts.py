"""Amounts and numbers, however an export writes them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gigplanner.interop.amounts import read_amount, read_miles, read_number, writes_decimal_commas
from gigplanner.model import BadInput, Money


@pytest.mark.parametrize(
    ("written", "minor", "currency"),
    [
        ("$3.71", 371, "USD"),
        ("$1,234.56", 123456, "USD"),
        ("(12.34)", -1234, "USD"),
        ("($12.34)", -1234, "USD"),
        ("12.34-", -1234, "USD"),
        ("-$7.68", -768, "USD"),
        ("$-7.68", -768, "USD"),
        ("1.234,56 €", 123456, "EUR"),
        ("£2.67", 267, "GBP"),
        ("0", 0, "USD"),
    ],
)
def test_what_an_export_writes_is_read_to_the_cent(written: str, minor: int, currency: str) -> None:
    assert read_amount(written, "USD") == Money(minor, currency)


@pytest.mark.parametrize("written", ["", "  ", "-", "–", "n/a"])
def test_an_empty_cell_is_no_amount(written: str) -> None:
    assert read_amount(written, "USD") is None


@pytest.mark.parametrize(
    "written", ["12 tips", "=2+3", "((1.00))", "(-1.00)", "1.00--", "1.2.3", "12.345", "()"]
)
def test_text_among_the_digits_is_refused(written: str) -> None:
    with pytest.raises(BadInput, match=r"amount of money|decimals"):
        read_amount(written, "USD")


def test_floats_are_rounded_only_where_the_file_is_known_to_hold_floats() -> None:
    assert read_amount("17.819999999999997", "USD", rounded=True) == Money(1782, "USD")
    assert read_amount("-0.125", "USD", rounded=True) == Money(-13, "USD")
    with pytest.raises(BadInput, match="decimals"):
        read_amount("0.125", "USD")


@pytest.mark.parametrize(
    ("written", "currency", "minor"),
    [
        ("300.0", "JPY", 300),
        ("300.5", "JPY", 301),
        ("(300.0)", "JPY", -300),
        ("1.25", "KWD", 1250),
        ("1.23449", "KWD", 1234),
    ],
)
def test_floats_are_rounded_to_what_their_currency_has(written: str, currency: str, minor: int) -> None:
    assert read_amount(written, currency, rounded=True) == Money(minor, currency)


def test_a_column_with_decimal_commas_means_thousands_by_its_points() -> None:
    cells = ["1.234", "12,50", ""]
    assert writes_decimal_commas(cells)
    assert [read_amount(cell, "EUR", decimal_comma=True) for cell in cells] == [
        Money(123400, "EUR"),
        Money(1250, "EUR"),
        None,
    ]
    assert not writes_decimal_commas(["12.50", "12,50"])
    assert not writes_decimal_commas(["1,234", "12"])


@pytest.mark.parametrize(
    ("written", "miles"),
    [("13.7 mi", "13.7"), ("13.7", "13.7"), ("1,156.2", "1156.2"), ("16.09344 km", "10.00"), ("2,5", "2.5")],
)
def test_distances_are_read_in_miles(written: str, miles: str) -> None:
    assert read_miles(written) == Decimal(miles)


def test_a_bare_distance_is_in_the_unit_of_its_column() -> None:
    assert read_miles("16.09344", kilometres=True) == Decimal("10.00")


@pytest.mark.parametrize("written", ["-3", "3 apples", "1e9", "99999999999", "=A1", "1.2.3"])
def test_what_is_no_distance_is_refused(written: str) -> None:
    with pytest.raises(BadInput):
        read_miles(written)


def test_hours_with_decimal_commas_are_read() -> None:
    assert read_number("2.000,5", decimal_comma=True) == Decimal("2000.5")
    assert read_number("0.33333") == Decimal("0.33333")
    with pytest.raises(BadInput):
        read_number("3 h")


@given(st.integers(-(10**11), 10**11))
def test_any_amount_comes_back_however_its_sign_is_written(minor: int) -> None:
    money = Money(minor, "USD")
    bare = f"{abs(money.amount):,.2f}"
    written = (
        [f"-{bare}", f"({bare})", f"{bare}-", f"-${bare}"] if minor < 0 else [bare, f"${bare}", f"+{bare}"]
    )
    assert {read_amount(text, "USD") for text in written} == {money}


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused_in_a_sentence(text: str) -> None:
    for reader in (
        lambda: read_amount(text, "USD", rounded=True, decimal_comma=True),
        lambda: read_miles(text),
    ):
        try:
            reader()
        except BadInput as error:
            assert str(error).endswith(".")

"""Money is exact: what is read is what was written, sums are integers, and what is unclear is refused."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gigplanner.model.currencies import CURRENCIES, MINOR_DIGITS, SYMBOL_CURRENCY, SYMBOLS
from gigplanner.model.errors import BadInput
from gigplanner.model.money import (
    LARGEST_MINOR,
    Money,
    minor_digits,
    parse_money,
    round_half_up,
    show_money,
    total,
    totals,
)

MINOR = st.integers(-LARGEST_MINOR, LARGEST_MINOR)


@pytest.mark.parametrize(
    ("written", "minor", "currency"),
    [
        ("3.20", 320, "USD"),
        ("3.2", 320, "USD"),
        ("8", 800, "USD"),
        (" 8.50 ", 850, "USD"),
        (".5", 50, "USD"),
        ("0.05", 5, "USD"),
        ("$3.20", 320, "USD"),
        ("$ 3.20", 320, "USD"),
        ("3.20$", 320, "USD"),
        ("US$3.20", 320, "USD"),
        ("-$3.20", -320, "USD"),
        ("$-3.20", -320, "USD"),
        ("−3.20", -320, "USD"),
        ("+3.20", 320, "USD"),
        ("3,20", 320, "USD"),
        ("3,20 €", 320, "EUR"),
        ("3,20\u00a0€", 320, "EUR"),
        ("4 EUR", 400, "EUR"),
        ("4eur", 400, "EUR"),
        ("GBP 4", 400, "GBP"),
        ("£4.05", 405, "GBP"),
        ("CA$7.25", 725, "CAD"),
        ("$7.25 CAD", 725, "CAD"),
        ("C$7.25", 725, "CAD"),
        ("A$7", 700, "AUD"),
        ("NZ$7", 700, "NZD"),
        ("R$ 12,90", 1290, "BRL"),
        ("1,234.56", 123456, "USD"),
        ("1.234,56 €", 123456, "EUR"),
        ("1,234", 123400, "USD"),
        ("12,345,678", 1234567800, "USD"),
        ("1.234.567,89", 123456789, "USD"),
        ("¥1,234", 1234, "JPY"),
        ("500 JPY", 500, "JPY"),
        ("1.234 KWD", 1234, "KWD"),
        ("KWD 1.5", 1500, "KWD"),
        ("0,500 KWD", 500, "KWD"),
        ("10000000000", LARGEST_MINOR, "USD"),
    ],
)
def test_an_amount_is_read_as_it_was_meant(written: str, minor: int, currency: str) -> None:
    assert parse_money(written, "USD") == Money(minor, currency)


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("", "not an amount"),
        ("   ", "not an amount"),
        (".", "not an amount"),
        ("5.", "not an amount"),
        ("$", "not an amount"),
        ("NaN", "not an amount"),
        ("Infinity", "not an amount"),
        ("1e5", "not an amount"),
        ("0x10", "not an amount"),
        ("1_000", "not an amount"),
        ("１２.３０", "not an amount"),
        ("−１２", "not an amount"),
        ("٣", "not an amount"),
        ("(12.30)", "not an amount"),
        ("12.30-", "not an amount"),
        ("--5", "not an amount"),
        ("-$-5", "not an amount"),
        ("1$50", "not an amount"),
        ("$$5", "not an amount"),
        ("12.3.4", "not an amount"),
        ("12,34,567", "not an amount"),
        ("12,345,67", "not an amount"),
        ("1,234,56.7", "not an amount"),
        ("8.50 or 9", "not an amount"),
        ("5 dollars", "not an amount"),
        ("8.50\x00", "not an amount"),
        ("\x1b[31m8.50", "not an amount"),
        ("1.234", "USD has 2 decimals"),
        ("0,500", "USD has 2 decimals"),
        ("1234,567", "USD has 2 decimals"),
        ("¥3.5", "JPY has no decimals"),
        ("1.2345 KWD", "KWD has 3 decimals"),
        ("5 XYZ", "not a currency"),
        ("ABC 5", "not a currency"),
        ("€5 USD", "two currencies"),
        ("EUR 5 USD", "two currencies"),
        ("CA$5 USD", "two currencies"),
        ("10000000000.01", "more than gigplanner keeps"),
        ("9" * 5000, "more than gigplanner keeps"),
    ],
)
def test_what_is_no_clear_amount_is_refused_with_the_reason(written: str, reason: str) -> None:
    with pytest.raises(BadInput, match=reason) as refused:
        parse_money(written, "USD")
    assert str(refused.value).isprintable()
    assert len(str(refused.value)) < 140


@given(st.text(max_size=40))
def test_any_text_is_either_money_or_refused(text: str) -> None:
    try:
        money = parse_money(text, "USD")
    except BadInput:
        return
    assert abs(money.minor) <= LARGEST_MINOR
    assert any(character in "0123456789" for character in text)


@given(MINOR, st.sampled_from(sorted(CURRENCIES)), st.sampled_from(["USD", "JPY", "KWD"]))
def test_what_is_shown_can_be_read_again(minor: int, currency: str, own: str) -> None:
    money = Money(minor, currency)
    assert parse_money(show_money(money), own) == money


@pytest.mark.parametrize("symbol", sorted(SYMBOL_CURRENCY))
def test_every_symbol_is_read_before_and_behind_the_amount(symbol: str) -> None:
    twelve = Money.of(12, SYMBOL_CURRENCY[symbol])
    assert parse_money(f"{symbol}12", "USD") == parse_money(f"12 {symbol}", "USD") == twelve


def test_money_is_shown_as_people_write_it() -> None:
    assert show_money(Money(123450, "USD")) == "$1,234.50"
    assert show_money(Money(-300, "EUR")) == "−€3.00"
    assert show_money(Money(12000, "KWD")) == "12.000 KWD"
    assert show_money(Money(1234, "JPY")) == "¥1,234"
    assert str(Money(-5, "CHF")) == "−0.05 CHF"


@given(st.lists(MINOR, max_size=60))
def test_a_total_is_exact(minors: list[int]) -> None:
    oracle = sum((Fraction(minor, 100) for minor in minors), Fraction(0))
    summed = total((Money(minor, "USD") for minor in minors), "USD")
    assert Fraction(summed.amount) == oracle


@given(st.lists(st.tuples(MINOR, st.sampled_from(["USD", "EUR", "JPY"])), max_size=40))
def test_totals_keep_currencies_apart(amounts: list[tuple[int, str]]) -> None:
    sums = totals(Money(minor, currency) for minor, currency in amounts)
    assert set(sums) == {currency for _, currency in amounts}
    for currency, money in sums.items():
        assert money == Money(sum(minor for minor, of in amounts if of == currency), currency)


def test_amounts_of_two_currencies_are_never_added_or_compared() -> None:
    dollars, euros = Money(100, "USD"), Money(100, "EUR")
    for mix in (
        lambda: dollars + euros,
        lambda: dollars - euros,
        lambda: dollars < euros,
        lambda: dollars >= euros,
        lambda: total([dollars, euros], "USD"),
    ):
        with pytest.raises(ValueError, match="cannot mix"):
            mix()
    assert dollars != euros


@given(MINOR, st.integers(1, 10**6))
def test_pay_an_hour_is_rounded_once(minor: int, seconds: int) -> None:
    rate = Money(minor, "USD").per_hour(seconds)
    assert rate is not None
    assert abs(Fraction(minor * 3600, seconds) - rate.minor) <= Fraction(1, 2)


def test_no_time_makes_no_rate() -> None:
    assert Money(500, "USD").per_hour(0) is None
    assert Money(500, "USD").per_hour(-60) is None
    assert Money(500, "USD").per_hour(1800) == Money(1000, "USD")


def test_a_second_of_the_largest_pay_still_has_a_rate() -> None:
    assert Money(LARGEST_MINOR, "USD").per_hour(1) == Money(3600 * LARGEST_MINOR, "USD")


@given(st.integers(-(10**9), 10**9), st.integers(1, 1000))
def test_halves_are_rounded_away_from_nought(numerator: int, denominator: int) -> None:
    value = Fraction(numerator, denominator)
    rounded = round_half_up(value)
    assert abs(rounded - value) <= Fraction(1, 2)
    if abs(rounded - value) == Fraction(1, 2):
        assert abs(rounded) > abs(value)


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [
        ("0.125", "USD", 13),
        ("-0.125", "USD", -13),
        ("0.1249999999999999999999999999999999999999", "USD", 12),
        (Decimal("1.5"), "JPY", 2),
        (Decimal("1.5"), "KWD", 1500),
        (7, "EUR", 700),
        ("1e-999999", "USD", 0),
        ("0e999999", "USD", 0),
    ],
)
def test_a_computed_amount_is_rounded_to_the_minor_unit(
    amount: Decimal | str, currency: str, minor: int
) -> None:
    assert Money.of(amount, currency).minor == minor


@pytest.mark.parametrize("amount", ["NaN", "sNaN", "Infinity", "-Infinity", "1e999999", "ten", ""])
def test_what_is_no_number_never_becomes_money(amount: str) -> None:
    with pytest.raises(ValueError, match="is not"):
        Money.of(amount, "USD")


def test_a_currency_has_a_code_of_iso_4217() -> None:
    for code in ("usd", "BTC", "", "$"):
        with pytest.raises(ValueError, match="ISO 4217"):
            Money(1, code)
    assert set(SYMBOLS) | set(MINOR_DIGITS) <= CURRENCIES
    assert [minor_digits(code) for code in ("JPY", "USD", "KWD")] == [0, 2, 3]


@settings(max_examples=50)
@given(MINOR, st.fractions(-1000, 1000, max_denominator=10_000))
def test_times_is_exact_up_to_its_one_rounding(minor: int, factor: Fraction) -> None:
    assert Money(minor, "USD").times(factor).minor == round_half_up(minor * factor)

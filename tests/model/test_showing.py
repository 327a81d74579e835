"""Amounts, days and times as people in different places write them."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gigplanner.data.locales as table
from gigplanner.data.locales import FORMS
from gigplanner.model.conventions import NEUTRAL, Conventions, conventions_of, locale_named, show_in
from gigplanner.model.errors import BadInput
from gigplanner.model.money import Money, parse_money, show_money, typed_money
from gigplanner.model.showing import (
    show_clock,
    show_clocks,
    show_day,
    show_hour,
    show_hours,
    show_moment,
    show_number,
)

SUNDAY = datetime.fromisoformat("2026-11-22T17:05")
LOCALES = sorted({name for names in FORMS.values() for name in names.split()})


def live_in(locale: str) -> None:
    show_in(conventions_of(locale, "", {}))


@pytest.mark.parametrize(
    ("locale", "amount"),
    [
        ("C", "−$1,234,567.50"),
        ("en_US", "−$1,234,567.50"),
        ("de_DE", "−1.234.567,50\u00a0$"),
        ("de_AT", "−$\u00a01.234.567,50"),
        ("de_CH", "−$\u00a01’234’567.50"),
        ("fr_FR", "−1\u00a0234\u00a0567,50\u00a0$"),
        ("en_IN", "−$12,34,567.50"),
        ("pt_BR", "−$\u00a01.234.567,50"),
        ("sv_SE", "−1\u00a0234\u00a0567,50\u00a0$"),
    ],
)
def test_an_amount_stands_as_the_person_writes_it(locale: str, amount: str) -> None:
    live_in(locale)
    assert show_money(Money(-123456750, "USD")) == amount


def test_a_currency_without_a_sign_and_one_without_decimals() -> None:
    live_in("de_DE")
    assert show_money(Money(12000, "KWD")) == "12,000 KWD"
    assert show_money(Money(1234, "JPY")) == "1.234\u00a0¥"
    assert show_money(Money(5, "EUR")) == "0,05\u00a0€"


@pytest.mark.parametrize(
    ("locale", "day", "long", "clock", "stretch", "hours"),
    [
        ("C", "Sun 22 Nov", "Sunday 22 November 2026", "17:05", "09:00–17:05", "23–00 h"),
        ("en_GB", "Sun 22 Nov", "Sunday 22 November 2026", "17:05", "09:00–17:05", "23–00 h"),
        ("en_US", "Sun, Nov 22", "Sunday, November 22, 2026", "5:05 pm", "9:00 am–5:05 pm", "11 pm–12 am"),
        ("hu_HU", "Sun, Nov 22", "Sunday, 2026 November 22", "17:05", "09:00–17:05", "23–00 h"),
        ("en_AU", "Sun 22 Nov", "Sunday 22 November 2026", "5:05 pm", "9:00 am–5:05 pm", "11 pm–12 am"),
    ],
)
def test_days_and_times_stand_in_the_persons_order(
    locale: str, day: str, long: str, clock: str, stretch: str, hours: str
) -> None:
    live_in(locale)
    assert show_day(SUNDAY) == day
    assert show_day(SUNDAY, long=True, year=True) == long
    assert show_clock(SUNDAY) == clock
    assert show_moment(SUNDAY) == f"{day} {clock}"
    assert show_clocks(time(9), SUNDAY) == stretch
    assert show_hours(23, 24) == hours


def test_on_a_twelve_hour_clock_noon_and_midnight_are_twelve() -> None:
    live_in("en_US")
    assert [show_clock(time(hour, 30)) for hour in (0, 11, 12, 23)] == [
        "12:30 am",
        "11:30 am",
        "12:30 pm",
        "11:30 pm",
    ]
    assert [show_hour(hour) for hour in (0, 8, 12, 23, 24)] == ["12a", "8a", "12p", "11p", "12a"]
    assert show_clocks(time(13), time(14, 5)) == "1:00–2:05 pm"
    assert show_hours(13, 15) == "1–3 pm"


def test_a_day_without_weekday_or_with_year_alone() -> None:
    assert show_day(SUNDAY, weekday=False) == "22 Nov"
    live_in("en_US")
    assert show_day(date(2026, 11, 2), weekday=False, year=True) == "Nov 2, 2026"
    assert [show_number(1.25, 1), show_number(7.0), show_number(Decimal("1234.50"))] == [
        "1.2",
        "7",
        "1,234.50",
    ]
    live_in("de")
    assert [show_number(1.25, 1), show_number(7.0), show_number(Decimal("1234.50"))] == [
        "1,2",
        "7",
        "1.234,50",
    ]


def test_the_environment_says_it_in_the_order_of_posix() -> None:
    german = conventions_of("", "", {"LANG": "de_DE.UTF-8"})
    assert (german.decimal, german.money) == (",", "1\u00a0¤")
    assert conventions_of("", "", {"LANG": "de_DE.UTF-8", "LC_ALL": "C.UTF-8"}) == NEUTRAL
    assert conventions_of("", "", {"LANG": "xx_YY", "LC_ALL": ""}) == NEUTRAL
    assert conventions_of("", "", {"LC_ALL": "\x1b[31m" * 1000}) == NEUTRAL
    mixed = conventions_of("", "", {"LANG": "de_DE.UTF-8", "LC_TIME": "en_US.UTF-8"})
    assert (mixed.decimal, mixed.order, mixed.week_starts) == (",", "mdy", 6)


def test_only_a_preference_brings_the_twelve_hour_clock() -> None:
    """en_US is what machines are installed with; a locale or clock in the preferences is a person's word."""
    assert not conventions_of("", "", {"LANG": "en_US.UTF-8"}).twelve_hours
    assert conventions_of("en_US", "", {}).twelve_hours
    assert not conventions_of("en_US", "24h", {}).twelve_hours
    assert conventions_of("", "12h", {"LANG": "de_DE"}).twelve_hours


def test_a_locale_is_called_by_its_name() -> None:
    assert [locale_named(name) for name in ("de_at", "en-US", "de_DE.UTF-8", "posix", "fr")] == [
        "de_AT",
        "en_US",
        "de_DE",
        "C",
        "fr",
    ]
    for wrong in ("german", "xx_YY", "", "[/]"):
        with pytest.raises(BadInput, match="is not a locale"):
            locale_named(wrong)


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from([*LOCALES, "C"]),
    st.integers(-(10**11), 10**11),
    st.sampled_from(["USD", "EUR", "JPY", "KWD", "CHF", "CAD"]),
)
def test_what_is_shown_can_be_typed(locale: str, minor: int, currency: str) -> None:
    live_in(locale)
    money = Money(minor, currency)
    assert typed_money(show_money(money), currency) == money


@pytest.mark.parametrize(
    "text", ["8.50", "8,50", "$8.50", "3,20 €", "1,234.56", "1.234,56", "1,234", "GBP 4"]
)
def test_no_locale_changes_what_was_understood_before(text: str) -> None:
    meant = parse_money(text, "USD")
    for locale in ("de_DE", "fr_FR", "de_CH", "en_IN", "en_US", "sv_SE"):
        live_in(locale)
        assert typed_money(text, "USD") == meant


def test_groups_that_only_the_persons_locale_writes_are_understood_there() -> None:
    with pytest.raises(BadInput):
        typed_money("1.234", "EUR")
    with pytest.raises(BadInput):
        typed_money("1 234,50 €", "EUR")
    live_in("de_DE")
    assert typed_money("1.234", "EUR") == Money(123400, "EUR")
    assert typed_money("1,234", "TND") == Money(1234, "TND")
    live_in("fr_FR")
    assert typed_money("1 234,50 €", "EUR") == Money(123450, "EUR")
    for wrong in ("1 23,50 €", "1.5.5", "12 x"):
        with pytest.raises(BadInput):
            typed_money(wrong, "EUR")


def test_the_table_is_whole_and_says_where_it_is_from() -> None:
    assert len(LOCALES) == sum(len(names.split()) for names in FORMS.values())  # each in one form only
    assert {"en", "de", "fr", "es", "ja", "zh", "hi", "ar", "he"} <= set(LOCALES)
    for locale in LOCALES:
        found = conventions_of(locale, "", {})
        assert found.decimal != found.group
        assert sorted(found.order) == ["d", "m", "y"]
        assert isinstance(found, Conventions)


def test_the_table_is_what_the_cldr_says() -> None:
    babel = pytest.importorskip("babel.core", reason="only whoever makes the table anew needs Babel")
    from support.locale_table import form_of, made

    assert Conventions(decimal=",", group=".", money="1\u00a0¤") == conventions_of("de_DE", "", {})
    assert form_of("de_DE") == (",", ".", False, "1\u00a0¤", "dmy", False, 0)
    if f"version {babel.get_cldr_version()}." in str(table.__doc__):
        assert Path(table.__file__).read_text(encoding="utf-8") == made()

"""Money put aside for tax against what the year is likely to owe."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from msgspec.structs import replace
from support.desks import clock, usd
from support.digestdays import money_row

from gigplanner.insights.digest import DayDigest
from gigplanner.insights.report.money_for_tax import tax_sections
from gigplanner.insights.tax.set_aside import AsideSoFar, aside_days, aside_period, aside_so_far
from gigplanner.insights.tax.so_far import next_payment
from gigplanner.model import Money, SetAside, Settings

PERSON = Settings(zone="America/Chicago", income_tax_percent=Decimal(10))
TODAY = date(2026, 11, 22)
EARNED = [
    DayDigest(day=date(2026, 2, 1), money=(money_row(1_000_00),)),
    DayDigest(day=date(2026, 11, 2), money=(money_row(1_000_00),)),
]


def aside(day: str, dollars: str, *, paid: bool = False) -> SetAside:
    return SetAside(id=f"{day} {dollars}", at=clock(f"{day} 12:00"), amount=usd(dollars), paid=paid)


def so_far(*records: SetAside, settings: Settings = PERSON):
    tax = next_payment(EARNED, TODAY, settings)
    return aside_so_far(records, tax.year, TODAY, settings)


def test_what_is_owed_on_the_profit_so_far_is_wanted_and_what_is_put_aside_covers_it():
    found = so_far(aside("2026-03-01", "100.00"), aside("2026-11-01", "50.00"))
    # 2,000 of profit: 0.9235 × 2,000 × 0.153 = 282.59, and 10 % of 2,000 − 141.30 = 185.87
    assert found.wanted == usd("468.46")
    assert (found.kept, found.paid, found.missing) == (usd("150.00"), usd("0.00"), usd("318.46"))


@pytest.mark.parametrize(
    ("paid", "left", "missing"), [("60.00", "90.00", "318.46"), ("200.00", "0.00", "268.46")]
)
def test_a_payment_is_taken_out_of_what_was_put_aside_and_counts_once(paid: str, left: str, missing: str):
    found = so_far(aside("2026-03-01", "150.00"), aside("2026-04-15", paid, paid=True))
    assert (found.left, found.missing) == (usd(left), usd(missing))


def test_nothing_is_missing_once_more_is_put_aside_than_is_owed():
    assert so_far(aside("2026-03-01", "900.00")).missing == usd("0.00")


def test_money_counts_for_a_year_until_its_last_payment_is_due_in_the_january_after():
    assert aside_days(2026) == (date(2026, 1, 16), date(2027, 1, 15))
    found = so_far(aside("2026-01-15", "500.00", paid=True), aside("2026-01-16", "7.00"))
    assert (found.kept, found.paid) == (usd("7.00"), usd("0.00"))


def test_other_currencies_are_left_out_and_without_rules_nothing_is_wanted():
    euros = SetAside(id="e", at=clock("2026-05-01 12:00"), amount=Money(5000, "EUR"))
    assert so_far(euros).kept == usd("0.00")
    found = so_far(euros, settings=replace(PERSON, currency="EUR"))
    assert (found.wanted, found.missing, found.kept) == (None, None, Money(5000, "EUR"))


def test_who_is_paid_in_other_money_is_told_of_no_rules_of_the_united_states():
    for settings, first, last in (
        (replace(PERSON, currency="EUR"), date(2026, 1, 1), date(2026, 12, 31)),
        (replace(PERSON, currency="GBP", mileage_rules="uk car"), date(2026, 4, 6), date(2027, 4, 5)),
    ):
        assert aside_period(TODAY, settings) == (first, last)
        aside = AsideSoFar(first=first, last=last, wanted=None, kept=Money(100, "GBP"), paid=Money(0, "GBP"))
        tax, payments, money = tax_sections(next_payment(EARNED, TODAY, settings), aside, TODAY)
        assert (tax.rows, tax.lines, payments.rows) == ((), (), ())
        assert money.title == f"Set aside for tax since {first.day} {first:%b} 2026"
    assert aside_period(TODAY, PERSON) == (date(2026, 1, 16), date(2027, 1, 15))


def test_the_four_payments_add_up_to_what_the_year_owes_so_far():
    tax = next_payment(EARNED, TODAY, PERSON)
    first, second, third, fourth = tax.payments
    assert (first.amount, second.amount, third.amount) == (usd("234.24"), usd("0.00"), usd("0.00"))
    assert fourth.amount == tax.amount == usd("234.22")
    assert [one.is_past(TODAY) for one in tax.payments] == [True, True, True, False]

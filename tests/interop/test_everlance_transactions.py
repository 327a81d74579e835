"""Everlance's transactions: what was spent on the work, and the pay that came to the bank."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from support.driving import all_of, read_driving
from support.importing import read_text

from gigplanner.interop.registry import Reading
from gigplanner.model import Earning, Expense, Money

HEADER = "Amount,Date,Merchant,Category,Purpose,Tags,Business Line,Notes,Bank Description\n"


@pytest.fixture(scope="module")
def transactions() -> Reading:
    return read_driving("everlance_transactions.csv", "America/Chicago")


def test_what_is_below_zero_is_an_expense_on_its_day(transactions: Reading) -> None:
    gasoline, snacks = all_of(transactions, Expense)
    assert (gasoline.amount, gasoline.category, gasoline.platform) == (
        Money(1001, "USD"),
        "Gasoline",
        "Walmart Sparks",
    )
    assert gasoline.note == "Murphy USA · Miles 329498"
    assert snacks.at == datetime(2026, 8, 28, 17, tzinfo=UTC)


def test_the_share_behind_a_category_is_a_note_and_the_whole_amount_counts(transactions: Reading) -> None:
    snacks = all_of(transactions, Expense)[-1]
    assert (snacks.category, snacks.amount) == ("Snacks & Drinks for Clients", Money(768, "USD"))
    assert snacks.note == "Speedway · 50% of it counts"


def test_both_legs_of_transfers_and_card_payments_are_left_out_and_private_spending_too(
    transactions: Reading,
) -> None:
    assert transactions.warnings == (
        "4 transfers and card payments were left out: money that stays yours.",
        "1 personal entry was left out.",
    )


def test_a_platform_s_pay_that_came_by_a_money_transfer_is_kept(transactions: Reading) -> None:
    dash, flex = all_of(transactions, Earning)
    assert (flex.gross, flex.note) == (
        Money(9650, "USD"),
        "Amazon · AMAZON FLEX PAYOUT 123 VISA MONEY TRANSFER",
    )
    assert (dash.gross, dash.platform) == (Money(4120, "USD"), "DoorDash")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("$5.00,,Shop,Gas,Work,,,,", "This entry has no date."),
        (",2026-08-28,Shop,Gas,Work,,,,", "This transaction has no amount."),
        (
            "five,2026-08-28,Shop,Gas,Work,,,,",
            "“five” is not an amount of money: write it like 8.50 or $8.50.",
        ),
    ],
)
def test_a_transaction_that_cannot_be_read_is_refused_alone(row: str, reason: str) -> None:
    reading = read_text(f"{HEADER}{row}\n-$1.00,2026-08-28,Shop,Gas,Work,,,,\n")
    assert [(refused.line, refused.reason) for refused in reading.refused] == [(2, reason)]
    assert len(all_of(reading, Expense)) == 1


def test_a_refund_is_no_income() -> None:
    reading = read_text(
        f"{HEADER}$12.00,2026-08-28,Shop,Supplies,Work,,,,REFUND SHOP 12\n"
        "-$12.00,2026-08-28,Shop,Supplies,Work,,,no refund given,\n"
    )
    assert all_of(reading, Earning) == []
    assert len(all_of(reading, Expense)) == 1
    assert reading.warnings == ("1 refund was left out: take it off the expense that it gives back.",)

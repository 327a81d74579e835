"""The ledger as hledger and Beancount take it: everything balances, whatever people have written."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from support.journal_checker import Transaction, balance, read_beancount, read_hledger

from gigplanner.interop.beancount_out import write_beancount
from gigplanner.interop.hledger_out import write_hledger
from gigplanner.interop.journal import Journal, journal
from gigplanner.model import BadInput, Earning, Expense, Money, SetAside, Settings, Trip

CHICAGO = Settings(zone="America/Chicago")
NOON = datetime(2026, 11, 22, 18, tzinfo=UTC)
HOSTILE = (
    "; a comment", 'a "quote" and a \\', "two\nlines", "((", "date:2026-99-99", "[2026/99/99]", "a | b",
    "  wide   gaps ", "日本", "=1", "Émile & Söhne", "* starred", "!", "\x1b[31m", "\u2028", "@ 3 USD",
    "#tag ^link", "A.B", "A B", "", "x" * 3000,
)  # fmt: skip


def usd(amount: str) -> Money:
    return Money.of(amount, "USD")


def earned(name: str, gross: str, **more: object) -> Earning:
    return Earning(id=name, at=NOON, gross=usd(gross), platform="DoorDash", **more)  # type: ignore[arg-type]


def both(book: Journal) -> tuple[list[Transaction], list[Transaction]]:
    return read_hledger(write_hledger(book)), read_beancount(write_beancount(book, "USD"))


def test_a_days_ledger_is_the_same_in_both() -> None:
    book = journal(
        [
            earned("e1", "10.00", tip=usd("4.00"), fee=usd("1.50")),
            earned("e2", "5.25", status="pending", category="survey", note="the long one"),
            earned("e3", "99.00", status="rejected"),
            Earning(id="e4", at=NOON, gross=Money(800, "JPY"), platform="Fiverr"),
        ],
        [Expense(id="x1", at=NOON, amount=usd("30.00"), category="Gas")],
        [Trip(id="t1", at=NOON, miles=Decimal("12.3"), platform="DoorDash", purpose="Deliveries")],
        CHICAGO,
    )
    for found in both(book):
        assert balance(found, "Assets:Gig") == {"USD": Decimal("-17.50"), "JPY": Decimal(800)}
        assert balance(found, "Assets:Receivable:DoorDash") == {"USD": Decimal("5.25")}
        assert balance(found, "Income:DoorDash") == {"USD": Decimal("-19.25")}
        assert balance(found, "Income:DoorDash:Tips") == {"USD": Decimal("-4.00")}
        assert balance(found, "Expenses:Fees") == {"USD": Decimal("1.50")}
        assert balance(found, "Expenses:Gas") == {"USD": Decimal("30.00")}
        assert balance(found, "Expenses:Miles") == {"MILES": Decimal("12.3")}
        assert [one.settled for one in found] == [True, False, True, True, True]
        assert "the long one" in found[1].words


def test_money_put_aside_for_tax_pays_the_tax_as_far_as_it_reaches() -> None:
    aside = [
        SetAside(id="s3", at=NOON + timedelta(days=2), amount=usd("120.00"), paid=True),
        SetAside(id="s1", at=NOON, amount=usd("50.00"), note="a third"),
        SetAside(id="s2", at=NOON + timedelta(days=1), amount=usd("30.00"), paid=True),
    ]
    book = journal([earned("e1", "400.00")], [], [], CHICAGO, aside=aside)
    for found in both(book):
        assert not any(balance(found, "Assets:Tax").values())
        assert balance(found, "Equity:Tax") == {"USD": Decimal("150.00")}
        assert balance(found, "Assets:Gig") == {"USD": Decimal("250.00")}
        assert not balance(found, "Expenses")
        assert "a third" in found[1].words


def test_what_people_write_breaks_neither() -> None:
    earnings = [
        Earning(
            id=f"e{number}{words}",
            at=NOON,
            gross=Money(1234, currency),
            tip=Money(5, currency),
            fee=Money(7, currency),
            platform=words,
            category=words,
            note=words,
        )
        for number, words in enumerate(HOSTILE)
        for currency in ("USD", "JPY", "KWD")
    ]
    expenses = [
        Expense(id=f"x{number}", at=NOON, amount=usd("-1"), category=words, platform=words)
        for number, words in enumerate(HOSTILE)
    ]
    trips = [
        Trip(id=f"t{number}", at=NOON, miles=Decimal("0.5"), platform=words, origin=words, purpose=words)
        for number, words in enumerate(HOSTILE)
    ]
    for found in both(journal(earnings, expenses, trips, CHICAGO)):
        assert len(found) == len(HOSTILE) * 5
        assert balance(found, "Assets:Gig")["KWD"] == Decimal("1.232") * len(HOSTILE)


def test_each_platform_has_an_account_of_its_own() -> None:
    named = [Earning(id=name, at=NOON, gross=usd("1"), platform=name) for name in ("A.B", "A B", "a b", "é")]
    found, _ = both(journal(named, [], [], CHICAGO))
    accounts = [next(account for account, _ in one.amounts if "Income" in account) for one in found]
    assert sorted(accounts) == ["Income:A-B", "Income:A-B-2", "Income:A-B-2", "Income:E"]


def test_the_day_is_that_of_the_persons_clock() -> None:
    late = Earning(id="e", at=datetime(2027, 1, 1, 3, tzinfo=UTC), gross=usd("1"))
    (found,), _ = both(journal([late], [], [], CHICAGO))
    assert found.day.isoformat() == "2026-12-31"


def test_paid_money_goes_where_the_person_says() -> None:
    found, _ = both(journal([earned("e", "1.00")], [], [], CHICAGO, account="Assets:Bank:Checking"))
    assert balance(found, "Assets") == balance(found, "Assets:Bank:Checking") == {"USD": Decimal(1)}


@pytest.mark.parametrize(
    "account", ["Checking", "assets:gig", "Assets:", "Assets:a", "Assets:A; b", "Assets:A B"]
)
def test_what_is_no_account_is_refused(account: str) -> None:
    with pytest.raises(BadInput, match="is no account"):
        journal([], [], [], CHICAGO, account=account)


def test_an_empty_ledger_is_a_journal_too() -> None:
    assert both(journal([], [], [], CHICAGO)) == ([], [])

"""The ledger: earnings, expenses and trips as they are written down, settled and struck out."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from msgspec.structs import replace
from support.desks import a_desk, clock, earnings, everything, usd

from gigplanner.model import BadInput, Earning, Expense, GigError, Money, Trip
from gigplanner.workday import ledger
from gigplanner.workday.desk import Desk

NOON = clock("12:00")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return a_desk(tmp_path)


def an_earning(gross: str = "12.50", **fields: object) -> Earning:
    return replace(Earning(id="", at=NOON, gross=usd(gross), platform="Fiverr"), **fields)


def test_a_line_of_each_kind_is_written_down_in_words(desk: Desk) -> None:
    earning = an_earning(tip=usd("3"), fee=usd("2.50"), status="pending")
    assert ledger.earn(desk, earning, NOON).words == "Earned $12.50 and $3.00 tip from Fiverr (pending)"
    spent = ledger.spend(desk, Expense(id="", at=NOON, amount=usd("41.20"), category="gas"), NOON)
    assert spent.words == "Spent $41.20 on gas"
    assert ledger.drive(desk, Trip(id="", at=NOON, miles=Decimal("12.4")), NOON).words == "Drove 12.4 mi"
    (kept,) = earnings(desk)
    assert kept.id and kept.net == usd("13.00")
    assert len(everything(desk)) == 3


def test_a_late_tip_and_the_state_of_pending_money_are_set_and_taken_back(desk: Desk) -> None:
    ledger.earn(desk, an_earning(status="pending"), NOON)
    (pending,) = earnings(desk)
    settled = replace(pending, status="paid", tip=usd("4"))
    assert ledger.settle(desk, settled, clock("2026-12-03 09:00")).words == "Changed $16.50 from Fiverr"
    assert earnings(desk) == [settled]
    desk.book.undo(NOON)
    assert earnings(desk) == [pending]


def test_an_earning_moved_into_another_month_is_not_there_twice(desk: Desk) -> None:
    ledger.earn(desk, an_earning(), NOON)
    (earning,) = earnings(desk)
    october = replace(earning, at=clock("2026-10-31 12:00"))
    with desk.book.action("Moved", now=NOON) as action:
        action.get(Earning, earning.id)
        action.put(october)
    assert earnings(desk) == [october]


def test_a_line_struck_out_is_gone_until_undo(desk: Desk) -> None:
    trip = ledger.drive(desk, Trip(id="", at=NOON, miles=Decimal(8)), NOON).record
    expense = ledger.spend(desk, Expense(id="", at=NOON, amount=usd("3")), NOON).record
    ledger.earn(desk, an_earning(), NOON)
    assert isinstance(trip, Trip) and isinstance(expense, Expense)
    assert ledger.forget(desk, trip, NOON).words == "Deleted 8 mi"
    assert ledger.forget(desk, expense, NOON).words == "Deleted $3.00 spent"
    assert ledger.forget(desk, earnings(desk)[0], NOON).words == "Deleted $12.50 earned"
    assert everything(desk) == {}
    with pytest.raises(GigError, match="That trip is not there any more"):
        ledger.forget(desk, trip, NOON)
    desk.book.undo(NOON)
    assert [one.gross for one in earnings(desk)] == [usd("12.50")]


def test_sums_that_cannot_be_are_refused_in_words(desk: Desk) -> None:
    def refused(words: str, act: object, record: object) -> None:
        with pytest.raises(BadInput, match=words):
            act(desk, record, NOON)  # type: ignore[operator]
        assert everything(desk) == {}

    refused("in one currency", ledger.earn, an_earning(tip=Money(300, "EUR")))
    refused("in one currency", ledger.earn, an_earning(fee=Money(300, "GBP")))
    refused("zero or more", ledger.earn, an_earning(tip=usd("-1")))
    refused("more than zero", ledger.spend, Expense(id="", at=NOON, amount=usd("0")))
    for miles in ("0", "-3", "3000.1"):
        refused("at most 3,000 miles", ledger.drive, Trip(id="", at=NOON, miles=Decimal(miles)))


def test_a_settled_earning_is_checked_like_a_new_one(desk: Desk) -> None:
    ledger.earn(desk, an_earning(), NOON)
    (earning,) = earnings(desk)
    with pytest.raises(BadInput, match="in one currency"):
        ledger.settle(desk, replace(earning, tip=Money(300, "EUR")), NOON)
    ledger.settle(desk, replace(earning, note="paid\x1b[2Jlate"), NOON)
    assert "\x1b" not in earnings(desk)[0].note


def test_text_is_cleaned_when_it_enters(desk: Desk) -> None:
    bad = "gas\x1b[2J\u202e"
    ledger.earn(desk, an_earning(platform=bad, category=bad, note=bad), NOON)
    ledger.spend(desk, Expense(id="", at=NOON, amount=usd("3"), category=bad, platform=bad, note=bad), NOON)
    ledger.drive(desk, Trip(id="", at=NOON, miles=Decimal(3), platform=bad, note=bad), NOON)
    kept = repr(list(everything(desk).values()))
    assert "\\x1b" not in kept and "\\u202e" not in kept

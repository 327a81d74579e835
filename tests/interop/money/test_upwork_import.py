"""Upwork's three shapes: earnings by contract, and transactions as it wrote them once and writes them now."""

from __future__ import annotations

from datetime import UTC, datetime

from support.importing import read_text
from support.moneyfiles import ONE_MOVED, earned, read_money, spent, sums


def test_the_contracts_report_tells_pay_hours_and_the_contract() -> None:
    reading = read_money("upwork_contracts.csv")
    assert reading.format == "upwork-contracts"
    assert [str(each.gross) for each in earned(reading)] == ["$165.00", "$10.00", "$1,250.00", "$50.00"]
    assert [each.note for each in earned(reading)] == [
        "Website repair (35 pages) · 5.5 h",
        "Website repair (35 pages) · 0.3333 h",
        "Logo, two drafts · Fixed Price Payment",
        "Logo, two drafts · Bonus",
    ]
    assert {each.platform for each in earned(reading)} == {"Upwork"}
    assert earned(reading)[0].at == datetime(2026, 9, 16, 11, tzinfo=UTC)  # noon in London's summer
    assert reading.warnings == ("1 row without money was left out.",)
    assert [refused.line for refused in reading.refused] == [7]


def test_old_transactions_join_fees_by_the_ref_id_in_their_words() -> None:
    reading = read_money("upwork_old.csv")
    assert reading.format == "upwork"
    assert sums(earned(reading)) == [("$1,050.05", ""), ("$400.00", ""), ("−$120.00", "")]
    fees = {(late.job, str(late.fee)) for late in reading.late}
    assert fees == {
        ("700000004", "$105.01"),
        ("700000003", "$40.00"),
        ("700000003", "$7.60"),
    }
    assert {late.net.minor < 0 for late in reading.late} == {True}


def test_a_withdrawal_is_nothing_but_its_fee_is_an_expense() -> None:
    reading = read_money("upwork_old.csv")
    assert reading.warnings == (ONE_MOVED,)
    assert [str(each.amount) for each in spent(reading)] == ["$0.99"]


def test_new_transactions_join_fees_by_the_shared_id_whatever_the_case_of_their_type() -> None:
    reading = read_money("upwork_new.csv")
    assert sums(earned(reading)) == [("$1,350.00", ""), ("$30.00", "")]
    assert sorted((late.job, str(late.fee)) for late in reading.late) == [
        ("800000002", "$3.00"),
        ("800000003", "$135.00"),
    ]
    assert [(str(each.amount), each.note) for each in spent(reading)] == [("$19.99", "Freelancer Plus")]
    assert [refused.line for refused in reading.refused] == [9]


def test_hours_stay_with_the_pay_and_names_and_addresses_do_not() -> None:
    (hourly, _), (_, paid, _) = (
        earned(read_money("upwork_new.csv")),
        earned(read_money("upwork_old.csv")),
    )
    assert hourly.note == "Hourly · Invoice for Oct 12-18 · 45.25 hours"
    assert "@example.com" not in paid.note
    for reading in (read_money("upwork_new.csv"), read_money("upwork_old.csv")):
        assert "Person A" not in repr(reading) and "Team B" not in repr(reading)


def test_every_row_has_one_identity_in_every_reading() -> None:
    first, again = (read_money("upwork_new.csv") for _ in range(2))
    names = [each.source_id for each in (*first.records, *first.late)]
    assert names == [each.source_id for each in (*again.records, *again.late)]
    assert len(set(names)) == len(names)


def test_days_that_do_not_tell_their_order_are_taken_month_first_and_it_is_said() -> None:
    row = '"{day}","Logo (34900210)","1","30.00",""\n'
    header = '"Date","Contract","Hours","Amount","Payment type"\n'
    unclear = read_text(header + row.format(day="3/4/2026"))
    assert earned(unclear)[0].at.month == 3
    assert "Dates such as 3/4/2026 were taken as month first" in unclear.zone_rule
    told = read_text(header + row.format(day="3/4/2026") + row.format(day="13/4/2026"))
    assert earned(told)[0].at.month == 4
    assert "taken as month first" not in told.zone_rule

"""PayPal's activity: what was received, by the clock of each row, in the country's way of writing."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from support.moneyfiles import earned, read_money, sums

from gigplanner.model import BadInput


def test_only_completed_payments_received_are_money() -> None:
    reading = read_money("paypal_us.csv")
    assert reading.format == "paypal"
    assert sums(earned(reading)) == [("£42.10", ""), ("$1,250.00", "$43.85"), ("−$241.23", "")]
    assert reading.warnings == (
        "5 withdrawals, payouts and transfers were left out: money on the move, which is neither earned nor "
        "spent.",
        "1 payment that is not completed was left out.",
        "1 payment you sent was left out: the file does not say which were for work: log those as expenses.",
        "1 refund of what you bought was left out.",
    )


def test_a_refund_takes_its_fee_back_with_it() -> None:
    refund = earned(read_money("paypal_us.csv"))[2]
    assert (str(refund.net), refund.fee) == ("−$241.23", None)


def test_times_are_those_of_the_zone_that_the_row_names() -> None:
    assert [each.at for each in earned(read_money("paypal_us.csv"))][:2] == [
        datetime(2026, 11, 21, 5, 30, 5, tzinfo=UTC),
        datetime(2026, 7, 4, 16, 15, tzinfo=UTC),
    ]
    assert [each.at for each in earned(read_money("paypal_eu.csv"))] == [
        datetime(2026, 10, 31, 22, 30, tzinfo=UTC),
        datetime(2026, 7, 1, 6, tzinfo=UTC),
    ]


def test_a_european_account_writes_days_first_and_decimal_commas() -> None:
    reading = read_money("paypal_eu.csv")
    assert sums(earned(reading)) == [("€1,234.56", "€31.20"), ("€50.00", "")]
    assert reading.refused == ()


def test_dates_that_can_be_read_both_ways_are_asked_about() -> None:
    with pytest.raises(BadInput, match="import it again with --as paypal-dmy or --as paypal-mdy"):
        read_money("paypal_eu.csv", **{"31/10/2026": "03/10/2026"})
    reading = read_money("paypal_eu.csv", "paypal-dmy", **{"31/10/2026": "03/10/2026"})
    assert earned(reading)[0].at.date().isoformat() == "2026-10-03"


def test_a_row_that_does_not_add_up_is_refused() -> None:
    (refused,) = read_money("paypal_us.csv").refused
    assert refused.line == 13
    assert refused.reason == (
        "$10.00 less a fee of $0.50 is not the row's net, $9.60: look whether it was changed by hand."
    )


def test_a_zone_nobody_knows_refuses_its_row_alone() -> None:
    reading = read_money("paypal_eu.csv", **{"Europe/Berlin": "Atlantis"})
    assert [refused.line for refused in reading.refused] == [3]
    assert len(earned(reading)) == 1


def test_the_platform_is_named_and_people_are_not() -> None:
    reading = read_money("paypal_us.csv")
    assert [each.platform for each in earned(reading)] == ["Prolific", "", ""]
    assert "Person A" not in repr(reading) and "@example.com" not in repr(reading)


def test_the_sign_has_to_be_that_of_the_balance_impact() -> None:
    reading = read_money("paypal_eu.csv", Credit="Debit")
    assert len(reading.refused) == 2


# --- in German ---------------------------------------------------------------------------------------------


def test_a_german_report_keeps_what_was_received_and_counts_what_is_left_out() -> None:
    reading = read_money("paypal_german.csv")
    assert [
        (one.source_id, *sum_) for one, sum_ in zip(earned(reading), sums(earned(reading)), strict=True)
    ] == [
        ("G-1", "€1,100.00", "€30.00"),
        ("G-5", "−€97.00", ""),
    ]
    assert earned(reading)[0].at == datetime(2026, 11, 10, 11, 9, 12, tzinfo=UTC)
    assert reading.refused == ()
    said = " ".join(reading.warnings)
    for words in (
        "2 withdrawals, payouts and transfers were left out",
        "1 payment you sent",
        "1 payment that is not completed",
        "1 row of a type gigplanner does not know",
    ):
        assert words in said


def test_the_newer_german_report_calls_types_and_fees_otherwise_and_has_no_status() -> None:
    reading = read_money("paypal_german_newer.csv")
    assert [(one.source_id, str(one.gross)) for one in earned(reading)] == [("N-1", "€3.50")]
    assert "1 withdrawal, payout or transfer was left out" in reading.warnings[0]

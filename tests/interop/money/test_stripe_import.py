"""Stripe's balance history: charges less fees, money going back, payouts; and its cents."""

from __future__ import annotations

from datetime import UTC, datetime

from support.moneyfiles import ONE_MOVED, earned, read_money, spent, sums


def test_charges_keep_their_fees_and_what_goes_back_is_below_zero() -> None:
    reading = read_money("stripe.csv")
    assert sums(earned(reading)) == [
        ("$100.00", "$3.20"),
        ("$20.00", "$0.88"),
        ("−$40.00", ""),
        ("¥5,000", "¥180"),
        ("−$100.00", "$15.00"),
    ]
    assert [str(each.amount) for each in spent(reading)] == ["$2.00"]


def test_times_are_in_utc_and_what_is_not_available_yet_is_pending() -> None:
    first, second, *_ = earned(read_money("stripe.csv"))
    assert first.at == datetime(2026, 11, 10, 23, 59, 30, tzinfo=UTC)
    assert (first.status, second.status) == ("paid", "pending")


def test_payouts_and_unknown_types_are_left_out_and_counted() -> None:
    assert read_money("stripe.csv").warnings == (
        ONE_MOVED,
        "1 row of a type gigplanner does not know was left out: look at them in Stripe.",
    )


def test_a_row_that_does_not_add_up_is_refused() -> None:
    assert [refused.line for refused in read_money("stripe.csv").refused] == [10]


def test_a_file_without_a_decimal_is_in_cents_but_for_currencies_without_them() -> None:
    reading = read_money("stripe_cents.csv")
    assert sums(earned(reading)) == [("$100.00", "$3.20"), ("¥5,000", "¥180")]
    assert reading.warnings == ("No amount in this file has decimals: all were read as cents.",)


def test_yen_with_noughts_behind_a_point_are_whole_yen() -> None:
    changes = {"5000,180,4820": "5000.00,180.00,4820.00"}
    assert sums(earned(read_money("stripe.csv", **changes)))[3] == ("¥5,000", "¥180")


def test_mail_addresses_are_not_kept() -> None:
    assert "@example.com" not in repr(read_money("stripe.csv"))

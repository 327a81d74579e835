"""Fiverr's earnings: several rows for one order, its share taken off, fourteen days of clearing."""

from __future__ import annotations

from datetime import UTC, datetime

from support.importing import read_text
from support.moneyfiles import ONE_MOVED, earned, read_money, spent, sums


def test_an_order_is_what_the_buyer_paid_less_fiverrs_share() -> None:
    reading = read_money("fiverr.csv")
    assert reading.format == "fiverr"
    assert sums(earned(reading)) == [("$100.00", "$20.00"), ("$50.00", "$10.00"), ("$35.00", "$7.00")]
    assert [each.job for each in earned(reading)] == ["FO31A", "FO77C", "FO12B"]


def test_money_is_pending_until_it_clears_fourteen_days_later() -> None:
    assert [each.status for each in earned(read_money("fiverr.csv"))] == ["pending", "pending", "paid"]


def test_a_tip_and_a_cancellation_of_the_order_come_apart_from_it() -> None:
    tip, cancelled = read_money("fiverr.csv").late
    assert (tip.job, str(tip.tip), str(tip.fee), tip.gross.minor) == ("FO31A", "$10.00", "$2.00", 0)
    assert (cancelled.job, str(cancelled.gross), str(cancelled.net)) == ("FO77C", "−$50.00", "−$40.00")


def test_withdrawals_and_clearings_are_no_money_and_promotion_is_a_cost() -> None:
    reading = read_money("fiverr.csv")
    assert reading.warnings == (
        "1 note that an order cleared was left out: the money is that of the order.",
        ONE_MOVED,
    )
    assert [str(each.amount) for each in spent(reading)] == ["$5.50"]


def test_a_row_whose_net_is_more_than_its_amount_is_refused() -> None:
    (refused,) = read_money("fiverr.csv").refused
    assert (refused.line, refused.reason) == (
        10,
        "The net amount of this row is more than its amount: look at the two columns.",
    )


def test_decimal_commas_and_days_first_are_understood() -> None:
    reading = read_text(
        "Date;Type;Order ID;Description;Amount;Currency;Net Amount\n"
        "20.11.2026;Order;FO1;Logo;1.250,50;EUR;1.000,40\n"
    )
    (order,) = earned(reading)
    assert (str(order.gross), str(order.fee)) == ("€1,250.50", "€250.10")
    assert order.at == datetime(2026, 11, 20, 12, tzinfo=UTC)

"""Tables that no importer knows: what is guessed of each, and what a person's rows become."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.mapped import MAPPED, as_guessed, guess_of, read_as, source_of

from gigplanner.interop.mapping.rules import missing_in
from gigplanner.interop.reading import Reading, SourceFile
from gigplanner.interop.table import guess_table
from gigplanner.model import BadInput, Block, Earning, Expense, Money, Record, Task, Trip

R = TypeVar("R", bound=Record)


def of_kind(reading: Reading, kind: type[R]) -> list[R]:
    return [record for record in reading.records if isinstance(record, kind)]


def pay(reading: Reading) -> list[tuple[str, str]]:
    """Platform and amounts of each earning, in words."""
    return [
        (earning.platform, f"{earning.gross} tip {earning.tip}" if earning.tip else str(earning.gross))
        for earning in of_kind(reading, Earning)
    ]


def test_a_lyft_drivers_own_log_tells_pay_tip_miles_and_the_time_of_each_ride() -> None:
    reading = as_guessed("lyft_log.csv")
    assert pay(reading) == [
        ("Lyft", "$5.92 tip $1.00"),
        ("Lyft", "$14.40"),
        ("Lyft", "$5.00"),  # a fee for a ride called off is pay too
        ("Lyft", "$8.75 tip $2.50"),
    ]
    first, *_ = of_kind(reading, Block)
    assert first.start == datetime(2017, 12, 2, 6, 35, tzinfo=UTC)  # 12:35AM in Chicago, the 2nd of December
    assert (first.end - first.start).total_seconds() == 16 * 60 + 55
    assert [trip.miles for trip in of_kind(reading, Trip)] == [
        Decimal("3.81"), Decimal("12.40"), Decimal("6.02")
    ]  # fmt: skip
    assert [(refused.line, "25:10PM" in refused.reason) for refused in reading.refused] == [(6, True)]


def test_the_ride_past_midnight_of_a_log_ends_on_the_next_day() -> None:
    last = of_kind(as_guessed("lyft_log.csv"), Block)[-1]
    assert (last.start.day, last.end.day) == (17, 17)  # UTC; 23:48 to 00:07 in Chicago
    assert (last.end - last.start).total_seconds() == 19 * 60 + 30


def test_of_a_shoppers_batches_the_parts_of_the_pay_are_added_and_the_customers_order_is_not() -> None:
    reading = as_guessed("instacart_batches.csv")
    assert pay(reading) == [
        ("Instacart", "$12.40 tip $12.65"),
        ("Instacart", "$18.10 tip $21.00"),
        ("Instacart", "$7.00"),
    ]
    late = of_kind(reading, Block)[-1]
    assert (late.end - late.start).total_seconds() == 45 * 60  # 11:40 PM to 12:25 AM


def test_microworkers_words_of_states_are_understood() -> None:
    reading = as_guessed("microworkers_history.tsv")
    assert [(earning.status, earning.gross.minor, earning.job) for earning in of_kind(reading, Earning)] == [
        ("paid", 15, "8a1f"),
        ("pending", 30, "8a20"),
        ("rejected", 55, "8a44"),
        ("pending", 40, "8a45"),
    ]
    assert not of_kind(reading, Block)  # the time to finish says not when it began


def test_a_german_sheet_with_decimal_commas_is_read_in_euros() -> None:
    reading = as_guessed("clickworker.csv")
    assert [(earning.gross, earning.status) for earning in of_kind(reading, Earning)] == [
        (Money(240, "EUR"), "paid"),
        (Money(1250, "EUR"), "pending"),
        (Money(105000, "EUR"), "rejected"),
    ]


def test_a_sheet_of_days_by_app_is_not_misled_by_its_counts_and_rates() -> None:
    reading = as_guessed("gridwise_days.csv")
    assert pay(reading) == [
        ("Uber Eats", "$62.10 tip $31.25"),
        ("DoorDash", "$14.00 tip $9.50"),
        ("Lyft", "$55.40 tip $4.00"),
    ]
    assert [trip.miles for trip in of_kind(reading, Trip)] == [
        Decimal("58.30"), Decimal("11.00"), Decimal("71.90")
    ]  # fmt: skip


def test_of_a_total_with_its_tip_the_gross_is_what_remains() -> None:
    reading = as_guessed("solo_jobs.csv")
    assert pay(reading)[0] == ("DoorDash", "$4.75 tip $7.00")
    first, *_ = of_kind(reading, Block)
    assert first.start == datetime(2026, 11, 10, 23, 2, tzinfo=UTC)  # 17:02 at -06:00, as the file states


def test_distances_and_lengths_with_units_are_read() -> None:
    reading = as_guessed("para_offers.csv")
    assert [(trip.platform, trip.miles) for trip in of_kind(reading, Trip)] == [
        ("DoorDash", Decimal("3.40")),
        ("Uber Eats", Decimal("5.10")),
        ("DoorDash", Decimal("2.20")),
    ]


def test_the_deduction_of_a_mileage_log_is_no_income_and_its_totals_are_no_trip() -> None:
    reading = as_guessed("hurdlr_mileage.csv")
    assert [trip.miles for trip in of_kind(reading, Trip)] == [Decimal("18.40"), Decimal("11.10")]
    assert not of_kind(reading, Earning)
    assert [refused.line for refused in reading.refused] == [4]
    assert "1 line of totals was left out." in reading.warnings


def test_a_list_of_vendors_is_what_was_spent() -> None:
    expenses = of_kind(as_guessed("hurdlr_expenses.csv"), Expense)
    assert [(expense.category, expense.amount.minor) for expense in expenses] == [
        ("Gas", 4120),
        ("Maintenance", 108999),
    ]


def test_a_to_do_sheet_becomes_tasks_with_deadlines() -> None:
    tasks = of_kind(as_guessed("todo_sheet.csv"), Task)
    assert [(task.title, task.minutes, task.pay.minor, task.platform) for task in tasks] == [
        ("Transcribe interview", 45, 1200, "Rev"),
        ("Label 200 images", 90, 1850, "Appen"),
    ]
    assert tasks[1].due == datetime(2026, 12, 3, 23, 0, tzinfo=UTC)  # 17:00 in Chicago


def test_a_bank_statement_keeps_only_what_platforms_paid() -> None:
    reading = as_guessed("bank_eu.csv")
    assert [(earning.platform, earning.gross) for earning in of_kind(reading, Earning)] == [
        ("Uber", Money(18240, "EUR")),
        ("Uber", Money(120405, "EUR")),
    ]
    assert {record.source for record in reading.records} == {"bank:bank-eu"}
    assert [warning.split(" was left out")[0] for warning in reading.warnings] == [
        "1 amount below zero",
        "1 deposit",
        "1 transfer",
        "1 refund",
    ]


def test_an_account_that_is_for_work_alone_tells_what_was_spent() -> None:
    reading = as_guessed("bank_eu.csv", negative="expense")
    assert [expense.amount for expense in of_kind(reading, Expense)] == [Money(6130, "EUR")]


def test_an_american_statement_with_debit_and_credit_apart() -> None:
    reading = as_guessed("bank_us.csv", negative="expense")
    assert pay(reading) == [("Uber", "$182.40")]
    assert [str(expense.amount) for expense in of_kind(reading, Expense)] == ["$61.30"]


def test_dates_that_can_be_read_both_ways_are_asked_for() -> None:
    file = source_of("appen_hours.csv")
    mapping = guess_of(file)
    assert mapping.dates == ""
    with pytest.raises(BadInput, match="day first or month first"):
        read_as(file, mapping)
    for order, month in (("day first", 4), ("month first", 3)):
        first = of_kind(as_guessed("appen_hours.csv", dates=order), Earning)[0]
        assert first.at.month == month


@pytest.mark.parametrize("name", ["headerless.csv", "header_only.csv"])
def test_without_a_header_and_rows_there_is_no_table(name: str) -> None:
    assert guess_table(source_of(name).text) is None


def test_the_column_that_says_a_sentence_of_commas_does_not_make_the_delimiter() -> None:
    table = guess_table(source_of("clickworker.csv").text)
    assert table is not None
    assert (table.delimiter, len(table.columns)) == (";", 5)


def test_cells_of_absurd_length_are_refused_and_not_pondered() -> None:
    cells = ["12/" * 40_000, "1:" * 60_000, "1h " * 40_000, "Mon, " * 20_000]
    rows = [f"{cell},{cell},{cell}" for cell in cells for _ in range(5)]
    good = ["2026-11-02,12.50,30 min"] * 20
    file = SourceFile("long.csv", "\n".join(["Date,Amount,Duration", *good, *rows]).encode())
    reading = read_as(file, guess_of(file))
    assert len(of_kind(reading, Earning)) == 20
    assert all(len(refused.reason) < 200 for refused in reading.refused)


cell = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["Date", "Amount", "12/2/2017", "3:60", "€1.234,50", "-$7.68", "No", "(12)", "Lyft", "1e9", "∞", "٣",
         "9999-12-31", "0/0/0000", "31.02.2026", "Total", "=1+1", "25:99", "1:05", "10000000000000", "Time"]
    ),
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(cell, min_size=2, max_size=5), min_size=2, max_size=8), st.sampled_from(",;\t|"))
def test_guessing_never_raises_and_reading_ends_in_records_or_sentences(
    rows: list[list[str]], delimiter: str
) -> None:
    text = "\n".join(delimiter.join(row) for row in rows)
    file = SourceFile("sheet.csv", text.encode("utf-8", "replace"))
    if guess_table(file.text) is None:
        return
    mapping = guess_of(file)
    try:
        reading = read_as(file, mapping)
    except BadInput as error:
        assert str(error).endswith(".")
        return
    assert not missing_in(mapping)
    assert len({(type(each), each.source_id) for each in reading.records}) == len(reading.records)


def test_every_fixture_is_tried_in_a_story() -> None:
    stories = Path(__file__).read_text(encoding="utf-8")
    assert not [path.name for path in MAPPED.iterdir() if path.name not in stories]

"""Tables for spreadsheets: the person's clock, bare amounts, and no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from gigplanner.interop.spreadsheet import bare_cell, safe_cell
from gigplanner.interop.tables_csv import (
    WorkedShift,
    blocks_csv,
    earnings_csv,
    expenses_csv,
    shifts_csv,
    trips_csv,
    waits_csv,
)
from gigplanner.model import Block, Earning, Expense, Money, Settings, ShiftEvent, Trip
from gigplanner.model.records import PastWait, ShiftEventKind
from gigplanner.model.shiftlog import ShiftLog, read_log

CHICAGO = Settings(zone="America/Chicago")
NOON = datetime(2026, 11, 22, 18, tzinfo=UTC)
EVIL = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "'=1", "-2+3|cmd")


def rows(text: str) -> list[dict[str, str]]:
    assert text.endswith("\r\n")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def usd(amount: str) -> Money:
    return Money.of(amount, "USD")


def a_shift(*steps: tuple[int, ShiftEventKind]) -> ShiftLog:
    events = [
        ShiftEvent(
            id=f"v{number}",
            shift="s1",
            kind=kind,
            at=NOON + timedelta(minutes=minutes),
            seq=number,
            platform="DoorDash" if number == 0 else "",
        )
        for number, (minutes, kind) in enumerate(steps)
    ]
    return read_log(events, NOON + timedelta(hours=9))


@pytest.mark.parametrize("words", EVIL)
def test_no_words_of_people_are_a_formula(words: str) -> None:
    earning = Earning(id="e", at=NOON, gross=usd("1"), platform=words, category=words, note=words)
    expense = Expense(id="x", at=NOON, amount=usd("1"), category=words, note=words)
    trip = Trip(id="t", at=NOON, miles=Decimal(1), origin=words, destination=words, purpose=words)
    block = Block(id="b", title=words, start=NOON, end=NOON, platform=words, place=words, notes=words)
    for text in (
        earnings_csv([earning], CHICAGO),
        expenses_csv([expense], CHICAGO),
        trips_csv([trip], CHICAGO),
        blocks_csv([block], CHICAGO),
    ):
        ((row),) = rows(text)
        assert not [cell for cell in row.values() if cell.startswith(tuple("=+-@\t\r＝"))]
        assert bare_cell(safe_cell(words)) == words
        assert safe_cell(words) in row.values()


def test_an_earning_is_told_by_the_persons_clock_and_to_the_cent() -> None:
    earning = Earning(id="e1", at=NOON, gross=usd("8.50"), tip=usd("2"), fee=usd("0.25"), status="pending")
    (row,) = rows(earnings_csv([earning], CHICAGO))
    assert (row["date"], row["time"], row["offset"]) == ("2026-11-22", "12:00", "UTC-06:00")
    assert [row[name] for name in ("gross", "tip", "fee", "net", "currency", "status")] == [
        "8.50", "2.00", "0.25", "10.25", "USD", "pending",
    ]  # fmt: skip


def test_a_refund_is_a_number_below_nothing() -> None:
    (row,) = rows(expenses_csv([Expense(id="x", at=NOON, amount=usd("-4.20"))], CHICAGO))
    assert row["amount"] == "-4.20"


def test_a_shift_is_one_row_with_all_that_its_log_tells() -> None:
    log = a_shift(
        (0, "started"), (10, "order"), (40, "delivered"), (55, "break"), (70, "resumed"), (90, "stopped")
    )
    earnings = [
        Earning(id="e1", at=NOON, gross=usd("9"), tip=usd("3"), fee=usd("1"), shift="s1"),
        Earning(id="e2", at=NOON, gross=usd("5"), status="pending", shift="s1"),
        Earning(id="e3", at=NOON, gross=usd("70"), status="rejected", shift="s1"),
    ]
    trips = [Trip(id="t", at=NOON, miles=Decimal("4.1"), shift="s1")]
    (row,) = rows(shifts_csv([WorkedShift(log=log, earnings=earnings, trips=trips)], CHICAGO))
    told = {name: row[name] for name in ("online", "waiting", "on_orders", "breaks", "orders")}
    assert told == {"online": "75", "waiting": "45", "on_orders": "30", "breaks": "15", "orders": "1"}
    assert [row[name] for name in ("gross", "tip", "fee", "net", "awaited", "miles")] == [
        "14.00", "3.00", "1.00", "16.00", "5.00", "4.1",
    ]  # fmt: skip
    assert (row["start_time"], row["end_time"], row["platform"]) == ("12:00", "13:30", "DoorDash")


def test_other_currencies_have_a_row_of_their_own_and_miles_count_once() -> None:
    earnings = [
        Earning(id="e1", at=NOON, gross=usd("9"), shift="s1"),
        Earning(id="e2", at=NOON, gross=Money(500, "JPY"), shift="s1"),
    ]
    trips = [Trip(id="t", at=NOON, miles=Decimal("4.1"), shift="s1")]
    worked = WorkedShift(log=a_shift((0, "started")), earnings=earnings, trips=trips)
    found = rows(shifts_csv([worked], CHICAGO))
    assert [(row["currency"], row["gross"], row["miles"]) for row in found] == [
        ("JPY", "500", "4.1"),
        ("USD", "9.00", ""),
    ]
    assert {row["end_date"] for row in found} == {""}  # it runs


def test_a_wait_says_how_it_ended() -> None:
    wait = PastWait(id="w", start=NOON, minutes=7.25, ended_by_order=False)
    (row,) = rows(waits_csv([(wait, "Uber")], CHICAGO))
    assert (row["minutes"], row["ended_by_order"], row["platform"]) == ("7.25", "no", "Uber")

"""Business miles as MileIQ, Everlance and Stride keep them."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from support.driving import all_of, identities, read_driving
from support.importing import read_text

from gigplanner.interop.registry import NotRecognised, Reading
from gigplanner.model import Expense, Money, Trip

MILEIQ, UBER_DRIVES = "mileiq.csv", "my_uber_drives.csv"
DRIVES = "START_DATE*,END_DATE*,CATEGORY*,START*,STOP*,MILES*,PURPOSE*\n"


@pytest.fixture(scope="module")
def mileiq() -> Reading:
    return read_driving(MILEIQ, "America/Chicago")


def test_mileiq_s_header_is_found_below_forty_rows_and_its_business_drives_read(mileiq: Reading) -> None:
    (trip,) = all_of(mileiq, Trip)
    assert (trip.at, trip.miles) == (datetime(2026, 1, 5, 14, 30, tzinfo=UTC), Decimal("10.04"))
    assert (trip.origin, trip.destination, trip.note) == ("Home, Town", "Store, Town", "lunch run")
    assert (trip.purpose, trip.platform) == ("DoorDash", "DoorDash")


def test_parking_and_tolls_are_expenses_of_the_drive(mileiq: Reading) -> None:
    spent = {expense.category: expense.amount for expense in all_of(mileiq, Expense)}
    assert spent == {"parking": Money(450, "USD"), "tolls": Money(125, "USD")}


def test_formulas_are_never_computed_and_one_instead_of_miles_costs_its_row_only(mileiq: Reading) -> None:
    assert [(refused.line, refused.reason) for refused in mileiq.refused] == [
        (44, "“=A1+5” is not a number: write it like 12.5."),
    ]


def test_private_drives_are_counted_and_nothing_below_the_totals_is_read(mileiq: Reading) -> None:
    assert mileiq.warnings == (
        "1 personal drive was left out.",
        "1 drive to or from work was left out.",
        "1 drive without a category was left out.",
    )


def test_my_uber_drives_is_read_with_asterisks_short_years_and_a_totals_row() -> None:
    reading = read_driving(UBER_DRIVES, "America/New_York")
    trips = all_of(reading, Trip)
    assert [trip.at for trip in trips[:2]] == [
        datetime(2016, 1, 2, 2, 11, tzinfo=UTC),  # 1/1/2016 21:11
        datetime(2016, 1, 2, 6, 25, tzinfo=UTC),  # 1/2/16 1:25
    ]
    assert (trips[0].purpose, trips[1].purpose) == ("Meal/Entertain", "")
    assert trips[1].origin == "R?o Example"
    assert [(refused.line, refused.reason) for refused in reading.refused] == [
        (6, "This drive has no miles.")
    ]


def test_equal_drives_are_two() -> None:
    twins = [trip for trip in all_of(read_driving(UBER_DRIVES), Trip) if trip.miles == Decimal("4.80")]
    assert [trip.source_id[-2:] for trip in twins] == ["-1", "-2"]


def test_a_drive_keeps_its_identity_when_it_is_written_or_sorted_otherwise() -> None:
    first = read_text(DRIVES + "1/2/2016 1:25,1/2/2016 1:37,Business,A,B,5,\n")
    second = read_text(DRIVES + "01/02/16 01:25,,Business,A,B,5.0,Errand\n", zone="Asia/Tokyo")
    assert identities(first) == identities(second)


def test_dates_that_begin_with_the_day_are_told_by_a_day_above_twelve() -> None:
    reading = read_text(DRIVES + "3/4/2026 9:00,,Business,A,B,5,\n25/4/2026 9:00,,Business,A,B,5,\n")
    assert [trip.at.day for trip in all_of(reading, Trip)] == [3, 25]
    assert reading.zone_rule.endswith("dates as beginning with the day.")


def test_everlance_s_banner_and_summary_are_not_taken_for_the_header() -> None:
    reading = read_driving("everlance_trips.csv", "America/Chicago")
    first, second = all_of(reading, Trip)
    assert (first.at, first.miles) == (datetime(2026, 9, 2, 16, 31, tzinfo=UTC), Decimal("26.00"))
    assert (first.platform, first.purpose) == ("DoorDash", "Doordash")
    assert first.destination == "Smith & Sons, 2 Example Rd"
    assert second.at == datetime(2026, 9, 3, 17, tzinfo=UTC)  # noon, as it has no time
    assert second.platform == "Walmart Sparks"
    assert reading.warnings == ("1 personal entry was left out.",)


def test_a_deduction_is_no_income() -> None:
    for path in ("everlance_trips.csv", "everlance_2017.csv"):
        assert {type(record) for record in read_driving(path).records} == {Trip}


def test_everlance_of_2017_is_read_with_its_full_addresses() -> None:
    (trip,) = all_of(read_driving("everlance_2017.csv", "UTC"), Trip)
    assert (trip.platform, trip.origin, trip.destination) == (
        "Uber",
        "1 Example Rd, Town",
        "9 Example Ave, City",
    )


def test_stride_s_days_and_distances_are_read_in_both_spellings() -> None:
    reading = read_driving("stride.csv", "America/Chicago")
    assert [(trip.at.date().isoformat(), str(trip.miles)) for trip in all_of(reading, Trip)] == [
        ("2026-01-25", "13.70"),
        ("2026-01-26", "5.00"),
        ("2026-01-27", "1002.50"),
    ]
    assert [(refused.line, refused.reason) for refused in reading.refused] == [
        (5, "This drive has no miles.")
    ]


def test_dates_and_distances_alone_do_not_make_a_runner_s_diary_a_mileage_log() -> None:
    with pytest.raises(NotRecognised):
        read_text("Date,Distance\n2026-01-01,5.2\n2026-01-02,10.0\n")


def test_mileiq_s_newer_columns_are_read_with_kilometres() -> None:
    reading = read_text(
        "Drive Date,Distance (km),Start Location,End Location,Purpose,Classification,Note\n"
        "13/02/2026 08:00,16.09344,A,B,Uber,Business,\n"
        "14/02/2026 08:00,4,B,A,,Personal,\n"
    )
    (trip,) = all_of(reading, Trip)
    assert (trip.miles, trip.platform, trip.origin) == (Decimal("10.00"), "Uber", "A")
    assert reading.warnings == ("1 personal drive was left out.",)


def test_an_everlance_trip_is_work_if_its_purpose_or_its_business_line_says_so() -> None:
    reading = read_text(
        "Value,Miles,From,To,Date,Purpose,Business Line\n"
        "$1,1.0,A,B,2026-01-01,,\n"
        "$1,2.0,A,B,2026-01-01,Medical,\n"
        "$1,3.0,A,B,2026-01-01,Delivery,Uber\n"
        "$1,4.0,A,B,2026-01-01,Business,\n"
    )
    assert [trip.miles for trip in all_of(reading, Trip)] == [3, 4]
    assert reading.warnings == (
        "1 entry not marked as work was left out.",
        "1 personal entry was left out.",
    )

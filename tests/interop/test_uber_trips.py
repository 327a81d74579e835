"""The lists of trips that Uber gives drivers and couriers, in each of the shapes it has given them."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from support.driving import all_of, identities, read_driving
from support.importing import read_text

from gigplanner.interop.registry import Reading
from gigplanner.model import BadInput, Block, Earning, Trip

AMERICAN = "uber_us/driver_lifetime_trips-0.csv"
FRENCH = "uber_fr/02 - Driver Lifetime Trips.csv"
COURIER = "uber_ch/31 - Courier Lifetime Trip Data.csv"
OLD = "uber_2015/Trip details (Driver).csv"
HEADER = (
    "Product Name,Status,Local Request Timestamp,Begin Trip Local Timestamp,Local Dropoff Timestamp,"
    "Trip Distance (miles),Duration (Seconds),Local Original Fare,Currency Code\n"
)


@pytest.fixture(scope="module")
def american() -> Reading:
    return read_driving(AMERICAN, "America/Los_Angeles")


def test_the_z_behind_american_times_is_not_believed(american: Reading) -> None:
    newest = all_of(american, Block)[-1]
    assert (newest.start, newest.end) == (
        datetime(2025, 2, 9, 11, 50, 29, tzinfo=UTC),  # 03:50:29 in Los Angeles
        datetime(2025, 2, 9, 12, 10, 44, tzinfo=UTC),
    )
    assert "Z that Uber writes" in american.zone_rule


def test_a_trip_is_past_work_with_its_miles_and_no_money(american: Reading) -> None:
    block, trip = all_of(american, Block)[-1], all_of(american, Trip)[-1]
    assert (block.title, block.platform, block.kind, block.status) == (
        "Uber trip",
        "Uber",
        "shift",
        "confirmed",
    )
    assert (trip.at, trip.miles, trip.platform, trip.purpose) == (
        block.start,
        Decimal("15.08"),
        "Uber",
        "Uber trip",
    )
    assert all_of(american, Earning) == []
    assert american.warnings[0].startswith("What riders paid is not your pay")


def test_queued_trips_are_kept_from_begin_to_drop_off(american: Reading) -> None:
    # the second was requested while the first was under way
    first, second = (block for block in all_of(american, Block) if block.start.hour == 3)
    assert first.end < second.start


def test_a_trip_in_the_hour_that_comes_twice_does_not_end_before_it_begins(american: Reading) -> None:
    autumn = all_of(american, Block)[0]  # 01:50 to 01:10, when clocks went back at 2
    assert (autumn.end - autumn.start).total_seconds() == 20 * 60


def test_deliveries_are_known_by_their_product(american: Reading) -> None:
    (eats,) = (block for block in all_of(american, Block) if block.platform == "Uber Eats")
    assert (eats.title, eats.notes) == ("Uber Eats delivery", "UberEATS Marketplace")


def test_what_was_no_trip_is_counted_and_a_cancelled_one_needs_no_currency(american: Reading) -> None:
    assert american.refused == ()
    assert american.warnings[1:] == (
        "2 cancelled trips were left out.",
        "1 repeated row was left out: the same trip stands there already.",
        "1 trip marked as a split fare was left out.",
        "1 trip that was not completed was left out.",
    )
    assert len(all_of(american, Block)) == 5


def test_european_lists_are_read_by_their_columns_in_utc() -> None:
    french = read_driving(FRENCH, "America/Los_Angeles")
    (block,) = all_of(french, Block)
    assert block.start == datetime(2021, 2, 28, 23, 21, tzinfo=UTC)  # 00:21 on 1 March in Paris
    assert block.zone == "Europe/Paris"
    assert all_of(french, Trip)[0].miles == Decimal("5.50")
    assert french.warnings[1:] == ("1 cancelled trip was left out.",)
    assert french.refused == ()


def test_a_courier_s_times_are_placed_by_the_one_that_is_told_in_utc_too() -> None:
    courier = read_driving(COURIER, "America/Los_Angeles")
    first, second = all_of(courier, Block)
    assert first.start == datetime(2022, 7, 1, 10, 10, tzinfo=UTC)  # 12:10 in Zurich
    assert second.start < first.end  # two orders carried at once stay two
    assert {block.platform for block in (first, second)} == {"Uber Eats"}
    assert courier.warnings[1:] == ("1 cancelled trip was left out.",)


def test_old_lists_count_in_minutes_and_may_name_utc() -> None:
    old = read_driving(OLD, "America/Los_Angeles")
    in_utc, local = all_of(old, Block)
    assert in_utc.end == datetime(2015, 6, 5, 8, 20, tzinfo=UTC)
    assert local.start == datetime(2015, 6, 5, 16, 6, tzinfo=UTC)
    assert (local.end - local.start).total_seconds() == 17.5 * 60


def test_the_same_trip_has_one_identity_in_the_short_and_the_long_list() -> None:
    short = read_text(
        HEADER + "uberX,completed,2021-03-01T00:16:48.000Z,2021-03-01T00:21:00.000Z,"
        "2021-03-01T00:40:00.000Z,5.4999,1140,17.3,EUR\n",
        zone="Europe/Paris",
    )
    assert identities(short) == identities(read_driving(FRENCH))


def test_neither_the_zone_nor_the_order_of_rows_changes_an_identity(american: Reading) -> None:
    assert identities(read_driving(AMERICAN, "America/New_York")) == identities(american)
    rows = [
        f"UberX,completed,2025-02-0{day}T10:00:00Z,2025-02-0{day}T10:05:00Z,2025-02-0{day}T10:20:00Z,3,,,USD"
        for day in range(1, 5)
    ]
    forwards, backwards = (read_text(HEADER + "\n".join(order)) for order in (rows, rows[::-1]))
    assert identities(forwards) == identities(backwards)
    assert len(identities(forwards)) == 8


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("X,completed,,,2025-02-01T10:20:00Z,3,,,USD", "This trip does not say when it began."),
        ("X,completed,,2025-02-01T10:00:00Z,,3,,,USD", "This trip does not say when it ended."),
        (
            "X,completed,,2025-02-01T10:00:00Z,2025-02-03T10:00:00Z,3,,,USD",
            "This row ends before it begins, or more than a day later.",
        ),
        (
            "X,completed,,2025-02-01T10:00:00Z,2025-02-01T09:00:00Z,3,,,USD",
            "This row ends before it begins, or more than a day later.",
        ),
        (
            "X,completed,,2025-13-01T10:00:00Z,2025-02-01T09:00:00Z,3,,,USD",
            "“2025-13-01T10:00:00Z” is not a time between 1970 and 2100.",
        ),
        (
            "X,completed,,2025-02-01T10:00:00Z,2025-02-01T10:09:00Z,=1+1,,,USD",
            "“=1+1” is not a number: write it like 12.5.",
        ),
    ],
)
def test_a_trip_that_cannot_be_is_refused_alone(row: str, reason: str) -> None:
    good = "X,completed,,2025-02-01T12:00:00Z,2025-02-01T12:09:00Z,3,,,USD"
    reading = read_text(f"{HEADER}{row}\n{good}\n")
    assert [(refused.line, refused.reason) for refused in reading.refused] == [(2, reason)]
    assert len(all_of(reading, Block)) == 1


@pytest.mark.parametrize("path", ["uber_rider/trips_data.csv", "uber_rider/trips_data-0.csv"])
def test_rides_taken_as_a_passenger_are_no_work(path: str) -> None:
    with pytest.raises(BadInput, match="you took as a passenger: there is no work in it"):
        read_driving(path)


LONG = (
    "timezone,request_timestamp_local,request_timestamp_utc,begintrip_timestamp_local,dropoff_timestamp_local,"
    "trip_distance_miles,status\n"
)


def test_a_clock_that_is_absurdly_far_from_utc_is_not_believed_and_neither_is_an_unknown_zone() -> None:
    reading = read_text(
        f"{LONG}Nowhere/City,2021-03-01T00:16:48Z,1999-02-28T23:16:48Z,2021-03-01T00:21:00Z,"
        "2021-03-01T00:40:00Z,0.001,completed\n"
    )
    (block,) = all_of(reading, Block)
    assert (block.start, block.zone) == (datetime(2021, 3, 1, 0, 21, tzinfo=UTC), "Europe/London")


def test_a_trip_of_no_miles_worth_telling_is_work_without_miles() -> None:
    reading = read_text(
        f"{HEADER}X,completed,,2025-02-01T10:00:00Z,2025-02-01T10:20:00Z,0.004,,,USD\n"
        "X,completed,,2025-02-01T11:00:00Z,2025-02-01T11:20:00Z,,,,USD\n"
    )
    assert (len(all_of(reading, Block)), all_of(reading, Trip)) == (2, [])

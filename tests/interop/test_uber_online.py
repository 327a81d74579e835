"""Uber's record of when a driver waited, drove and was offline: the waits that suggestions learn from."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from support.driving import all_of, identities, read_driving
from support.importing import read_text

from gigplanner.interop.registry import Reading
from gigplanner.model import Block, PastWait

FRENCH = "uber_fr/10 - Driver Online Offline.csv"
SWISS = "uber_ch/11 - Driver Online Offline.csv"
HEADER = "earner_state,city_id,begin_timestamp_utc,end_timestamp_utc\n"


@pytest.fixture(scope="module")
def french() -> Reading:
    return read_driving(FRENCH, "America/Los_Angeles")


def test_stretches_that_follow_on_each_other_are_one_wait_though_the_newest_stands_first(
    french: Reading,
) -> None:
    first, second = all_of(french, PastWait)
    assert (first.start, first.minutes) == (datetime(2021, 2, 28, 22, 46, 48, tzinfo=UTC), 30)
    assert (second.start, second.minutes) == (datetime(2021, 2, 28, 23, 40, tzinfo=UTC), 15)
    assert {wait.platform for wait in (first, second)} == {"Uber"}


def test_an_order_ends_a_wait_and_going_offline_only_breaks_it_off(french: Reading) -> None:
    assert [wait.ended_by_order for wait in all_of(french, PastWait)] == [True, False]


def test_time_on_orders_and_offline_is_counted_and_brings_no_block_besides_the_trips(french: Reading) -> None:
    assert all_of(french, Block) == []
    assert french.warnings == (
        "2 stretches on orders were left out: the trips file has those.",
        "1 stretch offline was left out.",
    )


def test_other_countries_number_and_delimit_the_file_differently() -> None:
    (wait,) = all_of(read_driving(SWISS), PastWait)
    assert (wait.start, wait.minutes, wait.ended_by_order) == (
        datetime(2022, 7, 1, 9, 48, tzinfo=UTC),
        12,
        True,
    )


def test_an_order_much_later_did_not_end_the_wait_and_the_last_one_is_open() -> None:
    reading = read_text(
        HEADER + "open,1,2022-07-01 10:00:00,2022-07-01 10:10:00\n"
        "ontrip,1,2022-07-01 11:00:00,2022-07-01 11:10:00\n"
        "open,1,2022-07-01 11:10:00,2022-07-01 11:20:00\n"
        "open,1,2022-07-01 12:10:00,2022-07-01 12:10:00\n"
    )
    assert [(wait.minutes, wait.ended_by_order) for wait in all_of(reading, PastWait)] == [
        (10, False),
        (10, False),
    ]


def test_without_columns_in_utc_the_local_clock_is_read_in_the_person_s_zone() -> None:
    reading = read_text(
        "earner_state,begin_timestamp_local,end_timestamp_local\n"
        "open,2022-11-06T01:50:00.000Z,2022-11-06T01:10:00.000Z\n",
        zone="America/New_York",
    )
    (wait,) = all_of(reading, PastWait)  # the clocks went back at 2
    assert (wait.start, wait.minutes) == (datetime(2022, 11, 6, 5, 50, tzinfo=UTC), 20)


def test_what_cannot_be_a_stretch_is_refused_with_its_line() -> None:
    reading = read_text(
        HEADER + "lost,1,2022-07-01 10:00:00,2022-07-01 10:10:00\n"
        "open,1,,2022-07-01 10:10:00\n"
        "open,1,2022-07-01 10:00:00,\\N\n"
        "open,1,2022-07-01 10:00:00,2022-07-01 09:10:00\n"
        "open,1,2022-07-01 10:00:00,2022-07-03 10:10:00\n"
    )
    assert [(refused.line, refused.reason) for refused in reading.refused] == [
        (2, "The state “lost” is unknown: there are open, enroute, ontrip and offline."),
        (3, "This stretch does not say when it began."),
        (4, "This stretch does not say when it ended."),
        (5, "This stretch ends before it begins."),
        (6, "This wait lasted longer than a day."),
    ]
    assert reading.records == ()


def test_neither_the_zone_nor_the_order_of_rows_changes_an_identity(french: Reading) -> None:
    assert identities(read_driving(FRENCH, "Asia/Tokyo")) == identities(french)
    rows = [f"open,1,2022-07-01 1{hour}:00:00,2022-07-01 1{hour}:10:00" for hour in range(4)]
    forwards, backwards = (read_text(HEADER + "\n".join(order)) for order in (rows, rows[::-1]))
    assert identities(forwards) == identities(backwards)

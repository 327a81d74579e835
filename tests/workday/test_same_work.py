"""The same rides in two files of one platform: work and miles count once, and the person is told so."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from support.desks import a_desk, clock

from gigplanner.model import Block, Settings, Trip
from gigplanner.workday.desk import Desk
from gigplanner.workday.intake import ImportReport, import_files

NOW = clock("12:00")
ARCHIVE = (
    "Product Name,Status,Local Request Timestamp,Begin Trip Local Timestamp,Local Dropoff Timestamp,"
    "Trip Distance (miles),Local Original Fare,Currency Code\n"
)
FLEET = (
    "Trip UUID,Driver UUID,Trip request time,Trip drop-off time,Pick-up address,Drop-off address,"
    "Trip distance,Trip status,Product type\n"
)
MORNING = "UberX,completed,2026-11-02T08:00:10Z,2026-11-02T08:06:00Z,2026-11-02T08:20:30Z,{},9,USD\n"
LUNCH = "UberX,completed,2026-11-02T12:00:10Z,2026-11-02T12:06:00Z,2026-11-02T12:30:30Z,{},9,USD\n"


def fleet_trip(name: str, asked: str, left: str, product: str = "UberX") -> str:
    return f"{name},D1,2026-11-02 {asked},2026-11-02 {left},1 Road,2 Road,16.09344,completed,{product}\n"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return a_desk(tmp_path / "planbook", Settings(zone="America/Los_Angeles"))


def bring_in(desk: Desk, folder: Path, **files: str) -> ImportReport:
    paths = [folder / f"{name}.csv" for name in files]
    for path, text in zip(paths, files.values(), strict=True):
        path.write_text(text, encoding="utf-8")
    return import_files(desk, paths, NOW)


def kept(desk: Desk) -> tuple[int, Decimal]:
    """How many stretches of work the planbook has, and how many miles."""
    return len(list(desk.book.every(Block))), sum((trip.miles for trip in desk.book.every(Trip)), Decimal(0))


def archive() -> str:
    return ARCHIVE + MORNING.format("10.00") + LUNCH.format("10.00")


def fleet() -> str:
    trips = (("A", "08:00:10", "08:20:30"), ("B", "12:00:10", "12:30:00"), ("C", "17:00:00", "17:30:00"))
    return FLEET + "".join(fleet_trip(*trip) for trip in trips)


@pytest.mark.parametrize("fleet_first", [False, True])
def test_an_archive_and_a_fleet_s_list_of_the_same_rides_count_once_and_say_so(
    desk: Desk, tmp_path: Path, fleet_first: bool
) -> None:
    files = (
        {"fleet": fleet(), "archive": archive()} if fleet_first else {"archive": archive(), "fleet": fleet()}
    )
    report = bring_in(desk, tmp_path, **files)
    assert kept(desk) == (3, Decimal("30.00"))
    other = "Uber fleet trips" if fleet_first else "Uber trips"
    assert report.files[1].found == (
        f"2 blocks are known from {other} already",
        f"2 trips are known from {other} already",
    )
    again = bring_in(desk, tmp_path, **files)
    assert (again.changes, kept(desk)) == (0, (3, Decimal("30.00")))


def test_what_was_imported_earlier_is_known_too_and_overlapping_lists_bring_a_ride_once(
    desk: Desk, tmp_path: Path
) -> None:
    bring_in(desk, tmp_path, archive=archive())
    report = bring_in(desk, tmp_path, week=fleet(), month=fleet())
    assert kept(desk) == (3, Decimal("30.00"))
    assert [sum(file.added.values()) for file in report.files] == [2, 0]


def test_miles_that_only_the_second_list_has_are_kept(desk: Desk, tmp_path: Path) -> None:
    bring_in(desk, tmp_path, archive=ARCHIVE + MORNING.format("0"))
    assert kept(desk) == (1, Decimal(0))
    bring_in(desk, tmp_path, fleet=FLEET + fleet_trip("A", "08:00:10", "08:20:30"))
    assert kept(desk) == (1, Decimal("10.00"))


def test_two_deliveries_at_one_door_stay_two_and_are_each_known_once(desk: Desk, tmp_path: Path) -> None:
    pair = FLEET + fleet_trip("A", "08:00:10", "08:20:30") + fleet_trip("B", "08:02:00", "08:20:40")
    bring_in(desk, tmp_path, fleet=pair)
    assert kept(desk) == (2, Decimal("20.00"))
    bring_in(desk, tmp_path, archive=ARCHIVE + MORNING.format("10.00"))
    assert kept(desk) == (2, Decimal("20.00"))
    three = "".join(MORNING.format(miles) for miles in ("10.00", "4.00", "3.00"))
    bring_in(desk, tmp_path, archive=ARCHIVE + three)
    assert kept(desk) == (3, Decimal("23.00"))


@pytest.mark.parametrize(
    "other",
    [
        fleet_trip("A", "08:00:10", "08:22:00"),
        fleet_trip("A", "08:00:10", "08:20:30", "UberEats Marketplace"),
    ],
    ids=["ends later", "on another platform"],
)
def test_work_that_ends_apart_or_on_another_platform_is_not_the_same(
    desk: Desk, tmp_path: Path, other: str
) -> None:
    bring_in(desk, tmp_path, archive=ARCHIVE + MORNING.format("10.00"), fleet=FLEET + other)
    assert kept(desk) == (2, Decimal("20.00"))

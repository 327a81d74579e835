"""A driver's whole archive from Uber: trips make work, payments make money, nothing counts twice."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

import pytest
from support.desks import a_desk, clock
from support.importing import FIXTURES

from gigplanner.model import Block, Earning, Expense, Money, PastWait, Record, Settings, Trip, totals
from gigplanner.workday.desk import Desk
from gigplanner.workday.intake import ImportReport, import_files

Kind = TypeVar("Kind", bound=Record)
KINDS: tuple[type[Record], ...] = (Block, Trip, Earning, Expense, PastWait)
NOW = clock("12:00")


def files_of(*folders: str) -> list[Path]:
    """The files of an archive, in no order that means anything."""
    return sorted(path for folder in folders for path in (FIXTURES / "driving" / folder).iterdir())


def bring_in(desk: Desk, paths: list[Path]) -> ImportReport:
    return import_files(desk, paths, NOW)


def kept(desk: Desk, kind: type[Kind]) -> list[Kind]:
    return list(desk.book.every(kind))


def everything(desk: Desk) -> list[Record]:
    return [record for kind in KINDS for record in desk.book.every(kind)]


def net(desk: Desk) -> dict[str, Decimal]:
    sums = totals(earning.net for earning in desk.book.every(Earning))
    return {currency: money.amount for currency, money in sums.items()}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return a_desk(tmp_path, Settings(zone="America/Los_Angeles"))


def test_an_american_archive_is_work_and_miles_from_one_file_and_money_from_the_other(desk: Desk) -> None:
    report = bring_in(desk, files_of("uber_us"))
    assert report.failed == ()
    assert len(kept(desk, Block)) == len(kept(desk, Trip)) == 5
    assert sum(trip.miles for trip in kept(desk, Trip)) == Decimal("40.18")
    # every line of the ledger but the payout, and nothing of what riders paid
    assert net(desk) == {"USD": Decimal("55.73")}


def test_a_french_archive_brings_its_waits_too_and_its_empty_file_stops_nothing(desk: Desk) -> None:
    report = bring_in(desk, files_of("uber_fr"))
    assert [Path(name).name for name, _ in report.failed] == ["05 - Driver Performance Badges.csv"]
    (block,) = kept(desk, Block)
    waits = kept(desk, PastWait)
    assert len(waits) == 2
    assert all(wait.start < block.start or wait.start >= block.end for wait in waits)
    assert net(desk) == {"EUR": Decimal("10.65")}


def test_all_of_it_again_and_in_another_order_brings_nothing_new(desk: Desk) -> None:
    folders = ("uber_us", "uber_fr", "uber_ch", "uber_2015", "uber_fleet", "uber_statement")
    first = bring_in(desk, files_of(*folders))
    assert any(sum(file.added.values()) for file in first.files)
    before = everything(desk)
    again = bring_in(desk, files_of(*folders)[::-1])
    assert [(sum(file.added.values()), file.updated) for file in again.files] == [(0, 0)] * len(again.files)
    assert everything(desk) == before


def test_mileage_logs_and_couriers_lists_again_bring_nothing_new(desk: Desk) -> None:
    paths = [path for path in files_of(".") if path.is_file()]
    assert bring_in(desk, paths).failed == ()
    before = everything(desk)
    assert "nothing new" in bring_in(desk, paths).words
    assert everything(desk) == before


def test_the_short_list_of_trips_after_the_long_one_doubles_nothing(desk: Desk, tmp_path: Path) -> None:
    bring_in(desk, files_of("uber_fr"))
    short = tmp_path / "driver_lifetime_trips-0.csv"
    short.write_text(
        "Product Name,Status,Local Request Timestamp,Begin Trip Local Timestamp,Local Dropoff Timestamp,"
        "Trip Distance (miles),Local Original Fare,Currency Code\n"
        "uberX,completed,2021-03-01T00:16:48.000Z,2021-03-01T00:21:00.000Z,2021-03-01T00:40:00.000Z,"
        "5.4998,17.30,EUR\n",
        encoding="utf-8",
    )
    import_files(desk, [short], NOW, zone="Europe/Paris")
    assert len(kept(desk, Block)) == len(kept(desk, Trip)) == 1


FLEET_WEEKS = ("20250414-20250420-payments_order-Example.csv", "20250421-20250427-payments_order-Example.csv")
WEEKS = {
    "fleet": ([FIXTURES / "driving/uber_fleet" / name for name in FLEET_WEEKS], "TRIP_A", 25_00, "482.22"),
    "statement": (
        [FIXTURES / "driving/uber_statement" / f"week_{week}.csv" for week in (1, 2)],
        "trip-1",
        5_00,
        "61.48",
    ),
}


@pytest.mark.parametrize("source", WEEKS)
@pytest.mark.parametrize("order", [1, -1], ids=["in order", "the later week first"])
def test_a_tip_of_a_later_week_finds_its_trip_in_whatever_order_weeks_come(
    desk: Desk, source: str, order: int
) -> None:
    paths, job, tip, whole = WEEKS[source]
    for path in paths[::order]:
        bring_in(desk, [path])
    (trip,) = (earning for earning in kept(desk, Earning) if earning.job == job)
    assert trip.tip == Money(tip, "USD")
    assert net(desk) == {"USD": Decimal(whole)}


def test_a_month_of_a_fleet_after_its_weeks_adds_nothing(desk: Desk, tmp_path: Path) -> None:
    paths = WEEKS["fleet"][0]
    bring_in(desk, paths)
    before = kept(desk, Earning)
    with paths[0].open(encoding="utf-8") as first, paths[1].open(encoding="utf-8") as second:
        columns, *rows = csv.reader(first)
        rows += [[row.get(column, "") for column in columns] for row in csv.DictReader(second)]
    month = tmp_path / "20250401-20250430-payments_order-Example.csv"
    with month.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([columns, *rows])
    bring_in(desk, [month])
    assert kept(desk, Earning) == before

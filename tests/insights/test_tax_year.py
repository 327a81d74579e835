"""A year by the lines of Schedule C, and its mileage log."""

from datetime import UTC, datetime
from decimal import Decimal

from gigplanner.insights.tax.mileage_log import mileage_log
from gigplanner.insights.tax.schedule_c import ScheduleC, schedule_c
from gigplanner.model import Earning, Expense, Money, Settings, Trip

CHICAGO = Settings(zone="America/Chicago")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def paid(when: str, gross: int, **more: object) -> Earning:
    return Earning(id=when, at=at(when), gross=Money(gross, "USD"), **more)  # type: ignore[arg-type]


def spent(when: str, cents: int, category: str) -> Expense:
    return Expense(id=when + category, at=at(when), amount=Money(cents, "USD"), category=category)


def drove(when: str, miles: str, **more: str) -> Trip:
    return Trip(id=when, at=at(when), miles=Decimal(miles), **more)


def year(earnings: list[Earning], expenses: list[Expense], trips: list[Trip]) -> ScheduleC:
    return schedule_c(2026, earnings=earnings, expenses=expenses, trips=trips, settings=CHICAGO)


def test_a_years_money_stands_in_the_lines_of_the_form() -> None:
    found = year(
        [
            paid(
                "2026-03-01T12:00:00-06:00",
                1000_00,
                tip=Money(200_00, "USD"),
                fee=Money(150_00, "USD"),
                platform="Uber",
            ),
            paid("2026-05-01T12:00:00-05:00", 50_00, status="pending"),
            paid("2026-05-02T12:00:00-05:00", 70_00, status="rejected"),
        ],
        [
            spent("2026-03-02T12:00:00-06:00", 80_00, "Gas"),
            spent("2026-03-03T12:00:00-06:00", 12_00, "parking"),
            spent("2026-03-04T12:00:00-06:00", 40_00, "phone"),
            spent("2026-03-05T12:00:00-06:00", 30_00, "meal"),
            spent("2026-03-06T12:00:00-06:00", 9_00, "lucky charm"),
        ],
        [drove("2026-03-01T12:00:00-06:00", "1000")],
    )  # fmt: skip
    assert found.receipts == Money(1200_00, "USD")
    assert found.tips == Money(200_00, "USD")
    assert {line.line: line.amount.minor for line in found.expenses} == {
        "9": 725_00 + 12_00,  # 1,000 miles at 72.5 cents beat 80 dollars of gas; parking comes on top
        "10": 150_00,
        "24b": 15_00,
        "25": 40_00,
        "27b": 9_00,
    }
    assert [line.line for line in found.expenses] == ["9", "10", "24b", "25", "27b"]
    assert found.by_miles
    assert found.net == Money(1200_00 - 737_00 - 150_00 - 15_00 - 40_00 - 9_00, "USD")
    assert found.awaited == Money(50_00, "USD")


def test_actual_costs_of_the_car_count_where_they_are_more_than_its_miles() -> None:
    found = year(
        [], [spent("2026-03-02T12:00:00-06:00", 80_00, "gas")], [drove("2026-03-01T12:00:00-06:00", "10")]
    )
    assert not found.by_miles
    assert {line.line: line.amount.minor for line in found.expenses} == {"9": 80_00}
    assert (found.standard_vehicle.minor, found.actual_vehicle.minor) == (7_25, 80_00)


def test_the_tax_year_ends_at_midnight_on_the_wall_whatever_the_working_day() -> None:
    found = year(
        [paid("2026-12-31T23:59:59-06:00", 10_00), paid("2027-01-01T00:30:00-06:00", 500_00)],
        [spent("2027-01-01T00:30:00-06:00", 5_00, "phone")],
        [drove("2027-01-01T00:30:00-06:00", "3"), drove("2026-01-01T00:00:00-06:00", "2")],
    )
    assert found.receipts == Money(10_00, "USD")
    assert found.miles.miles == Decimal(2)


def test_other_currencies_stand_apart_and_in_no_line() -> None:
    pounds = Earning(id="p", at=at("2026-03-01T12:00:00-06:00"), gross=Money(5_00, "GBP"))
    found = year([pounds, paid("2026-03-01T13:00:00-06:00", 7_00)], [], [])
    assert found.receipts == Money(7_00, "USD")
    assert found.others == {"GBP": Money(5_00, "GBP")}


def test_the_mileage_log_holds_what_the_irs_asks_for_and_says_what_is_missing() -> None:
    log = mileage_log(
        [
            drove("2026-03-02T08:00:00-06:00", "4.1", platform="DoorDash", destination="Oak St"),
            drove("2026-03-01T23:30:00-06:00", "2.5", origin="Home", destination="Airport", purpose="Ride"),
            drove("2026-03-03T08:00:00-06:00", "1"),
        ],
        CHICAGO,
    )
    assert [(row.day.isoformat(), row.miles, row.destination, row.purpose) for row in log.rows] == [
        ("2026-03-01", Decimal("2.5"), "Airport", "Ride"),
        ("2026-03-02", Decimal("4.1"), "Oak St", "Work for DoorDash"),
        ("2026-03-03", Decimal(1), "", ""),
    ]
    assert log.rows[2].missing == ("destination", "purpose")
    assert (log.incomplete, log.miles) == (1, Decimal("7.6"))
    assert log.value == Money(181 + 297 + 73, "USD")  # each drive rounded once


def test_the_uk_log_turns_to_the_lower_rate_at_ten_thousand_miles_of_its_own_tax_year() -> None:
    uk = Settings(currency="GBP", zone="Europe/London", mileage_rules="uk car")
    log = mileage_log(
        [
            drove("2026-04-05T12:00:00+01:00", "9000"),  # the year before
            drove("2026-04-06T12:00:00+01:00", "9500"),
            drove("2026-05-01T12:00:00+01:00", "1500"),
        ],
        uk,
    )
    assert [row.value for row in log.rows] == [
        Money(4050_00, "GBP"),
        Money(4275_00, "GBP"),
        Money(225_00 + 250_00, "GBP"),
    ]

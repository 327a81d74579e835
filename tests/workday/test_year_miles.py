"""Miles whose rate depends on the tax year so far: the UK's, which falls after ten thousand of them."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from support.desks import a_desk

from gigplanner.insights.overview import PERIODS, Period
from gigplanner.model import Money, Settings, Trip
from gigplanner.workday.desk import Desk
from gigplanner.workday.insights import insights
from gigplanner.workday.ledger import drive
from gigplanner.workday.recap import recap_day, recap_days, recap_year, standing_of
from gigplanner.workday.shift import shift_event, start_shift

LONDON = Settings(zone="Europe/London", currency="GBP", mileage_rules="uk car")
NOW = LONDON.instant(LONDON.wall(LONDON.span_of(date(2026, 11, 22)).start).replace(hour=20))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Four thousand miles from the tenth of each month from February to October, two thousand a day."""
    desk = a_desk(tmp_path, LONDON)
    for month in range(2, 11):
        for number in (10, 11):
            at = LONDON.span_of(date(2026, month, number)).start
            drive(desk, Trip(id="", at=at, miles=Decimal(2000), platform="Deliveroo"), NOW)
    return desk


def pounds(amount: int) -> Money:
    return Money(amount * 100, "GBP")


def test_a_day_costs_what_its_miles_cost_after_those_of_the_tax_year(desk: Desk):
    days = [date(2026, month, number) for month in range(3, 8) for number in (10, 11)]
    costs = [recap_day(desk, day, NOW).takings.miles_cost for day in days]
    # March belongs to the tax year before, and it is the eleventh of June that ends the ten thousand
    assert costs == [*[pounds(900)] * 7, pounds(500), *[pounds(500)] * 2]


def test_a_year_its_months_and_its_days_cost_the_same(desk: Desk):
    year = recap_year(desk, date(2026, 7, 1), NOW)
    days = recap_days(desk, date(2026, 1, 1), date(2026, 12, 31), NOW)
    assert year.recap.takings.miles_cost == days.takings.miles_cost == pounds(3600 + 4500 + 4500)
    assert sum(month.takings.miles_cost.minor for month in year.months) == days.takings.miles_cost.minor
    assert standing_of(desk, date(2026, 6, 10), NOW).month.takings.miles_cost == pounds(1400)


@pytest.mark.parametrize("period", PERIODS)
def test_an_hour_costs_its_miles_whenever_the_period_begins(desk: Desk, period: Period):
    at = LONDON.span_of(date(2026, 9, 10)).start
    start_shift(desk, at, platform="Deliveroo")
    shift_event(desk, "stopped", at + timedelta(hours=1))
    (cell,) = insights(desk, NOW, period=period).heat.cells.values()
    assert cell.net == -pounds(500).minor


def test_the_miles_of_the_winter_count_into_january(desk: Desk):
    drive(desk, Trip(id="", at=LONDON.span_of(date(2027, 1, 5)).start, miles=Decimal(10)), NOW)
    assert recap_day(desk, date(2027, 1, 5), NOW).takings.miles_cost == Money(250, "GBP")
    assert recap_year(desk, date(2027, 1, 5), NOW).recap.takings.miles_cost == Money(250, "GBP")

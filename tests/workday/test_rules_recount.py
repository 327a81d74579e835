"""The UK's running mileage rate and late money are what a recount of the raw files finds."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.recount import Clock
from support.recount_rules import recount_awaited, recount_uk_miles

from gigplanner.insights.digest_recap import days_of, months_of
from gigplanner.insights.digest_sums import sums_of
from gigplanner.model import Earning, Money, Record, Settings, Trip
from gigplanner.planbook import Planbook
from gigplanner.workday.awaited import awaited
from gigplanner.workday.desk import Desk
from gigplanner.workday.recap import recap_year
from gigplanner.workday.totals import all_digests

NOW = datetime(2027, 1, 10, 12, tzinfo=UTC)
IDS = st.uuids().map(str)
DAY_ENDS = st.sampled_from((time(0), time(4), time(4, 30)))
# around the turns of the tax year, of the calendar year and of the clocks
TURNS = (
    datetime(2026, 4, 5, 23, tzinfo=UTC),
    datetime(2026, 1, 1, tzinfo=UTC),
    datetime(2026, 10, 25, 1, tzinfo=UTC),
)
MOMENTS = st.builds(
    lambda turn, hours: turn + timedelta(minutes=10 * hours), st.sampled_from(TURNS), st.integers(-600, 600)
)
LONG_DRIVES = st.builds(
    Trip, id=IDS, at=MOMENTS, miles=st.integers(1, 60_000).map(lambda tenths: Decimal(tenths) / 10)
)
OWED = st.builds(
    Earning,
    id=IDS,
    at=st.integers(0, 24 * 130).map(lambda hours: NOW - timedelta(hours=hours)),
    gross=st.builds(Money, st.integers(0, 5000), st.sampled_from(("USD", "USD", "EUR"))),
    tip=st.none() | st.builds(Money, st.integers(0, 500), st.sampled_from(("USD", "EUR"))),
    platform=st.sampled_from(("DoorDash", "Prolific", "Corner shop", "")),
    status=st.sampled_from(("expected", "pending", "pending", "paid", "rejected")),
)


@contextmanager
def living(records: list[Record], person: Settings) -> Iterator[Desk]:
    """A desk on a planbook of these records."""
    folder = Path(tempfile.mkdtemp())
    try:
        book = Planbook(folder)
        with book.action("Lived", now=NOW) as action:
            for record in records:
                action.put(record)
        book.checkpoint()
        yield Desk(book, person)
    finally:
        shutil.rmtree(folder)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(drives=st.lists(LONG_DRIVES, min_size=1, max_size=12), day_ends=DAY_ENDS)
def test_miles_cost_what_the_running_total_of_the_tax_year_says(drives: list[Record], day_ends: time):
    person = Settings(zone="Europe/London", day_ends=day_ends, currency="GBP", mileage_rules="uk car")
    with living(drives, person) as desk:
        expected = recount_uk_miles(desk.book.folder, Clock(ZoneInfo(person.zone), day_ends))
        digests = all_digests(desk, NOW)
        assert {row.day: row.takings.miles_cost.minor for row in days_of(digests, person)} == expected
        for month in months_of(digests, person):
            days = (cost for day, cost in expected.items() if day.replace(day=1) == month.first)
            assert month.takings.miles_cost.minor == sum(days)
        assert sums_of(digests, person).takings.miles_cost.minor == sum(expected.values())
        year = recap_year(desk, date(2026, 7, 1), NOW).recap.takings.miles_cost.minor
        assert year == sum(cost for day, cost in expected.items() if day.year == 2026)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(owed=st.lists(OWED, max_size=8), day_ends=DAY_ENDS)
def test_what_is_late_and_what_is_overdue_is_what_a_recount_finds(owed: list[Record], day_ends: time):
    person = Settings(zone="America/Chicago", day_ends=day_ends)
    with living(owed, person) as desk:
        clock = Clock(ZoneInfo(person.zone), day_ends)
        expected = recount_awaited(desk.book.folder, clock, clock.day_of(NOW))
        found = {
            (one.platform, one.total.currency): (one.total.minor, one.late.minor, one.overdue.minor)
            for one in awaited(desk, NOW)
        }
        assert found == expected

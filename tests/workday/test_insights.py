"""Insights into a planbook: what stands in it, for the period asked for, anew when it changes."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace
from support.desks import CHICAGO, a_desk, clock, usd

from gigplanner.model import Block, Earning, Expense, Series
from gigplanner.workday import insights as work
from gigplanner.workday import totals
from gigplanner.workday.desk import Desk
from gigplanner.workday.insights import insights
from gigplanner.workday.ledger import earn, spend
from gigplanner.workday.metering import LiveMeter
from gigplanner.workday.own_rates import own_rates
from gigplanner.workday.shift import shift_event, start_shift

NOW = clock("2026-11-22 20:00")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """An hour of DoorDash on ten Sundays at noon, twenty dollars each; Uber once, two years ago."""
    desk = a_desk(tmp_path, replace(CHICAGO, goal_week=usd("100.00"), goal_year=usd("5000.00")))
    for number in reversed(range(10)):
        day = date.fromordinal(date(2026, 11, 22).toordinal() - 7 * number)
        start_shift(desk, clock(f"{day} 12:00"), platform="DoorDash")
        shift_event(desk, "order", clock(f"{day} 12:10"))
        earn(desk, Earning(id="", at=clock(f"{day} 12:30"), gross=usd("20.00"), platform="DoorDash"), NOW)
        shift_event(desk, "delivered", clock(f"{day} 12:40"))
        shift_event(desk, "stopped", clock(f"{day} 13:00"))
    earn(desk, Earning(id="", at=clock("2024-06-02 12:00"), gross=usd("300.00"), platform="Uber"), NOW)
    return desk


def test_a_period_holds_its_own_days(desk: Desk):
    quarter, everything = insights(desk, NOW, period="quarter"), insights(desk, NOW, period="all")
    assert (quarter.days, quarter.first) == (10, date(2026, 9, 20))
    assert [share.name for share in quarter.mix.shares] == ["DoorDash"]
    assert [share.name for share in everything.mix.shares] == ["Uber", "DoorDash"]
    assert (everything.days, everything.first) == (11, date(2024, 6, 2))


def test_an_hour_of_the_week_pays_what_its_shifts_made(desk: Desk):
    heat = insights(desk, NOW).heat
    assert {key: (cell.net, cell.seconds, cell.days) for key, cell in heat.cells.items()} == {
        (6, 12): (200_00, 36_000, 10)
    }
    assert heat.per_hour(6, 12) == usd("20.00")


def test_goals_stand_where_the_ledger_is_and_say_the_hours_at_ones_own_rate(desk: Desk):
    week, year = insights(desk, NOW).goals
    assert (week.name, week.done, week.left) == ("week", usd("20.00"), usd("80.00"))
    assert week.hours is not None and {str(hours) for hours in week.hours} == {"4.0"}
    assert (year.name, year.done) == ("year", usd("200.00"))


def test_the_next_tax_payment_is_of_its_own_months(desk: Desk):
    spend(desk, Expense(id="", at=clock("2026-11-01 12:00"), amount=usd("15.00"), category="gas"), NOW)
    tax = insights(desk, NOW).tax
    assert (tax.quarter.name, str(tax.quarter.due)) == ("Q4 2026", "2027-01-15")
    assert (tax.earned_in.receipts, tax.earned_in.vehicle, tax.earned_in.by_miles) == (
        usd("200.00"), usd("15.00"), False,
    )  # fmt: skip
    assert tax.amount == usd("0.00"), "below four hundred dollars nothing is owed"


def test_a_payment_is_what_its_months_add_to_the_year(desk: Desk):
    earn(desk, Earning(id="", at=clock("2026-03-01 12:00"), gross=usd("10000.00")), NOW)
    earn(desk, Earning(id="", at=clock("2026-10-01 12:00"), gross=usd("800.00")), NOW)
    tax = insights(desk, NOW).tax
    # of 11,000 × 0.9235 × 0.153 = 1,554.25 the 10,000 before September owe 1,412.96
    assert tax.amount == usd("141.29")


def test_lessons_of_the_calendar_and_of_a_series_are_learning(desk: Desk):
    lesson = Block(
        id="1",
        title="Spanish",
        start=clock("2026-11-20 18:00"),
        end=clock("2026-11-20 19:00"),
        kind="training",
    )
    course = Series(
        id="2",
        title="Bookkeeping",
        first=datetime.fromisoformat("2026-11-02T09:00"),
        minutes=30,
        rule="FREQ=WEEKLY",
        zone=desk.settings.zone,
        kind="training",
    )
    with desk.book.action("Planned", now=NOW) as action:
        action.put(lesson)
        action.put(replace(lesson, id="3", status="cancelled"))
        action.put(course)
    found = insights(desk, NOW).upskilling
    assert [(one.name, one.seconds, one.days) for one in found.trainings] == [
        ("Bookkeeping", 5400, 3),
        ("Spanish", 3600, 1),
    ]


def test_the_next_hour_is_told_beside_the_goals_as_the_meter_forecasts_it(desk: Desk):
    sunday = clock("2026-11-22 12:00")
    meter = LiveMeter(desk)
    meter.learn(sunday)
    ahead = insights(desk, sunday).next_hour
    assert ahead is not None and ahead.expected == usd("20.00")
    assert ahead == meter.read(sunday).next_hour


def test_what_the_hours_have_paid_is_kept_until_a_day_of_theirs_changes(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
):
    days = date(2026, 9, 27), date(2026, 11, 21)
    desk.book.close()
    first = own_rates(desk, *days, NOW)
    assert first.per_hour(6, 12) == usd("20.00")
    counted = totals.digests_between
    reads = []
    monkeypatch.setattr(totals, "digests_between", lambda *asked: reads.append(1) or counted(*asked))
    assert own_rates(desk, *days, NOW) == first and reads == []
    earn(desk, Earning(id="", at=clock("2026-11-15 12:45"), gross=usd("80.00"), platform="DoorDash"), NOW)
    assert own_rates(desk, *days, NOW).per_hour(6, 12) == usd("30.00") and reads == [1]
    desk.book.close()
    assert own_rates(desk, *days, NOW).per_hour(6, 12) == usd("30.00") and reads == [1, 1]


def test_what_was_worked_out_is_worked_out_again_only_after_a_change(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
):
    first = insights(desk, NOW)
    work_out, times = work.insights_from, []
    monkeypatch.setattr(work, "insights_from", lambda *of, **more: times.append(1) or work_out(*of, **more))
    assert insights(desk, NOW) == first and times == []
    earn(desk, Earning(id="", at=NOW, gross=usd("1.00")), NOW)
    assert insights(desk, NOW) != first
    assert times == [1]
    insights(Desk(desk.book, replace(desk.settings, currency="EUR")), NOW)
    assert times == [1, 1], "preferences shape them too"


def test_an_empty_planbook_has_nothing_to_say_and_says_it(tmp_path: Path):
    found = insights(a_desk(tmp_path), NOW)
    assert (found.days, found.heat.windows, found.mix.shares, found.goals) == (0, (), (), ())
    assert found.chances.verdict == "too few to tell"
    assert found.train is None and not found.season.known

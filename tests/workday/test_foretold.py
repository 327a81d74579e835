"""What a year was foretold is what its months were, and is kept once they are over."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from msgspec.structs import replace
from support.desks import a_block, a_desk, clock, usd

from gigplanner.insights.forecasts import OwnMinutes
from gigplanner.model import Earning, TaskResult
from gigplanner.planbook import Planbook
from gigplanner.workday import foretold as module
from gigplanner.workday.day import month_of
from gigplanner.workday.desk import Desk
from gigplanner.workday.foretold import foretold_in_year
from gigplanner.workday.ledger import earn
from gigplanner.workday.recap import recap_days, recap_year

NOW = clock("2026-11-22 20:00")
DAY = date(2026, 6, 1)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Timed results every third day from October 2025 on, and a planned shift on the tenth of each month."""
    desk = a_desk(tmp_path)
    with desk.book.action("A year", now=NOW) as action:
        for number in range(140):
            at = clock("2025-10-01 12:00") + timedelta(days=3 * number)
            action.put(
                TaskResult(
                    id=f"r{number}", at=at, task=f"t{number}", outcome="done", units=1, platform="Prolific",
                    stated_minutes=10, minutes=8 + number % 5,
                )
            )  # fmt: skip
        for month in range(1, 13):
            start = f"2026-{month:02}-10"
            block = a_block("Lunch", f"{start} 12:00", f"{start} 14:00", platform="DoorDash")
            action.put(replace(block, id=f"b{month}", kind="shift", expected=usd("30.00")))
            if month % 2:
                action.put(
                    Earning(
                        id=f"e{month}", at=clock(f"{start} 13:00"), gross=usd("21.00"), platform="DoorDash"
                    )
                )
    desk.book.checkpoint()
    return desk


def of_months(desk: Desk) -> tuple[OwnMinutes, list]:
    """What the recaps of the twelve months say."""
    minutes, pays = OwnMinutes(), []
    for month in range(1, 13):
        found = recap_days(desk, *month_of(date(2026, month, 1)), NOW).forecasts
        assert found is not None
        minutes += found.minutes
        pays += found.pay.days
    return minutes, pays


def test_a_year_is_the_sum_of_its_months(desk: Desk):
    found = recap_year(desk, DAY, NOW).recap.forecasts
    assert found is not None
    minutes, pays = of_months(desk)
    assert (found.minutes, list(found.pay.days)) == (minutes, pays)
    assert minutes.count > 100
    assert (found.pay.expected, found.pay.came) == (usd("330.00"), usd("126.00"))  # November's shift is over


def test_months_that_are_over_are_read_once_and_again_after_a_change(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
):
    read: list[str] = []
    days_records = module.days_records

    def noting(desk, first, last, now):
        read.append(f"{first:%m-%d}")
        return days_records(desk, first, last, now)

    monkeypatch.setattr(module, "days_records", noting)

    def anew() -> Desk:
        read.clear()
        return Desk(Planbook(desk.book.folder), desk.settings)

    first = foretold_in_year(anew(), DAY, NOW)
    assert read == [*(f"{month:02}-01" for month in range(1, 12)), "11-22"]
    assert foretold_in_year(anew(), DAY, NOW) == first
    assert read == ["11-22"]  # which is not over
    late = Earning(id="", at=clock("2026-02-10 13:30"), gross=usd("9.00"), platform="DoorDash")
    earn(desk, late, NOW)
    assert foretold_in_year(anew(), DAY, NOW).pay[1].came == usd("9.00")  # before the files have it
    desk.book.checkpoint()
    assert foretold_in_year(anew(), DAY, NOW).pay[1].came == usd("9.00")
    assert "02-01" in read
    assert "10-01" not in read


def test_a_planned_night_is_counted_once_it_is_over(desk: Desk):
    night = a_block("Night", "2026-11-21 22:00", "2026-11-22 06:00", platform="DoorDash")
    with desk.book.action("Planned", now=NOW) as action:
        action.put(replace(night, id="night", kind="shift", expected=usd("80.00")))
    desk.book.checkpoint()
    told = [foretold_in_year(desk, DAY, clock(f"2026-11-22 {at}")).pay[-1].day for at in ("05:00", "06:30")]
    assert told == [date(2026, 11, 10), date(2026, 11, 21)]


def test_for_who_is_paid_in_pounds_dollars_are_no_forecast(desk: Desk):
    foretold_in_year(desk, DAY, NOW)
    pounds = desk.with_settings(replace(desk.settings, currency="GBP", mileage_rate=Decimal("0.45")))
    assert foretold_in_year(pounds, DAY, NOW).pay == ()

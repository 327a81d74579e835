"""Insights are kept for exactly what they were made from, and worked out anew for anything else."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace
from support.desks import a_desk, clock, usd

from gigplanner.insights.overview import PERIODS, Period
from gigplanner.model import Earning, Series, SetAside
from gigplanner.model.settings import Settings
from gigplanner.planbook import Planbook
from gigplanner.workday import past_sums
from gigplanner.workday.desk import Desk
from gigplanner.workday.insights import Found, found, insights
from gigplanner.workday.ledger import earn, set_aside
from gigplanner.workday.shift import shift_event, start_shift

NOW = clock("2026-11-22 20:00")
ALL_PARTS = ["insights-ever", "insights-lately", "insights-year"]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A shift of two hours with ten dollars on each of three Thursdays; money awaited and put aside."""
    desk = a_desk(tmp_path)
    for day in ("2026-11-05", "2026-11-12", "2026-11-19"):
        start_shift(desk, clock(f"{day} 17:00"), platform="DoorDash")
        earn(desk, Earning(id="", at=clock(f"{day} 18:00"), gross=usd("10.00"), platform="DoorDash"), NOW)
        shift_event(desk, "stopped", clock(f"{day} 19:00"))
    late = Earning(id="", at=clock("2026-01-05 12:00"), gross=usd("4.00"), platform="Appen", status="pending")
    earn(desk, late, NOW)
    for at in ("2026-01-20 12:00", "2026-10-01 02:00", "2026-10-01 05:00", "2026-11-02 12:00"):
        set_aside(desk, SetAside(id="", at=clock(at), amount=usd("3.00")), NOW)
    desk.book.checkpoint()
    return desk


@pytest.fixture
def added_up(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The parts of the past that were added up, not taken from what was kept."""
    names: list[str] = []
    take = past_sums._PastDays._kept

    def noting(self, name, as_of, since, kind, add_up):
        return take(self, name, as_of, since, kind, lambda digests: names.append(name) or add_up(digests))

    monkeypatch.setattr(past_sums._PastDays, "_kept", noting)
    return names


def anew(desk: Desk) -> Desk:
    """The same planbook as another command would open it."""
    return Desk(Planbook(desk.book.folder), desk.settings)


def as_if_nothing_was_kept(desk: Desk, now: datetime) -> Found:
    """What a command finds that begins with an empty cache."""
    shutil.rmtree(desk.book.folder / "cache")
    return found(anew(desk), now)


def test_what_one_command_added_up_the_next_one_takes_as_it_is(desk: Desk, added_up: list[str]):
    first = found(desk, NOW)
    again = found(anew(desk), NOW)
    assert added_up == ALL_PARTS
    assert again == first
    assert again.insights.mix.total == usd("30.00")
    assert [one.total for one in again.awaited] == [usd("4.00")]
    assert again.insights.aside.kept == usd("12.00")


def test_an_action_of_this_month_leaves_what_is_kept_and_is_added(desk: Desk, added_up: list[str]):
    found(desk, NOW)
    owed = Earning(id="", at=NOW, gross=usd("2.50"), platform="Appen", status="pending")
    earn(desk, owed, NOW)
    earn(desk, Earning(id="", at=NOW, gross=usd("5.00"), platform="DoorDash"), NOW)
    again = found(anew(desk), NOW)
    assert added_up == ALL_PARTS
    assert again.insights.mix.total == usd("35.00")
    assert [(one.total, one.count, one.overdue) for one in again.awaited] == [(usd("6.50"), 2, usd("4.00"))]
    earn(desk, replace(owed, at=clock("2026-02-05 12:00")), NOW)
    desk.book.checkpoint()
    later = found(anew(desk), NOW)
    assert added_up == ALL_PARTS * 2
    assert [(one.total, one.overdue) for one in later.awaited] == [(usd("9.00"), usd("6.50"))]
    assert later == as_if_nothing_was_kept(desk, NOW)


def test_the_next_hour_is_that_of_each_asking(desk: Desk, added_up: list[str]):
    found(desk, NOW)
    thursday = clock("2026-11-22 17:30")
    assert insights(anew(desk), thursday).next_hour != insights(anew(desk), NOW).next_hour
    assert added_up == ALL_PARTS


@pytest.mark.parametrize("period", ["quarter", "year", "all"])
def test_periods_are_kept_apart(desk: Desk, added_up: list[str], period: Period):
    for other in PERIODS:
        found(desk, NOW, period=other)
    assert found(anew(desk), NOW, period=period).insights.period == period
    assert added_up == [*ALL_PARTS[:2], *(f"insights-{one}" for one in PERIODS)]


def test_whatever_shapes_them_has_them_added_up_anew(
    desk: Desk, added_up: list[str], monkeypatch: pytest.MonkeyPatch
):
    found(desk, NOW)

    def anew_of(desk: Desk, now: datetime = NOW) -> list[str]:
        added_up.clear()
        told, parts = found(desk, now), list(added_up)
        assert told == as_if_nothing_was_kept(desk, now)
        return parts

    assert anew_of(anew(desk)) == []
    assert anew_of(anew(desk), NOW + timedelta(days=1)) == ALL_PARTS[1:], "of all days is told what it was"
    assert anew_of(anew(desk.with_settings(replace(desk.settings, goal_week=usd("500.00"))))) == ALL_PARTS
    assert anew_of(anew(desk.with_settings(replace(desk.settings, zone="Asia/Tokyo")))) == ALL_PARTS
    monkeypatch.setattr(past_sums, "program", lambda: "another version")
    assert anew_of(anew(desk)) == ALL_PARTS


def test_lessons_of_a_rule_are_learning_once_they_have_begun(desk: Desk, added_up: list[str]):
    lesson = Series(
        id="course",
        title="Spanish",
        kind="training",
        first=datetime.fromisoformat("2026-01-04 09:00"),  # a day before the first record
        zone="America/Chicago",
        minutes=60,
        rule="FREQ=DAILY",
    )
    with desk.book.action("A course", now=NOW) as action:
        action.put(lesson)
    desk.book.checkpoint()
    days = []
    for at in ("08:00", "11:00", "12:00"):
        told = found(anew(desk), clock(at))
        days.append(told.insights.upskilling.trainings[0].days)
    assert days == [321, 322, 322], "from 5 January to 21 November, and today's"
    assert added_up == ALL_PARTS
    assert told == as_if_nothing_was_kept(desk, clock("12:00"))


def test_another_process_knows_them_again(desk: Desk):
    # processes go through sets, such as the places of the preferences, each in an order of its own
    asks = f"""
import datetime
from pathlib import Path
from gigplanner.model.settings import Settings
from gigplanner.planbook import Planbook
from gigplanner.workday import insights, past_sums
from gigplanner.workday.desk import Desk
past_sums._PastDays._digests = None
person = Settings(zone="America/Chicago", places={{"home": frozenset("abcdefgh")}})
desk = Desk(Planbook(Path({str(desk.book.folder)!r})), person)
found = insights.found(desk, {NOW!r})
print(found.insights.mix.total.minor)
"""
    person = Settings(zone="America/Chicago", places={"home": frozenset("abcdefgh")})
    found(Desk(Planbook(desk.book.folder), person), NOW)
    for seed in ("1", "2"):
        again = subprocess.run(
            [sys.executable, "-P", "-c", asks],  # the same program, not one that lies in this folder
            capture_output=True, text=True, check=True, env={**os.environ, "PYTHONHASHSEED": seed},
        )  # fmt: skip
        assert again.stdout == "3000\n"


def test_an_action_is_seen_before_and_after_the_files_have_it(desk: Desk):
    found(desk, NOW)
    earn(desk, Earning(id="", at=clock("2026-11-21 12:00"), gross=usd("5.00")), NOW)
    assert insights(desk, NOW).mix.total == insights(anew(desk), NOW).mix.total == usd("35.00")
    desk.book.checkpoint()
    assert insights(anew(desk), NOW).mix.total == usd("35.00")
    desk.book.undo(NOW)
    desk.book.checkpoint()
    assert insights(anew(desk), NOW).mix.total == usd("30.00")


def test_what_another_window_did_is_in_every_period(desk: Desk):
    other = anew(desk)
    found(desk, NOW, period="quarter")
    earn(other, Earning(id="", at=clock("2026-11-21 12:00"), gross=usd("5.00")), NOW)
    other.book.checkpoint()
    assert insights(desk, NOW, period="year").mix.total == usd("35.00")
    assert insights(desk, NOW, period="quarter").mix.total == usd("35.00")


def test_a_running_shift_counts_to_the_minute_beside_what_is_kept(desk: Desk, added_up: list[str]):
    start_shift(desk, clock("16:00"), platform="DoorDash")
    desk.book.checkpoint()
    online = [
        sum(cell.seconds for cell in insights(anew(desk), clock(at)).heat.cells.values())
        for at in ("17:00", "18:00")
    ]
    assert online[1] - online[0] == 3600
    assert added_up == ALL_PARTS
    assert found(anew(desk), clock("19:30")) == as_if_nothing_was_kept(desk, clock("19:30"))


def test_days_of_a_timer_that_runs_since_months_are_not_kept(desk: Desk, added_up: list[str]):
    start_shift(desk, clock("2026-08-30 16:00"), platform="DoorDash")
    desk.book.checkpoint()
    assert found(anew(desk), NOW) == found(anew(desk), NOW)
    assert added_up == ALL_PARTS * 2


def test_sums_too_large_to_be_kept_are_told_all_the_same(desk: Desk, added_up: list[str]):
    start_shift(desk, clock("2026-01-06 17:00"), platform="DoorDash")
    for _ in range(20):
        ten_thousand_million = Earning(id="", at=clock("2026-01-06 17:30"), gross=usd("10000000000.00"))
        earn(desk, ten_thousand_million, NOW)
    shift_event(desk, "stopped", clock("2026-01-06 19:00"))
    desk.book.checkpoint()
    for _ in range(2):
        assert insights(anew(desk), NOW).mix.total == usd("200000000030.00")
    assert added_up == [*ALL_PARTS, "insights-year"]


@pytest.mark.parametrize("part", ALL_PARTS)
def test_a_damaged_answer_is_none(desk: Desk, added_up: list[str], part: str):
    whole = found(desk, NOW)
    path = desk.book.folder / "cache" / part
    data = path.read_bytes()
    for place in range(0, len(data), 97):
        path.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
        added_up.clear()
        assert found(anew(desk), NOW) == whole
        assert added_up == [part]
    path.write_bytes(b"")
    assert found(anew(desk), NOW) == whole

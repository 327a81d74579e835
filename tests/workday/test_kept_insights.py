"""Insights are kept for exactly what they were made from, and worked out anew for anything else."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace
from support.desks import a_desk, clock, usd

from gigplanner.insights.overview import Insights
from gigplanner.model import Earning, Series
from gigplanner.model.settings import Settings
from gigplanner.planbook import Planbook
from gigplanner.workday import insights as module
from gigplanner.workday.desk import Desk
from gigplanner.workday.insights import found, insights
from gigplanner.workday.ledger import earn
from gigplanner.workday.shift import shift_event, start_shift

NOW = clock("2026-11-22 20:00")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A shift of two hours with ten dollars on each of three Thursdays, and money that is awaited."""
    desk = a_desk(tmp_path)
    for day in ("2026-11-05", "2026-11-12", "2026-11-19"):
        start_shift(desk, clock(f"{day} 17:00"), platform="DoorDash")
        earn(desk, Earning(id="", at=clock(f"{day} 18:00"), gross=usd("10.00"), platform="DoorDash"), NOW)
        shift_event(desk, "stopped", clock(f"{day} 19:00"))
    late = Earning(id="", at=clock("2026-01-05 12:00"), gross=usd("4.00"), platform="Appen", status="pending")
    earn(desk, late, NOW)
    desk.book.checkpoint()
    return desk


@pytest.fixture
def worked_out(monkeypatch: pytest.MonkeyPatch) -> list[Insights]:
    """The insights that were worked out, not taken from what was kept."""
    made: list[Insights] = []
    work_out = module.insights_of

    def noting(*pile, **settings):
        made.append(work_out(*pile, **settings))
        return made[-1]

    monkeypatch.setattr(module, "insights_of", noting)
    return made


def anew(desk: Desk) -> Desk:
    """The same planbook as another command would open it."""
    return Desk(Planbook(desk.book.folder), desk.settings)


def test_what_one_command_worked_out_the_next_one_takes_as_it_is(desk: Desk, worked_out: list[Insights]):
    first = found(desk, NOW)
    again = found(anew(desk), NOW)
    assert len(worked_out) == 1
    assert again == first
    assert again.insights.mix.total == usd("30.00")
    assert [one.total for one in again.awaited] == [usd("4.00")]


def test_the_next_hour_is_that_of_each_asking(desk: Desk, worked_out: list[Insights]):
    found(desk, NOW)
    thursday = clock("2026-11-22 17:30")
    assert insights(anew(desk), thursday).next_hour != insights(anew(desk), NOW).next_hour
    assert len(worked_out) == 1


@pytest.mark.parametrize("period", ["quarter", "year", "all"])
def test_periods_are_kept_apart(desk: Desk, worked_out: list[Insights], period):
    for other in ("quarter", "year", "all"):
        found(desk, NOW, period=other)
    assert found(anew(desk), NOW, period=period).insights.period == period
    assert len(worked_out) == 3


def test_whatever_shapes_them_has_them_worked_out_anew(
    desk: Desk, worked_out: list[Insights], monkeypatch: pytest.MonkeyPatch
):
    found(desk, NOW)

    def is_anew(desk: Desk, now: datetime = NOW) -> bool:
        worked_out.clear()
        told = found(desk, now).insights
        return worked_out == [replace(told, next_hour=None)]

    assert not is_anew(anew(desk))
    assert is_anew(anew(desk), NOW + timedelta(days=1))
    assert is_anew(anew(desk.with_settings(replace(desk.settings, goal_week=usd("500.00")))))
    assert is_anew(anew(desk.with_settings(replace(desk.settings, zone="Asia/Tokyo"))))
    monkeypatch.setattr(module, "program", lambda: "another version")
    assert is_anew(anew(desk))
    lesson = Series(
        id="course",
        title="Spanish",
        kind="training",
        first=datetime.fromisoformat("2026-11-20 09:00"),
        zone="America/Chicago",
        minutes=60,
        rule="FREQ=DAILY",
    )
    with desk.book.action("A course", now=NOW) as action:
        action.put(lesson)
    desk.book.checkpoint()
    assert is_anew(anew(desk), clock("08:00"))
    assert is_anew(anew(desk), clock("11:00"))  # today's lesson has begun
    assert not is_anew(anew(desk), clock("12:00"))


def test_another_process_knows_them_again(desk: Desk):
    # processes go through sets, such as the places of the preferences, each in an order of its own
    asks = f"""
import datetime
from pathlib import Path
from gigplanner.model.settings import Settings
from gigplanner.planbook import Planbook
from gigplanner.workday import insights
from gigplanner.workday.desk import Desk
insights._read_history = None
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


def test_while_a_shift_runs_nothing_is_kept(desk: Desk, worked_out: list[Insights]):
    start_shift(desk, clock("16:00"), platform="DoorDash")
    desk.book.checkpoint()
    online = [
        sum(cell.seconds for cell in insights(anew(desk), clock(at)).heat.cells.values())
        for at in ("17:00", "18:00")
    ]
    assert online[1] - online[0] == 3600
    assert len(worked_out) == 2


def test_a_damaged_answer_is_none(desk: Desk, worked_out: list[Insights]):
    found(desk, NOW)
    path = desk.book.folder / "cache" / "insights-year"
    data = path.read_bytes()
    for place in range(0, len(data), 97):
        path.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
        worked_out.clear()
        assert insights(anew(desk), NOW).mix.total == usd("30.00")
        assert len(worked_out) == 1
    path.write_bytes(b"")
    assert insights(anew(desk), NOW).mix.total == usd("30.00")

"""The insights screen: read beside the screen, walked through by key and by mouse, saved as a page."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import cast

import pytest
from support.gigdays import NEW_YORK, clock, usd
from support.live_app import HandClock, desk_in, running
from support.tui_host import screen_text
from textual.pilot import Pilot

from gigplanner.model.errors import GigError
from gigplanner.model.records import Earning
from gigplanner.tui.screens.insights import InsightsScreen
from gigplanner.tui.widgets.heat_map import HeatMap
from gigplanner.workday import insight_reading
from gigplanner.workday import shift as work
from gigplanner.workday.desk import Desk
from gigplanner.workday.ledger import earn

HOSTILE = "[/][@click=app.quit]x[/]"


@pytest.fixture
def at() -> HandClock:
    return HandClock("21:00")


@pytest.fixture
def desk(tmp_path: Path, at: HandClock) -> Desk:
    """Three hours from 17:00 on five Fridays, thirty dollars an hour; and a name that is no markup."""
    desk = desk_in(tmp_path / "book")
    for ago in reversed(range(5)):
        day = date(2026, 11, 20) - timedelta(weeks=ago)
        work.start_shift(desk, clock(f"{day} 17:00"), platform="DoorDash")
        for hour in (17, 18, 19):
            logged = clock(f"{day} {hour}:30")
            earn(desk, Earning(id="", at=logged, gross=usd("30.00"), platform="DoorDash"), logged)
        work.shift_event(desk, "stopped", clock(f"{day} 20:00"))
    odd = Earning(id="", at=clock("2026-11-19 12:00"), gross=usd("5.00"), platform=HOSTILE)
    earn(desk, odd, at())
    return desk


def screen(pilot: Pilot[None]) -> InsightsScreen:
    return cast(InsightsScreen, pilot.app.screen)


async def told(pilot: Pilot[None]) -> None:
    """Wait until what is being read is on the screen."""
    reading = screen(pilot).reading
    assert reading is not None
    reading.wait(90)
    await pilot.pause()


def words(pilot: Pilot[None], name: str) -> str:
    return " ".join(" ".join(line.text.split()) for line in screen(pilot).panel(name).lines)


async def test_the_fourth_screen_says_where_the_money_is(desk: Desk, at: HandClock) -> None:
    async with running(desk, at, phase="plan") as pilot:
        await pilot.press("4")
        await told(pilot)
        assert "an hour online paid $30.00 after fees and miles" in words(pilot, "headline")
        assert "DoorDash" in words(pilot, "rates") and "$30.00" in words(pilot, "rates")
        assert "DoorDash" in words(pilot, "mix") and "[/][@click=app.qu" in words(pilot, "mix")
        assert not screen(pilot).panel("season").display, "a season needs years"


async def test_the_map_is_walked_through_by_key_and_by_mouse(desk: Desk, at: HandClock) -> None:
    async with running(desk, at, phase="insights") as pilot:
        await told(pilot)
        heat = screen(pilot).query_one(HeatMap)
        heat.focus()
        await pilot.press("right", *["down"] * 4)
        assert heat.chosen == "Fri 17: $30.00 an hour, 5 h on 5 days"
        await pilot.press("down", "down", "down")
        assert heat.chosen.startswith("Sun 17: never worked")
        await pilot.click(HeatMap, offset=(2 + 4 + 4, 1 + 1 + 4))
        assert heat.chosen.startswith("Fri 18:")


async def test_w_shows_another_period_and_what_is_on_show_stays_until_it_is_there(
    desk: Desk, at: HandClock
) -> None:
    async with running(desk, at, phase="insights") as pilot:
        await told(pilot)
        await pilot.press("w")
        assert screen(pilot).period == "all"
        assert screen(pilot).page is not None
        await told(pilot)
        assert "of all time" in words(pilot, "headline")


async def test_what_is_logged_meanwhile_is_taken_in(desk: Desk, at: HandClock) -> None:
    async with running(desk, at, phase="insights") as pilot:
        await told(pilot)
        earn(desk, Earning(id="", at=at(), gross=usd("900.00"), platform="Fiverr"), at())
        pilot.app.redraw()  # type: ignore[attr-defined]
        await told(pilot)
        assert "Fiverr" in words(pilot, "mix")


async def test_m_saves_a_page_for_the_browser(desk: Desk, at: HandClock) -> None:
    async with running(desk, at, phase="insights") as pilot:
        await told(pilot)
        await pilot.press("m")
    (saved,) = (desk.book.folder / "exports").iterdir()
    assert saved.name == f"insights year {NEW_YORK.day_of(at())}.html"
    assert saved.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


async def test_an_empty_planbook_says_that_there_is_nothing_yet(tmp_path: Path, at: HandClock) -> None:
    async with running(desk_in(tmp_path / "book"), at, phase="insights") as pilot:
        await pilot.press("escape")
        await told(pilot)
        said = words(pilot, "headline")
        assert said.startswith("There are no records of the last year yet.") and "i imports" in said
        assert not screen(pilot).query_one(HeatMap).display


async def test_a_planbook_that_cannot_be_read_says_why(
    desk: Desk, at: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise GigError("The disk does not answer.")

    monkeypatch.setattr(insight_reading, "found", refused)
    async with running(desk, at, phase="insights") as pilot:
        await told(pilot)
        assert words(pilot, "headline") == "The disk does not answer."


@pytest.mark.parametrize("size", [(80, 24), (40, 20), (12, 5)])
async def test_it_stands_at_every_size(desk: Desk, at: HandClock, size: tuple[int, int]) -> None:
    async with running(desk, at, phase="insights", size=size) as pilot:
        await told(pilot)
        assert "4 Insights" in screen_text(pilot.app) or size[0] < 40
        heat, mix = screen(pilot).query_one(HeatMap).region, screen(pilot).panel("mix").region
        assert (mix.y == heat.y) == (size[0] >= 70), "two panes where there is room for two"
        for line in screen(pilot).query_one(HeatMap).lines:
            assert len(line.text) <= max(1, screen(pilot).query_one(HeatMap).room.width)

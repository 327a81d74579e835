"""From 180 columns the week stands beside the day, and a storm of sizes leaves every screen in order."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from support.live_app import HandClock, desk_in, queue_up, running
from support.tui_host import screen_text
from textual.color import Color
from textual.css.stylesheet import Stylesheet

from gigplanner.tui.screens.day_ahead import DayAhead
from gigplanner.tui.screens.plan import PlanScreen
from gigplanner.tui.themed import OURS
from gigplanner.tui.widgets.lines import LineView
from gigplanner.tui.widgets.week import WeekPane
from gigplanner.workday.quickadd import quick_add

WALL = (200, 60)
STORM = ((1, 1), (40, 20), (200, 6), (179, 36), WALL)


async def test_a_wall_of_columns_shows_the_week_and_is_as_it_was_after_a_storm(tmp_path: Path) -> None:
    at = HandClock("08:00")  # of Friday 20 November 2026
    desk = desk_in(tmp_path / "planbook")
    queue_up(desk, "Sort photos", "2.00", 10, at)
    quick_add(desk, "block DoorDash thu 11-14", at())
    async with running(desk, at, phase="plan", size=WALL) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, PlanScreen)
        week = screen.query_one(WeekPane)
        assert week.lines[0].text.split()[8:10] == ["[Fr", "20]"]
        await pilot.click(WeekPane, offset=(2 + 3 + 6 * week.room.width // 7, 5))
        assert screen.day == date(2026, 11, 22)
        await pilot.press("right_square_bracket")
        assert any("DoorDash" in line.text for line in week.lines)
        for phase in ("plan", "shift", "recap", "insights"):
            pilot.app.action_phase(phase)  # type: ignore[attr-defined]
            await pilot.pause()
            before = screen_text(pilot.app)
            for size in STORM:
                await pilot.resize_terminal(*size)
                await pilot.pause()
                for widget in pilot.app.screen.query(LineView):
                    assert all(
                        widget.render_line(y).cell_length == max(0, widget.room.width)
                        for y in range(widget.room.height)
                    )
            assert screen_text(pilot.app) == before, phase
            assert phase != "shift" or pilot.app.screen.query_one(DayAhead).display


async def test_a_new_screen_has_no_stylesheet_read_again_unless_the_colours_are_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reparse = Stylesheet.reparse
    read_again: list[Stylesheet] = []
    monkeypatch.setattr(
        Stylesheet, "reparse", lambda stylesheet: read_again.append(stylesheet) or reparse(stylesheet)
    )
    at = HandClock("08:00")
    desk = desk_in(tmp_path / "planbook")
    queue_up(desk, "Sort photos", "2.00", 10, at)
    async with running(desk, at, phase="plan") as pilot:
        assert pilot.app.screen.has_class("-wide")
        pilot.app.action_phase("shift")  # type: ignore[attr-defined]
        await pilot.pause()
        assert read_again == []
        pilot.app.theme = "gigplanner-light"
        pilot.app.action_phase("recap")  # type: ignore[attr-defined]
        await pilot.pause()
        for phase in ("recap", "shift", "plan"):
            pilot.app.action_phase(phase)  # type: ignore[attr-defined]
            await pilot.pause()
            assert pilot.app.screen.styles.background == Color.parse(OURS["gigplanner-light"].background)

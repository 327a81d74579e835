"""The palette as the way to everything: tasks, days, platforms, settings."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from support.live_app import HandClock, desk_in, queue_up, running
from support.tui_host import screen_text, write

from gigplanner.tui.app import GigApp
from gigplanner.tui.dialogs.palette_finds import MOST, Find, Finder, Titles
from gigplanner.tui.dialogs.settings import SettingsDialog
from gigplanner.tui.screens.plan import PlanScreen
from gigplanner.workday.desk import Desk

TODAY = date(2026, 11, 20)


@pytest.fixture
def desk(tmp_path: Path, at: HandClock) -> Desk:
    desk = desk_in(tmp_path / "book")
    for title in ("Tag images", "Image survey", "Vintage map", "Transcribe a call"):
        queue_up(desk, title, "1.00", 5, at)
    return desk


def titles_found(names: list[str], query: str) -> list[str]:
    return [find.title for find in Titles(Find(name, name, "task") for name in names).matching(query)]


def test_what_begins_so_comes_before_words_and_what_lies_within() -> None:
    names = ["Pretag", "A tag", "Tag images", "Tall age", "Nothing"]
    assert titles_found(names, "tag") == ["Tag images", "A tag", "Pretag", "Tall age"]
    assert titles_found(names, "  ") == []
    assert titles_found(names, "zz") == []


def test_letters_never_match_across_two_names() -> None:
    assert titles_found(["ab", "cd"], "bc") == []
    assert titles_found(["a\nb", "c"], "a b") == ["a\nb"]


@pytest.mark.parametrize("query", ["^", "\\", "]", "[^a]*", ".*", "a-z", "(", "é", "\t"])
def test_signs_of_patterns_are_letters_like_others(query: str) -> None:
    names = [f"x{query}y", "plain"]
    assert titles_found(names, query) == ([names[0]] if query.strip() else [])


def test_of_thousands_only_some_are_shown() -> None:
    assert len(titles_found([f"Task {number}" for number in range(10_000)], "task")) == MOST


@pytest.mark.parametrize(
    ("query", "target"),
    [
        ("fri", "day:2026-11-20"),
        ("2026-11-27", "day:2026-11-27"),
        ("tomorrow", "day:2026-11-21"),
        ("doordash", "platform:DoorDash"),
        ("a week", "setting:goal_week"),
        ("time zone", "setting:zone"),
    ],
)
def test_days_platforms_and_settings_are_found_by_name(desk: Desk, query: str, target: str) -> None:
    assert Finder(desk, TODAY).matching(query)[0].target == target


async def test_a_task_is_chosen_in_the_queue_from_another_screen(desk: Desk, at: HandClock) -> None:
    async with running(desk, at, phase="recap") as pilot:
        app = pilot.app
        await pilot.press("ctrl+p")
        await write(pilot, "transcr")
        assert "Transcribe a call" in screen_text(app)
        await pilot.press("enter")
        await pilot.pause()
        await pilot.pause()
        assert isinstance(app.screen, PlanScreen)
        chosen = app.screen.queue_pane.chosen
        assert [app.screen.tasks[key].title for key in chosen] == ["Transcribe a call"]


async def test_a_day_and_a_setting_are_gone_to(desk: Desk, at: HandClock) -> None:
    async with running(desk, at, phase="plan") as pilot:
        app = pilot.app
        assert isinstance(app, GigApp)
        await pilot.press("ctrl+p")
        await write(pilot, "2026-11-27")
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, PlanScreen)
        assert app.screen.day == date(2026, 11, 27)
        await pilot.press("ctrl+p")
        await write(pilot, "set aside")
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, SettingsDialog)
        assert app.screen.rows.chosen == "set_aside_percent"


async def test_a_platform_shows_its_tasks(desk: Desk, at: HandClock) -> None:
    async with running(desk, at, phase="plan") as pilot:
        app = pilot.app
        await pilot.press("ctrl+p")
        await write(pilot, "prolific")
        await pilot.press("enter")
        await pilot.pause()
        await pilot.pause()
        assert isinstance(app.screen, PlanScreen)
        assert app.screen.queue_pane.find_bar is not None
        assert app.screen.queue_pane.list.rows == ()

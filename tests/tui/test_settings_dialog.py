"""Preferences changed in the app: judged while typed, kept with the comments, in force at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.live_app import CONFIG, HandClock, desk_in, running, saved
from support.tui_host import screen_text, write

from gigplanner.model import Money, Settings
from gigplanner.model.preferences import PREFERENCES
from gigplanner.planbook.config import load_settings
from gigplanner.tui.app import GigApp
from gigplanner.tui.dialogs.settings import SettingsDialog, setting_rows
from gigplanner.workday.desk import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return desk_in(tmp_path / "book")


def text_of(desk: Desk) -> str:
    assert desk.config
    return desk.config.read_text(encoding="utf-8")


def weekdays(app: GigApp) -> list[str]:
    """The weekdays above the month, in order."""
    row = next(row for row in screen_text(app).splitlines() if "Mo" in row and "Tu" in row)
    return [word for word in row.split() if word in ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")]


def test_every_preference_has_a_row_under_its_group() -> None:
    rows = setting_rows(Settings(daily_caps={"Prolific": 5}))
    keys = [row.key for row in rows if row.key]
    assert {one.name for one in PREFERENCES} | {"places.home", "daily_caps.Prolific"} <= set(keys)
    share = next(row for row in rows if row.key == "much_from_one_percent")
    assert "".join(piece.text for piece in (*share.left, *share.right)) == "Most from one platform60 %"
    rows = setting_rows(Settings(goal_month=Money(360_000, "USD"), floor_rate=Money(500, "USD")))
    said = {row.key: "".join(piece.text for piece in row.right) for row in rows}
    assert (said["goal_month"], said["floor_rate"]) == ("$3,600.00", "$5.00 an hour")
    headings = ["".join(piece.text for piece in row.left) for row in rows if not row.key]
    assert headings == list(dict.fromkeys(one.group for one in PREFERENCES))


async def test_a_goal_is_typed_judged_kept_and_in_force(desk: Desk) -> None:
    assert desk.config
    desk.config.write_text(f"# by hand\n{CONFIG}", encoding="utf-8")
    async with running(desk, HandClock("11:00"), phase="shift") as pilot:
        app = pilot.app
        assert isinstance(app, GigApp)
        await pilot.press("escape", "comma")
        dialog = app.screen
        assert isinstance(dialog, SettingsDialog)
        dialog.rows.go_to("goal_week")
        await pilot.press("enter")
        await write(pilot, "lots")
        assert "is not an amount of money" in screen_text(app)
        await pilot.press("enter", *["backspace"] * 4)
        await write(pilot, "$900")
        assert "✓ $900.00" in screen_text(app)
        await pilot.press("enter")
        await pilot.pause()
        await saved(pilot)
        assert "Now $900.00." in screen_text(app)
        assert app.desk.settings.goal_week == Money(90_000, "USD")
        assert text_of(desk) == f"# by hand\n{CONFIG}goal_week = 900\n"
        await pilot.press("u")
        await pilot.pause()
        await saved(pilot)
        assert text_of(desk) == f"# by hand\n{CONFIG}"
        assert app.desk.settings.goal_week is None


async def test_a_theme_shows_while_it_is_looked_at_and_goes_with_escape(desk: Desk) -> None:
    async with running(desk, HandClock("11:00"), phase="plan") as pilot:
        app = pilot.app
        assert isinstance(app, GigApp)
        await pilot.press("escape")
        before = app.theme
        app.action_settings("theme")
        await pilot.pause()
        await pilot.press("enter", "down")
        await pilot.pause()
        assert app.theme != before
        await pilot.press("escape")
        assert app.theme == before
        await pilot.press("enter", "down", "enter")
        await pilot.pause()
        await saved(pilot)
        assert desk.config
        assert load_settings(desk.config).theme == app.theme == "gigplanner-light" != before
        app.action_theme()
        await pilot.pause()
        await saved(pilot)
        assert load_settings(desk.config).theme == app.theme == "gigplanner-contrast"


async def test_the_week_begins_anew_as_soon_as_another_first_day_is_chosen(desk: Desk) -> None:
    async with running(desk, HandClock("11:00"), phase="plan") as pilot:
        app = pilot.app
        assert isinstance(app, GigApp)
        await pilot.press("escape")
        assert weekdays(app)[0] == "Mo"
        app.action_settings("week_starts")
        await pilot.pause()
        await pilot.press("enter", "7")
        await pilot.pause()
        await saved(pilot)
        await pilot.press("escape")
        await pilot.pause()
        assert weekdays(app)[0] == "Su"


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (40, 20)])
async def test_a_zone_is_named_by_its_city_and_a_place_added_at_any_size(
    desk: Desk, size: tuple[int, int]
) -> None:
    async with running(desk, HandClock("11:00"), phase="plan", size=size) as pilot:
        app = pilot.app
        assert isinstance(app, GigApp)
        await pilot.press("escape")
        app.action_settings("zone")
        await pilot.pause()
        assert "Time zone" in screen_text(app)
        await pilot.press("enter")
        await write(pilot, "berlin")
        assert "Europe/Berlin" in screen_text(app)
        await pilot.press("enter")
        await pilot.pause()
        await saved(pilot)
        assert app.desk.settings.zone == "Europe/Berlin"
        dialog = app.screen
        assert isinstance(dialog, SettingsDialog)
        dialog.rows.go_to("+places")
        await pilot.press("enter")
        await write(pilot, "the [/] shed = phone")
        await pilot.press("enter")
        await pilot.pause()
        await saved(pilot)
        assert app.desk.settings.places["the [/] shed"] == ("phone",)

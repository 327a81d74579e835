"""Every action can be called by key, by palette and by mouse, and says why where it cannot."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from support.live_app import HandClock, desk_in, running
from support.tui_host import screen_text, until, write

from gigplanner.tui.actions import ACTIONS, Action
from gigplanner.tui.app import GigApp
from gigplanner.tui.dialogs.help import help_rows
from gigplanner.tui.dialogs.palette import PaletteDialog
from gigplanner.tui.screens.insights import InsightsScreen
from gigplanner.tui.screens.plan import PlanScreen
from gigplanner.tui.screens.recap import RecapScreen
from gigplanner.tui.screens.shift import ShiftScreen
from gigplanner.tui.widgets.keys_bar import key_words, keys_line
from gigplanner.workday.quickadd import quick_add

OWNERS = {
    "app": GigApp,
    "plan": PlanScreen,
    "shift": ShiftScreen,
    "recap": RecapScreen,
    "insights": InsightsScreen,
}


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: f"{action.scope}.{action.id}")
def test_an_action_is_a_method_with_a_key_of_its_own_and_stands_in_the_help(action: Action) -> None:
    assert hasattr(OWNERS[action.scope], f"action_{action.id.partition('(')[0]}")
    others = [one for one in ACTIONS if one is not action and one.scope in (action.scope, "app")]
    taken = {key for other in others for key in other.keys.split(",")}
    assert not taken & set(action.keys.split(","))
    page = "\n".join(row.line.text for row in help_rows(200))
    assert action.help in page


@pytest.mark.parametrize("scope", ["plan", "shift", "recap", "insights"])
@pytest.mark.parametrize("width", [40, 63, 80, 120])
def test_the_foot_of_every_screen_leads_to_all_actions_by_mouse(scope: str, width: int) -> None:
    def foot(actions: Sequence[Action]) -> str:
        return keys_line([(action, True) for action in actions], width).text

    shown = [one for one in ACTIONS if one.footer and one.scope in (scope, "app")]
    line = foot(sorted(shown, key=lambda one: one.scope == "app"))
    for way in ("help", "palette"):
        action = next(one for one in ACTIONS if one.id == way)
        assert f"{key_words(action)} {action.title}" in line


async def test_the_palette_finds_what_other_phases_do_and_goes_there(tmp_path: Path) -> None:
    at = HandClock("11:00")
    desk = desk_in(tmp_path / "book")
    quick_add(desk, "earned $5", at())
    async with running(desk, at, phase="plan", size=(40, 20)) as pilot:
        app = pilot.app
        rows = screen_text(app).splitlines()
        await pilot.click(offset=(rows[-1].index("palette"), len(rows) - 1))
        await pilot.pause()
        assert isinstance(app.screen, PaletteDialog)
        await write(pilot, "start")
        rows = screen_text(app).splitlines()
        y = next(index for index, row in enumerate(rows) if "start" in row and "▸" in row)
        await pilot.click(offset=(rows[y].index("start"), y))
        await until(pilot, lambda: isinstance(app.screen, ShiftScreen) and app.screen.log_now is not None)
        await pilot.press("ctrl+p")
        await write(pilot, "deliv")
        await pilot.press("enter")
        await pilot.pause()
        await pilot.pause()
        assert [note.message for note in app._notifications] == ["No order is open: o accepts one."]
        await pilot.press("f")
        await pilot.pause()
        await pilot.pause()
        assert [note.message for note in app._notifications] == ["Nothing is suggested to start now."]

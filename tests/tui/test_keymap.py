"""Other keys than the usual: pressed, shown, and refused where they cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.live_app import CONFIG, HandClock, desk_in, running, saved
from support.tui_host import screen_text

from gigplanner.tui.actions import ACTIONS, config_name
from gigplanner.tui.app import GigApp
from gigplanner.tui.dialogs.help import HelpDialog
from gigplanner.tui.dialogs.quick_add import QuickAddDialog
from gigplanner.tui.keymap import remapped
from gigplanner.workday.desk import Desk


def keys_of(name: str, wanted: dict[str, str]) -> str:
    actions, _ = remapped(wanted)
    return next(action.keys for action in actions if config_name(action) == name)


def test_every_action_has_a_name_of_its_own() -> None:
    names = [config_name(action) for action in ACTIONS]
    assert len(set(names)) == len(names)
    assert {"plan.accept", "plan.day_before", "app.settings", "shift.2nd_filler"} <= set(names)


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("Z", "Z"),
        ("?", "question_mark"),
        (",", "comma"),
        ("ctrl+x", "ctrl+x"),
        ("f5, Z", "f5,Z"),
        ("é", "é"),
        ("pagedown", "pagedown"),
    ],
)
def test_keys_are_written_as_on_the_keyboard(typed: str, keys: str) -> None:
    free = {"app.help": "f9", "app.settings": "f10"}
    assert keys_of("plan.accept", {**free, "plan.accept": typed}) == keys


@pytest.mark.parametrize("typed", ["", "hello", "ctrl+", "tab", "a b", "\x1b", "ctrl+hello", "A,,B", " "])
def test_what_is_no_key_is_said_and_the_usual_stands(typed: str) -> None:
    actions, refused = remapped({"plan.accept": typed})
    assert actions == list(ACTIONS)
    assert len(refused) == 1
    assert "is no key for plan.accept" in refused[0]
    assert refused[0].isprintable()


def test_an_action_nobody_knows_is_named_with_the_nearest() -> None:
    assert remapped({"plan.acept": "Z"}) == (
        list(ACTIONS),
        ["keys: there is no action “plan.acept”; did you mean plan.accept?"],
    )


@pytest.mark.parametrize(
    ("wanted", "refused"),
    [
        (
            {"plan.accept": "p"},
            ["keys: p for plan.accept is the key of plan.plan already: it keeps its usual key."],
        ),
        (
            {"plan.accept": "u"},
            ["keys: u for plan.accept is the key of app.undo already: it keeps its usual key."],
        ),
        (
            {"app.undo": "S"},
            ["keys: S for app.undo is the key of shift.stop already: it keeps its usual key."],
        ),
        ({"plan.accept": "p", "plan.plan": "A"}, []),
        ({"recap.note": "p"}, []),
    ],
    ids=["same screen", "everywhere", "on a screen", "swapped", "elsewhere"],
)
def test_a_key_means_one_thing_on_a_screen(wanted: dict[str, str], refused: list[str]) -> None:
    assert remapped(wanted)[1] == refused


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    folder = tmp_path / "book"
    folder.mkdir()
    config = f'{CONFIG}[keys]\napp.quick_add = "Z"\napp.help = "f9"\nplan.plan = "A"\nplan.accept = "p"\n'
    (folder / "config.toml").write_text(config, encoding="utf-8")
    return desk_in(folder)


async def test_the_new_key_works_and_the_old_does_not_and_all_pages_say_so(desk: Desk) -> None:
    async with running(desk, HandClock("11:00"), phase="plan") as pilot:
        app = pilot.app
        await pilot.press("escape")
        assert "A plan  p accept" in screen_text(app)
        assert "Z add" in screen_text(app)
        await pilot.press("a")
        assert not isinstance(app.screen, QuickAddDialog)
        await pilot.press("Z")
        assert isinstance(app.screen, QuickAddDialog)
        await pilot.press("escape", "f9")
        assert isinstance(app.screen, HelpDialog)
        assert "Z         Add anything" in screen_text(app)


async def test_a_key_set_while_the_app_runs_works_at_once_and_back(desk: Desk) -> None:
    async with running(desk, HandClock("11:00"), phase="plan") as pilot:
        app = pilot.app
        assert isinstance(app, GigApp)
        await pilot.press("escape")
        app.change_setting("keys.app.quick_add", None, lambda _: None)
        await saved(pilot)
        assert "a add" in screen_text(app)
        await pilot.press("a")
        assert isinstance(app.screen, QuickAddDialog)


async def test_a_clash_is_said_when_the_app_starts(tmp_path: Path) -> None:
    folder = tmp_path / "clash"
    folder.mkdir()
    (folder / "config.toml").write_text(f'{CONFIG}[keys]\nplan.accept = "p"\n', encoding="utf-8")
    async with running(desk_in(folder), HandClock("11:00"), phase="plan") as pilot:
        app = pilot.app
        assert isinstance(app, GigApp)
        assert app.actions == list(ACTIONS)
        assert ["p for plan.accept" in one.message for one in app._notifications] == [True]

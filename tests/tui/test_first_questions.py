"""One minute of questions before the first day."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest
from support.live_app import HandClock, saved
from support.tui_host import DialogHost, screen_text, until, write

from gigplanner.model import Settings
from gigplanner.model.errors import BadInput
from gigplanner.planbook.config import EMPTY_CONFIG, load_settings
from gigplanner.planbook.places import find_places
from gigplanner.tui.app import GigApp
from gigplanner.tui.dialogs.first_start import FirstAnswers, FirstStartDialog, questions, read_answer
from gigplanner.tui.dialogs.welcome import WelcomeDialog
from gigplanner.workday.desk import open_desk


@pytest.mark.parametrize(
    ("locale", "currency", "week"),
    [
        ("en_US.UTF-8", "USD", "sunday"),
        ("de_DE.UTF-8", "EUR", "monday"),
        ("en_GB", "GBP", "monday"),
        ("ja_JP.eucJP", "JPY", "sunday"),
        ("C.UTF-8", "USD", "monday"),
        ("", "USD", "monday"),
        ("\x1b[31m", "USD", "monday"),
    ],
)
def test_currency_and_week_are_guessed_from_the_locale(locale: str, currency: str, week: str) -> None:
    guessed = {one.name: one.guessed for one in questions(Settings(zone="Asia/Tokyo"), locale)}
    assert (guessed["currency"], guessed["week_starts"], guessed["zone"]) == (currency, week, "Asia/Tokyo")


def test_answers_are_read_as_people_give_them() -> None:
    assert read_answer("zone", "berlin") == {"zone": "Europe/Berlin"}
    assert read_answer("places", "shed = phone") == {"places.shed": "phone"}
    assert read_answer("goal_week", "") == {}
    with pytest.raises(BadInput, match="Type it like"):
        read_answer("places", "shed")


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (40, 20)])
async def test_enter_takes_the_guesses_and_wrong_answers_are_not_taken(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    dialog = FirstStartDialog(Settings(zone="Asia/Tokyo"), tmp_path / "config.toml", "ja_JP.UTF-8")
    app = DialogHost(dialog)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await pilot.press("enter", "enter", "enter", "enter")
        await write(pilot, "shed")
        await pilot.press("enter")
        assert "Type it like" in screen_text(app)
        await write(pilot, " = phone")
        await pilot.press("enter", "up", "enter")
        await write(pilot, "doordash, uber e")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "doordash, uber eats" in screen_text(app)  # the rest of the name in grey
        await pilot.press("right")
        await pilot.pause()
        assert "Platforms: DoorDash, Uber Eats" in screen_text(app)
        await pilot.press("enter")
        await write(pilot, "900.50")
        await pilot.press("enter")
        assert "JPY has no decimals" in " ".join(screen_text(app).replace("│", " ").split())
        await pilot.press("backspace", "backspace", "backspace", "enter")
        await pilot.pause()
    assert app.answer == FirstAnswers(
        {
            "currency": "JPY",
            "zone": "Asia/Tokyo",
            "day_ends": "04:00",
            "week_starts": "sunday",
            "places.shed": "phone",
            "platforms": "DoorDash, Uber Eats",
            "goal_week": "900",
        }
    )


def london(monkeypatch: pytest.MonkeyPatch, folder: Path) -> GigApp:
    for name in ("LC_ALL", "LC_MONETARY", "LANG"):
        monkeypatch.setenv(name, "en_GB.UTF-8")
    return GigApp(open_desk(find_places(folder), by="app"), HandClock("11:00"))


@pytest.mark.parametrize(
    ("keys", "kept"),
    [
        (("enter", "escape"), 'currency = "GBP"\n'),
        ((*"eur", "escape"), 'currency = "EUR"\n'),  # typed, though enter was not pressed
        (("escape",), EMPTY_CONFIG),
    ],
)
async def test_escape_keeps_what_was_answered_and_the_questions_are_asked_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keys: tuple[str, ...], kept: str
) -> None:
    app = london(monkeypatch, tmp_path / "new")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, FirstStartDialog))
        await pilot.press(*keys)
        await pilot.pause()
        await saved(pilot)
        await until(pilot, lambda: isinstance(app.screen, WelcomeDialog))
        config = cast(Path, app.desk.config)
        assert config.read_text(encoding="utf-8") == kept
        await until(pilot, lambda: load_settings(config).currency == app.desk.settings.currency)
    app.saving.writer.close(patience=90)
    again = london(monkeypatch, tmp_path / "new")
    async with again.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(again.screen, WelcomeDialog))
    again.saving.writer.close(patience=90)


@pytest.mark.parametrize(("keys", "is_kept"), [((), False), (("enter",), True)])
async def test_ctrl_q_leaves_from_the_questions_with_what_was_answered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keys: tuple[str, ...], is_kept: bool
) -> None:
    app = london(monkeypatch, tmp_path / "new")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press(*keys, "ctrl+q")
        await pilot.pause()
        assert not app.is_running
    app.saving.writer.close(patience=90)
    assert (tmp_path / "new" / "config.toml").exists() == is_kept

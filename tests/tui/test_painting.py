"""What a key costs, counted: nothing is styled, laid out or painted twice."""

from __future__ import annotations

from asyncio import sleep, timeout
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from support.live_app import HandClock, desk_in, gig, queue_up, running
from support.patience import PATIENCE
from support.sinks import check_screen
from support.tui_host import screen_text, until
from textual.css.stylesheet import Stylesheet
from textual.screen import Screen
from textual.timer import Timer

from gigplanner.tui.app import GigApp
from gigplanner.tui.dialogs.quick_add import QuickAddDialog
from gigplanner.tui.screens.plan import PlanScreen
from gigplanner.workday.desk import Desk


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each kind of node has been styled, and each kind of screen laid out, until it is cleared."""
    counted: Counter[str] = Counter()

    def count(owner: type[Any], method: str, which: int, prefix: str) -> None:
        plain = getattr(owner, method)

        def counting(*given: Any, **named: Any) -> Any:
            counted[f"{prefix} {type(given[which]).__name__}"] += 1
            return plain(*given, **named)

        monkeypatch.setattr(owner, method, counting)

    count(Stylesheet, "apply", 1, "style")
    count(Screen, "_refresh_layout", 0, "lay out")
    return counted


def three_tasks(folder: Path, at: HandClock) -> Desk:
    desk = desk_in(folder / "planbook")
    for title in ("Sort photos", "Answer survey", "Sort receipts"):
        queue_up(desk, title, "2.00", 10, at)
    return desk


async def test_a_dialog_is_styled_once_and_knows_its_size_before_it_is_seen(
    tmp_path: Path, work: Counter[str]
) -> None:
    at = HandClock("08:00")
    async with running(three_tasks(tmp_path, at), at, phase="plan") as pilot:
        work.clear()
        await pilot.press("a")
        await until(pilot, lambda: isinstance(pilot.app.screen, QuickAddDialog))
        await pilot.pause()
        dialog = pilot.app.screen
        assert {"-wide", "-tall"} <= dialog.classes
        assert [work[f"style {kind}"] for kind in ("QuickAddDialog", "KeyLine", "Vertical")] == [1, 1, 1]
        assert work["style Entry"] == 1  # also with the focus that it gets
        assert work["lay out QuickAddDialog"] <= 2  # to be shown, and once for what its parts asked meanwhile
        check_screen(gig(pilot), "quick add")


async def test_a_dialog_follows_the_terminals_size(tmp_path: Path) -> None:
    at = HandClock("08:00")
    async with running(three_tasks(tmp_path, at), at, phase="plan") as pilot:
        await pilot.press("a")
        await pilot.pause()
        card = pilot.app.screen.query_one(".card")
        for width, height, classes in (
            (60, 20, {"-narrow", "-short"}),
            (80, 24, {"-medium", "-short"}),
            (120, 36, {"-wide", "-tall"}),
        ):
            await pilot.resize_terminal(width, height)
            await until(pilot, lambda width=width: card.region.width == width)  # type: ignore[misc]
            assert classes <= pilot.app.screen.classes
            assert card.region.bottom <= height


async def test_a_letter_in_the_filter_lays_out_nothing_and_shows_with_what_it_leaves(
    tmp_path: Path, work: Counter[str]
) -> None:
    at = HandClock("08:00")
    async with running(three_tasks(tmp_path, at), at, phase="plan") as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, PlanScreen)
        await pilot.press("slash", *"so")
        await until(pilot, lambda: "Queue · 2" in screen_text(pilot.app))
        await pilot.pause(0.1)  # what the bar asked for when it came
        work.clear()
        await pilot.press(*"rt")
        await until(pilot, lambda: "/sort" in screen_text(pilot.app))
        assert work["lay out PlanScreen"] == 0
        await pilot.press("escape")
        await until(pilot, lambda: "Queue · 3" in screen_text(pilot.app))
        await pilot.press("slash", "a")  # what was typed before is not there any more
        await until(pilot, lambda: "/a" in screen_text(pilot.app))
        assert screen.queue_pane.find_bar is not None
        assert screen.queue_pane.find_bar.value == "a"


async def test_a_screen_seen_before_comes_back_without_being_styled_anew(
    tmp_path: Path, work: Counter[str]
) -> None:
    at = HandClock("08:00")
    async with running(three_tasks(tmp_path, at), at, phase="plan") as pilot:
        for key in "2341":
            await pilot.press(key)
            await pilot.pause()
        work.clear()
        for key, words in (("2", "Shift ─"), ("3", "other days"), ("4", "w shows"), ("1", "Queue · 3")):
            await pilot.press(key)
            await until(pilot, lambda words=words: words in screen_text(pilot.app))  # type: ignore[misc]
        assert not [kind for kind in work if kind.startswith("style") and kind != "style DOMNode"]


async def test_another_theme_reaches_screens_that_were_not_on_show(tmp_path: Path) -> None:
    at = HandClock("08:00")
    async with running(three_tasks(tmp_path, at), at, phase="plan") as pilot:
        app = gig(pilot)
        await pilot.press("2")
        await pilot.pause()
        dark = app.screen.styles.background
        await pilot.press("1")
        app.theme = next(theme for theme in app.available_themes if theme.endswith("-light"))
        await pilot.pause()
        await pilot.press("2")
        await pilot.pause()
        assert app.screen.styles.background != dark
        assert app.screen.styles.background.hex == app.theme_variables["background"]


async def test_the_first_screen_is_painted_without_a_frame_of_waiting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = HandClock("08:00")
    resume = Timer.resume
    monkeypatch.setattr(Timer, "resume", lambda each: each.name == "screen_update" or resume(each))
    app = GigApp(three_tasks(tmp_path, at), at)
    async with app.run_test(size=(120, 36)), timeout(PATIENCE):
        while not isinstance(app.screen, PlanScreen) or app.screen._layout_required:
            await sleep(0.01)  # a pilot's pause would paint
        assert "Sort photos" in screen_text(app)
    app.saving.writer.close(patience=PATIENCE)

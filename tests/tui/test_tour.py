"""The tour goes over the real screens, and only looks."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.live_app import HandClock, desk_in, queue_up, running
from support.tui_host import screen_text, until
from textual.geometry import Offset, Region, Size

from gigplanner.tui.actions import ACTIONS
from gigplanner.tui.dialogs.tour_card import TourCard, beside, card_size
from gigplanner.tui.keymap import remapped
from gigplanner.tui.screens.shift import ShiftScreen
from gigplanner.tui.tour import STOPS, said

SCREEN = Size(80, 24)
CARD = Size(50, 7)


def test_a_card_names_the_keys_that_the_person_has() -> None:
    for stop in STOPS:
        keys = [text for text, is_key in said(stop.words, ACTIONS) if is_key]
        assert 1 <= len(keys) <= 3
        assert not any("." in key for key in keys), "an action of that name is not there"
    actions, _ = remapped({"app.quick_add": "N"})
    assert said(STOPS[0].words, actions)[0] == ("N", True)


@pytest.mark.parametrize(
    ("told", "offset", "arrow"),
    [
        (Region(30, 1, 50, 3), Offset(30, 4), "▲"),
        (Region(0, 22, 80, 1), Offset(0, 15), "▼"),
        (Region(52, 1, 28, 22), Offset(2, 2), "▶"),
        (Region(0, 1, 28, 22), Offset(28, 2), "◀"),
        (Region(10, 1, 60, 22), Offset(10, 16), ""),
        (Region(0, 0, 0, 0), Offset(15, 8), ""),  # not on show
    ],
)
def test_a_card_stands_beside_what_it_tells_of(told: Region, offset: Offset, arrow: str) -> None:
    assert beside(told, CARD, SCREEN) == (offset, arrow)


def test_no_screen_is_too_small_for_a_card() -> None:
    for width, height in ((1, 1), (20, 6), (40, 20), (300, 100)):
        size = card_size(STOPS[0].words, width)
        offset, _ = beside(Region(0, 0, width, height), size, Size(width, height))
        assert size.width <= width
        assert offset.x >= 0
        assert offset.y >= 0


async def test_the_tour_on_a_phone_by_touch_and_keys_changes_nothing(tmp_path: Path) -> None:
    at = HandClock("11:00")
    desk = desk_in(tmp_path / "book")
    queue_up(desk, "Tag images", "1.00", 5, at)
    async with running(desk, at, phase="shift", size=(40, 20)) as pilot:
        app = pilot.app
        seq = desk.book.seq

        async def on_card(number: int) -> None:
            await until(pilot, lambda: f"{number} of 6 · {STOPS[number - 1].title}" in screen_text(app))
            assert app.current_mode == STOPS[number - 1].phase

        async def tap(words: str) -> None:
            rows = screen_text(app).splitlines()
            y = next(index for index, row in enumerate(rows) if words in row)
            await pilot.click(offset=(rows[y].index(words), y))

        await pilot.press("question_mark", "g")
        await on_card(1)
        await tap("enter next")
        await on_card(2)
        await pilot.press("right")
        await on_card(3)
        await tap("← back")
        await on_card(2)
        for number in (3, 4, 5, 6):
            await pilot.press("enter")
            await on_card(number)
        await tap("enter done")
        await until(pilot, lambda: isinstance(app.screen, ShiftScreen))
        assert desk.book.seq == seq


async def test_a_card_whose_phase_is_left_before_it_is_drawn_waits_till_it_comes_back(
    tmp_path: Path,
) -> None:
    at = HandClock("11:00")
    async with running(desk_in(tmp_path / "book"), at, phase="plan") as pilot:
        card = TourCard(STOPS[0], 1, len(STOPS), ACTIONS)
        pilot.app.push_screen(card)
        await pilot.app.switch_mode("shift")
        card._settle()
        await pilot.app.switch_mode("plan")
        await until(pilot, lambda: STOPS[0].title in screen_text(pilot.app))
        assert pilot.app.screen is card

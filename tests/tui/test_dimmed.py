"""What is behind a dialog: the screen, dimmed, and up to date."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.live_app import HandClock, desk_in, running
from support.tui_host import until
from textual._context import visible_screen_stack
from textual.app import App, ComposeResult
from textual.color import Color
from textual.geometry import Region
from textual.renderables.background_screen import BackgroundScreen
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, RichVisual
from textual.widget import Widget
from textual.widgets import Button, Label

from gigplanner.tui.dialogs.dimmed import dimmed_rows
from gigplanner.tui.dialogs.quick_add import QuickAddDialog
from gigplanner.workday.desk import Desk

TINT = Color(0, 0, 0, 0.6)


class Behind(App[None]):
    def compose(self) -> ComposeResult:
        yield Label("[@click=app.bell]a link[/] and [red on blue]colours[/]")
        yield Button("wide 界 and e\u0301")


async def test_the_screen_behind_is_textuals_row_for_row_also_once_it_has_changed() -> None:
    app = Behind()
    async with app.run_test(size=(30, 8)) as pilot:
        options = RenderOptions(lambda _: Style(), app.screen.styles)

        def textuals() -> list[Strip]:
            return RichVisual(app.screen, BackgroundScreen(app.screen, TINT)).render_strips(
                30, 8, Style(), options
            )

        for words in ("a link and colours", "something else"):
            app.query_one(Label).update(words)
            await pilot.pause()
            ours = [strip.render(app.console) for strip in dimmed_rows(app.screen, TINT)]
            assert ours == [strip.render(app.console) for strip in textuals()]
            assert words[:9] in "".join(ours)


@pytest.fixture
def at() -> HandClock:
    return HandClock("18:00")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return desk_in(tmp_path / "book")


@pytest.mark.parametrize("theme", ["gigplanner-dark", "gigplanner-light", "ansi-dark"])
@pytest.mark.parametrize("without_colour", [False, True])
async def test_what_screens_show_of_their_own_is_what_textual_would_show(
    desk: Desk, at: HandClock, monkeypatch: pytest.MonkeyPatch, theme: str, without_colour: bool
) -> None:
    if without_colour:
        monkeypatch.setenv("NO_COLOR", "1")
    async with running(desk, at, phase="plan") as pilot:
        pilot.app.theme = theme
        await pilot.press("question_mark")  # a dialog over a dialog over the plan
        pilot.app.push_screen(QuickAddDialog(desk, at))
        await pilot.pause()
        plan, about_keys, dialog = pilot.app.screen_stack[-3:]
        for screen, behind in ((plan, []), (dialog, [plan, about_keys])):
            whole = screen.size.region
            ours = screen.render_lines(whole)
            screen._styles_cache.clear()
            screen._dirty_regions.add(whole)
            visible_screen_stack.set(list(behind))
            theirs = Widget.render_lines(screen, whole)
            assert [looks(strip) for strip in ours] == [looks(strip) for strip in theirs]
            part = Region(3, 2, 40, 5)
            assert [looks(strip) for strip in screen.render_lines(part)] == [
                looks(strip.crop(3, 43)) for strip in ours[2:7]
            ]


async def test_the_clock_goes_on_behind_two_dialogs(desk: Desk, at: HandClock) -> None:
    async with running(desk, at, phase="plan") as pilot:
        await pilot.press("question_mark")
        pilot.app.push_screen(QuickAddDialog(desk, at))
        await pilot.pause()
        whole = pilot.app.screen.size.region

        def top() -> str:
            return pilot.app.screen.render_lines(whole)[0].text

        assert "18:00" in top()
        at.on(minutes=7)
        await until(pilot, lambda: "18:07" in top())


async def test_a_dialog_covers_a_screen_that_has_grown_before_what_is_behind_it(
    desk: Desk, at: HandClock
) -> None:
    async with running(desk, at, phase="plan", size=(50, 12)) as pilot:
        await pilot.press("a")
        await pilot.pause()
        rows = pilot.app.screen.render_lines(Region(0, 0, 53, 15))
        assert [row.cell_length for row in rows] == [53] * 15
        assert pilot.app.screen.render_lines(Region(0, 13, 53, 1))[0].text == " " * 53
        assert len(pilot.app.screen.render_lines(Region(0, 0, 9, 0))) == 0


def looks(strip: Strip) -> list[tuple[str, object]]:
    """What is seen of each letter of a row: of a blank one, its ground."""
    return [
        (letter, piece.style and (piece.style.bgcolor if letter == " " else piece.style))
        for piece in strip
        for letter in piece.text
    ]

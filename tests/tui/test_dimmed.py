"""What is behind a dialog: the screen, dimmed, and up to date."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.color import Color
from textual.renderables.background_screen import BackgroundScreen
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, RichVisual
from textual.widgets import Button, Label

from gigplanner.tui.dialogs.dimmed import DimmedScreen

TINT = Color(0, 0, 0, 0.6)


class Behind(App[None]):
    def compose(self) -> ComposeResult:
        yield Label("[@click=app.bell]a link[/] and [red on blue]colours[/]")
        yield Button("wide 界 and e\u0301")


async def test_the_screen_behind_is_textuals_row_for_row_also_once_it_has_changed() -> None:
    app = Behind()
    async with app.run_test(size=(30, 8)) as pilot:
        options = RenderOptions(lambda _: Style(), app.screen.styles)

        def rows(behind: BackgroundScreen, *, width: int, height: int) -> list[str]:
            visual = behind if isinstance(behind, DimmedScreen) else RichVisual(app.screen, behind)
            strips: list[Strip] = visual.render_strips(width, height, Style(), options)
            return [strip.render(app.console) for strip in strips]

        for words in ("a link and colours", "something else"):
            app.query_one(Label).update(words)
            await pilot.pause()
            for width, height in ((30, 8), (11, 3)):
                ours = rows(DimmedScreen(app.screen, TINT), width=width, height=height)
                assert ours == rows(BackgroundScreen(app.screen, TINT), width=width, height=height)
                assert words[:9] in "".join(ours)

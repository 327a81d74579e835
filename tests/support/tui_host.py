"""Dialogs as a person meets them: what is on the screen, typing, pasting, and a bare app to answer in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from time import monotonic
from typing import Any

from support.patience import PATIENCE
from textual import events
from textual.app import App
from textual.pilot import Pilot
from textual.screen import Screen

from gigplanner.tui.theme import THEMES, variable_defaults

UNANSWERED = object()


class DialogHost(App[None]):
    """Shows one dialog and keeps the answer; what would end the app or act is only noted."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, dialog: Screen[Any]) -> None:
        super().__init__()
        self.dialog = dialog
        self.answer: object = UNANSWERED
        self.fired: list[str] = []
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = THEMES[0].name

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return variable_defaults(self.current_theme)

    def on_mount(self) -> None:
        self.push_screen(self.dialog, self._keep)

    def _keep(self, answer: object) -> None:
        self.answer = answer

    async def action_quit(self) -> None:
        self.fired.append("quit")

    def action_undo(self) -> None:
        self.fired.append("undo")


def screen_text(app: App[None]) -> str:
    """The rows of the screen, as drawn."""
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)


async def paste(pilot: Pilot[None], text: str) -> None:
    """Paste `text` where the cursor is."""
    pilot.app.post_message(events.Paste(text))
    await pilot.pause()


async def write(pilot: Pilot[None], text: str) -> None:
    """Type `text` key by key."""
    await pilot.press(*text)
    await pilot.pause()


def standing(at: datetime) -> Callable[[], datetime]:
    """A clock that stands at `at`."""
    return lambda: at


async def until(pilot: Pilot[None], holds: Callable[[], bool]) -> None:
    """Let the app go on until something holds that it comes to by itself."""
    give_up = monotonic() + PATIENCE
    while not holds():
        assert monotonic() < give_up, f"never came to it:\n{screen_text(pilot.app)}"
        await pilot.pause()

"""Screens that are styled and laid out once when they come, not anew by every event that tells of it."""

from __future__ import annotations

from typing import Any

from textual import events
from textual.geometry import Size
from textual.reactive import Reactive
from textual.screen import Screen
from textual.widget import Widget


class Sized(Screen[Any]):
    """A screen whose classes of width and height are there before its parts.

    Textual sets them when it tells the screen its size, which is after it has styled and laid out all of it;
    then it does both again. It has them reach the parts of grids not always. And it paints all of the screen
    when another part gets the keys; here those two parts are.
    """

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)

    def on_compose(self) -> None:
        """Have the classes of this size before anything is styled."""
        width, height = self.app.size
        self.add_class(
            *self._get_breakpoint_classes(width, self.HORIZONTAL_BREAKPOINTS or []),
            *self._get_breakpoint_classes(height, self.VERTICAL_BREAKPOINTS or []),
            update=False,
        )

    async def on_event(self, event: events.Event) -> None:
        """Take an event. Coming to the front changes no style: the theme's changes are made up for before."""
        if isinstance(event, events.ScreenResume):
            event.refresh_styles = False
        await super().on_event(event)

    def _screen_resized(self, size: Size) -> None:
        """Lay out for another size; for the one it is laid out for, what has changed since asks by itself."""
        if size != self._compositor.size or not self._compositor.layers:
            super()._screen_resized(size)

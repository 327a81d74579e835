"""The week beside the day, on screens with the room for it; a click on a day goes there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from textual import events
from textual.message import Message

from gigplanner.tui.text import Line
from gigplanner.tui.widgets.lines import LineView
from gigplanner.tui.widgets.week_grid import WeekView, day_under, week_lines


class WeekPane(LineView, can_focus=False):
    """Seven days over their hours. The keys that go from day to day move through it."""

    DEFAULT_CSS = """
    WeekPane { overflow-y: hidden; }
    """

    class DayChosen(Message):
        """The person chose a day of the week."""

        def __init__(self, day: date) -> None:
            super().__init__()
            self.day = day

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._view = WeekView()

    def show(self, view: WeekView, *, title: str, subtitle: str = "") -> None:
        """Show a week."""
        self._view = view
        self.retitle(title, subtitle)
        self.redraw()

    def draw(self, width: int, height: int) -> Sequence[Line]:
        """Return the week's lines."""
        return week_lines(self._view, width, height)

    def on_click(self, event: events.Click) -> None:
        """Go to the day clicked on."""
        offset = event.get_content_offset(self)
        day = day_under(self._view, offset.x, self.room.width) if offset else None
        if day and day != self._view.chosen:
            self.post_message(self.DayChosen(day))

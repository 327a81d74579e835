"""The month calendar: arrow keys and mouse choose the day that the rest of the screen shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from gigplanner.insights.words import MONTHS
from gigplanner.tui.text import Line
from gigplanner.tui.widgets.lines import LineView
from gigplanner.tui.widgets.month_grid import DayMark, MonthView, day_at, month_lines, moved

__all__ = ["DayMark", "MonthCalendar"]

_NATURAL_HEIGHT = 9


class MonthCalendar(LineView, can_focus=True):
    """A month with a cursor. It posts `DayChosen` when the person moves, never when it is only shown."""

    DEFAULT_CSS = """
    MonthCalendar { height: auto; padding: 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1)", "Day before", show=False),
        Binding("right", "move(1)", "Day after", show=False),
        Binding("up", "move(-7)", "Week before", show=False),
        Binding("down", "move(7)", "Week after", show=False),
        Binding("pageup", "move(0, -1)", "Month before", show=False),
        Binding("pagedown", "move(0, 1)", "Month after", show=False),
        Binding("home", "today", "Today", show=False),
    ]

    class DayChosen(Message):
        """The person moved to another day."""

        def __init__(self, control: MonthCalendar, day: date) -> None:
            super().__init__()
            self._control = control
            self.day = day

        @property
        def control(self) -> MonthCalendar:
            """The calendar moved in."""
            return self._control

    def __init__(self, week_starts: int = 0, *, id: str | None = None, classes: str | None = None) -> None:
        """Make a calendar whose weeks begin on weekday `week_starts`, 0 for Monday to 6 for Sunday."""
        super().__init__(id=id, classes=classes)
        self._week_starts = week_starts
        self._view: MonthView | None = None

    @property
    def cursor(self) -> date | None:
        """The day looked at, or None before anything was shown."""
        return self._view.cursor if self._view else None

    def show(
        self,
        cursor: date,
        *,
        today: date,
        marks: Mapping[date, DayMark],
        caption: str = "",
        week_starts: int | None = None,
    ) -> None:
        """Show the month of `cursor`; `caption` stands beside the bars of the cursor's week."""
        if week_starts is not None:
            self._week_starts = week_starts
        self._view = MonthView(cursor, today, dict(marks), caption, self._week_starts)
        self.retitle(f"{MONTHS[cursor.month - 1]} {cursor.year}")
        self.redraw()

    def draw(self, width: int, height: int) -> Sequence[Line]:
        """Return the month's lines."""
        return month_lines(self._view, width, height) if self._view else []

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        """Return the rows of a month with the week's bars, the same for every month so that nothing jumps."""
        return _NATURAL_HEIGHT

    def action_move(self, days: int, months: int = 0) -> None:
        """Move the cursor."""
        if self._view:
            self._choose(moved(self._view.cursor, days=days, months=months))

    def action_today(self) -> None:
        """Move the cursor to today."""
        if self._view:
            self._choose(self._view.today)

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to the day clicked on."""
        offset = event.get_content_offset(self)
        if offset is None or self._view is None:
            return
        width, height = self.room
        day = day_at(self._view, x=offset.x, y=offset.y, width=width, height=height)
        if day:
            self._choose(day)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Move to the next month."""
        event.stop()
        self.action_move(0, 1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Move to the month before."""
        event.stop()
        self.action_move(0, -1)

    def _choose(self, day: date) -> None:
        if self._view is None or day == self._view.cursor:
            return
        self._view = self._view._replace(cursor=day)
        self.retitle(f"{MONTHS[day.month - 1]} {day.year}")
        self.redraw()
        self.post_message(self.DayChosen(self, day))

"""A bare app for a single widget, in gigplanner's colours, that remembers the messages posted."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.message import Message
from textual.widget import Widget

from gigplanner.tui.theme import THEMES, variable_defaults
from gigplanner.tui.widgets.lines import KeyMessage, LineView
from gigplanner.tui.widgets.month import MonthCalendar

HOSTILE = (
    "[/]",
    "[@click=app.quit]x[/]",
    "[x='y]",
    "\x1b[2J\x1b]0;owned\x07",
    "\x9b31m\x00\u202eevil",
    "x" * 10_000,
    " " * 10_000,
    "日本語のとても長い題名",
    "👩‍👩‍👧 ❤️ 🇩🇪",
    "שלום عليكم",
    "e\u0301" * 40,
    "\u0301\u0301",
    "line\nbreak\ttab",
    "",
)
"""Titles that have ended, fooled or misaligned programs."""


class Stage(App[None]):
    """Shows the widgets given, and keeps what they post."""

    def __init__(self, *widgets: Widget) -> None:
        super().__init__()
        self.widgets = widgets
        self.posted: list[Message] = []
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = THEMES[0].name

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return variable_defaults(self.current_theme)

    def compose(self) -> ComposeResult:
        yield from self.widgets

    def on_month_calendar_day_chosen(self, message: MonthCalendar.DayChosen) -> None:
        self.posted.append(message)

    def on_timeline_highlighted(self, message: KeyMessage) -> None:
        self.posted.append(message)

    def on_timeline_chosen(self, message: KeyMessage) -> None:
        self.posted.append(message)

    def on_queue_list_highlighted(self, message: KeyMessage) -> None:
        self.posted.append(message)

    def on_queue_list_chosen(self, message: KeyMessage) -> None:
        self.posted.append(message)

    def on_queue_list_toggled(self, message: KeyMessage) -> None:
        self.posted.append(message)

    def said(self) -> list[tuple[str, str]]:
        """What was posted, as (kind, key)."""
        return [
            (type(message).__name__, message.key)
            for message in self.posted
            if isinstance(message, KeyMessage)
        ]


def screen_rows(widget: LineView) -> list[str]:
    """The text of the widget's visible rows, as drawn."""
    return [widget.render_line(y).text for y in range(widget.size.height)]

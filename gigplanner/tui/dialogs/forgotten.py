"""Still working? The question after a timer that was forgotten, with the likely end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.widgets import Static

from gigplanner.model.errors import BadInput
from gigplanner.model.settings import Settings
from gigplanner.model.showing import show_clock
from gigplanner.model.times import MINUTE, show_minutes
from gigplanner.tui.dialogs.base import KeyHint
from gigplanner.tui.dialogs.line import LineDialog
from gigplanner.tui.text import plain
from gigplanner.workday.whens import read_instant

if TYPE_CHECKING:
    from gigplanner.insights.forgotten import Forgotten


class ForgottenDialog(LineDialog[datetime]):
    """Ask whether the shift has ended, and when; leaving it says that it goes on."""

    HEADING = "Still working?"
    KEYS = (
        KeyHint("enter", "it ended then", "screen.answer"),
        KeyHint("esc", "still working", "screen.leave"),
    )
    DEFAULT_CSS = """
    ForgottenDialog {
        .card { width: 66; }
        #question { height: auto; margin: 0 0 1 0; }
        &.-tall #question { margin: 1 0; }
    }
    """

    def __init__(self, asked: Forgotten, settings: Settings, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._asked = asked
        self._settings = settings
        self._clock = clock

    def body(self) -> ComposeResult:
        """The question, and the end to be put right."""
        yield Static(plain(question(self._asked, self._settings)), id="question")
        yield self.entry(self._wall(self._asked.likely_end), limit=40)

    def action_leave(self) -> None:
        """The shift goes on; a time typed and not used is no loss."""
        self.dismiss(None)

    def read(self, text: str) -> datetime:
        """Show and return the end. Raises BadInput for a time before the last event, or to come."""
        end = self._end(text)
        minutes = show_minutes((end - self._asked.last) / MINUTE)
        self.approve(f"Stop at {self._wall(end)}, {minutes} after the last event ({self._reason(end)}).")
        return end

    def _end(self, text: str) -> datetime:
        if text == self._wall(self._asked.likely_end):
            return self._asked.likely_end
        end = read_instant(text, self._clock(), self._settings)
        if end < self._asked.last:
            raise BadInput(f"The last event was at {self._wall(self._asked.last)}: give a later time.")
        if end > self._clock():
            raise BadInput("That is still to come: give a time up to now.")
        return end

    def _reason(self, end: datetime) -> str:
        return self._asked.why if end == self._asked.likely_end else "as you say"

    def _wall(self, at: datetime) -> str:
        """The time, with its date where that is not today."""
        wall = self._settings.wall(at)
        is_today = wall.date() == self._settings.wall(self._clock()).date()
        return show_clock(wall) if is_today else f"{wall:%Y-%m-%d %H:%M}"


def question(asked: Forgotten, settings: Settings) -> str:
    """Return the question in words: since when nothing was logged, and what is likely."""
    last = settings.wall(asked.last)
    quiet = show_minutes(asked.quiet / MINUTE)
    return (
        f"Nothing was logged for {quiet}, since {last:%A} {show_clock(last)}. "
        "If the shift is over, it probably ended then:"
    )

"""How long it really took, where a timer does not tell."""

from __future__ import annotations

from textual.app import ComposeResult

from gigplanner.model.errors import BadInput
from gigplanner.model.times import show_minutes
from gigplanner.tui.dialogs.base import LEAVE, KeyHint
from gigplanner.tui.dialogs.line import LineDialog

LONGEST = 24 * 60


class MinutesDialog(LineDialog[float]):
    """Ask for the minutes that a filler took, beside what its timer says."""

    KEYS = (KeyHint("enter", "done in that time", "screen.answer"), LEAVE)
    DEFAULT_CSS = """
    MinutesDialog .card { width: 60; }
    """

    def __init__(self, title: str, timed: float, units: int) -> None:
        """`timed` are the minutes of all `units` by the timer."""
        super().__init__()
        self._title = title
        self._timed = timed
        self._units = max(1, units)

    def heading(self) -> str:
        """What took longer."""
        return f"How long did it take? {self._title}"

    def body(self) -> ComposeResult:
        """The minutes."""
        yield self.entry(f"{self._timed:.0f}", limit=12)

    def read(self, text: str) -> float:
        """Show the minutes of all units and return those of one."""
        minutes = read_minutes(text)
        each_took = minutes / self._units
        each = f", {show_minutes(each_took)} each" if self._units > 1 else ""
        self.approve(f"{show_minutes(minutes)}{each}; its timer says {show_minutes(self._timed)}.")
        return each_took


def read_minutes(text: str) -> float:
    """Return minutes as typed: `25`, `25 min`, `1:05`. Raises BadInput."""
    words = text.strip().casefold().removesuffix("minutes").removesuffix("min").removesuffix("m").strip()
    hours, _, rest = words.rpartition(":")
    try:
        minutes = 60 * int(hours or 0) + float(rest.replace(",", "."))
    except (ValueError, OverflowError):
        minutes = 0.0
    if not 0 < minutes <= LONGEST:
        raise BadInput("Type the minutes, such as 25: more than 0 and at most a day.")
    return minutes

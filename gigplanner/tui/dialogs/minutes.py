"""How long it really took, where a timer does not tell."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Input

from gigplanner.model.errors import BadInput
from gigplanner.model.times import show_minutes
from gigplanner.tui.dialogs.base import LEAVE, Dialog, KeyHint
from gigplanner.tui.dialogs.fields import Entry

LONGEST = 24 * 60


class MinutesDialog(Dialog[float]):
    """Ask for the minutes that a filler took, beside what its timer says."""

    KEYS = (KeyHint("enter", "done in that time", "screen.take"), LEAVE)
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
        yield Entry(f"{self._timed:.0f}", id="minutes", compact=False, limit=12)

    @property
    def line(self) -> Entry:
        """Where the minutes are typed."""
        return self.query_one("#minutes", Entry)

    def entered(self) -> object:
        """The minutes as typed."""
        return self.line.value.strip()

    def on_mount(self) -> None:
        """Say what stands there."""
        self._read()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Read as one types."""
        self._read()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take it, from the line."""
        self.action_take()

    def action_take(self) -> None:
        """Answer with the minutes of one unit."""
        if (minutes := self._read()) is not None:
            self.dismiss(minutes / self._units)

    def _read(self) -> float | None:
        try:
            minutes = read_minutes(self.line.value)
        except BadInput as error:
            self.complain(str(error))
            return None
        each = f", {show_minutes(minutes / self._units)} each" if self._units > 1 else ""
        self.approve(f"{show_minutes(minutes)}{each}; its timer says {show_minutes(self._timed)}.")
        return minutes


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

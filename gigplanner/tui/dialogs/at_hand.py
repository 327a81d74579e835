"""What to have at hand for the waits of a shift."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from gigplanner.model.money import show_money
from gigplanner.model.times import show_minutes
from gigplanner.tui.dialogs.base import Dialog, KeyHint
from gigplanner.tui.text import Line, Piece, spread, wrapped
from gigplanner.tui.widgets.lines import LineView

if TYPE_CHECKING:
    from gigplanner.workday.pocket import PocketList

NOTHING = "Nothing in the queue suits these waits: everything is planned already, or too long for them."


def pocket_lines(pocket: PocketList, width: int) -> list[Line]:
    """Return the list: what to expect of the waits, then each task with its money and its reason."""
    waits = f"About {pocket.expected_waits:.0f} waits, {show_minutes(pocket.expected_wait_minutes)} in all"
    based = f"by your last {pocket.based_on}" if pocket.based_on else "as is typical"
    lines = [Line((Piece(row, "quiet"),)) for row in wrapped(f"{waits}, {based}.", width)]
    for task in pocket.tasks:
        units = f" ×{task.units}" if task.units > 1 else ""
        money = show_money(task.expected) if task.expected else "in reserve"
        style = "money" if task.expected else "quiet"
        lines.append(Line())
        lines.append(Line(spread((Piece(f"{task.title}{units}", "strong"),), (Piece(money, style),), width)))
        lines += [Line((Piece(row, "quiet"),)) for row in wrapped(task.why, width)]
    if not pocket.tasks:
        lines += [Line(), *(Line((Piece(row),)) for row in wrapped(NOTHING, width))]
    return lines


class PocketText(LineView, can_focus=True):
    """The list."""

    DEFAULT_CSS = """
    PocketText { height: auto; border: none; padding: 0; &:focus { border: none; } }
    """

    def __init__(self, pocket: PocketList) -> None:
        super().__init__()
        self._pocket = pocket

    def draw(self, width: int, height: int) -> Sequence[Line]:
        """Return its lines."""
        return pocket_lines(self._pocket, width)


class AtHandDialog(Dialog[None]):
    """The pocket list of one shift."""

    SAID_ROWS = 0
    KEYS = (KeyHint("↑ ↓", "scroll"), KeyHint("esc", "close", "screen.leave"))
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,h,enter", "leave", "close", show=False),
        Binding("down,j", "scroll(1)", "down", show=False),
        Binding("up,k", "scroll(-1)", "up", show=False),
    ]
    DEFAULT_CSS = """
    AtHandDialog { .said { display: none; } }
    """

    def __init__(self, pocket: PocketList) -> None:
        super().__init__()
        self._pocket = pocket

    def heading(self) -> str:
        """Which shift it is for."""
        return f"At hand · {self._pocket.shift}"

    def body(self) -> ComposeResult:
        """The list."""
        yield PocketText(self._pocket)

    def action_scroll(self, rows: int) -> None:
        """Scroll by some rows."""
        self.query_one(".body").scroll_relative(y=rows, animate=False)

"""What to have at hand for the waits of a shift."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from gigplanner.model.money import show_money
from gigplanner.model.times import show_minutes
from gigplanner.tui.dialogs.reading import ReadingDialog
from gigplanner.tui.text import Line, Piece, spread, wrapped

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


class AtHandDialog(ReadingDialog[None]):
    """The pocket list of one shift."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("h", "leave", "close", show=False)]

    def __init__(self, pocket: PocketList) -> None:
        super().__init__()
        self._pocket = pocket

    def heading(self) -> str:
        """Which shift it is for."""
        return f"At hand · {self._pocket.shift}"

    def page(self, width: int) -> Sequence[Line]:
        """The list."""
        return pocket_lines(self._pocket, width)

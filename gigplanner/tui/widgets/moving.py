"""A list with a cursor: the keys that every list of ours is moved in by."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from gigplanner.tui.widgets.lines import LineView

_FAR = 1_000_000  # rows that no list has


class MovingList(LineView, can_focus=True):
    """Rows, and a cursor that keys move: a subclass says in `action_move` and `action_choose` how."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "up", show=False),
        Binding("down,j", "move(1)", "down", show=False),
        Binding("pageup", "page(-1)", "page up", show=False),
        Binding("pagedown", "page(1)", "page down", show=False),
        Binding("home", f"move(-{_FAR})", "first", show=False),
        Binding("end", f"move({_FAR})", "last", show=False),
        Binding("enter", "choose", "choose", show=False),
    ]

    @property
    def page_rows(self) -> int:
        """The rows that the cursor moves by a page."""
        return 8

    def action_move(self, by: int) -> None:
        """Move the cursor by some rows, as far as there are any."""
        raise NotImplementedError

    def action_page(self, by: int) -> None:
        """Move the cursor by some pages."""
        self.action_move(by * self.page_rows)

    def action_choose(self) -> None:
        """Choose the row that the cursor is on."""
        raise NotImplementedError

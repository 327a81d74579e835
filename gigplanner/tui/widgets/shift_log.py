"""The log of a shift as the person sees it: when, what, and the money that came."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from textual import events
from textual.binding import Binding, BindingType

from gigplanner.tui.text import Line, Piece, empty_lines, pad, pieces_width, spread
from gigplanner.tui.widgets.lines import KeyMessage
from gigplanner.tui.widgets.moving import MovingList


class LogRow(NamedTuple):
    """A line of the log, worded; `style` is that of its words. `aside` is said where there is room.

    `key` is the event's: rows without one cannot be chosen.
    """

    at: str
    words: str
    aside: str = ""
    money: str = ""
    style: str = ""
    money_style: str = "money"
    key: str = ""


def log_lines(
    rows: Sequence[LogRow], width: int, empty: str = "", *, chosen: str = "", cursor: str = ""
) -> list[Line]:
    """Return a line for each row: the time first, the money at the end; `cursor` styles the chosen one."""
    if not rows:
        return empty_lines(empty, width)
    times = max(len(row.at) for row in rows)
    lines = []
    for row in rows:
        said = [Piece(pad(row.at, times), "faint"), Piece(" "), Piece(row.words, row.style)]
        aside = [Piece(row.aside, "quiet")]
        money = [Piece(row.money, row.money_style)] if row.money else []
        fits = pieces_width([*said, *aside, *money]) + (1 if money else 0) <= width
        pieces = spread([*said, *aside] if fits else said, money, width, least=times + 8)
        lines.append(Line(pieces, cursor if row.key and row.key == chosen else "", row.key))
    return lines


class ShiftLogView(MovingList):
    """The log, its newest line at the bottom and in view whenever one is added.

    With the focus here the keys move a cursor over the events; without, it rests on the newest.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "leave", show=False)]

    class Chosen(KeyMessage):
        """The person chose the event `key`: enter, or a second click on it."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._rows: tuple[LogRow, ...] = ()
        self._empty = ""
        self._chosen = ""

    @property
    def chosen(self) -> str:
        """The key of the event that the cursor is on, "" for none."""
        return self._chosen

    def show(self, rows: Sequence[LogRow], *, title: str, subtitle: str = "", empty: str = "") -> None:
        """Show the rows, oldest first; `empty` is said when there are none."""
        grown = len(rows) != len(self._rows)
        self._rows, self._empty = tuple(rows), empty
        keys = self._keys()
        if self._chosen not in keys or not self.has_focus:
            self._chosen = keys[-1] if keys else ""
        self.retitle(title, subtitle)
        self.redraw()
        if grown:
            self.call_after_refresh(self._follow)

    def draw(self, width: int, height: int) -> Sequence[Line]:
        """Return a line for each row."""
        cursor = "cursor" if self.has_focus else ""
        return log_lines(self._rows, width, self._empty, chosen=self._chosen, cursor=cursor)

    def action_move(self, by: int) -> None:
        """Move the cursor by some events."""
        if keys := self._keys():
            at = keys.index(self._chosen) if self._chosen in keys else 0
            self._choose(keys[max(0, min(at + by, len(keys) - 1))])

    def action_choose(self) -> None:
        """Choose the event that the cursor is on."""
        if self._chosen:
            self.post_message(self.Chosen(self, self._chosen))

    def action_leave(self) -> None:
        """Give the keys back to the screen."""
        self.screen.focus_previous()

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on the event clicked on; choose it if it is there already."""
        row = self.row_under(event)
        key = self.lines[row].key if row is not None and 0 <= row < len(self.lines) else ""
        if key and key == self._chosen and event.chain > 1:
            self.action_choose()
        elif key:
            self._choose(key)

    def reveal(self) -> None:
        """Scroll until the chosen event is seen."""
        at = next((number for number, row in enumerate(self._rows) if row.key == self._chosen), None)
        if at is not None and self._chosen:
            self.keep_in_view(at, at)

    def _choose(self, key: str) -> None:
        self._chosen = key
        self.redraw()
        self.reveal()

    def _follow(self) -> None:
        """After news the newest line is in view, unless the person is at another one."""
        if self.has_focus:
            self.reveal()
        else:
            self.scroll_end(animate=False)

    def _keys(self) -> list[str]:
        return [row.key for row in self._rows if row.key]

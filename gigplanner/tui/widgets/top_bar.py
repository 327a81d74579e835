"""The first row of every screen: the phases of the day, and what time it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual import events

from gigplanner.tui.text import Line, Piece, fill, pieces_width, spread, width_of
from gigplanner.tui.widgets.lines import LineView

NAME = " gigplanner "
_BETWEEN = " · "
PHASES = (("plan", "1 Plan"), ("shift", "2 Shift"), ("recap", "3 Recap"), ("insights", "4 Insights"))


class Tab(NamedTuple):
    """A word that can be clicked: what it calls, its wording, and whether it is the one on show."""

    action: str
    words: str
    chosen: bool = False


def tab_line(lead: str, tabs: Sequence[Tab], right: str, width: int) -> Line:
    """Return the row; where it is narrow, the right side goes first, part by part, then the lead."""
    pieces = [Piece(f" {tab.words} ", "chosen" if tab.chosen else "quiet") for tab in tabs]
    head = [Piece(lead, "time strong")] if lead else []
    parts = right.split(_BETWEEN) if right else []
    tails = [[Piece(f"{_BETWEEN.join(parts[:count])} ", "quiet")] for count in range(len(parts), 0, -1)]
    for said, beside in ((said, tail) for said in ([*head, *pieces], pieces) for tail in (*tails, [])):
        if pieces_width([*said, *beside]) + 1 <= width:
            return Line(spread(said, beside, width))
    return Line(fill(pieces, width))


def tab_at(line: Line, tabs: Sequence[Tab], column: int) -> Tab | None:
    """Return the tab whose words stand at `column` of a drawn row."""
    start = 0
    for piece in line.pieces:
        end = start + width_of(piece.text)
        if start <= column < end:
            return next((tab for tab in tabs if piece.text.strip() == tab.words), None)
        start = end
    return None


class TabLine(LineView, can_focus=False):
    """A row of words to click, each calling an action of the screen or the app."""

    DEFAULT_CSS = """
    TabLine { height: 1; border: none; padding: 0; overflow-y: hidden; background: $panel; }
    """

    def __init__(self, lead: str = "", *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._lead = lead
        self._tabs: tuple[Tab, ...] = ()
        self._right = ""

    def show(self, tabs: Sequence[Tab], right: str = "") -> None:
        """Show the tabs, and `right` at the end of the row."""
        if (tuple(tabs), right) != (self._tabs, self._right):
            self._tabs, self._right = tuple(tabs), right
            self.redraw()

    def draw(self, width: int, height: int) -> Sequence[Line]:
        """Return the one row."""
        return [tab_line(self._lead, self._tabs, self._right, width)]

    async def on_click(self, event: events.Click) -> None:
        """Call the action of the word clicked on."""
        offset = event.get_content_offset(self)
        if offset is not None and self.lines and (tab := tab_at(self.lines[0], self._tabs, offset.x)):
            await self.run_action(tab.action)


class TopBar(TabLine):
    """The phases, with the one on show marked, and the caller's words about date, time and week."""

    DEFAULT_CSS = """
    TopBar { dock: top; }
    """

    def __init__(self, phase: str, *, demo: bool = False) -> None:
        super().__init__(f"{NAME}· demo " if demo else NAME)
        self._phase = phase
        self.say("")

    def say(self, words: str) -> None:
        """Show `words` at the right."""
        self.show(
            [Tab(f"app.phase('{phase}')", title, phase == self._phase) for phase, title in PHASES], words
        )

"""The line that says what the planner found, and the keys that act on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from gigplanner.tui.text import Line, Piece, fill, pieces_width, spread
from gigplanner.tui.widgets.lines import LineView


class PlanNote(NamedTuple):
    """What the planner found: a headline, its money, the rest of the sentence, and (key, what it does)."""

    headline: str = ""
    money: str = ""
    rest: str = ""
    keys: tuple[tuple[str, str], ...] = ()


def plan_bar_line(note: PlanNote, width: int) -> Line:
    """Return the note in one row; where it is narrow the rest of the sentence goes first, then the keys."""
    if not note.headline:
        return Line()
    gist = [Piece(" ✦ ", "time"), Piece(note.headline)]
    gist += [Piece(f" {note.money}", "money strong")] if note.money else []
    said = [*gist, Piece(note.rest, "quiet")] if note.rest else gist
    keys: list[Piece] = []
    for index, (key, does) in enumerate(note.keys):
        between = Piece(" · " if index else "", "faint")
        keys += [between, Piece(key, "time strong"), Piece(f" {does}", "quiet")]
    keys += [Piece(" ")] if keys else []
    for words in (said, gist):
        if pieces_width(words) + pieces_width(keys) + 2 <= width:
            return Line(spread(words, keys, width))
    return Line(fill(said if pieces_width(said) <= width else gist, width))


class PlanBar(LineView, can_focus=False):
    """One row about the plan."""

    DEFAULT_CSS = """
    PlanBar { height: 1; border: none; padding: 0; overflow-y: hidden; }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._note = PlanNote()

    def show(
        self, headline: str, *, money: str = "", rest: str = "", keys: Sequence[tuple[str, str]] = ()
    ) -> None:
        """Show the sentence `headline` + `money` + `rest`, and what keys act on it; "" shows nothing."""
        self._note = PlanNote(headline, money, rest, tuple(keys))
        self.redraw()

    def draw(self, width: int, height: int) -> Sequence[Line]:
        """Return the one row."""
        return [plan_bar_line(self._note, width)]

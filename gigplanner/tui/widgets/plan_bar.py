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
    """Return the note in one row; where it is too narrow the keys go first, then the sentence is cut."""
    if not note.headline:
        return Line()
    said = [Piece(" ✦ ", "time"), Piece(note.headline)]
    said += [Piece(f" {note.money}", "money strong")] if note.money else []
    said += [Piece(f"{note.rest}", "quiet")] if note.rest else []
    keys: list[Piece] = []
    for index, (key, does) in enumerate(note.keys):
        keys += [
            Piece(" · " if index else "", "faint"),
            Piece(key, "time strong"),
            Piece(f" {does}", "quiet"),
        ]
    if pieces_width(said) + pieces_width(keys) + 3 > width:
        return Line(fill(said, width))
    return Line(spread(said, [*keys, Piece(" ")], width))


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

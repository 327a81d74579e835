"""The line that says what the planner found, and the keys that act on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual import events

from gigplanner.tui.text import Line, Piece, fill, pieces_width, spread, width_of
from gigplanner.tui.widgets.lines import LineView

_MARK = Piece(" ✦ ", "time")
_KEY = "time strong"
_NAMED = {"esc": "escape"}


class PlanNote(NamedTuple):
    """What the planner found: a headline, its money, the rest of the sentence, and (key, what it does).

    `short` is the headline where there is little room; `brief`, an amount and what is said of it, stands for
    the whole sentence where there is less.
    """

    headline: str = ""
    money: str = ""
    rest: str = ""
    keys: tuple[tuple[str, str], ...] = ()
    short: str = ""
    brief: tuple[str, str] = ("", "")


def plan_bar_line(note: PlanNote, width: int) -> Line:
    """Return the note in one row.

    Where it is narrow the headline shrinks, then the sentence is put briefly, then its rest and the keys go.
    """
    if not note.headline:
        return Line()
    keys: list[Piece] = []
    for index, (key, does) in enumerate(note.keys):
        between = Piece(" · " if index else "", "faint")
        keys += [between, Piece(key, _KEY), Piece(f" {does}", "quiet")]
    keys += [Piece(" ")] if keys else []
    short = note.short or note.headline
    amount, about = note.brief
    sentences = [
        *(_said(note, headline, note.rest) for headline in (note.headline, short)),
        *([_said(note._replace(money=amount), short, note.rest)] if amount else []),
        *([[_MARK, Piece(amount, "money strong"), Piece(about, "quiet")]] if amount else []),
        *(_said(note, headline, "") for headline in (note.headline, short)),
    ]
    for words in sentences:
        if pieces_width(words) + pieces_width(keys) + 2 <= width:
            return Line(spread(words, keys, width))
    return Line(
        fill(next((words for words in sentences if pieces_width(words) <= width), sentences[-1]), width)
    )


def key_at(line: Line, column: int) -> str:
    """Return the key whose entry stands at `column` of a drawn row, "" for none."""
    start, key = 0, ""
    for piece in line.pieces:
        end = start + width_of(piece.text)
        key = piece.text if piece.style == _KEY else key if piece.style == "quiet" else ""
        if start <= column < end:
            return key
        start = end
    return ""


def _said(note: PlanNote, headline: str, rest: str) -> list[Piece]:
    said = [_MARK, Piece(headline)]
    said += [Piece(f" {note.money}", "money strong")] if note.money else []
    return [*said, Piece(rest, "quiet")] if rest else said


class PlanBar(LineView, can_focus=False):
    """One row about the plan."""

    DEFAULT_CSS = """
    PlanBar { height: 1; border: none; padding: 0; overflow-y: hidden; }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._note = PlanNote()

    def show(self, note: PlanNote) -> None:
        """Show what was found, and what keys act on it; without a headline, nothing."""
        self._note = note
        self.redraw()

    def draw(self, width: int, height: int) -> Sequence[Line]:
        """Return the one row."""
        return [plan_bar_line(self._note, width)]

    def on_click(self, event: events.Click) -> None:
        """Press the key clicked on."""
        offset = event.get_content_offset(self)
        if offset is not None and self.lines and (key := key_at(self.lines[0], offset.x)):
            self.app.simulate_key(_NAMED.get(key, key))

"""The face of a live shift: its state and clock, today's money in large digits, what it comes to."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.renderables.digits import Digits

from gigplanner.tui.text import Line, Piece, crop, fill, pad, pieces_width, tidy, width_of
from gigplanner.tui.widgets.earnings import goal_line
from gigplanner.tui.widgets.lines import LineView

_BESIDE = 3  # cells between the digits and the words beside them
_LEAST_NOTE = 10  # cells, below which an explanation is left out and not cut
_LEAST_BAR = 9  # cells of the goal's bar, below which its words are shortened


class Figure(NamedTuple):
    """A value with its name before it and its explanation behind it; `style` is the value's.

    `short` is the explanation where the whole one has no room. A `minor` figure is left out where there is
    little of it.
    """

    name: str
    value: str
    note: str = ""
    style: str = "strong"
    minor: bool = False
    short: str = ""


class FaceView(NamedTuple):
    """What the face shows, every value already worded. `beside` are up to three rows beside the digits."""

    state: tuple[Piece, ...] = ()
    amount: str = ""
    beside: tuple[str, ...] = ()
    beside_short: tuple[str, ...] = ()  # the same where those have no room
    figures: tuple[Figure, ...] = ()
    goal_text: str = ""
    goal_short: str = ""  # the same where `goal_text` leaves no room for the bar
    goal_share: float = 0.0


def face_lines(view: FaceView, width: int, *, dense: bool = False, brief: bool = False) -> list[Line]:
    """Return the face in `width` cells: `dense` without empty rows, `brief` without minor figures."""
    gap = [] if dense else [Line()]
    lines = [Line(crop(view.state, width)), *gap, *_amount_lines(view, width), *gap]
    lines += _figure_lines(tuple(figure for figure in view.figures if not (brief and figure.minor)), width)
    if view.goal_text:
        text = view.goal_text if width_of(tidy(view.goal_text)) + _LEAST_BAR < width else view.goal_short
        lines += [*gap, goal_line(view.goal_share, text, width)]
    return lines


@lru_cache(maxsize=4)
def digit_rows(text: str) -> tuple[str, ...]:
    """Return `text` in large digits: three rows without the blanks at their ends."""
    segments = Digits(tidy(text, 24)).render(Style(bold=True))
    drawn = [segment.text for segment in segments if isinstance(segment, Segment)]
    return tuple(row.rstrip() for row in drawn if row != "\n")


def _amount_lines(view: FaceView, width: int) -> list[Line]:
    rows = digit_rows(view.amount)
    column = max((width_of(row) for row in rows), default=0)
    if column > width:
        return [Line(crop([Piece(view.amount, "money strong")], width))]
    room = width - column - _BESIDE
    fitting = (
        choice
        for choice in (view.beside, view.beside_short)
        if all(width_of(tidy(words)) <= room for words in choice)
    )
    beside = [*next(fitting, ()), "", "", ""][: len(rows)]
    lines = []
    for row, words in zip(rows, beside, strict=True):
        pieces = [Piece(row, "money")]
        if words:
            pieces += [Piece(" " * (column - width_of(row) + _BESIDE)), Piece(words, "quiet")]
        lines.append(Line(tuple(pieces)))
    return lines


@lru_cache(maxsize=4)
def _figure_lines(figures: tuple[Figure, ...], width: int) -> tuple[Line, ...]:
    """Return a line for each figure; from one second to the next they are mostly the same."""
    if not figures:
        return ()
    names = max(width_of(tidy(figure.name)) for figure in figures) + 2
    values = max(width_of(tidy(figure.value)) for figure in figures)
    lines = []
    for figure in figures:
        head = [Piece(pad(figure.name, names), "quiet"), Piece(figure.value, figure.style)]
        gap = Piece(" " * (names + values + 2 - pieces_width(head)))
        room = width - names - values - 2
        notes = [note for note in (figure.note, figure.short) if note]
        fitting = next((note for note in notes if width_of(tidy(note)) <= room), "")
        note = fitting or (notes[-1] if notes and room >= _LEAST_NOTE else "")
        lines.append(Line(fill([*head, gap, Piece(note, "quiet")] if note else head, width)))
    return tuple(lines)


class ClockFace(LineView, can_focus=False):
    """The large part of the shift's screen. Each second only the rows whose words changed are painted."""

    DEFAULT_CSS = """
    ClockFace { height: auto; overflow-y: hidden; }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._view = FaceView()
        self._dense = self._brief = False

    @property
    def view(self) -> FaceView:
        """What is shown."""
        return self._view

    def squeeze(self, *, dense: bool, brief: bool) -> None:
        """For low screens leave out the empty rows, for small ones the minor figures too."""
        if (dense, brief) != (self._dense, self._brief):
            self._dense, self._brief = dense, brief
            self.redraw()
            self.refresh(layout=True)

    def show(self, view: FaceView) -> None:
        """Show the values; the layout changes only if their number of rows did."""
        if view == self._view:
            return
        before = len(self.lines)
        self._view = view
        self.redraw()
        if len(self.lines) != before:
            self.refresh(layout=True)

    def draw(self, width: int, height: int) -> Sequence[Line]:
        """Return the face's lines."""
        return face_lines(self._view, width, dense=self._dense, brief=self._brief)

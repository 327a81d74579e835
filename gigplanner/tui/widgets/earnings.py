"""The earnings meter, always on the screen: what came in, what it comes to, and how far the goal is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.renderables.digits import Digits

from gigplanner.tui.text import Line, Piece, crop, fit, pieces_width, spread, tidy, width_of
from gigplanner.tui.widgets.lines import LineView
from gigplanner.tui.widgets.month_grid import level_glyph

_DIGIT_ROWS = 3
_LEAST_BAR = 4
_WIDEST_BAR = 24


class MeterView(NamedTuple):
    """The meter's values, every one already worded; an empty one is not shown.

    `hours` are levels from 0 to 8, one an hour, oldest first; `goal_share` is 0 to 1, or beyond.
    """

    amount: str = ""
    label: str = ""
    state: str = ""
    net: str = ""
    rate: str = ""
    pending: str = ""
    hours: tuple[int, ...] = ()
    next_hour: str = ""
    goal_text: str = ""
    goal_share: float = 0.0


def meter_lines(view: MeterView, width: int, height: int, *, compact: bool = False) -> list[Line]:
    """Return the meter in `width` cells and at most `height` rows.

    The amount is in large digits where they fit. When rows are short, the hours go first, then the goal.
    """
    if compact:
        return _compact_lines(view, width)[:height]
    details = _detail_lines(view, width)
    goal = [goal_line(view.goal_share, view.goal_text, width)] if view.goal_text else []
    hours = [_hours_line(view, width)] if view.hours or view.next_hour else []
    large = _digit_lines(view, width) if height >= _DIGIT_ROWS + min(1, len(details)) else []
    amount = large or [_amount_line(view, width)]
    room = height - len(amount)
    details = details[: max(0, room)]
    goal = goal[: max(0, room - len(details))]
    hours = hours[: max(0, room - len(details) - len(goal))]
    return [*amount, *details, *hours, *goal][:height]


def goal_line(share: float, text: str, width: int) -> Line:
    """Return a bar filled to `share` (0 to 1) with its wording beside it, alone where it is narrow."""
    room = min(_WIDEST_BAR, width - width_of(tidy(text)) - 1)
    if room < _LEAST_BAR:
        return Line((Piece(fit(text, width), "quiet"),))
    done = round(room * max(0.0, min(share, 1.0))) if share == share else 0
    return Line(
        (Piece("━" * done, "money"), Piece("─" * (room - done), "off"), Piece(" "), Piece(text, "quiet"))
    )


def _digit_lines(view: MeterView, width: int) -> list[Line]:
    text = tidy(view.amount, 24)
    if not text or Digits.get_width(text) > width:
        return []
    rows = _digit_rows(text)
    digits = [Piece(row, "money") for row in rows]
    asides = ((Piece(view.state, "time"),), (), (Piece(view.label, "quiet"),))
    longest = max(width_of(row) for row in rows)
    return [
        Line(spread([piece], aside if longest + pieces_width(aside) < width else (), width, least=longest))
        for piece, aside in zip(digits, asides, strict=True)
    ]


def _digit_rows(text: str) -> list[str]:
    drawn = [
        segment.text for segment in Digits(text).render(Style(bold=True)) if isinstance(segment, Segment)
    ]
    return [row.rstrip() for row in drawn if row != "\n"]


def _amount_line(view: MeterView, width: int) -> Line:
    left = [Piece(view.amount, "money strong"), Piece(f" {view.label}" if view.label else "", "quiet")]
    return Line(spread(left, [Piece(view.state, "time")] if view.state else [], width))


def _detail_lines(view: MeterView, width: int) -> list[Line]:
    """Return net, rate and pending, as many on a row as fit."""
    parts = [
        Piece(text, style)
        for text, style in ((view.net, ""), (view.rate, ""), (view.pending, "pending"))
        if text
    ]
    rows: list[list[Piece]] = []
    for part in parts:
        if rows and pieces_width(rows[-1]) + 3 + width_of(tidy(part.text)) <= width:
            rows[-1] += [Piece(" · ", "off"), part]
        else:
            rows.append([part])
    return [Line(crop(row, width)) for row in rows]


def _hours_line(view: MeterView, width: int) -> Line:
    shown: Sequence[int] = view.hours[-max(1, width - width_of(tidy(view.next_hour)) - 2) :]
    bars = [Piece(level_glyph(level), "money" if level > 0 else "off") for level in shown]
    gap = [Piece("  ")] if bars and view.next_hour else []
    return Line(crop([*bars, *gap, Piece(view.next_hour, "quiet")], width))


def _compact_lines(view: MeterView, width: int) -> list[Line]:
    text = view.pending or view.state
    aside = [Piece(text, "pending" if view.pending else "time")] if text else []
    amount = [Piece(view.amount, "money strong")]
    label = [Piece(f" {view.label}", "quiet")] if view.label else []
    rate = [Piece(" · ", "off"), Piece(view.rate)] if view.rate else []
    wordings = ([*amount, *label, *rate], [*amount, *rate], amount)
    first = next((said for said in wordings if pieces_width([*said, *aside]) < width), amount)
    lines = [Line(spread(first, aside, width))]
    return [*lines, goal_line(view.goal_share, view.goal_text, width)] if view.goal_text else lines


class EarningsMeter(LineView, can_focus=False):
    """The meter; `compact` makes it two rows without large digits, for narrow screens."""

    DEFAULT_CSS = """
    EarningsMeter { height: auto; overflow-y: hidden; }
    """

    def __init__(self, *, compact: bool = False, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._view = MeterView()
        self._compact = compact
        self.retitle("Earnings")

    @property
    def compact(self) -> bool:
        """Whether the meter is drawn small."""
        return self._compact

    @compact.setter
    def compact(self, small: bool) -> None:
        if small != self._compact:
            self._compact = small
            self.redraw()
            self.refresh(layout=True)

    def show(self, view: MeterView) -> None:
        """Show the values; only the rows in which something changed are painted again."""
        if view != self._view:
            self._view = view
            self.redraw()

    def draw(self, width: int, height: int) -> Sequence[Line]:
        """Return the meter's lines."""
        return meter_lines(self._view, width, height, compact=self._compact)

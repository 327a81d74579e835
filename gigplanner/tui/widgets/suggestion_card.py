"""What to do with the wait: up to three tasks to start now, a calm word, or the task being worked on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual import events

from gigplanner.tui.text import Line, Piece, crop, fill, pad, pieces_width, spread, wrapped
from gigplanner.tui.widgets.bars import bar_text
from gigplanner.tui.widgets.lines import KeyMessage, LineView

_WIDEST_BAR = 16
_LEAST_BAR = 4
_ROOM_FOR_PLATFORM = 40  # cells, below which the platform leaves its room to the title
_KEY = 3  # cells for the key in front of an option
_INDENT = _KEY + 1


class OptionView(NamedTuple):
    """A task that could be started: every value worded, `odds` from 0 to 1."""

    key: str
    title: str
    platform: str
    minutes: str
    odds: float
    expected: str
    per_hour: str
    why: str
    colour: str = ""


class FillerView(NamedTuple):
    """The task being worked on while waiting; `share` is the part of the stated minutes that has passed."""

    title: str
    platform: str
    elapsed: str
    stated: str
    share: float


class CardView(NamedTuple):
    """What the card shows: the running filler, or options, or `words` alone. `note` says what it rests on."""

    title: str = ""
    words: str = ""
    options: tuple[OptionView, ...] = ()
    filler: FillerView | None = None
    note: str = ""
    queue: str = ""


def card_lines(view: CardView, width: int, height: int) -> list[Line]:
    """Return the card in `width` cells and, if at all possible, `height` rows.

    Where it is low the empty rows go first, then the reasons; the note keeps a row if there is one, and each
    option its two.
    """
    if view.filler:
        return _filler_lines(view.filler, width)
    note = [Line((Piece(row, "quiet"),)) for row in wrapped(view.note, width)]
    words = [Line((Piece(row),)) for row in wrapped(view.words, width)]
    if not view.options:
        return [*words, *([Line()] if words and note else []), *note]
    short_note = [Line(crop([Piece(view.note, "quiet")], width))] if note else []
    for reasons, gaps, said in ((2, True, note), (2, False, note), (1, False, note), (0, False, note)):
        lines = [*words, *_option_rows(view.options, width, reasons=reasons, gaps=gaps), *said]
        if len(lines) <= height:
            return lines
    lines = [*words, *_option_rows(view.options, width, reasons=0, gaps=False)]
    return [*lines, *short_note] if len(lines) < height else lines


def _option_rows(options: Sequence[OptionView], width: int, *, reasons: int, gaps: bool) -> list[Line]:
    lines: list[Line] = []
    for number, option in enumerate(options, start=1):
        rows = _option_lines(option, width, reasons)
        lines += [Line(row, key=str(number)) for row in rows]
        lines += [Line()] if gaps else []
    return lines


def _option_lines(option: OptionView, width: int, reasons: int) -> list[tuple[Piece, ...]]:
    with_platform = option.platform and width >= _ROOM_FOR_PLATFORM
    where = f"{option.platform} · {option.minutes}" if with_platform else option.minutes
    name = [
        Piece(pad(option.key, _KEY), "time strong"),
        Piece("▎", "faint", option.colour),
        Piece(option.title, "strong"),
    ]
    rows = [
        spread(name, [Piece(where, "quiet")], width, least=_INDENT + 10),
        _chance_row(option, width),
    ]
    room = max(1, width - _INDENT)
    why = wrapped(option.why, room) if reasons > 1 else [option.why] if option.why else []
    rows += [fill([Piece(" " * _INDENT), Piece(reason, "quiet")], width) for reason in why[:reasons]]
    return rows


def _chance_row(option: OptionView, width: int) -> tuple[Piece, ...]:
    """Return the chance to finish as a bar and in per cent, and the money; in fewer words where narrow."""
    money = [
        Piece(option.expected, "money"),
        Piece(f" · {option.per_hour}" if option.per_hour else "", "quiet"),
    ]
    percent = f"{round(option.odds * 100)} %"
    for chance in (f"{percent} to finish", percent):
        room = width - _INDENT - len(chance) - 1 - pieces_width(money)
        bar = min(_WIDEST_BAR, room - 1)
        if bar >= _LEAST_BAR:
            filled = bar_text(option.odds, bar)
            dots = Piece("·" * (bar - len(filled)), "faint")
            said = [Piece(" " * _INDENT), Piece(filled, "time"), dots, Piece(f" {chance}")]
            return spread(said, money, width, least=_INDENT)
        if room >= 0:
            return spread([Piece(" " * _INDENT), Piece(chance)], money, width, least=_INDENT)
    return fill([Piece(" " * _INDENT), Piece(percent), Piece(" "), *money], width)


def _filler_lines(filler: FillerView, width: int) -> list[Line]:
    where = [Piece(filler.platform, "quiet")] if filler.platform else []
    bar = max(1, min(2 * _WIDEST_BAR, width))
    filled = bar_text(filler.share, bar)
    over = filler.share > 1
    keys = [
        [Piece("enter", "time strong"), Piece(" done", "quiet")],
        [Piece("escape", "time strong"), Piece(" put down", "quiet")],
        [Piece("o", "time strong"), Piece(" an order came: puts it down", "quiet")],
    ]
    lines = [
        Line(spread([Piece("▸ ", "time"), Piece(filler.title, "strong")], where, width)),
        Line(
            fill(
                [
                    Piece(filler.elapsed, "pending strong" if over else "time strong"),
                    Piece(filler.stated, "quiet"),
                ],
                width,
            )
        ),
        Line((Piece(filled, "pending" if over else "time"), Piece("·" * (bar - len(filled)), "faint"))),
        Line(),
    ]
    row: list[Piece] = []
    for key in keys:
        if row and pieces_width([*row, *key]) + 3 > width:
            lines.append(Line(fill(row, width)))
            row = []
        row += [*([Piece(" · ", "faint")] if row else []), *key]
    return [*lines, Line(fill(row, width))]


class SuggestionCard(LineView, can_focus=False):
    """The card; a click on an option posts `Chosen` with its number."""

    class Chosen(KeyMessage):
        """An option was clicked: `key` is its number, from "1"."""

    DEFAULT_CSS = """
    SuggestionCard { overflow-y: hidden; }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._view = CardView()

    @property
    def view(self) -> CardView:
        """What is shown."""
        return self._view

    def show(self, view: CardView) -> None:
        """Show the card; only what changed is painted."""
        if view == self._view:
            return
        before = len(self.lines)
        old, self._view = self._view, view
        if (old.title, old.queue) != (view.title, view.queue):
            self.retitle(view.title, view.queue)
        self.redraw()
        if len(self.lines) != before:
            self.refresh(layout=True)

    def draw(self, width: int, height: int) -> Sequence[Line]:
        """Return the card's lines."""
        return card_lines(self._view, width, height)

    def on_click(self, event: events.Click) -> None:
        """Choose the option under the mouse."""
        row = self.row_under(event)
        if row is not None and 0 <= row < len(self.lines) and self.lines[row].key:
            self.post_message(self.Chosen(self, self.lines[row].key))

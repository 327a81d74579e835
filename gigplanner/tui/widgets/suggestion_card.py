"""What to do with the wait: up to three tasks to start now, a calm word, or the task being worked on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual import events

from gigplanner.tui.text import (
    Line,
    Piece,
    crop,
    fill,
    keys_told,
    pad,
    pieces_width,
    spread,
    width_of,
    wrapped,
)
from gigplanner.tui.widgets.bars import bar_text
from gigplanner.tui.widgets.lines import KeyMessage, LineView

_WIDEST_BAR = 16
_LEAST_BAR = 4
_ROOM_FOR_PLATFORM = 40  # cells, below which the platform leaves its room to the title
_KEY = 3  # cells for the key in front of an option
_INDENT = _KEY + 1
_BETWEEN = " · "
_ACTIONS = "actions:"  # before the actions in the key of a row of keys


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


class CardKey(NamedTuple):
    """A key that does something with the running filler: how it is written, what for, and its action."""

    key: str
    does: str
    action: str


class FillerView(NamedTuple):
    """The task being worked on while waiting; `share` is the part of the stated minutes that has passed.

    `on_order` says what becomes of it when an order comes, `keys` how it can end.
    """

    title: str
    platform: str
    elapsed: str
    stated: str
    share: float
    on_order: str = ""
    keys: tuple[CardKey, ...] = ()


class CardView(NamedTuple):
    """What the card shows: the running filler, or options, or `words` alone. `note` says what it rests on."""

    title: str = ""
    words: str = ""
    options: tuple[OptionView, ...] = ()
    filler: FillerView | None = None
    note: str = ""
    queue: str = ""


def card_lines(view: CardView, width: int, height: int, *, brief: bool = False) -> list[Line]:
    """Return the card in `width` cells and, if at all possible, `height` rows; `brief` without reasons.

    Where it is low the empty rows go first, then the reasons; the note keeps a row if there is one, and each
    option its two.
    """
    if view.filler:
        return _filler_lines(view.filler, width, height)
    note = [Line(keys_told(row)) for row in wrapped(view.note, width)]
    words = [Line((Piece(row),)) for row in wrapped(view.words, width)]
    if not view.options:
        return [*words, *([Line()] if words and note else []), *note]
    short_note = [Line(crop([Piece(view.note, "quiet")], width))] if note else []
    shapes = (
        (2, True, note),
        (2, False, note),
        (1, False, note),
        (1, False, short_note),
        (0, False, note),
    )
    for reasons, gaps, said in shapes[-1:] if brief else shapes:
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
        Piece("▎", "off", option.colour),
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
            dots = Piece("·" * (bar - len(filled)), "off")
            said = [Piece(" " * _INDENT), Piece(filled, "time"), dots, Piece(f" {chance}")]
            return spread(said, money, width, least=_INDENT)
        if room >= 0:
            return spread([Piece(" " * _INDENT), Piece(chance)], money, width, least=_INDENT)
    return fill([Piece(" " * _INDENT), Piece(percent), Piece(" "), *money], width)


def _filler_lines(filler: FillerView, width: int, height: int) -> list[Line]:
    where = [Piece(filler.platform, "quiet")] if filler.platform else []
    bar = max(1, min(2 * _WIDEST_BAR, width))
    filled = bar_text(filler.share, bar)
    over = filler.share > 1
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
        Line((Piece(filled, "pending" if over else "time"), Piece("·" * (bar - len(filled)), "off"))),
    ]
    said = [Line((Piece(row, "quiet"),)) for row in wrapped(filler.on_order, width)]
    keys = _key_lines(filler.keys, width)
    if len(lines) + len(said) + len(keys) + 2 <= height:
        return [*lines, Line(), *said, Line(), *keys]
    return [*lines, *said, *keys] if len(lines) + len(said) + len(keys) <= height else [*lines, *keys]


def _key_lines(keys: Sequence[CardKey], width: int) -> list[Line]:
    """Return the keys, as many on a row as fit; a row's key holds its actions, in order."""
    rows: list[list[CardKey]] = []
    used = 0
    for key in keys:
        taken = width_of(_key_words(key))
        if rows and used + len(_BETWEEN) + taken <= width:
            rows[-1].append(key)
            used += len(_BETWEEN) + taken
        else:
            rows.append([key])
            used = taken
    lines = []
    for row in rows:
        pieces: list[Piece] = []
        for key in row:
            between = [Piece(_BETWEEN, "off")] if pieces else []
            pieces += [*between, Piece(key.key, "time strong"), Piece(f" {key.does}", "quiet")]
        lines.append(Line(fill(pieces, width), key=_ACTIONS + " ".join(key.action for key in row)))
    return lines


def _key_words(key: CardKey) -> str:
    return f"{key.key} {key.does}"


def action_at(line: Line, keys: Sequence[CardKey], column: int) -> str:
    """Return the action of the key whose words stand at `column` of a row of keys, or ""."""
    if not line.key.startswith(_ACTIONS):
        return ""
    start = 0
    by_action = {key.action: key for key in keys}
    for action in line.key.removeprefix(_ACTIONS).split():
        end = start + width_of(_key_words(by_action[action]))
        if start <= column < end:
            return action
        start = end + len(_BETWEEN)
    return ""


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
        self._brief = False

    @property
    def view(self) -> CardView:
        """What is shown."""
        return self._view

    def squeeze(self, *, brief: bool) -> None:
        """For narrow screens leave out the reasons: all options are then in sight."""
        if brief != self._brief:
            self._brief = brief
            self.redraw()
            self.refresh(layout=True)

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
        return card_lines(self._view, width, height, brief=self._brief)

    async def on_click(self, event: events.Click) -> None:
        """Choose the option under the mouse, or do what the key there does."""
        row = self.row_under(event)
        if row is None or not 0 <= row < len(self.lines):
            return
        offset = event.get_content_offset(self)
        line, keys = self.lines[row], self._view.filler.keys if self._view.filler else ()
        if offset is not None and (action := action_at(line, keys, offset.x)):
            await self.run_action(f"screen.{action}")
        elif line.key and not keys:
            self.post_message(self.Chosen(self, line.key))

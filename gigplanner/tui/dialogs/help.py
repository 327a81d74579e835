"""All keys, from the registry of actions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from gigplanner.tui.actions import ACTIONS, SCOPE_TITLES, Action, Scope
from gigplanner.tui.dialogs.base import KeyHint
from gigplanner.tui.dialogs.reading import ReadingDialog
from gigplanner.tui.text import Line, Piece, fill, pad, wrapped

_NAMED = {
    "question_mark": "?",
    "slash": "/",
    "comma": ",",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "delete": "del",
    "plus": "+",
    "equals_sign": "=",
    "minus": "-",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "shift+up": "⇧↑",
    "shift+down": "⇧↓",
    "shift+left": "⇧←",
    "shift+right": "⇧→",
    "escape": "esc",
}
MOVING = (
    ("↑ ↓ j k", "Move in a list."),
    ("tab", "Go to the next pane or field."),
    ("space", "Mark a task of the queue."),
    ("enter", "Open what the cursor is on."),
    ("esc", "Leave a dialog or the filter."),
)
_ORDER: tuple[Scope, ...] = ("app", "plan", "insights", "shift", "recap")  # that fills three columns evenly
_KEY_WIDTH = 10
_GUTTER = 3
_COLUMN = 36  # cells that a column needs at least


def keys_of(action: Action) -> list[str]:
    """Return the keys of an action as they are printed on the keyboard."""
    return [_NAMED.get(key, key) for key in action.keys.split(",")]


def help_lines(width: int, actions: Sequence[Action] = ACTIONS) -> list[Line]:
    """Return the help page in `width` cells, a group for each scope, in up to three columns."""
    groups = [
        _group(title, [action for action in actions if action.scope == scope])
        for scope, title in ((scope, SCOPE_TITLES[scope]) for scope in _ORDER)
    ]
    groups.insert(1, ("Moving about", MOVING))
    count = max(1, min(3, (width + _GUTTER) // (_COLUMN + _GUTTER)))
    column_width = (width - _GUTTER * (count - 1)) // count
    drawn = [_drawn(title, entries, column_width) for title, entries in groups]
    columns = _in_columns(drawn, count)
    lines = []
    for row in range(max(len(column) for column in columns)):
        pieces: list[Piece] = []
        for index, column in enumerate(columns):
            cell = column[row].pieces if row < len(column) else ()
            pieces += [*fill(cell, column_width), *([Piece(" " * _GUTTER)] if index < count - 1 else [])]
        lines.append(Line(fill(pieces, width)))
    return lines


def _group(title: str, actions: Sequence[Action]) -> tuple[str, tuple[tuple[str, str], ...]]:
    return title, tuple((" ".join(keys_of(action)), action.help) for action in actions)


def _drawn(title: str, entries: Sequence[tuple[str, str]], width: int) -> list[Line]:
    lines = [Line((Piece(title, "strong"),))]
    for keys, does in entries:
        rows = wrapped(does, max(1, width - _KEY_WIDTH)) or [""]
        for index, row in enumerate(rows):
            head = pad(keys if index == 0 else "", _KEY_WIDTH - 1) + " "
            lines.append(Line((Piece(head, "time strong"), Piece(row, "quiet"))))
    return [*lines, Line()]


def _in_columns(groups: Sequence[list[Line]], count: int) -> list[list[Line]]:
    """Fill columns in reading order, breaking between groups where the height is spent."""
    most = sum(len(group) for group in groups) / count
    columns: list[list[Line]] = [[]]
    for group in groups:
        full = len(columns[-1]) + len(group) / 2 > most
        if columns[-1] and full and len(columns) < count:
            columns.append([])
        columns[-1].extend(group)
    return [column[:-1] for column in columns] + [[] for _ in range(count - len(columns))]


class HelpDialog(ReadingDialog[bool]):
    """All keys, by where they work; the answer is whether the person wants the tour."""

    HEADING = "Keys"
    KEYS = (*ReadingDialog.KEYS, KeyHint("g", "a tour", "screen.take_tour"))
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark,f1", "leave", "close", show=False),
        Binding("g", "take_tour", "tour", show=False),
    ]
    DEFAULT_CSS = """
    HelpDialog { .card { width: 120; padding: 0 1; } }
    """

    def __init__(self, actions: Sequence[Action] = ACTIONS) -> None:
        super().__init__()
        self._actions = actions

    def action_take_tour(self) -> None:
        """Be shown around instead."""
        self.dismiss(True)

    def page(self, width: int) -> Sequence[Line]:
        """The keys."""
        return help_lines(width, self._actions)

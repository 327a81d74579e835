"""All keys, from the registry of actions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from textual.binding import Binding, BindingType

from gigplanner.tui.actions import ACTIONS, SCOPE_TITLES, Action, Scope
from gigplanner.tui.dialogs.base import KeyHint
from gigplanner.tui.dialogs.reading import Page, ReadingDialog
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
_Drawn = tuple[Line, str]  # with the name of the action it stands for


def keys_of(action: Action) -> list[str]:
    """Return the keys of an action as they are printed on the keyboard."""
    return [_NAMED.get(key, key) for key in action.keys.split(",")]


class Target(NamedTuple):
    """The cells of a row that stand for an action, and how the app names it."""

    start: int
    end: int
    name: str


class HelpRow(NamedTuple):
    """A row of the page, and what a click on it calls."""

    line: Line
    targets: tuple[Target, ...] = ()


def help_rows(width: int, actions: Sequence[Action] = ACTIONS) -> list[HelpRow]:
    """Return the help page in `width` cells, a group for each scope, in up to three columns."""
    groups = [
        _group(title, [action for action in actions if action.scope == scope])
        for scope, title in ((scope, SCOPE_TITLES[scope]) for scope in _ORDER)
    ]
    groups.insert(1, ("Moving about", [_Entry(keys, does) for keys, does in MOVING]))
    count = max(1, min(3, (width + _GUTTER) // (_COLUMN + _GUTTER)))
    column_width = (width - _GUTTER * (count - 1)) // count
    columns = _in_columns([_drawn(title, entries, column_width) for title, entries in groups], count)
    rows = []
    for number in range(max(len(column) for column in columns)):
        pieces: list[Piece] = []
        targets = []
        for index, column in enumerate(columns):
            line, name = column[number] if number < len(column) else (Line(), "")
            start = index * (column_width + _GUTTER)
            gutter = [Piece(" " * _GUTTER)] if index else []
            pieces += [*gutter, *fill(line.pieces, column_width)]
            if name:
                targets.append(Target(start, start + column_width, name))
        rows.append(HelpRow(Line(fill(pieces, width)), tuple(targets)))
    return rows


class _Entry(NamedTuple):
    keys: str
    does: str
    name: str = ""  # of the action, as the app calls it


def _group(title: str, actions: Sequence[Action]) -> tuple[str, list[_Entry]]:
    return title, [_Entry(" ".join(keys_of(action)), action.help, _name_of(action)) for action in actions]


def _name_of(action: Action) -> str:
    return f"app.{action.id}" if action.scope == "app" else f"{action.scope}:{action.id}"


def _drawn(title: str, entries: Sequence[_Entry], width: int) -> list[_Drawn]:
    lines: list[_Drawn] = [(Line((Piece(title, "strong"),)), "")]
    for keys, does, name in entries:
        rows = wrapped(does, max(1, width - _KEY_WIDTH)) or [""]
        for index, row in enumerate(rows):
            head = pad(keys if index == 0 else "", _KEY_WIDTH - 1) + " "
            lines.append((Line((Piece(head, "time strong"), Piece(row, "quiet"))), name))
    return [*lines, (Line(), "")]


def _in_columns(groups: Sequence[list[_Drawn]], count: int) -> list[list[_Drawn]]:
    """Fill columns in reading order, breaking between groups where the height is spent."""
    most = sum(len(group) for group in groups) / count
    columns: list[list[_Drawn]] = [[]]
    for group in groups:
        full = len(columns[-1]) + len(group) / 2 > most
        if columns[-1] and full and len(columns) < count:
            columns.append([])
        columns[-1].extend(group)
    return [column[:-1] for column in columns] + [[] for _ in range(count - len(columns))]


class HelpDialog(ReadingDialog[str]):
    """All keys, by where they work. The answer is what is to be done: a row clicked on, or the tour."""

    HEADING = "Keys"
    KEYS = (*ReadingDialog.KEYS, KeyHint("click", "do it"), KeyHint("g", "a tour", "screen.take_tour"))
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
        self.dismiss("app.tour")

    def on_page_clicked(self, event: Page.Clicked) -> None:
        """Do what the row clicked on says."""
        rows = help_rows(event.width, self._actions)
        for start, end, name in rows[event.row].targets if event.row < len(rows) else ():
            if start <= event.column < end:
                self.dismiss(name)

    def page(self, width: int) -> Sequence[Line]:
        """The keys."""
        return [row.line for row in help_rows(width, self._actions)]

"""The palette: type a few letters of what you want to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from gigplanner.tui.actions import ACTIONS, Action
from gigplanner.tui.dialogs.base import Dialog, KeyHint
from gigplanner.tui.dialogs.fields import Entry
from gigplanner.tui.dialogs.help import keys_of
from gigplanner.tui.dialogs.rows import Row, RowList
from gigplanner.tui.text import Piece, pad

_NO_MATCH = "Nothing is called that."
_TITLE_WIDTH = max(len(action.title) for action in ACTIONS)


class PaletteDialog(Dialog[str]):
    """Find an action; the answer is what the app runs: `app.` or `screen.` and the action's id."""

    HEADING = "Find an action"
    SAID_ROWS = 0
    KEYS = (
        KeyHint("enter", "do it", "screen.choose"),
        KeyHint("↑ ↓", "choose"),
        KeyHint("esc", "leave", "screen.leave"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "up", show=False),
        Binding("down", "move(1)", "down", show=False),
        Binding("pageup", "move(-8)", "page up", show=False),
        Binding("pagedown", "move(8)", "page down", show=False),
        Binding("ctrl+p", "leave", "leave", show=False),
    ]
    DEFAULT_CSS = """
    PaletteDialog {
        .said { display: none; }
        RowList { height: 16; }
        &.-short RowList { height: 12; }
    }
    """

    def __init__(self, mode: str) -> None:
        super().__init__()
        scopes = ("app", mode)
        self._actions = [action for action in ACTIONS if action.scope in scopes]
        self._actions.sort(key=lambda action: action.scope == "app")

    def body(self) -> ComposeResult:
        """The line, and what matches it."""
        yield Entry(id="query", placeholder="undo, import, plan, …", compact=False, limit=80)
        yield RowList(id="found", always_lit=True, least=24)

    def on_mount(self) -> None:
        """Show all actions."""
        self.found.can_focus = False
        self._show("")

    @property
    def found(self) -> RowList:
        """The actions that match."""
        return self.query_one("#found", RowList)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what matches."""
        self._show(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Do what the cursor is on."""
        self.action_choose()

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Do what was clicked."""
        self.dismiss(event.key)

    def action_choose(self) -> None:
        """Answer with the action that the cursor is on."""
        if self.found.chosen:
            self.dismiss(self.found.chosen)

    def action_move(self, by: int) -> None:
        """Move the cursor."""
        self.found.action_move(by)

    def _show(self, query: str) -> None:
        self.found.show(
            [_row(action) for action in matching(query, self._actions)], empty=_NO_MATCH, first=True
        )


def target_of(action: Action) -> str:
    """Return what the app runs for an action: its id, with the object that has it."""
    return f"{'app' if action.scope == 'app' else 'screen'}.{action.id}"


def _row(action: Action) -> Row:
    return Row(
        target_of(action),
        (Piece(pad(action.title, _TITLE_WIDTH), "strong"), Piece(f"  {action.help}", "quiet")),
        (Piece(keys_of(action)[0], "time"),),
    )


def matching(query: str, actions: Sequence[Action]) -> list[Action]:
    """Return the actions in whose title or help the letters of `query` stand in order, the closest first."""
    letters = "".join(query.casefold().split())
    if not letters:
        return list(actions)
    scored = [
        (min(title, help_ + 100), index)
        for index, action in enumerate(actions)
        for title, help_ in [(_distance(letters, action.title), _distance(letters, action.help))]
    ]
    return [actions[index] for score, index in sorted(scored) if score < _FAR]


_FAR = 10_000


def _distance(letters: str, text: str) -> int:
    """How far apart `letters` stand in `text`, from its beginning on; _FAR if some are missing."""
    text = text.casefold()
    if letters in text.replace(" ", ""):
        at = text.find(letters)
        return (at if at >= 0 else 5) if not text.startswith(letters) else -1
    position, spread = -1, 10
    for letter in letters:
        found = text.find(letter, position + 1)
        if found < 0:
            return _FAR
        spread += found - position
        position = found
    return spread

"""The palette: type a few letters of what you want to do, or of where you want to go."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from gigplanner.tui.actions import ACTIONS, SCOPE_TITLES, Action
from gigplanner.tui.dialogs.base import Dialog, KeyHint
from gigplanner.tui.dialogs.fields import Entry
from gigplanner.tui.dialogs.help import keys_of
from gigplanner.tui.dialogs.rows import Row, RowList
from gigplanner.tui.text import Piece, pad

if TYPE_CHECKING:
    from gigplanner.tui.dialogs.palette_finds import Find, Finder

SPREAD = 3  # the rank of finds whose letters do not stand together
_NO_MATCH = "Nothing is called that."
_TITLE_WIDTH = max(len(action.title) for action in ACTIONS)


class PaletteDialog(Dialog[str]):
    """Find an action; the answer is what the app runs: `app.` or `screen.` and the action's id.

    What other phases can do is found when something is typed: `shift:` and the id. With a finder also days,
    tasks, platforms and settings; the answer then is the `target` of a find.
    """

    HEADING = "Find anything"
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

    def __init__(self, mode: str, finder: Finder | None = None, actions: Sequence[Action] = ACTIONS) -> None:
        super().__init__()
        self._finder = finder
        scopes = ("app", mode)
        self._actions = [action for action in actions if action.scope in scopes]
        self._actions.sort(key=lambda action: action.scope == "app")
        self._elsewhere = [action for action in actions if action.scope not in scopes]

    def body(self) -> ComposeResult:
        """The line, and what matches it."""
        yield Entry(id="query", placeholder="undo, plan, fri, a task, a setting, …", compact=False, limit=80)
        yield RowList(id="found", always_lit=True, least=24)

    def on_mount(self) -> None:
        """Show all actions."""
        self.found.can_focus = False
        self._show("")
        if self._finder:
            self.call_after_refresh(self._finder.prepare)  # once the dialog is seen, before a letter is typed

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
        actions = matching(query, self._actions)
        finds = self._finder.matching(query) if self._finder else []
        near = [action for action in actions if not query.strip() or is_near(query, action)]
        far = [action for action in actions if action not in near]
        elsewhere = [action for action in matching(query, self._elsewhere) if is_near(query, action)]
        if not query.strip():
            elsewhere = []
        close = [find for find in finds if find.rank < SPREAD]
        rest = [find for find in finds if find.rank >= SPREAD]
        rows = [
            *(_find_row(find) for find in close if find.what == "day"),
            *map(_row, near),
            *(_elsewhere_row(action) for action in elsewhere if _is_begun(query, action)),
            *(_find_row(find) for find in close if find.what != "day"),
            *(_elsewhere_row(action) for action in elsewhere if not _is_begun(query, action)),
            *map(_row, far),
            *map(_find_row, rest),
        ]
        self.found.show(rows, empty=_NO_MATCH, first=True)


def target_of(action: Action) -> str:
    """Return what the app runs for an action: its id, with the object that has it."""
    return f"{'app' if action.scope == 'app' else 'screen'}.{action.id}"


def _row(action: Action) -> Row:
    return Row(
        target_of(action),
        (Piece(pad(action.title, _TITLE_WIDTH), "strong"), Piece(f"  {action.help}", "quiet")),
        (Piece(keys_of(action)[0], "time"),),
    )


def _elsewhere_row(action: Action) -> Row:
    return Row(
        f"{action.scope}:{action.id}",
        (Piece(pad(action.title, _TITLE_WIDTH), "strong"), Piece(f"  {action.help}", "quiet")),
        (Piece(f"{SCOPE_TITLES[action.scope]} ", "faint"), Piece(keys_of(action)[0], "time")),
    )


def _find_row(find: Find) -> Row:
    return Row(
        find.target,
        (Piece(find.title, "strong"), Piece(f"  {find.more}", "quiet")),
        (Piece(find.what, "faint"),),
    )


def _is_begun(query: str, action: Action) -> bool:
    return action.title.casefold().startswith(query.casefold().strip())


def is_near(query: str, action: Action) -> bool:
    """Whether the letters stand together in the action's title."""
    return "".join(query.casefold().split()) in action.title.casefold().replace(" ", "")


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

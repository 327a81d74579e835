"""The last row of a screen: its keys, from the action registry, each to be clicked as well as pressed.

One widget where Textual's Footer mounts one for every key: that alone was a fifth of the start.
"""

from __future__ import annotations

from ast import literal_eval
from collections.abc import Sequence

from textual import events

from gigplanner.tui.actions import ACTIONS, Action, Scope
from gigplanner.tui.text import Line, Piece, fill, width_of
from gigplanner.tui.widgets.lines import LineView

_GAP = "  "
WAYS = ("palette", "help")  # to every other action


def keys_line(actions: Sequence[tuple[Action, bool]], width: int) -> Line:
    """Return as many whole entries as fit, the last at the end; an action that cannot be called now is off.

    The ways to everything else find room before all others: on a phone the palette is the only key there is.
    Then come the first two, and adding something.
    """
    used = 0
    fitting: set[str] = set()
    first = [action.id for action, _ in actions[:2]]
    ranks = (WAYS, first, ("quick_add",))
    ranked = sorted(
        (action for action, _ in actions), key=lambda action: [action.id not in rank for rank in ranks]
    )
    for action in ranked:
        gap = _GAP if fitting else " "
        taken = width_of(f"{gap}{key_words(action)} {action.title}")
        if used + taken <= width:
            used += taken
            fitting.add(action.id)
    pieces: list[Piece] = []
    for action, enabled in actions:
        if action.id not in fitting:
            continue
        is_last = action is actions[-1][0] and pieces
        gap = " " * max(0, width - used - 1) + _GAP if is_last else _GAP if pieces else " "
        pieces.append(Piece(gap))
        pieces.append(Piece(key_words(action), "time strong" if enabled else "off"))
        pieces.append(Piece(f" {action.title}", "quiet" if enabled else "off"))
    return Line(fill(pieces, width))


def action_at(line: Line, actions: Sequence[Action], column: int) -> Action | None:
    """Return the action whose entry stands at `column`."""
    start = 0
    key = ""
    for piece in line.pieces:
        end = start + width_of(piece.text)
        words = piece.text.strip()
        if start <= column < end and words:
            return next(
                (
                    action
                    for action in actions
                    if (key_words(action) == words) or (key_words(action), action.title) == (key, words)
                ),
                None,
            )
        key, start = words, end
    return None


def key_words(action: Action) -> str:
    """How an action's first key is written."""
    return action.shown_key or action.keys.split(",")[0].replace("ctrl+", "^")


class KeysBar(LineView, can_focus=False):
    """The keys of one screen and those that work everywhere."""

    DEFAULT_CSS = """
    KeysBar { dock: bottom; height: 1; border: none; padding: 0; overflow-y: hidden; background: $panel; }
    """

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self._scope = scope
        self._actions: list[Action] = []

    def draw(self, width: int, height: int) -> Sequence[Line]:
        """Return the one row."""
        actions: Sequence[Action] = getattr(self.app, "actions", ACTIONS)  # with the keys of the person
        shown = [action for action in actions if action.footer and action.scope in (self._scope, "app")]
        self._actions = sorted(shown, key=lambda action: action.scope == "app")
        states = [(action, self._state(action)) for action in self._actions]
        return [keys_line([(action, bool(state)) for action, state in states if state is not False], width)]

    def on_mount(self) -> None:
        """Follow what the screen says can be done."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self.redraw())

    async def on_click(self, event: events.Click) -> None:
        """Call the action clicked on."""
        offset = event.get_content_offset(self)
        if (
            offset is not None
            and self.lines
            and (chosen := action_at(self.lines[0], self._actions, offset.x))
        ):
            owner = self.app if chosen.scope == "app" else self.screen
            await self.app.run_action(chosen.id, owner)

    def _state(self, action: Action) -> bool | None:
        """Whether the action can be called: yes, not now (None), or not here at all."""
        if action.scope == "app":
            return True
        name, _, rest = action.id.partition("(")
        parameters: tuple[object, ...] = (literal_eval(rest.rstrip(")")),) if rest else ()
        return self.screen.check_action(name, parameters)

"""Keys typed faster than a dialog opens reach the dialog.

Textual forwards each key at once to what has the focus at that moment. A person who presses `a` and types on
would lose the letters that arrive while the dialog is being put together. Here a key waits until the one
before it has done all it does, and until the screen it opened can take it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from textual import events
from textual.message_pump import MessagePump

from gigplanner.tui.painting import PaintingApp

_STEP = 0.01  # seconds between two looks at a screen that is opening
_PATIENCE = 100  # steps after which a key no longer waits: nothing may swallow the keyboard


class TypeAheadApp(PaintingApp):
    """An app that takes keys one after the other."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting_keys: deque[events.Key] = deque()
        self._key_under_way = False

    @property
    def has_keys_waiting(self) -> bool:
        """Whether keys came faster than what they did was done."""
        return bool(self._waiting_keys)

    async def on_event(self, event: events.Event) -> None:
        """Pass an event on; a fresh key only when the one before it is done."""
        if not isinstance(event, events.Key) or event.is_forwarded:
            await super().on_event(event)
            return
        if self._key_under_way:
            self._waiting_keys.append(event)
            return
        self._key_under_way = True
        path = [node for node in (self.focused or self.screen).ancestors_with_self if node is not self]
        await super().on_event(event)
        self._follow(path)

    def _follow(self, path: Sequence[MessagePump]) -> None:
        """Go the way the key goes, from queue to queue up to the app: whoever gets there is behind it."""
        for index, node in enumerate(path):
            if node.is_running and node.call_later(self._follow, path[index + 1 :]):
                return
        self.call_later(self._next_key, _PATIENCE)

    async def _next_key(self, patience: int) -> None:
        """Take the next key, once the screen on top can."""
        if not self.is_running:
            return
        if self._waiting_keys and patience and not self._can_take_keys():
            self.set_timer(_STEP, lambda: self.call_later(self._next_key, patience - 1))
            return
        self._key_under_way = False
        if self._waiting_keys:
            await self.on_event(self._waiting_keys.popleft())

    def _can_take_keys(self) -> bool:
        screen = self.screen
        return screen.is_mounted and (screen.focused is not None or not screen.focus_chain)

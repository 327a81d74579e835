"""Screens that are closed while they open, or while the app leaves: nothing of that is an error."""

from __future__ import annotations

from textual import events
from textual.css.query import NoMatches
from textual.message_pump import MessagePump


class Leaving(MessagePump):
    """A part of screens: what happens on one that is going is let pass where it misses its widgets."""

    @property
    def is_going(self) -> bool:
        """Whether the screen is being closed, or the app is: its parts may not be there (any more)."""
        return not (self.is_attached and self.app.is_running)

    async def on_event(self, event: events.Event) -> None:
        """Take an event. Closed while it opens, a screen is told that it opened when it has no parts."""
        try:
            await super().on_event(event)
        except NoMatches:
            if not self.is_going:
                raise

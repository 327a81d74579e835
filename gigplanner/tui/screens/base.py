"""What the three phase screens share: the desk, the clock, and how an action is done and shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, cast

from textual.screen import Screen

from gigplanner.workday.desk import Desk, Done

if TYPE_CHECKING:
    from gigplanner.tui.app import GigApp


class PhaseScreen(Screen[None]):
    """A phase of the day. `reload` draws from the planbook; `tick` changes only what time changes."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (70, "-medium"), (110, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-short"), (28, "-tall")]  # noqa: RUF012

    @property
    def gig(self) -> GigApp:
        """The app, typed."""
        return cast("GigApp", self.app)

    @property
    def desk(self) -> Desk:
        """The planbook and the preferences."""
        return self.gig.desk

    @property
    def standing(self) -> bool:
        """Whether the screen can be drawn on: it is mounted, and the app is not on its way out."""
        return self.is_mounted and self.app.is_running

    def now(self) -> datetime:
        """The present instant, by the app's clock."""
        return self.gig.clock()

    def act(self, action: Callable[[], Done]) -> Done | None:
        """Do an action: say what it did and how to undo it, or why it was refused; then redraw."""
        return self.gig.act(action)

    def reload(self) -> None:
        """Draw everything anew from the planbook."""

    def tick(self, now: datetime) -> None:
        """Draw what changes as time goes by."""

    def on_screen_resume(self) -> None:
        """Show what happened while another phase was on the screen."""
        if self.standing:
            self.reload()

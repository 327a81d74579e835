"""The pocket lists of the day on show: worked out beside the screen, once everything else is drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from textual.timer import Timer

from gigplanner.model.records import Plan
from gigplanner.tui.screens.base import PhaseScreen

if TYPE_CHECKING:
    from gigplanner.workday.pocket import PocketList

CALM = 0.4  # seconds without another change before the lists are worked out


class Pockets:
    """Asks for the pocket lists of a day; `drawn` is called when others have come."""

    def __init__(self, screen: PhaseScreen, drawn: Callable[[], object]) -> None:
        self._screen = screen
        self._drawn = drawn
        self._timer: Timer | None = None
        self._asked_for: tuple[date, Plan | None] | None = None
        self.lists: Sequence[PocketList] = ()

    def ask_soon(self, day: date, plan: Plan | None) -> None:
        """Work the lists of `day` out, given `plan`, when nothing more has changed for a moment."""
        if self._asked_for and self._asked_for[0] != day:
            self.lists = ()
        self._asked_for = (day, plan)
        if self._timer is not None:
            self._timer.stop()
        self._timer = self._screen.set_timer(CALM, self._ask)

    def _ask(self) -> None:
        if self._asked_for is None or not self._screen.standing:
            return
        from gigplanner.workday.pocket import pocket_lists

        asked_for = day, plan = self._asked_for

        def take(found: list[PocketList]) -> None:
            if asked_for == self._asked_for and found != self.lists:
                self.lists = found
                self._drawn()

        # on the writer's thread, which has a planbook of its own to read in
        self._screen.gig.saving.run(
            lambda desk, now: pocket_lists(desk, day, now, plan=plan),
            done=take,
            refused=lambda _: None,  # whatever cannot be read is named elsewhere
        )

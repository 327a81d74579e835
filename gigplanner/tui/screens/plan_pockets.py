"""The pocket lists of the day on show: worked out once everything else is drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from textual.timer import Timer

from gigplanner.model.errors import GigError
from gigplanner.model.records import Plan
from gigplanner.tui.screens.base import PhaseScreen

if TYPE_CHECKING:
    from gigplanner.workday.pocket import PocketList

CALM = 0.4  # seconds without another change before the lists are worked out
GOOD_FOR = timedelta(minutes=5)  # for so long lists hold where nothing has changed


class Pockets:
    """Asks for the pocket lists of a day; `drawn` is called when others have come."""

    def __init__(self, screen: PhaseScreen, drawn: Callable[[], object]) -> None:
        self._screen = screen
        self._drawn = drawn
        self._timer: Timer | None = None
        self._asked_for: tuple[date, Plan | None] | None = None
        self._known_of: tuple[object, ...] = ()  # what the lists were made from
        self._known_at = datetime.min.replace(tzinfo=UTC)
        self.lists: Sequence[PocketList] = ()

    def ask_soon(self, day: date, plan: Plan | None) -> None:
        """Work the lists of `day` out, given `plan`, when nothing more has changed for a moment."""
        if self._asked_for and self._asked_for[0] != day:
            self.lists, self._known_of = (), ()
        self._asked_for = (day, plan)
        if self._timer is not None:
            self._timer.stop()
        if self._state() != self._known_of or abs(self._screen.now() - self._known_at) > GOOD_FOR:
            self._timer = self._screen.set_timer(CALM, self._ask)

    def _state(self) -> tuple[object, ...]:
        """All that the lists are made from, but for the time."""
        return (self._asked_for, self._screen.desk, self._screen.desk.book.seq)

    def _ask(self) -> None:
        if self._asked_for is None or not self._screen.standing:
            return
        from gigplanner.workday.pocket import pocket_lists

        day, plan = self._asked_for
        self._known_of, self._known_at = self._state(), self._screen.now()
        with suppress(GigError):  # whatever cannot be read is named elsewhere
            # not beside the screen: a second planbook would read months of history into memory again
            found = pocket_lists(self._screen.desk, day, self._screen.now(), plan=plan)
            if found != self.lists:
                self.lists = found
                self._drawn()

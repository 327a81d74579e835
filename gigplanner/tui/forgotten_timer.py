"""A timer that was forgotten asks: on opening the app, and whenever a shift has fallen silent."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from gigplanner.tui.screens.base import PhaseScreen
from gigplanner.workday.forgotten import forgotten_shift
from gigplanner.workday.shifts import current_shift

if TYPE_CHECKING:
    from gigplanner.tui.app import GigApp


class ForgottenTimer:
    """Asks once for each silence whether the shift has ended."""

    def __init__(self, app: GigApp) -> None:
        self._app = app
        self._asked_about: datetime | None = None  # the last event before the silence
        self._looked_at = ""  # the minute of the last look

    def look(self, now: datetime) -> None:
        """Ask if there is reason to, at most once a minute, and never over another question."""
        minute = f"{now:%H:%M}"
        if minute == self._looked_at or not isinstance(self._app.screen, PhaseScreen):
            return
        self._looked_at = minute
        log = current_shift(self._app.desk, now)
        if log is None or log.events[-1].at == self._asked_about:
            return
        asked = forgotten_shift(self._app.desk, now, log=log)
        if asked is None:
            return
        from gigplanner.tui.dialogs.forgotten import ForgottenDialog

        self._asked_about = asked.last
        dialog = ForgottenDialog(asked, self._app.desk.settings, self._app.clock)
        self._app.push_screen(dialog, self._answered)

    def _answered(self, end: datetime | None) -> None:
        if end is not None:
            from gigplanner.workday.shift import shift_event

            self._app.act(lambda desk, now: shift_event(desk, "stopped", now, at=end))

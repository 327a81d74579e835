"""Putting a shift's log right from the screen: what was logged at the wrong time, wrongly, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from gigplanner.model.records import ShiftEvent
from gigplanner.model.shiftlog import ShiftLog
from gigplanner.tui.asking import ask
from gigplanner.tui.screens.base import PhaseScreen
from gigplanner.tui.widgets.shift_log import ShiftLogView
from gigplanner.workday.desk import Desk, Done
from gigplanner.workday.shift import shift_event
from gigplanner.workday.shift_edits import edit_event, remove_event

if TYPE_CHECKING:
    from gigplanner.tui.dialogs.event_form import EventEdit
    from gigplanner.tui.saving import Act


class ShiftLogging(PhaseScreen):
    """The actions of the log; `log_shown` is the shift it shows."""

    def __init__(self) -> None:
        super().__init__()
        self.log_shown: ShiftLog | None = None  # the one that runs, or the day's last one

    @property
    def log_view(self) -> ShiftLogView:
        """The shift's log."""
        return self.query_one("#shift-log", ShiftLogView)

    def action_edit_event(self) -> None:
        """Go to the log; there, move what is chosen."""
        if not self.log_view.has_focus:
            self.log_view.screen.set_focus(self.log_view)  # at once: the next key is meant for it
        else:
            self.log_view.action_choose()

    def on_shift_log_view_chosen(self, event: ShiftLogView.Chosen) -> None:
        """Move the chosen event to another time or platform."""
        found = next((one for one in self._shown_events() if one.id == event.key), None)
        if found is None:
            return

        def keep(edit: EventEdit) -> Act:
            at = edit.at if edit.at != found.at else None
            platform = edit.platform if edit.platform != found.platform else None
            return lambda desk, now: edit_event(desk, found.id, now, at=at, platform=platform)

        self._ask_for_event(found, keep)

    def action_remove_event(self) -> None:
        """Take the chosen event out of the log; undo brings it back."""
        chosen = self.log_view.chosen
        if chosen:
            self.act(lambda desk, now: remove_event(desk, chosen, now))

    def action_add_event(self) -> None:
        """Tell of what happened earlier."""

        def keep(edit: EventEdit) -> Act:
            def told(desk: Desk, now: datetime) -> Done:
                return shift_event(desk, edit.kind, now, at=edit.at, platform=edit.platform, order=edit.order)

            return told

        self._ask_for_event(None, keep)

    def _ask_for_event(self, event: ShiftEvent | None, keep: Callable[[EventEdit], Act]) -> None:
        from gigplanner.tui.dialogs.event_form import EventDialog

        if (log := self.log_shown) is not None:
            ask(self.gig, lambda: EventDialog(self.desk, self.gig.clock, log, event), keep)

    def _shown_events(self) -> tuple[ShiftEvent, ...]:
        return self.log_shown.events if self.log_shown else ()

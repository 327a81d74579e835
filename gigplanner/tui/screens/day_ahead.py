"""The whole day beside a running shift, on screens with the room for it: to look at, not to change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from gigplanner.insights.records import DayRecords
from gigplanner.model.catalogue import Catalogue
from gigplanner.model.settings import Settings
from gigplanner.tui.screens.plan_view import timeline_items
from gigplanner.tui.text import Line
from gigplanner.tui.widgets.timeline import Timeline
from gigplanner.tui.widgets.timeline_rows import timeline_lines


class DayAhead(Timeline, can_focus=False):
    """Today's timeline; planning is done on the plan's own screen."""

    def show_day(self, records: DayRecords, settings: Settings, catalogue: Catalogue, now: datetime) -> None:
        """Show what the day holds, and where in it one is."""
        self.show(
            timeline_items(records, (), settings, catalogue, now),
            now=settings.wall(now),
            start_hour=settings.window_start.hour,
            end_hour=settings.window_end.hour or 24,
            title="Today",
            empty="Nothing planned today.",
        )

    def draw(self, width: int, height: int) -> Sequence[Line]:
        """Return the day's lines, none of them chosen."""
        return timeline_lines(self._view, width, height)

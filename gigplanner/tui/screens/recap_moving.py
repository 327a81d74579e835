"""Going from day to day on the recap screen, and from days to weeks, months and years."""

from __future__ import annotations

from datetime import date
from functools import partial

from gigplanner.tui.screens import recap_view as view
from gigplanner.tui.screens.recap_acting import RecapActing
from gigplanner.tui.screens.recap_ahead import DayAhead

SPANS = ("day", "week", "month", "year")
A_KEY = 0.002  # seconds that a key takes at most
PAINTED = 0.02  # seconds, a frame and a little: after them a day that was drawn is on the screen
MOST_KEYS = 30  # that are taken before a day is drawn: whoever holds a key sees days go by


class RecapMoving(RecapActing):
    """What the recap screen looks at; `reload` draws it."""

    def __init__(self) -> None:
        super().__init__()
        self.span = "day"
        """What is shown of the day: itself, its week, month or year."""
        self.ahead = DayAhead()
        self.is_moving = False
        """Whether another day is to be drawn than the one on show."""
        self._day: date | None = None
        self._step = 0  # days that the last key went on by

    @property
    def day(self) -> date:
        """The day looked at, or the one whose week, month or year it is."""
        return self._day or self.desk.settings.day_of(self.now())

    @property
    def days(self) -> tuple[date, date]:
        """The first and last day shown."""
        return view.span_of_days(self.day, self.span, self.desk.settings.week_starts)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Grey what belongs to one day while more than that is shown."""
        return None if action in ("note", "close_day", "evening") and self.span != "day" else True

    def action_step(self, by: int) -> None:
        """Go to another day, week, month or year."""
        self._step = by
        self._go_to(view.moved(self.day, self.span, by))

    def action_today(self) -> None:
        """Go to today."""
        self._go_to(None)

    def action_span(self) -> None:
        """Show the day, its week, its month, its year, in turn."""
        self.span = SPANS[(SPANS.index(self.span) + 1) % len(SPANS)]
        self._go_to(self._day)

    def _go_to(self, day: date | None) -> None:
        """Look at another day. Of keys that come faster than the screen is painted the last says which."""
        self._day = day
        if not self.is_moving:
            self.is_moving = True
            self.call_after_refresh(self._draw_moved, MOST_KEYS)

    def _draw_moved(self, patience: int) -> None:
        """Draw the day, once the keys are taken that came while the one before was painted."""
        if patience and self.gig.has_keys_waiting:
            self.set_timer(A_KEY, partial(self._draw_moved, patience - 1))
            return
        self.is_moving = False
        if self.standing:
            self.reload()
            self.query_one("#recap-body").scroll_home(animate=False)
            self.set_timer(PAINTED, self._look_ahead)

    def _look_ahead(self) -> None:
        """Work out the day that the same key comes to, unless it has come already."""
        if self.standing and self.span == "day" and self._step and not self.gig.has_keys_waiting:
            self.ahead.prepare(self.desk, view.moved(self.day, "day", self._step), self.now())

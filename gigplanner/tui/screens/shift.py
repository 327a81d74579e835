"""The shift screen: what state the shift is in, what it has brought, and what to do with the waits."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll

from gigplanner.model.records import Block, Task
from gigplanner.model.shiftlog import ShiftLog
from gigplanner.tui.actions import bindings_of
from gigplanner.tui.screens import shift_cards as cards
from gigplanner.tui.screens import shift_rows as rows
from gigplanner.tui.screens import shift_view as view
from gigplanner.tui.screens.base import VAST
from gigplanner.tui.screens.day_ahead import DayAhead
from gigplanner.tui.screens.plan_view import clock_words
from gigplanner.tui.screens.shift_acting import ShiftActing
from gigplanner.tui.screens.shift_buttons import ShiftButtons
from gigplanner.tui.widgets.clock_face import ClockFace
from gigplanner.tui.widgets.keys_bar import KeysBar
from gigplanner.tui.widgets.panels import Column
from gigplanner.tui.widgets.shift_log import ShiftLogView
from gigplanner.tui.widgets.suggestion_card import CardView, SuggestionCard
from gigplanner.tui.widgets.top_bar import TopBar
from gigplanner.workday import shift as work
from gigplanner.workday.advice_words import evidence_words
from gigplanner.workday.queue import open_tasks

ADVICE_SECONDS = 15  # of waiting, after which the suggestion is worked out anew
LEARN_AFTER = 0.4  # seconds after the screen stands
NOTHING_TO_START = "Nothing is suggested to start now."
SAID = ("start", "order", "delivered", "waiting", "break", "stop", "log", "offer", "platforms", "filler")
"""Actions of which a greyed key says why it does nothing."""
FILLING = ("filler_done", "filler_next", "filler_longer", "screened_out", "rejected", "filler_stop")
"""Actions that are hidden where no filler runs."""
LOGGING = ("edit_event", "remove_event", "add_event")


class ShiftScreen(ShiftActing):
    """Work a shift: every state is one key away."""

    AUTO_FOCUS = "#shift-body"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_of("shift")]
    DEFAULT_CSS = """
    ShiftScreen {
        #shift-body { layout: horizontal; height: 1fr; scrollbar-size: 1 1; }
        #shift-left { width: 3fr; height: 1fr; }
        #shift-log { width: 2fr; }
        #shift-day { display: none; }

        &.-vast #shift-log { width: 5fr; }
        &.-vast #shift-left { width: 7fr; }
        &.-vast #shift-day { display: block; width: 6fr; }
        &.-medium #shift-left { width: 7fr; }
        &.-medium #shift-log { width: 5fr; }
        &.-narrow #shift-body { layout: vertical; overflow-y: auto; }
        &.-narrow #shift-left { width: 1fr; height: auto; }
        &.-narrow SuggestionCard { height: auto; min-height: 6; }
        &.-narrow #shift-log { width: 1fr; height: 10; }
        &.-narrow.-short ClockFace { border: none; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._coming: Block | None = None
        self._titles: dict[str, str] = {}
        self._advised_for: tuple[object, ...] = ()
        self._advice = CardView()
        self._learned_for: tuple[date, str, int] | None = None

    def compose(self) -> ComposeResult:
        """Lay out the face over the card, the log beside them, the buttons below."""
        yield TopBar("shift", demo=self.gig.demo)
        with VerticalScroll(id="shift-body"):
            with Column(id="shift-left"):
                yield ClockFace(id="shift-face")
                yield SuggestionCard(id="shift-card")
            yield ShiftLogView(id="shift-log")
            yield DayAhead(id="shift-day")
        yield ShiftButtons(id="shift-buttons")
        yield KeysBar("shift")

    # --- parts of the screen ---------------------------------------------------------------------------

    @property
    def face(self) -> ClockFace:
        """The meter in large digits."""
        return self.query_one("#shift-face", ClockFace)

    @property
    def card(self) -> SuggestionCard:
        """What to do with the wait."""
        return self.query_one("#shift-card", SuggestionCard)

    @property
    def buttons(self) -> ShiftButtons:
        """The main actions, for mouse and touch."""
        return self.query_one("#shift-buttons", ShiftButtons)

    # --- drawing ---------------------------------------------------------------------------------------

    def on_mount(self) -> None:
        """Name the parts, and read the history for the next hour's forecast when the screen stands."""
        self.face.retitle("Shift")
        self.set_timer(LEARN_AFTER, self._settle)

    def _settle(self) -> None:
        """Learn what the first frame did not wait for."""
        if self.standing:
            self._learn(self.now())
            self.tick(self.now())

    def _learn(self, now: datetime) -> None:
        """Learn the history and the waits: of another day, or when a shift has come to its end.

        After any other action too, for it may have brought past waits; nothing is read twice for that.
        """
        running = self.log_now.shift if self.log_now else ""
        wanted = (self.desk.settings.day_of(now), running, self.desk.book.seq)
        if wanted != self._learned_for:
            self._learned_for = wanted
            self.gig.meter.learn(now)
            self.waits = work.learned_waits(self.desk, now)
            self._advised_for = ()

    def reload(self) -> None:
        """Draw everything from the planbook."""
        now = self.now()
        self.tasks = {task.id: task for task in open_tasks(self.desk)}
        self._coming = work.coming_shift(self.desk, now)
        self._advised_for = ()
        self._draw_clock(now)
        self._draw_log(now)
        self._draw_day(now)
        self._draw_buttons()
        self.refresh_bindings()

    def tick(self, now: datetime) -> None:
        """Move the clocks; everything is worked out anew from the log and `now`."""
        state = self.log_now.state if self.log_now else None
        if self._learned_for is not None:
            self._learn(now)
        self._draw_clock(now)
        if now.second == 0:
            self._draw_day(now)
        if (self.log_now.state if self.log_now else None) != state:
            self._draw_buttons()
            self.refresh_bindings()

    def _draw_clock(self, now: datetime) -> None:
        meter = self.gig.meter.read(now)
        self.log_now = meter.shift or work.current_shift(self.desk, now)
        if self._coming and self._coming.end <= now:
            self._coming = work.coming_shift(self.desk, now)
        self.face.show(view.face_view(meter, self.log_now, self.desk.settings, self._coming))
        self.query_one(TopBar).say(clock_words(meter, self.desk.settings, now))
        self.card.show(self._card(now))

    def _card(self, now: datetime) -> CardView:
        log, count = self.log_now, len(self.tasks)
        if log is None or log.state != "waiting":
            self.options = []
            return cards.idle_card(log, count)
        if log.open_filler:
            self.options = []
            return cards.filler_card(self.tasks.get(log.open_filler.task), log.open_filler, now, count)
        waited = max(0.0, (now - log.since).total_seconds())  # a clock set back is behind its log
        asked = (log.shift, log.since, waited // ADVICE_SECONDS, self.desk.book.seq)
        if asked != self._advised_for:
            self._advise(log, now, waited / 60)
            self._advised_for = asked
        return self._advice

    def _advise(self, log: ShiftLog, now: datetime, waited: float) -> None:
        """Work out what to start now, and what that rests on."""
        advice, model = work.suggestion(self.desk, now, model=self.waits)
        colours = {platform.name: platform.colour for platform in self.desk.catalogue.platforms}
        recent = [wait.minutes for wait in log.waits()[:-1]]
        note = evidence_words(model, waited, at=now, recent=recent)
        self._advice = cards.advice_card(advice, self.tasks, colours, note, len(self.tasks))
        self.options = list(advice.options)

    def _draw_log(self, now: datetime) -> None:
        today = self.gig.meter.records(now).shifts
        log = self.log_shown = self.log_now or max(today, key=lambda shift: shift.start, default=None)
        settings = self.desk.settings
        if log is None:
            self.log_view.show([], title="Log", empty=rows.no_log_words(self._coming, settings))
            return
        for event in log.events:
            if event.task and event.task not in self._titles:
                task = self.desk.book.find(Task, event.task, near=event.at)
                self._titles[event.task] = task.title if task else ""
        earnings, trips = work.shift_money(self.desk, log)
        shown = rows.log_rows(log, earnings, trips, self._titles, settings)
        title = "Log" if self.log_now else "Log of the last shift"
        self.log_view.show(shown, title=title, subtitle=rows.count_words(log))

    def _draw_day(self, now: datetime) -> None:
        if self.size.width >= VAST:
            records = self.gig.meter.records(now)
            self.query_one(DayAhead).show_day(records, self.desk.settings, self.desk.catalogue, now)

    def _draw_buttons(self) -> None:
        self.buttons.set_class(self.size.height < 28, "-low")
        self.buttons.show(self.log_now, narrow=self.size.width < 70)

    def on_resize(self, event: events.Resize) -> None:
        """Small screens get the face without empty rows, and short words on the buttons."""
        low, narrow = event.size.height < 34, event.size.width < 70
        self.face.squeeze(dense=low or narrow, brief=event.size.height < 28)
        self.card.squeeze(brief=narrow)
        self._draw_buttons()
        self._draw_day(self.now())

    # --- keys ------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Grey the keys that the log does not allow, and hide those of a filler where there is none."""
        if action == "filler":
            number = parameters[0] if parameters else 0
            return isinstance(number, int) and 1 <= number <= len(self.options)
        if action in LOGGING:
            return self.log_shown is not None or None
        if action in FILLING:
            return view.may(action, self.log_now) and self._has_next(action)
        return view.may(action, self.log_now) or None if action in SAID else True

    def _has_next(self, action: str) -> bool:
        """Whether a batch has another unit, where the action begins one."""
        filler = self.log_now.open_filler if self.log_now else None
        task = self.tasks.get(filler.task) if filler else None
        return action != "filler_next" or bool(filler and task and task.units > max(1, filler.units))

    def why_not(self, action: str) -> str:
        """Why an action cannot be done now, and what to press instead."""
        name = action.partition("(")[0]
        if name in LOGGING:
            return "" if self.log_shown else "There is no log yet: s starts a shift."
        why = view.why_not(name, self.log_now)
        if name == "filler" and not why and int(action[-2]) > len(self.options):
            return NOTHING_TO_START
        return why

    def on_key(self, event: events.Key) -> None:
        """Say why a greyed key does nothing."""
        for action in self.gig.actions:
            is_said = action.scope == "shift" and action.id.partition("(")[0] in SAID
            if is_said and event.key in action.keys.split(",") and (why := self.why_not(action.id)):
                self.gig.say(why)

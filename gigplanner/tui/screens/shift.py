"""The shift screen: what state the shift is in, what it has brought, and what to do with the waits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll

from gigplanner.model.records import Block, ShiftEventKind, Task
from gigplanner.model.shiftlog import ShiftLog
from gigplanner.tui.actions import ACTIONS as REGISTRY
from gigplanner.tui.actions import bindings_of
from gigplanner.tui.screens import shift_cards as cards
from gigplanner.tui.screens import shift_view as view
from gigplanner.tui.screens.base import PhaseScreen
from gigplanner.tui.screens.plan_view import clock_words
from gigplanner.tui.screens.shift_buttons import ShiftButtons
from gigplanner.tui.widgets.clock_face import ClockFace
from gigplanner.tui.widgets.keys_bar import KeysBar
from gigplanner.tui.widgets.shift_log import ShiftLogView
from gigplanner.tui.widgets.suggestion_card import CardView, SuggestionCard
from gigplanner.tui.widgets.top_bar import TopBar
from gigplanner.workday import shift as work
from gigplanner.workday.desk import Desk, Done
from gigplanner.workday.queue import open_tasks
from gigplanner.workday.shift import OrderPay

if TYPE_CHECKING:
    from gigplanner.scheduler.waits import WaitModel

ADVICE_SECONDS = 15  # of waiting, after which the suggestion is worked out anew
ACTIONS = (
    "start",
    "order",
    "delivered",
    "waiting",
    "break",
    "stop",
    "log",
    "filler",
    "filler_done",
    "filler_stop",
)
SAID = ("start", "order", "delivered", "waiting", "break", "stop", "log")  # where a greyed key is explained


class ShiftScreen(PhaseScreen):
    """Work a shift: every state is one key away."""

    AUTO_FOCUS = "#shift-body"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_of("shift")]
    DEFAULT_CSS = """
    ShiftScreen {
        #shift-body { layout: horizontal; height: 1fr; scrollbar-size: 1 1; }
        #shift-left { width: 3fr; height: 1fr; }
        #shift-log { width: 2fr; }

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
        self._log: ShiftLog | None = None
        self._coming: Block | None = None
        self._tasks: dict[str, Task] = {}
        self._titles: dict[str, str] = {}
        self._advised_for: tuple[object, ...] = ()
        self._waits: WaitModel | None = None
        self._advice = CardView()
        self._options: list[tuple[str, int]] = []

    def compose(self) -> ComposeResult:
        """Lay out the face over the card, the log beside them, the buttons below."""
        yield TopBar("shift", demo=self.gig.demo)
        with VerticalScroll(id="shift-body"):
            with Vertical(id="shift-left"):
                yield ClockFace(id="shift-face")
                yield SuggestionCard(id="shift-card")
            yield ShiftLogView(id="shift-log")
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
    def log_view(self) -> ShiftLogView:
        """The shift's log."""
        return self.query_one("#shift-log", ShiftLogView)

    @property
    def buttons(self) -> ShiftButtons:
        """The main actions, for mouse and touch."""
        return self.query_one("#shift-buttons", ShiftButtons)

    # --- drawing ---------------------------------------------------------------------------------------

    def on_mount(self) -> None:
        """Name the parts, and read the history for the next hour's forecast when the screen stands."""
        self.face.retitle("Shift")
        self.set_timer(0.4, self._learn)

    def _learn(self) -> None:
        if self.standing:
            self.gig.meter.learn(self.now())
            self._waits = work.learned_waits(self.desk, self.now())
            self._advised_for = ()
            self.tick(self.now())

    def reload(self) -> None:
        """Draw everything from the planbook."""
        now = self.now()
        self._tasks = {task.id: task for task in open_tasks(self.desk)}
        self._coming = work.coming_shift(self.desk, now)
        self._advised_for = ()
        self._draw_clock(now)
        self._draw_log(now)
        self._draw_buttons()
        self.refresh_bindings()

    def tick(self, now: datetime) -> None:
        """Move the clocks; everything is worked out anew from the log and `now`."""
        state = self._log.state if self._log else None
        self._draw_clock(now)
        if (self._log.state if self._log else None) != state:
            self._draw_buttons()
            self.refresh_bindings()

    def _draw_clock(self, now: datetime) -> None:
        meter = self.gig.meter.read(now)
        self._log = meter.shift or work.current_shift(self.desk, now)
        if self._coming and self._coming.end <= now:
            self._coming = work.coming_shift(self.desk, now)
        self.face.show(view.face_view(meter, self._log, self.desk.settings, self._coming))
        self.query_one(TopBar).say(clock_words(meter, self.desk.settings, now))
        self.card.show(self._card(now))

    def _card(self, now: datetime) -> CardView:
        log, count = self._log, len(self._tasks)
        if log is None or log.state != "waiting":
            self._options = []
            return cards.idle_card(log, count)
        if log.open_filler:
            self._options = []
            return cards.filler_card(self._tasks.get(log.open_filler.task), log.open_filler, now, count)
        waited = max(0.0, (now - log.since).total_seconds())  # a clock set back is behind its log
        asked = (log.shift, log.since, waited // ADVICE_SECONDS, self.desk.book.seq)
        if asked != self._advised_for:
            advice, model = work.suggestion(self.desk, now, model=self._waits)
            colours = {platform.name: platform.colour for platform in self.desk.catalogue.platforms}
            note = cards.evidence_words(model, waited / 60)
            self._advice = cards.advice_card(advice, self._tasks, colours, note, count)
            self._options = [(option.task_id, option.units) for option in advice.options]
            self._advised_for = asked
        return self._advice

    def _draw_log(self, now: datetime) -> None:
        today = self.gig.meter.records(now).shifts
        log = self._log or max(today, key=lambda shift: shift.start, default=None)
        settings = self.desk.settings
        if log is None:
            self.log_view.show([], title="Log", empty=cards.no_log_words(self._coming, settings))
            return
        for event in log.events:
            if event.task and event.task not in self._titles:
                task = self.desk.book.find(Task, event.task, near=event.at)
                self._titles[event.task] = task.title if task else ""
        earnings, trips = work.shift_money(self.desk, log)
        rows = cards.log_rows(log, earnings, trips, self._titles, settings)
        done = "1 order" if log.orders_done == 1 else f"{log.orders_done} orders"
        self.log_view.show(rows, title="Log" if self._log else "Log of the last shift", subtitle=done)

    def _draw_buttons(self) -> None:
        self.buttons.set_class(self.size.height < 28, "-low")
        self.buttons.show(self._log, self.now(), narrow=self.size.width < 70)

    def on_resize(self, event: events.Resize) -> None:
        """Small screens get the face without empty rows, and short words on the buttons."""
        low, narrow = event.size.height < 34, event.size.width < 70
        self.face.squeeze(dense=low or narrow, brief=event.size.height < 28 and narrow)
        self._draw_buttons()

    # --- acting ----------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Grey the keys that the log does not allow, and hide those of a filler where there is none."""
        if action not in ACTIONS:
            return True
        if action == "filler":
            number = parameters[0] if parameters else 0
            return isinstance(number, int) and 1 <= number <= len(self._options)
        allowed = view.may(action, self._log, self.now())
        return allowed if action in ("filler_done", "filler_stop") else allowed or None

    def on_key(self, event: events.Key) -> None:
        """Say why a greyed key does nothing."""
        keys = {action.id: action.keys.split(",") for action in REGISTRY if action.scope == "shift"}
        for action in SAID:
            if event.key in keys[action] and (why := view.why_not(action, self._log, self.now())):
                self.gig.say(why)

    def action_start(self) -> None:
        """Start a shift, on the planned platform or the one of last time."""
        platform = work.start_platform(self.desk, self.now())
        self.act(lambda desk, now: work.start_shift(desk, now, platform=platform))

    def action_order(self) -> None:
        """An order is accepted."""
        self._happened("order")

    def action_waiting(self) -> None:
        """Back to waiting."""
        self._happened("waiting")

    def action_break(self) -> None:
        """Take a break, or come back from one."""
        self._happened(view.break_event(self._log))

    def _happened(self, kind: ShiftEventKind) -> None:
        self.act(lambda desk, now: work.shift_event(desk, kind, now))

    def action_delivered(self) -> None:
        """Ask what the order brought, and log it as delivered when the key was pressed."""
        pressed = self.now()

        def keep(order: OrderPay) -> None:
            def delivered(desk: Desk, now: datetime) -> Done:
                at = view.delivered_at(work.current_shift(desk, now), pressed, now)
                return work.shift_event(desk, "delivered", now, at=at, order=order)

            self.act(delivered)

        self._ask_for_order(keep)

    def action_log(self) -> None:
        """Ask for an order's pay and log it without changing the state."""
        self._ask_for_order(lambda order: self.act(lambda desk, now: work.log_order(desk, order, now)))

    def _ask_for_order(self, keep: Callable[[OrderPay], object]) -> None:
        from gigplanner.tui.dialogs.order_form import OrderDialog

        platform = self._log.platform if self._log else ""

        def answered(order: OrderPay | None) -> None:
            if order is not None:
                keep(order)

        self.app.push_screen(OrderDialog(self.desk, self.gig.clock, platform), answered)

    def action_stop(self) -> None:
        """Stop the shift; ask first if an order is open."""
        if not (self._log and self._log.orders_open):
            self._happened("stopped")
            return
        from gigplanner.tui.dialogs.confirm import ConfirmDialog

        def answered(yes: bool | None) -> None:
            if yes:
                self._happened("stopped")

        question = "An order is still open. Stop the shift without its pay?"
        self.app.push_screen(ConfirmDialog(question, "Stop"), answered)

    def action_filler(self, number: int) -> None:
        """Start the suggested task of that number."""
        if 1 <= number <= len(self._options):
            task, units = self._options[number - 1]
            self.act(lambda desk, now: work.start_filler(desk, task, now, units=units))

    def on_suggestion_card_chosen(self, event: SuggestionCard.Chosen) -> None:
        """Start the task that was clicked."""
        self.action_filler(int(event.key))

    def action_filler_done(self) -> None:
        """The filler is done."""
        self.act(lambda desk, now: work.finish_filler(desk, now))

    def action_filler_stop(self) -> None:
        """Put the filler down."""
        self.act(lambda desk, now: work.finish_filler(desk, now, done=False))

"""The plan screen: calendar, the day's timeline, the queue, and what the day has brought so far."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import ClassVar

from msgspec.structs import replace
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from gigplanner.model.records import Earning
from gigplanner.model.times import Span
from gigplanner.scheduler.downtime import gaps_of_day
from gigplanner.tui.actions import bindings_of
from gigplanner.tui.screens import plan_view as view
from gigplanner.tui.screens.ahead import Soon, coming_up, dues_of
from gigplanner.tui.screens.base import VAST, WIDE
from gigplanner.tui.screens.plan_arranging import PlanArranging
from gigplanner.tui.screens.plan_queue import QueuePane
from gigplanner.tui.screens.plan_week import week_around
from gigplanner.tui.widgets.coming_up import ComingUp
from gigplanner.tui.widgets.earnings import EarningsMeter
from gigplanner.tui.widgets.keys_bar import KeysBar
from gigplanner.tui.widgets.month import MonthCalendar
from gigplanner.tui.widgets.month_grid import DayMark
from gigplanner.tui.widgets.panels import Column, Columns
from gigplanner.tui.widgets.plan_bar import PlanBar
from gigplanner.tui.widgets.timeline import Timeline
from gigplanner.tui.widgets.top_bar import Tab, TabLine, TopBar
from gigplanner.tui.widgets.week import WeekPane
from gigplanner.workday import blocks, queue
from gigplanner.workday.day import day_records
from gigplanner.workday.estimating import estimated

LEARN_AFTER = 0.4  # seconds from the first frame, which must not wait for it
PANES = ("day", "queue", "month")
_PANE_WORDS = {"day": "Day", "queue": "Queue", "month": "Month"}
NO_DAY = "A free day.\n`a` adds a block such as: block DoorDash 11-14."


class PlanScreen(PlanArranging):
    """Plan a day: look at it, fill its gaps, change what does not suit."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings_of("plan"),
        Binding("tab", "next_pane(1)", "next pane", show=False),
        Binding("shift+tab", "next_pane(-1)", "previous pane", show=False),
        Binding("escape", "clear_find", "clear the filter", show=False),
    ]
    DEFAULT_CSS = """
    PlanScreen {
        #panes { height: 1fr; }
        #left { width: 30; }
        #right { width: 46; }
        #meter { height: 9; }
        #tabs, #week { display: none; }

        &.-vast #right { width: 48; }
        &.-vast #day { width: 1fr; }
        &.-vast #week { display: block; width: 2fr; }
        &.-short #meter { height: 4; }
        &.-medium #left { display: none; width: 1fr; }
        &.-medium #right { width: 1fr; }
        &.-medium.-pane-month #left { display: block; }
        &.-medium.-pane-month #day { display: none; }
        &.-narrow #tabs { display: block; }
        &.-narrow #left, &.-narrow #right, &.-narrow #day { display: none; width: 1fr; }
        &.-narrow.-pane-month #left { display: block; }
        &.-narrow.-pane-queue #right { display: block; }
        &.-narrow.-pane-day #day { display: block; }
    }
    """

    AUTO_FOCUS = "#day"

    def __init__(self) -> None:
        super().__init__(classes="-pane-day")
        self._drawn_minute: datetime | None = None
        self._queue_drawn: tuple[object, ...] = ()  # what the queue on show was drawn from
        self._dues: list[Soon] = []
        self._month_marked: tuple[object, dict[date, DayMark]] = (None, {})  # its marks, and from what
        self._ahead_drawn: tuple[object, ...] = ()  # what the coming days were drawn from

    def compose(self) -> ComposeResult:
        """Lay the panes out."""
        yield TopBar("plan", demo=self.gig.demo)
        yield TabLine(id="tabs")
        with Columns(id="panes"):
            with Column(id="left"):
                yield MonthCalendar(self.desk.settings.week_starts, id="month")
                yield ComingUp(id="coming")
            yield Timeline(id="day")
            yield WeekPane(id="week")
            with Column(id="right"):
                yield QueuePane(self.desk.settings, self.desk.catalogue, id="queue-pane")
                yield EarningsMeter(id="meter")
        yield PlanBar(id="bar")
        yield KeysBar("plan")

    # --- drawing ---------------------------------------------------------------------------------------

    def on_mount(self) -> None:
        """Start with the timeline."""
        self._show_tabs()
        self.call_after_refresh(self.set_timer, LEARN_AFTER, self._learn)

    def _learn(self) -> None:
        if self.standing:
            self.gig.meter.learn(self.now())
            self._draw_meter(self.now())

    def reload(self) -> None:
        """Draw everything from the planbook."""
        now = self.now()
        self._draw_day(now)
        self._draw_queue(now)
        self._draw_month(now)
        self._draw_meter(now)
        self.drafting.follow(self.day)
        self.pockets.ask_soon(self.day, self.plan)

    def draw_plan(self) -> None:
        """Draw the timeline and the queue, which show the plan."""
        if self.standing:
            now = self.now()
            self._draw_day(now)
            self._draw_queue(now)
            self.pockets.ask_soon(self.day, self.plan)

    def draw_timeline(self) -> None:
        """Draw the timeline alone."""
        if self.standing:
            self._draw_day(self.now())

    def tick(self, now: datetime) -> None:
        """Once a minute, move what moves with the clock."""
        minute = now.replace(second=0, microsecond=0)
        if minute != self._drawn_minute:
            self._drawn_minute = minute
            self._draw_day(now)
            self._draw_meter(now)

    def _draw_day(self, now: datetime) -> None:
        settings, day = self.desk.settings, self.day
        today = day == settings.day_of(now)
        records = self.gig.meter.records(now) if today else day_records(self.desk, day, now)
        if self.drafting.plan:
            records = replace(records, plan=self.drafting.plan)
        self.records = records
        self.gaps = gaps_of_day(list(records.blocks), day, settings, now=now if today else None)
        wall = settings.wall(now)
        self.timeline.show(
            view.timeline_items(
                records, self.gaps, settings, self.desk.catalogue, now, pockets=self.pockets.lists
            ),
            now=wall if today else None,
            start_hour=settings.window_start.hour,
            end_hour=settings.window_end.hour or 24,
            title=view.day_title(day, wall),
            empty=NO_DAY,
        )
        note = view.plan_note(
            records.plan,
            self.gaps,
            now,
            draft=self.drafting.draft,
            aside=self.drafting.aside,
            is_looking=self.drafting.is_looking,
        )
        self.query_one(PlanBar).show(note)
        self._draw_week(now)

    def _draw_week(self, now: datetime) -> None:
        if self.size.width >= VAST and self.records:
            week, title = week_around(self.desk, self.records, now)
            self.query_one(WeekPane).show(week, title=title, subtitle="[ ] other days")

    def _draw_queue(self, now: datetime) -> None:
        """Draw the queue anew if it, the minute, or what of it has its place in the day's plan is another."""
        plan = self.records.plan if self.records else None
        placed = {one.task for one in plan.placements} if plan else set()
        state = self._read_from(now)
        if (state, placed & self.tasks.keys()) == self._queue_drawn:
            return
        tasks = queue.open_tasks(self.desk)
        self.tasks = {task.id: task for task in tasks}
        self._dues = dues_of(tasks)
        self._queue_drawn = state, placed & self.tasks.keys()
        self.queue_pane.prefer(self.desk.settings)
        self.queue_pane.show(
            estimated(self.desk, tasks, now), placed, now, stated={task.id: task.minutes for task in tasks}
        )

    def _read_from(self, now: datetime) -> tuple[object, ...]:
        """What everything is drawn from that is the same whichever day is looked at."""
        book = self.desk.book
        return self.desk, book.seq, book.damaged, now.replace(second=0, microsecond=0)

    def _marks(self, first: date, now: datetime) -> dict[date, DayMark]:
        """What the calendar shows of the days of the month that begins on `first`, and of those around it."""
        state = (first, self._read_from(now))
        if state != self._month_marked[0]:
            self._month_marked = state, self._read_marks(first)
        return self._month_marked[1]

    def _read_marks(self, first: date) -> dict[date, DayMark]:
        settings = self.desk.settings
        span = Span(
            settings.span_of(first - timedelta(days=6)).start,
            settings.span_of(first + timedelta(days=37)).end,
        )
        return view.day_marks(
            self.desk.book.within(Earning, span), blocks.blocks_in(self.desk, span), settings
        )

    def _draw_month(self, now: datetime) -> None:
        settings = self.desk.settings
        self.query_one("#month", MonthCalendar).show(
            self.day,
            today=settings.day_of(now),
            marks=self._marks(self.day.replace(day=1), now),
            caption=view.week_caption(self.gig.meter.read(now)),
            week_starts=settings.week_starts,
        )
        self._draw_ahead(now)

    def _draw_ahead(self, now: datetime) -> None:
        state = self._read_from(now)
        if state == self._ahead_drawn:
            return
        self._ahead_drawn = state
        settings = self.desk.settings
        ahead = blocks.blocks_in(self.desk, Span(now, now + view.NEXT_DAYS))
        self.query_one("#coming", ComingUp).show(
            coming_up(ahead, self._dues, settings, now, count=12), empty="Nothing planned."
        )

    def _draw_meter(self, now: datetime) -> None:
        meter = self.gig.meter.read(now)
        self.query_one("#meter", EarningsMeter).show(view.meter_view(meter))
        self.query_one(TopBar).say(view.clock_words(meter, self.desk.settings, now))

    def _show_tabs(self) -> None:
        self.query_one("#tabs", TabLine).show(
            [
                Tab(f"screen.show_pane('{pane}')", words, pane == self.pane)
                for pane, words in _PANE_WORDS.items()
            ]
        )

    def on_resize(self) -> None:
        """Small screens get the small meter, and wide ones the week."""
        self.query_one("#meter", EarningsMeter).compact = self.size.height < 28
        self._draw_week(self.now())

    # --- moving about ----------------------------------------------------------------------------------

    def watch_pane(self, before: str, pane: str) -> None:
        """Show the pane where there is room for only some, and put the keys into it."""
        shows_all = self.size.width >= WIDE  # no pane looks different then: nothing is styled anew
        self.remove_class(f"-pane-{before}", update=False)
        self.add_class(f"-pane-{pane}", update=not shows_all)
        self._show_tabs()

    def action_next_pane(self, by: int) -> None:
        """Go to the next pane."""
        self.action_show_pane(PANES[(PANES.index(self.pane) + by) % len(PANES)])

    def action_show_pane(self, pane: str) -> None:
        """Go to a pane."""
        self.pane = pane
        self.set_focus(self.query_one(f"#{pane}"))  # at once: the next key is meant for it

    def on_descendant_focus(self) -> None:
        """Know which pane the keys go to, also when the mouse chose it."""
        focused = self.focused.id if self.focused else None
        if focused in PANES:
            self.pane = focused

    def on_month_calendar_day_chosen(self, event: MonthCalendar.DayChosen) -> None:
        """Look at the day moved to."""
        self._go_to(event.day)

    def on_week_pane_day_chosen(self, event: WeekPane.DayChosen) -> None:
        """Look at the day clicked on."""
        self._go_to(event.day)

    def look_at(self, day: date) -> None:
        """Look at a day."""
        self._go_to(day)

    def action_step(self, days: int) -> None:
        """Look at another day."""
        self._go_to(self.day + timedelta(days=days))

    def action_today(self) -> None:
        """Look at today."""
        self._go_to(None)

    def _go_to(self, day: date | None) -> None:
        self.drafting.drop()
        self.other_day = day
        now = self.now()
        self._draw_day(now)
        self._draw_queue(now)
        self._draw_month(now)
        self.pockets.ask_soon(self.day, self.plan)

    def choose_task(self, task: str) -> None:
        """Put the cursor on a task of the queue."""
        self.queue_pane.close_filter()
        self.action_show_pane("queue")
        self.queue_pane.list.select(task)

"""The plan screen: calendar, the day's timeline, the queue, and what the day has brought so far."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.reactive import reactive

from gigplanner.insights.records import DayRecords
from gigplanner.model.records import Block, Earning, PlacedTask, Plan, Task
from gigplanner.model.times import Span
from gigplanner.scheduler.downtime import Gap, gaps_of_day
from gigplanner.tui.actions import bindings_of
from gigplanner.tui.screens import plan_view as view
from gigplanner.tui.screens.base import PhaseScreen
from gigplanner.tui.widgets.coming_up import ComingUp
from gigplanner.tui.widgets.earnings import EarningsMeter
from gigplanner.tui.widgets.keys_bar import KeysBar
from gigplanner.tui.widgets.month import MonthCalendar
from gigplanner.tui.widgets.plan_bar import PlanBar
from gigplanner.tui.widgets.queue import QueueList
from gigplanner.tui.widgets.timeline import Timeline
from gigplanner.tui.widgets.top_bar import Tab, TabLine, TopBar
from gigplanner.workday import blocks, planning, queue
from gigplanner.workday.day import day_records

if TYPE_CHECKING:  # imported when the filter is opened
    from gigplanner.tui.widgets.find_bar import FindBar

PANES = ("day", "queue", "month")
_PANE_WORDS = {"day": "Day", "queue": "Queue", "month": "Month"}
NO_TASKS = "Nothing to do yet.\na adds a task in one line, i imports a list."
NO_MATCH = "No task matches.\nesc clears the filter."
NO_DAY = "A free day.\na adds a block such as: block DoorDash 11-14."


class PlanScreen(PhaseScreen):
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
        #tabs { display: none; }

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
    pane: reactive[str] = reactive("day", init=False)

    def __init__(self) -> None:
        super().__init__(classes="-pane-day")
        self._day: date | None = None
        self._sort = view.SORTS[0]
        self._query = ""
        self._marked: set[str] = set()
        self._gaps: list[Gap] = []
        self._records: DayRecords | None = None
        self._tasks: dict[str, Task] = {}
        self._drawn_minute: datetime | None = None

    def compose(self) -> ComposeResult:
        """Lay the panes out as DESIGN's sketch has them."""
        yield TopBar("plan", demo=self.gig.demo)
        yield TabLine(id="tabs")
        with Horizontal(id="panes"):
            with Vertical(id="left"):
                yield MonthCalendar(self.desk.settings.week_starts, id="month")
                yield ComingUp(id="coming")
            yield Timeline(id="day")
            with Vertical(id="right"):
                yield QueueList(id="queue")
                yield EarningsMeter(id="meter")
        yield PlanBar(id="bar")
        yield KeysBar("plan")

    # --- parts of the screen ---------------------------------------------------------------------------

    @property
    def day(self) -> date:
        """The day looked at."""
        return self._day or self.desk.settings.day_of(self.now())

    @property
    def timeline(self) -> Timeline:
        """The day's timeline."""
        return self.query_one("#day", Timeline)

    @property
    def queue_list(self) -> QueueList:
        """The queue."""
        return self.query_one("#queue", QueueList)

    @property
    def find_bar(self) -> FindBar | None:
        """The queue's filter, while it is open."""
        return cast("FindBar | None", next(iter(self.query("FindBar")), None))

    # --- drawing ---------------------------------------------------------------------------------------

    def on_mount(self) -> None:
        """Start with the timeline."""
        self._show_tabs()
        self.set_timer(0.4, self._learn)

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
        records = self._records = self.gig.meter.records(now) if today else day_records(self.desk, day, now)
        self._gaps = gaps_of_day(list(records.blocks), day, settings, now=now if today else None)
        wall = settings.wall(now)
        self.timeline.show(
            view.timeline_items(records, self._gaps, settings, self.desk.catalogue, now),
            now=wall if today else None,
            start_hour=settings.window_start.hour,
            end_hour=settings.window_end.hour or 24,
            title=f"{day:%A} {day.day}{'' if day.month == wall.month else f' {day:%B}'}",
            empty=NO_DAY,
        )
        headline, money, rest = view.plan_sentence(records.plan, self._gaps)
        self.query_one(PlanBar).show(headline, money=money, rest=rest, keys=self._plan_keys(records.plan))

    @staticmethod
    def _plan_keys(plan: Plan | None) -> list[tuple[str, str]]:
        if plan is None or not plan.placements:
            return [("p", "plan")]
        return [("p", "plan anew")] if plan.accepted_at else [("A", "accept"), ("p", "plan anew")]

    def _draw_queue(self, now: datetime) -> None:
        tasks = queue.open_tasks(self.desk)
        self._tasks = {task.id: task for task in tasks}
        self._marked &= self._tasks.keys()
        words = self._query.casefold().split()
        shown = view.sorted_tasks((task for task in tasks if view.matches(task, words)), self._sort)
        plan = self._records.plan if self._records else None
        rows = view.queue_rows(
            shown,
            self.desk.settings,
            self.desk.catalogue,
            now,
            marked=frozenset(self._marked),
            planned=frozenset(one.task for one in plan.placements) if plan else frozenset(),
        )
        title = f"Queue · {len(shown)}"
        if pay := view.pay_words(shown, self.desk.settings.currency):
            title += f" · {pay}"
        if self._query:
            title += f" · /{self._query}"
        self.queue_list.show(
            rows,
            title=title,
            subtitle=f"{len(self._marked)} marked" if self._marked else f"sort: {self._sort}",
            empty=NO_MATCH if self._query else NO_TASKS,
        )

    def _draw_month(self, now: datetime) -> None:
        settings = self.desk.settings
        first = self.day.replace(day=1)
        span = Span(
            settings.span_of(first - timedelta(days=6)).start,
            settings.span_of(first + timedelta(days=37)).end,
        )
        marks = view.day_marks(
            self.desk.book.within(Earning, span), blocks.blocks_in(self.desk, span), settings
        )
        today = settings.day_of(now)
        self.query_one("#month", MonthCalendar).show(
            self.day, today=today, marks=marks, caption=view.week_caption(self.gig.meter.read(now))
        )
        ahead = blocks.blocks_in(self.desk, Span(now, now + view.NEXT_DAYS))
        self.query_one("#coming", ComingUp).show(
            view.coming_up(ahead, self._tasks.values(), settings, now, count=12), empty="Nothing planned."
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
        """Small screens get the small meter."""
        self.query_one("#meter", EarningsMeter).compact = self.size.height < 28

    # --- moving about ----------------------------------------------------------------------------------

    def watch_pane(self, before: str, pane: str) -> None:
        """Show the pane where there is room for only some, and put the keys into it."""
        self.remove_class(f"-pane-{before}")
        self.add_class(f"-pane-{pane}")
        self._show_tabs()

    def action_next_pane(self, by: int) -> None:
        """Go to the next pane."""
        self.action_show_pane(PANES[(PANES.index(self.pane) + by) % len(PANES)])

    def action_show_pane(self, pane: str) -> None:
        """Go to a pane."""
        self.pane = pane
        self.call_after_refresh(self.query_one(f"#{pane}").focus)

    def on_descendant_focus(self) -> None:
        """Know which pane the keys go to, also when the mouse chose it."""
        focused = self.focused.id if self.focused else None
        if focused in PANES:
            self.pane = focused

    def on_month_calendar_day_chosen(self, event: MonthCalendar.DayChosen) -> None:
        """Look at the day moved to."""
        self._go_to(event.day)

    def action_step(self, days: int) -> None:
        """Look at another day."""
        self._go_to(self.day + timedelta(days=days))

    def action_today(self) -> None:
        """Look at today."""
        self._go_to(None)

    def _go_to(self, day: date | None) -> None:
        self._day = day
        now = self.now()
        self._draw_day(now)
        self._draw_queue(now)
        self._draw_month(now)

    # --- the queue -------------------------------------------------------------------------------------

    async def action_find(self) -> None:
        """Open the filter."""
        from gigplanner.tui.widgets.find_bar import FindBar

        self.pane = "queue"
        if self.find_bar is None:
            await self.mount(FindBar(), before=self.queue_list)
        if self.find_bar:
            self.find_bar.focus()

    def action_clear_find(self) -> None:
        """Close the filter and show the whole queue; then let go of the marks."""
        if self.find_bar:
            self.find_bar.remove()
            self.queue_list.focus()
            self._filter("")
        elif self._marked:
            self._marked.clear()
            self._draw_queue(self.now())

    def on_find_bar_typed(self, event: FindBar.Typed) -> None:
        """Filter as one types; enter goes into the list."""
        self._filter(event.words)
        if event.done:
            self.queue_list.focus()

    def _filter(self, words: str) -> None:
        self._query = words.strip()
        self._draw_queue(self.now())

    def action_sort(self) -> None:
        """Sort by the next column."""
        self._sort = view.SORTS[(view.SORTS.index(self._sort) + 1) % len(view.SORTS)]
        self._draw_queue(self.now())

    def on_queue_list_toggled(self, event: QueueList.Toggled) -> None:
        """Remember which tasks are marked."""
        (self._marked.add if event.marked else self._marked.discard)(event.key)
        self._draw_queue(self.now())

    def on_queue_list_chosen(self, event: QueueList.Chosen) -> None:
        """Edit the task chosen."""
        self._edit_task(self._tasks.get(event.key))

    def on_timeline_chosen(self, event: Timeline.Chosen) -> None:
        """Edit what was chosen on the timeline."""
        self.action_edit()

    # --- what the cursor is on -------------------------------------------------------------------------

    def _chosen_placement(self) -> PlacedTask | None:
        key = self.timeline.selected_key or ""
        plan = self._records.plan if self._records else None
        if self.pane != "day" or plan is None:
            return None
        return next((one for one in plan.placements if view.placement_key(one) == key), None)

    def _chosen_block(self) -> Block | None:
        key = self.timeline.selected_key or ""
        if self.pane != "day" or self._records is None:
            return None
        return next((block for block in self._records.blocks if key == f"block:{block.id}"), None)

    def _chosen_tasks(self) -> list[str]:
        """The marked tasks, or the one that the cursor is on."""
        if self.pane == "queue":
            if self._marked:
                return sorted(self._marked)
            return [key] if (key := self.queue_list.selected_key) else []
        placed = self._chosen_placement()
        return [placed.task] if placed and placed.task in self._tasks else []

    # --- acting ----------------------------------------------------------------------------------------

    def action_plan(self) -> None:
        """Fill the day's gaps."""
        self.act(lambda: planning.make_plan(self.desk, self.day, self.now()))

    def action_accept(self) -> None:
        """Accept the plan."""
        plan = self._records.plan if self._records else None
        if plan is None:
            self.gig.say("There is no plan yet: p makes one.")
        else:
            self.act(lambda: planning.accept_plan(self.desk, self.day, self.now()))

    def action_pin(self) -> None:
        """Pin the chosen placement, or let it go."""
        if placed := self._chosen_placement():
            self.act(lambda: planning.pin(self.desk, self.day, placed, self.now()))
        else:
            self.gig.say("Choose a placement on the timeline to pin it.")

    def action_drop(self) -> None:
        """Take the chosen placement out of the plan."""
        if placed := self._chosen_placement():
            self.act(lambda: planning.drop(self.desk, self.day, placed, self.now()))
        else:
            self.gig.say("Choose a placement on the timeline to drop it.")

    def action_complete(self) -> None:
        """Complete the chosen tasks."""
        if tasks := self._chosen_tasks():
            self._marked.clear()
            self.act(lambda: queue.complete_tasks(self.desk, tasks, self.now()))
        else:
            self.gig.say("Choose a task to complete it.")

    def action_delete(self) -> None:
        """Delete the chosen tasks or the chosen block; undo brings them back."""
        if block := self._chosen_block():
            self.act(lambda: blocks.remove_block(self.desk, block, self.now()))
        elif tasks := self._chosen_tasks():
            self._marked.clear()
            self.act(lambda: queue.remove_tasks(self.desk, tasks, self.now()))
        else:
            self.gig.say("Choose a task or a block to delete it.")

    def action_edit(self) -> None:
        """Change the chosen task or block in a dialog; on a gap, add a block."""
        if block := self._chosen_block():
            self._edit_block(block)
        elif tasks := self._chosen_tasks():
            self._edit_task(self._tasks.get(tasks[0]))
        elif self.pane == "day":
            self.action_new_block()

    def action_new_task(self) -> None:
        """Add a task in a dialog."""
        self._edit_task(None)

    def action_new_block(self) -> None:
        """Add a block in a dialog."""
        self._edit_block(None)

    def _edit_task(self, task: Task | None) -> None:
        from gigplanner.tui.dialogs.task_form import TaskDialog

        def keep(changed: Task | None) -> None:
            if changed is not None and changed != task:
                save = queue.edit_task if task else queue.add_task
                self.act(lambda: save(self.desk, changed, self.now()))

        self.app.push_screen(TaskDialog(self.desk, self.gig.clock, task), keep)

    def _edit_block(self, block: Block | None) -> None:
        from gigplanner.tui.dialogs.block_form import BlockDialog

        def keep(changed: Block | None) -> None:
            if changed is not None and changed != block:
                save = blocks.edit_block if block else blocks.add_block
                self.act(lambda: save(self.desk, changed, self.now()))

        self.app.push_screen(BlockDialog(self.desk, self.gig.clock, block, self.day), keep)

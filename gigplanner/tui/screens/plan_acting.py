"""What a person does on the plan screen: to the plan, to what the cursor is on, to the marked tasks."""

from __future__ import annotations

from datetime import date

from textual.reactive import reactive

from gigplanner.insights.records import DayRecords
from gigplanner.model.records import Block, PlacedTask, Plan, Task
from gigplanner.tui.screens import plan_view as view
from gigplanner.tui.screens.base import PhaseScreen
from gigplanner.tui.screens.plan_drafting import Drafting
from gigplanner.tui.screens.plan_edit import edit_block, edit_task
from gigplanner.tui.screens.plan_queue import QueuePane
from gigplanner.tui.widgets.queue import QueueList
from gigplanner.tui.widgets.timeline import Timeline
from gigplanner.workday import arranging, blocks, planning, queue


class PlanActing(PhaseScreen):
    """The plan screen's actions; `PlanScreen` lays it out and keeps `records` and `tasks` up to date."""

    pane: reactive[str] = reactive("day", init=False)
    other_day: date | None = None
    records: DayRecords | None = None

    def __init__(self, *, classes: str) -> None:
        super().__init__(classes=classes)
        self.tasks: dict[str, Task] = {}
        self.drafting = Drafting(self, self.draw_plan)

    def draw_plan(self) -> None:
        """Draw what shows the plan."""
        raise NotImplementedError

    def on_drafting_news(self, event: Drafting.News) -> None:
        """Show what the search for a plan has found."""
        self.drafting.on_news(event.search)

    def on_unmount(self) -> None:
        """Nobody waits for a plan any more."""
        self.drafting.close()

    # --- parts of the screen ---------------------------------------------------------------------------

    @property
    def day(self) -> date:
        """The day looked at."""
        return self.other_day or self.desk.settings.day_of(self.now())

    @property
    def timeline(self) -> Timeline:
        """The day's timeline."""
        return self.query_one("#day", Timeline)

    @property
    def queue_pane(self) -> QueuePane:
        """The queue with its filter, order and marks."""
        return self.query_one("#queue-pane", QueuePane)

    # --- what the cursor is on -------------------------------------------------------------------------

    @property
    def plan(self) -> Plan | None:
        """The plan on show: the saved one, or one that is only proposed."""
        return self.records.plan if self.records else None

    @property
    def unsaved_plan(self) -> Plan | None:
        """The plan on show if it is only proposed: what is changed in it by hand keeps it."""
        return self.drafting.plan

    def placement_of(self, key: str) -> PlacedTask | None:
        """The placement that the timeline's item `key` shows."""
        placements = self.plan.placements if self.plan else ()
        return next((one for one in placements if view.placement_key(one) == key), None)

    def block_of(self, key: str) -> Block | None:
        """The block that the timeline's item `key` shows."""
        blocks = self.records.blocks if self.records else ()
        return next((block for block in blocks if key == f"block:{block.id}"), None)

    def chosen_placement(self) -> PlacedTask | None:
        """The placement that the cursor is on, with the keys on the timeline."""
        return self.placement_of(self.timeline.selected_key or "") if self.pane == "day" else None

    def chosen_block(self) -> Block | None:
        """The block that the cursor is on, with the keys on the timeline."""
        return self.block_of(self.timeline.selected_key or "") if self.pane == "day" else None

    def chosen_tasks(self) -> tuple[str, ...]:
        """The tasks chosen in the queue, or the one whose placement is chosen on the timeline."""
        if self.pane == "queue":
            return self.queue_pane.chosen
        placed = self.chosen_placement()
        return (placed.task,) if placed and placed.task in self.tasks else ()

    # --- acting ----------------------------------------------------------------------------------------

    def action_plan(self) -> None:
        """Look for a plan of the day, and show it."""
        self.drafting.begin(self.day)

    def action_accept(self) -> None:
        """Accept the plan on show."""
        if self.plan is None:
            self.gig.say("There is no plan yet: p makes one.")
        else:
            day, plan = self.day, self.drafting.take()
            self.act(lambda desk, now: planning.accept_plan(desk, day, now, plan))

    def action_pin(self) -> None:
        """Pin the chosen placement, or let it go."""
        if placed := self.chosen_placement():
            day, plan = self.day, self.unsaved_plan
            self.act(lambda desk, now: arranging.pin(desk, day, placed, now, plan=plan))
        else:
            self.gig.say("Choose a placement on the timeline to pin it.")

    def action_drop(self) -> None:
        """Take the chosen placement out of the plan."""
        if placed := self.chosen_placement():
            day, plan = self.day, self.unsaved_plan
            self.drafting.leave_out(placed.task)
            self.act(lambda desk, now: arranging.drop(desk, day, placed, now, plan=plan))
        else:
            self.gig.say("Choose a placement on the timeline to drop it.")

    def action_complete(self) -> None:
        """Complete the chosen tasks."""
        if tasks := self.chosen_tasks():
            self.queue_pane.unmark()
            self.act(lambda desk, now: queue.complete_tasks(desk, tasks, now))
        else:
            self.gig.say("Choose a task to complete it.")

    def action_delete(self) -> None:
        """Delete the chosen tasks or the chosen block; undo brings them back."""
        if block := self.chosen_block():
            self.act(lambda desk, now: blocks.remove_block(desk, block, now))
        elif tasks := self.chosen_tasks():
            self.queue_pane.unmark()
            self.act(lambda desk, now: queue.remove_tasks(desk, tasks, now))
        else:
            self.gig.say("Choose a task or a block to delete it.")

    def action_edit(self) -> None:
        """Change the chosen task or block in a dialog; on a gap, add a block."""
        if block := self.chosen_block():
            edit_block(self, block, self.day)
        elif tasks := self.chosen_tasks():
            edit_task(self, self.tasks.get(tasks[0]))
        elif self.pane == "day":
            self.action_new_block()

    def action_new_task(self) -> None:
        """Add a task in a dialog."""
        edit_task(self, None)

    def action_new_block(self) -> None:
        """Add a block in a dialog."""
        edit_block(self, None, self.day)

    def on_queue_list_chosen(self, event: QueueList.Chosen) -> None:
        """Edit the task chosen."""
        edit_task(self, self.tasks.get(event.key))

    def on_timeline_chosen(self, event: Timeline.Chosen) -> None:
        """Edit what was chosen on the timeline."""
        self.action_edit()

    # --- the queue -------------------------------------------------------------------------------------

    async def filter_queue(self, words: str) -> None:
        """Show what matches `words`."""
        self.pane = "queue"
        await self.queue_pane.open_filter(words)

    async def action_find(self) -> None:
        """Open the filter."""
        self.pane = "queue"
        await self.queue_pane.open_filter()

    def action_clear_find(self) -> None:
        """Close the filter; without one, let go of the marks; without any, of the plan proposed."""
        if not self.queue_pane.close_filter() and not self.queue_pane.unmark() and self.drafting.drop():
            self.draw_plan()

    def action_sort(self) -> None:
        """Sort by the next column."""
        self.queue_pane.sort_by_next()

"""What a person does on the plan screen: to the plan, to what the cursor is on, to the marked tasks."""

from __future__ import annotations

from datetime import date

from textual.reactive import reactive

from gigplanner.insights.records import DayRecords
from gigplanner.model.records import Block, PlacedTask, Task
from gigplanner.tui.screens import plan_view as view
from gigplanner.tui.screens.base import PhaseScreen
from gigplanner.tui.screens.plan_edit import edit_block, edit_task
from gigplanner.tui.screens.plan_queue import QueuePane
from gigplanner.tui.widgets.queue import QueueList
from gigplanner.tui.widgets.timeline import Timeline
from gigplanner.workday import blocks, planning, queue


class PlanActing(PhaseScreen):
    """The plan screen's actions; `PlanScreen` lays it out and keeps `records` and `tasks` up to date."""

    pane: reactive[str] = reactive("day", init=False)
    other_day: date | None = None
    records: DayRecords | None = None

    def __init__(self, *, classes: str) -> None:
        super().__init__(classes=classes)
        self.tasks: dict[str, Task] = {}

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

    def _chosen_placement(self) -> PlacedTask | None:
        key = self.timeline.selected_key or ""
        plan = self.records.plan if self.records else None
        if self.pane != "day" or plan is None:
            return None
        return next((one for one in plan.placements if view.placement_key(one) == key), None)

    def _chosen_block(self) -> Block | None:
        key = self.timeline.selected_key or ""
        if self.pane != "day" or self.records is None:
            return None
        return next((block for block in self.records.blocks if key == f"block:{block.id}"), None)

    def _chosen_tasks(self) -> tuple[str, ...]:
        """The tasks chosen in the queue, or the one whose placement is chosen on the timeline."""
        if self.pane == "queue":
            return self.queue_pane.chosen
        placed = self._chosen_placement()
        return (placed.task,) if placed and placed.task in self.tasks else ()

    # --- acting ----------------------------------------------------------------------------------------

    def action_plan(self) -> None:
        """Fill the day's gaps."""
        day = self.day
        self.act(lambda desk, now: planning.make_plan(desk, day, now))

    def action_accept(self) -> None:
        """Accept the plan."""
        plan = self.records.plan if self.records else None
        if plan is None:
            self.gig.say("There is no plan yet: p makes one.")
        else:
            day = self.day
            self.act(lambda desk, now: planning.accept_plan(desk, day, now))

    def action_pin(self) -> None:
        """Pin the chosen placement, or let it go."""
        if placed := self._chosen_placement():
            day = self.day
            self.act(lambda desk, now: planning.pin(desk, day, placed, now))
        else:
            self.gig.say("Choose a placement on the timeline to pin it.")

    def action_drop(self) -> None:
        """Take the chosen placement out of the plan."""
        if placed := self._chosen_placement():
            day = self.day
            self.act(lambda desk, now: planning.drop(desk, day, placed, now))
        else:
            self.gig.say("Choose a placement on the timeline to drop it.")

    def action_complete(self) -> None:
        """Complete the chosen tasks."""
        if tasks := self._chosen_tasks():
            self.queue_pane.unmark()
            self.act(lambda desk, now: queue.complete_tasks(desk, tasks, now))
        else:
            self.gig.say("Choose a task to complete it.")

    def action_delete(self) -> None:
        """Delete the chosen tasks or the chosen block; undo brings them back."""
        if block := self._chosen_block():
            self.act(lambda desk, now: blocks.remove_block(desk, block, now))
        elif tasks := self._chosen_tasks():
            self.queue_pane.unmark()
            self.act(lambda desk, now: queue.remove_tasks(desk, tasks, now))
        else:
            self.gig.say("Choose a task or a block to delete it.")

    def action_edit(self) -> None:
        """Change the chosen task or block in a dialog; on a gap, add a block."""
        if block := self._chosen_block():
            edit_block(self, block, self.day)
        elif tasks := self._chosen_tasks():
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

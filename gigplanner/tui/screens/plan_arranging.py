"""Changing the plan and its gaps by hand on the plan screen: keys, mouse, and why a task is where it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from textual import events
from textual.widget import Widget

from gigplanner.model.errors import GigError
from gigplanner.model.records import Block, PlacedTask, Plan
from gigplanner.model.showing import show_clocks
from gigplanner.scheduler.downtime import Gap
from gigplanner.tui.screens import plan_view as view
from gigplanner.tui.screens.plan_acting import PlanActing
from gigplanner.tui.screens.plan_pockets import Pockets
from gigplanner.tui.widgets.timeline import Timeline
from gigplanner.workday import arranging, reshaping
from gigplanner.workday.desk import Desk, Done

STEP = 5  # minutes by which keys move things


def is_over(event: events.MouseEvent, widget: Widget) -> bool:
    """Whether the mouse is on `widget`, which an event from a terminal does not name."""
    return widget.region.contains(event.screen_x, event.screen_y)


class PlanArranging(PlanActing):
    """Placements, gaps and blocks under the person's hands; `PlanScreen` keeps `gaps` up to date."""

    def __init__(self, *, classes: str) -> None:
        super().__init__(classes=classes)
        self.gaps: list[Gap] = []
        self._to_swap: PlacedTask | None = None
        self._dragged_task = ""
        self.pockets = Pockets(self, self.draw_timeline)

    def draw_timeline(self) -> None:
        """Draw the timeline alone."""
        raise NotImplementedError

    # --- what the cursor is on -------------------------------------------------------------------------

    def _instant_of(self, key: str) -> datetime | None:
        """When the item of the timeline begins in the free time of a gap; None for what lies in none."""
        if key.startswith("gap:"):
            return datetime.fromisoformat(key.removeprefix("gap:"))
        placed = self.placement_of(key)
        return placed.start if placed else None

    def _gap_of(self, key: str) -> Gap | None:
        at = self._instant_of(key)
        return next((gap for gap in self.gaps if at is not None and at in gap.span), None)

    # --- placements ------------------------------------------------------------------------------------

    def action_nudge(self, steps: int) -> None:
        """Move the chosen placement by five minutes."""
        if placed := self._placement_or_say("move"):
            day, plan = self.day, self.unsaved_plan
            self._change(
                lambda desk, now: arranging.step(desk, day, placed, steps * STEP, now, plan=plan), placed
            )

    def action_to_gap(self, by: int) -> None:
        """Move the chosen placement to the next gap."""
        if placed := self._placement_or_say("move"):
            day, plan = self.day, self.unsaved_plan
            self._change(
                lambda desk, now: arranging.move_to_gap(desk, day, placed, by, now, plan=plan), placed
            )

    def action_swap(self) -> None:
        """Swap two placements: the first press chooses one, the second the other."""
        placed = self._placement_or_say("swap")
        first, self._to_swap = self._to_swap, None
        if placed is None:
            return
        if first is None or self.plan is None or first not in self.plan.placements:
            self._to_swap = placed
            self.gig.say(f"Swap {placed.title} with which? Choose it and press w again; w here lets it be.")
        elif first != placed:
            day, plan, one = self.day, self.unsaved_plan, first
            self._change(lambda desk, now: arranging.swap(desk, day, one, placed, now, plan=plan), placed)
        else:
            self.gig.say(f"{placed.title} stays.")

    def action_longer(self, by: int) -> None:
        """Make what is chosen longer or shorter: a placement, a block at its end, a gap at its edge."""
        key, day = self.timeline.selected_key or "", self.day
        if self.pane != "day":
            self.gig.say("Choose something on the timeline to make it longer or shorter.")
        elif placed := self.chosen_placement():
            plan = self.unsaved_plan
            self._change(lambda desk, now: arranging.resize(desk, day, placed, by, now, plan=plan), placed)
        elif block := self.chosen_block():
            self._pull(block, "end", by * STEP)
        elif gap := self._gap_of(key):
            self._stretch(gap, by * STEP)

    def action_fit(self) -> None:
        """Put the task chosen in the queue into the gap chosen on the timeline."""
        chosen = self.queue_pane.chosen
        at = self._instant_of(self.timeline.selected_key or "")
        if not chosen:
            self.gig.say("Choose a task in the queue, and a gap on the timeline, to put it there.")
        elif at is None:
            self.gig.say("Choose a gap on the timeline: the task goes there.")
        else:
            self._place(chosen[0], at)

    def action_place(self) -> None:
        """Say where the person is in the chosen gap."""
        gap = self._gap_of(self.timeline.selected_key or "")
        if gap is None:
            self.gig.say("Choose a gap on the timeline to say where you are then.")
            return
        from gigplanner.tui.dialogs.place_choice import PlaceDialog

        wall = self.desk.settings.wall
        day, hours = self.day, show_clocks(wall(gap.start), wall(gap.end))

        def keep(place: str | None) -> None:
            if place and place != gap.place:
                self._change(lambda desk, now: reshaping.set_place(desk, day, gap, place, now))

        self.app.push_screen(PlaceDialog(self.desk.settings, hours, gap.place), keep)

    def action_why(self) -> None:
        """Say why the chosen task is in the plan, or why it is not."""
        chosen = self.chosen_tasks()
        if not chosen:
            self.gig.say("Choose a task or a placement to hear why it is there, or is not.")
            return
        from gigplanner.tui.dialogs.why import WhyDialog
        from gigplanner.workday.planning import problem_of

        try:
            problem = problem_of(self.desk, self.day, self.now())
        except GigError as error:
            self.gig.say(str(error), severity="error")
        else:
            self.app.push_screen(WhyDialog(problem, chosen[0], self.desk.settings))

    def action_plan_week(self) -> None:
        """Plan seven days from the one on show, out of one queue."""
        from gigplanner.tui.dialogs.week import WeekDialog
        from gigplanner.workday.week import WeekPlan, accept_week, week_problem

        def keep(week: WeekPlan | None) -> None:
            if week is not None:
                self.drafting.drop()
                self.act(lambda desk, now: accept_week(desk, week, now))

        try:
            problem = week_problem(self.desk, self.day, self.now())
        except GigError as error:
            self.gig.say(str(error), severity="error")
        else:
            self.app.push_screen(WeekDialog(problem), keep)

    def action_at_hand(self) -> None:
        """Show the pocket list of the chosen shift, or of the next one."""
        lists = self.pockets.lists
        chosen = self.chosen_block()
        pocket = next((one for one in lists if chosen and one.block == chosen.id), next(iter(lists), None))
        if pocket is None:
            self.gig.say("No shift is ahead on this day: a adds one, such as: block DoorDash 11-14.")
            return
        from gigplanner.tui.dialogs.at_hand import AtHandDialog

        self.app.push_screen(AtHandDialog(pocket))

    # --- the mouse -------------------------------------------------------------------------------------

    def on_timeline_dropped(self, event: Timeline.Dropped) -> None:
        """Move the placement to where it was dropped."""
        placed, day, plan = self.placement_of(event.key), self.day, self.unsaved_plan
        other, at = self.placement_of(event.target), self._instant_of(event.target)
        if placed is None:
            return
        if other is not None:
            self._change(
                lambda desk, now: arranging.move_beside(desk, day, placed, other, now, plan=plan), placed
            )
        elif at is not None:
            self._change(lambda desk, now: arranging.move(desk, day, placed, at, now, plan=plan), placed)
        else:
            self.gig.say("A task goes into a gap: drop it on one.")

    def on_timeline_pulled(self, event: Timeline.Pulled) -> None:
        """Move the edge that was dragged."""
        if block := self.block_of(event.key):
            self._pull(block, event.edge, event.minutes)
        elif gap := self._gap_of(event.key):
            self._stretch(gap, event.minutes)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take hold of a task of the queue."""
        queue = self.queue_pane.list
        self._dragged_task = queue.key_under(event) if is_over(event, queue) else ""

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Show where the task would go."""
        if self._dragged_task:
            over = self.timeline.key_under(event) if is_over(event, self.timeline) else ""
            self.timeline.aim_at(over if self._gap_of(over) else "")

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Put the task where the mouse let go of it."""
        task, self._dragged_task = self._dragged_task, ""
        if task and is_over(event, self.timeline):
            self.timeline.aim_at("")
            at = self._instant_of(self.timeline.key_under(event))
            if at is not None:
                self._place(task, at)
            else:
                self.gig.say("A task goes into a gap: drop it on one.")

    # --- doing it --------------------------------------------------------------------------------------

    def _placement_or_say(self, what: str) -> PlacedTask | None:
        placed = self.chosen_placement()
        if placed is None:
            self.gig.say(f"Choose a placement on the timeline to {what} it.")
        return placed

    def _place(self, task_id: str, at: datetime) -> None:
        day, plan = self.day, self.unsaved_plan
        self._change(lambda desk, now: arranging.place_task(desk, day, task_id, at, now, plan=plan))

    def _pull(self, block: Block, edge: reshaping.Edge, minutes: int) -> None:
        day = self.day
        self._change(lambda desk, now: reshaping.move_edge(desk, day, block, edge, minutes, now))

    def _stretch(self, gap: Gap, minutes: int) -> None:
        day = self.day
        self._change(lambda desk, now: reshaping.stretch_gap(desk, day, gap, minutes, now))

    def _change(self, action: Callable[[Desk, datetime], Done], placed: PlacedTask | None = None) -> None:
        """Do it; the cursor stays on `placed` wherever that goes, and what is possible now is looked for."""
        before = self.plan.placements if self.plan else ()

        def follow(done: Done) -> None:
            self.drafting.check_soon()
            if placed is not None and isinstance(done.record, Plan):
                now = (one for one in done.record.placements if one.task == placed.task and one not in before)
                if new := next(now, None):
                    self.timeline.select(view.placement_key(new))

        self.act(action, then=follow)

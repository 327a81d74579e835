"""Changing a task or a block in its dialog, from whichever screen."""

from __future__ import annotations

from datetime import date

from gigplanner.model.records import Block, Task
from gigplanner.tui.screens.base import PhaseScreen
from gigplanner.workday import blocks, queue


def edit_task(screen: PhaseScreen, task: Task | None, *, typed: Task | None = None) -> None:
    """Change `task`, or make a new one; nothing is kept where nothing was changed.

    What was refused is shown again, as `typed`.
    """
    from gigplanner.tui.dialogs.task_form import TaskDialog

    def keep(changed: Task | None) -> None:
        if changed is not None and changed != task:
            save = queue.edit_task if task else queue.add_task
            screen.act(
                lambda desk, now: save(desk, changed, now),
                refused=lambda: edit_task(screen, task, typed=changed),
            )

    screen.app.push_screen(TaskDialog(screen.desk, screen.gig.clock, typed or task), keep)


def edit_block(screen: PhaseScreen, block: Block | None, day: date, *, typed: Block | None = None) -> None:
    """Change `block`, or make a new one on `day`; what was refused is shown again, as `typed`."""
    from gigplanner.tui.dialogs.block_form import BlockDialog

    def keep(changed: Block | None) -> None:
        if changed is not None and changed != block:
            save = blocks.edit_block if block else blocks.add_block
            screen.act(
                lambda desk, now: save(desk, changed, now),
                refused=lambda: edit_block(screen, block, day, typed=changed),
            )

    screen.app.push_screen(BlockDialog(screen.desk, screen.gig.clock, typed or block, day), keep)

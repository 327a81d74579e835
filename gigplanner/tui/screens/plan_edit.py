"""Changing a task or a block in its dialog, from whichever screen."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from gigplanner.model.records import Block, Task
from gigplanner.tui.asking import ask
from gigplanner.tui.screens.base import PhaseScreen
from gigplanner.workday import blocks, queue

if TYPE_CHECKING:
    from gigplanner.tui.saving import Act


def edit_task(screen: PhaseScreen, task: Task | None) -> None:
    """Change `task`, or make a new one; nothing is kept where nothing was changed."""
    from gigplanner.tui.dialogs.task_form import TaskDialog

    def keep(changed: Task) -> Act | None:
        save = queue.edit_task if task else queue.add_task
        return None if changed == task else lambda desk, now: save(desk, changed, now)

    ask(screen.gig, lambda: TaskDialog(screen.desk, screen.gig.clock, task), keep)


def edit_block(screen: PhaseScreen, block: Block | None, day: date) -> None:
    """Change `block`, or make a new one on `day`; nothing is kept where nothing was changed."""
    from gigplanner.tui.dialogs.block_form import BlockDialog

    def keep(changed: Block) -> Act | None:
        save = blocks.edit_block if block else blocks.add_block
        return None if changed == block else lambda desk, now: save(desk, changed, now)

    ask(screen.gig, lambda: BlockDialog(screen.desk, screen.gig.clock, block, day), keep)

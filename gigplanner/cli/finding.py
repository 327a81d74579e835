"""Finding the task that a person means by a few characters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gigplanner.model.errors import BadInput
from gigplanner.model.records import Task
from gigplanner.model.text import clean_text, quoted

if TYPE_CHECKING:
    from gigplanner.workday.desk import Desk


def find_task(desk: Desk, said: str) -> Task:
    """Return the one open task with that id, end of its id, title or part of it. Raises BadInput."""
    from gigplanner.workday.queue import open_tasks

    wanted = clean_text(said).casefold()
    tasks = open_tasks(desk)
    if not wanted:
        raise BadInput("Which task? Give its id or a part of its title.")
    for matches in (
        [task for task in tasks if task.id == wanted],
        [task for task in tasks if task.title.casefold() == wanted],
        [task for task in tasks if task.id.endswith(wanted)],
        [task for task in tasks if wanted in task.title.casefold()],
    ):
        if len(matches) == 1:
            return matches[0]
        if matches:
            some = ", ".join(f"{task.title} ({short_id(task)})" for task in matches[:4])
            raise BadInput(f"{quoted(said)} may be one of {len(matches)} tasks: {some}. Give the id.")
    raise BadInput(f"No open task is called {quoted(said)}: look at gigplanner tasks.")


def short_id(task: Task) -> str:
    """The end of a task's id, which is enough to name it by."""
    return task.id[-6:]

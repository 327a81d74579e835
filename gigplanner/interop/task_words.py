"""What other programs' task lists have no column for, in words: pay, time, link, notes."""

from __future__ import annotations

from gigplanner.model import Task


def about(task: Task) -> str:
    """Return the pay and minutes of a task, its link and its notes, a line each."""
    units = f" × {task.units}" if task.units > 1 else ""
    pay = f"{task.pay.amount} {task.pay.currency}{units}" if task.pay else ""
    head = " · ".join(filter(None, (task.platform, pay, f"{task.minutes:g} min{units}")))
    return "\n".join(filter(None, (head, task.url, task.notes)))

"""Tasks as Trello's CSV: what its own "Export as CSV" writes and CSV importers of boards take.

`deskwork.trello_csv` reads it back. A list is a task's own, else its platform; tags and needs are labels.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from gigplanner.interop.spreadsheet import csv_text
from gigplanner.interop.task_words import about
from gigplanner.model import Task

COLUMNS = (
    "Card ID", "Card Name", "Card URL", "Card Description", "Labels", "Members", "Due Date",
    "Attachment Count", "Attachment Links", "Checklist Item Total Count", "Checklist Item Completed Count",
    "Vote Count", "Comment Count", "Last Activity Date", "List ID", "List Name", "Board ID", "Board Name",
    "Archived", "Start Date", "Due Complete",
)  # fmt: skip
_BOARD = "gigplanner"
_LIST = "Queue"  # of tasks with neither list nor platform


def write_trello(tasks: Iterable[Task]) -> str:
    """Return open tasks as the cards of one board."""
    return csv_text(COLUMNS, (_card(task) for task in tasks))


def _card(task: Task) -> tuple[str, ...]:
    labels = [*task.tags, *sorted(task.needs - set(task.tags))]
    cells = {
        "Card ID": task.id,
        "Card Name": task.title,
        "Card URL": task.url,
        "Card Description": about(task),
        "Labels": ", ".join(f"{label.replace('(', '[').replace(')', ']')} (green)" for label in labels),
        "Due Date": _instant(task.due),
        "List Name": task.lane or task.platform or _LIST,
        "Board ID": _BOARD,
        "Board Name": _BOARD,
        "Archived": "false",
        "Start Date": _instant(task.not_before),
        "Due Complete": "false",
    }
    return tuple(cells.get(column, "") for column in COLUMNS)


def _instant(instant: datetime | None) -> str:
    return f"{instant.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.000Z" if instant else ""

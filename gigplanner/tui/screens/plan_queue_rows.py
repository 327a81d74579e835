"""The queue's rows, remembered: of ten thousand tasks only those that became different are worded anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from gigplanner.model.catalogue import Catalogue
from gigplanner.model.records import Task
from gigplanner.model.settings import Settings
from gigplanner.tui.screens import plan_view as view
from gigplanner.tui.widgets.queue_rows import QueueRow

NO_NAMES: frozenset[str] = frozenset()


class Entry(NamedTuple):
    """A task, the minutes stated for it, its row without marks, and the text that it is found by."""

    task: Task
    stated: float
    row: QueueRow
    text: str


class QueueMemory:
    """Words each task once for a day and for preferences."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._known: dict[str, Entry] = {}
        self._for: tuple[Settings, date] | None = None

    def entries(
        self, tasks: Sequence[Task], settings: Settings, now: datetime, *, stated: Mapping[str, float]
    ) -> list[Entry]:
        """Return the tasks' entries, in their order. `stated` are the minutes stated, by id."""
        day = (settings, settings.day_of(now))
        known = self._known if day == self._for else {}
        fresh = [task for task in tasks if not self._is_known(known.get(task.id), task, stated)]
        rows = view.queue_rows(
            fresh, settings, self._catalogue, now, marked=NO_NAMES, planned=NO_NAMES, stated=stated
        )
        worded = {
            task.id: Entry(task, stated.get(task.id, task.minutes), row, view.findable(task))
            for task, row in zip(fresh, rows, strict=True)
        }
        found = [self._as_of(now, worded.get(task.id) or known[task.id]) for task in tasks]
        self._known = {entry.task.id: entry for entry in found}
        self._for = day
        return found

    @staticmethod
    def _is_known(entry: Entry | None, task: Task, stated: Mapping[str, float]) -> bool:
        return entry is not None and entry.task == task and entry.stated == stated.get(task.id, task.minutes)

    @staticmethod
    def _as_of(now: datetime, entry: Entry) -> Entry:
        """The entry with its row late or not: the one thing that changes within a day by itself."""
        due = entry.task.due
        if due is None or (due < now) == entry.row.overdue:
            return entry
        return entry._replace(row=entry.row._replace(overdue=due < now))


def goes_on(before: str, query: str) -> bool:
    """Whether all that `query` asks for is among what `before` asks for: it is the same words and more.

    A limit does not narrow as it is typed: `<15` leaves more than `<1`.
    """
    return bool(before) and query.startswith(before) and "<" not in query


def narrowed(entries: Sequence[Entry], query: str) -> Sequence[Entry]:
    """Those of the entries that all words of `query` ask for; the very same entries if there are no words."""
    text, limits = view.split_words(query.casefold().split())
    for word in text:
        entries = [entry for entry in entries if word in entry.text]
    for limit in limits:
        entries = [entry for entry in entries if entry.task.whole_minutes < limit]
    return entries

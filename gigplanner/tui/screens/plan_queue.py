"""The queue's pane: the list with its filter, its order and its marks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.containers import Vertical

from gigplanner.model.catalogue import Catalogue
from gigplanner.model.records import Task
from gigplanner.model.settings import Settings
from gigplanner.tui.screens import plan_view as view
from gigplanner.tui.screens.plan_queue_rows import Entry, QueueMemory, narrowed
from gigplanner.tui.text import width_of
from gigplanner.tui.widgets.queue import QueueList, QueueRow

if TYPE_CHECKING:  # imported when the filter is opened
    from gigplanner.tui.widgets.find_bar import FindBar

NO_TASKS = "Nothing to do yet.\n`a` adds a task in one line, `i` imports a list."
NO_MATCH = "No task matches.\n`esc` clears the filter."


class QueuePane(Vertical):
    """Shows the tasks it is given; what is filtered, sorted and marked is its own business."""

    def __init__(self, settings: Settings, catalogue: Catalogue, *, id: str) -> None:
        super().__init__(id=id)
        self._settings = settings
        self._memory = QueueMemory(catalogue)
        self._entries: Sequence[Entry] = ()  # in their order
        self._shown: Sequence[Entry] = ()  # those that the filter leaves
        self._tasks: Sequence[Task] = ()
        self._planned: frozenset[str] = frozenset()
        self._stated: Mapping[str, float] = {}
        self._now: datetime | None = None
        self._marked: set[str] = set()
        self._sort = view.SORTS[0]
        self._title = ""
        self._own_notes: dict[str, str] = {}
        self._query = ""

    def compose(self) -> ComposeResult:
        """The list; the filter comes when it is asked for."""
        yield QueueList(id="queue")

    def prefer(self, settings: Settings) -> None:
        """Show by these preferences from now on."""
        self._settings = settings

    @property
    def list(self) -> QueueList:
        """The rows on show."""
        return self.query_one("#queue", QueueList)

    @property
    def find_bar(self) -> FindBar | None:
        """The filter, while it is open."""
        return cast("FindBar | None", next(iter(self.query("FindBar")), None))

    @property
    def chosen(self) -> tuple[str, ...]:
        """The ids of the marked tasks, or of the one that the cursor is on."""
        key = self.list.selected_key
        return tuple(sorted(self._marked)) or ((key,) if key else ())

    def show(
        self, tasks: Sequence[Task], planned: Iterable[str], now: datetime, *, stated: Mapping[str, float]
    ) -> None:
        """Show `tasks` with the person's own minutes; `stated` are those stated, by the tasks' ids.

        Those of `planned`, by id, have their place in the plan already.
        """
        self._tasks, self._planned, self._now, self._stated = tasks, frozenset(planned), now, stated
        if self._marked:
            self._marked &= {task.id for task in tasks}
        self._arrange()

    def unmark(self) -> bool:
        """Let go of all marks; return whether there were any."""
        had = bool(self._marked)
        self._marked.clear()
        if had:
            self._draw()
        return had

    def sort_by_next(self) -> None:
        """Sort by the next column."""
        self._sort = view.SORTS[(view.SORTS.index(self._sort) + 1) % len(view.SORTS)]
        self._arrange()

    async def open_filter(self, words: str = "") -> None:
        """Ask for words to filter by; those given are there already."""
        from gigplanner.tui.widgets.find_bar import FindBar

        if self.find_bar is None:
            await self.mount(FindBar(), before=self.list)
        if self.find_bar:
            if words:
                self.find_bar.value = words
            self.find_bar.focus()

    def close_filter(self) -> bool:
        """Show the whole queue again; return whether there was a filter."""
        if self.find_bar is None:
            return False
        self.find_bar.remove()
        self.list.focus()
        self._filter("")
        return True

    def on_find_bar_typed(self, event: FindBar.Typed) -> None:
        """Filter as one types; enter goes into the list."""
        self._filter(event.words)
        if event.done:
            self.list.focus()

    def on_queue_list_toggled(self, event: QueueList.Toggled) -> None:
        """Remember which tasks are marked."""
        (self._marked.add if event.marked else self._marked.discard)(event.key)
        self._retitle()

    def on_queue_list_highlighted(self) -> None:
        """Say whose minutes those of the chosen task are."""
        self._retitle()

    def _filter(self, words: str) -> None:
        self._query = words.strip()
        if self._shown and self._narrowed() == self._shown:
            self._retitle()
        else:
            self._draw()

    def _arrange(self) -> None:
        """Put the tasks in order, and draw them."""
        if self._now is not None:
            tasks = view.sorted_tasks(self._tasks, self._sort)
            self._entries = self._memory.entries(tasks, self._settings, self._now, stated=self._stated)
            self._draw()

    def _draw(self) -> None:
        if self._now is None:
            return
        self._shown, flagged = self._narrowed(), self._marked | self._planned
        rows = [self._flagged(one.row) if one.row.key in flagged else one.row for one in self._shown]
        self._title = f"Queue · {len(rows)}"
        if pay := view.pay_words([entry.task for entry in self._shown], self._settings.currency):
            self._title += f" · {pay}"
        self._own_notes = {row.key: row.own_note for row in rows if row.own_note}
        self.list.show(rows, empty=NO_MATCH if self._query else NO_TASKS)
        self._retitle()

    def _narrowed(self) -> Sequence[Entry]:
        return narrowed(self._entries, self._query.casefold().split())

    def _flagged(self, row: QueueRow) -> QueueRow:
        return row._replace(marked=row.key in self._marked, planned=row.key in self._planned)

    def _retitle(self) -> None:
        """Say above the list what is in it; below, how it is sorted, and of the chosen task whose minutes.

        Its platform too, where there is room: in the row there may be no more than its colour.
        """
        below = f"{len(self._marked)} marked" if self._marked else f"sort: {self._sort}"
        if note := self._own_notes.get(self.list.selected_key or ""):
            below = f"{note} · {below}"
        chosen = self.list.selected_row
        if chosen and chosen.platform and width_of(f"{chosen.platform} · {below}") <= self.list.room.width:
            below = f"{chosen.platform} · {below}"
        filtered = f" · /{self._query}" if self._query else ""
        self.list.retitle(f"{self._title}{filtered}", below)

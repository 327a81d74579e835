"""The queue's pane: the list with its filter, its order and its marks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from textual.app import ComposeResult

from gigplanner.model.catalogue import Catalogue
from gigplanner.model.records import Task
from gigplanner.model.settings import Settings
from gigplanner.tui.screens import plan_view as view
from gigplanner.tui.screens.plan_queue_rows import Entry, QueueMemory, goes_on, narrowed
from gigplanner.tui.text import width_of
from gigplanner.tui.widgets.panels import Column
from gigplanner.tui.widgets.queue import QueueHeadings, QueueList, QueueRow
from gigplanner.tui.widgets.queue_rows import natural_widths

if TYPE_CHECKING:  # imported when the filter is opened
    from gigplanner.tui.widgets.find_bar import FindBar

NO_TASKS = "Nothing to do yet.\n`a` adds a task in one line, `i` imports a list."
NO_MATCH = "No task matches.\n`esc` clears the filter."


class _Laid(NamedTuple):
    """Tasks as rows with their marks, and what is said above them."""

    rows: Sequence[QueueRow]
    title: str


class QueuePane(Column):
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
        self._query = ""
        self._whole: _Laid | None = None  # the queue unfiltered, as last drawn
        self._widths: dict[str, int] = {}  # of its columns
        self._find_bar: FindBar | None = None  # once it has been asked for: to come again it costs less

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
        return self._find_bar if self._find_bar is not None and self._find_bar.display else None

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
        self._whole = None
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

        if self._find_bar is None:
            self._find_bar = FindBar()
            await self.mount(self._find_bar, before=self.list)
        self._find_bar.display = True
        if words:
            self._find_bar.value = words
        self.screen.set_focus(self._find_bar)  # at once: the next letter is on its way

    def close_filter(self) -> bool:
        """Show the whole queue again; return whether there was a filter."""
        bar = self.find_bar
        if bar is None:
            return False
        self.screen.set_focus(self.list)  # at once: else Textual first finds another for what is gone
        bar.display = False
        bar.value = ""
        self._filter("")
        return True

    def on_find_bar_typed(self, event: FindBar.Typed) -> None:
        """Filter as one types; enter goes into the list."""
        self._filter(event.words)
        if event.done:
            self.screen.set_focus(self.list)
        event.paint()

    def on_queue_list_toggled(self, event: QueueList.Toggled) -> None:
        """Remember which tasks are marked."""
        (self._marked.add if event.marked else self._marked.discard)(event.key)
        self._whole = None
        self._retitle()

    def on_queue_list_highlighted(self) -> None:
        """Say whose minutes those of the chosen task are."""
        self._retitle()

    def _filter(self, words: str) -> None:
        before, self._query = self._query, words.strip()
        entries = self._shown if goes_on(before, self._query) else self._entries
        found = narrowed(entries, self._query)
        if self._shown and found == self._shown:
            self._retitle()
        else:
            self._draw(found)

    def _arrange(self) -> None:
        """Put the tasks in order, and draw them."""
        if self._now is not None:
            tasks = view.sorted_tasks(self._tasks, self._sort)
            self._entries = self._memory.entries(tasks, self._settings, self._now, stated=self._stated)
            self._widths = natural_widths([entry.row for entry in self._entries], QueueHeadings())
            self._whole = None
            self._draw()

    def _draw(self, found: Sequence[Entry] | None = None) -> None:
        """Draw the tasks that the filter leaves, `found` if they are known.

        The columns stay as wide as the whole queue's: they do not jump while one types.
        """
        if self._now is None:
            return
        self._shown = narrowed(self._entries, self._query) if found is None else found
        laid = self._whole if self._shown is self._entries else None
        laid = laid or self._laid(self._shown)
        if self._shown is self._entries:
            self._whole = laid
        self._title = laid.title
        self.list.show(laid.rows, empty=NO_MATCH if self._query else NO_TASKS, widths=self._widths)
        self._retitle()

    def _laid(self, entries: Sequence[Entry]) -> _Laid:
        flagged = self._marked | self._planned
        rows = [self._flagged(one.row) if one.row.key in flagged else one.row for one in entries]
        title = f"Queue · {len(rows)}"
        if pay := view.pay_words([entry.task for entry in entries], self._settings.currency):
            title += f" · {pay}"
        return _Laid(rows, title)

    def _flagged(self, row: QueueRow) -> QueueRow:
        return row._replace(marked=row.key in self._marked, planned=row.key in self._planned)

    def _retitle(self) -> None:
        """Say above the list what is in it; below, how it is sorted, and of the chosen task whose minutes.

        Its platform too, where there is room: in the row there may be no more than its colour.
        """
        below = f"{len(self._marked)} marked" if self._marked else f"sort: {self._sort}"
        chosen = self.list.selected_row
        if chosen and chosen.own_note:
            below = f"{chosen.own_note} · {below}"
        if chosen and chosen.platform and width_of(f"{chosen.platform} · {below}") <= self.list.room.width:
            below = f"{chosen.platform} · {below}"
        filtered = f" · /{self._query}" if self._query else ""
        self.list.retitle(f"{self._title}{filtered}", below)

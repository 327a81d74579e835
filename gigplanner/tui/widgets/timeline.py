"""The day's timeline: an agenda with a cursor, a line for now, and blocks as tall as they are long."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from textual import events

from gigplanner.tui.text import Line, plain
from gigplanner.tui.widgets.lines import KeyMessage, LineView
from gigplanner.tui.widgets.moving import MovingList
from gigplanner.tui.widgets.timeline_rows import Grip, TimelineItem, TimelineView, grip_at, timeline_lines

MINUTES_A_ROW = 5  # by which an edge moves when it is dragged by a row: rows are no scale of time

__all__ = ["Timeline", "TimelineItem"]


class Timeline(MovingList):
    """What is on in a day, and what is planned for its gaps.

    `Highlighted` is posted when the person moves to an item, `Chosen` on enter or a second click, `Dropped`
    when a placement was dragged onto something, `Pulled` when an edge was.
    """

    class Highlighted(KeyMessage):
        """The person moved to the item `key`."""

    class Chosen(KeyMessage):
        """The person chose the item `key`."""

    class Dropped(KeyMessage):
        """The person dragged the placement `key` onto the item `target`."""

        def __init__(self, control: LineView, key: str, target: str) -> None:
            super().__init__(control, key)
            self.target = target

    class Pulled(KeyMessage):
        """The person dragged an edge of the item `key` by some minutes."""

        def __init__(self, control: LineView, key: str, edge: Literal["start", "end"], minutes: int) -> None:
            super().__init__(control, key)
            self.edge = edge
            self.minutes = minutes

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._view = TimelineView()
        self._selected = ""
        self._wanted = ""  # the key that the cursor goes to once it is there
        self._grip: Grip | None = None
        self._gripped_row = 0
        self._target = ""
        self._was_dragged = False

    @property
    def selected_key(self) -> str | None:
        """The key of the item that the cursor is on."""
        return self._selected or None

    def show(
        self,
        items: Sequence[TimelineItem],
        *,
        now: datetime | None = None,
        now_label: str = "",
        start_hour: int = 7,
        end_hour: int = 22,
        title: str | None = None,
        empty: str = "",
    ) -> None:
        """Show a day's items, in order of their start.

        `now` is the naive wall time of the line that says so, None on other days; `now_label` its wording if
        not HH:MM. The cursor stays on its item by key, else near it; at first it is on what is on now.
        """
        index = self._index()
        before = None if index is None else self._view.items[index]
        self._view = TimelineView(tuple(items), now, now_label, start_hour, end_hour, empty)
        if title is not None:
            self.retitle(title)
        if any(item.key == self._wanted for item in items):
            self._selected, self._wanted = self._wanted, ""
        if self._index() is None:
            self._selected = self._nearest(before)
        self.redraw()
        self.reveal()

    def select(self, key: str) -> None:
        """Put the cursor on the item `key`, now or when it comes, without posting anything."""
        if any(item.key == key for item in self._view.items):
            self._selected, self._wanted = key, ""
            self.redraw()
            self.reveal()
        else:
            self._wanted = key

    def draw(self, width: int, height: int) -> Sequence[Line]:
        """Return the day's lines."""
        return timeline_lines(
            self._view,
            width,
            height,
            selected=self._selected,
            cursor=self.cursor_style,
            target=self._target,
        )

    def action_move(self, by: int) -> None:
        """Move the cursor by some items."""
        items = self._view.items
        if items:
            index = self._index() or 0
            self._go(items[max(0, min(index + by, len(items) - 1))].key)

    def action_choose(self) -> None:
        """Choose the item that the cursor is on."""
        if self._selected:
            self.post_message(self.Chosen(self, self._selected))

    def on_click(self, event: events.Click) -> None:
        """Select the item clicked on; a click on the selected one chooses it."""
        if self._was_dragged:
            return
        key = self.key_under(event)
        if key and key == self._selected:
            self.action_choose()
        elif key:
            self._go(key)

    # --- dragging --------------------------------------------------------------------------------------

    def key_under(self, event: events.MouseEvent) -> str:
        """Return the key of the item that the mouse is on, "" for none."""
        row = self.row_under(event)
        return self._lines[row].key if row is not None and 0 <= row < len(self._lines) else ""

    def aim_at(self, key: str) -> None:
        """Show that what is dragged would go to the item `key`; "" shows nothing."""
        if key != self._target:
            self._target = key
            self.redraw()

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take hold of what the mouse is on."""
        row = self.row_under(event)
        self._was_dragged = False
        self._grip = grip_at(self._view, self._lines, row) if row is not None else None
        if self._grip and row is not None:
            self._gripped_row = row
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Show where what is dragged would go."""
        if self._grip is None:
            return
        if self._grip.part == "whole":
            key = self.key_under(event)
            self._was_dragged = self._was_dragged or key != self._grip.key
            self.aim_at(key if key != self._grip.key else "")
        else:
            minutes = self._pulled_minutes(event)
            self._was_dragged = self._was_dragged or minutes != 0
            self.border_subtitle = plain(f"{self._grip.part} {minutes:+d} min") if minutes else None

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Let go: say what was dragged where."""
        grip, self._grip = self._grip, None
        if grip is None:
            return
        self.release_mouse()
        self.aim_at("")
        self.border_subtitle = None
        if grip.part == "whole":
            target = self.key_under(event)
            if target and target != grip.key:
                self.post_message(self.Dropped(self, grip.key, target))
        elif minutes := self._pulled_minutes(event):
            self.post_message(self.Pulled(self, grip.key, grip.part, minutes))

    def _pulled_minutes(self, event: events.MouseEvent) -> int:
        offset = event.get_content_offset_capture(self)
        return (offset.y + self.scroll_offset.y - self._gripped_row) * MINUTES_A_ROW

    def _go(self, key: str) -> None:
        if key == self._selected:
            return
        self._selected = key
        self.redraw()
        self.reveal()
        self.post_message(self.Highlighted(self, key))

    def _index(self) -> int | None:
        return next((i for i, item in enumerate(self._view.items) if item.key == self._selected), None)

    def _nearest(self, lost: TimelineItem | None) -> str:
        """Return the key of what took the place of a lost item; without one, of what is on or comes next."""
        items = self._view.items
        if not items:
            return ""
        if lost is not None:
            return next((item.key for item in items if item.start >= lost.start), items[-1].key)
        now = self._view.now
        ahead = (item.key for item in items if now and item.kind != "allday" and item.end > now)
        return next(ahead, items[0].key)

    def reveal(self) -> None:
        """Scroll until the chosen item is seen."""
        rows = [index for index, line in enumerate(self._lines) if line.key and line.key == self._selected]
        if rows:
            self.keep_in_view(rows[0], rows[-1])

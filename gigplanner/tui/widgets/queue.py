"""The task queue: a list of ten thousand rows of which only the visible ones are ever drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.strip import Strip

from gigplanner.tui.text import Line, empty_lines
from gigplanner.tui.widgets.lines import KeyMessage, LineView
from gigplanner.tui.widgets.moving import MovingList
from gigplanner.tui.widgets.queue_rows import (
    Columns,
    QueueHeadings,
    QueueRow,
    columns_for,
    header_line,
    natural_widths,
    row_line,
)

__all__ = ["QueueHeadings", "QueueList", "QueueRow"]


class QueueList(MovingList):
    """The queue with its cursor and marks.

    `Highlighted` is posted when the person moves to a row, `Chosen` on enter or a second click, `Toggled`
    when they mark or unmark one with space (the row shows its mark at once).
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("space", "mark", "Mark", show=False)]

    class Highlighted(KeyMessage):
        """The person moved to the row `key`."""

    class Chosen(KeyMessage):
        """The person chose the row `key`."""

    class Toggled(KeyMessage):
        """The person marked or unmarked the row `key`."""

        def __init__(self, control: LineView, key: str, marked: bool) -> None:
            super().__init__(control, key)
            self.marked = marked

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._rows: list[QueueRow] = []
        self._headings = QueueHeadings()
        self._natural: dict[str, int] = {}
        self._columns: Columns | None = None
        self._empty = ""
        self._at = 0

    @property
    def selected_row(self) -> QueueRow | None:
        """The row that the cursor is on."""
        return self._rows[self._at] if self._at < len(self._rows) else None

    @property
    def selected_key(self) -> str | None:
        """The key of the row that the cursor is on."""
        return self._rows[self._at].key if self._rows else None

    @property
    def rows(self) -> tuple[QueueRow, ...]:
        """The rows, in the list's order."""
        return tuple(self._rows)

    @property
    def marked_keys(self) -> tuple[str, ...]:
        """The keys of the marked rows, in the list's order."""
        return tuple(row.key for row in self._rows if row.marked)

    def show(
        self,
        rows: Sequence[QueueRow],
        *,
        title: str | None = None,
        subtitle: str = "",
        headings: QueueHeadings | None = None,
        empty: str = "",
        widths: dict[str, int] | None = None,
    ) -> None:
        """Show the rows, in the order given; the cursor stays on its row by key, else at its height.

        `widths` are how wide each column would like to be, if that is not for these rows to say.
        """
        key = self.selected_key
        self._rows = list(rows)
        at = self._place_of(key) if key else None
        self._at = min(self._at, max(0, len(self._rows) - 1)) if at is None else at
        self._headings = headings or self._headings
        self._natural = natural_widths(self._rows, self._headings) if widths is None else widths
        self._empty = empty
        if title is not None:
            self.retitle(title, subtitle)
        self._renew()

    def select(self, key: str) -> None:
        """Put the cursor on the row `key`, if it is there, without posting anything."""
        if (at := self._place_of(key)) is not None:
            self._put(at)

    def draw(self, width: int, height: int) -> Sequence[Line]:
        """Return the lines of an empty list; those of a filled one are drawn as they are seen."""
        return [] if self._rows else empty_lines(self._empty, width)

    def redraw(self) -> None:
        """Draw the visible rows again."""
        self._renew()

    def redraw_chosen(self) -> None:
        """Draw the cursor's row again."""
        self._repaint(self._at)

    def is_drawn_for(self, room: Size) -> bool:
        """Whether the rows are as wide as the room: how many of them are seen does not change them."""
        if not self._rows or self._drawn_for is None:
            return super().is_drawn_for(room)
        return room.width == self._drawn_for.width

    def render_line(self, y: int) -> Strip:
        """Return a visible row; the first is always the columns' names."""
        if not self._rows:
            return super().render_line(y)
        width = self.room.width
        if self._columns is None or not self.is_drawn_for(self.room):
            self._drawn_for = self.room
            self._columns = columns_for(width, self._natural)
            self._strips.clear()
        row = -1 if y == 0 else y - 1 + self.scroll_offset.y
        strip = self._strips.get(row)
        if strip is None:
            strip = self._strips[row] = self.strip_of(self._row_line(row, self._columns), width)
        return strip

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the rows of the whole list with its header."""
        return len(self._rows) + 1

    def action_move(self, by: int) -> None:
        """Move the cursor by some rows."""
        self._go(self._at + by)

    @property
    def page_rows(self) -> int:
        """As many rows as are visible."""
        return max(1, self.room.height - 2)

    def action_choose(self) -> None:
        """Choose the row that the cursor is on."""
        if self._rows:
            self.post_message(self.Chosen(self, self._rows[self._at].key))

    def action_mark(self) -> None:
        """Mark or unmark the row that the cursor is on, and go on to the next."""
        if not self._rows:
            return
        row = self._rows[self._at]
        row = self._rows[self._at] = row._replace(marked=not row.marked)
        self._repaint(self._at)
        self.post_message(self.Toggled(self, row.key, row.marked))
        self._go(self._at + 1)

    def on_click(self, event: events.Click) -> None:
        """Select the row clicked on; a click on the selected one chooses it."""
        index = self._index_under(event)
        if index == self._at:
            self.action_choose()
        elif index is not None:
            self._go(index)

    def key_under(self, event: events.MouseEvent) -> str:
        """Return the key of the row that the mouse is on, "" for none."""
        index = self._index_under(event)
        return "" if index is None else self._rows[index].key

    def _place_of(self, key: str) -> int | None:
        return next((index for index, row in enumerate(self._rows) if row.key == key), None)

    def _index_under(self, event: events.MouseEvent) -> int | None:
        offset = event.get_content_offset(self)
        if offset is None or offset.y < 1:
            return None
        index = offset.y - 1 + self.scroll_offset.y
        return index if index < len(self._rows) else None

    def _row_line(self, index: int, columns: Columns) -> Line:
        if index < 0:
            return header_line(columns, self._headings)
        if index >= len(self._rows):
            return Line()
        return row_line(self._rows[index], columns, chosen=index == self._at, cursor=self.cursor_style)

    def _renew(self) -> None:
        self._strips.clear()
        self._columns = None
        if self._rows:
            self._lines = []
            self.virtual_size = Size(self.room.width, len(self._rows) + 1)
            self.reveal()
            self.refresh()
        else:
            self._compute(self.room)
            self.virtual_size = Size(self.room.width, len(self._lines))
            self.refresh()

    def _go(self, index: int) -> None:
        if not self._rows:
            return
        index = max(0, min(index, len(self._rows) - 1))
        if index != self._at:
            self._put(index)
            self.post_message(self.Highlighted(self, self._rows[index].key))

    def _put(self, index: int) -> None:
        before, self._at = self._at, index
        self._repaint(before)
        self._repaint(index)
        self.reveal()

    def _repaint(self, index: int) -> None:
        self._strips.pop(index, None)
        self.refresh_line(index + 1)

    def reveal(self) -> None:
        """Scroll until the cursor's row is seen below the header."""
        visible = self.room.height - 1
        top = self.scroll_offset.y
        if visible > 0 and not top <= self._at < top + visible:
            target = self._at if self._at < top else self._at - visible + 1
            self.scroll_to(y=target, animate=False, force=True)

"""Panels, and the containers of a screen of them. Textual lays a screen out a second time when what something
holds has grown in the first, and paints every container's background below its panels: here the first layout
is right already and nothing is painted that is not seen, so that flipping through days costs half.
"""

from __future__ import annotations

from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.geometry import Region, Size
from textual.layout import DockArrangeResult
from textual.reactive import Reactive
from textual.strip import Strip
from textual.widget import Widget

from gigplanner.tui.widgets.kept_scroll_bar import KeepsScrollBar
from gigplanner.tui.widgets.lines import LineView


class _Unpainted(Widget):
    """Shows its children, and between them the screen."""

    virtual_size = Reactive(Size(0, 0), layout=False, repaint=False)

    def arrange(self, size: Size, optimal: bool = False) -> DockArrangeResult:
        """Arrange the children. Where their heights are their own, the room's matters not: once is enough."""
        size = self._divisible(size)
        if any(_stretches(child) for child in self.displayed_children):
            return super().arrange(size, optimal)
        return super().arrange(Size(size.width, 0), optimal)

    def _divisible(self, size: Size) -> Size:
        """Return the room that children side by side share in whole cells: one whose width has a fraction is
        measured for less than it is painted in, and so all in it is drawn twice.
        """
        layout, shares = self.styles.layout, [child.styles.width for child in self.displayed_children]
        if layout is None or layout.name != "horizontal":
            return size
        if not all(share and share.is_fraction for share in shares):
            return size
        parts = int(sum(share.value for share in shares if share))
        return size.with_width(size.width - size.width % parts) if parts else size

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return nothing: what is behind shows."""
        return []


def _stretches(widget: Widget) -> bool:
    height = widget.styles.height
    return height is None or not (height.is_auto or height.is_cells)


class Panels(VerticalScroll, _Unpainted, KeepsScrollBar):
    """All of them, to be scrolled through. There is a scrollbar at all times, a blank one where all fits:
    one that came and went would have everything laid out again.
    """

    DEFAULT_CSS = """
    Panels { overflow-y: scroll; scrollbar-size: 1 1; }
    """


class Columns(Horizontal, _Unpainted):
    """Columns side by side."""


class Column(Vertical, _Unpainted):
    """Panels, one below the other."""


class Panel(LineView, can_focus=False):
    """As high as it has lines, and never scrolled: only where that is another height all is laid out anew."""

    DEFAULT_CSS = """
    Panel { height: auto; overflow-y: hidden; }
    """
    virtual_size = Reactive(Size(0, 0), layout=False, repaint=False)

    def redraw(self) -> None:
        """Draw again, and repaint no more than the rows that became different."""
        super().redraw()
        if self.display and not 0 < len(self.lines) == self.drawn_height:
            self.refresh(layout=True)

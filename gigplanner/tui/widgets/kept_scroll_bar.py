"""Scrollbars that are not painted again as they were painted before."""

from __future__ import annotations

from textual.geometry import Region
from textual.scrollbar import ScrollBar, ScrollBarRender
from textual.strip import Strip
from textual.widget import Widget


class KeptScrollBar(ScrollBar):
    """A scrollbar that keeps what it painted: as high as the screen it costs as much as two panels, and
    while days are flipped through it looks as it did a few days ago.
    """

    KEPT = 64  # pictures

    def __init__(self, *, name: str, thickness: int) -> None:
        super().__init__(name=name, thickness=thickness)
        self._painted: dict[object, list[Strip]] = {}

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the rows of the bar, those of the last time it looked so if there are."""
        bar = self.render()
        if not isinstance(bar, ScrollBarRender):
            return super().render_lines(crop)
        look = (
            self.size,
            crop,
            bar.virtual_size,
            bar.window_size,
            bar.position,
            bar.style,
            *self.get_line_filters(),
        )
        strips = self._painted.get(look)
        if strips is None:
            if len(self._painted) >= self.KEPT:
                self._painted.clear()
            strips = self._painted[look] = super().render_lines(crop)
        return strips


class KeepsScrollBar(Widget):
    """A widget whose scrollbar at the right is such a one; the last of the bases, for it takes no focus."""

    @property
    def vertical_scrollbar(self) -> ScrollBar:
        """The scrollbar, made when it is first asked for."""
        if self._vertical_scrollbar is None:
            bar = KeptScrollBar(name="vertical", thickness=self.scrollbar_size_vertical)
            bar.display = False
            self._vertical_scrollbar = bar
            self.app._start_widget(self, bar)
        return self._vertical_scrollbar

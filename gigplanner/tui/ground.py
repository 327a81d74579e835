"""What a screen itself shows under its parts: one empty row, for all of its rows."""

from __future__ import annotations

from typing import Any

from rich.style import Style
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip


class Ground(Screen[Any]):
    """A screen that shows its background and nothing else of its own.

    Textual makes each of the rows by itself, and cuts each up, whenever another screen comes or goes.
    """

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the row, as often as it is wanted."""
        ground = self.background_colors[1]
        row = Strip.blank(crop.width, Style.from_color(bgcolor=ground.rich_color))
        for one in self.get_line_filters():
            row = row.apply_filter(one, ground)
        return [row] * crop.height

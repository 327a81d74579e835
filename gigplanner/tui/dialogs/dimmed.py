"""The screen under a dialog, dimmed: each row of it once, for as long as it stays the same.

Textual renders it through Rich and tints every piece again at every painting, several times while a dialog
opens. `Compositor.render_strips` is not public: it is what Textual's own `BackgroundScreen` shows.
"""

from __future__ import annotations

from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.css.styles import RulesMap
from textual.renderables.background_screen import BackgroundScreen
from textual.strip import Strip
from textual.style import Style as VisualStyle
from textual.visual import RenderOptions, Visual

_PLAIN = Style()


class DimmedScreen(BackgroundScreen, Visual):
    """What Textual shows behind a modal screen, row for row the same."""

    def render_strips(
        self, width: int, height: int | None, style: VisualStyle, options: RenderOptions
    ) -> list[Strip]:
        """Return the rows of the screen without links and meta, tinted."""
        rows = self.screen._compositor.render_strips()
        return [_dimmed_row(tuple(row), self.color).crop(0, width) for row in rows[:height]]

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """Return all the width there is."""
        return container_width

    def get_height(self, rules: RulesMap, width: int) -> int:
        """Return the screen's rows."""
        return self.screen.size.height


@lru_cache(maxsize=512)
def _dimmed_row(row: tuple[Segment, ...], tint: Color) -> Strip:
    return Strip(
        piece if piece.control else Segment(piece.text, _dimmed(piece.style or _PLAIN, tint)) for piece in row
    )


@lru_cache(maxsize=1024)
def _dimmed(style: Style, tint: Color) -> Style:
    (segment,) = BackgroundScreen.process_segments([Segment(" ", style)], tint)
    return segment.style or _PLAIN

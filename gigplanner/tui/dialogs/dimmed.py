"""The screen under a dialog, dimmed: each row of it once, for as long as it stays the same.

Textual renders it through Rich and tints every piece again at every painting, several times while a dialog
opens. `Compositor.render_strips` is not public: it is what Textual's own `BackgroundScreen` shows.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.renderables.background_screen import BackgroundScreen
from textual.screen import Screen
from textual.strip import Strip

_PLAIN = Style()


def dimmed_rows(screen: Screen[Any], tint: Color) -> list[Strip]:
    """Return the rows of a screen without links and meta, tinted: what Textual shows behind a dialog."""
    return [_dimmed_row(tuple(row), tint) for row in screen._compositor.render_strips()]


@lru_cache(maxsize=512)
def _dimmed_row(row: tuple[Segment, ...], tint: Color) -> Strip:
    return Strip(
        piece if piece.control else Segment(piece.text, _dimmed(piece.style or _PLAIN, tint)) for piece in row
    )


@lru_cache(maxsize=1024)
def _dimmed(style: Style, tint: Color) -> Style:
    (segment,) = BackgroundScreen.process_segments([Segment(" ", style)], tint)
    return segment.style or _PLAIN

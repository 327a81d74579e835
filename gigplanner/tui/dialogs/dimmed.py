"""The screen under a dialog, dimmed: each style of it once, not again for every piece of every painting."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.renderables.background_screen import BackgroundScreen

_PLAIN = Style()


class DimmedScreen(BackgroundScreen):
    """What Textual shows behind a modal screen: half of what opening a dialog took went into its colours."""

    @classmethod
    def process_segments(cls, segments: Iterable[Segment], color: Color) -> Iterable[Segment]:
        """Yield the segments without links and meta, tinted with `color`."""
        for segment in segments:
            text, style, control = segment
            yield segment if control else Segment(text, _dimmed(style or _PLAIN, color))


@lru_cache(maxsize=1024)
def _dimmed(style: Style, tint: Color) -> Style:
    (segment,) = BackgroundScreen.process_segments([Segment(" ", style)], tint)
    return segment.style or _PLAIN

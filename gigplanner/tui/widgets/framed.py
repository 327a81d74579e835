"""The rows of a widget within its border: text, padding and border put together in one go.

Textual makes three strips of each such row, and works out for every one what the whole widget shares: for
panels full of rows that is most of what painting them costs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from rich.segment import Segment
from textual._border import get_box
from textual._segment_tools import make_blank
from textual._styles_cache import StylesCache
from textual.color import Color
from textual.css.styles import StylesBase
from textual.geometry import Size, Spacing
from textual.strip import Strip
from textual.style import Style

_Sides = tuple[list[Segment], list[Segment]]


class FramedRows(StylesCache):
    """What a widget paints, by row. Borders above and below, and whatever is out of the ordinary, are
    Textual's.
    """

    def __init__(self) -> None:
        super().__init__()
        self._sides: _Sides | None = None
        self._is_ordinary = False

    @property
    def is_clean(self) -> bool:
        """Whether what was painted last is still good: nothing has been marked since."""
        return bool(self._cache) and not self._dirty_lines

    def render(self, styles: StylesBase, *args: Any, **kwargs: Any) -> list[Strip]:
        """Return the rows asked for; what is at their sides is looked up once for all of them."""
        self._sides = None
        self._is_ordinary = (
            not styles.tint.a
            and styles.text_opacity == 1.0
            and not styles.has_rule("hatch")
            and not any(edge for edge, _ in styles.outline)
        )
        return super().render(styles, *args, **kwargs)

    def render_line(
        self,
        styles: StylesBase,
        y: int,
        size: Size,
        content_size: Size,
        padding: Spacing,
        base_background: Color,
        background: Color,
        render_content_line: Callable[[int], Strip],
        border_title: Any,
        border_subtitle: Any,
        opacity: float,
        ansi_theme: Any,
        native_ansi: bool,
    ) -> Strip:
        """Return a row with its border and padding."""
        row = y - styles.gutter.top
        if not self._is_ordinary or opacity != 1.0 or not 0 <= row < content_size.height:
            return super().render_line(
                styles,
                y,
                size,
                content_size,
                padding,
                base_background,
                background,
                render_content_line,
                border_title,
                border_subtitle,
                opacity,
                ansi_theme,
                native_ansi,
            )
        inner, outer = self.get_inner_outer(base_background, background)
        line = render_content_line(row).adjust_cell_length(content_size.width, inner.rich_style)
        if self._sides is None:
            self._sides = _sides(styles, padding, base_background, inner, outer)
        left, right = self._sides
        return Strip([*left, *line, *right], size.width)


def _sides(styles: StylesBase, padding: Spacing, under: Color, inner: Style, outer: Style) -> _Sides:
    """Return what is left and right of every row: border and padding."""
    _, (right_edge, right_colour), _, (left_edge, left_colour) = styles.border
    return (
        [*_edge(left_edge, under + left_colour, inner, outer, 0), *_blank(padding.left, inner)],
        [*_blank(padding.right, inner), *_edge(right_edge, under + right_colour, inner, outer, 2)],
    )


def _edge(edge: Any, colour: Color, inner: Style, outer: Style, column: int) -> Sequence[Segment]:
    return [get_box(edge, inner, outer, Style(foreground=colour))[1][column]] if edge else []


def _blank(cells: int, inner: Style) -> Sequence[Segment]:
    return [make_blank(cells, inner.rich_style)] if cells else []

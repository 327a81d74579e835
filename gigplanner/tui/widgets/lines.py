"""What every widget of ours that draws line by line has in common: styles, caches, and no wasted repaint."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.color import Color, ColorParseError
from textual.filter import ANSIToTruecolor, LineFilter
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from gigplanner.model.text import in_place
from gigplanner.tui.text import Line, Piece, fill, plain
from gigplanner.tui.theme import MARK, legible
from gigplanner.tui.widgets.framed import FramedRows
from gigplanner.tui.widgets.kept_scroll_bar import KeepsScrollBar

# what a piece's style names stand for: foreground and background by theme variable, then text attributes.
# Looked up here and not as component classes: those Textual works out anew for each widget and restyling.
_STYLES: dict[str, tuple[str, str, Style]] = {
    "money": ("money", "", Style()),
    "money-soft": ("money-soft", "", Style()),
    "pending": ("pending", "", Style()),
    "time": ("time", "", Style()),
    "alert": ("alert", "", Style()),
    "quiet": ("quiet", "", Style()),
    "faint": ("faint", "", Style()),
    "off": ("off", "", Style()),
    "rule": ("line", "", Style()),
    "strong": ("", "", Style(bold=True)),
    "heading": ("quiet", "", Style()),
    "today": ("time", "", Style(bold=True)),
    **{f"heat-{step}": (f"heat-{step}", f"heat-{step}", Style()) for step in range(1, 5)},
    "done": ("quiet", "", Style(strike=True)),
    "chosen": ("", "cursor", Style(bold=True)),
    "cursor": ("", "cursor", Style()),
    "cursor-away": ("", "cursor-away", Style()),
}


class LineView(ScrollView, KeepsScrollBar, can_focus=False):
    """A widget drawn from `Line`s: a subclass says in `draw` what they are, and calls `redraw` on news."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    LineView {
        width: 1fr;
        height: 1fr;
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size: 1 1;
        background: $background;
        color: $foreground;
        border: round $line;
        border-title-color: $foreground;
        border-title-style: bold;
        border-title-background: $background;
        border-subtitle-color: $quiet;
        border-subtitle-background: $background;
        padding: 0 1;

        &:focus {
            border: round $line-focus;
            border-title-color: $line-focus; border-title-style: bold reverse;
        }
        &.-bare { border: none; padding: 0; }

    }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._styles_cache: FramedRows = FramedRows()
        self._painted: tuple[Region, list[Strip]] | None = None  # where, and what was painted there last
        self._painted_in: Size | None = None  # the room, while rows are painted: Textual works it out at each
        self._lines: list[Line] = []
        self._drawn_for: Size | None = None
        self._strips: dict[int, Strip] = {}
        self._named_styles: dict[str, Style] = {}
        self._base_style: Style | None = None
        self._drawn_in: tuple[str, Style] | None = None
        self._titles = ("", "")
        self._under = ""

    def draw(self, width: int, height: int) -> Sequence[Line]:
        """Return the widget's lines for a room of `width` × `height` cells, both at least one."""
        raise NotImplementedError

    @property
    def room(self) -> Size:
        """The cells there are to draw in: without border, padding and scrollbar."""
        return self.scrollable_content_region.size

    @property
    def drawn_height(self) -> int:
        """The height of the room that the lines were drawn for."""
        return self._drawn_for.height if self._drawn_for else 0

    @property
    def lines(self) -> Sequence[Line]:
        """The lines as last drawn."""
        return tuple(self._lines)

    @property
    def cursor_style(self) -> str:
        """The style under the chosen row: plain to see with the focus here, calm without."""
        return "cursor" if self.has_focus else "cursor-away"

    def retitle(self, title: str, subtitle: str = "") -> None:
        """Put literal text into the border, above and below; new words paint the whole widget anew."""
        if (title, subtitle) == self._titles:
            return
        self._titles = (title, subtitle)
        self.border_title = plain(title) if title else None
        self.border_subtitle = plain(subtitle) if subtitle else None

    def redraw(self) -> None:
        """Draw again, and repaint no more than the rows that became different."""
        before = self._lines
        room = self.room
        self._compute(room)
        if len(before) != len(self._lines):
            self._strips.clear()
            self.virtual_size = Size(room.width, len(self._lines))
            self.refresh()
            return
        for y, (old, new) in enumerate(zip(before, self._lines, strict=True)):
            if old != new:
                self._strips.pop(y, None)
                self.refresh_line(y)

    def redraw_chosen(self) -> None:
        """Draw the chosen row again: the keys act on it from now on, or no longer."""
        self.redraw()

    def is_drawn_for(self, room: Size) -> bool:
        """Whether what was drawn last is good for a room of this size."""
        return room == self._drawn_for

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the rows to be painted: the same as last time while nothing in them has changed."""
        if self._painted is None or self._painted[0] != crop or not self._styles_cache.is_clean:
            self._painted_in = self.room
            self._painted = (crop, super().render_lines(crop))
            self._painted_in = None
        return self._painted[1]

    def render_line(self, y: int) -> Strip:
        """Return the strip of a visible row."""
        room = self._painted_in or self.room
        if not self.is_drawn_for(room):
            self._compute(room)
            self._strips.clear()
            self.call_later(self._grow)
        row = y + self.scroll_offset.y
        strip = self._strips.get(row)
        if strip is None:
            line = self._lines[row] if 0 <= row < len(self._lines) else Line()
            strip = self._strips[row] = self.strip_of(line, room.width)
        return strip

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return what is done to each row before it is painted: no ANSI colour is sought where none is."""
        filters = super().get_line_filters()
        if self.app.current_theme.ansi:
            return filters
        return [kept for kept in filters if not isinstance(kept, ANSIToTruecolor)]

    def strip_of(self, line: Line, width: int) -> Strip:
        """Return a line as a strip of exactly `width` cells in the theme's colours."""
        base = self._base_style
        if base is None:
            base = self._base_style = self.rich_style  # Textual blends it anew at every call
            self._drawn_in = (self.app.theme, base)
            self._under = self.app.theme_variables["background"]
        if line.under:
            base += self._named(line.under)
        segments = [
            Segment(in_place(piece.text), self._style_of(piece, base)) for piece in fill(line.pieces, width)
        ]
        return Strip(segments, max(width, 0))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many rows there are to show, for a widget whose height is `auto`."""
        return len(self.draw(max(1, width), max(1, viewport.height)))

    def notify_style_update(self) -> None:
        """Forget what was drawn in other colours, such as those of another theme."""
        super().notify_style_update()
        if self._base_style is not None and (self.app.theme, self.rich_style) != self._drawn_in:
            self._strips.clear()
            self._named_styles.clear()
            self._base_style = None

    def reveal(self) -> None:
        """Scroll until the chosen row is seen, in a widget that has one."""

    def keep_in_view(self, first: int, last: int) -> None:
        """Scroll no further than needed for the rows `first` to `last` to be seen."""
        height = self.room.height
        top = self.scroll_offset.y
        if height <= 0 or (top <= first and last < top + height):
            return
        target = first if first < top or last - first >= height else last - height + 1
        self.scroll_to(y=target, animate=False, force=True)

    def on_resize(self) -> None:
        """Draw for the new room, unless the layout has had it painted already; show the chosen row."""
        if not self.is_drawn_for(self.room):
            self._strips.clear()
            self.redraw()
            self.refresh()
        self.reveal()

    def on_focus(self) -> None:
        """Show the chosen row as the one that keys act on."""
        self.redraw_chosen()

    def on_blur(self) -> None:
        """Show the chosen row as resting."""
        self.redraw_chosen()

    def row_under(self, event: events.MouseEvent) -> int | None:
        """Return the row of the content that the mouse is on."""
        offset = event.get_content_offset(self)
        return None if offset is None else offset.y + self.scroll_offset.y

    def _grow(self) -> None:
        self.virtual_size = Size(self.room.width, len(self._lines))

    def _compute(self, room: Size) -> None:
        self._drawn_for = room
        self._lines = list(self.draw(room.width, room.height)) if room.width > 0 and room.height > 0 else []

    def _named(self, name: str) -> Style:
        """Return what a style's name stands for in the theme on show."""
        style = self._named_styles.get(name)
        if style is None:
            foreground, background, style = _STYLES[name]
            if background and self.app.current_theme.ansi:  # the palette is not known: no colour on another
                background, style = "", style + Style(reverse=background == "cursor")
            variables = self.app.theme_variables
            for variable, is_background in ((foreground, False), (background, True)):
                if variable:
                    colour = Color.parse(variables[variable]).rich_color
                    style += Style(bgcolor=colour) if is_background else Style(color=colour)
            self._named_styles[name] = style
        return style

    def _style_of(self, piece: Piece, base: Style) -> Style:
        style = base
        for name in piece.style.split():
            style += self._named(name)
        colour = _hex_style(piece.colour, self._under) if piece.colour else None
        return style + colour if colour else style


class KeyMessage(Message):
    """A message about one item of a widget, by the item's key."""

    def __init__(self, control: LineView, key: str) -> None:
        super().__init__()
        self._control = control
        self.key = key

    @property
    def control(self) -> LineView:
        """The widget that posted it."""
        return self._control


@lru_cache(maxsize=256)
def _hex_style(colour: str, background: str) -> Style | None:
    """Return the style of a platform's colour, strong enough to be told from what is under it."""
    try:
        seen = legible(colour, background, MARK) if background.startswith("#") else colour
        return Style(color=Color.parse(seen).rich_color)
    except (ColorParseError, ValueError):
        return None

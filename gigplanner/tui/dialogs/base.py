"""What all dialogs have in common: a card in the middle, one line for what is wrong, one for the keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple, TypeVar

from rich.style import Style
from textual import events
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.geometry import Region
from textual.renderables.background_screen import BackgroundScreen
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widgets import Static

from gigplanner.tui.dialogs.dimmed import dimmed_rows
from gigplanner.tui.leaving import Leaving
from gigplanner.tui.sized import Sized
from gigplanner.tui.text import Line, Piece, fill, plain, styled, width_of
from gigplanner.tui.widgets.lines import LineView

Result = TypeVar("Result")

LEAVE_AGAIN = "esc again leaves without saving."
QUIT_AGAIN = "ctrl+q again quits without saving this."
WIDTHS = [(0, "-narrow"), (70, "-medium"), (110, "-wide")]
HEIGHTS = [(0, "-short"), (28, "-tall")]
_FRAME_ROWS = 3  # of the card: border above and below, and the keys


class KeyHint(NamedTuple):
    """A key at the foot of a dialog: what it does, and the action that a click on it calls."""

    key: str
    does: str
    action: str = ""


SAVE = KeyHint("ctrl+s", "save", "screen.save")
NEXT = KeyHint("tab", "next", "app.focus_next")
LEAVE = KeyHint("esc", "leave", "screen.leave")


class KeyLine(LineView, can_focus=False):
    """The keys of a dialog, in one row; each can be clicked."""

    DEFAULT_CSS = """
    KeyLine { height: 1; border: none; padding: 0; overflow-y: hidden; }
    """

    def __init__(self, hints: Sequence[KeyHint]) -> None:
        super().__init__()
        self._hints = tuple(hints)

    def draw(self, width: int, height: int) -> Sequence[Line]:
        """Return the one row; hints that do not fit whole are left out."""
        pieces: list[Piece] = []
        used = 0
        for hint in self._hints:
            gap = "   " if pieces else ""
            taken = width_of(f"{gap}{hint.key} {hint.does}")
            if used + taken > width:
                break
            pieces += [Piece(gap), Piece(hint.key, "time strong"), Piece(f" {hint.does}", "quiet")]
            used += taken
        return [Line(fill(pieces, width))]

    async def on_click(self, event: events.Click) -> None:
        """Call the action of the hint clicked on."""
        offset = event.get_content_offset(self)
        start = 0
        for hint in self._hints:
            end = start + width_of(f"{hint.key} {hint.does}")
            if offset is not None and start <= offset.x < end and hint.action:
                await self.run_action(hint.action)
                return
            start = end + 3


class Dialog(Sized, Leaving, ModalScreen[Result | None]):
    """A card over the screen. A subclass yields its body in `body` and says its title and keys."""

    HEADING = ""
    KEYS: Sequence[KeyHint] = (LEAVE,)
    SAID_ROWS: ClassVar[int] = 2  # at most, for what is wrong or understood
    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "leave"),
        Binding("ctrl+q", "leave_app", "quit", show=False),
    ]
    DEFAULT_CSS = """
    Dialog {
        align: center middle;
        background: $background 60%;

        .card {
            width: 78; max-width: 100%; height: auto; max-height: 100%;
            border: round $line-focus; border-title-color: $line-focus; border-title-style: bold reverse;
            border-title-background: $background; background: $background; padding: 0 2;
        }
        .body { height: auto; scrollbar-size: 1 1; }
        .body > Input { background: $background; border: round $line; padding: 0 1; }
        .body > Input:focus { border: round $line-focus; background-tint: $foreground 0%; }
        Input > .input--placeholder, Input > .input--suggestion { color: $faint; }
        .said { height: auto; min-height: 1; color: $quiet; }
        &.-narrow .card { width: 100%; padding: 0 1; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._at_first: object = None
        self._warned_of: object = None
        self._answered = False
        self.answered_from: object = None  # what was entered when it was answered
        self._behind: list[Strip] | None = None
        self.to_refill: object = None  # what was entered in a dialog before this one

    def compose(self) -> ComposeResult:
        """Put the body into the card."""
        card = Vertical(classes="card")
        card.border_title = plain(self.heading(), 60)
        with card:
            yield from self.parts()
            yield KeyLine(self.KEYS)

    def parts(self) -> ComposeResult:
        """What is in the card over the keys: the body, which scrolls, and what is said of it."""
        with VerticalScroll(classes="body", can_focus=False) as body:
            body.styles.max_height = self._body_rows(self.app.size.height)
            yield from self.body()
        yield self.saying(self.SAID_ROWS)

    def saying(self, rows: int) -> Static:
        """A part for what is said, of so many rows at most."""
        said = Static(id="said", classes="said")
        said.styles.max_height = rows
        return said

    def heading(self) -> str:
        """The card's title."""
        return self.HEADING

    def body(self) -> ComposeResult:
        """The widgets between title and keys."""
        raise NotImplementedError

    def entered(self) -> object:
        """Whatever the person has entered: if it has changed, leaving asks once more."""
        return None

    def refill(self, entered: object) -> None:
        """Enter again what `entered` said of a dialog like this one."""

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the rows of what is behind the card. Under another dialog nothing tells of their changes."""
        if self._dirty_regions or self._behind is None or self.app.screen is not self:
            behind = self.render()
            if type(behind) is not BackgroundScreen:
                return super().render_lines(crop)
            self._dirty_regions.clear()
            rows = dimmed_rows(behind.screen, behind.color)
            for one in self.get_line_filters():
                rows = [row.apply_filter(one, self.background_colors[1]) for row in rows]
            self._behind = rows
        rows = [row.crop(crop.x, crop.right) for row in self._behind[crop.y : crop.bottom]]
        if len(rows) == crop.height and all(row.cell_length == crop.width for row in rows[:1]):
            return rows
        ground = Strip.blank(crop.width, Style.from_color(bgcolor=self.background_colors[1].rich_color))
        rows = [row.adjust_cell_length(crop.width) for row in rows]  # what is behind has not grown yet
        return rows + [ground] * (crop.height - len(rows))

    # --- saying ----------------------------------------------------------------------------------------

    @property
    def said(self) -> Static:
        """The line under the body."""
        return self.query_one("#said", Static)

    def complain(self, sentence: str) -> None:
        """Say what is wrong or missing, or with "" that nothing is."""
        self.said.update(styled(("… ", "bold $pending"), (sentence, "$quiet")) if sentence else "")

    def approve(self, words: str) -> None:
        """Say what was understood."""
        self.said.update(styled(("✓ ", "bold $money"), words))

    # --- life ------------------------------------------------------------------------------------------

    @property
    def is_going(self) -> bool:
        """Whether the dialog is being closed, or the app is: its parts may not be there (any more)."""
        return self._answered or not self.display or super().is_going

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether an action can be done: none before the parts are there.

        A key that was on its way through the screen behind when the dialog came ends up here.
        """
        return self.is_mounted and super().check_action(action, parameters)

    def on_mount(self) -> None:
        """Know what was there before anything is typed."""
        self._at_first = self.entered()
        if self.to_refill is not None:
            self.refill(self.to_refill)

    def on_resize(self, event: events.Resize) -> None:
        """Fit the card into another height."""
        self.fit(event.size.height)

    def fit(self, rows: int) -> None:
        """Leave room for the lines under the body: the body scrolls, they never leave the screen."""
        self.query_one(".body").styles.max_height = self._body_rows(rows)

    def _body_rows(self, rows: int) -> int:
        return max(1, rows - _FRAME_ROWS - self.SAID_ROWS)

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """Answer, once: a second click on a dialog that is going must not act again or close another."""
        if self._answered:
            return AwaitComplete()
        self._answered = True
        if result is not None:
            self.answered_from = self.entered()
        return super().dismiss(result)

    def action_scroll(self, rows: int) -> None:
        """Scroll by some rows."""
        self.query_one(".body").scroll_relative(y=rows, animate=False)

    def action_leave(self) -> None:
        """Leave without an answer; ask once more if something was typed."""
        if self._is_free_to_go(LEAVE_AGAIN):
            self.dismiss(None)

    async def action_leave_app(self) -> None:
        """Leave the app; ask once more if something was typed."""
        if self._is_free_to_go(QUIT_AGAIN):
            await self.app.run_action("app.quit")

    def _is_free_to_go(self, warning: str) -> bool:
        """Whether nothing typed is lost, or the person has been told so; else tell them."""
        entered = self.entered()
        if entered == self._at_first or (entered, warning) == self._warned_of:
            return True
        self._warned_of = (entered, warning)
        self.complain(warning)
        return False

"""One card of the tour, beside the part of the screen that it tells of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Offset, Region, Size
from textual.widgets import Static

from gigplanner.tui.actions import Action
from gigplanner.tui.dialogs.base import LEAVE, Dialog, KeyHint
from gigplanner.tui.text import plain, styled, wrapped
from gigplanner.tui.tour import Stop, said

WIDTH = 50  # of a card where there is room for it


class TourCard(Dialog[int]):
    """Tells of one thing; the answer is 1 for the next card, -1 for the one before, None for the end."""

    SAID_ROWS = 0
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,right,space,down", "turn(1)", "next", show=False),
        Binding("left,up,backspace", "turn(-1)", "back", show=False),
        Binding("q", "leave", "leave", show=False),
    ]
    DEFAULT_CSS = """
    TourCard {
        align: left top;
        background: $background 35%;
        .card { visibility: hidden; }
        .said { display: none; }
        #told { margin: 0 0 1 0; }
    }
    """

    def __init__(self, stop: Stop, number: int, count: int, actions: Sequence[Action]) -> None:
        super().__init__()
        self._stop, self._number, self._count = stop, number, count
        self._parts = said(stop.words, actions)
        self.KEYS = (
            KeyHint("enter", "next" if number < count else "done", "screen.turn(1)"),
            *([KeyHint("←", "back", "screen.turn(-1)")] if number > 1 else []),
            LEAVE,
        )

    def heading(self) -> str:
        """Which card of how many, and what it tells of."""
        return f"{self._number} of {self._count} · {self._stop.title}"

    def body(self) -> ComposeResult:
        """The words, their keys in the colour of keys."""
        styles = ((text, "bold $time") if is_key else text for text, is_key in self._parts)
        yield Static(styled(*styles), id="told")

    def action_turn(self, by: int) -> None:
        """Go to another card."""
        self.dismiss(by)

    def on_screen_resume(self) -> None:
        """Go beside what it tells of, where that is known."""
        self.call_after_refresh(self._settle)

    def on_resize(self, event: events.Resize) -> None:
        """The parts of the screen are elsewhere now."""
        self.call_after_refresh(self._settle)

    def _settle(self) -> None:
        if self.is_going or self.app.screen is not self:
            return
        card = self.query_one(".card")
        found = self.app.screen_stack[-2].query(self._stop.beside)
        size = card_size("".join(text for text, _ in self._parts), self.size.width)
        offset, arrow = beside(found.first().region if found else Region(), size, self.size)
        card.styles.width, card.styles.height = size.width, size.height
        card.styles.offset = (offset.x, offset.y)
        card.styles.visibility = "visible"
        card.border_title = plain(f"{arrow} {self.heading()}" if arrow else self.heading(), 60)


def card_size(words: str, width: int) -> Size:
    """Return how large a card with these words is on a screen of `width` cells."""
    within = min(WIDTH, width)
    rows = len(wrapped(words, max(1, within - 6)))
    return Size(within, rows + 4)


def beside(told: Region, card: Size, screen: Size) -> tuple[Offset, str]:
    """Return where a card stands that tells of a part of the screen, and an arrow from it to that part.

    Below it if there is room, else above, at its left or its right; else it covers what it must, and without
    an arrow where the part is not to be seen at all.
    """

    def within(x: int, y: int) -> Offset:
        return Offset(
            max(0, min(x, screen.width - card.width)),
            max(0, min(y, screen.height - card.height)),
        )

    if not told.area:
        return within((screen.width - card.width) // 2, (screen.height - card.height) // 2), ""
    if told.bottom + card.height <= screen.height:
        return within(told.x, told.bottom), "▲"
    if told.y >= card.height:
        return within(told.x, told.y - card.height), "▼"
    if told.x >= card.width:
        return within(told.x - card.width, told.y + 1), "▶"
    if told.right + card.width <= screen.width:
        return within(told.right, told.y + 1), "◀"
    return within(told.x, told.bottom - card.height), ""

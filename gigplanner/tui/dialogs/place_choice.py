"""Where the person is in a gap."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from gigplanner.model.settings import NEEDS, Settings
from gigplanner.tui.dialogs.base import Dialog, KeyHint
from gigplanner.tui.dialogs.rows import Row, RowList
from gigplanner.tui.text import Piece, pad

_WIDEST_NAME = 16


class PlaceDialog(Dialog[str]):
    """Choose one of the person's places; the answer is its name."""

    SAID_ROWS = 0
    KEYS = (KeyHint("enter", "choose"), KeyHint("↑ ↓", "move"), KeyHint("esc", "leave", "screen.leave"))
    BINDINGS: ClassVar[list[BindingType]] = [Binding("q", "leave", "leave", show=False)]
    DEFAULT_CSS = """
    PlaceDialog { .card { width: 60; } .said { display: none; } }
    """

    def __init__(self, settings: Settings, hours: str, current: str) -> None:
        super().__init__()
        self._settings, self._hours, self._current = settings, hours, current

    def heading(self) -> str:
        """Which gap it is about."""
        return f"Where are you {self._hours}?"

    def body(self) -> ComposeResult:
        """The places, with what one has there."""
        yield RowList(id="places")

    def on_mount(self) -> None:
        """Show them."""
        self.query_one(RowList).show(place_rows(self._settings, self._current))

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Answer with the place."""
        self.dismiss(event.key)


def place_rows(settings: Settings, current: str) -> list[Row]:
    """Return a row for each place, the present one named as such."""
    return [
        Row(
            place,
            (Piece(pad(place, _WIDEST_NAME), "strong"), Piece(_had_at(settings, place), "quiet")),
            (Piece("now", "time"),) if place == current else (),
        )
        for place in settings.places
    ]


def _had_at(settings: Settings, place: str) -> str:
    had = settings.has(place)
    return ", ".join(need for need in NEEDS if need in had) or "nothing"

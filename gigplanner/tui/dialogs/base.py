"""What all dialogs have in common: a card in the middle, one line for what is wrong, one for the keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from gigplanner.tui.text import plain, styled

Result = TypeVar("Result")


class Dialog(ModalScreen[Result | None]):
    """A card over the screen. A subclass yields its body in `body` and says its title and keys."""

    HEADING = ""
    KEYS: Sequence[tuple[str, str]] = (("enter", "save"), ("esc", "leave"))
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (70, "-medium"), (110, "-wide")]  # noqa: RUF012
    BINDINGS = [("escape", "leave", "leave")]  # noqa: RUF012
    DEFAULT_CSS = """
    Dialog {
        align: center middle;
        background: $background 60%;

        .card {
            width: 76; max-width: 100%; height: auto; max-height: 100%;
            border: round $line-focus; border-title-color: $foreground; border-title-style: bold;
            background: $background; padding: 0 1;
        }
        .body { height: auto; max-height: 100%; }
        .problem { height: auto; color: $pending; }
        .keys { height: 1; color: $quiet; }
        &.-narrow .card { width: 100%; }
    }
    """

    def compose(self) -> ComposeResult:
        """Put the body into the card."""
        card = Vertical(classes="card")
        card.border_title = plain(self.heading())
        with card:
            with VerticalScroll(classes="body", can_focus=False):
                yield from self.body()
            yield Static(id="problem", classes="problem")
            yield Static(self._keys_line(), classes="keys")

    def heading(self) -> str:
        """The card's title."""
        return self.HEADING

    def body(self) -> ComposeResult:
        """The widgets between title and keys."""
        raise NotImplementedError

    def complain(self, sentence: str) -> None:
        """Say what is wrong, or with "" that nothing is."""
        self.query_one("#problem", Static).update(plain(sentence))

    def action_leave(self) -> None:
        """Leave without an answer."""
        self.dismiss(None)

    def _keys_line(self) -> object:
        parts: list[tuple[str, str] | str] = []
        for key, does in self.KEYS:
            parts += [(key, "bold $time"), f" {does}   "]
        return styled(*parts)

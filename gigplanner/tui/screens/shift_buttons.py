"""The five main actions of a shift as buttons, for mouse and touch."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Button

from gigplanner.model.shiftlog import ShiftLog
from gigplanner.tui.screens.shift_view import break_event, may

# action, key, words, words where it is narrow
BUTTONS = (
    ("start", "s", "start", "start"),
    ("order", "o", "order", "order"),
    ("delivered", "d", "delivered", "done"),
    ("break", "b", "break", "break"),
    ("stop", "S", "stop", "stop"),
)


class TouchButton(Button, can_focus=False):
    """A button for mouse and touch. It never takes the keys: enter stays with the filler."""

    def on_mount(self) -> None:
        """Give the words all the room; the style sheet's own parser refuses a padding of nought."""
        self.styles.line_pad = 0


class ShiftButtons(Horizontal):
    """A row of buttons, each enabled only where the log allows its action."""

    DEFAULT_CSS = """
    ShiftButtons {
        height: 3;
        & > TouchButton.-style-default {
            width: 1fr; min-width: 7; text-style: none; text-opacity: 1;
            height: 3; border: round $line; background: $background; color: $foreground;
        }
        & > TouchButton.-style-default:hover { border: round $line-focus; background: $panel; }
        & > TouchButton.-style-default.-active { border: round $line-focus; background: $cursor; }
        & > TouchButton.-style-default:disabled {
            border: round $panel !important; color: $off; text-opacity: 1;
        }
        &.-low { height: 1; }
        &.-low > TouchButton.-style-default { height: 1; border: none; background: $cursor; margin: 0 1 0 0; }
        &.-low > TouchButton.-style-default:disabled { border: none !important; background: $panel; }
        &.-low > TouchButton.-style-default:ansi { text-style: reverse; }
        &.-low > TouchButton.-style-default:disabled:ansi { text-style: none; }
    }
    """

    def compose(self) -> ComposeResult:
        """One button for each action."""
        for action, key, words, _ in BUTTONS:
            yield TouchButton(f"{key} {words}", id=f"button-{action}", action=f"screen.{action}")

    def button(self, action: str) -> TouchButton:
        """The button of an action."""
        return self.query_one(f"#button-{action}", TouchButton)

    def show(self, log: ShiftLog | None, *, narrow: bool) -> None:
        """Enable what the log allows; `narrow` buttons have short words."""
        for action, key, words, short in BUTTONS:
            said = short if narrow else words
            if action == "break" and break_event(log) == "resumed":
                said = "back" if narrow else "resume"
            button = self.button(action)
            button.label = f"{key} {said}"
            button.disabled = not may(action, log)

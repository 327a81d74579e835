"""Quick add: one line, with what it is understood to say shown while it is typed."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from gigplanner.model.currencies import SYMBOLS
from gigplanner.model.money import Money, show_money
from gigplanner.model.records import Record, Task
from gigplanner.tui.dialogs.base import LEAVE, KeyHint
from gigplanner.tui.dialogs.completing import LineSuggester
from gigplanner.tui.dialogs.line import LineDialog
from gigplanner.workday.desk import Desk
from gigplanner.workday.queue import open_tasks
from gigplanner.workday.quickadd import preview

_BARE_AMOUNT = re.compile(r"(?<!\S)\d{1,6}[.,]\d{2}(?!\S)")
LONGEST_LINE = 1000
KEPT_LINES = 50
_OTHER_ROWS = 7  # the card's frame, the line in its own, the keys, and those of the screen


class QuickAddDialog(LineDialog[str]):
    """Ask for one line; the answer is the line, once it can be understood."""

    HEADING = "Add"
    SAID_ROWS = 6
    KEYS = (
        KeyHint("enter", "add", "screen.answer"),
        LEAVE,
        KeyHint("↑", "earlier lines", "screen.recall(-1)"),
        KeyHint("→", "complete", "screen.complete"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "recall(-1)", "earlier line", show=False),
        Binding("down", "recall(1)", "later line", show=False),
    ]
    DEFAULT_CSS = """
    QuickAddDialog {
        align: center bottom;
        .card { width: 100%; margin: 0 0 1 0; }
        Input { background: $background; border: round $line; padding: 0 1; }
        Input:focus { border: round $line-focus; background-tint: $foreground 0%; }
    }
    """
    _earlier: ClassVar[list[str]] = []  # lines added since the app was opened

    def __init__(self, desk: Desk, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._desk = desk
        self._clock = clock
        self._recalled = len(self._earlier)

    def parts(self) -> ComposeResult:
        """The line, and what is said of it: few parts, since this is what is opened most."""
        yield self.entry(placeholder="what, where, how long, how much", limit=LONGEST_LINE)
        yield self.saying(self._said_rows(self.app.size.height))

    def fit(self, rows: int) -> None:
        """Leave room for the line and the keys."""
        self.said.styles.max_height = self._said_rows(rows)

    def _said_rows(self, rows: int) -> int:
        return max(1, min(self.SAID_ROWS, rows - _OTHER_ROWS))

    def on_mount(self) -> None:
        """Complete what was typed before, tasks there are, and platforms."""
        self.line.suggester = LineSuggester(
            lambda: (*reversed(self._earlier), *(task.title for task in open_tasks(self._desk))),
            self._desk.platform_names,
        )

    def action_answer(self) -> None:
        """Answer with the line, once it can be understood, and remember it."""
        if (text := self.understood()) is not None:
            self._earlier[:] = [*(line for line in self._earlier if line != text), text][-KEPT_LINES:]
            self.dismiss(text)

    def action_recall(self, by: int) -> None:
        """Show a line added earlier, or come back from there."""
        self._recalled = max(0, min(self._recalled + by, len(self._earlier)))
        self.line.value = self._earlier[self._recalled] if self._recalled < len(self._earlier) else ""
        self.line.action_end()

    def read(self, text: str) -> str | None:
        """Show what the line is understood to say, or examples while it is empty."""
        if not text:
            self.said.update(Content("\n".join(f" {one}" for one in examples(self._desk.settings.currency))))
            return None
        understood = preview(self._desk, text, self._clock())
        self.approve(understood.words + unpaid_words(understood.record, self._desk.settings.currency))
        return text


def examples(currency: str) -> tuple[str, ...]:
    """Return lines that show what can be typed, in the money the person is paid in."""
    pay, gross, tip, gas = (show_money(Money(minor, currency)) for minor in (320, 750, 200, 3800))
    return (
        f"survey Prolific 12m {pay} due fri",
        "block DoorDash tomorrow 11-14",
        f"earned {gross} tip {tip} Uber Eats",
        "drove 6.2mi",
        f"spent {gas} gas",
    )


def unpaid_words(record: Record, currency: str) -> str:
    """Return what to type where a task without pay has an amount among its words; else nothing."""
    found = _BARE_AMOUNT.search(record.title) if isinstance(record, Task) and not record.pay else None
    if found is None:
        return ""
    symbol = SYMBOLS.get(currency)
    meant = f"{symbol}{found[0]}" if symbol else f"{found[0]} {currency}"
    return f" · if {found[0]} is the pay, type {meant}"

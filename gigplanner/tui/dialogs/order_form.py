"""What an order brought, in one line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from textual.app import ComposeResult
from textual.widgets import Input, Static

from gigplanner.model.errors import BadInput
from gigplanner.tui.dialogs.base import Dialog
from gigplanner.tui.text import styled
from gigplanner.workday.desk import Desk
from gigplanner.workday.orderline import order_words, read_order
from gigplanner.workday.shift import OrderPay


class OrderDialog(Dialog[OrderPay]):
    """Ask for pay, tip and miles of the order just delivered; an empty line says that they come later."""

    KEYS = (("enter", "log it"), ("esc", "back, still on the order"))

    def __init__(self, desk: Desk, clock: Callable[[], datetime], platform: str) -> None:
        super().__init__()
        self._desk = desk
        self._platform = platform

    def heading(self) -> str:
        """Which platform's order."""
        return f"Delivered · {self._platform}" if self._platform else "Delivered"

    def body(self) -> ComposeResult:
        """The line, and what it says."""
        yield Input(placeholder="8.50 tip 2 4.1mi", id="line")
        yield Static(id="understood")

    def on_mount(self) -> None:
        """Say what an empty line means."""
        self._read("")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what the line says so far."""
        self._read(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answer with the order's pay."""
        if (order := self._read(event.value)) is not None:
            self.dismiss(order)

    def _read(self, text: str) -> OrderPay | None:
        said = self.query_one("#understood", Static)
        try:
            order = read_order(text, self._desk.settings)
        except BadInput as error:
            said.update(styled(("… ", "bold $pending"), (str(error), "$quiet")))
            return None
        said.update(styled(("✓ ", "bold $money"), order_words(order)))
        return order

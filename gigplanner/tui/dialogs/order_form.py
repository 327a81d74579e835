"""What an order brought, in one line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from textual.app import ComposeResult
from textual.widgets import Input

from gigplanner.model.errors import BadInput
from gigplanner.tui.dialogs.base import Dialog, KeyHint
from gigplanner.tui.dialogs.fields import Entry
from gigplanner.workday.desk import Desk
from gigplanner.workday.orderline import order_words, read_order
from gigplanner.workday.shift import OrderPay


class OrderDialog(Dialog[OrderPay]):
    """Ask for pay, tip and miles of the order just delivered; an empty line says that they come later."""

    KEYS = (KeyHint("enter", "log it", "screen.log"), KeyHint("esc", "back", "screen.leave"))
    DEFAULT_CSS = """
    OrderDialog .card { width: 60; }
    """

    def __init__(self, desk: Desk, clock: Callable[[], datetime], platform: str) -> None:
        super().__init__()
        self._desk = desk
        self._platform = platform

    def heading(self) -> str:
        """Which platform's order."""
        return f"Order · {self._platform}" if self._platform else "Order"

    def body(self) -> ComposeResult:
        """The line."""
        yield Entry(id="line", placeholder="8.50 tip 2 4.1mi", compact=False, limit=200)

    @property
    def line(self) -> Entry:
        """Where the order is typed."""
        return self.query_one("#line", Entry)

    def entered(self) -> object:
        """The line."""
        return self.line.value

    def on_mount(self) -> None:
        """Say what an empty line means."""
        self._read()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what the line says so far."""
        self._read()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Log from the line."""
        self.action_log()

    def action_log(self) -> None:
        """Answer with the order's pay, once the line can be understood."""
        if (order := self._read()) is not None:
            self.dismiss(order)

    def _read(self) -> OrderPay | None:
        try:
            order = read_order(self.line.value, self._desk.settings)
        except BadInput as error:
            self.complain(str(error))
            return None
        self.approve(order_words(order))
        return order

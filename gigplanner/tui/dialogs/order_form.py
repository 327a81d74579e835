"""What an order brought, in one line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from textual.app import ComposeResult

from gigplanner.tui.dialogs.base import KeyHint
from gigplanner.tui.dialogs.line import LineDialog
from gigplanner.workday.desk import Desk
from gigplanner.workday.orderline import order_words, read_order
from gigplanner.workday.shift import OrderPay


class OrderDialog(LineDialog[OrderPay]):
    """Ask for pay, tip and miles of the order just delivered; an empty line says that they come later."""

    KEYS = (KeyHint("enter", "log it", "screen.answer"), KeyHint("esc", "back", "screen.leave"))
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
        yield self.entry(placeholder="8.50 tip 2 4.1mi")

    def read(self, text: str) -> OrderPay:
        """Show and return what the order brought; an empty line says that it comes later."""
        order = read_order(text, self._desk.settings)
        self.approve(order_words(order))
        return order

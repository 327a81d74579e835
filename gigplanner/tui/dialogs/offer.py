"""Take or decline? An offer in one line, weighed while it is typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from msgspec import Struct
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, Select

from gigplanner.model.errors import BadInput
from gigplanner.model.money import show_money
from gigplanner.tui.dialogs.base import LEAVE, Dialog, KeyHint
from gigplanner.tui.dialogs.fields import Choice, Entry, Field
from gigplanner.tui.text import styled
from gigplanner.workday.desk import Desk
from gigplanner.workday.orderline import read_offer
from gigplanner.workday.orders import Offer

if TYPE_CHECKING:
    from gigplanner.scheduler.offers import OfferAdvice
    from gigplanner.scheduler.waits import WaitModel

EXAMPLE = "8.50 4.1mi 22min"
_ASKS = "Pay, miles and minutes until you are free again, as the phone shows them."


class OfferAnswer(Struct, frozen=True):
    """What the person made of an offer, and of which platform it was."""

    taken: bool
    offer: Offer
    platform: str


class OfferDialog(Dialog[OfferAnswer]):
    """Ask for an offer and say what it is worth; enter takes it, ctrl+d declines it, esc logs nothing."""

    SAID_ROWS = 7
    HEADING = "Offer: take or decline?"
    KEYS = (
        KeyHint("enter", "take", "screen.answer(True)"),
        KeyHint("ctrl+d", "decline", "screen.answer(False)"),
        LEAVE,
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+d", "answer(False)", "decline", priority=True),
    ]
    DEFAULT_CSS = """
    OfferDialog {
        .card { width: 74; }
    }
    """

    def __init__(
        self,
        desk: Desk,
        clock: Callable[[], datetime],
        platforms: Sequence[str],
        model: WaitModel | None = None,
    ) -> None:
        """`platforms` are those online; `model` is that of the waits, if it is known already."""
        super().__init__()
        self._desk = desk
        self._clock = clock
        self._platforms = tuple(platforms)
        self._model = model

    def body(self) -> ComposeResult:
        """The line, and whose offer it is where there are several."""
        yield Entry(id="line", placeholder=EXAMPLE, compact=False, limit=200)
        if len(self._platforms) > 1:
            choice = Choice([(name, name) for name in self._platforms], self._platforms[0], id="platform")
            yield Field("platform", choice)

    @property
    def line(self) -> Entry:
        """Where the offer is typed."""
        return self.query_one("#line", Entry)

    @property
    def platform(self) -> str:
        """Whose offer it is."""
        if len(self._platforms) > 1:
            return str(self.query_one("#platform", Choice).value)
        return self._platforms[0] if self._platforms else ""

    def entered(self) -> object:
        """The line."""
        return self.line.value.strip()

    def on_mount(self) -> None:
        """Say what is asked."""
        self._weigh()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Weigh as one types."""
        self._weigh()

    def on_select_changed(self, event: Select.Changed) -> None:
        """Weigh by the other platform's fees."""
        self._weigh()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take it, from the line."""
        self.action_answer(True)

    def action_answer(self, taken: bool) -> None:
        """Answer with the offer, once the line says one."""
        if (offer := self._weigh()) is not None:
            self.dismiss(OfferAnswer(taken, offer, self.platform))

    def _weigh(self) -> Offer | None:
        from gigplanner.workday.offers import weigh

        if not self.line.value.strip():
            self.said.update(_ASKS)
            return None
        try:
            offer = read_offer(self.line.value, self._desk.settings)
            advice = weigh(self._desk, offer, self._clock(), platform=self.platform, model=self._model)
        except BadInput as error:
            self.complain(str(error))
            return None
        self.said.update(verdict(advice))
        return offer


def verdict(advice: OfferAdvice) -> Content:
    """Return the advice as it is shown: what to do, by how much, and why; then what it assumes."""
    takes = advice.kind == "take"
    word, style = ("✓ Take", "bold $money") if takes else ("✗ Decline", "bold $pending")
    by = advice.better_by if takes else -advice.better_by
    better = f"{show_money(by)} better than {'declining' if takes else 'taking it'}" if by else "a tie"
    return Content("\n").join(
        [
            styled((word, style), f" · {better}; it leaves {show_money(advice.net)} net. ", advice.why),
            styled((" ".join(advice.assumptions), "$quiet")),
        ]
    )

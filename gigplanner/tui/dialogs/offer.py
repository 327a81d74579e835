"""Take or decline? An offer in one line, weighed while it is typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, cast

from msgspec import Struct
from msgspec.structs import replace
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Select

from gigplanner.model.money import show_money
from gigplanner.tui.dialogs.base import LEAVE, KeyHint
from gigplanner.tui.dialogs.fields import Choice, Field
from gigplanner.tui.dialogs.line import LineDialog
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


class OfferDialog(LineDialog[OfferAnswer]):
    """Ask for an offer and say what it is worth; enter takes it, ctrl+d declines it, esc logs nothing."""

    SAID_ROWS = 7
    HEADING = "Offer: take or decline?"
    KEYS = (
        KeyHint("enter", "take", "screen.answer"),
        KeyHint("ctrl+d", "decline", "screen.decline"),
        LEAVE,
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+d", "decline", "decline", priority=True),
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
        yield self.entry(placeholder=EXAMPLE)
        if len(self._platforms) > 1:
            choice = Choice([(name, name) for name in self._platforms], self._platforms[0], id="platform")
            yield Field("platform", choice)

    def entered(self) -> object:
        """The line, and whose offer it is."""
        return self.line.value.strip(), self.platform

    def refill(self, entered: object) -> None:
        """Type the line again, of the same platform."""
        line, platform = cast("tuple[str, str]", entered)
        self.line.value = line
        for choice in self.query(Choice):
            choice.value = platform

    @property
    def platform(self) -> str:
        """Whose offer it is."""
        if len(self._platforms) > 1:
            return str(self.query_one("#platform", Choice).value)
        return self._platforms[0] if self._platforms else ""

    def on_select_changed(self, event: Select.Changed) -> None:
        """Weigh by the other platform's fees."""
        self.understood()

    def action_decline(self) -> None:
        """Answer that the offer is left to others, once the line says one."""
        if (answer := self.understood()) is not None:
            self.dismiss(replace(answer, taken=False))

    def read(self, text: str) -> OfferAnswer | None:
        """Show what the offer is worth and return it as taken."""
        from gigplanner.workday.offers import weigh

        if not text:
            self.said.update(_ASKS)
            return None
        offer = read_offer(text, self._desk.settings)
        advice = weigh(self._desk, offer, self._clock(), platform=self.platform, model=self._model)
        self.said.update(verdict(advice))
        return OfferAnswer(True, offer, self.platform)


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

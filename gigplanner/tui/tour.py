"""The tour: six cards over the real screens, each beside what it tells of. It only looks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from gigplanner.tui.actions import Action

if TYPE_CHECKING:
    from gigplanner.tui.everywhere import EverywhereApp


class Stop(NamedTuple):
    """A card: the phase it stands over, what it stands beside, its title, and its words.

    A word in braces stands for the key of that action, as the preferences of the person have it.
    """

    phase: str
    beside: str
    title: str
    words: str


STOPS: tuple[Stop, ...] = (
    Stop(
        "plan",
        "#queue-pane",
        "Write it down",
        "{app.quick_add} takes one line: a task, a shift, money, miles. "
        "What was understood is shown while you type. Tasks wait in the queue.",
    ),
    Stop(
        "plan",
        "#bar",
        "Let the day be planned",
        "{plan.plan} fills the free time from the queue, {plan.accept} accepts the plan. "
        "This line says what it brings.",
    ),
    Stop(
        "shift",
        "#shift-buttons",
        "Work a shift",
        "{shift.start} starts it, {shift.order} takes an order, {shift.delivered} delivers it: "
        "the meter counts. The buttons do the same.",
    ),
    Stop(
        "shift",
        "#shift-card",
        "Use the waits",
        "While you wait, tasks that may be finished before the next order stand here. "
        "{shift.filler} starts the first.",
    ),
    Stop(
        "recap",
        "#recap-headline",
        "Close the day",
        "What came in, what is left of it, and one thing to try. "
        "{recap.evening} closes the day question by question.",
    ),
    Stop(
        "insights",
        "KeysBar",
        "Everything else",
        "Months and years stand here. {app.help} shows all keys, {app.palette} finds anything by name, "
        "{app.undo} takes the last action back.",
    ),
)


class Tour:
    """Goes from stop to stop as the person says, and back to where they were."""

    def __init__(self, app: EverywhereApp, stops: Sequence[Stop] = STOPS) -> None:
        self._app, self._stops = app, stops
        self._home = app.current_mode
        self._at = 0

    async def begin(self) -> None:
        """Show the first card."""
        await self._show()

    async def _show(self) -> None:
        from gigplanner.tui.dialogs.tour_card import TourCard

        stop = self._stops[self._at]
        if self._app.current_mode != stop.phase:
            await self._app.switch_mode(stop.phase)
        card = TourCard(stop, self._at + 1, len(self._stops), self._app.actions)
        self._app.call_after_refresh(self._app.push_screen, card, self._turn)

    async def _turn(self, by: int | None) -> None:
        """Go on by so many cards; None or the last card ends the tour."""
        self._at = max(0, self._at + by) if by else len(self._stops)
        if self._at < len(self._stops):
            await self._show()
        elif self._app.current_mode != self._home:
            await self._app.switch_mode(self._home)


def said(words: str, actions: Sequence[Action]) -> list[tuple[str, bool]]:
    """Return `words` in parts, each with whether it is a key: an action in braces becomes its key."""
    from gigplanner.tui.actions import config_name
    from gigplanner.tui.dialogs.help import keys_of

    keys = {config_name(action): keys_of(action)[0] for action in actions}
    parts: list[tuple[str, bool]] = []
    for index, text in enumerate(words.replace("}", "{").split("{")):
        if text:
            parts.append((keys.get(text, text), True) if index % 2 else (text, False))
    return parts

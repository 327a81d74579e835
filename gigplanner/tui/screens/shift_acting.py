"""What a person does in a shift, key by key; `ShiftScreen` lays it out and keeps it up to date."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from gigplanner.model.records import Outcome, ShiftEvent, ShiftEventKind, Task
from gigplanner.model.shiftlog import ShiftLog
from gigplanner.model.times import show_minutes
from gigplanner.tui.asking import ask
from gigplanner.tui.dialogs.rows import Row
from gigplanner.tui.screens import shift_view as view
from gigplanner.tui.screens.shift_logging import ShiftLogging
from gigplanner.tui.text import Piece
from gigplanner.tui.widgets.suggestion_card import SuggestionCard
from gigplanner.workday import shift as work
from gigplanner.workday.desk import Desk, Done
from gigplanner.workday.road import road_platforms, start_choices
from gigplanner.workday.shift import OrderPay

if TYPE_CHECKING:
    from gigplanner.scheduler.fillers import Option
    from gigplanner.scheduler.waits import WaitModel
    from gigplanner.tui.dialogs.offer import OfferAnswer
    from gigplanner.tui.saving import Act


class ShiftActing(ShiftLogging):
    """The shift screen's actions."""

    def __init__(self) -> None:
        super().__init__()
        self.log_now: ShiftLog | None = None  # the shift that runs
        self.tasks: dict[str, Task] = {}
        self.options: list[Option] = []  # suggested
        self.waits: WaitModel | None = None

    # --- the state of the shift ------------------------------------------------------------------------

    def action_start(self) -> None:
        """Start a shift: where it is planned or was last time, else on one of the platforms worked on."""
        choices = start_choices(self.desk, self.now())

        def start(platform: str) -> None:
            self.act(lambda desk, now: work.start_shift(desk, now, platform=platform))

        if len(choices) > 1:
            self._choose("Where do you go online first?", [_row(name) for name in choices], start)
        else:
            start(choices[0] if choices else "")

    def action_order(self) -> None:
        """An order is accepted; with several platforms online, whose?"""
        online = self.log_now.standing.online if self.log_now else ()
        if len(online) < 2:
            self._happened("order")
            return
        rows = [_row(name) for name in online]
        self._choose("Whose order?", rows, lambda name: self._happened("order", platform=name))

    def action_waiting(self) -> None:
        """Back to waiting."""
        self._happened("waiting")

    def action_break(self) -> None:
        """Take a break, or come back from one."""
        self._happened(view.break_event(self.log_now))

    def _happened(self, kind: ShiftEventKind, *, platform: str = "") -> None:
        self.act(lambda desk, now: work.shift_event(desk, kind, now, platform=platform))

    def action_delivered(self) -> None:
        """Ask what the order brought, and log it as delivered when the key was pressed."""
        pressed = self.now()
        orders = self.log_now.standing.orders if self.log_now else ()
        platforms = list(dict.fromkeys(order.platform for order in orders))
        if len(platforms) < 2:
            self._deliver(pressed, platforms[0] if platforms else "")
            return
        first = {order.platform: order for order in reversed(orders)}
        rows = [_row(name, self._since_words(first[name], pressed)) for name in platforms]
        self._choose("Whose order is delivered?", rows, lambda name: self._deliver(pressed, name))

    def _since_words(self, order: ShiftEvent, now: datetime) -> str:
        return f"accepted {show_minutes((now - order.at) / timedelta(minutes=1))} ago"

    def _deliver(self, pressed: datetime, platform: str) -> None:
        def keep(order: OrderPay) -> Act:
            def delivered(desk: Desk, now: datetime) -> Done:
                at = view.delivered_at(work.current_shift(desk, now), pressed)
                return work.shift_event(desk, "delivered", now, at=at, order=order, platform=platform)

            return delivered

        self._ask_for_order(keep, platform)

    def action_log(self) -> None:
        """Ask for an order's pay and log it without changing the state."""
        platform = self.log_now.platform if self.log_now else ""
        self._ask_for_order(lambda order: lambda desk, now: work.log_order(desk, order, now), platform)

    def _ask_for_order(self, keep: Callable[[OrderPay], Act], platform: str) -> None:
        from gigplanner.tui.dialogs.order_form import OrderDialog

        ask(self.gig, lambda: OrderDialog(self.desk, self.gig.clock, platform), keep)

    def action_stop(self) -> None:
        """Stop the shift; ask first if an order is open."""
        if not (self.log_now and self.log_now.orders_open):
            self._happened("stopped")
            return
        from gigplanner.tui.dialogs.confirm import ConfirmDialog

        def answered(yes: bool | None) -> None:
            if yes:
                self._happened("stopped")

        question = "An order is still open. Stop the shift without its pay?"
        self.app.push_screen(ConfirmDialog(question, "Stop"), answered)

    # --- offers and platforms --------------------------------------------------------------------------

    def action_offer(self) -> None:
        """Weigh an offer; take it, decline it, or leave it unlogged."""
        from gigplanner.tui.dialogs.offer import OfferDialog
        from gigplanner.workday.offers import decline_offer, take_offer

        def keep(answer: OfferAnswer) -> Act:
            act = take_offer if answer.taken else decline_offer
            return lambda desk, now: act(desk, answer.offer, now, platform=answer.platform)

        online = self.log_now.standing.online if self.log_now else ()
        ask(self.gig, lambda: OfferDialog(self.desk, self.gig.clock, online, self.waits), keep)

    def action_platforms(self) -> None:
        """Go online on another platform, or offline on one of several."""
        if self.log_now is None:
            return
        online = self.log_now.standing.online
        others = [name for name in road_platforms(self.desk, self.now()) if name not in online]
        rows = [_row(name, "online; enter goes offline") for name in online]
        rows += [_row(name, "enter goes online") for name in others]

        def toggled(name: str) -> None:
            self._happened("offline" if name in online else "online", platform=name)

        self._choose("Platforms", rows, toggled)

    def _choose(self, heading: str, rows: list[Row], then: Callable[[str], object]) -> None:
        from gigplanner.tui.dialogs.choose import ChooseDialog

        def answered(key: str | None) -> None:
            if key is not None:
                then(key)

        self.app.push_screen(ChooseDialog(heading, rows), answered)

    # --- fillers ---------------------------------------------------------------------------------------

    def action_filler(self, number: int) -> None:
        """Start the suggested task of that number."""
        if 1 <= number <= len(self.options):
            chosen = self.options[number - 1]
            self.act(
                lambda desk, now: work.start_filler(
                    desk, chosen.task_id, now, units=chosen.units, chance=chosen.odds_to_finish
                )
            )

    def on_suggestion_card_chosen(self, event: SuggestionCard.Chosen) -> None:
        """Start the task that was clicked."""
        self.action_filler(int(event.key))

    def action_filler_done(self) -> None:
        """The filler is done."""
        self._ended("done")

    def action_filler_stop(self) -> None:
        """Put the filler down."""
        self._ended("interrupted")

    def action_screened_out(self) -> None:
        """The study did not want the person."""
        self._ended("screened_out")

    def action_rejected(self) -> None:
        """The work was rejected."""
        self._ended("rejected")

    def _ended(self, outcome: Outcome) -> None:
        self.act(lambda desk, now: work.finish_filler(desk, now, outcome=outcome))

    def action_filler_next(self) -> None:
        """One of a batch is done; the next one begins."""
        filler = self.log_now.open_filler if self.log_now else None
        if filler is None:
            return
        units = max(1, filler.units)

        def begin(_: Done) -> None:
            self.act(lambda desk, now: work.start_filler(desk, filler.task, now, units=units))

        self.act(lambda desk, now: work.finish_filler(desk, now), then=begin)

    def action_filler_longer(self) -> None:
        """The filler is done; ask how long it really took."""
        from gigplanner.tui.dialogs.minutes import MinutesDialog

        filler = self.log_now.open_filler if self.log_now else None
        if filler is None:
            return
        task = self.tasks.get(filler.task)
        timed = (self.now() - filler.at).total_seconds() / 60 + (task.banked if task else 0.0)

        def keep(minutes: float) -> Act:
            return lambda desk, now: work.finish_filler(desk, now, minutes=minutes)

        ask(self.gig, lambda: MinutesDialog(task.title if task else "", timed, filler.units), keep)


def _row(platform: str, aside: str = "") -> Row:
    return Row(platform, (Piece(platform or "no platform"),), (Piece(aside, "quiet"),) if aside else ())

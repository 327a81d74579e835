"""An event of a shift's log: moved to another time or platform, or told afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from gigplanner.model.errors import BadInput, GigError
from gigplanner.model.records import ShiftEvent, ShiftEventKind
from gigplanner.model.shiftlog import ShiftLog, read_log
from gigplanner.model.showing import show_clock
from gigplanner.model.text import clean_text
from gigplanner.tui.dialogs.fields import Choice, Entry, Field
from gigplanner.tui.dialogs.form import FormDialog
from gigplanner.workday.desk import Desk
from gigplanner.workday.orderline import order_words, read_order
from gigplanner.workday.shift import KIND_WORDS, OrderPay, check_not_ahead, refuse_misfits
from gigplanner.workday.whens import read_instant

# what can be told afterwards: a filler's end would be guesswork, a forgotten shift is logged as a whole
TOLD_LATE: tuple[ShiftEventKind, ...] = (
    "order",
    "delivered",
    "waiting",
    "break",
    "resumed",
    "online",
    "offline",
    "declined",
    "stopped",
)
HALF_A_DAY = timedelta(hours=12)


class EventEdit(Struct, frozen=True, kw_only=True):
    """What the form says of an event: what, when, of which platform, and what an order brought."""

    kind: ShiftEventKind
    at: datetime
    platform: str = ""
    order: OrderPay | None = None


class EventDialog(FormDialog[EventEdit]):
    """Move the `event` of the shift `log`, or with None tell of one that was forgotten."""

    HINT = "What was forgotten, and when it was."
    DEFAULT_CSS = """
    EventDialog .card { width: 78; }
    """

    def __init__(
        self, desk: Desk, clock: Callable[[], datetime], log: ShiftLog, event: ShiftEvent | None
    ) -> None:
        given = EventEdit(kind=event.kind, at=event.at, platform=event.platform) if event else None
        super().__init__(given)
        self._desk = desk
        self._clock = clock
        self._log = log
        self._event = event

    def heading(self) -> str:
        """Which event."""
        if self._event is None:
            return "Told late"
        return f"{KIND_WORDS[self._event.kind]} at {self._wall(self._event.at)}"

    def fields(self) -> Iterable[Field]:
        """When it was and whose; of a new one also what, and what the order brought."""
        names = list(dict.fromkeys(event.platform for event in self._log.events if event.platform))
        if self._event is None:
            choices = [(KIND_WORDS[kind], kind) for kind in TOLD_LATE]
            yield Field("what", Choice(choices, TOLD_LATE[0], id="kind"))
        at = self._wall(self.given.at) if self.given else ""
        yield Field("when", Entry(at, id="at", placeholder="14:20"))
        platform = self.given.platform if self.given else ""
        yield Field("platform", Entry(platform, id="platform", suggestions=names, limit=80))
        if self._event is None:
            yield Field("pay", Entry(id="order", placeholder="8.50 tip 2 4.1mi", limit=200))

    def read(self) -> EventEdit:
        """What the fields say. Raises BadInput for what does not fit into the log."""
        texts = self.texts()
        kind: ShiftEventKind = self.given.kind if self.given else TOLD_LATE[0]
        if self._event is None:
            kind = next(one for one in TOLD_LATE if one == texts["kind"])
        platform = self._desk.catalogue.canonical(clean_text(texts["platform"], 80))
        line = texts.get("order", "")
        if line and kind != "delivered":
            raise BadInput("Pay goes with a delivery: choose “Order delivered”, or leave it out.")
        order = read_order(line, self._desk.settings) if line else None
        edit = EventEdit(kind=kind, at=self._when(texts["at"]), platform=platform, order=order)
        try:
            self._refuse(edit)
        except GigError as error:
            raise BadInput(str(error)) from error
        return edit

    def words(self, made: EventEdit) -> str:
        """What the fields say, in words."""
        said = f"{KIND_WORDS[made.kind]} at {self._wall(made.at)}"
        said += f" · {made.platform}" if made.platform else ""
        return f"{said} · {order_words(made.order)}" if made.order else said

    def _when(self, text: str) -> datetime:
        """The instant typed: of the day of the event, or of the shift's last one; as it was, if untouched."""
        if not text:
            raise BadInput("When was it? Type a time such as 14:20.")
        if self.given and text == self._wall(self.given.at):
            return self.given.at
        now = self._clock()
        base = self.given.at if self.given else min(now, self._log.now)
        at = read_instant(text, base, self._desk.settings)
        if base - at > HALF_A_DAY and at + 2 * HALF_A_DAY <= now and len(text) <= len("12:30 pm"):
            at += 2 * HALF_A_DAY  # 00:10, said of an event of ten to midnight
        return at

    def _refuse(self, edit: EventEdit) -> None:
        """Raise GigError for what the log would not hold."""
        now = self._clock()
        check_not_ahead(edit.at, now)
        events = self._log.events
        if edit.at < self._log.start and not (self._event and self._event.kind == "started"):
            raise GigError(f"The shift began at {self._wall(self._log.start)}: give a later time.")
        if self._event:
            moved = replace(self._event, at=edit.at, platform=edit.platform)
            after = [moved if one.id == moved.id else one for one in events]
        else:
            seq = max(event.seq for event in events) + 1
            after = [
                *events,
                ShiftEvent(
                    id="~told",
                    shift=self._log.shift,
                    kind=edit.kind,
                    at=edit.at,
                    seq=seq,
                    platform=edit.platform or self._platform_then(edit),
                ),
            ]
        refuse_misfits(self._desk, events, after)

    def _platform_then(self, edit: EventEdit) -> str:
        """Whose order is delivered where none is named; else the shift's platform."""
        earlier = [event for event in self._log.events if event.at <= edit.at]
        if edit.kind == "delivered" and earlier:
            done = read_log(earlier, edit.at).standing.delivers(self._log.platform)
            return done.platform if done else self._log.platform
        return "" if edit.kind in ("online", "offline") else self._log.platform

    def _wall(self, at: datetime) -> str:
        """The time, with its date where that is not the day of the shift's last event."""
        wall = self._desk.settings.wall(at)
        last = self._desk.settings.wall(self._log.now)
        return show_clock(wall) if wall.date() == last.date() else f"{wall:%Y-%m-%d %H:%M}"

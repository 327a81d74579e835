"""The records of a planbook: frozen, typed, plain data. What they mean is said in ARCHITECTURE.md's words."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Literal

from msgspec import Struct

from gigplanner.model.money import Money
from gigplanner.model.times import MINUTE, Span

BlockKind = Literal["shift", "event", "appointment", "training", "break", "personal"]
BlockStatus = Literal["confirmed", "tentative", "cancelled"]
TaskStatus = Literal["open", "done", "dropped"]
MoneyStatus = Literal["expected", "pending", "approved", "paid", "rejected"]
ShiftEventKind = Literal[
    "started",
    "waiting",
    "order",
    "delivered",
    "break",
    "resumed",
    "stopped",
    "online",
    "offline",
    "declined",
    "filler_started",
    "filler_done",
    "filler_interrupted",
]
Outcome = Literal["done", "screened_out", "rejected", "interrupted"]

MONEY_IN_HAND: frozenset[MoneyStatus] = frozenset({"approved", "paid"})
MONEY_AWAITED: frozenset[MoneyStatus] = frozenset({"expected", "pending"})


class Record(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Anything a planbook keeps. An imported record names its `source` and its identity there."""

    id: str
    source: str = ""
    source_id: str = ""
    source_digest: str = ""  # of its content as imported: an edit by the person is not undone by a re-import


class Task(Record, frozen=True, kw_only=True):
    """An entry of the queue. `pay` and `minutes` are per unit, of the whole if it is `splittable`."""

    title: str
    pay: Money
    minutes: float
    platform: str = ""
    category: str = ""
    units: int = 1
    due: datetime | None = None
    not_before: datetime | None = None
    needs: frozenset[str] = frozenset()
    splittable: bool = False
    min_chunk: float | None = None  # minutes
    resumable: bool = False
    odds: float = 1.0  # of being paid
    worth: Money | None = None  # per unit, what the person values besides pay
    must: bool = False
    tags: tuple[str, ...] = ()
    url: str = ""
    notes: str = ""
    lane: str = ""  # the list it came from, on a board
    banked: float = 0.0  # minutes worked already on the unit that comes next, of a resumable task
    status: TaskStatus = "open"
    closed_at: datetime | None = None
    created_at: datetime | None = None

    @property
    def pay_per_hour(self) -> Money | None:
        """What an hour of it pays if every unit is paid; None for a task without minutes."""
        return self.pay.per_hour(round(self.minutes * 60))

    @property
    def whole_pay(self) -> Money:
        """The pay of all its units."""
        return self.pay.times(self.units)

    @property
    def whole_minutes(self) -> float:
        """The minutes of all its units."""
        return self.minutes * self.units


class Block(Record, frozen=True, kw_only=True):
    """Something on the calendar. A transparent block takes no time and only says where the person is."""

    title: str
    start: datetime
    end: datetime
    zone: str = "UTC"
    kind: BlockKind = "event"
    platform: str = ""
    place: str = ""
    transparent: bool = False
    all_day: bool = False
    before: int = 0  # minutes of travel or preparation that count as busy
    after: int = 0
    status: BlockStatus = "confirmed"
    expected: Money | None = None
    url: str = ""
    notes: str = ""
    series: str = ""  # the id of the series it is an occurrence of
    occurrence: str = ""  # the wall time at which the series' rule put it, ISO 8601

    @property
    def span(self) -> Span:
        """From its start to its end."""
        return Span(self.start, self.end)

    @property
    def busy(self) -> Span | None:
        """The time it takes, travel included; None if it takes none."""
        if self.transparent or self.status == "cancelled":
            return None
        return Span(self.start - self.before * MINUTE, self.end + self.after * MINUTE)


class Series(Record, frozen=True, kw_only=True):
    """A block that recurs by the wall clock of its zone. `first` is the naive wall time of the first one."""

    title: str
    first: datetime
    minutes: int
    rule: str  # the value of an iCalendar RRULE
    zone: str = "UTC"
    kind: BlockKind = "event"
    platform: str = ""
    place: str = ""
    transparent: bool = False
    all_day: bool = False
    before: int = 0
    after: int = 0
    status: BlockStatus = "confirmed"
    expected: Money | None = None
    url: str = ""
    notes: str = ""
    left_out: tuple[datetime, ...] = ()  # naive wall starts that do not take place, or not as the rule says
    extra: tuple[datetime, ...] = ()  # naive wall starts besides the rule (RDATE)


class ShiftEvent(Record, frozen=True, kw_only=True):
    """One line of a shift's log. Every duration is derived from these, none is stored.

    `online` and `offline` say which further platforms orders can come from; `declined` is an offer not taken,
    and an `order` with `pay` is one that was: both keep what was offered.
    """

    shift: str
    kind: ShiftEventKind
    at: datetime
    seq: int  # order within the shift, for events of the same instant
    zone: str = "UTC"
    platform: str = ""
    place: str = ""
    block: str = ""
    task: str = ""
    units: int = 0
    note: str = ""
    pay: Money | None = None  # as offered, with `miles` and `minutes`
    miles: Decimal | None = None
    minutes: float | None = None
    chance: float | None = None  # that a filler is finished before the order, as it was shown
    hourly: Money | None = None  # what an hour on orders pays: of one order, or of a platform while online
    earning: str = ""  # the ids of what was logged with it: they move and go with the event
    trip: str = ""
    result: str = ""
    logged: datetime | None = None  # by the machine's clock, with its boot and the time since: tells when the
    boot: str = ""  # clock was set anew
    uptime_ms: int = 0


class LatePart(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a tip, fee or correction that came after its job has added to the job's amounts."""

    origin: str  # "source source_id" of the late entry
    gross: Money | None = None
    tip: Money | None = None
    fee: Money | None = None


class Earning(Record, frozen=True, kw_only=True):
    """Money of one job. `gross` is before tip and fee; what the person keeps is `net`."""

    at: datetime
    gross: Money
    tip: Money | None = None
    fee: Money | None = None
    platform: str = ""
    category: str = ""
    status: MoneyStatus = "paid"
    task: str = ""
    shift: str = ""
    note: str = ""
    job: str = ""  # the platform's own name of the job (trip, order, submission): late tips find it by that
    also: tuple[str, ...] = ()  # "source source_id" of the same money in other files
    late: tuple[LatePart, ...] = ()  # contained in the amounts: kept apart, so that a file can correct one

    @property
    def total(self) -> Money:
        """Gross and tip."""
        return self.gross + self.tip if self.tip else self.gross

    @property
    def net(self) -> Money:
        """Gross and tip less the platform's fee."""
        return self.total - self.fee if self.fee else self.total


class Expense(Record, frozen=True, kw_only=True):
    """Money spent on the work."""

    at: datetime
    amount: Money
    category: str = ""
    platform: str = ""
    note: str = ""


class Trip(Record, frozen=True, kw_only=True):
    """Miles driven for the work."""

    at: datetime
    miles: Decimal
    platform: str = ""
    shift: str = ""
    note: str = ""
    origin: str = ""
    destination: str = ""
    purpose: str = ""


class SetAside(Record, frozen=True, kw_only=True):
    """Money put aside for tax, or `paid` to the tax office."""

    at: datetime
    amount: Money
    paid: bool = False
    note: str = ""


class PastWait(Record, frozen=True, kw_only=True):
    """A wait for orders that another program kept: what the suggestion learns from besides shifts."""

    start: datetime
    minutes: float
    ended_by_order: bool
    platform: str = ""


class PlacedTask(Struct, frozen=True, kw_only=True):
    """A task's place in a saved plan."""

    task: str
    title: str
    start: datetime
    end: datetime
    units: int
    minutes: float
    expected: Money
    platform: str = ""
    place: str = ""
    pinned: bool = False

    @property
    def span(self) -> Span:
        """From its start to its end."""
        return Span(self.start, self.end)


class Plan(Record, frozen=True, kw_only=True):
    """The plan of a day. Its id is the date."""

    date: date
    made_at: datetime
    placements: tuple[PlacedTask, ...] = ()
    expected: Money
    bound: Money
    within: float | None = None  # the best possible plan is worth at most this share more; None once changed
    downtime_minutes: int = 0
    accepted_at: datetime | None = None

    @property
    def ahead(self) -> tuple[PlacedTask, ...]:
        """The placements not yet over when the plan was made: those that `expected` counts."""
        return tuple(placed for placed in self.placements if placed.end > self.made_at)


class TaskResult(Record, frozen=True, kw_only=True):
    """How a task went: what estimates are learned from."""

    at: datetime
    task: str
    outcome: Outcome
    units: int
    platform: str = ""
    category: str = ""
    stated_minutes: float = 0.0  # per unit
    minutes: float | None = None  # per unit, as it was; None if nobody timed it
    earned: Money | None = None
    in_wait: bool = False  # worked as a filler while waiting in a shift
    banked: bool = False  # interrupted, and the minutes spent stay with the task: it goes on from there


class DayNote(Record, frozen=True, kw_only=True):
    """What the person wrote when closing a day. Its id is the date."""

    date: date
    text: str = ""
    closed_at: datetime | None = None


def utc(instant: datetime) -> datetime:
    """Return an aware instant in UTC; ValueError for a naive one."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return instant.astimezone(UTC)

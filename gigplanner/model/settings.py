"""What the person prefers. Read from `config.toml`; every field has a default that works."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import Literal

from msgspec import Struct, field

from gigplanner.model.conventions import Clock
from gigplanner.model.money import Money
from gigplanner.model.times import Span, day_span, instant_of, wall_time, working_day

# What one has in each kind of place; any place that is not named here is "out"
DEFAULT_PLACES: dict[str, tuple[str, ...]] = {
    "home": ("phone", "laptop", "data", "quiet", "hands"),
    "café": ("phone", "laptop", "data"),
    "car": ("phone", "data"),
    "out": ("phone", "data"),
}
MileageRules = Literal["", "us", "uk car", "uk motorcycle"]
NEEDS = ("phone", "laptop", "data", "quiet", "hands")


class BackupRules(Struct, frozen=True, kw_only=True):
    """How backups are kept."""

    size_cap_mb: int = 512  # megabytes (2**20 bytes) of all of them together; the newest stay in any case

    @property
    def size_cap(self) -> int:
        """The cap in bytes."""
        return self.size_cap_mb * 2**20


class ImportRules(Struct, frozen=True, kw_only=True):
    """What was once said about files that are imported."""

    zones: dict[str, str] = field(default_factory=dict)  # of times that name none, by the format they come in


class Settings(Struct, frozen=True, kw_only=True):
    """The person's preferences, with the defaults of a new planbook."""

    locale: str = ""  # whose way of writing amounts, dates and times; empty: as the environment says
    clock: Clock = ""  # empty: as the locale says
    currency: str = "USD"
    zone: str = "UTC"
    day_ends: time = time(4)  # a working day ends at this hour, for night shifts
    week_starts: int = 0  # Monday is 0, Sunday 6
    window_start: time = time(7)
    window_end: time = time(22)
    go_home_minutes: int = 60  # a longer gap is spent at home
    shortest_gap: int = 5  # minutes; what is shorter is no gap
    places: dict[str, tuple[str, ...]] = field(default_factory=lambda: dict(DEFAULT_PLACES))
    platforms: tuple[str, ...] = ()  # that the person works on, by name: they are offered first
    goal_day: Money | None = None
    goal_week: Money | None = None
    goal_month: Money | None = None
    goal_year: Money | None = None
    much_from_one_percent: Decimal = Decimal(60)  # of the income from one platform: above it a warning
    mileage_rate: Decimal | None = None  # own cost of a mile in major units; None: the dated standard rate
    mileage_rules: MileageRules = ""  # whose standard rate; empty: the US one for those paid in USD
    income_tax_percent: Decimal = Decimal(0)  # the person's own marginal rate
    set_aside_percent: Decimal = Decimal(0)  # of what is left after fees and miles
    floor_rate: Money | None = None  # what an hour of the person's own time is worth at least
    switch_minutes: float = 1.0  # to log in and find one's place, once per platform and gap
    work_minutes: int | None = None  # a longer stretch of planned work is cut by breaks of `rest_minutes`
    rest_minutes: int | None = None
    daily_caps: dict[str, int] = field(default_factory=dict)  # units of a platform that a day's plan may hold
    theme: str = ""
    keys: dict[str, str] = field(
        default_factory=dict
    )  # of actions, "plan.accept": "A", in place of the usual
    backups: BackupRules = BackupRules()
    imports: ImportRules = field(default_factory=ImportRules)

    def has(self, place: str) -> frozenset[str]:
        """What the person has at `place`; an unknown place counts as out."""
        return frozenset(self.places.get(place) or self.places.get("out") or DEFAULT_PLACES["out"])

    def place_named(self, location: str) -> str:
        """Return the place that `location` names, without regard to case; else out."""
        wanted = location.strip().casefold()
        return next((place for place in self.places if place.casefold() == wanted), "out")

    def day_of(self, instant: datetime) -> date:
        """The working day that `instant` belongs to."""
        return working_day(instant, self.zone, self.day_ends)

    def span_of(self, day: date) -> Span:
        """The instants of the working day `day`."""
        return day_span(day, self.zone, self.day_ends)

    def window_of(self, day: date) -> Span:
        """The working window of `day`, in which gaps are looked for."""
        start = instant_of(datetime.combine(day, self.window_start), self.zone)
        end = instant_of(datetime.combine(day, self.window_end), self.zone)
        return Span(start, end) if start < end else Span(start, self.span_of(day).end)

    def wall(self, instant: datetime) -> datetime:
        """What the person's clock shows at `instant`, naive."""
        return wall_time(instant, self.zone)

    def instant(self, wall: datetime) -> datetime:
        """The instant at which the person's clock shows `wall`."""
        return instant_of(wall, self.zone)

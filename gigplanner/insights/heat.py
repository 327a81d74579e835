"""What an hour pays by weekday and hour, after fees and miles, and the shift windows that follow from it."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from msgspec import Struct

from gigplanner.insights.digest import NO_SLOT, DayDigest
from gigplanner.insights.driven import driven_on
from gigplanner.insights.words import WEEKDAYS
from gigplanner.model.mileage import RunningMiles
from gigplanner.model.money import Money, round_half_up
from gigplanner.model.settings import Settings
from gigplanner.model.showing import show_hours

SECOND = 10**6  # microseconds, as digests count
ENOUGH_SECONDS = 2 * 3600  # online behind a cell: with less it is shown as a guess
ENOUGH_DAYS = 3
DOUBT = (
    2 * 3600
)  # seconds at the person's mean that every window is mixed with: one good evening is no window
WINDOW_HOURS = 3
MILLION = 10**6
MOST_WINDOWS = 4


class Cell(Struct, frozen=True, kw_only=True):
    """An hour of the week: what came in during it and how much time and how many days stand behind it."""

    net: int = 0  # minor units: gross and tips, less fees and the day's miles by time online
    seconds: int = 0  # online
    days: int = 0

    @property
    def enough(self) -> bool:
        """Whether it is more than a guess: two hours online, on three days or more."""
        return self.seconds >= ENOUGH_SECONDS and self.days >= ENOUGH_DAYS


class Window(Struct, frozen=True, kw_only=True):
    """Hours of a weekday that have paid well."""

    weekday: int  # Monday is 0
    first_hour: int
    hours: int
    per_hour: Money
    """As it was, without the doubt that ranked it."""
    seconds: int
    """Online behind it."""
    days: int
    """The fewest days behind one of its hours."""

    @property
    def words(self) -> str:
        """Such as `Fridays 17–20`."""
        hours = show_hours(self.first_hour, self.first_hour + self.hours).removesuffix(" h")
        return f"{WEEKDAYS[self.weekday]}s {hours}"


class Heat(Struct, frozen=True, kw_only=True):
    """Net pay by hour of the week."""

    currency: str
    cells: dict[tuple[int, int], Cell]
    """By weekday (Monday is 0) and hour of the wall clock; hours never worked are missing."""
    windows: tuple[Window, ...]
    """The best first."""

    def of(self, weekday: int, hour: int) -> Cell:
        """The cell of an hour; an empty one where nothing was worked."""
        return self.cells.get((weekday, hour), Cell())

    def per_hour(self, weekday: int, hour: int) -> Money | None:
        """What an hour online has paid net; None below five minutes of it."""
        cell = self.of(weekday, hour)
        return Money(cell.net, self.currency).per_hour(cell.seconds) if cell.seconds >= 300 else None

    @property
    def mean(self) -> Money | None:
        """What an hour online has paid net, all hours together; None without any."""
        seconds = sum(cell.seconds for cell in self.cells.values())
        return Money(sum(cell.net for cell in self.cells.values()), self.currency).per_hour(seconds)

    @property
    def hours(self) -> float:
        """Hours online behind all of it."""
        return sum(cell.seconds for cell in self.cells.values()) / 3600


def heat_of(digests: Iterable[DayDigest], settings: Settings, *, miles_before: Decimal = Decimal(0)) -> Heat:
    """Return the net pay of each hour of the week: sums over sums, so that a long hour weighs more.

    Money counts in the hour in which a shift made it: gross and tips, in hand or awaited, less the
    platform's fee; money of no shift, rejected money and other currencies count nowhere. What a day's miles
    cost is shared over its hours by time online. Expenses are not in it. `miles_before`: see
    `digest_sums.sums_of`.
    """
    sums, running = HeatSums(), RunningMiles(miles_before)
    for digest in digests:
        sums.add(digest, driven_on(digest, running, settings).cost, settings.currency)
    return sums.heat(settings.currency)


class HeatSums(Struct):
    """What `heat_of` adds up, day by day, by slot."""

    net: dict[int, int] = {}  # in millionths of a minor unit
    online: dict[int, int] = {}  # in microseconds
    days: dict[int, int] = {}  # on which the hour was worked

    def add(self, digest: DayDigest, cost: Money | None, currency: str) -> None:
        """Count a day whose miles cost so much."""
        net, online, days = self.net, self.online, self.days
        for row in digest.money:
            if row.made != NO_SLOT and row.status != "rejected" and row.currency == currency:
                net[row.made] = net.get(row.made, 0) + (row.gross + row.tip - row.fee) * MILLION
        worked = [(time.slot, time.online) for time in digest.time if time.online]
        whole = sum([time for _, time in worked])
        share = cost.minor * MILLION if cost else 0
        for slot, time in worked:
            online[slot] = online.get(slot, 0) + time
            days[slot] = days.get(slot, 0) + 1
            net[slot] = net.get(slot, 0) - share * time // whole

    def heat(self, currency: str) -> Heat:
        """The net pay of each hour of the week, of the days so far."""
        cells = {
            divmod(slot, 24): Cell(
                net=round_half_up(Fraction(self.net.get(slot, 0), MILLION)),
                seconds=worked // SECOND,
                days=self.days[slot],
            )
            for slot, worked in self.online.items()
        }
        return Heat(currency=currency, cells=cells, windows=_windows(cells, currency))


def _windows(cells: dict[tuple[int, int], Cell], currency: str) -> tuple[Window, ...]:
    """The best stretches of hours with enough behind each, none overlapping another.

    Ranked by their pay mixed with `DOUBT` seconds at the overall mean, so that little time ranks nothing
    high; only those above the mean are worth naming.
    """
    whole = sum(cell.seconds for cell in cells.values())
    if not whole:
        return ()
    mean = Fraction(sum(cell.net for cell in cells.values()), whole)
    ranked = []
    for weekday in range(7):
        for first in range(24 - WINDOW_HOURS + 1):
            hours = [cells.get((weekday, first + number), Cell()) for number in range(WINDOW_HOURS)]
            if not all(cell.enough for cell in hours):
                continue
            net, seconds = sum(cell.net for cell in hours), sum(cell.seconds for cell in hours)
            score = (net + mean * DOUBT) / (seconds + DOUBT)
            if score > mean:
                ranked.append((score, -weekday, -first, net, seconds, min(cell.days for cell in hours)))
    chosen: list[Window] = []
    for _, weekday, first, net, seconds, days in sorted(ranked, reverse=True):
        per_hour = Money(net, currency).per_hour(seconds)
        taken = any(
            window.weekday == -weekday and abs(window.first_hour + first) < WINDOW_HOURS for window in chosen
        )
        if per_hour and not taken:
            chosen.append(
                Window(
                    weekday=-weekday,
                    first_hour=-first,
                    hours=WINDOW_HOURS,
                    per_hour=per_hour,
                    seconds=seconds,
                    days=days,
                )
            )
    return tuple(chosen[:MOST_WINDOWS])

"""A year's business miles with what a tax office asks for: day, miles, where, what for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from msgspec import Struct

from gigplanner.model.mileage import RunningMiles
from gigplanner.model.money import Money, total
from gigplanner.model.records import Trip
from gigplanner.model.settings import Settings


class DriveRow(Struct, frozen=True, kw_only=True):
    """One drive. IRS Publication 463 asks for the day, the miles, the destination and the purpose."""

    day: date
    miles: Decimal
    origin: str
    destination: str
    purpose: str
    platform: str
    value: Money | None
    """At the standard rate of the day, or the person's own; None where no rate is known."""
    rate: Decimal | None
    """Of a mile, in major units."""

    @property
    def missing(self) -> tuple[str, ...]:
        """What a tax office would ask for and the record does not say."""
        return tuple(
            name for name, said in (("destination", self.destination), ("purpose", self.purpose)) if not said
        )


class MileageLog(Struct, frozen=True, kw_only=True):
    """The drives of some days, earliest first."""

    rows: tuple[DriveRow, ...]
    currency: str

    @property
    def miles(self) -> Decimal:
        """All of them."""
        return sum((row.miles for row in self.rows), Decimal(0))

    @property
    def value(self) -> Money:
        """What they are worth at the rates, each drive rounded once."""
        return total((row.value for row in self.rows if row.value), self.currency)

    @property
    def unpriced(self) -> Decimal:
        """Miles for which no rate is known."""
        return sum((row.miles for row in self.rows if row.value is None), Decimal(0))

    @property
    def incomplete(self) -> int:
        """How many drives lack a destination or a purpose."""
        return sum(1 for row in self.rows if row.missing)


def mileage_log(trips: Iterable[Trip], settings: Settings) -> MileageLog:
    """Return the log of `trips`, which begin with the first of a tax year where the rate depends on that.

    A drive's day is that of the wall clock, not the working day: a year ends at midnight. A drive for a
    platform without a purpose was made to work there.
    """
    running = RunningMiles()
    rows = []
    for trip in sorted(trips, key=lambda one: (one.at, one.id)):
        day = settings.wall(trip.at).date()
        value, rate = running.priced(trip.miles, day, settings)
        rows.append(
            DriveRow(
                day=day,
                miles=trip.miles,
                origin=trip.origin,
                destination=trip.destination,
                purpose=trip.purpose or (f"Work for {trip.platform}" if trip.platform else ""),
                platform=trip.platform,
                value=value,
                rate=rate,
            )
        )
    return MileageLog(rows=tuple(rows), currency=settings.currency)

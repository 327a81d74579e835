"""What the readers of past work share: rides, deliveries, miles and money, in the person's own zone."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from gigplanner.interop.gathering import Gathering
from gigplanner.interop.moments import iso_utc, iso_wall, local
from gigplanner.interop.reading import ImportContext
from gigplanner.interop.rows import cell
from gigplanner.interop.table import Row
from gigplanner.model import BadInput, Block, Trip
from gigplanner.model.text import clean_text

LONGEST_RIDE = timedelta(hours=24)
_HUNDREDTH = Decimal("0.01")


class Harvest(Gathering):
    """Gathers work that is done: when it was, how far it went, and what came of it."""

    def __init__(self, format_: str, context: ImportContext) -> None:
        super().__init__(format_)
        self.context = context
        self.zone = context.wall_zone

    def block(
        self,
        source_id: str,
        title: str,
        begin: datetime,
        end: datetime,
        *,
        platform: str,
        notes: str = "",
        zone: str = "",
    ) -> None:
        """Keep the work from `begin` to `end`; BadInput if that is no length of a ride or delivery.

        Its `zone` is the person's, unless the file says where it was.
        """
        if not begin <= end <= begin + LONGEST_RIDE:
            raise BadInput("This row ends before it begins, or more than a day later.")
        self.records.append(
            Block(
                id=self.context.make_id(),
                source=self.format,
                source_id=source_id,
                title=title,
                start=begin,
                end=end,
                zone=zone or self.zone,
                kind="shift",
                platform=platform,
                notes=notes,
            )
        )

    def trip(
        self,
        source_id: str,
        at: datetime,
        miles: Decimal,
        *,
        platform: str,
        purpose: str = "",
        origin: str = "",
        destination: str = "",
        note: str = "",
    ) -> None:
        """Keep the miles, to a hundredth, unless that is nothing; texts are cleaned here."""
        rounded = miles.quantize(_HUNDREDTH, ROUND_HALF_UP)
        if not rounded:
            return
        self.records.append(
            Trip(
                id=self.context.make_id(),
                source=self.format,
                source_id=source_id,
                at=at,
                miles=rounded,
                platform=platform,
                origin=clean_text(origin, 200),
                destination=clean_text(destination, 200),
                purpose=clean_text(purpose, 200),
                note=clean_text(note),
            )
        )

    def category_of(self, platform: str) -> str:
        """The category of money that comes from `platform`, such as rides or delivery."""
        found = self.context.catalogue.find(platform)
        return found.kind if found else ""

    def at(self, wall: datetime, after: datetime | None = None) -> datetime:
        """Return the instant at which the person's clock shows `wall`.

        An hour that is there twice, because the clocks were set back, is the later one if that is `after`.
        """
        instant = local(wall, self.zone)
        return local(wall.replace(fold=1), self.zone) if after and instant < after else instant

    def instant(
        self, row: Row, shown: str, in_utc: str = "", *, after: datetime | None = None
    ) -> datetime | None:
        """The instant in a row's column `in_utc`, else by the clock in the column `shown`; None if blank.

        A `Z` behind a local time is not true and not looked at.
        """
        if stated := cell(row, in_utc):
            return iso_utc(stated)
        wall = cell(row, shown)
        return self.at(iso_wall(wall), after) if wall else None

"""Uber's lists of the trips that a driver or courier made: past blocks and miles, never money.

What riders paid is in these files, what the driver got of it is not: that comes from the payments. The short
American list holds wall times with a `Z` behind them that is not true; the long ones hold each time twice,
and the one in UTC is read.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from msgspec import Struct

from gigplanner.interop.amounts import read_miles, read_number
from gigplanner.interop.driving.uber import DELIVERIES, job_on, platform_in
from gigplanner.interop.gathering import LeftOut
from gigplanner.interop.harvest import Harvest
from gigplanner.interop.moments import iso_utc, iso_wall, utc
from gigplanner.interop.reading import ImportContext, Importer, OrdinalIds, Reading, SourceFile
from gigplanner.interop.rows import Header, cell, has_any, table_of, zone_in
from gigplanner.interop.table import Row
from gigplanner.model import BadInput
from gigplanner.model.text import clean_text

FORMAT = "uber-trips"
_DONE = frozenset({"", "completed", "complete", "delivered"})
_CANCELLED = LeftOut("cancelled trip", "cancelled trips")
_SPLIT = LeftOut("trip marked as a split fare", "trips marked as split fares")
_UNDONE = LeftOut("trip that was not completed", "trips that were not completed")
_REPEATED = LeftOut("repeated row", "repeated rows", "the same trip stands there already")
_FARTHEST_AHEAD = timedelta(hours=14)  # of any zone, on the Line Islands
_NOT_PAY = "What riders paid is not your pay, and was not taken: the payments file has that."


class _When(Struct, frozen=True):
    """The columns of one time: by the local clock, and in UTC where the file has that."""

    local: str
    utc: str = ""


class _Layout(Struct, frozen=True):
    """The columns of one of Uber's lists."""

    request: _When
    begin: _When
    dropoff: _When
    miles: str
    status: str = "status"
    product: tuple[str, ...] = ()
    minutes: str = ""  # a column with the trip's length in minutes
    platform: str = ""  # if the file is of one platform alone

    @property
    def header(self) -> Header:
        """The columns by which the list is known."""
        return frozenset({self.request.local, self.begin.local, self.miles, self.status})


_SHORT = _Layout(
    request=_When("local_request_timestamp"),
    begin=_When("begin_trip_local_timestamp"),
    dropoff=_When("local_dropoff_timestamp"),
    miles="trip_distance_(miles)",
    product=("product_name",),
)
_LONG = _Layout(
    request=_When("request_timestamp_local", "request_timestamp_utc"),
    begin=_When("begintrip_timestamp_local", "begintrip_timestamp_utc"),
    dropoff=_When("dropoff_timestamp_local", "dropoff_timestamp_utc"),
    miles="trip_distance_miles",
    product=("product_type_name", "global_product_name"),
)
_COURIER = _Layout(
    request=_When("courier_accept_timestamp_local", "courier_accept_timestamp_utc"),
    begin=_When("courier_begintrip_timestamp_local", "courier_begintrip_timestamp_utc"),
    dropoff=_When("courier_dropoff_timestamp_local", "courier_dropoff_timestamp_utc"),
    miles="courier_begintrip_to_dropoff_miles",
    status="delivery_status",
    platform=DELIVERIES,
)
_OLD = _Layout(
    request=_When("request_time"),
    begin=_When("begintrip_time"),
    dropoff=_When("dropoff_time"),
    miles="distance",
    product=("fare_profile",),
    minutes="duration",
)
_LAYOUTS = (_SHORT, _LONG, _COURIER, _OLD)
# the list of what one rode as a passenger has the same times; only there are addresses and the card
_RIDER_ONLY = (
    "begintrip_address",
    "begintrip_string",
    "destination_string",
    "card_number",
    "fare_amount",
    "profile_type",
)
_RIDER_LISTS = (
    *(_LONG.header | {column} for column in _RIDER_ONLY),
    frozenset({"trip_or_order_status", "request_time", "begin_trip_time"}),
)


def recognises(file: SourceFile) -> bool:
    """Whether it is a list of trips of any of Uber's shapes, a passenger's included."""
    return has_any(file, (*(layout.header for layout in _LAYOUTS), *_RIDER_LISTS))


def read(file: SourceFile, context: ImportContext) -> Reading:
    """Read every completed trip; BadInput for a list of rides that the person took as a passenger."""
    if has_any(file, _RIDER_LISTS):
        raise BadInput(
            f"{file.name} lists the rides you took as a passenger: there is no work in it. "
            "Import the driver's trips instead."
        )
    table = table_of(file, [layout.header for layout in _LAYOUTS], "Uber's lists of trips")
    layout = next(layout for layout in _LAYOUTS if layout.header <= set(table.columns))
    reader = _TripReader(layout, Harvest(FORMAT, context))
    reader.harvest.gather(table, reader.take)
    return reader.harvest.reading(_zone_rule(layout, reader.harvest.zone), _NOT_PAY)


def _zone_rule(layout: _Layout, zone: str) -> str:
    if layout.begin.utc:
        return f"Times are in UTC, which the file states; where it does not, they are taken as {zone}."
    if layout is _OLD:
        return f"Times that end in UTC are in UTC, others are taken as {zone}."
    return f"Times are taken as {zone}: the Z that Uber writes behind them is not true."


class _TripReader:
    """Reads rows into past blocks, with the miles of each."""

    def __init__(self, layout: _Layout, harvest: Harvest) -> None:
        self.layout = layout
        self.harvest = harvest
        self._ids = OrdinalIds()
        self._seen: set[tuple[str, ...]] = set()

    def take(self, row: Row) -> None:
        """Keep the trip of a row, from when the passenger or meal was aboard until it left the car."""
        layout = self.layout
        status = cell(row, layout.status).casefold()
        if status not in _DONE:
            self.harvest.leave_out(
                _CANCELLED if "cancel" in status else _SPLIT if status == "fare_split" else _UNDONE
            )
            return
        moments = [self._told(row, when) for when in (layout.request, layout.begin, layout.dropoff)]
        whole = (*moments, cell(row, layout.miles), cell(row, "local_original_fare", "original_fare_local"))
        if whole in self._seen:
            self.harvest.leave_out(_REPEATED)
            return
        self._seen.add(whole)
        begin, end = self._span(row)
        miles = read_miles(cell(row, layout.miles)) or Decimal(0)
        product = cell(row, *layout.product)
        platform = layout.platform or platform_in(product)
        source_id = self._ids.next(*moments)
        self.harvest.block(
            source_id,
            job_on(platform),
            begin,
            end,
            platform=platform,
            notes=clean_text(product, 100),
            zone=zone_in(row, "timezone"),
        )
        if miles:
            self.harvest.trip(source_id, begin, miles, platform=platform, purpose=job_on(platform))

    def _told(self, row: Row, when: _When) -> str:
        """A time as the short and the long list both tell it: identities are made of it, not of instants."""
        told = cell(row, when.local, when.utc)
        return iso_wall(told).isoformat() if told else ""

    def _span(self, row: Row) -> tuple[datetime, datetime]:
        layout = self.layout
        begin = self._instant(row, layout.begin)
        if begin is None:
            raise BadInput("This trip does not say when it began.")
        end = self._instant(row, layout.dropoff, after=begin)
        minutes = read_number(cell(row, layout.minutes)) if layout.minutes else None
        if end is None and minutes:
            end = begin + timedelta(minutes=float(minutes))
        if end is None:
            raise BadInput("This trip does not say when it ended.")
        return begin, end

    def _instant(self, row: Row, when: _When, after: datetime | None = None) -> datetime | None:
        told = cell(row, when.local)
        if self.layout is _OLD and told.endswith("UTC"):
            return iso_utc(told)
        ahead = self._ahead_of_utc(row)
        if told and ahead is not None and not cell(row, when.utc):
            return utc(iso_wall(told)) - ahead
        return self.harvest.instant(row, when.local, when.utc, after=after)

    def _ahead_of_utc(self, row: Row) -> timedelta | None:
        """How far the local clock is ahead of UTC, where the row tells its request by both."""
        shown, in_utc = cell(row, self.layout.request.local), cell(row, self.layout.request.utc)
        ahead = iso_wall(shown) - iso_wall(in_utc) if shown and in_utc else None
        return ahead if ahead is not None and abs(ahead) <= _FARTHEST_AHEAD else None


IMPORTER = Importer(format=FORMAT, shown="Uber trips (.csv)", recognises=recognises, read=read)

"""Dates and times of a calendar file: days, floating times, UTC, and times in a zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Literal, cast

from icalendar.prop import vDDDTypes
from msgspec import Struct

from gigplanner.interop.ical_lines import Component, Property
from gigplanner.interop.ical_zones import Zone, ZoneBook
from gigplanner.model import BadInput
from gigplanner.model.text import quoted

FIRST_YEAR, LAST_YEAR = 1970, 2100
_MIDNIGHT = time(0)


class Moment(Struct, frozen=True):
    """A date or time as the file tells it: its wall time, and the zone in which that holds."""

    wall: datetime  # naive; of a day, its midnight
    kind: Literal["day", "floating", "utc", "zoned"]
    zone: Zone

    @property
    def instant(self) -> datetime:
        """The same in UTC."""
        return self.zone.instant(self.wall)

    @property
    def key(self) -> str:
        """The moment as part of an identity: the same however the file's next export writes the zone."""
        if self.kind == "day":
            return self.wall.date().isoformat()
        return self.wall.isoformat() if self.kind == "floating" else self.instant.isoformat()

    def wall_in(self, zone: Zone, first: Moment) -> datetime:
        """The wall time in `zone` of an exception to a series that begins at `first`."""
        if first.kind == "day":
            return datetime.combine(self.wall.date(), _MIDNIGHT)
        if self.kind == "day":
            return datetime.combine(self.wall.date(), first.wall.time())
        if self.kind == "floating" or self.zone == zone:
            return self.wall
        return zone.wall(self.instant)


def read_moment(found: Property, zones: ZoneBook) -> Moment:
    """Read a property that holds one date or time; BadInput if it holds anything else."""
    moments = read_moments(found, zones)
    if len(moments) != 1:
        raise BadInput(f"its {found.name} is not one date or time")
    return moments[0]


def read_moments(found: Property, zones: ZoneBook) -> list[Moment]:
    """Read a property that holds dates, times or periods (their start counts); empty values are skipped."""
    return [_moment(text.strip(), found, zones) for text in found.value.split(",") if text.strip()]


def _moment(text: str, found: Property, zones: ZoneBook) -> Moment:
    value = _value(text)
    if isinstance(value, tuple):
        value = value[0]
    if not isinstance(value, date):
        raise BadInput(f"its {found.name} {quoted(text)} is not a date or time")
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise BadInput(f"its {found.name} lies in the year {value.year}, outside {FIRST_YEAR} to {LAST_YEAR}")
    if not isinstance(value, datetime):
        return Moment(datetime.combine(value, _MIDNIGHT), "day", Zone(zones.default))
    wall = value.replace(tzinfo=None)
    tzid = found.params.get("TZID")
    if value.tzinfo is not None:
        return Moment(wall, "utc", Zone("UTC"))
    if tzid:
        return Moment(wall, "zoned", zones.zone(tzid, wall))
    return Moment(wall, "floating", Zone(zones.default))


def _value(text: str) -> object:
    """Return the date, time, duration or period that `text` writes; None if it writes none."""
    parse: Any = vDDDTypes.from_ical
    try:
        return cast(object, parse(text))
    except (ValueError, OverflowError):
        return None


def read_duration(found: Property) -> timedelta:
    """Read a DURATION; BadInput if it is none, or negative."""
    value = _value(found.value.strip())
    if not isinstance(value, timedelta):
        raise BadInput(f"its {found.name} {quoted(found.value)} is not a length of time")
    if value < timedelta(0):
        raise BadInput("it ends before it begins")
    return value


def moment_of(component: Component, name: str, zones: ZoneBook) -> Moment | None:
    """Return the moment that the property `name` holds; None if the component has no such property."""
    found = component.first(name)
    return read_moment(found, zones) if found else None


def until_in(rule_until: str, zone: Zone, first: Moment) -> datetime:
    """Return the last wall time in `zone` that an UNTIL allows, whichever way the file writes it."""
    value = datetime.fromisoformat(rule_until)
    if "T" not in rule_until:
        return value if first.kind == "day" else datetime.combine(value.date(), time(23, 59, 59))
    if first.kind == "day":
        return datetime.combine(value.date(), _MIDNIGHT)
    if value.tzinfo is None:
        return value
    return zone.wall(value.astimezone(UTC))

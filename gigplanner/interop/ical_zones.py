"""The time zones that calendars name: IANA, Windows, what Outlook shows, and rules of the file's own."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import available_timezones

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON
from msgspec import Struct

from gigplanner.interop.ical_lines import Component
from gigplanner.interop.ical_own_zones import OwnZone, read_own_zone
from gigplanner.model import BadInput
from gigplanner.model.text import clean_text
from gigplanner.model.times import instant_of, wall_time, zone_of

_MOST_OWN_ZONES = 200
_LONGEST_NAME = 200
_OFFSET = re.compile(r"\(?(?:GMT|UTC)\s?([+\-−])(\d{1,2})(?::?(\d{2}))?\)?", re.IGNORECASE | re.ASCII)
# what Windows and Outlook show for zones that are not named after cities
_SHOWN_NAMES = {
    "eastern time": "America/New_York",
    "central time": "America/Chicago",
    "mountain time": "America/Denver",
    "pacific time": "America/Los_Angeles",
    "atlantic time": "America/Halifax",
    "coordinated universal time": "UTC",
    "greenwich mean time": "Europe/London",
    "hawaii": "Pacific/Honolulu",
    "alaska": "America/Anchorage",
    "arizona": "America/Phoenix",
    "indiana": "America/Indiana/Indianapolis",
    "newfoundland": "America/St_Johns",
}


class Zone(Struct, frozen=True):
    """How a wall time becomes an instant. `own` rules go before the IANA zone `name`."""

    name: str
    own: OwnZone | None = None

    def instant(self, wall: datetime) -> datetime:
        """The UTC instant at which a clock of this zone shows `wall`."""
        if self.own is None:
            return instant_of(wall, self.name)
        return (wall - self.own.offset_at(wall)).replace(tzinfo=UTC)

    def wall(self, instant: datetime) -> datetime:
        """What a clock in the zone `name` shows at `instant`, naive."""
        return wall_time(instant, self.name).replace(fold=0)


class ZoneBook:
    """Finds the zones of one file. `default` is where times without a zone are taken to be."""

    def __init__(self, default: str, components: list[Component]) -> None:
        self.default = default
        self.unknown: list[str] = []
        self.converted: list[str] = []
        self._components = {
            component.text("TZID").strip(): component for component in components[:_MOST_OWN_ZONES]
        }
        self._found: dict[str, Zone] = {}

    def zone(self, tzid: str, wall: datetime) -> Zone:
        """Return the zone called `tzid` in this file; one that nobody knows is noted, and is the default."""
        if tzid not in self._found:
            self._found[tzid] = self._look_up(tzid, wall)
        return self._found[tzid]

    def _look_up(self, tzid: str, wall: datetime) -> Zone:
        component = self._components.get(tzid.strip())
        known = known_zone(tzid) or (known_zone(component.text("X-LIC-LOCATION")) if component else None)
        if known:
            return Zone(known)
        own = read_own_zone(component) if component else None
        if own is None:
            self.unknown.append(clean_text(tzid, 60))
            return Zone(self.default)
        twin = self._twin(own, wall.year)
        if twin is None:
            self.converted.append(clean_text(tzid, 60))
        return Zone(twin) if twin else Zone(self.default, own)

    def _twin(self, own: OwnZone, year: int) -> str | None:
        """Return the IANA zone whose clocks show the same all through `year`, the default one for choice."""
        noons = [datetime(year, 1, 1, 12) + timedelta(days=day) for day in range(365)]  # noqa: DTZ001 (wall times)
        offsets = [own.offset_at(noon) for noon in noons]
        return next(
            (
                name
                for name in (self.default, *sorted(set(WINDOWS_TO_OLSON.values())))
                if all(
                    zone_of(name).utcoffset(noon) == offset
                    for noon, offset in zip(noons, offsets, strict=True)
                )
            ),
            None,
        )


def known_zone(name: str) -> str | None:
    """Return the IANA name for any of the names under which a zone is known, or None."""
    bare = name.strip().strip("\"'").strip()
    if not bare or len(bare) > _LONGEST_NAME:
        return None
    words = bare.split("/")
    tails = ["/".join(words[-length:]) for length in (len(words), 3, 2, 1) if length <= len(words)]
    for tail in tails if len(words) > 1 else [bare]:
        if tail.casefold() in _iana_names() and (tail == bare or "/" in tail or tail == "UTC"):
            return _iana_names()[tail.casefold()]
    return _windows_names().get(bare.casefold()) or _shown_zone(bare)


def _shown_zone(shown: str) -> str | None:
    """Return the zone that Outlook shows as `(UTC+01:00) Amsterdam, Berlin`, or None."""
    offset = _OFFSET.search(shown)
    rest = shown.replace(offset.group(), " ") if offset else shown
    for part in re.split(r"[,:()&]", rest):
        place = re.sub(r"\s+", " ", part).strip(" ;/").casefold()
        named = (
            _SHOWN_NAMES.get(place) or _windows_names().get(place) or _cities().get(place.replace(" ", "_"))
        )
        if named and (offset is None or _standard_offset(named) == _minutes(offset)):
            return named
    if offset and _minutes(offset) % 60 == 0 and not re.sub(r"[\W_]", "", rest):
        hours = _minutes(offset) // 60  # POSIX counts the other way round
        return _iana_names().get(f"etc/gmt{-hours:+d}") if hours else "UTC"
    return None


def _minutes(offset: re.Match[str]) -> int:
    minutes = int(offset[2]) * 60 + int(offset[3] or 0)
    return minutes if offset[1] == "+" else -minutes


def _standard_offset(name: str) -> int | None:
    """Return a zone's minutes east of Greenwich without summer time; None if it is not installed."""
    try:
        zone = zone_of(name)
    except BadInput:
        return None
    offsets = [zone.utcoffset(datetime(2026, month, 1)) for month in (1, 7)]  # noqa: DTZ001 (wall times)
    return min(round(offset.total_seconds() / 60) for offset in offsets if offset is not None)


@cache
def _iana_names() -> dict[str, str]:
    return {name.casefold(): name for name in available_timezones() if name not in ("localtime", "Factory")}


@cache
def _windows_names() -> dict[str, str]:
    return {name.casefold(): zone for name, zone in WINDOWS_TO_OLSON.items()}


@cache
def _cities() -> dict[str, str]:
    named = sorted(name for name in available_timezones() if "/" in name and not name.startswith("Etc/"))
    return {name.rpartition("/")[2].casefold(): name for name in reversed(named)}

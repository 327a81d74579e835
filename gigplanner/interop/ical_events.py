"""An event of a calendar (VEVENT) as a block, a series, or an exception to a series."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec
from icalendar.prop import vRecur
from msgspec import Struct

from gigplanner.interop.hints import PlatformFinder
from gigplanner.interop.ical_lines import Component, Property
from gigplanner.interop.ical_times import Moment, moment_of, read_duration, read_moments, until_in
from gigplanner.interop.ical_zones import Zone, ZoneBook
from gigplanner.interop.privacy import web_link, without_secrets
from gigplanner.interop.reading import ImportContext
from gigplanner.model import BadInput, Block, Series
from gigplanner.model.records import BlockKind, BlockStatus
from gigplanner.model.rules import check_rule
from gigplanner.model.text import clean_text, quoted
from gigplanner.model.times import DAY, MINUTE

SHIFT_KINDS = frozenset({"rides", "delivery", "shopping"})
_MOST_EXCEPTIONS = 5000
_NO_END = 2101  # Outlook writes "for ever" as a rule that ends in the year 4500
_ONLY_ONCE = "FREQ=DAILY;COUNT=1"  # the rule of an event that recurs only by its list of dates


class EventReader:
    """Makes records of the events of one calendar file."""

    def __init__(self, context: ImportContext, zones: ZoneBook, instants_zone: str) -> None:
        self.context = context
        self.zones = zones
        self._instants_zone = instants_zone  # of events that are told in UTC
        self.platforms = PlatformFinder(context.catalogue)

    def block(self, event: Component, source_id: str, cancelled: bool) -> Block:
        """Return an event that happens once, or one occurrence of a series; BadInput says what is wrong."""
        start, end = self._times(event)
        shared = self._shared(event, cancelled)
        zone = self._instants_zone if start.kind == "utc" else start.zone.name
        return Block(
            id=self.context.make_id(),
            source="ics",
            source_id=source_id,
            start=start.instant,
            end=end,
            zone=zone,
            all_day=start.kind == "day",
            **msgspec.structs.asdict(shared),
        )

    def series(self, event: Component, source_id: str, cancelled: bool) -> Series:
        """Return an event that recurs. BadInput says what is wrong with it."""
        start, end = self._times(event)
        zone = Zone(start.zone.name)
        first = start.wall if start.zone.own is None else zone.wall(start.instant)
        beginning = Moment(first, start.kind, zone)
        left_out = self._exceptions(event, "EXDATE", zone, beginning)
        extra = self._exceptions(event, "RDATE", zone, beginning)
        if event.first("EXRULE"):
            raise BadInput("it leaves out days by a rule (EXRULE), which gigplanner does not follow")
        return Series(
            id=self.context.make_id(),
            source="ics",
            source_id=source_id,
            first=first,
            minutes=self._minutes(event, start, end),
            rule=_rule(event.all("RRULE"), zone, beginning),
            zone=zone.name,
            all_day=start.kind == "day",
            left_out=tuple(sorted(left_out)),
            extra=tuple(sorted(extra)),
            **msgspec.structs.asdict(self._shared(event, cancelled)),
        )

    def occurrence(self, event: Component, series: Series, original: Moment) -> datetime:
        """Return the wall time at which `series` would have put the occurrence that `event` changes."""
        first = Moment(series.first, "day" if series.all_day else "zoned", Zone(series.zone))
        return original.wall_in(Zone(series.zone), first)

    def _times(self, event: Component) -> tuple[Moment, datetime]:
        """Return when an event starts, and the instant of its end."""
        start = moment_of(event, "DTSTART", self.zones)
        if start is None:
            raise BadInput("it has no start (DTSTART)")
        end = moment_of(event, "DTEND", self.zones)
        duration = event.first("DURATION")
        if end is not None:
            finish = end.instant
            if start.kind == end.kind == "day" and end.wall == start.wall:
                finish = start.zone.instant(
                    start.wall + DAY
                )  # some write an all-day event as ending where it begins
        elif duration is not None:
            length = read_duration(duration)
            finish = (
                start.zone.instant(start.wall + length) if start.kind == "day" else start.instant + length
            )
        else:
            finish = start.zone.instant(start.wall + DAY) if start.kind == "day" else start.instant
        if finish < start.instant:
            raise BadInput("it ends before it begins")
        return start, finish

    def _minutes(self, event: Component, start: Moment, end: datetime) -> int:
        """The length of each occurrence by the wall clock, so that every night shift is as long as usual."""
        finish = moment_of(event, "DTEND", self.zones)
        same_clock = finish is not None and (finish.kind, finish.zone) == (start.kind, start.zone)
        by_wall = same_clock and finish is not None and finish.wall > start.wall
        length: timedelta = finish.wall - start.wall if by_wall and finish else end - start.instant
        if start.kind == "day":
            return max(1, round(length / DAY)) * (DAY // MINUTE)
        return -(-length // MINUTE)

    def _exceptions(self, event: Component, name: str, zone: Zone, first: Moment) -> set[datetime]:
        walls: set[datetime] = set()
        for found in event.all(name):
            walls |= {moment.wall_in(zone, first) for moment in read_moments(found, self.zones)}
            if len(walls) > _MOST_EXCEPTIONS:
                raise BadInput(f"it lists more than {_MOST_EXCEPTIONS} dates in {name}")
        return walls

    def _shared(self, event: Component, cancelled: bool) -> _Shared:
        title = title_of(event)
        location, description = event.text("LOCATION"), event.text("DESCRIPTION")
        busy_status = event.text("X-MICROSOFT-CDO-BUSYSTATUS").strip().upper()
        status: BlockStatus = "confirmed"
        if cancelled:
            status = "cancelled"
        elif event.text("STATUS").strip().upper() == "TENTATIVE" or busy_status == "TENTATIVE":
            status = "tentative"
        link_as_place = bool(web_link(location))
        place = self.context.settings.place_named(location) if location.strip() and not link_as_place else ""
        where = f"Where: {clean_text(location)}\n" if place == "out" else ""
        platform = self.platforms.first(title, event.text("CATEGORIES"))
        works = platform is not None and platform.kind in SHIFT_KINDS
        return _Shared(
            title=title,
            kind="shift" if works else "event",
            platform=platform.name if platform and works else "",
            place=place,
            transparent=event.text("TRANSP").strip().upper() == "TRANSPARENT" or busy_status == "FREE",
            status=status,
            url=web_link(event.text("URL"), location, event.text("X-GOOGLE-CONFERENCE"), description),
            notes=without_secrets(where + description),
        )


class _Shared(Struct, frozen=True):
    """What blocks and series tell alike."""

    title: str
    kind: BlockKind
    platform: str
    place: str
    transparent: bool
    status: BlockStatus
    url: str
    notes: str


def title_of(component: Component) -> str:
    """Return an event's or task's title, cleaned; a word for one that has none."""
    return clean_text(component.text("SUMMARY")) or "Untitled"


def is_cancelled(event: Component) -> bool:
    """Whether the event itself says that it does not take place."""
    return event.text("STATUS").strip().upper() == "CANCELLED"


def _rule(rules: list[Property], zone: Zone, first: Moment) -> str:
    """Return the one rule of an event, checked, its UNTIL as a wall time of `zone`."""
    if not rules:
        return _ONLY_ONCE
    if len(rules) > 1:
        raise BadInput("it recurs by more than one rule (RRULE), which gigplanner does not follow")
    try:
        rule = vRecur.from_ical(rules[0].value.strip()).to_ical().decode("ascii")
    except (ValueError, UnicodeDecodeError, OverflowError):
        raise BadInput(f"its rule {quoted(rules[0].value)} cannot be read") from None
    check_rule(rule)
    parts = dict(part.split("=", 1) for part in rule.split(";") if part)
    until = parts.pop("UNTIL", None)
    if until:
        last = until_in(until, zone, first) if int(until[:4]) < _NO_END else None
        if last:
            parts["UNTIL"] = last.strftime("%Y%m%dT%H%M%S")
    return ";".join(f"{name}={value}" for name, value in parts.items())

"""Blocks, series and a plan as an iCalendar file that other calendars take in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from icalendar import Calendar, Event
from icalendar.prop import vRecur

from gigplanner.interop.ics_zones_out import zone_component
from gigplanner.model import Block, Plan, Series, Settings
from gigplanner.model.text import clean_note, clean_text
from gigplanner.model.times import MINUTE, instant_of, zone_of

_LONGEST_LINE = 2000


def write_ics(
    blocks: Iterable[Block], series: Iterable[Series], plan: Plan | None, settings: Settings, now: datetime
) -> str:
    """Return a calendar of `blocks` and `series`, and of the tasks that `plan` places.

    What came from a calendar keeps its identity there, so that the calendar knows it again.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//gigplanner//gigplanner//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-timezone", settings.zone)
    by_id = {entry.id: entry for entry in series}
    moved: dict[str, set[str]] = defaultdict(set)
    for block in blocks:
        owner = by_id.get(block.series)
        if owner:
            moved[owner.id].add(block.occurrence)
        calendar.add_component(_block_event(block, owner, now))
    for entry in by_id.values():
        calendar.add_component(_series_event(entry, moved, now))
    for placed in plan.placements if plan else ():
        event = _event(f"{placed.task}-{placed.start:%Y%m%dT%H%M%SZ}@gigplanner", placed.title, now)
        event.add("dtstart", placed.start.astimezone(UTC))
        event.add("dtend", placed.end.astimezone(UTC))
        event.add("categories", ["gigplanner plan"])
        calendar.add_component(event)
    _add_zones(calendar)
    text: bytes = calendar.to_ical()
    return text.decode("utf-8")


def _add_zones(calendar: Any) -> None:
    """Add the zones that events name, right for as far as the events reach."""
    names = sorted(set(calendar.get_used_tzids()) - {"UTC"})
    moments = [
        event[field].dt
        for event in calendar.walk("VEVENT")
        for field in ("DTSTART", "DTEND")
        if field in event and isinstance(event[field].dt, datetime)
    ]
    for place, name in enumerate(names):
        zone = zone_component(name, min(moments), max(moments))
        calendar.subcomponents.insert(place, zone)


def _block_event(block: Block, owner: Series | None, now: datetime) -> Any:
    uid = _uid(owner) if owner else _uid(block)
    event = _event(uid, block.title, now)
    zone = zone_of(block.zone)
    start, end = block.start.astimezone(zone), block.end.astimezone(zone)
    if block.all_day:
        event.add("dtstart", start.date())
        event.add("dtend", max(end.date(), start.date() + timedelta(days=1)))
    elif _is_twice(start) or _is_twice(end):  # a wall time would not say which of the two is meant
        event.add("dtstart", start.astimezone(UTC))
        event.add("dtend", end.astimezone(UTC))
    else:
        event.add("dtstart", start)
        event.add("dtend", end)
    if owner and block.occurrence:
        event.add("recurrence-id", _at(datetime.fromisoformat(block.occurrence), owner))
    _describe(event, block)
    return event


def _is_twice(local: datetime) -> bool:
    """Whether clocks show this wall time twice, because they are set back."""
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()


def _series_event(entry: Series, moved: Mapping[str, set[str]], now: datetime) -> Any:
    event = _event(_uid(entry), entry.title, now)
    first = _at(entry.first, entry)
    event.add("dtstart", first)
    event.add("duration", entry.minutes * MINUTE)
    event.add("rrule", _rule(entry))
    # a moved occurrence is told by its own event; leaving its day out besides would remove it
    for wall in entry.left_out:
        if wall.isoformat() not in moved[entry.id]:
            event.add("exdate", _at(wall, entry))
    for wall in entry.extra:
        event.add("rdate", _at(wall, entry))
    _describe(event, entry)
    return event


def _event(uid: str, title: str, now: datetime) -> Any:
    event: Any = Event()
    event.add("uid", clean_text(uid, _LONGEST_LINE))
    event.add("dtstamp", now.astimezone(UTC))
    event.add("summary", clean_text(title))
    return event


def _uid(record: Block | Series) -> str:
    return record.source_id if record.source == "ics" and record.source_id else f"{record.id}@gigplanner"


def _at(wall: datetime, entry: Series) -> Any:
    """Return a wall time of a series in its zone; of an all-day series, the day."""
    return wall.date() if entry.all_day else wall.replace(tzinfo=zone_of(entry.zone))


def _rule(entry: Series) -> Any:
    """Return the rule with its end in UTC, as the standard wants it for times in a zone."""
    rule: Any = vRecur.from_ical(entry.rule)
    untils = rule.get("UNTIL", [])
    if untils and entry.all_day:
        rule["UNTIL"] = [datetime.fromisoformat(untils[0].isoformat()).date()]
    elif untils and isinstance(untils[0], datetime) and untils[0].tzinfo is None:
        rule["UNTIL"] = [instant_of(untils[0], entry.zone)]
    return rule


def _describe(event: Any, record: Block | Series) -> None:
    """Add what blocks and series tell alike."""
    event.add("status", record.status.upper())
    event.add("transp", "TRANSPARENT" if record.transparent else "OPAQUE")
    for name, text in (
        ("location", clean_text(record.place)),
        ("url", clean_text(record.url, _LONGEST_LINE)),
        ("description", clean_note(record.notes)),
    ):
        if text:
            event.add(name, text)
    event.add("categories", [word for word in (record.kind, clean_text(record.platform)) if word])

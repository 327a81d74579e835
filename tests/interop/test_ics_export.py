"""A calendar written here is read back, here and elsewhere, as it was."""

# ruff: noqa: DTZ001 (the wall times of a series are naive)

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec
import pytest
from dateutil.tz import tzical
from icalendar import Calendar
from support.importing import NOW, context, fixture, read_text, titled

from gigplanner.interop.ics_out import write_ics
from gigplanner.interop.ics_zones_out import zone_component
from gigplanner.interop.registry import read_file
from gigplanner.model import Block, Money, PlacedTask, Plan, Series, Settings

HOME = Settings(zone="America/New_York")


def exported(records: list[Block | Series], plan: Plan | None = None) -> str:
    blocks = [record for record in records if isinstance(record, Block)]
    series = [record for record in records if isinstance(record, Series)]
    return write_ics(blocks, series, plan, HOME, NOW)


def test_an_imported_calendar_comes_back_the_same() -> None:
    first = read_file("work.ics", fixture("calendar_quirks.ics"), context())
    records = [record for record in first.records if isinstance(record, Block | Series)]
    # an occurrence whose series is not there is an event of its own by now
    kept = [record for record in records if "orphan" not in record.source_id]
    again = read_text(exported(kept))
    assert again.refused == ()
    before = {record.source_id: _told(record) for record in kept}
    after = {record.source_id: _told(record) for record in again.records}
    assert after == before


def test_the_file_is_a_valid_calendar_with_its_zones() -> None:
    shift = Series(
        id="s1",
        title="Lunch; downtown, again",
        first=datetime(2026, 11, 2, 11),
        minutes=180,
        rule="FREQ=WEEKLY;UNTIL=20261228T110000",
        zone="America/New_York",
        kind="shift",
    )
    calendar = Calendar.from_ical(exported([shift]))
    (event,) = calendar.walk("VEVENT")
    assert event["RRULE"].to_ical() == b"FREQ=WEEKLY;UNTIL=20261228T160000Z"
    assert event["UID"] == "s1@gigplanner"
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["America/New_York"]


def test_a_plans_tasks_are_events() -> None:
    placed = PlacedTask(
        task="t1",
        title="Receipts",
        start=datetime(2026, 11, 22, 14, tzinfo=UTC),
        end=datetime(2026, 11, 22, 14, 30, tzinfo=UTC),
        units=14,
        minutes=28,
        expected=Money(700, "USD"),
    )
    plan = Plan(
        id="2026-11-22",
        date=date(2026, 11, 22),
        made_at=NOW,
        placements=(placed,),
        expected=Money(700, "USD"),
        bound=Money(700, "USD"),
    )
    found = titled(read_text(exported([], plan)), "Receipts")
    assert isinstance(found, Block)
    assert (found.start, found.end) == (placed.start, placed.end)


def test_the_file_keeps_to_the_lines_that_calendars_expect() -> None:
    block = Block(
        id="b1\r\nX-EVIL:1",
        title="日本語の、とても長い題名のしごと; downtown, again " * 5,
        start=datetime(2026, 11, 22, 14, tzinfo=UTC),
        end=datetime(2026, 11, 22, 15, tzinfo=UTC),
        zone="America/New_York",
        url="https://example.org/\r\nATTACH:evil",
        notes="one\r\nBEGIN:VALARM",
    )
    text = exported([block])
    lines = text.encode().split(b"\r\n")
    assert b"".join(lines).count(b"\n") == b"".join(lines).count(b"\r") == 0
    assert max(map(len, lines)) <= 75
    (event,) = Calendar.from_ical(text).walk("VEVENT")
    assert "DTSTAMP" in event
    assert event["DTSTART"].params["TZID"] == "America/New_York"
    assert not {"ATTACH", "X-EVIL"} & set(event)
    assert event.walk("VALARM") == []


def test_an_export_made_later_names_everything_by_the_same_uid() -> None:
    block = Block(
        id="b1",
        title="Lunch",
        start=datetime(2026, 11, 22, 14, tzinfo=UTC),
        end=datetime(2026, 11, 22, 15, tzinfo=UTC),
    )
    moved = msgspec.structs.replace(block, start=datetime(2026, 11, 22, 13, tzinfo=UTC))
    uids = [Calendar.from_ical(exported([one])).walk("VEVENT")[0]["UID"] for one in (block, moved)]
    assert uids == ["b1@gigplanner", "b1@gigplanner"]


def _told(record: object) -> dict[str, object]:
    """What a calendar can tell of a record: not its id here, and places only as addresses."""
    fields = msgspec.structs.asdict(record)  # type: ignore[arg-type]
    for name in ("id", "series", "place", "notes", "source_digest"):
        fields.pop(name, None)
    return fields


@pytest.mark.parametrize(
    "name",
    [
        "America/New_York",
        "Europe/Dublin",  # whose winter, not its summer, differs from the standard
        "Australia/Lord_Howe",  # half an hour
        "Africa/Casablanca",  # by the moon
        "Asia/Jerusalem",  # the Friday before the last Sunday
        "America/Sao_Paulo",  # without summer time since 2019
        "America/Phoenix",
    ],
)
def test_zones_are_read_alike_by_rules_that_another_program_works_out(name: str) -> None:
    first, last = datetime(2018, 3, 1, tzinfo=UTC), datetime(2020, 11, 20, tzinfo=UTC)
    component = zone_component(name, first, last)
    text = component.to_ical().decode()
    assert "RDATE" not in text  # which ical.js and vobject misread
    theirs = tzical(io.StringIO(text.replace("\r\n", "\n"))).get(name)
    moment, own = first, ZoneInfo(name)
    while moment < last:
        local = moment.astimezone(own)
        assert local.replace(tzinfo=theirs).utcoffset() == local.utcoffset(), local
        moment += timedelta(hours=83)  # no time of day, and no day of the week, is always the same


def test_the_rule_of_a_zone_is_the_second_sunday_and_goes_on_without_end() -> None:
    moment = datetime(2026, 11, 22, tzinfo=UTC)
    text = zone_component("America/New_York", moment, moment).to_ical().decode()
    assert "RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3\r\n" in text
    assert text.count("BEGIN:DAYLIGHT") == text.count("BEGIN:STANDARD") == 1


@pytest.mark.parametrize("hour", [5, 6])  # in UTC: half past one is there twice that night
def test_the_hour_that_is_there_twice_is_told_in_utc(hour: int) -> None:
    start = datetime(2026, 11, 1, hour, 30, tzinfo=UTC)
    block = Block(id="b1", title="Late", start=start, end=start + timedelta(hours=2), zone="America/New_York")
    (event,) = Calendar.from_ical(exported([block])).walk("VEVENT")
    assert event["DTSTART"].to_ical() == f"20261101T0{hour}3000Z".encode()

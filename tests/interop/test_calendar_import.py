"""A calendar full of what calendars really do to people."""

# ruff: noqa: DTZ001 (the wall times of calendars and people's lists are naive)

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from support.importing import context, fixture, read_text, titled

from gigplanner.interop.registry import Reading, read_file
from gigplanner.model import BadInput, Block, Series, Task


@pytest.fixture(scope="module")
def calendar() -> Reading:
    return read_file("work.ics", fixture("calendar_quirks.ics"), context())


def block(calendar: Reading, title: str) -> Block:
    found = titled(calendar, title)
    assert isinstance(found, Block)
    return found


def event(*lines: str) -> str:
    inside = "\n".join(lines)
    one = f"BEGIN:VEVENT\nUID:one\nSUMMARY:One\n{inside}\nEND:VEVENT\n"
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{one}END:VCALENDAR\n"


def only(text: str, zone: str | None = None) -> Block | Series:
    (record,) = read_text(text, zone=zone).records
    assert isinstance(record, Block | Series)
    return record


def test_a_weekly_shift_recurs_by_the_wall_clock_on_its_platform_and_place(calendar: Reading) -> None:
    series = titled(calendar, "DoorDash dinner, downtown")
    assert isinstance(series, Series)
    assert (series.first, series.zone, series.minutes) == (
        datetime(2026, 11, 2, 18),
        "America/New_York",
        180,
    )
    assert series.rule == "FREQ=WEEKLY;BYDAY=MO;UNTIL=20261228T180000"
    assert (series.kind, series.platform, series.place) == ("shift", "DoorDash", "car")


def test_days_left_out_are_found_however_they_are_written(calendar: Reading) -> None:
    series = titled(calendar, "DoorDash dinner, downtown")
    assert isinstance(series, Series)
    moved, with_zone, as_day, in_utc, misspelt, cancelled = (9, 16, 23, 30, 37, 44)
    assert series.left_out == tuple(
        datetime(2026, 11, 1, 18) + timedelta(days=day - 1)
        for day in (moved, with_zone, as_day, in_utc, misspelt, cancelled)
    )


def test_a_moved_occurrence_is_a_block_that_knows_its_series_and_its_old_time(calendar: Reading) -> None:
    moved = block(calendar, "DoorDash dinner, an hour late")
    assert moved.series == titled(calendar, "DoorDash dinner, downtown").id
    assert moved.occurrence == "2026-11-09T18:00:00"
    assert moved.start == datetime(2026, 11, 10, 0, tzinfo=UTC)
    assert moved.source_id == "weekly@example.test 2026-11-09T23:00:00+00:00"


def test_an_occurrence_without_its_series_stands_alone(calendar: Reading) -> None:
    assert block(calendar, "Moved by somebody else").series == ""


@pytest.mark.parametrize(
    ("title", "start", "zone"),
    [
        ("Call with the studio", datetime(2026, 11, 24, 9), "Europe/Berlin"),
        ("Far away", datetime(2026, 11, 23, 23), "Australia/Canberra"),
        ("Unquoted", datetime(2026, 11, 24, 9), "Europe/Amsterdam"),
        ("Like Berlin", datetime(2026, 7, 1, 8), "Europe/Berlin"),
        ("At sea", datetime(2026, 11, 24, 8, 53), "America/New_York"),
        ("Second breakfast", datetime(2026, 11, 24, 15), "America/New_York"),
        ("Dentist", datetime(2026, 11, 25, 14), "America/New_York"),
        ("A moment", datetime(2026, 11, 25, 15), "America/New_York"),
    ],
)
def test_times_are_true_in_every_kind_of_zone(
    calendar: Reading, title: str, start: datetime, zone: str
) -> None:
    found = block(calendar, title)
    assert (found.start, found.zone) == (start.replace(tzinfo=UTC), zone)


def test_a_zone_that_nobody_knows_is_named_in_a_warning(calendar: Reading) -> None:
    assert (
        "Nobody knows the time zone “Middle Earth Time”: its times were taken as America/New_York."
        in calendar.warnings
    )
    assert any("“Ship time”" in warning for warning in calendar.warnings)


def test_the_zone_asked_for_goes_before_the_calendars_own() -> None:
    reading = read_file("work.ics", fixture("calendar_quirks.ics"), context(zone="Asia/Tokyo"))
    assert block(reading, "Dentist").start == datetime(2026, 11, 25, 0, tzinfo=UTC)
    assert reading.zone_rule == "Times without a time zone are taken as Asia/Tokyo, as asked."


def test_an_all_day_event_ends_before_the_day_its_file_names(calendar: Reading) -> None:
    holiday, move = block(calendar, "Holiday"), block(calendar, "Move")
    assert holiday.all_day and move.all_day
    assert holiday.end - holiday.start == timedelta(days=2)
    assert move.end - move.start == timedelta(days=1)


def test_free_time_takes_none_and_says_where_the_person_is(calendar: Reading) -> None:
    assert block(calendar, "Holiday").busy is None
    cafe = block(calendar, "At the café")
    assert (cafe.busy, cafe.place) == (None, "café")


def test_tentative_and_cancelled_events_say_so(calendar: Reading) -> None:
    assert block(calendar, "Call with the studio").status == "tentative"
    assert block(calendar, "Called off").status == "cancelled"


def test_an_unknown_address_is_out_and_kept_in_the_note(calendar: Reading) -> None:
    dentist = block(calendar, "Dentist")
    assert (dentist.place, dentist.notes) == ("out", "Where: Main Street 1")


def test_pass_codes_and_mail_addresses_are_not_kept(calendar: Reading) -> None:
    interview = block(calendar, "Interview")
    assert interview.url == "https://video.example.test/j/123456"
    assert interview.place == ""
    assert interview.notes == "Questions to … please\nBring coffee"
    everything = repr(calendar)
    for secret in ("s3cret", "998877", "host@", "somebody@", "Somebody Else"):
        assert secret not in everything


def test_of_an_event_that_comes_twice_the_newest_counts(calendar: Reading) -> None:
    assert block(calendar, "Newest").source_id == "twice@example.test"
    assert not [record for record in calendar.records if getattr(record, "title", "") == "Oldest"]


def test_an_end_given_as_a_day_includes_that_day(calendar: Reading) -> None:
    series = titled(calendar, "Stretch")
    assert isinstance(series, Series)
    assert series.rule == "FREQ=DAILY;UNTIL=20261205T235959"
    assert series.extra == (datetime(2026, 12, 10, 7),)


def test_to_dos_become_tasks(calendar: Reading) -> None:
    profile, invoice = titled(calendar, "Prolific profile"), titled(calendar, "Send invoice")
    assert isinstance(profile, Task) and isinstance(invoice, Task)
    assert (profile.minutes, profile.platform, profile.tags) == (20, "Prolific", ("surveys", "admin"))
    assert profile.due == datetime(2026, 11, 28, 4, 59, tzinfo=UTC)
    assert (invoice.status, invoice.minutes, invoice.notes) == ("done", 30, "")
    assert "1 task does not say how long it takes: 30 minutes were assumed." in calendar.warnings


def test_bad_events_are_refused_alone_with_their_lines(calendar: Reading) -> None:
    said = [refused.reason for refused in calendar.refused]
    assert said == [
        "“Backwards” was left out: it ends before it begins.",
        "“When?” was left out: its DTSTART “tomorrow” is not a date or time.",
        "“No start” was left out: it has no start (DTSTART).",
        "“Tick” was left out: the rule “FREQ=SECONDLY” repeats every minute or second: "
        "that is no calendar entry.",
        "“Stuck” was left out: the rule “FREQ=DAILY;INTERVAL=0” has INTERVAL “0”: it goes from 1 to 1000.",
        "“Long ago” was left out: its DTSTART lies in the year 1899, outside 1970 to 2100.",
        "This event was left out: the file ends in the middle of it.",
    ]
    lines = fixture("calendar_quirks.ics").decode().splitlines()
    assert all(lines[refused.line - 1] == "BEGIN:VEVENT" for refused in calendar.refused if refused.line)


def test_an_event_in_utc_recurs_by_utc() -> None:
    series = only(event("DTSTART:20261122T170000Z", "RRULE:FREQ=WEEKLY"))
    assert isinstance(series, Series)
    assert (series.zone, series.first) == ("UTC", datetime(2026, 11, 22, 17))


def test_a_night_shift_over_a_clock_change_keeps_its_usual_length() -> None:
    series = only(
        event(
            "DTSTART;TZID=Europe/Berlin:20261024T220000",
            "DTEND;TZID=Europe/Berlin:20261025T060000",
            "RRULE:FREQ=DAILY",
        )
    )
    single = only(
        event("DTSTART;TZID=Europe/Berlin:20261024T220000", "DTEND;TZID=Europe/Berlin:20261025T060000")
    )
    assert isinstance(series, Series) and isinstance(single, Block)
    assert series.minutes == 8 * 60
    assert single.end - single.start == timedelta(hours=9)


def test_an_all_day_series_leaves_out_days() -> None:
    series = only(
        event(
            "DTSTART;VALUE=DATE:20261101",
            "RRULE:FREQ=DAILY;UNTIL=20261110",
            "EXDATE;VALUE=DATE:20261103,20261104",
        )
    )
    assert isinstance(series, Series)
    assert (series.all_day, series.minutes, series.rule) == (
        True,
        1440,
        "FREQ=DAILY;UNTIL=20261110T000000",
    )
    assert series.left_out == (datetime(2026, 11, 3), datetime(2026, 11, 4))


def test_an_event_on_listed_dates_alone_recurs_on_those() -> None:
    series = only(event("DTSTART:20261101T090000", "RDATE:20261105T090000,20261109T090000"))
    assert isinstance(series, Series)
    assert (series.rule, len(series.extra)) == ("FREQ=DAILY;COUNT=1", 2)


def test_a_rule_that_ends_in_the_year_4500_never_ends() -> None:
    series = only(event("DTSTART:20261101T090000", "RRULE:FREQ=YEARLY;UNTIL=45000901T000000Z"))
    assert isinstance(series, Series)
    assert series.rule == "FREQ=YEARLY"


def test_a_withdrawn_invitation_is_cancelled() -> None:
    withdrawn = only(event("DTSTART:20261101T090000").replace("VERSION:2.0", "METHOD:CANCEL"))
    assert withdrawn.status == "cancelled"


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_line_ends_and_encodings_do_not_matter(ends: str, encoding: str) -> None:
    text = event("DTSTART:20261101T090000", "LOCATION:Café").replace("\n", ends)
    reading = read_file("a.ics", text.encode(encoding), context())
    assert getattr(reading.records[0], "place", "") == "café"
    assert reading.warnings == ()


def test_an_old_windows_file_is_read_and_the_guess_is_told() -> None:
    reading = read_file(
        "a.ics", event("DTSTART:20261101T090000", "LOCATION:Café").encode("cp1252"), context()
    )
    assert getattr(reading.records[0], "place", "") == "café"
    assert "Windows-1252" in reading.warnings[0]


def test_a_title_cannot_command_the_terminal() -> None:
    found = only(event("DTSTART:20261101T090000").replace("SUMMARY:One", "SUMMARY:\x1b]0;owned\x07 [/b]"))
    assert found.title == "\ufffd]0;owned\ufffd [/b]"


def test_an_event_that_swallows_the_next_costs_only_itself() -> None:
    text = event("DTSTART:20261101T090000").replace("END:VEVENT", "BEGIN:VEVENT\nUID:two\nSUMMARY:Two", 1)
    text = text.replace("END:VCALENDAR", "DTSTART:20261102T090000\nEND:VEVENT\nEND:VCALENDAR")
    reading = read_text(text)
    assert [getattr(record, "title", "") for record in reading.records] == ["Two"]
    assert [refused.reason for refused in reading.refused] == ["This event was left out: it has no END."]


def test_too_many_events_are_refused_before_they_are_read() -> None:
    many = "".join(f"BEGIN:VEVENT\nUID:{number}\nEND:VEVENT\n" for number in range(20_001))
    with pytest.raises(BadInput, match="more than 20,000 events"):
        read_text(f"BEGIN:VCALENDAR\n{many}END:VCALENDAR\n")

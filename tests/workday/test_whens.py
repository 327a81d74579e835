"""Days and times as people type them, read by their own clock."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gigplanner.model import BadInput, Settings
from gigplanner.model.text import clean_text
from gigplanner.workday.whens import read_day, read_instant

CHICAGO = Settings(zone="America/Chicago")
NOON = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)  # Sun 22 Nov, 12:00
AFTER_MIDNIGHT = datetime(2026, 11, 22, 6, 10, tzinfo=UTC)  # Sun 22 Nov, 00:10
SUNDAY, WEDNESDAY = date(2026, 11, 22), date(2026, 11, 25)


@pytest.mark.parametrize(
    ("text", "today", "day"),
    [
        ("today", SUNDAY, "2026-11-22"),
        ("Tomorrow", SUNDAY, "2026-11-23"),
        ("yesterday", SUNDAY, "2026-11-21"),
        ("fri", SUNDAY, "2026-11-27"),
        ("sunday", SUNDAY, "2026-11-22"),
        ("next fri", SUNDAY, "2026-11-27"),
        ("next  fri", WEDNESDAY, "2026-12-04"),
        ("next mon", WEDNESDAY, "2026-11-30"),
        ("24 nov", SUNDAY, "2026-11-24"),
        ("nov 24, 2027", SUNDAY, "2027-11-24"),
        ("24. November", SUNDAY, "2026-11-24"),
        ("5 jan", SUNDAY, "2027-01-05"),
        ("2026-02-28", SUNDAY, "2026-02-28"),
    ],
)
def test_a_day_is_named_in_many_ways(text: str, today: date, day: str) -> None:
    assert read_day(text, today) == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("text", "day"),
    [("fri", "2026-11-20"), ("sun", "2026-11-22"), ("1 dec", "2025-12-01"), ("20 nov", "2026-11-20")],
)
def test_of_what_is_over_a_day_without_a_year_is_the_last_such_one(text: str, day: str) -> None:
    assert read_day(text, SUNDAY, past=True) == date.fromisoformat(day)


@pytest.mark.parametrize(
    "text", ["", "someday", "31 feb", "2026-13-01", "nov", "next week", "0 may", "1850-01-01", "31 12 2026"]
)
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        read_day(text, SUNDAY)


@pytest.mark.parametrize(
    ("text", "now", "wall"),
    [
        ("14:20", NOON, "2026-11-22 14:20"),
        ("9", NOON, "2026-11-22 09:00"),
        ("5pm", NOON, "2026-11-22 17:00"),
        ("23:30", AFTER_MIDNIGHT, "2026-11-21 23:30"),
        ("yesterday 14:20", NOON, "2026-11-21 14:20"),
        ("fri 14:20", NOON, "2026-11-20 14:20"),
        ("yesterday", NOON, "2026-11-21 12:00"),
        ("2026-11-21", NOON, "2026-11-21 12:00"),
        ("2026-11-21 9:05", NOON, "2026-11-21 09:05"),
        ("2026-11-21T09:05", NOON, "2026-11-21 09:05"),
        ("2026-11-21T09:05:30Z", NOON, "2026-11-21 03:05"),
        ("2026-11-21T09:05+01:00", NOON, "2026-11-21 02:05"),
        ("2026-03-08 02:30", NOON, "2026-03-08 03:30"),
    ],
)
def test_an_instant_is_given_by_the_persons_clock_or_with_its_offset(
    text: str, now: datetime, wall: str
) -> None:
    instant = read_instant(text, now, CHICAGO)
    assert instant.tzinfo is UTC
    assert f"{CHICAGO.wall(instant):%Y-%m-%d %H:%M}" == wall


@settings(max_examples=200, deadline=None)
@given(
    text=st.one_of(
        st.text(max_size=30),
        st.from_regex(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d([+-]\d\d:\d\d|Z)?)?", fullmatch=True),
    )
)
def test_any_text_is_an_instant_or_refused_in_words(text: str) -> None:
    try:
        assert read_instant(text, NOON, CHICAGO).tzinfo is UTC
    except BadInput as refused:
        assert str(refused) == clean_text(str(refused))

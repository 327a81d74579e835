"""Working days follow the person's clock, spans are half-open, and cutting time out loses none."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gigplanner.model.errors import BadInput
from gigplanner.model.times import (
    DAY,
    MINUTE,
    Span,
    day_span,
    days_span,
    instant_of,
    merged,
    show_length,
    show_minutes,
    wall_time,
    without,
    working_day,
    zone_of,
)

FOUR = time(4)
BASE = datetime(2026, 3, 1, tzinfo=UTC)
ZONES = (
    "UTC",
    "America/New_York",
    "America/Los_Angeles",
    "America/St_Johns",
    "America/Havana",
    "America/Sao_Paulo",
    "Europe/London",
    "Europe/Berlin",
    "Africa/Cairo",
    "Asia/Beirut",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Apia",
)


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


def minutes(first: int, last: int) -> Span:
    return Span(BASE + first * MINUTE, BASE + last * MINUTE)


def minute_set(spans: list[Span]) -> set[int]:
    return {
        minute
        for span in spans
        for minute in range(round((span.start - BASE) / MINUTE), round((span.end - BASE) / MINUTE))
    }


SPANS = st.lists(st.builds(minutes, st.integers(0, 200), st.integers(0, 200)), max_size=12)


def test_a_shift_after_midnight_belongs_to_the_evening_before() -> None:
    late = datetime(2026, 11, 22, 7, 59, tzinfo=UTC)  # 02:59 in New York
    assert working_day(late, "America/New_York", FOUR) == date(2026, 11, 21)
    assert working_day(late + timedelta(hours=1, minutes=1), "America/New_York", FOUR) == date(2026, 11, 22)
    assert working_day(late, "America/New_York", time(0)) == date(2026, 11, 22)


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("America/New_York", date(2026, 3, 7), 23),
        ("America/New_York", date(2026, 3, 8), 24),
        ("America/New_York", date(2026, 10, 31), 25),
        ("America/Los_Angeles", date(2026, 10, 31), 25),
        ("Europe/Berlin", date(2026, 3, 28), 23),
        ("Europe/Berlin", date(2026, 10, 24), 25),
        ("Europe/London", date(2026, 3, 28), 23),
        ("Europe/London", date(2026, 10, 24), 25),
        ("Australia/Lord_Howe", date(2026, 4, 4), 24.5),
        ("Asia/Kathmandu", date(2026, 3, 28), 24),
        ("Asia/Tokyo", date(2026, 10, 24), 24),
    ],
)
def test_a_day_has_as_many_hours_as_the_clock_gives_it(zone: str, day: date, hours: float) -> None:
    span = day_span(day, zone, FOUR)
    assert span.minutes == hours * 60
    assert wall_time(span.start, zone) == datetime.combine(day, FOUR)


@settings(max_examples=300)
@given(
    st.datetimes(wall("2005-01-01"), wall("2030-01-01"), timezones=st.just(UTC)),
    st.sampled_from(ZONES),
    st.sampled_from([time(0), time(0, 30), time(1, 30), time(2), time(2, 30), FOUR, time(23)]),
)
def test_the_working_day_of_an_instant_is_the_one_whose_span_holds_it(
    instant: datetime, zone: str, day_ends: time
) -> None:
    assert instant in day_span(working_day(instant, zone, day_ends), zone, day_ends)


@pytest.mark.parametrize(
    ("zone", "day", "day_ends"),
    [
        ("America/New_York", date(2026, 3, 8), time(2, 30)),
        ("America/New_York", date(2026, 11, 1), time(1, 30)),
        ("America/Havana", date(2026, 11, 1), time(0)),
        ("America/Havana", date(2026, 3, 8), time(0)),
        ("America/St_Johns", date(2006, 10, 29), time(0)),
        ("Africa/Cairo", date(2026, 4, 24), time(0)),
    ],
)
def test_no_minute_around_a_clock_change_is_in_two_days_or_in_none(
    zone: str, day: date, day_ends: time
) -> None:
    days = [day + offset * DAY for offset in range(-2, 3)]
    instant = instant_of(datetime.combine(day, time(0)), zone) - timedelta(hours=5)
    for _ in range(12 * 12):
        holding = [each for each in days if instant in day_span(each, zone, day_ends)]
        assert holding == [working_day(instant, zone, day_ends)]
        instant += 5 * MINUTE


def test_in_the_hour_that_is_left_out_the_clock_runs_on() -> None:
    missing, instant = wall("2026-03-08T02:30"), datetime(2026, 3, 8, 7, 30, tzinfo=UTC)
    assert instant_of(missing, "America/New_York") == instant
    assert wall_time(instant, "America/New_York") == wall("2026-03-08T03:30")


@given(
    st.datetimes(wall("2005-01-01"), wall("2035-01-01"), timezones=st.just(UTC)),
    st.sampled_from(ZONES),
)
def test_an_instant_comes_back_from_its_wall_time_even_in_the_doubled_hour(
    instant: datetime, zone: str
) -> None:
    assert instant_of(wall_time(instant, zone), zone) == instant


def test_a_week_is_its_days_end_to_end() -> None:
    week = days_span(date(2026, 10, 26), date(2026, 11, 1), "America/New_York", FOUR)
    days = [day_span(date(2026, 10, 26) + n * DAY, "America/New_York", FOUR) for n in range(7)]
    assert merged(days) == [week]
    assert week.minutes == (7 * 24 + 1) * 60


@pytest.mark.parametrize(
    "name", ["", "Mars/Olympus", "../etc/passwd", "/etc/passwd", "America", "a\x00b", "\udcff", "EST5 EDT"]
)
def test_what_is_no_zone_is_refused_in_words(name: str) -> None:
    with pytest.raises(BadInput, match="is not a time zone") as refused:
        zone_of(name)
    assert str(refused.value).isprintable()


@given(SPANS)
def test_merged_spans_hold_the_same_time_in_order_without_touching(spans: list[Span]) -> None:
    result = merged(spans)
    assert minute_set(result) == minute_set(spans)
    assert all(span.start < span.end for span in result)
    assert all(one.end < following.start for one, following in pairwise(result))


@given(st.builds(minutes, st.integers(0, 200), st.integers(0, 200)), SPANS)
def test_cutting_time_out_leaves_exactly_the_rest(span: Span, taken: list[Span]) -> None:
    rest = without(span, taken)
    assert minute_set(rest) == minute_set([span]) - minute_set(taken)
    assert rest == merged(rest)


@given(
    st.builds(minutes, st.integers(0, 60), st.integers(0, 60)),
    st.builds(minutes, st.integers(0, 60), st.integers(0, 60)),
)
def test_clipping_and_overlap_agree_with_the_minutes_shared(one: Span, other: Span) -> None:
    shared = minute_set([one]) & minute_set([other])
    clipped = one.clipped(other)
    assert minute_set([clipped] if clipped else []) == shared
    if shared:
        assert one.overlaps(other)


def test_a_span_holds_its_start_and_not_its_end() -> None:
    span = minutes(10, 20)
    assert span.start in span
    assert span.end not in span
    assert not span.overlaps(minutes(20, 30))
    assert (span.seconds, span.minutes) == (600, 10)
    assert minutes(20, 10).seconds == 0


def test_lengths_are_shown_in_words() -> None:
    lengths = [
        (-3, "0 min"),
        (0, "0 min"),
        (45, "45 min"),
        (59.7, "1 h"),
        (90, "1 h 30"),
        (125, "2 h 05"),
        (1440, "24 h"),
    ]
    assert [(minutes, show_minutes(minutes)) for minutes, _ in lengths] == lengths
    assert show_length(11520) == "3 h 12"

"""Recurring blocks follow the wall clock, and no rule takes seconds to follow."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, time, timedelta

import pytest

from gigplanner.model import BadInput, Series, Span
from gigplanner.scheduler.dayrules import day_rule
from gigplanner.scheduler.recurrence import MOST_OCCURRENCES, occurrences


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def span(first: str, last: str) -> Span:
    return Span(at(first).replace(tzinfo=UTC), at(last).replace(tzinfo=UTC))


def shift(rule: str = "FREQ=DAILY", first: str = "2026-01-01T18:00", **fields: object) -> Series:
    given = {"title": "Dinner", "minutes": 180, "zone": "America/New_York", **fields}
    return Series(id="s1", first=at(first), rule=rule, **given)


def starts(series: Series, window: Span) -> list[str]:
    return [block.start.strftime("%d %H:%M") for block in occurrences(series, window)]


def walls(series: Series, window: Span) -> list[str]:
    return [block.occurrence for block in occurrences(series, window)]


def test_a_dinner_shift_stays_at_six_when_the_clocks_go_forward() -> None:
    window = span("2026-03-07T12:00", "2026-03-09T12:00")
    assert starts(shift(), window) == ["07 23:00", "08 22:00"]


def test_a_dinner_shift_stays_at_six_when_the_clocks_go_back() -> None:
    window = span("2026-10-31T12:00", "2026-11-02T12:00")
    assert starts(shift(), window) == ["31 22:00", "01 23:00"]


def test_a_night_shift_over_a_clock_change_lasts_its_minutes() -> None:
    night = shift(first="2026-01-01T22:00", minutes=480)
    (block,) = occurrences(night, span("2026-03-08T04:00", "2026-03-08T09:00"))
    assert block.end - block.start == timedelta(hours=8)
    assert block.end == at("2026-03-08T11:00+00:00")


def test_a_start_in_the_hour_that_is_left_out_runs_on() -> None:
    early = shift(first="2026-01-01T02:30", minutes=30)
    assert starts(early, span("2026-03-08T06:00", "2026-03-08T12:00")) == ["08 07:30"]


def test_an_all_day_block_ends_at_the_next_midnight_even_on_a_short_day() -> None:
    holiday = shift("FREQ=YEARLY", "2020-03-08T00:00", all_day=True, minutes=1440)
    (block,) = occurrences(holiday, span("2026-03-08T12:00", "2026-03-08T13:00"))
    assert (block.start, block.end) == (at("2026-03-08T05:00+00:00"), at("2026-03-09T04:00+00:00"))


def test_a_block_says_which_occurrence_of_which_series_it_is() -> None:
    (block,) = occurrences(
        shift(place="car", platform="DoorDash"), span("2026-01-05T22:00", "2026-01-06T01:00")
    )
    assert (block.id, block.series, block.occurrence) == (
        "s1@2026-01-05T18:00:00",
        "s1",
        "2026-01-05T18:00:00",
    )
    assert (block.title, block.place, block.platform, block.zone) == (
        "Dinner",
        "car",
        "DoorDash",
        "America/New_York",
    )


def test_a_block_that_began_before_the_window_and_reaches_into_it_counts() -> None:
    assert starts(shift(), span("2026-01-06T01:30", "2026-01-06T10:00")) == ["05 23:00"]
    assert starts(shift(), span("2026-01-06T02:00", "2026-01-06T10:00")) == []


def test_what_is_left_out_does_not_take_place_and_what_is_extra_does() -> None:
    series = shift(left_out=(at("2026-01-06T18:00"),), extra=(at("2026-01-07T09:00"),))
    window = span("2026-01-05T12:00", "2026-01-08T04:00")
    assert walls(series, window) == ["2026-01-05T18:00:00", "2026-01-07T09:00:00", "2026-01-07T18:00:00"]


def test_an_all_day_series_leaves_out_whole_dates() -> None:
    series = shift(first="2026-01-01T00:00", all_day=True, minutes=1440, left_out=(at("2026-01-06T09:00"),))
    window = span("2026-01-05T12:00", "2026-01-07T12:00")
    assert walls(series, window) == ["2026-01-05T00:00:00", "2026-01-07T00:00:00"]


@pytest.mark.parametrize(
    "until", ["20260106", "20260106T180000", "20260106T230000Z"], ids=["a date", "wall time", "UTC"]
)
def test_the_last_day_of_a_series_takes_place(until: str) -> None:
    series = shift(f"FREQ=DAILY;UNTIL={until}")
    assert starts(series, span("2026-01-05T12:00", "2026-01-20T12:00")) == ["05 23:00", "06 23:00"]


def test_a_utc_end_before_the_wall_start_ends_the_series_the_day_before() -> None:
    series = shift("FREQ=DAILY;UNTIL=20260106T225959Z")
    assert starts(series, span("2026-01-05T12:00", "2026-01-20T12:00")) == ["05 23:00"]


@pytest.mark.parametrize("rule", ["FREQ=DAILY", "FREQ=WEEKLY", "FREQ=MONTHLY", "FREQ=YEARLY;BYMONTH=3"])
def test_a_series_that_ended_years_ago_is_over(rule: str) -> None:
    ended = shift(f"{rule};UNTIL=20180401", first="2017-01-02T18:00")
    assert starts(ended, span("2026-11-16", "2026-11-23")) == []
    assert starts(ended, span("2018-02-26", "2018-04-02")) != []


def test_the_first_one_counts_even_where_the_rule_misses_it() -> None:
    series = shift("FREQ=WEEKLY;BYDAY=MO;COUNT=3", "2026-01-01T18:00")  # a Thursday
    found = walls(series, span("2026-01-01T00:00", "2026-03-01T00:00"))
    assert found == ["2026-01-01T18:00:00", "2026-01-05T18:00:00", "2026-01-12T18:00:00"]


def test_every_second_week_keeps_its_weeks_ten_years_on() -> None:
    series = shift("FREQ=WEEKLY;INTERVAL=2", "2016-11-01T18:00")
    (wall,) = walls(series, span("2026-11-10T12:00", "2026-11-24T12:00"))
    assert (date.fromisoformat(wall[:10]) - date(2016, 11, 1)).days % 14 == 0


def test_the_31st_of_every_month_skips_short_months_ten_years_on() -> None:
    series = shift("FREQ=MONTHLY", "2016-01-31T18:00")
    found = walls(series, span("2026-08-02T00:00", "2026-11-30T00:00"))
    assert [wall[:10] for wall in found] == ["2026-08-31", "2026-10-31"]


def test_a_leap_day_comes_every_four_years() -> None:
    series = shift("FREQ=YEARLY", "2016-02-29T18:00")
    found = walls(series, span("2023-01-01T00:00", "2029-01-01T00:00"))
    assert [wall[:10] for wall in found] == ["2024-02-29", "2028-02-29"]


@pytest.mark.parametrize(
    "rule",
    [
        *("FREQ=DAILY;INTERVAL=3", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU;WKST=SU", "FREQ=MONTHLY;BYDAY=-1FR"),
        *(
            "FREQ=MONTHLY;INTERVAL=5;BYMONTHDAY=-1,15",
            "FREQ=YEARLY;BYWEEKNO=1,53",
            "FREQ=YEARLY;BYMONTH=2,11",
        ),
        *(
            "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1",
            "FREQ=DAILY;COUNT=3000",
            "FREQ=YEARLY;INTERVAL=4;BYYEARDAY=366",
        ),
    ],
)
def test_jumping_ahead_gives_what_counting_through_every_year_gives(rule: str) -> None:
    from dateutil.rrule import rrulestr

    first = at("2012-02-29T18:00")
    counted = {first, *rrulestr(rule, dtstart=first).between(first, at("2032-01-01T00:00"))}
    for year in (2012, 2019, 2026, 2028):
        window = span(f"{year}-01-01T00:00", f"{year + 1}-06-01T00:00")
        expected = sorted(wall for wall in counted if window.start <= wall.replace(tzinfo=UTC) < window.end)
        series = shift(rule, "2012-02-29T18:00", zone="UTC", minutes=0)
        assert [at(wall) for wall in walls(series, window)] == expected


def test_looking_at_each_day_of_a_week_gives_what_counting_gives() -> None:
    from dateutil.rrule import rrulestr

    chance = random.Random(7)
    for _ in range(150):
        frequency, rule = a_day_rule(chance)
        first = at("2016-01-01T18:00") + timedelta(days=chance.randint(0, 365))
        ends = first + timedelta(days=chance.randint(1, 3000))
        rule += f";UNTIL={ends:%Y%m%dT%H%M%S}" if chance.random() < 0.3 else ""
        assert day_rule(rule, first.date()) is not None, rule
        counted = {first, *rrulestr(rule, dtstart=first).between(first, at("2026-02-01T00:00"))}
        for _ in range(6):
            start = datetime(2016, 1, 1, tzinfo=UTC) + timedelta(days=chance.randint(0, 3600))
            window = Span(start, start + timedelta(days=chance.choice((1, 7, 35))))
            expected = sorted(w for w in counted if window.start <= w.replace(tzinfo=UTC) < window.end)
            series = shift(rule, first.isoformat(), zone="UTC", minutes=0)
            assert [at(wall) for wall in walls(series, window)] == expected, (frequency, rule, first, window)


def a_day_rule(chance: random.Random) -> tuple[str, str]:
    """A rule of the kinds that need no counting."""
    frequency = chance.choice(("DAILY", "WEEKLY", "MONTHLY", "YEARLY"))
    parts = [f"FREQ={frequency}", f"INTERVAL={chance.choice((1, 1, 2, 3))}"]
    by_month = chance.random() < 0.3
    if by_month:
        parts.append(f"BYMONTH={','.join(map(str, chance.sample(range(1, 13), 3)))}")
    if chance.random() < 0.5:
        parts.append(f"WKST={chance.choice(('MO', 'SU', 'TH'))}")
    kind = chance.random()
    if kind < 0.4 and frequency != "YEARLY":
        numbers = chance.choice((("1", "-1", "3"), ("",))) if frequency == "MONTHLY" else ("",)
        days = [chance.choice(numbers) + day for day in chance.sample(("MO", "TU", "WE", "FR", "SU"), 2)]
        parts.append(f"BYDAY={','.join(days)}")
    elif kind < 0.7 and (frequency in ("DAILY", "MONTHLY") or (frequency == "YEARLY" and by_month)):
        parts.append(f"BYMONTHDAY={','.join(map(str, chance.sample((1, 15, 29, 31, -1, -2), 2)))}")
    return frequency, ";".join(parts)


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;COUNT=3",
        "FREQ=YEARLY;BYWEEKNO=1",
        "FREQ=YEARLY;BYDAY=MO",
        "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1",
    ],
)
def test_what_has_to_be_counted_is_not_told_by_the_day(rule: str) -> None:
    assert day_rule(rule, date(2026, 1, 1)) is None


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        ("FREQ=SECONDLY", "every minute or second"),
        ("FREQ=MINUTELY;COUNT=5", "every minute or second"),
        ("FREQ=HOURLY", "for ever"),
        ("FREQ=DAILY;INTERVAL=0", "INTERVAL"),
        ("FREQ=DAILY;INTERVAL=1001", "INTERVAL"),
        ("FREQ=DAILY;COUNT=1000000000", "COUNT"),
        ("COUNT=3", "how often"),
        ("every day", "cannot be read"),
        ("FREQ=DAILY;BYDAY=XX", "BYDAY"),
        ("FREQ=DAILY;UNTIL=never", "not a date"),
        ("FREQ=DAILY;BYSECOND=" + ",".join(map(str, range(60))), "times a day"),
    ],
)
def test_a_rule_that_cannot_be_followed_is_refused_in_words(rule: str, says: str) -> None:
    with pytest.raises(BadInput, match=f"The series “Dinner” cannot be followed.*{says}"):
        occurrences(shift(rule), span("2026-01-05T12:00", "2026-01-20T12:00"))


@pytest.mark.parametrize("rule", ["FREQ=WEEKLY;BYDAY=MO,WE", "FREQ=HOURLY;COUNT=8", "RRULE:FREQ=DAILY;"])
def test_an_ordinary_rule_is_fine(rule: str) -> None:
    assert occurrences(shift(rule), span("2026-01-01T00:00", "2026-01-20T12:00"))


@pytest.mark.parametrize("frequency", ["DAILY", "DAILY;COUNT=9", "MONTHLY;COUNT=9", "HOURLY;COUNT=20000"])
def test_a_rule_that_never_fires_is_soon_given_up(frequency: str) -> None:
    """Followed naively it is tried on every day until the year 9999: three to nine million steps of ours."""
    steps = 0

    def count(*_: object) -> None:
        nonlocal steps
        steps += 1

    import sys

    sys.setprofile(count)
    try:
        found = walls(
            shift(f"FREQ={frequency};BYMONTH=1;BYYEARDAY=200", "2016-11-01T18:00"),
            span("2026-11-20T00:00", "2026-11-27T00:00"),
        )
    finally:
        sys.setprofile(None)
    assert found == []
    assert steps < 600_000


def test_a_call_returns_at_most_two_thousand() -> None:
    found = occurrences(shift(), span("2026-01-01T00:00", "2099-01-01T00:00"))
    assert len(found) == MOST_OCCURRENCES
    assert found[0].occurrence == "2026-01-01T18:00:00"


def test_a_series_from_another_century_is_refused() -> None:
    with pytest.raises(BadInput, match="1969"):
        occurrences(shift(first="1969-12-31T18:00"), span("2026-01-01T00:00", "2026-01-02T00:00"))


def test_wall_midnight_of_an_all_day_extra_is_its_date() -> None:
    series = shift(
        "FREQ=YEARLY", "2026-01-01T00:00", all_day=True, minutes=1440, extra=(at("2026-05-04T15:00"),)
    )
    (block,) = occurrences(series, span("2026-05-01T00:00", "2026-06-01T00:00"))
    assert block.start == datetime.combine(date(2026, 5, 4), time(4), UTC)

"""Where a day's gaps are and where one is in them: a test a rule."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from gigplanner.model import Block, Settings
from gigplanner.scheduler.downtime import gaps_of_day

DAY = date(2026, 11, 22)
SETTINGS = Settings()


def at(clock: str, day: int = 22) -> datetime:
    return datetime.combine(date(2026, 11, day), time.fromisoformat(clock), UTC)


def block(start: str, end: str, **fields: object) -> Block:
    return Block(id=start, title="x", start=at(start), end=at(end), **fields)


def whole_day(**fields: object) -> Block:
    return Block(id="day", title="x", start=at("00:00"), end=at("00:00", 23), all_day=True, **fields)


def gaps(*blocks: Block, settings: Settings = SETTINGS, now: datetime | None = None) -> list[str]:
    found = gaps_of_day(blocks, DAY, settings, now=now)
    return [f"{gap.start:%H:%M}-{gap.end:%H:%M} {gap.place}" for gap in found]


def test_an_empty_day_is_one_gap_at_home_with_all_one_has_there() -> None:
    (gap,) = gaps_of_day([], DAY, SETTINGS)
    assert (gap.start, gap.end, gap.place) == (at("07:00"), at("22:00"), "home")
    assert gap.has == SETTINGS.has("home")
    assert gap.minutes == 15 * 60


def test_the_working_window_follows_the_persons_clock() -> None:
    (gap,) = gaps_of_day(
        [], DAY, Settings(zone="America/New_York", window_start=time(9), window_end=time(17))
    )
    assert (gap.start, gap.end) == (at("14:00"), at("22:00"))


def test_a_short_gap_is_spent_where_the_block_before_was() -> None:
    lunch = block("11:00", "13:00", kind="event", place="Café")
    dinner = block("14:00", "21:00", place="car")
    assert gaps(lunch, dinner) == ["07:00-11:00 home", "13:00-14:00 café", "21:00-22:00 car"]


def test_a_gap_longer_than_the_way_home_is_worth_is_spent_at_home() -> None:
    lunch, dinner = block("11:00", "13:00", place="car"), block("14:01", "22:00")
    assert gaps(lunch, dinner) == ["07:00-11:00 home", "13:00-14:01 home"]


def test_after_a_shift_without_a_place_one_sits_in_the_car() -> None:
    assert gaps(block("07:00", "21:30", kind="shift")) == ["21:30-22:00 car"]


def test_after_another_block_without_a_place_one_is_at_home() -> None:
    assert gaps(block("07:00", "21:30", kind="appointment")) == ["21:30-22:00 home"]


def test_a_location_nobody_named_is_out() -> None:
    assert gaps(block("07:00", "21:30", place="12 Main St")) == ["21:30-22:00 out"]


def test_a_transparent_block_takes_no_time_and_says_where_one_is() -> None:
    library = block("09:00", "12:00", transparent=True, place="CAFÉ")
    assert gaps(library, block("12:00", "22:00")) == ["07:00-09:00 home", "09:00-12:00 café"]


def test_a_gap_is_split_at_the_edges_of_a_transparent_block() -> None:
    library = block("09:00", "10:00", transparent=True, place="café")
    assert gaps(library, block("10:30", "22:00")) == [
        "07:00-09:00 home",
        "09:00-10:00 café",
        "10:00-10:30 café",
    ]


def test_a_transparent_block_without_a_place_changes_nothing() -> None:
    assert gaps(block("09:00", "12:00", transparent=True)) == ["07:00-22:00 home"]


def test_under_five_minutes_is_no_gap() -> None:
    first, second = block("07:00", "12:00"), block("12:04", "21:55")
    assert gaps(first, second) == ["21:55-22:00 home"]


def test_travel_before_and_after_is_busy() -> None:
    dentist = block("10:00", "11:00", before=30, after=15)
    assert gaps(dentist) == ["07:00-09:30 home", "11:15-22:00 home"]


def test_a_cancelled_block_is_not_there() -> None:
    assert gaps(block("07:00", "21:30", status="cancelled", place="car")) == ["07:00-22:00 home"]


def test_blocks_that_overlap_are_busy_once() -> None:
    assert gaps(block("08:00", "12:00"), block("09:00", "10:00"), block("11:00", "21:00")) == [
        "07:00-08:00 home",
        "21:00-22:00 home",
    ]


def test_a_day_off_takes_the_whole_day() -> None:
    assert gaps(whole_day(kind="personal")) == []


def test_an_all_day_note_takes_no_time_if_transparent_tentative_or_about_work() -> None:
    notes = whole_day(transparent=True), whole_day(status="tentative"), whole_day(kind="shift")
    assert gaps(*notes) == ["07:00-22:00 home"]


def test_yesterdays_last_block_does_not_keep_one_in_the_car_all_night() -> None:
    late = Block(id="late", title="x", start=at("20:00", 21), end=at("23:00", 21), kind="shift")
    assert gaps(late, block("07:30", "22:00")) == ["07:00-07:30 home"]


def test_nothing_begins_before_the_next_whole_minute() -> None:
    assert gaps(block("12:00", "22:00"), now=at("09:15:20")) == ["09:16-12:00 home"]
    assert gaps(block("12:00", "22:00"), now=at("09:15:00")) == ["09:15-12:00 home"]
    assert gaps(block("12:00", "22:00"), now=at("11:57:00")) == []


def test_a_gap_that_was_worth_going_home_for_stays_at_home_to_its_end() -> None:
    lunch, dinner = block("07:00", "13:00", kind="shift"), block("14:30", "22:00")
    assert gaps(lunch, dinner, now=at("14:00")) == ["14:00-14:30 home"]


def test_the_persons_own_limits_count() -> None:
    settings = Settings(go_home_minutes=10, shortest_gap=30)
    lunch, dinner = block("07:00", "13:00", place="car"), block("13:25", "21:30", place="car")
    assert gaps(lunch, dinner, settings=settings) == ["21:30-22:00 home"]

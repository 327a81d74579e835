"""The week beside the day, as text."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from gigplanner.tui.text import pieces_width
from gigplanner.tui.widgets.timeline_rows import TimelineItem
from gigplanner.tui.widgets.week_grid import WeekDay, WeekView, cell_width, day_under, week_lines

MONDAY = date(2026, 11, 16)
DAYS = [MONDAY + timedelta(days=number) for number in range(7)]
WIDTH = 3 + 7 * 10


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, datetime.min.time()) + timedelta(hours=hour, minutes=minute)


LUNCH = TimelineItem("a", "shift", at(DAYS[1], 11), at(DAYS[1], 14), "DoorDash lunch", colour="#ff3008")
PHOTOS = TimelineItem("b", "placement", at(DAYS[1], 9), at(DAYS[1], 9, 30), "Photographs of shelves")
FAIR = TimelineItem("c", "allday", at(DAYS[5], 0), at(DAYS[6], 0), "Craft fair")
WEEK = WeekView(
    days=tuple(
        WeekDay(
            day, (PHOTOS, LUNCH) if day == DAYS[1] else (FAIR,) if day == DAYS[5] else (), "$12.00", came=True
        )
        for day in DAYS
    ),
    chosen=DAYS[1],
    now=at(DAYS[2], 9),
    start=9,
    end=15,
)


def test_a_block_fills_its_hours_under_its_day_and_is_named_once() -> None:
    rows = [line.text for line in week_lines(WEEK, WIDTH, 11)]
    assert rows[0].split() == [
        "Mo",
        "16",
        "[Tu",
        "17]",
        "We",
        "18",
        "Th",
        "19",
        "Fr",
        "20",
        "Sa",
        "21",
        "Su",
        "22",
    ]
    assert rows[1].split() == ["■", "Craft…"]
    column = [row[13:23] for row in rows[2:]]
    assert column[0] == "┃Photogr… "
    assert column[2:5] == ["█DoorDash ", "█         ", "█         "]
    assert rows[2].startswith("09") and rows[2][23:33] == "───────── "
    assert rows[-1].split() == ["$12.00"] * 7


def test_what_lies_outside_the_working_hours_lengthens_the_day() -> None:
    late = LUNCH._replace(start=at(DAYS[1], 23), end=at(DAYS[1], 26))
    rows = week_lines(
        WEEK._replace(days=(*WEEK.days[:1], WeekDay(DAYS[1], (late,)), *WEEK.days[2:])), WIDTH, 30
    )
    hours = [line.text[:2] for line in rows if line.text[:2].isdigit()]
    assert (hours[0], hours[-1]) == ("09", "01")


def test_a_click_finds_the_day_whose_column_it_hits() -> None:
    assert day_under(WEEK, 2, WIDTH) is None
    assert [day_under(WEEK, 3 + 10 * number, WIDTH) for number in range(7)] == DAYS
    assert day_under(WEEK, WIDTH, WIDTH) is None


@given(width=st.integers(0, 120), height=st.integers(0, 70))
@settings(max_examples=60)
def test_it_never_leaves_its_room(width: int, height: int) -> None:
    lines = week_lines(WEEK, width, height)
    assert len(lines) <= height
    assert all(pieces_width(line.pieces) <= 3 + 7 * cell_width(width) for line in lines)

"""The month calendar as a person reads it."""

from __future__ import annotations

from datetime import date

import pytest

from gigplanner.tui.text import width_of
from gigplanner.tui.widgets.month_grid import DayMark, MonthView, day_at, month_lines, moved

TODAY = date(2026, 11, 22)


def _view(
    cursor: date = TODAY, *, caption: str = "", week_starts: int = 0, marks: object = None
) -> MonthView:
    return MonthView(cursor, TODAY, marks or {}, caption, week_starts)  # type: ignore[arg-type]


def _rows(view: MonthView, width: int = 28, height: int = 9) -> list[str]:
    return [line.text.rstrip() for line in month_lines(view, width, height)]


def test_november_2026_stands_under_its_weekdays_with_the_day_in_brackets() -> None:
    assert _rows(_view())[:7] == [
        " Mo  Tu  We  Th  Fr  Sa  Su",
        " 26  27  28  29  30  31   1",
        "  2   3   4   5   6   7   8",
        "  9  10  11  12  13  14  15",
        " 16  17  18  19  20  21 [22]",
        " 23  24  25  26  27  28  29",
        " 30   1   2   3   4   5   6",
    ]


def test_a_week_may_begin_on_sunday() -> None:
    rows = _rows(_view(week_starts=6))
    assert rows[0] == " Su  Mo  Tu  We  Th  Fr  Sa"
    assert rows[1] == "  1   2   3   4   5   6   7"


def test_money_and_shifts_and_busy_days_have_a_sign_beside_their_number() -> None:
    marks = {
        date(2026, 11, 2): DayMark(busy=True, money=3),
        date(2026, 11, 3): DayMark(busy=True, has_shift=True),
        date(2026, 11, 4): DayMark(busy=True),
        date(2026, 11, 5): DayMark(money=99),
    }
    assert _rows(_view(marks=marks))[2] == "  2▃  3•  4·  5▇  6   7   8"


def test_the_week_of_the_cursor_is_drawn_as_bars_beside_its_caption() -> None:
    marks = {
        date(2026, 11, 16 + index): DayMark(money=level) for index, level in enumerate((2, 5, 7, 1, 3, 8))
    }
    assert _rows(_view(marks=marks, caption="$612 of $900"))[-1] == " ▂▅▇▁▃█_       $612 of $900"


@pytest.mark.parametrize("height", range(1, 12))
def test_however_low_the_calendar_is_the_cursors_day_can_be_seen(height: int) -> None:
    rows = _rows(_view(), height=height)
    assert len(rows) <= height
    assert any("[22]" in row for row in rows)


def test_too_narrow_for_a_grid_it_still_names_the_day() -> None:
    assert _rows(_view(), width=13) == ["22 November"]
    assert "22◂" in "".join(_rows(_view(), width=21))


@pytest.mark.parametrize("width", [14, 21, 28, 31, 42, 60])
def test_a_click_hits_the_day_that_is_drawn_under_it(width: int) -> None:
    lines = month_lines(_view(), width, 9)
    x = lines[3].text.index("10")
    assert day_at(_view(), x=x + 1, y=3, width=width, height=9) == date(2026, 11, 10)
    assert day_at(_view(), x=x, y=0, width=width, height=9) is None


@pytest.mark.parametrize("cursor", [date.min, date.max, date(2024, 2, 29)])
def test_the_calendars_own_ends_are_no_trouble(cursor: date) -> None:
    for width in (28, 40):
        assert all(width_of(line.text) <= width for line in month_lines(_view(cursor), width, 9))
    for step in ({"days": -7}, {"days": 7}, {"months": -1}, {"months": 1}):
        assert date.min <= moved(cursor, **step) <= date.max


def test_a_month_on_from_the_31st_is_the_last_day_of_the_shorter_month() -> None:
    assert moved(date(2027, 1, 31), months=1) == date(2027, 2, 28)
    assert moved(date(2026, 12, 5), months=1) == date(2027, 1, 5)
    assert moved(date(2027, 1, 5), months=-1) == date(2026, 12, 5)

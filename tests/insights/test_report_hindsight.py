"""What a recap's report says of suggestions, forecasts, awaited money, the calendar and what to try."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from support.digestdays import worked_day
from support.gigdays import FRIDAY, NEW_YORK, clock, earning, shift, usd

from gigplanner.insights.digest_recap import days_of
from gigplanner.insights.recap import DayRow, recap_of, recap_of_days
from gigplanner.insights.records import DayRecords, days_between
from gigplanner.insights.report.calendar import calendar_section
from gigplanner.insights.report.cells import cells
from gigplanner.insights.report.data import as_json
from gigplanner.insights.report.markdown import as_markdown
from gigplanner.insights.report.page import Section
from gigplanner.insights.report.plain import as_text
from gigplanner.insights.report.plots import Grid
from gigplanner.insights.report.plots_svg import plot_svg
from gigplanner.insights.report.plots_text import plot_lines
from gigplanner.insights.report.sections import recap_page
from gigplanner.insights.tomorrow import Tip
from gigplanner.model.records import TaskResult

TIP = Tip(words="Ask Prolific about 1 payment of $40.00.", worth=usd("40.00"))
NOVEMBER = date(2026, 11, 1), date(2026, 11, 30)


def section(page, key: str) -> Section:
    return next(one for one in page.sections if one.key == key)


def busy_friday():
    """One filler done, one that an order ended, and a survey that should have been paid in September."""
    log = shift(
        [
            ("10:00", "started"),
            ("10:00", "filler_started"),
            ("10:30", "filler_done"),
            ("10:40", "filler_started"),
            ("10:46", "filler_interrupted"),
            ("10:46", "order"),
            ("11:00", "delivered"),
            ("11:00", "stopped"),
        ]
    )
    done = TaskResult(id="r", at=clock("10:30"), task="filler", outcome="done", units=1, in_wait=True)
    paid = earning("10:30", "3.00", "Prolific", status="pending", task="filler")
    return recap_of(
        DayRecords(day=FRIDAY, shifts=(log,), earnings=(paid,), results=(done,)),
        NEW_YORK,
        clock("2026-12-31 12:00"),
    )


def test_suggestions_are_told_with_what_they_earned_and_what_was_lost():
    found = section(recap_page(busy_friday()), "suggestions")
    assert found.rows == (
        ("Fillers done", "1", "30 min"),
        ("Put down for an order", "1", ""),
        ("Time lost", "", "6 min"),
    )
    assert found.lines == (
        "Fillers earned $3.00 in 36 min: $5.00 an hour, the lost time included.",
        "Against waiting idle: $3.00 more.",
    )


def test_what_is_late_is_told_as_of_today_and_not_as_of_the_day_itself():
    found = section(recap_page(busy_friday()), "awaited")
    assert [str(cell) for cell in found.rows[0]] == ["Prolific", "$3.00", "$3.00", "", "2026-11-20"]
    assert "awaited for more than 21 days" in str(found.lines[0])


def test_sections_with_nothing_to_say_are_left_out():
    keys = [one.key for one in recap_page(busy_friday()).sections]
    assert not {"forecasts", "calendar", "tip"}.intersection(keys)


@pytest.mark.parametrize("as_report", [as_text, as_markdown])
def test_the_tip_closes_the_recap_with_the_figure_behind_it(as_report):
    said = as_report(busy_friday(), tip=TIP)
    assert "Ask Prolific about 1 payment of $40.00" in said.replace("\\", "")
    assert "By these figures it is worth $40.00." in said


def test_data_carries_the_same_figures():
    found = as_json(busy_friday(), tip=TIP)
    assert found["suggestions"]["earned"] == {"amount": "3.00", "currency": "USD"}
    assert (found["suggestions"]["by_order"], found["suggestions"]["lost"]) == (1, 360)
    assert found["awaited"][0]["late_count"] == 1
    assert found["forecasts"]["pay"]["days"] == []
    assert found["tip"] == {"words": TIP.words, "worth": {"amount": "40.00", "currency": "USD"}}


# --- the calendar --------------------------------------------------------------------------------------


def rows_of(*cents: int, first: date = NOVEMBER[0]) -> tuple[DayRow, ...]:
    """Days in a row, each an hour online; nothing on those of no cents."""
    digests = [worked_day(first + timedelta(days=number), one, 1) for number, one in enumerate(cents) if one]
    return days_of(digests, NEW_YORK)


def month(*cents: int, week_starts: int = 0) -> Grid:
    plot = calendar_section(rows_of(*cents), *NOVEMBER, week_starts).plot
    assert isinstance(plot, Grid)
    return plot


def test_a_month_is_weeks_of_weekdays_and_its_days_are_shaded_by_rank():
    # 1 November 2026 is a Sunday; one very good day leaves the others apart
    found = month(10_00, 0, 900_00, 20_00, 30_00)
    assert found.columns == ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
    assert found.rows == ("1", "2–8")
    assert [cell.level for cell in found.cells[0]] == [None] * 6 + [0.0]
    assert [cell.level for cell in found.cells[1]] == [None, 1.0, 1 / 3, 2 / 3, None, None, None]
    assert found.cells[1][1].name == "Tue 3 Nov"
    assert found.cells[1][1].words == "$900.00 net in 1 h online"
    assert (found.low, found.high) == ("from $10.00", "to $900.00 a day, net")


def test_where_there_are_no_pictures_a_month_is_a_table_by_weeks():
    days = rows_of(10_00, 0, 900_00, 20_00)
    found = calendar_section(days, *NOVEMBER, 0)
    assert found.head == ("Days", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    assert found.rows == (("1", *[""] * 6, "$10.00"), ("2–8", "", "$900.00", "$20.00", *[""] * 4))
    assert calendar_section(days, date(2026, 1, 1), date(2026, 12, 31), 0).rows == ()


def test_a_week_that_begins_on_sunday_begins_the_calendar_on_sunday():
    assert month(10_00, 20_00, week_starts=6).rows == ("1–7",)
    assert month(10_00, 20_00, week_starts=6).columns[0] == "Su"


def test_a_year_is_weekdays_of_weeks_under_the_names_of_its_months():
    days = rows_of(*[10_00] * 365, first=date(2026, 1, 1))
    found = calendar_section(days, date(2026, 1, 1), date(2026, 12, 31), 0).plot
    assert isinstance(found, Grid)
    assert (len(found.rows), len(found.columns)) == (7, 53)
    assert [name for name in found.columns if name] == [
        *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
        *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    ]
    assert sum(cell.level is not None for row in found.cells for cell in row) == 365


@pytest.mark.parametrize("width", [40, 80, 160])
def test_a_calendar_keeps_to_the_width_and_names_its_months_over_their_weeks(width: int):
    days = rows_of(*range(1_00, 366_00, 1_00), first=date(2026, 1, 1))
    plot = calendar_section(days, date(2026, 1, 1), date(2026, 12, 31), 0).plot
    assert isinstance(plot, Grid)
    lines = plot_lines(plot, width)
    assert max(map(cells, lines)) <= width
    assert "Dec" in lines[0]
    assert ("Jan" in lines[0]) == (width > 40), "of a narrow page the last weeks"
    assert lines[3].startswith("  Wed")


def test_the_page_names_every_day_and_has_no_legend_for_guesses_where_there_are_none():
    drawn = plot_svg(month(10_00, 20_00), "November")
    assert "<title>Sun 1 Nov: $10.00 net in 1 h online</title>" in drawn
    assert "too little to tell" not in drawn


def test_a_week_has_no_calendar_and_an_idle_month_has_none_either():
    assert calendar_section(rows_of(10_00), date(2026, 11, 1), date(2026, 11, 7), 0).plot is None
    idle = recap_of_days(
        [DayRecords(day=day) for day in days_between(*NOVEMBER)], NEW_YORK, clock("2026-12-31 12:00")
    )
    assert "calendar" not in [one.key for one in recap_page(idle).sections]

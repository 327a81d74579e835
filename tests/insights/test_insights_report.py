"""The insights as others read them: text, Markdown and data."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from msgspec.structs import replace
from support.digestdays import FRIDAY, money_row, platform_time, slot_of, time_row
from support.digestdays import NEW_YORK as USD
from support.gigdays import earning

from gigplanner.insights.awaited import awaited_money
from gigplanner.insights.digest import DayDigest
from gigplanner.insights.digest_results import ResultRow
from gigplanner.insights.overview import Insights, insights_of
from gigplanner.insights.rates import NextHour
from gigplanner.insights.report.cells import cells
from gigplanner.insights.report.insights import grid_of, insight_page
from gigplanner.insights.report.insights_data import insights_json
from gigplanner.insights.report.markdown import page_markdown
from gigplanner.insights.report.plain import page_text
from gigplanner.model.catalogue import built_in
from gigplanner.model.money import Money

HOSTILE = "[/red]\x1b]52;c;a\x07<b>|*x*‮"
PLAIN = replace(USD, goal_week=Money(500_00, "USD"))


def evenings(name: str = "Uber", count: int = 8) -> list[DayDigest]:
    """As many Fridays from 17 to 20 o'clock, thirty dollars an hour; every other one a survey, timed."""
    slots = [slot_of(4, hour) for hour in (17, 18, 19)]
    survey = ResultRow("Prolific", "survey", "done", True, 1, 10, 8, "USD", 200)
    return [
        DayDigest(
            day=FRIDAY - timedelta(weeks=ago),
            money=tuple(money_row(30_00, at=at, platform=name) for at in slots),
            time=tuple(time_row(1, at=at) for at in slots),
            platforms=(platform_time(3, name),),
            results=(survey,) * (ago % 2),
        )
        for ago in reversed(range(count))
    ]


def known(digests: list[DayDigest]) -> Insights:
    return insights_of(digests, PLAIN, FRIDAY, built_in())


def late(name: str = "Prolific"):
    pending = earning("2026-09-01 12:00", "$4.00", name, status="pending")
    return awaited_money([pending], USD, FRIDAY, built_in())


def test_the_text_says_what_there_is_in_the_order_of_use():
    text = page_text(insight_page(known(evenings()), late()), 80)
    assert text.startswith(
        "Insights\n8 days of the last year: an hour online paid $30.00 after fees and miles.\n"
    )
    titles = [
        "Goals",
        "Net pay by weekday and hour",
        "An hour online, by platform",
        "Where the income comes from",
        "Forecasts against truth",
        "Not in hand yet",
        "Taxes of 2026, so far, by US rules",
    ]
    lines = text.splitlines()
    assert [lines.index(title) for title in titles] == sorted(lines.index(title) for title in titles)
    assert "  Fridays 17–20: $30.00 an hour, from 24 h on at least 8 days." not in lines
    assert "Uber brings 100 %" in text
    assert "Prolific: 1 payment of $4.00 overdue, awaited for more than 42 days" in " ".join(text.split())
    assert "Q4 2026 is due on Friday 15 January 2027, in 56 days" in text


def test_hours_that_pay_no_better_than_the_mean_are_no_window_and_it_says_so():
    assert "No hours stand out yet" in page_text(insight_page(known(evenings())), 80)


@pytest.mark.parametrize("width", [40, 60, 80, 160])
def test_no_line_is_wider_than_the_page(width: int):
    for line in page_text(insight_page(known(evenings()), late()), width).splitlines():
        assert cells(line) <= width


def test_an_empty_planbook_says_so_in_one_sentence():
    assert page_text(insight_page(insights_of([], USD, FRIDAY, built_in()))) == (
        "Insights\nThere are no records of the last year yet.\n"
    )


def test_what_people_wrote_is_never_markup():
    page = insight_page(known(evenings(HOSTILE)), late(HOSTILE))
    text, markdown = page_text(page), page_markdown(page)
    assert "\x1b" not in text and "\x07" not in text and "‮" not in text
    assert "<b>" not in markdown and "\\|" in markdown


def test_the_data_holds_the_same_figures_with_stable_keys():
    found = json.loads(json.dumps(insights_json(known(evenings()), late())))
    assert found["heat"]["mean"] == {"amount": "30.00", "currency": "USD"}
    assert found["heat"]["cells"][0] == {
        "weekday": 4, "hour": 17, "per_hour": {"amount": "30.00", "currency": "USD"},
        "online": 8 * 3600, "days": 8, "enough": True,
    }  # fmt: skip
    assert found["mix"]["shares"][0] == {
        "name": "Uber", "earned": {"amount": "720.00", "currency": "USD"}, "part": 1.0,
        "online": 8 * 3 * 3600,
    }  # fmt: skip
    assert (found["goals"][0]["name"], found["goals"][0]["done"]["amount"]) == ("week", "90.00")
    assert found["awaited"][0]["overdue"]["amount"] == "4.00"
    assert (found["tax"]["quarter"], found["tax"]["due"]) == ("Q4 2026", "2027-01-15")
    assert found["chances"]["verdict"] == "too few to tell"


def test_a_guess_is_told_from_what_is_known_in_the_heat_map():
    once = DayDigest(day=date(2026, 11, 19), money=(money_row(90_00, at=72),), time=(time_row(1, at=72),))
    grid = grid_of(known([*evenings()[:-1], once, evenings()[-1]]).heat)
    assert grid is not None
    monday_to_sunday = dict(zip(grid.rows, grid.cells, strict=True))
    thursday, friday = monday_to_sunday["Thu"][0], monday_to_sunday["Fri"][17]
    assert (thursday.sure, friday.sure) == (False, True)
    assert friday.words == "$30.00 an hour, 8 h on 8 days"
    assert monday_to_sunday["Mon"][0].level is None
    assert grid_of(insights_of([], USD, FRIDAY, built_in()).heat) is None


def test_a_goal_has_the_next_hour_beside_it_until_it_is_reached():
    ahead = NextHour(expected=Money(17_00, "USD"), hours=12.0, basis="Fridays at this time")
    page = page_text(insight_page(replace(known(evenings()), next_hour=ahead)), 200)
    assert "hours at your own rates. The next hour ≈ $17.00." in page
    assert "The next hour is forecast from 12 h online: Fridays at this time." in page
    small = insights_of(evenings(), replace(PLAIN, goal_week=Money(1_00, "USD")), FRIDAY, built_in())
    assert "≈ $17.00" not in page_text(insight_page(replace(small, next_hour=ahead)), 200)


def test_the_four_payments_say_when_they_are_due_and_which_are_past():
    page = page_text(insight_page(known(evenings(count=12))), 100)
    rows = [line.split() for line in page.partition("Payments of 2026")[2].splitlines()[2:6]]
    assert rows == [
        ["Q1", "2026", "15", "Apr", "2026", "past"],
        ["Q2", "2026", "15", "Jun", "2026", "past"],
        ["Q3", "2026", "15", "Sep", "2026", "past"],
        ["Q4", "2026", "15", "Jan", "2027", "$152.60", "in", "56", "days"],
    ]


@pytest.mark.parametrize(("weeks", "beneath"), [(16, True), (40, False)])
def test_few_months_lie_beneath_each_other_with_their_money_and_many_stand_side_by_side(
    weeks: int, beneath: bool
):
    text = page_text(insight_page(known(evenings(count=weeks)), late()), 80)
    months = text[text.index("\nNet by month") :].split("\n\n")[0].splitlines()[2:]
    assert sum("█" in line and "$" in line for line in months) == (4 if beneath else 0)
    assert any("Oct Nov" in line for line in months) is not beneath
    assert months[-1].startswith("  Best: $450.00 in ")

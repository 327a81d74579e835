"""Goals: what is missing, and the hours it takes at one's own rates."""

from datetime import date, timedelta
from decimal import Decimal

from support.digestdays import NEW_YORK as USD
from support.digestdays import worked_day

from gigplanner.insights.digest import DayDigest
from gigplanner.insights.goals import earned_on, goal_standing, weekly_rates
from gigplanner.insights.spread import Spread
from gigplanner.model.money import Money

MONDAY = date(2026, 11, 16)


def this_week(*digests: DayDigest, today: date = MONDAY, rates: Spread | None = None):
    days = [earned_on(digest, "USD") for digest in digests]
    return goal_standing(
        "week", Money(900_00, "USD"), MONDAY, MONDAY + timedelta(days=6), days, today=today, rates=rates
    )


def test_hours_still_needed_are_a_range_from_good_weeks_to_poor_ones():
    standing = this_week(
        worked_day(MONDAY, 300_00, 10),
        worked_day(MONDAY, 50_00, 1, status="pending"),
        worked_day(MONDAY - timedelta(days=1), 999_00, 9),
        today=MONDAY + timedelta(days=4),
        rates=Spread(15_00, 18_00, 20_00, 8),
    )
    assert (standing.done, standing.awaited, standing.left) == (
        Money(300_00, "USD"), Money(50_00, "USD"), Money(600_00, "USD"),
    )  # fmt: skip
    assert standing.hours == (Decimal("30.0"), Decimal("40.0"))
    assert standing.sentence == (
        "$600.00 to go of $900.00 this week, 3 days left: 30.0–40.0 hours at your own rates."
    )


def test_too_few_weeks_say_so_instead_of_boasting():
    standing = this_week(rates=Spread(15_00, 18_00, 20_00, 2))
    assert standing.hours is None
    assert "too few weeks" in standing.sentence


def test_a_goal_that_is_reached_needs_no_hours():
    standing = this_week(worked_day(MONDAY, 950_00, 30), rates=Spread(15_00, 18_00, 20_00, 8))
    assert standing.reached
    assert standing.sentence == "$950.00 of $900.00 this week: reached."


def test_a_week_that_is_over_has_no_days_left():
    assert this_week(today=MONDAY + timedelta(days=9)).days_left == 0
    assert this_week(today=MONDAY + timedelta(days=6)).days_left == 1


def test_rates_are_those_of_whole_weeks_before_this_one():
    weeks = [
        worked_day(MONDAY - timedelta(weeks=number), 200_00 + number * 100, 10) for number in range(1, 6)
    ]
    this, ancient = worked_day(MONDAY, 9_00, 1), worked_day(MONDAY - timedelta(weeks=14), 9999_00, 1)
    barely = worked_day(MONDAY - timedelta(weeks=6), 500_00, 0.5)
    days = [earned_on(digest, "USD") for digest in (ancient, *weeks, barely, this)]
    rates = weekly_rates(days, USD, before=MONDAY + timedelta(days=3))
    assert rates == Spread(20_20, 20_30, 20_40, 5)


def test_no_weeks_worked_have_no_rates():
    assert weekly_rates([], USD, before=MONDAY) is None

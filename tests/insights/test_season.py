"""The pattern of the year."""

from datetime import date
from fractions import Fraction

from support.digestdays import NEW_YORK as USD
from support.digestdays import money_row

from gigplanner.insights.digest import DayDigest
from gigplanner.insights.season import season_of
from gigplanner.model.money import Money
from gigplanner.model.records import MoneyStatus


def earned(day: date, cents: int, status: MoneyStatus = "paid") -> DayDigest:
    return DayDigest(day=day, money=(money_row(cents, status=status),))


def test_months_are_compared_once_each_was_worked_through_twice():
    days = [
        earned(date(year, month, 1), 100_00 + (140_00 if month == 12 else 0))
        for year in (2024, 2025)
        for month in range(1, 13)
    ]
    season = season_of([*days, earned(date(2026, 1, 3), 7_00)], USD, date(2026, 1, 20))
    assert season.known and season.whole_months == 24
    december = season.months[-1]
    assert (december.number, december.earned) == (12, Money(240_00, "USD"))
    # a year brings 11 × 100 + 240 = 1,340, a mean month 111.67
    assert december.against_mean == Fraction(240 * 12, 1340)


def test_a_month_begun_in_its_middle_and_the_running_one_are_not_whole():
    season = season_of(
        [earned(date(2026, 8, 15), 50_00), earned(date(2026, 10, 2), 30_00)], USD, date(2026, 11, 22)
    )
    assert [(month.number, month.earned) for month in season.months] == [
        (9, Money(0, "USD")),
        (10, Money(30_00, "USD")),
    ]
    assert not season.known
    assert season.months[0].against_mean is None


def test_money_not_in_hand_makes_no_season():
    season = season_of([earned(date(2026, 9, 1), 50_00, status="pending")], USD, date(2026, 11, 1))
    assert [month.earned.minor for month in season.months] == [0, 0]


def test_an_empty_planbook_has_no_season():
    season = season_of([], USD, date(2026, 11, 22))
    assert (season.months, season.known) == ((), False)

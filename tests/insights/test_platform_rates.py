"""What each platform pays an hour."""

from datetime import date
from typing import Any

from support.digestdays import NEW_YORK as USD
from support.digestdays import days_ago, money_row, platform_time

from gigplanner.insights.digest import DayDigest
from gigplanner.insights.platform_rates import platform_rates
from gigplanner.model.money import Money

TODAY = date(2026, 11, 22)


def day(ago: int, platform: str, cents: int, hours: float, **more: Any) -> DayDigest:
    return DayDigest(
        day=days_ago(ago, TODAY),
        money=(money_row(cents, platform=platform, **more),),
        platforms=(platform_time(hours, platform),),
    )


def test_a_platform_pays_its_money_over_its_time_with_the_spread_of_its_days():
    days = [day(number, "Uber", cents, 1) for number, cents in enumerate((10_00, 20_00, 30_00, 20_00, 20_00))]
    (uber,) = platform_rates(days, USD, TODAY)
    assert (uber.name, uber.per_hour, uber.seconds) == ("Uber", Money(20_00, "USD"), 5 * 3600)
    assert uber.spread is not None and (uber.spread.low, uber.spread.high) == (20_00, 20_00)
    assert uber.trend is None, "nothing was worked eight weeks before that"


def test_a_rise_over_the_last_eight_weeks_is_told_from_chance():
    before = [day(60 + number, "Uber", 15_00 + number, 1) for number in range(10)]
    since = [day(number, "Uber", 20_00 + number, 1) for number in range(10)]
    (uber,) = platform_rates([*before, *since], USD, TODAY)
    assert uber.trend is not None and uber.trend.share is not None
    assert round(uber.trend.share, 2) == 0.33
    assert uber.trend.sure


def test_minutes_on_a_platform_say_nothing_of_an_hour_but_their_money_counts():
    (uber,) = platform_rates([day(1, "Uber", 9_00, 0.1), day(2, "Uber", 20_00, 1)], USD, TODAY)
    assert uber.spread is not None and uber.spread.count == 1
    assert uber.per_hour == Money(29_00, "USD").per_hour(3960)


def test_rejected_money_and_money_made_outside_of_shifts_pay_no_hour():
    days = [
        day(1, "Uber", 20_00, 1),
        day(2, "Uber", 99_00, 1, status="rejected"),
        day(3, "Uber", 99_00, 1, online=False),
    ]
    (uber,) = platform_rates(days, USD, TODAY)
    assert uber.per_hour == Money(6_67, "USD")


def test_the_best_paying_comes_first():
    names = [
        rate.name for rate in platform_rates([day(1, "Lyft", 10_00, 1), day(1, "Uber", 30_00, 1)], USD, TODAY)
    ]
    assert names == ["Uber", "Lyft"]

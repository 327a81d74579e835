"""One thing to try tomorrow, with the figure behind it."""

from datetime import date, timedelta

from support.digestdays import FRIDAY, money_row, platform_time, slot_of, time_row
from support.digestdays import NEW_YORK as USD
from support.gigdays import clock, earning, shift

from gigplanner.insights.awaited import awaited_money
from gigplanner.insights.digest import DayDigest
from gigplanner.insights.overview import insights_of
from gigplanner.insights.recap import Recap, recap_of
from gigplanner.insights.records import DayRecords
from gigplanner.insights.tomorrow import tip_for
from gigplanner.model.catalogue import built_in
from gigplanner.model.money import Money
from gigplanner.model.records import TaskResult

SATURDAY = FRIDAY + timedelta(days=1)


def day(**records: object) -> Recap:
    return recap_of(DayRecords(day=FRIDAY, **records), USD, clock("2026-11-21 12:00"))  # type: ignore[arg-type]


def saturdays(cents: int) -> list[DayDigest]:
    """Four Saturdays from 17 to 20 o'clock, and as many dull Mondays."""
    evening = [slot_of(5, hour) for hour in (17, 18, 19)]
    good = [
        DayDigest(
            day=SATURDAY - timedelta(weeks=ago),
            money=tuple(money_row(cents, at=at) for at in evening),
            time=tuple(time_row(1, at=at) for at in evening),
        )
        for ago in range(1, 5)
    ]
    dull = [
        DayDigest(
            day=date(2026, 11, 16) - timedelta(weeks=ago),
            money=(money_row(10_00, at=0),),
            time=(time_row(1, at=0),),
        )
        for ago in range(1, 5)
    ]
    return sorted([*good, *dull], key=lambda digest: digest.day)


def tip(recap: Recap, digests: list[DayDigest], *awaiting, tomorrow: date = SATURDAY):
    insights = insights_of(digests, USD, FRIDAY, built_in())
    return tip_for(recap, insights, awaited_money(awaiting, USD, FRIDAY, built_in()), tomorrow)


def test_a_window_of_tomorrow_that_pays_better_is_named_with_its_figures():
    found = tip(day(), saturdays(30_00))
    assert found is not None
    assert found.words == ("Be online Saturdays 17–20: $30.00 an hour net over 12 h, your mean is $25.00.")
    assert found.worth == Money(15_00, "USD")


def test_the_window_of_another_day_is_no_advice_for_tomorrow():
    assert tip(day(), saturdays(30_00), tomorrow=SATURDAY + timedelta(days=1)) is None


def test_late_money_is_asked_for_where_it_is_the_most():
    late = earning("2026-09-01 12:00", "$40.00", "Prolific", status="pending")
    found = tip(day(), saturdays(30_00), late)
    assert found is not None
    assert found.words == "Ask Prolific about 1 payment of $40.00, awaited for more than 21 days."


def test_waits_that_went_empty_are_worth_what_fillers_paid():
    log = shift(
        [
            ("10:00", "started"),
            ("10:00", "filler_started"),
            ("11:00", "filler_done"),
            ("13:00", "order"),
            ("13:10", "delivered"),
            ("13:10", "stopped"),
        ]
    )
    done = earning("11:00", "$6.00", "Prolific", task="filler", shift=log.shift)
    result = TaskResult(id="r", at=done.at, task="filler", outcome="done", units=1, in_wait=True)
    found = tip(day(shifts=(log,), earnings=(done,), results=(result,)), [])
    assert found is not None
    assert found.words == (
        "Keep short tasks at hand for the waits: fillers paid $6.00 an hour, and 2 h of waiting went empty."
    )
    assert found.worth == Money(6_00, "USD"), "an hour of the two, at six dollars"


def test_the_platform_that_pays_best_goes_before_one_that_the_day_was_spent_on():
    digests = [
        DayDigest(
            day=FRIDAY - timedelta(days=ago),
            money=(money_row(50_00, platform="Uber"), money_row(40_00, platform="Lyft")),
            platforms=(platform_time(2, "Uber"), platform_time(2, "Lyft")),
        )
        for ago in range(5, 0, -1)
    ]
    log = shift([("10:00", "started"), ("13:00", "stopped")], platform="Lyft")
    found = tip(day(shifts=(log,)), digests)
    assert found is not None
    assert found.words == (
        "Take Uber before Lyft: an hour on it has paid $25.00, one on Lyft $20.00, and you were on that for"
        " 3 h."
    )
    assert found.worth == Money(15_00, "USD"), "three hours at five dollars more"
    assert tip(day(shifts=(log,)), digests[1:]) is None, "eight hours on each say too little"
    assert tip(day(), digests) is None


def test_without_records_nothing_is_advised():
    assert tip(day(), []) is None

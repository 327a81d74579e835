"""What was foretold of a day, and how true it was."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from support.gigdays import FRIDAY, NEW_YORK, clock, earning, shift, usd

from gigplanner.insights.forecasts import DayPay, OwnMinutes, expected_pay, own_minutes_of
from gigplanner.insights.recap import recap_of, recap_of_days
from gigplanner.insights.records import DayRecords
from gigplanner.model.records import Block, PlacedTask, Plan, TaskResult

EVENING = clock("23:00")


def timed(at: str, minutes: float, *, stated: float = 10, platform: str = "Prolific") -> TaskResult:
    """A unit that took so long."""
    return TaskResult(
        id=f"{at} {minutes}",
        at=clock(at),
        task="t",
        outcome="done",
        units=1,
        platform=platform,
        stated_minutes=stated,
        minutes=minutes,
    )


def lately(*minutes: float) -> list[TaskResult]:
    """Results of the days before the Friday, a day each."""
    return [timed(f"2026-11-{19 - number:02} 12:00", length) for number, length in enumerate(minutes)]


def block(start: str, end: str, expected: str, **fields: Any) -> Block:
    """A planned shift that says what it should pay."""
    return Block(
        id=f"b{start}",
        title="Lunch",
        kind="shift",
        start=clock(start),
        end=clock(end),
        platform="DoorDash",
        expected=usd(expected),
        **fields,
    )


def placed(task: str, start: str, end: str, expected: str) -> PlacedTask:
    """A placement of the day's plan."""
    return PlacedTask(
        task=task, title=task, start=clock(start), end=clock(end), units=1, minutes=10, expected=usd(expected)
    )


def plan(*placements: PlacedTask) -> Plan:
    """The Friday's plan."""
    return Plan(
        id="2026-11-20",
        date=FRIDAY,
        made_at=clock("08:00"),
        placements=placements,
        expected=usd("0"),
        bound=usd("0"),
    )


def minutes_of(results: list[TaskResult], earlier: list[TaskResult]) -> OwnMinutes:
    day = DayRecords(day=FRIDAY, results=tuple(results))
    return own_minutes_of([day], earlier, NEW_YORK)


# --- minutes -------------------------------------------------------------------------------------------


def test_results_are_held_against_the_minutes_that_the_person_took_before():
    # of 8, 9, 10, 11, 12 minutes the 80th percentile is the 4.8th smallest value: 11.8
    before = lately(8, 9, 10, 11, 12)
    assert minutes_of([timed("10:00", 11.8), timed("11:00", 11.9)], before) == OwnMinutes(count=2, kept=1)


def test_what_nobody_knew_an_estimate_for_was_not_foretold():
    assert minutes_of([timed("10:00", 9)], lately(8, 9, 10, 11)) == OwnMinutes()
    assert minutes_of([timed("10:00", 9, platform="Uber")], lately(8, 9, 10, 11, 12)) == OwnMinutes()


def test_an_estimate_knows_neither_its_own_day_nor_what_is_older_than_ninety_days():
    old = [timed(f"2026-08-{day:02} 12:00", 10) for day in range(1, 11)]
    assert minutes_of([timed("10:00", 9)], old) == OwnMinutes()
    own = [timed(f"10:{minute:02}", 9) for minute in range(6)]
    assert minutes_of(own, []) == OwnMinutes(), "the morning knew none of them"


def test_four_of_five_are_promised_and_the_verdict_says_how_many_kept():
    assert OwnMinutes(count=19, kept=0).verdict == "too few to tell"
    assert OwnMinutes(count=40, kept=32).verdict == "about right"
    assert OwnMinutes(count=40, kept=20).verdict == "too hopeful"
    assert OwnMinutes(count=40, kept=40).verdict == "too cautious"


# --- pay -----------------------------------------------------------------------------------------------


def test_a_days_expected_pay_is_its_plan_and_its_planned_shifts_against_just_what_came_of_them():
    lunch = block("11:00", "14:00", "60.00")
    log = shift([("11:00", "started"), ("14:00", "stopped")], block=lunch.id, name="s1")
    recap = recap_of(
        DayRecords(
            day=FRIDAY,
            shifts=(log,),
            blocks=(lunch,),
            plan=plan(placed("survey", "15:00", "15:10", "4.00"), placed("essay", "16:00", "16:10", "6.00")),
            earnings=(
                earning("12:00", "40.00", tip="5.00", shift="s1"),
                earning("13:00", "9.00", shift="s1", status="rejected"),
                earning("15:10", "3.50", "Prolific", task="survey"),
                earning("20:00", "99.00", "Fiverr"),  # nobody foretold this one
            ),
        ),
        NEW_YORK,
        EVENING,
    )
    assert recap.forecasts is not None
    pay = recap.forecasts.pay
    assert (pay.expected, pay.came) == (usd("70.00"), usd("48.50"))
    assert pay.verdict == "too few to tell", "one day proves nothing"


def test_what_is_still_to_come_is_not_held_against_the_day():
    day = DayRecords(
        day=FRIDAY,
        blocks=(block("17:00", "20:00", "50.00"),),
        plan=plan(placed("survey", "10:00", "10:10", "4.00"), placed("essay", "21:00", "21:10", "6.00")),
    )
    at_noon = recap_of(day, NEW_YORK, clock("12:00")).forecasts
    at_night = recap_of(day, NEW_YORK, EVENING).forecasts
    assert at_noon is not None and at_night is not None
    assert at_noon.pay.expected == usd("4.00")
    assert at_night.pay.expected == usd("60.00")


def test_money_inside_a_planned_shift_that_nobody_logged_came_of_it():
    day = DayRecords(
        day=FRIDAY,
        blocks=(block("11:00", "14:00", "30.00"),),
        earnings=(earning("12:00", "20.00"), earning("12:30", "7.00", "Prolific"), earning("18:00", "5.00")),
    )
    found = recap_of(day, NEW_YORK, EVENING).forecasts
    assert found is not None
    assert found.pay.came == usd("20.00")


def test_a_planned_shift_over_midnight_is_expected_once_and_paid_in_both_days():
    late = block("22:00", "2026-11-21 06:00", "80.00")
    log = shift([("22:00", "started"), ("2026-11-21 06:00", "stopped")], block=late.id, name="night")
    days = [
        DayRecords(
            day=FRIDAY, shifts=(log,), blocks=(late,), earnings=(earning("23:00", "30.00", shift="night"),)
        ),
        DayRecords(
            day=FRIDAY + timedelta(days=1),
            shifts=(log,),
            blocks=(late,),
            earnings=(earning("2026-11-21 05:00", "45.00", shift="night"),),
        ),
    ]
    found = recap_of_days(days, NEW_YORK, clock("2026-11-21 12:00")).forecasts
    assert found is not None
    assert (found.pay.expected, found.pay.came) == (usd("80.00"), usd("75.00"))


def days_of(*came: int) -> list[DayPay]:
    """Days on which a hundred dollars were expected, and so much came."""
    return [
        DayPay(day=date(2026, 11, 1) + timedelta(days=number), expected=usd("100"), came=usd(str(one)))
        for number, one in enumerate(came)
    ]


def test_a_weeks_forecasts_are_judged_by_how_far_they_were_off_every_day():
    assert expected_pay(days_of(60, 70, 65, 75, 60, 70, 72), "USD").verdict == "too hopeful"
    assert expected_pay(days_of(80, 120, 95, 110, 100, 90, 104), "USD").verdict == "about right"
    assert expected_pay(days_of(150, 140, 130, 160, 150, 140, 145), "USD").verdict == "too cautious"
    assert expected_pay(days_of(60, 70, 65, 75, 60, 70), "USD").verdict == "too few to tell"
    assert expected_pay(days_of(*[100] * 7), "USD").verdict == "about right"


@settings(max_examples=30)
@given(st.lists(st.tuples(st.integers(0, 6), st.floats(5, 20)), max_size=30), st.integers(1, 6))
def test_the_minutes_of_a_week_are_those_of_any_two_parts_of_it(lengths, cut):
    earlier = lately(8, 9, 10, 11, 12)
    week = [
        DayRecords(
            day=FRIDAY + timedelta(days=number),
            results=tuple(
                timed(f"{FRIDAY + timedelta(days=number)} 10:{place:02}", length)
                for place, (day, length) in enumerate(lengths)
                if day == number
            ),
        )
        for number in range(7)
    ]
    first = [result for day in week[:cut] for result in day.results]
    parts = own_minutes_of(week[:cut], earlier, NEW_YORK) + own_minutes_of(
        week[cut:], [*earlier, *first], NEW_YORK
    )
    assert own_minutes_of(week, earlier, NEW_YORK) == parts

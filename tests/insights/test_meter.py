"""The meter while a shift runs, and what the next hour is expected to pay."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import msgspec
from support.gigdays import FRIDAY, NEW_YORK, clock, earning, expense, shift, trip, usd

from gigplanner.insights.meter import gross_before, read_meter, week_of
from gigplanner.insights.rates import HourRate, HourRates, NextHour, hour_rates, next_hour
from gigplanner.insights.records import DayRecords
from gigplanner.model.money import Money
from gigplanner.model.shiftlog import read_log
from gigplanner.model.times import DAY, MINUTE

SETTINGS = msgspec.structs.replace(
    NEW_YORK, set_aside_percent=Decimal(25), goal_day=usd("120"), goal_week=usd("900")
)
RUNNING = shift([("10:00", "started"), ("10:10", "order"), ("10:40", "delivered")], now="10:50", name="lunch")
MORNING = DayRecords(
    day=FRIDAY,
    shifts=(RUNNING,),
    earnings=(
        earning("10:40", "20.00", tip="4.00", fee="2.00", shift="lunch"),
        earning("08:30", "6.00", "Prolific", task="survey"),
        earning("09:00", "3.50", "Prolific", status="pending", task="other survey"),
    ),
    expenses=(expense("09:30", "1.00"),),
    trips=(trip("10:40", "4"),),
)


def test_the_meter_after_an_hour():
    meter = read_meter(MORNING, clock("11:00"), SETTINGS)
    assert meter.shift is not None and meter.shift.state == "waiting"
    assert (meter.worked.online_seconds, meter.worked.active_seconds) == (3600, 1800)
    assert meter.gross == usd("30.00")
    assert meter.pending == usd("3.50")
    assert meter.net == usd("24.10")  # 30.00 − 2.00 − 2.90 for four miles − 1.00
    assert meter.set_aside == usd("6.28")  # a quarter of 25.10, rounded half up
    assert meter.kept == usd("17.82")


def test_hourly_figures_leave_out_surveys_done_at_home():
    meter = read_meter(MORNING, clock("11:00"), SETTINGS)
    assert meter.per_hour_online == usd("24.00")
    assert meter.per_hour_active == usd("48.00")
    assert meter.net_per_hour == usd("18.10")


def test_time_goes_on_with_the_clock_and_not_with_the_log():
    half_past = read_meter(MORNING, clock("11:30"), SETTINGS)
    assert half_past.worked.online_seconds == 5400
    assert half_past.per_hour_online == usd("16.00")
    assert half_past.gross == usd("30.00")


def test_without_time_there_is_no_hourly_figure():
    meter = read_meter(DayRecords(day=FRIDAY), clock("11:00"), SETTINGS)
    assert meter.per_hour_online is None and meter.per_hour_active is None and meter.net_per_hour is None
    assert meter.gross == usd("0") and meter.shift is None and meter.next_hour is None


def test_the_first_minutes_of_a_shift_say_nothing_about_an_hour():
    early = DayRecords(
        day=FRIDAY,
        shifts=(
            shift([("10:00", "started"), ("10:01", "order"), ("10:03", "delivered")], now="10:03", name="x"),
        ),
        earnings=(earning("10:03", "8.00", shift="x"),),
    )
    soon, later = read_meter(early, clock("10:04"), SETTINGS), read_meter(early, clock("10:05"), SETTINGS)
    assert soon.per_hour_online is None and soon.net_per_hour is None
    assert later.per_hour_online == usd("96.00")
    assert later.per_hour_active is None  # two minutes on orders


def test_goals_of_the_day_and_the_week():
    meter = read_meter(MORNING, clock("11:00"), SETTINGS, week_before=usd("420.00"))
    assert meter.goal_day is not None and meter.goal_week is not None
    assert meter.goal_day.fraction == 0.25
    assert meter.goal_day.left == usd("90.00")
    assert meter.week_gross == usd("450.00")
    assert meter.goal_week.fraction == 0.5
    assert meter.goal == meter.goal_day


def test_a_goal_that_is_passed_leaves_nothing_to_do():
    small = msgspec.structs.replace(SETTINGS, goal_day=usd("20"))
    goal = read_meter(MORNING, clock("11:00"), small).goal
    assert goal is not None
    assert (goal.left, goal.fraction) == (usd("0"), 1.5)


def test_the_weeks_goal_stands_in_for_the_days():
    weekly = msgspec.structs.replace(SETTINGS, goal_day=None)
    meter = read_meter(MORNING, clock("11:00"), weekly)
    assert meter.goal == meter.goal_week


def test_a_goal_in_another_currency_is_not_measured():
    abroad = msgspec.structs.replace(SETTINGS, goal_day=Money(10_000, "EUR"), goal_week=None)
    assert read_meter(MORNING, clock("11:00"), abroad).goal is None


def test_bars_run_in_the_order_of_a_working_day():
    bars = read_meter(MORNING, clock("11:30"), SETTINGS).hours
    assert [bar.hour for bar in bars] == [*range(4, 24), 0, 1, 2, 3]
    by_hour = {bar.hour: bar for bar in bars}
    assert by_hour[10].earned == usd("24.00") and by_hour[10].online_seconds == 3600
    assert by_hour[11].online_seconds == 1800
    assert by_hour[9].pending == usd("3.50") and by_hour[9].earned == usd("0")


def test_the_hour_that_comes_twice_is_one_bar_of_two_hours():
    night = shift([("2026-11-01 00:00", "started"), ("2026-11-01 04:00", "stopped")])
    day = DayRecords(day=date(2026, 10, 31), shifts=(night,))
    bars = {bar.hour: bar.online_seconds for bar in read_meter(day, clock("12:00"), SETTINGS).hours}
    assert (bars[0], bars[1], bars[2], bars[3]) == (3600, 7200, 3600, 3600)


def test_the_hour_that_is_left_out_has_an_empty_bar():
    night = shift([("2026-03-08 00:00", "started"), ("2026-03-08 04:00", "stopped")])
    day = DayRecords(day=date(2026, 3, 7), shifts=(night,))
    bars = {bar.hour: bar.online_seconds for bar in read_meter(day, clock("12:00"), SETTINGS).hours}
    assert (bars[1], bars[2], bars[3]) == (3600, 0, 3600)


def test_the_week_before_today_ends_where_today_begins():
    earnings = [
        earning("2026-11-16 03:59", "1.00"),  # still Sunday's night
        earning("2026-11-16 04:00", "10.00"),
        earning("2026-11-20 03:59", "20.00", tip="5.00"),
        earning("2026-11-20 04:00", "40.00"),
        earning("2026-11-18 12:00", "80.00", status="pending"),
    ]
    assert gross_before(earnings, FRIDAY, SETTINGS) == usd("35.00")


def test_a_week_begins_on_the_day_the_person_chose():
    assert week_of(FRIDAY, SETTINGS) == date(2026, 11, 16)
    assert week_of(FRIDAY, msgspec.structs.replace(SETTINGS, week_starts=6)) == date(2026, 11, 15)
    assert week_of(FRIDAY, msgspec.structs.replace(SETTINGS, week_starts=4)) == FRIDAY


def past_friday(weeks: int, *earned: tuple[str, str]) -> DayRecords:
    """A Friday some weeks ago with a shift from 18:00 to 20:00."""
    day = FRIDAY - 7 * weeks * DAY
    log = shift([(f"{day} 18:00", "started"), (f"{day} 20:00", "stopped")], name=f"w{weeks}")
    return DayRecords(
        day=day,
        shifts=(log,),
        earnings=tuple(earning(f"{day} {at}", amount, shift=f"w{weeks}") for at, amount in earned),
    )


HISTORY = [
    past_friday(1, ("18:30", "12.00"), ("19:30", "20.00")),
    past_friday(2, ("18:10", "9.00"), ("19:50", "22.00"), ("20:10", "6.00")),
    past_friday(3, ("18:45", "15.00")),
]


def test_an_hours_rate_is_all_its_money_over_all_its_time():
    rates = hour_rates(HISTORY, SETTINGS)
    assert rates.of(4, 18) == HourRate(3600, 3 * 3600)
    assert rates.per_hour(4, 18) == usd("12.00")
    assert rates.per_hour(4, 19) == usd("16.00")  # what came at 20:10 counts at the end of its shift
    assert rates.of(4, 20) == HourRate()


def test_the_next_hour_is_weighed_by_the_minutes_of_both_clock_hours():
    rates = hour_rates(HISTORY, SETTINGS)
    forecast = next_hour(rates, clock("18:45"), SETTINGS)
    assert forecast.expected == usd("15.00")  # a quarter of 12 and three quarters of 16
    assert forecast.hours == 6
    assert forecast.sentence == "The next hour pays about $15.00, from 6.0 h online: Fridays at this time."


def test_other_weekdays_stand_in_where_one_has_too_little():
    rates = hour_rates(HISTORY, SETTINGS)
    saturday = next_hour(rates, clock("2026-11-21 18:00"), SETTINGS)
    assert saturday.expected == usd("12.00")
    assert saturday.basis == "any day at this time"


def test_too_little_history_gives_no_figure_but_says_how_much_there_is():
    rates = hour_rates(HISTORY[:2], SETTINGS)
    forecast = next_hour(rates, clock("18:00"), SETTINGS)
    assert forecast.expected is None
    assert forecast.hours == 2
    assert "2.0 h online" in forecast.sentence


def test_money_of_no_shift_and_rejected_money_raise_no_rate():
    day = past_friday(1, ("18:30", "12.00"))
    more = (
        earning(f"{day.day} 20:30", "50.00"),
        earning(f"{day.day} 18:30", "50.00", status="rejected"),
        earning(f"{day.day} 18:30", "£50.00"),
    )
    rates = hour_rates([msgspec.structs.replace(day, earnings=day.earnings + more)], SETTINGS)
    assert rates.of_any_day(18) == HourRate(1200, 3600)
    assert rates.of_any_day(20) == HourRate()


def test_the_meter_passes_the_forecast_on():
    meter = read_meter(MORNING, clock("18:00"), SETTINGS, rates=hour_rates(HISTORY, SETTINGS))
    assert meter.next_hour is not None and meter.next_hour.expected == usd("12.00")


def test_hours_follow_the_wall_clock_in_a_zone_of_half_hours():
    india = msgspec.structs.replace(SETTINGS, zone="Asia/Kolkata", currency="INR")
    rates = HourRates(
        currency="INR",
        cells={(4, 18): HourRate(36_000, 36_000), (4, 19): HourRate(72_000, 36_000)},
    )
    half_past_six = clock("18:30", india)
    assert next_hour(rates, half_past_six, india).expected == Money(5400, "INR")
    assert next_hour(rates, half_past_six - 30 * MINUTE, india).expected == Money(3600, "INR")


def test_the_pace_says_how_long_the_goal_takes_at_the_own_rate():
    meter = read_meter(MORNING, clock("11:00"), SETTINGS)
    assert meter.pace is not None  # $90 to go at $24 an hour
    assert (meter.pace.rate, meter.pace.left) == (usd("24.00"), timedelta(hours=3, minutes=45))
    assert meter.pace.reached_at(clock("11:00")) == clock("14:45")
    expected = msgspec.structs.replace(
        meter, next_hour=NextHour(expected=usd("17.00"), hours=9.0, basis="Fridays at this time")
    )
    assert expected.pace is not None and expected.pace.left == timedelta(minutes=318)  # rounded up


def test_a_goal_that_is_reached_is_no_way_off_and_without_a_rate_nobody_knows():
    reached = msgspec.structs.replace(SETTINGS, goal_day=usd("25"))
    meter = read_meter(MORNING, clock("11:00"), reached)
    assert meter.pace is not None and meter.pace.left == timedelta(0)
    assert read_meter(DayRecords(day=FRIDAY), clock("11:00"), SETTINGS).pace is None


def test_pay_by_time_grows_by_the_second_and_stands_apart_until_it_is_booked():
    story = [("10:00", "started"), ("10:10", "order"), ("10:40", "delivered"), ("10:50", "order")]
    plain = shift(story, now="10:50", name="lunch")
    by_time = tuple(
        msgspec.structs.replace(event, hourly=usd("14.37"), platform="DoorDash")
        if event.kind == "started"
        else msgspec.structs.replace(event, platform="DoorDash")
        for event in plain.events
    )
    records = msgspec.structs.replace(MORNING, shifts=(read_log(by_time, clock("10:50")),))
    before = read_meter(records, clock("10:50"), SETTINGS)
    later = read_meter(records, clock("11:05"), SETTINGS)
    assert before.accruing == usd("0")
    # half an hour is booked, rounded once: 7.185 → 7.19; three quarters of one come to 10.7775 → 10.78
    assert later.accruing == usd("3.59")
    assert later.gross == before.gross
    assert read_meter(MORNING, clock("11:05"), SETTINGS).accruing == usd("0")

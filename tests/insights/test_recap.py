"""The day closed: platforms, hours, plan against actual, downtime, and the sum of days."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.gigdays import FRIDAY, NEW_YORK, clock, earning, expense, shift, trip, usd

from gigplanner.insights.planned import share
from gigplanner.insights.recap import DayRow, compare_with, day_row, recap_of, recap_of_days
from gigplanner.insights.records import DayRecords
from gigplanner.model.catalogue import Catalogue, Platform
from gigplanner.model.money import Money
from gigplanner.model.records import Block, DayNote, Outcome, PlacedTask, Plan, Task, TaskResult
from gigplanner.model.times import DAY, MINUTE

SETTINGS = msgspec.structs.replace(NEW_YORK, set_aside_percent=Decimal(25))
EVENING = clock("2026-11-21 05:00")
LUNCH = shift(
    [
        ("10:00", "started"),
        ("10:10", "order"),
        ("10:40", "delivered"),
        ("10:50", "order"),
        ("11:30", "delivered"),
        ("11:35", "filler_started"),
        ("11:50", "filler_done"),
        ("12:00", "break"),
        ("12:30", "resumed"),
        ("12:40", "order"),
        ("13:30", "delivered"),
        ("15:42", "stopped"),
    ],
    name="lunch",
    block="b1",
)


def placed(task: str, start: str, minutes: int, units: int, expected: str) -> PlacedTask:
    return PlacedTask(
        task=task,
        title=f"Task {task}",
        start=clock(start),
        end=clock(start) + minutes * MINUTE,
        units=units,
        minutes=minutes,
        expected=usd(expected),
        platform="Prolific",
    )


def result(
    at: str,
    task: str,
    units: int,
    *,
    outcome: Outcome = "done",
    minutes: float | None = None,
    stated: float = 0,
    earned: str = "",
    in_wait: bool = False,
) -> TaskResult:
    return TaskResult(
        id=f"r-{task}-{at}",
        at=clock(at),
        task=task,
        outcome=outcome,
        units=units,
        minutes=minutes,
        stated_minutes=stated,
        earned=usd(earned) if earned else None,
        in_wait=in_wait,
    )


def block(block_id: str, start: str, end: str) -> Block:
    return Block(
        id=block_id,
        title=f"Shift {block_id}",
        start=clock(start),
        end=clock(end),
        kind="shift",
        platform="DoorDash",
        expected=usd("64.00"),
    )


DAY_RECORDS = DayRecords(
    day=FRIDAY,
    shifts=(LUNCH,),
    earnings=(
        earning("10:40", "30.00", tip="8.40", category="food"),
        earning("11:30", "42.00", tip="10.00", category="food"),
        earning("13:30", "28.00", "Uber Eats", fee="4.00", status="approved", category="food"),
        earning("11:50", "2.40", "Prolific", status="pending", task="filler"),
        earning("16:20", "10.00", "Prolific", status="pending", task="survey"),
    ),
    expenses=(expense("09:00", "6.50"),),
    trips=(trip("10:40", "20.4"), trip("13:30", "18")),
    blocks=(block("b1", "10:00", "15:00"), block("b2", "18:00", "20:00")),
    plan=Plan(
        id="2026-11-20",
        date=FRIDAY,
        made_at=clock("08:00"),
        accepted_at=clock("08:01"),
        expected=usd("16.00"),
        bound=usd("16.10"),
        placements=(
            placed("survey", "16:00", 20, 1, "9.00"),
            placed("receipts", "16:30", 28, 14, "5.00"),
            placed("call", "17:10", 10, 1, "2.00"),
        ),
    ),
    results=(
        result("11:50", "filler", 6, minutes=2.5, earned="2.40", in_wait=True),
        result("16:20", "survey", 1, minutes=18),
        result("16:50", "receipts", 5, stated=2, earned="1.75"),
    ),
    note=DayNote(id="2026-11-20", date=FRIDAY, text="Cold, but it paid."),
)


def test_the_headline_says_money_time_and_rate():
    recap = recap_of(DAY_RECORDS, SETTINGS, EVENING)
    assert recap.headline == "You earned $118.40 in 5 h 12 online: $22.77 an hour before costs."
    assert recap.per_hour_active == usd("59.20")
    assert recap.net_per_hour == usd("15.40")  # 80.06 in 5.2 hours
    assert not recap.running


def test_platforms_come_largest_first_with_their_hours():
    recap = recap_of(DAY_RECORDS, SETTINGS, EVENING)
    rows = [
        (
            part.name,
            part.tally.gross,
            part.tally.tips,
            part.tally.after_fees,
            part.tally.pending,
            part.tally.count,
        )
        for part in recap.platforms
    ]
    assert rows == [
        ("DoorDash", usd("72.00"), usd("18.40"), usd("90.40"), usd("0"), 2),
        ("Uber Eats", usd("28.00"), usd("0"), usd("24.00"), usd("0"), 1),
        ("Prolific", usd("0"), usd("0"), usd("0"), usd("12.40"), 0),
    ]
    assert [part.online_seconds for part in recap.platforms] == [18_720, 0, 0]
    assert [part.per_hour for part in recap.platforms] == [usd("17.38"), None, None]


def test_an_hour_with_two_apps_open_counts_for_each_platform_and_once_in_all():
    log = shift(
        [
            ("10:00", "started"),
            ("11:00", "online", "Uber Eats"),
            ("11:30", "order", "Uber Eats"),
            ("12:00", "delivered", "Uber Eats"),
            ("13:00", "offline", "DoorDash"),
            ("14:00", "stopped", "Uber Eats"),
        ]
    )
    paid = (earning("10:40", "36.00"), earning("12:00", "24.00", "Uber Eats"))
    recap = recap_of(DayRecords(day=FRIDAY, shifts=(log,), earnings=paid), SETTINGS, EVENING)
    assert [(part.name, part.online_seconds // 3600, part.per_hour) for part in recap.platforms] == [
        ("DoorDash", 3, usd("12.00")),
        ("Uber Eats", 3, usd("8.00")),
    ]
    assert (recap.worked.online_seconds, recap.shared_seconds) == (4 * 3600, 2 * 3600)
    assert recap.per_hour_online == usd("15.00")


def test_kinds_come_from_the_catalogue_and_categories_from_the_person():
    catalogue = Catalogue(
        [
            Platform(id="1", name="DoorDash", kind="delivery"),
            Platform(id="2", name="Uber Eats", kind="delivery"),
        ]
    )
    recap = recap_of(DAY_RECORDS, SETTINGS, EVENING, catalogue=catalogue)
    assert [(part.name, part.tally.earned) for part in recap.kinds] == [
        ("delivery", usd("118.40")),
        ("", usd("0")),
    ]
    assert [(part.name, part.tally.count) for part in recap.categories] == [("food", 3), ("", 0)]


def test_a_plan_against_the_day():
    recap = recap_of(DAY_RECORDS, SETTINGS, EVENING)
    outcomes = [
        (one.task, one.outcome, one.units_done, one.expected, one.earned) for one in recap.plans[0].placements
    ]
    assert outcomes == [
        ("survey", "done", 1, usd("9.00"), usd("10.00")),
        ("receipts", "partly", 5, usd("5.00"), usd("1.75")),
        ("call", "not done", 0, usd("2.00"), usd("0")),
    ]
    assert (recap.plan_expected, recap.plan_earned) == (usd("16.00"), usd("11.75"))
    assert recap.plans[0].accepted and recap.plans[0].done == 1


def test_what_lies_ahead_is_not_called_undone():
    recap = recap_of(DAY_RECORDS, SETTINGS, clock("17:15"))
    assert [one.outcome for one in recap.plans[0].placements] == ["done", "partly", "to come"]
    assert recap.running and "so far" in recap.headline


def test_a_task_placed_twice_is_filled_in_order_and_its_money_shared():
    assert DAY_RECORDS.plan is not None
    plan = msgspec.structs.replace(
        DAY_RECORDS.plan,
        placements=(placed("receipts", "16:30", 20, 10, "3.50"), placed("receipts", "09:00", 10, 4, "1.40")),
    )
    recap = recap_of(msgspec.structs.replace(DAY_RECORDS, plan=plan), SETTINGS, EVENING)
    assert [(one.outcome, one.units_done, one.earned) for one in recap.plans[0].placements] == [
        ("done", 4, usd("1.40")),
        ("partly", 1, usd("0.35")),
    ]


def test_a_closed_task_is_done_even_without_a_result():
    closed = Task(id="call", title="Call", pay=usd("2"), minutes=10, status="done", closed_at=clock("17:20"))
    day = msgspec.structs.replace(DAY_RECORDS, tasks_done=(closed,))
    assert recap_of(day, SETTINGS, EVENING).plans[0].placements[2].outcome == "done"


def test_an_interrupted_task_was_partly_done_and_a_rejected_one_earned_nothing():
    day = msgspec.structs.replace(
        DAY_RECORDS,
        earnings=(earning("16:20", "10.00", status="rejected", task="survey"),),
        results=(
            result("16:20", "survey", 1, outcome="rejected", minutes=18),
            result("17:15", "call", 0, outcome="interrupted"),
        ),
    )
    survey, _, call = recap_of(day, SETTINGS, EVENING).plans[0].placements
    assert (survey.outcome, survey.earned) == ("done", usd("0"))
    assert call.outcome == "partly"


def test_money_without_a_result_shows_that_something_was_done():
    day = msgspec.structs.replace(DAY_RECORDS, earnings=(earning("17:20", "2.00", task="call"),))
    call = recap_of(day, SETTINGS, EVENING).plans[0].placements[2]
    assert (call.outcome, call.units_done, call.earned) == ("partly", 0, usd("2.00"))


def test_planned_shifts_against_worked_ones():
    recap = recap_of(DAY_RECORDS, SETTINGS, EVENING)
    assert [(one.block, one.planned_seconds // 60, one.worked_seconds // 60) for one in recap.blocks] == [
        ("b1", 300, 312),
        ("b2", 120, 0),
    ]
    assert recap.unplanned_seconds == 0


def test_a_shift_started_from_no_block_counts_where_it_overlaps_one():
    loose = shift([("17:30", "started"), ("18:45", "stopped")])
    day = msgspec.structs.replace(DAY_RECORDS, shifts=(LUNCH, loose))
    recap = recap_of(day, SETTINGS, EVENING)
    assert [one.worked_seconds // 60 for one in recap.blocks] == [312, 45]
    assert recap.unplanned_seconds == 30 * 60


def test_downtime_and_what_was_made_of_it():
    downtime = recap_of(DAY_RECORDS, SETTINGS, EVENING).downtime
    # the window 07:00–22:00 without 10:00–15:00 and 18:00–20:00, and without the shift's last 42 minutes
    assert downtime.between_seconds == (15 * 60 - 300 - 120 - 42) * 60
    assert downtime.task_seconds == (18 + 10) * 60
    assert downtime.waiting_seconds == 192 * 60
    assert downtime.filler_seconds == 15 * 60
    assert downtime.filled_seconds == 43 * 60
    assert downtime.filler_money == usd("2.40")


def test_fillers_of_a_task_that_was_also_worked_at_home_earn_what_their_results_say():
    more = (result("20:00", "filler", 2, minutes=2.5, earned="0.80"),)
    day = msgspec.structs.replace(DAY_RECORDS, results=DAY_RECORDS.results + more)
    assert recap_of(day, SETTINGS, EVENING).downtime.filler_money == usd("2.40")


@pytest.mark.parametrize(
    ("day", "headline"),
    [
        (DayRecords(day=FRIDAY), "Nothing was earned or worked on this day."),
        (
            DayRecords(day=FRIDAY, earnings=(earning("10:00", "5.00"),)),
            "You earned $5.00; no time online was logged.",
        ),
        (
            DayRecords(day=FRIDAY, earnings=(earning("10:00", "5.00", status="pending"),)),
            "No money is in hand; $5.00 is pending.",
        ),
        (
            DayRecords(day=FRIDAY, shifts=(LUNCH,)),
            "You were online for 5 h 12; no money is in hand.",
        ),
        (
            DayRecords(
                day=FRIDAY,
                shifts=(LUNCH,),
                earnings=(earning("11:00", "52.00"), earning("17:00", "3.00", task="survey")),
            ),
            "You earned $55.00: $52.00 in 5 h 12 online, $10.00 an hour before costs,"
            " and $3.00 with tasks beside it.",
        ),
    ],
)
def test_the_headline_of_other_days(day: DayRecords, headline: str):
    assert recap_of(day, SETTINGS, EVENING).headline == headline


def test_remarks_name_what_weakens_the_figures():
    brief = shift([("10:00", "started"), ("10:20", "order")], now="10:30")
    day = DayRecords(
        day=date(2031, 3, 3),
        shifts=(shift([("2031-03-03 10:00", "started")], now="2031-03-03 10:30"),),
        earnings=(earning("2031-03-03 10:10", "£4.00"), earning("2031-03-03 10:20", "4", status="pending")),
        trips=(trip("2031-03-03 10:20", "3"),),
    )
    remarks = " ".join(recap_of(day, SETTINGS, clock("2031-03-03 10:30")).remarks)
    assert brief.end is None
    assert "still running" in remarks
    assert "Only 30 min online" in remarks
    assert "no rate for 2031 yet" in remarks
    assert "other currencies than USD" in remarks
    assert "1 payment not in hand yet ($4.00)" in remarks
    assert "not tax advice" in remarks


def past(days: int, amount: str) -> DayRow:
    day = FRIDAY - days * DAY
    records = DayRecords(day=day, earnings=(earning(f"{day} 12:00", amount),) if amount else ())
    return day_row(records, SETTINGS)


def test_a_friday_is_compared_with_fridays():
    history = [past(7, "100.00"), past(14, "50.01"), past(1, "900.00"), past(21, "")]
    compared = recap_of(DAY_RECORDS, SETTINGS, EVENING, history=history).compared
    assert compared is not None
    assert (compared.basis, compared.days, compared.earned) == ("earlier Fridays", 2, usd("75.01"))
    assert compared.few


def test_without_two_fridays_the_last_week_stands_in():
    compared = compare_with(FRIDAY, [past(number, "40.00") for number in range(1, 10)], SETTINGS)
    assert compared is not None
    assert (compared.basis, compared.days, compared.few) == ("the last 7 days", 7, False)


def test_one_earlier_day_is_nothing_to_compare_with():
    assert compare_with(FRIDAY, [past(7, "40.00"), past(-7, "40.00")], SETTINGS) is None


def test_a_week_is_the_sum_of_its_days():
    saturday = DayRecords(
        day=date(2026, 11, 21),
        earnings=(earning("2026-11-21 12:00", "20.00", "Uber Eats", tip="1.11"),),
        trips=(trip("2026-11-21 12:00", "0.1"),),
        note=DayNote(id="n", date=date(2026, 11, 21), text="Short."),
    )
    now = clock("2026-11-23 08:00")
    week = recap_of_days([DAY_RECORDS, saturday], SETTINGS, now)
    parts = [recap_of(day, SETTINGS, now) for day in (DAY_RECORDS, saturday)]
    assert week.takings == parts[0].takings + parts[1].takings
    assert week.worked == parts[0].worked + parts[1].worked
    assert week.downtime == parts[0].downtime + parts[1].downtime
    assert [row.takings.earned for row in week.days] == [usd("118.40"), usd("21.11")]
    assert (week.first, week.last) == (FRIDAY, date(2026, 11, 21))
    assert sum(bar.earned.minor for bar in week.hours) == 13_951
    assert [part.name for part in week.platforms] == ["DoorDash", "Uber Eats", "Prolific"]
    assert [text for _, text in week.notes] == ["Cold, but it paid.", "Short."]


def test_a_recap_of_no_days_is_refused():
    with pytest.raises(ValueError, match="at least one day"):
        recap_of_days([], SETTINGS, EVENING)


def test_a_night_shift_falls_into_both_days_without_being_counted_twice():
    night = shift([("22:00", "started"), ("2026-11-21 06:00", "stopped")])
    days = [DayRecords(day=FRIDAY, shifts=(night,)), DayRecords(day=date(2026, 11, 21), shifts=(night,))]
    recap = recap_of_days(days, SETTINGS, clock("2026-11-22 08:00"))
    assert recap.worked.online_seconds == 8 * 3600
    assert recap.worked.shifts == 1
    assert [row.worked.online_seconds // 3600 for row in recap.days] == [6, 2]
    assert sum(bar.online_seconds for bar in recap.hours) == 8 * 3600


@given(st.integers(-10_000, 10_000), st.lists(st.integers(0, 50), min_size=1, max_size=6))
def test_shares_add_up_to_the_amount(minor: int, weights: list[int]):
    parts = share(Money(minor, "USD"), weights)
    assert sum(part.minor for part in parts) == minor
    assert len(parts) == len(weights)

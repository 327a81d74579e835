"""What the suggestions earned, and what they cost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from support.gigdays import FRIDAY, NEW_YORK, clock, earning, shift, usd

from gigplanner.insights.digest import digest_of
from gigplanner.insights.digest_results import forecast_rows
from gigplanner.insights.fillers import Suggestions, filler_rows, suggestions_of
from gigplanner.insights.recap import recap_of
from gigplanner.insights.records import DayRecords
from gigplanner.insights.worked import worked_in
from gigplanner.model.records import TaskResult
from gigplanner.model.shiftlog import ShiftLog, read_log

DAY = NEW_YORK.span_of(FRIDAY)
STORY = [
    ("10:00", "started"),
    ("10:00", "filler_started"),  # done: 10 minutes
    ("10:10", "filler_done"),
    ("10:12", "filler_started"),  # screened out: 3 minutes
    ("10:15", "filler_done"),
    ("10:20", "filler_started"),  # an order came: 4 minutes lost
    ("10:24", "filler_interrupted"),
    ("10:24", "order"),
    ("10:50", "delivered"),
    ("10:50", "filler_started"),  # an order came: 5 minutes that stay with the task
    ("10:55", "filler_interrupted"),
    ("10:55", "order"),
    ("11:20", "delivered"),
    ("11:30", "filler_started"),  # put down: 2 minutes lost
    ("11:32", "filler_interrupted"),
    ("11:40", "filler_started"),  # still going on at noon: 20 minutes
]


def result(at: str, outcome: str, **fields: Any) -> TaskResult:
    """How a filler ended at a wall time."""
    return TaskResult(
        id=f"r{at}", at=clock(at), task="filler", outcome=outcome, units=1, in_wait=True, **fields
    )  # type: ignore[arg-type]


def morning() -> DayRecords:
    """The story, its results, and the two dollars that the one done filler brings."""
    log = shift(STORY, now="2026-11-20 12:00")  # type: ignore[arg-type]
    return DayRecords(
        day=FRIDAY,
        shifts=(log,),
        earnings=(earning("10:10", "2.00", "Prolific", status="pending", task="filler"),),
        results=(
            result("10:10", "done", earned=usd("2.00")),
            result("10:15", "screened_out"),
            result("10:24", "interrupted"),
            result("10:55", "interrupted", banked=True),
            result("11:32", "interrupted"),
        ),
    )


def suggestions(*days: DayRecords, **preferences: Any) -> Suggestions:
    person = replace(NEW_YORK, **preferences)
    return suggestions_of((filler_rows(day, person.span_of(day.day)) for day in days), person)


def test_every_minute_on_fillers_is_paid_kept_lost_or_still_going_on():
    found = suggestions(morning())
    assert (found.done, found.screened_out, found.by_order, found.put_down, found.kept) == (1, 1, 2, 1, 1)
    assert found.paid_seconds == 10 * 60
    assert found.lost_seconds == (3 + 4 + 2) * 60
    assert found.banked_seconds == 5 * 60
    assert found.running_seconds == 20 * 60
    assert found.seconds == worked_in(DAY, morning().shifts).filler_seconds == 44 * 60
    assert found.earned == usd("2.00"), "awaited money counts, as it does elsewhere in the recap"
    assert found.per_hour == usd("2.73"), "two dollars for 44 minutes"


def test_waiting_idle_pays_nothing_so_all_of_it_is_gained():
    found = suggestions(morning())
    assert found.net == usd("2.00")
    assert found.sentence == "Against waiting idle: $2.00 more."
    assert suggestions(DayRecords(day=FRIDAY)).sentence == ""


def test_an_hour_of_ones_own_has_its_price_where_the_person_names_one():
    found = suggestions(morning(), floor_rate=usd("3.00"))
    assert found.time_cost == usd("2.20"), "44 minutes at three dollars an hour"
    assert found.net == usd("-0.20")
    assert found.sentence == "Against waiting idle: −$0.20, your time at $2.20 taken off."


def test_the_recap_says_the_same_money_as_the_downtime_does():
    recap = recap_of(morning(), NEW_YORK, clock("12:00"))
    assert recap.suggestions is not None
    assert recap.suggestions.earned == recap.downtime.filler_money == usd("2.00")


def test_money_that_is_refused_later_was_not_earned():
    day = morning()
    refused = replace(day, earnings=(replace(day.earnings[0], status="rejected"),))
    assert suggestions(refused).earned == usd("0.00")


def test_a_filler_in_a_row_of_events_that_cannot_be_counts_for_nothing():
    log = shift(
        [
            ("10:00", "started"),
            ("10:01", "order"),
            ("10:02", "filler_started"),
            ("10:05", "filler_done"),
            ("10:06", "delivered"),
            ("10:10", "stopped"),
        ]
    )
    assert suggestions(DayRecords(day=FRIDAY, shifts=(log,))).seconds == 0


def test_an_order_that_puts_a_filler_down_is_a_forecast_that_failed():
    day = morning()
    events = [
        replace(event, chance=0.8) if event.kind == "filler_started" else event
        for event in day.shifts[0].events
    ]
    log = read_log(events, day.shifts[0].now)
    results = [replace(one, id=f"r{number}") for number, one in enumerate(day.results)]
    screened = next(event for event in log.events if event.at == clock("10:15"))
    named = [replace(one, result="r1") if one == screened else one for one in log.events]
    rows = forecast_rows([read_log(named, log.now)], DAY, results)
    assert [row.finished for row in rows] == [True, False, False], (
        "no word of who was screened out or gave up"
    )


def night(minutes: list[tuple[int, int, bool]]) -> ShiftLog:
    """A shift from nine in the evening: each filler begins so many minutes on and lasts so long."""
    at = clock("21:00")
    log = shift([("21:00", "started")])
    events = list(log.events)
    for pause, length, done in minutes:
        at += timedelta(minutes=pause)
        kind = "filler_done" if done else "filler_interrupted"
        for one in ("filler_started", kind):
            task = "filler" if one == "filler_started" else ""
            number = len(events)
            events.append(replace(events[0], id=f"e{number}", kind=one, at=at, seq=number, task=task))  # type: ignore[arg-type]
            at += timedelta(minutes=length if one == "filler_started" else 0)
    return read_log(events, at + timedelta(minutes=1))


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(1, 40), st.integers(1, 60), st.booleans()), max_size=12))
def test_a_night_is_cut_at_the_end_of_the_day_without_losing_a_second(minutes):
    log = night(minutes)
    days = [DayRecords(day=FRIDAY + timedelta(days=number), shifts=(log,)) for number in range(2)]
    together, apart = suggestions(*days), [suggestions(day) for day in days]
    assert together.seconds == sum(length for _, length, _ in minutes) * 60
    for name in ("seconds", "paid_seconds", "lost_seconds", "done", "put_down", "count"):
        assert getattr(together, name) == sum(getattr(one, name) for one in apart)
    digests = [digest for day in days if (digest := digest_of(day, NEW_YORK))]
    assert suggestions_of((digest.fillers for digest in digests), NEW_YORK) == together

"""Breaks cut a gap into rooms: the day without them is easier to prove, and lends its bound and its plan."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from gigplanner.model import Money, Task
from gigplanner.scheduler import Gap, PlanRules, plan_day
from gigplanner.scheduler.prices import reaches
from gigplanner.scheduler.problem import Job, make_job
from gigplanner.scheduler.rooms import Fixed, Laid, free_rooms, stretches
from gigplanner.scheduler.unbroken import Unbroken, without_breaks

NINE = datetime(2026, 11, 22, 9, tzinfo=UTC)
START = int(NINE.timestamp())
RHYTHM = PlanRules(switch_minutes=2.0, work_minutes=30, rest_minutes=10)


def minute(number: float) -> datetime:
    return NINE + timedelta(minutes=number)


def task(name: str, minutes: float, **more: object) -> Task:
    return Task(id=name, title=name, pay=Money(100, "USD"), minutes=minutes, platform="MTurk", **more)  # type: ignore[arg-type]


def unbroken(tasks: list[Task], *, long: float = 110, fixed: tuple[Fixed, ...] = ()) -> Unbroken | None:
    rooms = free_rooms(stretches([Gap(NINE, minute(long), "home", frozenset())], RHYTHM), fixed)
    jobs = [made for at, each in enumerate(tasks) if (made := make_job(at, each, RHYTHM, 0, 0))]
    return without_breaks(reaches(jobs, rooms, {}), rooms)


@pytest.mark.parametrize(
    ("at", "left"),
    [(5, 5), (20, 20), (30, 30), (35, 30), (40, 30), (55, 45), (75, 60), (100, 80), (110, 110)],
)
def test_an_instant_comes_when_the_work_before_it_is_done(at: float, left: float) -> None:
    day = unbroken([task("a", 1.0, due=minute(at))])
    assert day is not None
    (room,) = day.rooms
    assert (room.start, room.length) == (START, 90 * 60)
    assert day.jobs[0].due == START + left * 60


def test_what_fits_no_room_fits_none_without_breaks_either() -> None:
    day = unbroken([task("a", 25.0), task("b", 45.0)])
    assert day is not None
    assert [job.task.id for job in day.jobs] == ["a"]


def test_a_pin_parts_a_gap_as_before() -> None:
    pin = Fixed(0, START + 45 * 60, START + 50 * 60, "Fiverr")
    day = unbroken([task("a", 5.0)], fixed=(pin,))
    assert day is not None
    assert [(room.start - START, room.length) for room in day.rooms] == [(0, 35 * 60), (50 * 60, 50 * 60)]
    assert day.where == {0: [0, 1]}


def test_without_a_break_there_is_nothing_to_leave_out() -> None:
    assert unbroken([task("a", 5.0)], long=30) is None


def test_its_plan_is_cut_where_the_breaks_are() -> None:
    batch = task("batch", 4.0, units=12)
    chunk = task("chunk", 60.0, splittable=True, min_chunk=10.0)
    day = unbroken([batch, chunk])
    assert day is not None
    one, other = day.jobs

    def laid(job: Job, amount: int, start: int) -> Laid:
        return Laid(job, amount, 0, START + start * 60, START + start * 60 + job.length(amount))

    known = {job.task.id: job for job in day.jobs}
    found = day.cut([[laid(one, 12, 2), laid(other, 35 * 60, 50)]], known)
    told = {room: [(job.task.id, amount) for job, amount in picks] for room, picks in found.items()}
    assert told == {0: [("batch", 7)], 1: [("batch", 5), ("chunk", 10 * 60)], 2: [("chunk", 25 * 60)]}


def test_what_must_be_done_is_spread_over_as_many_rooms_as_it_takes() -> None:
    gap = Gap(NINE, minute(150), "home", frozenset())
    long = task("long", 100.0, splittable=True, min_chunk=10.0, must=True)
    plan = plan_day([gap], [long, task("short", 20.0)], RHYTHM)
    assert sum(each.minutes for each in plan.placements if each.task_id == "long") == 100.0


def test_a_switch_that_many_rooms_share_is_proven_to_be_paid() -> None:
    """By rooms alone each pays a part of every switch: the bound was 4 % above the plan."""
    gap = Gap(NINE, minute(230), "home", frozenset())
    tasks = [
        Task(
            id=f"{platform}{number}",
            title=f"{platform}{number}",
            pay=Money(60 + 3 * number + at, "USD"),
            minutes=5.0,
            platform=platform,
        )
        for at, platform in enumerate(("MTurk", "Appen", "TELUS", "Prolific"))
        for number in range(14)
    ]
    plan = plan_day(
        [gap], tasks, PlanRules(switch_minutes=5.0, work_minutes=30, rest_minutes=10), budget=600.0
    )
    assert plan.within <= 0.005

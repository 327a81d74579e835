"""Days on which prices alone leave a gap between plan and bound: it is closed, and the bound stays true."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count, product

import pytest
from support.plan_checker import broken_promises, outdone_by
from support.plan_days import make_day

from gigplanner.model import Money, Task
from gigplanner.scheduler import Gap, PlanRules, plan_day, solver
from gigplanner.scheduler.branching import undecided
from gigplanner.scheduler.offered import Offered
from gigplanner.scheduler.options import Access, Option
from gigplanner.scheduler.problem import Job, make_job
from gigplanner.scheduler.rooms import Room
from gigplanner.scheduler.site import Site
from gigplanner.scheduler.sweeping import Sweep

NINE = datetime(2026, 11, 22, 9, tzinfo=UTC)
NEAR_ENOUGH = 2.0  # minor units
AMPLE = 600.0  # seconds: the work done ends the search, not the clock
FEW_LOOKS = 450  # at whether to stop


def at(minutes: float) -> datetime:
    return NINE + timedelta(minutes=minutes)


def test_no_more_chunks_are_counted_on_than_the_job_has() -> None:
    gaps = [Gap(at(start), at(start + 60), "home", frozenset()) for start in (0, 90, 180)]
    large = Task(
        id="a",
        title="a",
        pay=Money(12_000, "USD"),
        minutes=120,
        splittable=True,
        min_chunk=50,
        platform="Upwork",
    )
    small = [Task(id=name, title=name, pay=Money(100, "USD"), minutes=40) for name in "bcd"]
    plan = plan_day(gaps, [large, *small], PlanRules(switch_minutes=10.0), budget=AMPLE)
    assert plan.expected == Money(10_000 + 100, "USD")  # two chunks of 50 minutes, no third
    assert plan.within < 1e-3


@pytest.mark.parametrize(
    "family, size, number, seed",
    [
        ("random", 10, 14, 2211),
        ("random", 10, 22, 2211),
        ("plain", 50, 26, 18001),
        ("plain", 200, 13, 15001),  # the fillings differ in how long a chunk is, not in whether there is one
        ("plain", 1000, 32, 18001),  # half of a batch that must be done is half all of it and half nothing
    ],
)
def test_a_day_is_split_until_its_plan_is_proven(family: str, size: int, number: int, seed: int) -> None:
    day = make_day(family, size, number, seed)
    plan = plan_day(day.gaps, day.tasks, day.rules, budget=AMPLE)
    assert plan.within < 5e-3
    assert broken_promises(plan, day.gaps, day.tasks, day.rules) == []


def test_a_day_that_is_split_many_times_is_proven_in_little_work() -> None:
    day = make_day("plain", 10, 12, 81001)
    looks = count()
    plan = plan_day(day.gaps, day.tasks, day.rules, budget=AMPLE, should_stop=lambda: next(looks) > FEW_LOOKS)
    assert plan.within < 5e-3


def test_what_is_whole_but_for_the_rounding_of_the_program_is_not_split() -> None:
    batch = make_job(0, Task(id="a", title="a", pay=Money(90, "USD"), minutes=2, units=53), PlanRules(), 0, 0)
    assert batch is not None
    assert undecided({(2, 0): (batch, [(1.0000074, 29)])}) is None
    assert undecided({(2, 0): (batch, [(0.99999, 29)])}) is None
    assert undecided({(2, 0): (batch, [(0.5, 29), (0.5, 30)])}) == ((2, batch), 29)


def test_the_bound_is_true_where_time_is_plenty() -> None:
    gaps = [Gap(at(0), at(9), "home", frozenset()), Gap(at(9), at(14), "home", frozenset())]
    tasks = [
        Task(id="a", title="a", pay=Money(2, "USD"), minutes=1, not_before=at(10)),
        Task(id="b", title="b", pay=Money(0, "USD"), minutes=1, must=True),
        Task(id="c", title="c", pay=Money(0, "USD"), minutes=1, must=True),
        Task(
            id="d",
            title="d",
            pay=Money(0, "USD"),
            minutes=5,
            not_before=at(10),
            must=True,
            splittable=True,
            min_chunk=2,
        ),
    ]
    plan = plan_day(gaps, tasks, PlanRules(switch_minutes=0.0), budget=AMPLE)
    assert plan.bound >= Money(2, "USD")


def job_of(index: int, minutes: float, pay: int, *, opens: float | None, closes: float | None) -> Job:
    task = Task(
        id=f"t{index}",
        title=f"t{index}",
        platform="AB"[index % 2],
        pay=Money(pay, "USD"),
        minutes=minutes,
        not_before=None if opens is None else at(opens),
        due=None if closes is None else at(closes),
    )
    job = make_job(index, task, PlanRules(switch_minutes=1.0), 0, 0)
    assert job is not None
    return job


def test_a_sweep_keeps_to_windows_and_finds_the_best_filling() -> None:
    start, length = int(NINE.timestamp()), 30 * 60
    room = Room(gap=0, start=start, end=start + length, has=frozenset())
    early = [job_of(number, 4 + number, 90 + 17 * number, opens=None, closes=12) for number in range(4)]
    late = [job_of(4 + number, 6 + number, 80 + 31 * number, opens=18, closes=None) for number in range(3)]
    free = [
        job_of(7 + number, 5 + 3 * number, 60 + 40 * number, opens=None, closes=None) for number in range(3)
    ]
    jobs = [*early, *late, *free]
    options = [Option(job, 1, early=job.due < room.end, late=job.release > room.start) for job in jobs]
    site = Site(0, room, options)
    site.binding = {job.index for job in (*early, *late)}

    def access(platform: str) -> tuple[Access, ...]:
        return ((60, 0.0, False),)

    profits = [job.value for job in jobs]
    offered = Offered(site, profits, [0.0] * len(jobs), (), access, None, "")
    sweep = Sweep(site, offered, offered.best_price(0.0), NEAR_ENOUGH)
    sweep.run()

    def fits(chosen: list[Job]) -> bool:
        def seconds(members: list[Job], *, switched: bool) -> float:
            switches = 60 * len({job.platform for job in members}) if switched else 0
            return sum(job.seconds for job in members) + switches

        first = [job for job in chosen if job in early]
        last = [job for job in chosen if job in late]
        return (
            seconds(first, switched=True) <= 12 * 60
            and seconds(last, switched=False) <= 12 * 60
            and seconds(chosen, switched=True) <= length
        )

    best = max(
        sum(job.value for job in chosen)
        for taken in product((False, True), repeat=len(jobs))
        if fits(chosen := [job for job, is_in in zip(jobs, taken, strict=True) if is_in])
    )
    assert best - NEAR_ENOUGH <= sweep.best <= best + 1e-6
    assert best - 1e-6 <= sweep.bound <= best + NEAR_ENOUGH + 1e-6

    # a window counts only once a filling has missed it
    light = Site(0, room, options)
    filling = light.fill(profits, [0.0] * len(jobs), access, tolerance=NEAR_ENOUGH)
    assert light.binding
    assert best - 1e-6 <= filling.bound
    assert best - 1e-6 <= light.prove(filling).bound


@pytest.mark.parametrize("family", ["random", "musts", "capped", "split", "tight"])
def test_a_bound_from_rooms_filled_to_fractions_is_below_no_plan(
    family: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = make_day(family, 40, seed=5)
    plain = plan_day(day.gaps, day.tasks, day.rules, budget=0.2)
    monkeypatch.setattr(solver, "MANY", 0)
    outlined = plan_day(day.gaps, day.tasks, day.rules, budget=0.2)
    assert broken_promises(outlined, day.gaps, day.tasks, day.rules) == []
    assert outdone_by(outlined, plain.placements, day.gaps, day.tasks, day.rules) == []
    assert outdone_by(plain, outlined.placements, day.gaps, day.tasks, day.rules) == []

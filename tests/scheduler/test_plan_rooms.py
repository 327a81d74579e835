"""A room's bound is below none of its fillings, and near the best of them, whichever search finds it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product
from math import inf
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from gigplanner.model import Money, Task
from gigplanner.scheduler import Gap, PlanRules, packing, site
from gigplanner.scheduler.arranging import settled
from gigplanner.scheduler.growing import Growing
from gigplanner.scheduler.options import Access, Option
from gigplanner.scheduler.platforms import Element, Piece
from gigplanner.scheduler.problem import Job, make_job
from gigplanner.scheduler.reading import Taken
from gigplanner.scheduler.rooms import Room, free_rooms, stretches
from gigplanner.scheduler.site import Site

NINE = datetime(2026, 11, 22, 9, tzinfo=UTC)
RULES = PlanRules(switch_minutes={"A": 1.0, "B": 2.0})


@st.composite
def rooms(draw: st.DrawFn) -> tuple[int, list[Job]]:
    """A room's minutes and jobs, in whole minutes: batches and at most two jobs that come in chunks."""
    length = draw(st.integers(8, 24))
    jobs = []
    for index in range(draw(st.integers(1, 5))):
        split = index < 2 and draw(st.booleans())
        task = Task(
            id=f"t{index}",
            title=f"t{index}",
            platform=draw(st.sampled_from(("", "A", "B"))),
            pay=Money(draw(st.integers(10, 400)), "USD"),
            minutes=float(draw(st.integers(4, 20) if split else st.integers(1, 12))),
            units=1 if split else draw(st.integers(1, 3)),
            due=draw(st.none() | st.none() | st.integers(3, 24).map(lambda m: NINE + timedelta(minutes=m))),
            splittable=split,
            min_chunk=float(draw(st.integers(2, 5))) if split else None,
        )
        job = make_job(index, task, RULES, 0, 0)
        assert job is not None
        jobs.append(job)
    return length, jobs


def best_of_all(length: int, jobs: list[Job], chunk_price: float, reward: float = 0.0) -> float:
    """The most that any amounts bring which can be done in time: the most urgent first (Jackson 1955).

    Opening a platform brings `reward` besides.
    """
    best = 0.0
    for amounts in product(*[_amounts(job) for job in jobs]):
        taken = [(job, amount) for job, amount in zip(jobs, amounts, strict=True) if amount]
        dues = {min(length * 60.0, job.due - NINE.timestamp()) for job, _ in taken}
        if all(_busy(taken, due, length) <= due for due in dues):
            value = sum(job.value * amount - (chunk_price if job.split else 0.0) for job, amount in taken)
            value += reward * len({job.platform for job, _ in taken if job.switch})
            best = max(best, value)
    return best


def _amounts(job: Job) -> list[int]:
    if job.split:
        return [0, *range(job.least, job.supply + 1, 60)]
    return list(range(job.supply + 1))


def _busy(taken: list[tuple[Job, int]], due: float, length: int) -> float:
    """The seconds of all that is due by then, and of the switches to it."""
    before = [(job, amount) for job, amount in taken if min(length * 60.0, job.due - NINE.timestamp()) <= due]
    switches = {job.platform: job.switch for job, _ in before}
    return sum(job.length(amount) for job, amount in before) + sum(switches.values())


def site_of(length: int, jobs: list[Job], later: tuple[int, ...] = ()) -> Site:
    """A room of so many minutes that starts at nine, and what of the jobs fits it."""
    start = int(NINE.timestamp())
    room = Room(gap=0, start=start, end=start + length * 60, has=frozenset())
    options = [
        Option(
            job,
            min(job.supply, job.most_in(room.window(job, 0))),
            early=job.due < room.end,
            late=job.release > room.start,
        )
        for job in jobs
        if room.window(job, 0) >= job.length(job.shortest)
    ]
    return Site(0, room, options, later=later)


@settings(max_examples=60, deadline=None)
@given(rooms(), st.sampled_from((0.0, 15.0)), st.sampled_from((0.0, 40.0)), st.sampled_from((0.1, 0.4, 1.0)))
def test_the_bound_of_a_room_counts_what_seemed_hopeless_and_was_left_out(
    made: tuple[int, list[Job]], chunk_price: float, reward: float, guess: float
) -> None:
    length, jobs = made
    room = site_of(length, jobs, later=(1,))
    room.price = guess  # of a second, in cents: what loses much at that is left out at first

    def access(platform: str) -> tuple[Access, ...]:
        switch = int(RULES.switch_for(platform) * 60)
        return ((switch, -reward, True),) if switch else ((0, 0.0, False),)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(site, "FEW_OPTIONS", 0)
        patch.setattr(site, "LOST", 1e-3)
        prices = [chunk_price] * len(jobs)
        filling = room.fill([job.value for job in jobs], prices, access, tolerance=0.01)
        proven = min(filling.bound, room.prove(filling).bound)
    assert proven >= best_of_all(length, jobs, chunk_price, reward) - 1e-6


@pytest.mark.parametrize(
    "search", ["as it comes", "large jobs first", "each choice at its own price", "a sweep"]
)
@settings(max_examples=60, deadline=None)
@given(rooms(), st.sampled_from((0.0, 15.0)))
def test_no_filling_of_a_room_is_better_than_its_bound(
    search: str, made: tuple[int, list[Job]], chunk_price: float
) -> None:
    length, jobs = made
    room = site_of(length, jobs)
    room.sweeps = search == "a sweep"

    def access(platform: str) -> tuple[Access, ...]:
        return ((int(RULES.switch_for(platform) * 60), 0.0, False),)

    with pytest.MonkeyPatch.context() as patch:
        if search == "large jobs first":
            patch.setattr(packing, "LITTLE_WORK", -1)
        if search == "each choice at its own price":
            patch.setattr(packing, "OWN", inf)
        prices = [chunk_price] * len(jobs)
        filling = room.fill([job.value for job in jobs], prices, access, tolerance=0.01)
        proven = min(filling.bound, room.prove(filling).bound)
    best = best_of_all(length, jobs, chunk_price)
    assert proven >= best - 1e-6
    if all(job.due >= room.room.end for job in jobs):
        assert filling.reached <= best + 1e-6
        assert proven <= best + 0.011 + 1e-3 * best


@settings(max_examples=60, deadline=None)
@given(rooms(), st.sampled_from((0.0, 15.0, 150.0)), st.sampled_from((0.1, 0.4, 1.0)))
def test_what_is_dropped_was_in_no_good_filling(
    made: tuple[int, list[Job]], chunk_price: float, guess: float
) -> None:
    length, jobs = made
    room = site_of(length, [replace(job, due=inf) for job in jobs])
    room.price = guess

    def access(platform: str) -> tuple[Access, ...]:
        return ((int(RULES.switch_for(platform) * 60), 0.0, False),)

    prices = [chunk_price] * len(jobs)
    best = best_of_all(length, [replace(job, due=inf) for job in jobs], chunk_price)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(site, "FEW_OPTIONS", 0)
        patch.setattr(site, "LOST", 1e-3)
        filling = room.fill([job.value for job in jobs], prices, access, tolerance=0.01)
        room.drop(filling.bound - best + 1e-6)
        again = room.fill([job.value for job in jobs], prices, access, tolerance=0.01)
    assert min(again.bound, room.prove(again).bound) >= best - 1e-6


def batch(index: int, platform: str, seconds: float, cents: float, units: int) -> Job:
    task = Task(
        id=f"t{index}",
        title=f"t{index}",
        platform=platform,
        pay=Money(1, "USD"),
        minutes=seconds / 60,
        units=units,
    )
    job = make_job(index, task, PlanRules(switch_minutes=1.0), 0, 0)
    assert job is not None
    return replace(job, value=cents)


def test_what_was_left_out_at_first_keeps_no_room_from_being_proven() -> None:
    large = [batch(number, "", 40 * 60, 40 * 60, 1) for number in range(3)]
    slow = [batch(3 + number, "", 10 * 60, 5 * 60, 1) for number in range(4)]
    room = site_of(100, [*large, *slow])
    room.price = 1.0  # of a second: at that, a slow one loses a twentieth of the room's worth
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(site, "FEW_OPTIONS", 0)
        patch.setattr(packing.Packing, "run", lambda _: None)  # a search that has not come far
        values = [job.value for job in (*large, *slow)]
        filling = room.fill(values, [0.0] * 7, lambda _: ((0, 0.0, False),), tolerance=1.0)
    best = 2 * 40 * 60 + 2 * 5 * 60
    assert best <= room.prove(filling).bound <= best + 1.01


def test_platforms_that_cannot_fill_a_room_do_not_use_up_its_search() -> None:
    """Two platforms bring most for their time and end early; a third has enough for all the rest."""
    rng = Random(7)
    short = [
        batch(number, "AB"[number % 2], rng.randint(20, 90), 0.0, rng.randint(1, 4)) for number in range(60)
    ]
    short = [
        replace(job, value=job.seconds * (0.36 if job.index < 12 else rng.uniform(0.24, 0.33)))
        for job in short
    ]
    plenty = batch(60, "C", 142, 142 * 0.352, 64)
    room = site_of(150, [*short, plenty])
    filling = room.fill(
        [job.value for job in (*short, plenty)], [0.0] * 61, lambda _: ((60, 0.0, False),), tolerance=2.0
    )
    assert filling.bound - filling.reached <= 2.01


def backwards(job: Job, length: int) -> Job:
    """The job in a day that runs the other way: what was due early is released late. No platform."""
    start = NINE.timestamp()
    release = start + length * 60 - (job.due - start)
    return replace(job, release=release, due=inf, platform="", switch=0)


@pytest.mark.parametrize("large_first", [False, True])
@settings(max_examples=60, deadline=None)
@given(rooms(), st.sampled_from((0.0, 15.0)))
def test_no_filling_with_what_is_released_late_is_better_than_its_bound(
    large_first: bool, made: tuple[int, list[Job]], chunk_price: float
) -> None:
    length, jobs = made
    room = site_of(length, [backwards(job, length) for job in jobs])
    with pytest.MonkeyPatch.context() as patch:
        if large_first:
            patch.setattr(packing, "LITTLE_WORK", -1)
        prices = [chunk_price] * len(jobs)
        filling = room.fill([job.value for job in jobs], prices, lambda _: ((0, 0.0, False),), tolerance=0.01)
        proven = min(filling.bound, room.prove(filling).bound)
    without_switches = [replace(job, platform="", switch=0) for job in jobs]
    assert proven >= best_of_all(length, without_switches, chunk_price) - 1e-6


@pytest.mark.parametrize("released", [False, True])
def test_chunks_grow_no_further_than_their_windows_have_time(released: bool) -> None:
    jobs = []
    for index, (minutes, cents, due) in enumerate(((90, 8100, 80), (90, 5400, 100), (480, 19200, None))):
        task = Task(
            id=f"t{index}",
            title=f"t{index}",
            pay=Money(cents, "USD"),
            minutes=float(minutes),
            due=NINE + timedelta(minutes=due) if due else None,
            splittable=True,
            min_chunk=10.0,
        )
        job = make_job(index, task, RULES, 0, 0)
        assert job is not None
        jobs.append(backwards(job, 120) if released else job)
    room = site_of(120, jobs)
    filling = room.fill([job.value for job in jobs], [0.0] * 3, lambda _: ((0, 0.0, False),), tolerance=1.0)
    best = 80 * 90 + 20 * 60 + 20 * 40
    assert best - 1.0 <= filling.reached <= best <= filling.bound <= best + 2.0


def test_a_chunk_that_has_to_give_way_to_a_window_keeps_all_that_there_is_time_for() -> None:
    fixed = Task(
        id="fixed",
        title="fixed",
        pay=Money(6000, "USD"),
        minutes=60.0,
        not_before=NINE + timedelta(minutes=3),
        due=NINE + timedelta(minutes=63),
    )
    long = Task(
        id="long", title="long", pay=Money(4800, "USD"), minutes=60.0, splittable=True, min_chunk=10.0
    )
    first, second = (make_job(index, task, RULES, 0, 0) for index, task in enumerate((fixed, long)))
    assert first is not None and second is not None
    (room,) = free_rooms(
        stretches([Gap(NINE, NINE + timedelta(minutes=100), "home", frozenset())], RULES), ()
    )
    laid = settled(room, [(first, 1), (second, 40 * 60)], frozenset(), [first.value, second.value])
    assert {each.job.task.id: each.end - each.start for each in laid} == {"fixed": 3600, "long": 37 * 60}


def chunk(index: int, rate: float, least: int, most: int) -> Element:
    job = replace(batch(index, "", float(least), 0.0, 1), split=True)
    piece = Piece(least, most, rate, 0.0, least)
    return Element(
        Option(job, most, early=False, late=False), [piece], 0.0, chunk=True, bound_by_window=False
    )


def test_a_chunk_that_grows_fast_and_little_does_not_speed_up_one_that_grows_long() -> None:
    fast = [chunk(number, 1.2 + 0.01 * number, 600, 660) for number in range(4)]
    long = [chunk(4 + number, 0.4 - 0.01 * number, 600, 3600) for number in range(8)]
    growing = Growing([*fast, *long], price=0.3)
    for element in (*fast, *long):
        (piece,) = element.pieces
        taken = Taken(element, piece, 600, 0.0, 600.0, grows=piece.most - piece.least)
        number = growing.with_(0, taken)
        assert number is not None
        for free in (30.0, 300.0, 3000.0):
            gain = piece.rate * min(free, taken.grows)
            assert gain <= growing.gain(number, free) <= gain * 1.25
        bonus = max(0.0, piece.rate - 0.3) * taken.grows
        assert bonus <= growing.bonus(number) <= max(bonus, 0.1 * 3000)

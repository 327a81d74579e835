"""Opening a platform in one room for the sake of later ones: only by doing something on it."""

from __future__ import annotations

from collections.abc import Sequence

from gigplanner.model import Money, Task
from gigplanner.scheduler import PlanRules
from gigplanner.scheduler.knapsack import Group, Offer, Way, knapsack
from gigplanner.scheduler.options import Access, Option
from gigplanner.scheduler.problem import Job, make_job
from gigplanner.scheduler.rooms import Room
from gigplanner.scheduler.site import Site

OPENING = Way(2, -5.0, opens=True, seconds=2)  # brings 5 by itself


def job_of(seconds: int, *, chunked: bool = False) -> Job:
    task = Task(
        id="t",
        title="t",
        platform="Panel",
        pay=Money(100, "USD"),
        minutes=seconds / 60,
        splittable=chunked,
        min_chunk=seconds / 60 if chunked else None,
    )
    job = make_job(0, task, PlanRules(switch_minutes=2 / 60), 0, 0)
    assert job is not None
    return job


def unit(value: float, steps: int) -> Offer:
    return Offer(job_of(steps), 1, steps, steps, value, 0.0, 0, 100)


def opened_for(offers: list[Offer], steps: int) -> tuple[float, int, list[str]]:
    """Return the value, how many picks are taken and the platforms entered."""
    choice = knapsack(steps, [Group("Panel", [OPENING], offers, paid=True)])
    return choice.value, len(choice.picks), [platform for platform, _ in choice.ways]


def test_a_platform_is_not_opened_without_work_on_it() -> None:
    assert opened_for([unit(3.0, 4)], steps=5) == (0.0, 0, [])  # the switch would fit, the work does not
    assert opened_for([], steps=5) == (0.0, 0, [])


def test_work_is_done_at_a_loss_to_open_a_platform_but_no_more_than_needed() -> None:
    assert opened_for([unit(-1.0, 4), unit(-2.0, 3)], steps=10) == (4.0, 1, ["Panel"])
    assert opened_for([unit(-1.0, 4), unit(-2.0, 3)], steps=5) == (3.0, 1, ["Panel"])
    assert opened_for([unit(-1.0, 4), unit(2.0, 3)], steps=10) == (7.0, 1, ["Panel"])
    assert opened_for([unit(-6.0, 4)], steps=10) == (0.0, 0, [])


def test_a_chunk_opens_a_platform_too() -> None:
    chunk = Offer(job_of(4, chunked=True), 0, 4, 8, -0.5, -1.0, 0, 100)
    assert opened_for([chunk], steps=10) == (2.0, 1, ["Panel"])
    assert opened_for([chunk], steps=5) == (0.0, 0, [])


def bound_at(profit: float) -> float:
    """Return the bound of a room, first of two, whose one job has this profit and whose switch earns 5."""
    job = job_of(60)
    option = Option(job, 1, early=False, late=False)
    site = Site(0, Room(gap=0, start=0, end=600, has=frozenset()), [option], later=[1])

    def access(platform: str) -> Sequence[Access]:
        return ((2, -5.0, True),)

    return site.fill([profit], [0.0], access).bound


def test_what_a_room_could_earn_counts_an_opening_by_work_that_does_not_pay() -> None:
    assert 4.0 <= bound_at(-1.0) < 4.1
    assert 7.0 <= bound_at(2.0) < 7.1
    assert 0.0 <= bound_at(-6.0) < 0.1

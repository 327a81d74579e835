"""Opening a platform in one room for the sake of later ones: only by doing something on it."""

from __future__ import annotations

from collections.abc import Sequence

from gigplanner.model import Money, Task
from gigplanner.scheduler import PlanRules
from gigplanner.scheduler.options import Access, Filling, Option
from gigplanner.scheduler.problem import Job, make_job
from gigplanner.scheduler.rooms import Room
from gigplanner.scheduler.site import Site


def job_of(index: int, seconds: int, *, chunked: bool = False) -> Job:
    task = Task(
        id=f"t{index}",
        title=f"t{index}",
        platform="Panel",
        pay=Money(100, "USD"),
        minutes=seconds * (2 if chunked else 1) / 60,
        splittable=chunked,
        min_chunk=seconds / 60 if chunked else None,
    )
    job = make_job(index, task, PlanRules(switch_minutes=2 / 60), 0, 0)
    assert job is not None
    return job


def filled(
    jobs: Sequence[Job], profits: Sequence[float], seconds: int, *, chunk_price: float = 0.0
) -> Filling:
    """Return the filling of a room, first of two, where to open the platform takes 2 seconds and earns 5."""
    options = [Option(job, job.supply, early=False, late=False) for job in jobs]
    site = Site(0, Room(gap=0, start=0, end=seconds, has=frozenset()), options, later=[1])

    def access(platform: str) -> Sequence[Access]:
        return ((2, -5.0, True),)

    return site.fill(profits, [chunk_price] * len(jobs), access)


def opened_for(
    profits: Sequence[float], lengths: Sequence[int], seconds: int
) -> tuple[float, int, list[str]]:
    """Return what is reached, how many picks are taken and the platforms opened."""
    filling = filled([job_of(number, length) for number, length in enumerate(lengths)], profits, seconds)
    best = filling.choices[0]
    assert filling.bound >= filling.reached
    return round(filling.reached, 6), len(best.picks), best.opens


def test_a_platform_is_not_opened_without_work_on_it() -> None:
    assert opened_for([3.0], [60], seconds=61) == (0.0, 0, [])  # the switch would fit, the work does not


def test_work_is_done_at_a_loss_to_open_a_platform_but_no_more_than_needed() -> None:
    assert opened_for([-1.0, -2.0], [60, 30], seconds=120) == (4.0, 1, ["Panel"])
    assert opened_for([-1.0, -2.0], [60, 30], seconds=40) == (3.0, 1, ["Panel"])
    assert opened_for([-1.0, 2.0], [60, 30], seconds=120) == (7.0, 1, ["Panel"])
    assert opened_for([-6.0], [60], seconds=120) == (0.0, 0, [])


def test_a_chunk_opens_a_platform_too() -> None:
    chunk = job_of(0, 60, chunked=True)
    assert round(filled([chunk], [-0.01], seconds=200, chunk_price=1.0).reached, 6) == 3.4
    assert filled([chunk], [-0.01], seconds=61, chunk_price=1.0).reached == 0.0


def test_what_a_room_could_earn_counts_an_opening_by_work_that_does_not_pay() -> None:
    for profit, earned in ((-1.0, 4.0), (2.0, 7.0), (-6.0, 0.0)):
        assert earned <= filled([job_of(0, 60)], [profit], seconds=600).bound < earned + 0.1

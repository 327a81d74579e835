"""What of a problem can matter: jobs near enough to paying for their time, and the rooms they fit."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf

from msgspec import Struct
from msgspec.structs import replace

from gigplanner.scheduler.options import Option
from gigplanner.scheduler.prices import Prices, Reach
from gigplanner.scheduler.problem import Job
from gigplanner.scheduler.rooms import Room
from gigplanner.scheduler.site import Site


class Near(Struct):
    """Jobs, numbered anew, the most that can be done of each, and the rooms with them as options."""

    jobs: list[Job]
    usable: list[int]
    sites: list[Site]


def nearby(reach: Sequence[Reach], rooms: Sequence[Room], prices: Prices, aside: float) -> Near:
    """Return what is left without options that would cost a plan more than `aside` at the prices.

    What must be done stays in any case.
    """
    near = Near([], [], [])
    options: list[list[Option]] = [[] for _ in rooms]
    starts, ends = [room.start for room in rooms], [room.end for room in rooms]
    for each in reach:
        job, must = each.job, each.job.task.must
        nets = prices.nets(each)
        limit = -inf if must else max(0.0, *nets) - aside / job.shortest
        where = [number for net, number in zip(nets, each.rooms, strict=True) if net >= limit]
        if not where:
            continue
        kept = replace(job, index=len(near.jobs))
        near.jobs.append(kept)
        near.usable.append(each.amount)
        due, release, windows = job.due, job.release, each.windows
        for number in where:
            most = min(each.amount, job.most_in(windows[number]))
            early, late = due < ends[number], release > starts[number]
            options[number].append(Option(kept, most, early, late))
    by_gap: dict[int, list[int]] = {}
    for number, room in enumerate(rooms):
        by_gap.setdefault(room.gap, []).append(number)
    for number, room in enumerate(rooms):
        same = by_gap[room.gap]
        at = same.index(number)
        site = Site(number, room, options[number], same[:at], same[at + 1 :])
        site.price = prices.times[number]
        near.sites.append(site)
    return near

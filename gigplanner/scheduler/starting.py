"""Prices to start from: what each job brings beyond the time it takes, less its share of a switch."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from math import inf

from gigplanner.scheduler.near import Near
from gigplanner.scheduler.prices import Prices
from gigplanner.scheduler.site import Site


def starting_prices(near: Near, prices: Prices) -> dict[Hashable, float]:
    """Return prices by the keys of rows (see `Asking`) from those of time and caps.

    The switches of a gap that is cut into several rooms are shared out among them.
    """
    best = _best_nets(near, prices)
    kept = _kept_beside_switches(near.sites, best, prices)
    best = [
        net * kept.get(job.platform, 1.0) if net > 0 else net
        for net, job in zip(best, near.jobs, strict=True)
    ]
    must = max(
        (-net * job.supply for net, job in zip(best, near.jobs, strict=True) if job.task.must), default=0.0
    )
    must = max(0.0, must)
    start: dict[Hashable, float] = {"must": must}
    for net, job in zip(best, near.jobs, strict=True):
        start["job", job.index] = max(0.0, net * job.supply + (must if job.task.must else 0.0))
    for site in near.sites:
        if site.earlier:
            for platform in site.switches.keys() - site.room.opened:
                start["ride", site.number, platform] = _shared_switch(site, platform, prices)
    for name, price in prices.units.items():
        start["cap", name] = price
    return {key: price for key, price in start.items() if price > 0}


def _best_nets(near: Near, prices: Prices) -> list[float]:
    """Return what an amount of one of each job brings beyond its time and cap, where time is cheapest."""
    longest = [1] * len(near.jobs)
    for site in near.sites:
        for option in site.options:
            longest[option.job.index] = max(longest[option.job.index], option.most)
    cheapest = [inf] * len(near.jobs)
    for site in near.sites:
        price = prices.times[site.number]
        for option in site.options:
            if price < cheapest[option.job.index]:
                cheapest[option.job.index] = price
    best = []
    for job, price in zip(near.jobs, cheapest, strict=True):
        units = 1 / min(job.supply, longest[job.index]) if job.split else 1.0
        best.append(job.value - prices.units.get(job.platform, 0.0) * units - price * job.seconds)
    return best


def _kept_beside_switches(sites: Sequence[Site], best: Sequence[float], prices: Prices) -> dict[str, float]:
    """Return, by platform, what share of its jobs' gains is left when rooms charge the switch to it.

    No more is taken from the jobs than the best of them that fit one room would owe there.
    """
    kept: dict[str, float] = {}
    for site in sites:
        groups: dict[str, list[tuple[float, float]]] = {}
        for option in site.options:
            job = option.job
            if job.switch and best[job.index] > 0 and job.platform not in site.room.opened:
                groups.setdefault(job.platform, []).append(
                    (best[job.index] / job.seconds, job.seconds * option.most)
                )
        for platform, members in groups.items():
            gain = _best_gain(members, site.room.length)
            owed = min(1.0, _shared_switch(site, platform, prices) / gain)
            kept[platform] = max(kept.get(platform, 0.0), 1 - owed)
    return kept


def _best_gain(members: list[tuple[float, float]], free: float) -> float:
    """Return the most that `free` seconds hold of members, given by rate and seconds."""
    gain = 0.0
    for rate, seconds in sorted(members, reverse=True):
        gain += rate * min(seconds, free)
        free -= seconds
        if free <= 0:
            break
    return gain


def _shared_switch(site: Site, platform: str, prices: Prices) -> float:
    """The price of a switch, divided by the rooms of the gap that can use it."""
    many = 1 + len(site.earlier) + len(site.later)
    return site.switches[platform] * prices.times[site.number] / many

"""Steps of prices towards a lower bound: what is overused gets dearer, what is left over cheaper.

The volume algorithm of Barahona & Anbil (2000): steps follow an average of what the rooms' answers use.
"""

from __future__ import annotations

from collections.abc import Hashable
from math import fsum

from gigplanner.scheduler.asking import Answers, Asking, Prices

NEWEST = 0.35  # the weight of the last answers in the average
LEAST_SHARE = 0.05  # of what a job is worth as a whole: how far its price may step at least
LEAST_OF_BOUND = 0.01  # the same for caps, rides and musts, of the bound


class Descent:
    """The state of the steps: how far they go, and where they have been going."""

    def __init__(self, asking: Asking) -> None:
        self.asking = asking
        self.stride, self.idle = 1.0, 0
        self.drift: dict[Hashable, float] = {}

    def stepped(
        self, center: Prices, asked: Prices, answers: Answers, *, improved: bool, bound: float, reached: float
    ) -> dict[Hashable, float]:
        """Return new prices about `center`, the best so far, from what was answered to the prices `asked`."""
        if improved:
            self.stride, self.idle = self.stride * 1.1, 0
        else:
            self.idle += 1
            if self.idle >= 2:
                self.stride, self.idle = self.stride * 0.7, 0
        over = self._overused(asked, answers)
        if self.drift:
            over = {
                key: NEWEST * over.get(key, 0.0) + (1 - NEWEST) * self.drift.get(key, over.get(key, 0.0))
                for key in {**over, **self.drift}
            }
        self.drift = over
        # what a row is worth as a whole says how far its price may step
        scale = {key: abs(self.asking.limit(key)) or 1.0 for key in over}
        weights = {
            key: max(center.get(key, 0.0) * scale[key], self._least_weight(key, bound)) for key in over
        }
        norm = fsum(weights[key] * (value / scale[key]) ** 2 for key, value in over.items())
        prices = dict(center)
        if norm > 0:
            step = self.stride * max(bound - reached, 1e-4 * abs(bound)) / norm
            for key, value in over.items():
                moved = center.get(key, 0.0) + step * weights[key] * value / scale[key] ** 2
                prices[key] = max(0.0, moved)
        return prices

    def _least_weight(self, key: Hashable, bound: float) -> float:
        if isinstance(key, tuple) and key[0] == "job":
            job = self.asking.jobs[key[1]]
            return LEAST_SHARE * abs(job.value) * job.supply
        return LEAST_OF_BOUND * abs(bound)

    def _overused(self, asked: Prices, answers: Answers) -> dict[Hashable, float]:
        """What the rooms' best fillings use of each row beyond its limit."""
        use: dict[Hashable, float] = {key: 0.0 for key, price in asked.items() if price > 0}

        def add(key: Hashable, amount: float) -> None:
            use[key] = use.get(key, 0.0) + amount

        for site, filling in zip(self.asking.sites, answers.fillings, strict=True):
            for choice in filling.choices[:1]:
                for job, amount in choice.picks:
                    add(("job", job.index), job.share(amount))
                    if job.index in self.asking.counted:
                        add(("chunks", job.index), 1.0)
                    if job.platform in self.asking.caps:
                        add(("cap", job.platform), job.units(amount))
                    if job.task.must and self.asking.musts:
                        add("must", -amount / job.supply)
                for platform in choice.rides:
                    add(("ride", site.number, platform), 1.0)
                for platform in choice.opens:
                    for number in site.later:
                        add(("ride", number, platform), -1.0)
        return {key: used - self.asking.limit(key) for key, used in use.items()}

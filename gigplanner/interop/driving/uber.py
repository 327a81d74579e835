"""Uber's two platforms, told apart by the words of its files."""

from __future__ import annotations

import re
from functools import lru_cache

RIDES, DELIVERIES = "Uber", "Uber Eats"
_JOBS = {RIDES: "Uber trip", DELIVERIES: "Uber Eats delivery"}
_DELIVERY_WORDS = frozenset({"eats", "ubereats", "delivery", "courier"})
_WORD = re.compile(r"[a-z0-9]+")


def platform_in(*names: str) -> str:
    """Return the platform that names such as `eats_commission` or `UberEATS Marketplace` speak of."""
    return DELIVERIES if words_of(*names) & _DELIVERY_WORDS else RIDES


def job_on(platform: str) -> str:
    """Return what one job on the platform is called."""
    return _JOBS[platform]


@lru_cache(maxsize=1000)
def words_of(*texts: str) -> frozenset[str]:
    """Return the words in names such as `transport.fare.ufp_adj`."""
    return frozenset(word for text in texts for word in _WORD.findall(text.casefold()))

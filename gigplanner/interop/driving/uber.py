"""Uber's two platforms, told apart by the words of its files."""

from __future__ import annotations

from gigplanner.interop.driving.harvest import words_of

RIDES, DELIVERIES = "Uber", "Uber Eats"
_JOBS = {RIDES: "Uber trip", DELIVERIES: "Uber Eats delivery"}
_DELIVERY_WORDS = frozenset({"eats", "ubereats", "delivery", "courier"})


def platform_in(*names: str) -> str:
    """Return the platform that names such as `eats_commission` or `UberEATS Marketplace` speak of."""
    return DELIVERIES if words_of(*names) & _DELIVERY_WORDS else RIDES


def job_on(platform: str) -> str:
    """Return what one job on the platform is called."""
    return _JOBS[platform]

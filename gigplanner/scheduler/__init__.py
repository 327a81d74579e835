"""Where the time goes: downtime, the plan of a day, waits, and what to start in one. All of it is pure."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gigplanner.scheduler.downtime import Gap
    from gigplanner.scheduler.estimates import Estimate, Estimates, Odds
    from gigplanner.scheduler.explaining import Explanation, explain
    from gigplanner.scheduler.fillers import Advice, Option, suggest
    from gigplanner.scheduler.offers import OfferAdvice, offer
    from gigplanner.scheduler.plan import DayPlan, Placement, PlanRules, Unplaced, plan_day
    from gigplanner.scheduler.waits import Wait, WaitModel

__all__ = [
    "Advice",
    "DayPlan",
    "Estimate",
    "Estimates",
    "Explanation",
    "Gap",
    "Odds",
    "OfferAdvice",
    "Option",
    "Placement",
    "PlanRules",
    "Unplaced",
    "Wait",
    "WaitModel",
    "explain",
    "offer",
    "plan_day",
    "suggest",
]

_HOMES = {
    "downtime": ("Gap",),
    "plan": ("DayPlan", "Placement", "PlanRules", "Unplaced", "plan_day"),
    "estimates": ("Estimate", "Estimates", "Odds"),
    "explaining": ("Explanation", "explain"),
    "fillers": ("Advice", "Option", "suggest"),
    "offers": ("OfferAdvice", "offer"),
    "waits": ("Wait", "WaitModel"),
}


def __getattr__(name: str) -> Any:
    """Import a public name on its first use: a screen that shows gaps does not wait for the solver."""
    for module, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

"""Where the time goes: downtime, the plan of a day, waits, and what to start in one. All of it is pure."""

from gigplanner.scheduler.downtime import Gap
from gigplanner.scheduler.plan import DayPlan, Placement, PlanRules, Unplaced, plan_day
from gigplanner.scheduler.suggest import Advice, Option, suggest
from gigplanner.scheduler.waits import Wait, WaitModel

__all__ = [
    "Advice",
    "DayPlan",
    "Gap",
    "Option",
    "Placement",
    "PlanRules",
    "Unplaced",
    "Wait",
    "WaitModel",
    "plan_day",
    "suggest",
]

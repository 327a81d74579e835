"""Platforms that a shift can be worked on."""

from __future__ import annotations

from datetime import datetime

from gigplanner.model.records import ShiftEvent
from gigplanner.model.times import Span
from gigplanner.workday.desk import Desk
from gigplanner.workday.shifts import LEARNED_DAYS

KINDS = ("rides", "delivery", "shopping")


def road_platforms(desk: Desk, now: datetime) -> list[str]:
    """The names of platforms that orders come from: those of the last sixty days first, the latest first."""
    recent = desk.book.within(ShiftEvent, Span(now - LEARNED_DAYS, now))
    used = [event.platform for event in reversed(recent) if event.platform]
    known = [one.name for one in desk.catalogue.platforms if one.kind in KINDS and one.status == "active"]
    return list(dict.fromkeys([*used, *known]))

"""Platforms that a shift can be worked on."""

from __future__ import annotations

from datetime import datetime

from gigplanner.model.records import ShiftEvent
from gigplanner.model.times import Span
from gigplanner.workday.desk import Desk
from gigplanner.workday.shifts import LEARNED_DAYS, start_platform

KINDS = ("rides", "delivery", "shopping")


def road_platforms(desk: Desk, now: datetime) -> list[str]:
    """The names of platforms that orders come from: those of the last sixty days first, the latest first.

    Then those where the person says they work, then all that are known.
    """
    recent = desk.book.within(ShiftEvent, Span(now - LEARNED_DAYS, now))
    used = [event.platform for event in reversed(recent) if event.platform]
    known = [one.name for one in desk.catalogue.platforms if one.kind in KINDS and one.status == "active"]
    return list(dict.fromkeys([*used, *own_road_platforms(desk), *known]))


def own_road_platforms(desk: Desk) -> list[str]:
    """Of the platforms where the person says they work, those that orders come from."""
    found = [(name, desk.catalogue.find(name)) for name in desk.own_platforms]
    return [name for name, platform in found if platform and platform.kind in KINDS]


def start_choices(desk: Desk, now: datetime) -> list[str]:
    """Where a shift started now may be: one name if that is known or likely, several to choose from, or none.

    It is known from the calendar, or by where the last shift was started; else from the preferences.
    """
    likely = start_platform(desk, now)
    return [likely] if likely else own_road_platforms(desk)

"""Columns and fields that people add to their boards and tables: what their names say they hold."""

from __future__ import annotations

import re

from gigplanner.interop.amounts import read_amount, read_number
from gigplanner.interop.hints import minutes_in, pay_in
from gigplanner.model import BadInput, Money

LONGEST_MINUTES = 366 * 24 * 60  # of a task
_MINUTES = re.compile(r"\bmin(?:ute)?s?\b", re.IGNORECASE)
_HOURS = re.compile(r"\b(?:hours?|hrs?|h)\b", re.IGNORECASE)
_LENGTH = frozenset({"duration", "estimate", "time estimate", "estimated time", "length"})  # in no said unit
_PAY = frozenset({"pay", "price", "reward", "amount", "budget"})
_PLATFORM = frozenset({"platform", "marketplace"})


def field_minutes(name: str, value: str) -> float | None:
    """Return the minutes that a field tells, or None: `Minutes` 25, `Est. hours` 1.5, `Duration` 1h30.

    A number without a unit under a name without one tells nothing.
    """
    unit = 1 if _MINUTES.search(name) else 60 if _HOURS.search(name) else None
    if unit is None and _bare(name) not in _LENGTH:
        return None
    try:
        minutes = float(read_number(value) or 0) * (unit or 0)
    except BadInput:
        return minutes_in(value)
    return minutes if 0 < minutes <= LONGEST_MINUTES else None


def field_pay(name: str, value: str, currency: str) -> Money | None:
    """Return the pay that a field tells, or None: `Pay` 12.50, `Price` $40."""
    if _bare(name) not in _PAY:
        return None
    try:
        amount = read_amount(value, currency)
    except BadInput:
        amount = pay_in(value, currency)
    return amount if amount and amount.minor > 0 else None


def names_platform(name: str) -> bool:
    """Whether a field of that name says where the work comes from."""
    return _bare(name) in _PLATFORM


def _bare(name: str) -> str:
    """Return a field's name without pictures and what stands in brackets."""
    return " ".join(re.sub(r"\([^)]*\)|[^a-z ]", " ", name.casefold()).split())

"""Rules with a memory or a clock, the UK's miles and late money, counted anew with plain Python."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from support.recount import Clock, documents_in, instant_of

LIMIT = Decimal(10_000)  # miles of a tax year at 45 pence; 25 pence beyond
USUAL_DAYS = 30
PLATFORMS = Path(__file__).parents[2] / "gigplanner" / "data" / "platforms.toml"


def recount_uk_miles(folder: Path, clock: Clock) -> dict[date, int]:
    """What the miles of each day cost in pence: mile by mile, by how many of the tax year lie before it."""
    days: dict[date, Decimal] = defaultdict(Decimal)
    for trip in documents_in(folder, ("trips",))["trips"]:
        days[clock.day_of(instant_of(trip))] += Decimal(trip["miles"])
    driven: dict[int, Decimal] = defaultdict(Decimal)
    costs: dict[date, int] = {}
    for day in sorted(days):
        year = day.year if (day.month, day.day) >= (4, 6) else day.year - 1
        dear = min(days[day], max(Decimal(0), LIMIT - driven[year]))
        driven[year] += days[day]
        pence = 45 * dear + 25 * (days[day] - dear)
        costs[day] = int(pence.quantize(Decimal(1), ROUND_HALF_UP))
    return costs


def recount_awaited(folder: Path, clock: Clock, today: date) -> dict[tuple[str, str], tuple[int, int, int]]:
    """What is awaited in all, late and overdue, by platform and currency, in minor units."""
    terms = {
        one["name"]: one.get("settles_days", USUAL_DAYS)
        for one in tomllib.loads(PLATFORMS.read_text(encoding="utf-8"))["platform"]
    }
    found: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for one in documents_in(folder, ("earnings",))["earnings"]:
        platform, currency = one.get("platform", ""), one["gross"]["currency"]
        parts = [one["gross"], one.get("tip") or one["gross"] | {"minor": 0}]
        if one.get("status", "paid") not in ("expected", "pending") or not any(
            part["minor"] for part in parts
        ):
            continue
        minor = sum(part["minor"] for part in parts if part["currency"] == currency)
        age, term = (today - clock.day_of(instant_of(one))).days, terms.get(platform, USUAL_DAYS)
        sums = found[platform, currency]
        sums[0] += minor
        sums[1] += minor if term < age <= 2 * term else 0
        sums[2] += minor if age > 2 * term else 0
    return {key: (total, late, overdue) for key, (total, late, overdue) in found.items()}

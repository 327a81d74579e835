"""A planbook counted anew with plain Python: `json.loads` over its files, and nothing of gigplanner's own."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)
REACH = timedelta(days=7)  # how far beyond a month the events of its shifts are looked for
TABLES = ("earnings", "expenses", "trips", "shift_events")
Documents = dict[str, list[dict[str, Any]]]


class Counted(NamedTuple):
    """What some days came to, in minor units, minutes and miles."""

    money: dict[str, int]  # gross, tips, fees, pending, jobs, pending jobs
    platforms: dict[str, int]  # in hand, with tips
    hours: dict[int, int]  # in hand, with tips
    others: dict[str, int]  # in hand, by other currency
    expenses: int
    miles: Decimal
    time: dict[str, int]  # online, active, break
    online: dict[str, int]  # by platform; the time on several at once is in each
    shifts: int
    orders: int


def documents_in(folder: Path, names: Sequence[str] = TABLES) -> Documents:
    """What the month files hold in some tables, with what the journal holds beyond each of them."""
    files: dict[str, dict[tuple[str, str], dict[str, Any]]] = defaultdict(dict)
    generations: dict[str, int] = defaultdict(int)
    for path in (folder / "months").glob("*.json"):
        tables = json.loads(path.read_bytes())
        generations[path.stem] = tables.pop("_gigplanner")["1"]["generation"]
        for table in names:
            for one in tables.get(table, {}).values():
                files[path.stem][table, one["id"]] = one
    for seq, changes in _journal(folder):
        for name, table, record_id, _, after in changes:
            if table in names and seq > generations[name]:
                files[name].pop((table, record_id), None)
                if after is not None:
                    files[name][table, record_id] = after
    found: Documents = {table: [] for table in names}
    for documents in files.values():
        for (table, _), one in documents.items():
            found[table].append(one)
    return found


def _journal(folder: Path) -> Iterator[tuple[int, list[Any]]]:
    path = folder / "journal.log"
    for line in path.read_bytes().splitlines() if path.exists() else ():
        says = json.loads(line.split(b" ", 2)[2])
        if says["line"] == "action":
            yield says["seq"], says["changes"]
        elif says["line"] == "action in pieces":
            for piece in (folder / f"journal-{says['seq']}.log").read_bytes().splitlines():
                yield says["seq"], json.loads(piece)


def recount(folder: Path, zone: str, day_ends: time, currency: str, now: datetime) -> dict[date, Counted]:
    """Count every month of the person's calendar, by its first day; months without anything are left out."""
    documents = documents_in(folder)
    clock = Clock(ZoneInfo(zone), day_ends)
    moments = {clock.month_of(instant_of(one)) for table in TABLES for one in documents[table]}
    near = {first + timedelta(days=days) for first in moments for days in (-1, 0, 32)}
    counted = {
        first: _month(documents, first, clock, currency, now)
        for first in sorted({one.replace(day=1) for one in near})
    }
    return {first: one for first, one in counted.items() if one != _NOTHING}


class Clock:
    """The person's days."""

    def __init__(self, zone: ZoneInfo, day_ends: time) -> None:
        self.zone = zone
        self.day_ends = day_ends

    def start_of(self, day: date) -> datetime:
        return datetime.combine(day, self.day_ends, tzinfo=self.zone).astimezone(UTC)

    def day_of(self, at: datetime) -> date:
        day = at.astimezone(self.zone).date() + timedelta(days=1)
        while self.start_of(day) > at:
            day -= timedelta(days=1)
        return day

    def month_of(self, at: datetime) -> date:
        return self.day_of(at).replace(day=1)


def instant_of(one: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(one["at"])


def _month(documents: Documents, first: date, clock: Clock, currency: str, now: datetime) -> Counted:
    start = clock.start_of(first)
    end = clock.start_of((first + timedelta(days=32)).replace(day=1))
    inside = {table: [one for one in documents[table] if start <= instant_of(one) < end] for table in TABLES}
    money: dict[str, int] = defaultdict(int)
    platforms: dict[str, int] = defaultdict(int)
    hours: dict[int, int] = defaultdict(int)
    others: dict[str, int] = defaultdict(int)
    for one in inside["earnings"]:
        status, platform = one.get("status", "paid"), one.get("platform", "")
        in_hand = status in ("approved", "paid")
        if one["gross"]["currency"] == currency and status != "rejected":
            money["jobs" if in_hand else "pending jobs"] += 1
        for name, field in (("gross", "gross"), ("tips", "tip"), ("fees", "fee")):
            part = one.get(field)
            if part is None or status == "rejected":
                continue
            if part["currency"] != currency:
                others[part["currency"]] += part["minor"] if in_hand and field != "fee" else 0
            elif in_hand:
                money[name] += part["minor"]
                if field != "fee":
                    platforms[platform] += part["minor"]
                    hours[instant_of(one).astimezone(clock.zone).hour] += part["minor"]
            elif field != "fee":
                money["pending"] += part["minor"]
    shifts = logs(documents["shift_events"], start - REACH, end + REACH)
    spent, online = minutes(shifts, start, end, now)
    return Counted(
        money=_without_noughts(money),
        platforms=_without_noughts(platforms),
        hours=_without_noughts(hours),
        others=_without_noughts(others),
        expenses=sum(
            one["amount"]["minor"] for one in inside["expenses"] if one["amount"]["currency"] == currency
        ),
        miles=sum((Decimal(one["miles"]) for one in inside["trips"]), Decimal(0)),
        time=_without_noughts({state: len(ones) for state, ones in spent.items()}),
        online=_without_noughts({platform: len(ones) for platform, ones in online.items()}),
        shifts=sum(start <= instant_of(log[0]) < end for log in shifts),
        orders=sum(one["kind"] == "delivered" for one in inside["shift_events"]),
    )


def logs(events: list[dict[str, Any]], start: datetime, end: datetime) -> list[list[dict[str, Any]]]:
    shifts: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for one in events:
        if start <= instant_of(one) < end:
            shifts[one["shift"]].append(one)
    return [sorted(log, key=lambda one: (instant_of(one), one["seq"], one["id"])) for log in shifts.values()]


def minutes(
    logs: list[list[dict[str, Any]]], start: datetime, end: datetime, now: datetime
) -> tuple[dict[str, set[int]], dict[str, set[int]]]:
    """The minutes from `start` to `end` spent in each state and online on each platform, as numbers.

    What overlaps is there once.
    """
    spent: dict[str, set[int]] = {"online": set(), "active": set(), "break": set()}
    online: dict[str, set[int]] = defaultdict(set)
    for log in logs:
        state, orders, since, names = "off", 0, start, set[str]()
        for one in [*log, {"kind": "now", "at": max(now, instant_of(log[-1])).isoformat()}]:
            kind, at = one["kind"], instant_of(one)
            if state == "stopped" and kind != "started":
                continue
            lived = {(minute - start) // MINUTE for minute in _each_minute(max(since, start), min(at, end))}
            if state in ("waiting", "order"):
                spent["online"] |= lived
                for name in names or {""}:
                    online[name] |= lived
            if state == "order":
                spent["active"] |= lived
            if state == "break":
                spent["break"] |= lived
            since = at
            if kind in ("started", "online", "order"):
                names |= {one.get("platform", "")} - {""}
            elif kind in ("offline", "stopped"):
                names = names - {one.get("platform", "")} if kind == "offline" else set()
            if kind == "order":
                orders += 1
            elif kind == "delivered":
                orders = max(0, orders - 1)
            elif kind in ("started", "waiting", "stopped"):
                orders = 0
            if kind in ("delivered", "resumed", "started", "waiting"):
                state = "order" if orders else "waiting"
            else:
                state = {"order": "order", "break": "break", "stopped": "stopped"}.get(kind, state)
    spent["break"] -= spent["online"]
    return spent, online


def _each_minute(start: datetime, end: datetime) -> Iterator[datetime]:
    while start < end:
        yield start
        start += MINUTE


def _without_noughts(sums: dict[Any, int]) -> dict[Any, int]:
    return {name: value for name, value in sums.items() if value}


_NOTHING = Counted({}, {}, {}, {}, 0, Decimal(0), {}, {}, 0, 0)

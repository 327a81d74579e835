"""The figures of the insights counted anew with plain Python over the raw files, as `recount` counts totals.

Amounts are in minor units, times in minutes: the stories counted here happen at whole minutes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from support.recount import MINUTE, REACH, Clock, documents_in, instant_of, logs, minutes

TABLES = ("earnings", "expenses", "trips", "shift_events", "results", "blocks", "set_aside")
DAY = timedelta(days=1)
CENTS_A_MILE = Fraction(725, 10)  # 2026, and 2027 for want of a later rate
VEHICLE, ON_TOP, HALF = {"gas"}, {"parking"}, {"meals"}  # of the categories that the stories use
Document = dict[str, Any]


class Shift(NamedTuple):
    """A log of events, and from when to when it reached."""

    events: list[Document]
    start: datetime
    end: datetime


class Figures(NamedTuple):
    """What insights of all time say."""

    heat: dict[tuple[int, int], tuple[Fraction, int, int]]  # net, minutes online, days
    mix: dict[str, int]
    rates: dict[str, tuple[int, int]]  # money made online, minutes online
    done: dict[tuple[date, date], tuple[int, int]]  # in hand and awaited, by first and last day
    timed: tuple[int, Fraction, Fraction]  # results with stated minutes; actual and stated minutes
    learnt: dict[str, tuple[int, Fraction]]  # results and minutes, by category
    forecasts: list[tuple[float, bool]]
    tax: dict[str, int | Decimal]
    aside: tuple[int, int]  # kept and paid
    training: dict[str, int]  # minutes


def recount_insights(
    folder: Path, zone: str, day_ends: time, currency: str, now: datetime, spans: list[tuple[date, date]]
) -> Figures:
    """Count every figure; `spans` are those of goals. The tax year is 2026."""
    found = documents_in(folder, TABLES)
    clock = Clock(ZoneInfo(zone), day_ends)
    count = _Count(clock, currency)
    moments = [instant_of(one) for name in TABLES if name != "blocks" for one in found[name]]
    months = {(at + days * DAY).date().replace(day=1) for at in moments for days in (-1, 0, 1, 32)}
    for first in sorted(months):
        start = clock.start_of(first)
        end = clock.start_of((first + 32 * DAY).replace(day=1))
        every = logs(found["shift_events"], start - REACH, end + REACH)
        shifts = sorted(_read(every, now), key=lambda one: (one.start, one.events[0]["shift"]))
        online, platforms = minutes(every, start, end, now)
        count.time(start, online["online"], platforms)
        for begin, over in _days(clock, start, end):
            today = [
                one for one in shifts if (one.start < over and one.end > begin) or begin <= one.start < over
            ]
            count.day(found, begin, over, today)
    return count.figures(found, spans)


def _days(clock: Clock, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    day = start.astimezone(clock.zone).date()
    while clock.start_of(day) < end:
        if clock.start_of(day) >= start:
            yield clock.start_of(day), clock.start_of(day + DAY)
        day += DAY


def _read(every: list[list[Document]], now: datetime) -> Iterator[Shift]:
    for log in every:
        state, orders = "off", 0
        for one in log:
            kind = one["kind"]
            if state == "stopped" and kind != "started":
                continue
            orders += (kind == "order") - (kind == "delivered" and orders > 0)
            if kind in ("started", "waiting", "stopped"):
                orders = 0
            if kind in ("started", "waiting", "delivered", "resumed"):
                state = "order" if orders else "waiting"
            elif kind in ("order", "break", "stopped"):
                state = kind
        last = instant_of(log[-1])
        yield Shift(log, instant_of(log[0]), last if state in ("off", "stopped") else max(now, last))


class _Count:
    def __init__(self, clock: Clock, currency: str) -> None:
        self.clock, self.currency = clock, currency
        self.net: dict[tuple[int, int], Fraction] = defaultdict(Fraction)
        self.minutes: dict[tuple[int, int], int] = defaultdict(int)
        self.days: dict[tuple[int, int], set[date]] = defaultdict(set)
        self.of_day: dict[date, dict[tuple[int, int], int]] = defaultdict(lambda: defaultdict(int))
        self.online: dict[str, int] = defaultdict(int)
        self.made_online: dict[str, int] = defaultdict(int)
        self.forecasts: list[tuple[float, bool]] = []

    def _cell(self, at: datetime) -> tuple[int, int]:
        wall = at.astimezone(self.clock.zone)
        return wall.weekday(), wall.hour

    def _day(self, at: datetime) -> date:
        return self.clock.day_of(at)

    def _amount(self, one: Document, *fields: str) -> int:
        parts = (one.get(field) for field in fields)
        return sum(part["minor"] for part in parts if part and part["currency"] == self.currency)

    def time(self, start: datetime, online: set[int], platforms: dict[str, set[int]]) -> None:
        for number in online:
            at = start + number * MINUTE
            cell, day = self._cell(at), self._day(at)
            self.minutes[cell] += 1
            self.days[cell].add(day)
            self.of_day[day][cell] += 1
        for platform, worked in platforms.items():
            self.online[platform] += len(worked)

    def day(
        self, found: dict[str, list[Document]], begin: datetime, over: datetime, shifts: list[Shift]
    ) -> None:
        """Count the money made in the shifts of a day, the miles' part in it, and what was forecast."""
        known = {""} | {one.get("platform", "") for shift in shifts for one in shift.events}
        for one in found["earnings"]:
            at = instant_of(one)
            if not begin <= at < over or one.get("status", "paid") == "rejected":
                continue
            made = next((shift for shift in shifts if shift.start <= at <= shift.end), None)
            if made:
                moment = max(made.start, min(at, made.end - timedelta(seconds=1)))
                self.net[self._cell(moment)] += self._amount(one, "gross", "tip") - self._amount(one, "fee")
            if made or one.get("platform", "") in known:
                self.made_online[one.get("platform", "")] += self._amount(one, "gross", "tip")
        cells = self.of_day[self._day(begin)]
        for cell, worked in cells.items():
            self.net[cell] -= Fraction(self._miles_cost(found, begin, over) * worked, sum(cells.values()))
        for shift in shifts:
            for number, one in enumerate(shift.events):
                if one["kind"] == "filler_started" and "chance" in one and begin <= instant_of(one) < over:
                    ends = (
                        "filler_done",
                        "order",
                        "filler_started",
                        "filler_interrupted",
                        "stopped",
                        "break",
                    )
                    then = next(
                        (next_["kind"] for next_ in shift.events[number + 1 :] if next_["kind"] in ends), ""
                    )
                    if then in ("filler_done", "order"):
                        self.forecasts.append((one["chance"], then == "filler_done"))

    def _miles_cost(self, found: dict[str, list[Document]], begin: datetime, over: datetime) -> int:
        miles = sum(
            (Fraction(one["miles"]) for one in found["trips"] if begin <= instant_of(one) < over), Fraction(0)
        )
        return int(miles * CENTS_A_MILE + Fraction(1, 2))

    def figures(self, found: dict[str, list[Document]], spans: list[tuple[date, date]]) -> Figures:
        hand = [one for one in found["earnings"] if one.get("status", "paid") in ("approved", "paid")]
        awaited = [one for one in found["earnings"] if one.get("status", "paid") in ("expected", "pending")]
        mix: dict[str, int] = defaultdict(int)
        for one in hand:
            mix[one.get("platform", "")] += self._amount(one, "gross", "tip")
        done = {
            (first, last): (
                sum(
                    self._amount(one, "gross", "tip")
                    for one in hand
                    if first <= self._day(instant_of(one)) <= last
                ),
                sum(
                    self._amount(one, "gross", "tip")
                    for one in awaited
                    if first <= self._day(instant_of(one)) <= last
                ),
            )
            for first, last in spans
        }
        timed = [one for one in found["results"] if one["outcome"] == "done" and one.get("minutes")]
        stated = [one for one in timed if one.get("stated_minutes")]
        learnt: dict[str, tuple[int, Fraction]] = defaultdict(lambda: (0, Fraction(0)))
        for one in timed:
            results, spent = learnt[one.get("category", "")]
            learnt[one.get("category", "")] = results + 1, spent + Fraction(one["minutes"]) * one["units"]
        training: dict[str, int] = defaultdict(int)
        for one in found["blocks"]:
            if one.get("kind") == "training" and one.get("status", "confirmed") == "confirmed":
                length = datetime.fromisoformat(one["end"]) - datetime.fromisoformat(one["start"])
                training[one["title"]] += length // MINUTE
        return Figures(
            heat={
                cell: (self.net[cell], worked, len(self.days[cell])) for cell, worked in self.minutes.items()
            },
            mix={name: minor for name, minor in mix.items() if minor > 0},
            rates={
                name: (self.made_online[name], worked)
                for name, worked in self.online.items()
                if name and worked
            },
            done=done,
            timed=(
                len(stated),
                sum((Fraction(one["minutes"]) * one["units"] for one in stated), Fraction(0)),
                sum((Fraction(one["stated_minutes"]) * one["units"] for one in stated), Fraction(0)),
            ),
            learnt=dict(learnt),
            forecasts=sorted(self.forecasts),
            tax=self._tax(found, hand),
            aside=self._aside(found),
            training={title: worked for title, worked in training.items() if worked},
        )

    def _tax(self, found: dict[str, list[Document]], hand: list[Document]) -> dict[str, int | Decimal]:
        def of_year(ones: list[Document]) -> list[Document]:
            return [one for one in ones if self._day(instant_of(one)).year == 2026]

        days: dict[date, Fraction] = defaultdict(Fraction)
        for one in of_year(found["trips"]):
            days[self._day(instant_of(one))] += Fraction(one["miles"])
        spent: dict[tuple[date, str], int] = defaultdict(int)  # what is halved is halved by the day
        for one in of_year(found["expenses"]):
            spent[self._day(instant_of(one)), one.get("category", "")] += self._amount(one, "amount")
        standard = sum(int(miles * CENTS_A_MILE + Fraction(1, 2)) for miles in days.values())
        actual = sum(minor for (_, name), minor in spent.items() if name in VEHICLE)
        on_top = sum(minor for (_, name), minor in spent.items() if name in ON_TOP)
        halves = sum((minor + 1) // 2 for (_, name), minor in spent.items() if name in HALF)
        plain = sum(minor for (_, name), minor in spent.items() if name not in VEHICLE | ON_TOP | HALF)
        return {
            "receipts": sum(self._amount(one, "gross", "tip") for one in of_year(hand)),
            "fees": sum(self._amount(one, "fee") for one in of_year(hand)),
            "miles": sum((Decimal(one["miles"]) for one in of_year(found["trips"])), Decimal(0)),
            "standard": standard,
            "vehicle": max(standard, actual) + on_top,
            "other": halves + plain,
        }

    def _aside(self, found: dict[str, list[Document]]) -> tuple[int, int]:
        """From 16 January 2026 to 15 January 2027, days of the clock on the wall."""
        ones = [
            one
            for one in found["set_aside"]
            if date(2026, 1, 16) <= instant_of(one).astimezone(self.clock.zone).date() <= date(2027, 1, 15)
        ]
        kept = sum(self._amount(one, "amount") for one in ones if not one.get("paid"))
        return kept, sum(self._amount(one, "amount") for one in ones if one.get("paid"))

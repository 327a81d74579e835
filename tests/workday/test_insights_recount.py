"""Insights are what a recount of the raw files finds: month ends, nights, clock changes, other currencies."""

from __future__ import annotations

import shutil
import tempfile
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.recount_insights import Figures, recount_insights

from gigplanner.insights.digest import DayDigest
from gigplanner.insights.gathering import EverSums, Gathering, LatelySums, PeriodSums
from gigplanner.insights.goals import earned_on, goal_standing
from gigplanner.insights.overview import Insights, insights_from, insights_of
from gigplanner.model import Block, Earning, Expense, Money, Record, SetAside, Settings, TaskResult, Trip
from gigplanner.model.catalogue import built_in
from gigplanner.model.records import ShiftEvent
from gigplanner.planbook import Planbook
from gigplanner.workday.desk import Desk
from gigplanner.workday.totals import all_digests

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
TODAY = date(2027, 1, 10)  # every story is over, and the last payment of 2026 is due
EDGES = (
    datetime(2026, 3, 8, 8, 0, tzinfo=UTC),  # Chicago's clocks go forward
    datetime(2026, 9, 26, 14, 0, tzinfo=UTC),  # Auckland's do
    datetime(2026, 9, 30, 23, 30, tzinfo=UTC),
    datetime(2026, 11, 1, 6, 0, tzinfo=UTC),  # a month begins, and Chicago's clocks go back
    datetime(2027, 1, 1, 5, 0, tzinfo=UTC),
)
SPANS = [
    (date(2026, 9, 28), date(2026, 10, 4)),
    (date(2026, 11, 1), date(2026, 11, 30)),
    (date(2026, 1, 1), date(2026, 12, 31)),
]
# half of it on the half hour, so that money falls on the end of a shift and of an hour
AROUND = st.integers(-400, 400) | st.integers(-8, 8).map(lambda halves: 30 * halves)
MOMENTS = st.builds(lambda edge, minutes: edge + timedelta(minutes=minutes), st.sampled_from(EDGES), AROUND)
AMOUNTS = st.builds(Money, st.integers(0, 5000), st.sampled_from(("USD", "USD", "USD", "EUR")))
PLATFORMS = st.sampled_from(("DoorDash", "Uber", ""))
IDS = st.uuids().map(str)
STORY = st.sampled_from(
    (
        ("started", "order", "delivered", "stopped"),
        ("started", "filler_started", "filler_done", "order", "delivered", "break", "resumed", "stopped"),
        ("started", "filler_started", "order", "order", "delivered", "delivered", "stopped"),
        ("started", "online", "order", "stopped"),
    )
)


@st.composite
def shifts(draw: st.DrawFn) -> list[Record]:
    """A shift over one of the edges; two of them may overlap."""
    at, name = draw(MOMENTS), draw(IDS)
    events: list[Record] = []
    for seq, kind in enumerate(draw(STORY)):
        chance = draw(st.sampled_from((0.25, 0.5))) if kind == "filler_started" else None
        events.append(
            ShiftEvent(
                id=f"{name} {seq}",
                shift=name,
                kind=kind,
                at=at,
                seq=seq,
                platform=draw(PLATFORMS),
                chance=chance,
            )
        )
        at += timedelta(minutes=draw(st.integers(1, 150) | st.sampled_from((30, 60))))
    return events


EARNINGS = st.builds(
    Earning,
    id=IDS, at=MOMENTS, gross=AMOUNTS, tip=st.none() | AMOUNTS, fee=st.none() | AMOUNTS, platform=PLATFORMS,
    status=st.sampled_from(("pending", "approved", "paid", "paid", "rejected")),
)  # fmt: skip
SPENT = st.builds(
    Expense,
    id=IDS,
    at=MOMENTS,
    amount=AMOUNTS,
    category=st.sampled_from(("gas", "parking", "meals", "socks")),
)
TRIPS = st.builds(
    Trip, id=IDS, at=MOMENTS, miles=st.integers(1, 900).map(lambda tenths: Decimal(tenths) / 10)
)
RESULTS = st.builds(
    TaskResult,
    id=IDS, at=MOMENTS, task=st.just("t"), outcome=st.sampled_from(("done", "done", "rejected")),
    units=st.integers(1, 4), category=st.sampled_from(("rating", "tagging")),
    stated_minutes=st.sampled_from((0.0, 8.0, 10.5)), minutes=st.none() | st.sampled_from((4.5, 9.0)),
)  # fmt: skip
ASIDE = st.builds(SetAside, id=IDS, at=MOMENTS, amount=AMOUNTS, paid=st.booleans())


@st.composite
def trainings(draw: st.DrawFn) -> Block:
    start = draw(MOMENTS)
    return Block(
        id=draw(IDS), title=draw(st.sampled_from(("Spanish", "Food safety"))), start=start,
        end=start + timedelta(minutes=draw(st.integers(1, 300))),
        kind=draw(st.sampled_from(("training", "training", "event"))),
        status=draw(st.sampled_from(("confirmed", "confirmed", "cancelled"))),
    )  # fmt: skip


RECORDS = st.tuples(
    st.lists(shifts(), max_size=3).map(lambda several: [event for one in several for event in one]),
    *(st.lists(kind, max_size=4) for kind in (EARNINGS, SPENT, TRIPS, RESULTS, ASIDE, trainings())),
).map(lambda piles: [record for pile in piles for record in pile])


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    records=RECORDS,
    zone=st.sampled_from(("UTC", "America/Chicago", "Pacific/Auckland")),
    day_ends=st.sampled_from((time(0), time(4), time(4, 30))),
    kept=st.integers(0, 8),
)
def test_every_figure_is_what_a_recount_of_the_files_finds(
    records: list[Record], zone: str, day_ends: time, kept: int
):
    folder = Path(tempfile.mkdtemp())
    try:
        person = Settings(zone=zone, day_ends=day_ends)
        book = Planbook(folder)
        with book.action("Lived", now=NOW) as action:
            for record in records:
                action.put(record)
        book.checkpoint()
        desk = Desk(book, person)
        digests = all_digests(desk, NOW)
        aside = [one for one in records if isinstance(one, SetAside)]
        found = insights_of(digests, person, TODAY, built_in(), period="all", aside=aside)
        assert _kept_on_the_way(digests, person, aside, kept) == found
        expected = recount_insights(folder, zone, day_ends, "USD", NOW, SPANS)
        _compare_money(found, expected)
        _compare_work(found, expected)
        days = [earned_on(digest, "USD") for digest in digests]
        for (first, last), amounts in expected.done.items():
            goal = goal_standing("x", Money(1, "USD"), first, last, days, today=TODAY, rates=None)
            assert (goal.done.minor, goal.awaited.minor) == amounts
    finally:
        shutil.rmtree(folder)


def _kept_on_the_way(
    digests: list[DayDigest], person: Settings, aside: list[SetAside], kept: int
) -> Insights:
    """The insights if what the first so many days add up to was written and read in between."""
    gathering = Gathering(EverSums(), LatelySums.as_of(TODAY, person), PeriodSums(date.min))
    for digest in digests[:kept]:
        gathering.add(digest, person, built_in())
    gathering = msgspec.msgpack.decode(msgspec.msgpack.encode(gathering), type=Gathering)
    for digest in digests[kept:]:
        gathering.add(digest, person, built_in())
    return insights_from(gathering, "all", person, built_in(), aside=aside)


def _compare_money(found: Insights, expected: Figures) -> None:
    assert found.heat.cells.keys() == expected.heat.keys()
    for key, (net, minutes, days) in expected.heat.items():
        cell = found.heat.cells[key]
        assert (cell.seconds, cell.days) == (minutes * 60, days)
        assert abs(cell.net - net) <= Fraction(501, 1000)  # rounded half up, once
    assert {share.name: share.earned.minor for share in found.mix.shares} == expected.mix
    assert {rate.name: rate.seconds for rate in found.platforms} == {
        name: minutes * 60 for name, (_, minutes) in expected.rates.items()
    }
    for rate in found.platforms:
        money, minutes = expected.rates[rate.name]
        hourly = int(Fraction(money * 60, minutes) + Fraction(1, 2)) if minutes >= 5 else None
        assert (None if rate.per_hour is None else rate.per_hour.minor) == hourly
    year = found.tax.year
    assert expected.tax == {
        "receipts": year.receipts.minor,
        "fees": year.fees.minor,
        "miles": year.miles,
        "standard": year.standard.minor,
        "vehicle": year.vehicle.minor,
        "other": year.other.minor,
    }
    assert (found.aside.kept.minor, found.aside.paid.minor) == expected.aside


def _compare_work(found: Insights, expected: Figures) -> None:
    count, actual, stated = expected.timed
    assert found.minutes.count == count
    assert found.minutes.ratio == pytest.approx(float(actual / stated) if stated else 0.0)
    assert {one.category: (one.results, one.minutes) for one in found.learning} == {
        name: (results, pytest.approx(float(minutes))) for name, (results, minutes) in expected.learnt.items()
    }
    assert found.chances.count == len(expected.forecasts)
    assert found.chances.forecast * found.chances.count == pytest.approx(
        sum(one for one, _ in expected.forecasts)
    )
    assert round(found.chances.happened * found.chances.count) == sum(done for _, done in expected.forecasts)
    learnt = {one.name: one.seconds // 60 for one in found.upskilling.trainings}
    assert learnt == expected.training

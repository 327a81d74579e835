"""Digests: small sums of days that say exactly what the days' records say."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import settings as budget
from hypothesis import strategies as st
from msgspec.structs import replace
from support.gigdays import FRIDAY, NEW_YORK, clock, earning, expense, shift, trip, usd

from gigplanner.insights.digest import DayDigest, digest_of, digests_of
from gigplanner.insights.digest_recap import year_recap_of
from gigplanner.insights.digest_sums import hour_rates_of, sums_of
from gigplanner.insights.rates import HourRate, hour_rates
from gigplanner.insights.recap import recap_of_days
from gigplanner.insights.records import DayRecords, days_between, pick_days
from gigplanner.model.catalogue import built_in
from gigplanner.model.money import Money
from gigplanner.model.records import Earning, Expense, MoneyStatus, ShiftEvent, ShiftEventKind, Trip
from gigplanner.model.settings import Settings
from gigplanner.model.shiftlog import ShiftLog, read_log

FIRST = date(2026, 10, 30)  # Berlin's clocks have gone back a week ago, Chicago's do on the 1 November
DAYS = days_between(FIRST, FIRST + timedelta(days=4))
NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
SUMMED = (
    "takings",
    "worked",
    "online",
    "platforms",
    "kinds",
    "categories",
    "hours",
    "headline",
    "remarks",
    "running",
)

instants = st.integers(-90 * 3600, 90 * 3600).map(lambda seconds: NOON + timedelta(seconds=seconds))
platforms = st.sampled_from(("", "DoorDash", "Prolific"))
amounts = st.builds(Money, st.integers(1, 9999), st.sampled_from(("USD", "USD", "USD", "EUR", "JPY")))
statuses: st.SearchStrategy[MoneyStatus] = st.sampled_from(
    ("expected", "pending", "approved", "paid", "rejected")
)
kinds: st.SearchStrategy[ShiftEventKind] = st.sampled_from(
    (
        "waiting",
        "order",
        "order",
        "delivered",
        "break",
        "resumed",
        "online",
        "offline",
        "filler_started",
        "filler_done",
        "stopped",
    )
)
earnings = st.builds(
    Earning,
    id=st.just("e"),
    at=instants,
    gross=amounts,
    tip=st.none() | amounts,
    fee=st.none() | amounts,
    platform=platforms,
    category=st.sampled_from(("", "food")),
    status=statuses,
    task=st.sampled_from(("", "", "t")),
    shift=st.sampled_from(("", "", "s0", "s1")),
)
expenses = st.builds(Expense, id=st.just("x"), at=instants, amount=amounts, platform=platforms)
trips = st.builds(
    Trip, id=st.just("m"), at=instants, miles=st.decimals("0.1", "90", places=1), platform=platforms
)
people = st.builds(
    Settings,
    zone=st.sampled_from(("UTC", "America/Chicago", "Asia/Kathmandu")),
    day_ends=st.sampled_from((time(0), time(4, 30))),
    currency=st.sampled_from(("USD", "EUR")),
    set_aside_percent=st.sampled_from((Decimal(0), Decimal("17.5"))),
    mileage_rate=st.sampled_from((None, Decimal("0.333"))),
)


@st.composite
def shifts(draw: st.DrawFn) -> list[ShiftLog]:
    """Shifts that may overlap, reach over days, and run on."""
    logs = []
    for number in range(draw(st.integers(0, 3))):
        at = draw(instants)
        platform = draw(platforms)
        story: list[ShiftEventKind] = ["started", *draw(st.lists(kinds, max_size=8))]
        events = []
        for seq, kind in enumerate(story):
            name = draw(platforms) if kind in ("online", "offline", "order") else platform
            events.append(
                ShiftEvent(
                    id=f"s{number} {seq}", shift=f"s{number}", kind=kind, at=at, seq=seq, platform=name
                )
            )
            at += timedelta(seconds=draw(st.integers(0, 5 * 3600)))
        logs.append(read_log(events, NOON + timedelta(days=4)))
    return sorted(logs, key=lambda log: (log.start, log.shift))


piles = st.fixed_dictionaries(
    {
        "shifts": shifts(),
        "earnings": st.lists(earnings, max_size=12),
        "expenses": st.lists(expenses, max_size=4),
        "trips": st.lists(trips, max_size=4),
    }
)


@budget(max_examples=150, deadline=None)
@given(pile=piles, person=people)
def test_the_digests_of_any_days_come_to_what_their_records_come_to(pile: dict, person: Settings):
    records = pick_days(DAYS, person, **pile)
    digests = digests_of(DAYS, person, **pile)
    assert digests == [one for day in records if (one := digest_of(day, person)) is not None]
    now = NOON + timedelta(days=4)
    recap = recap_of_days(records, person, now)
    found = year_recap_of(digests, DAYS[0], DAYS[-1], person, now, catalogue=built_in()).recap
    assert without_nothing(found) == without_nothing(recap)


def without_nothing(recap) -> dict:
    """The summed figures of a recap, other currencies that came to nothing left out."""
    figures = {name: getattr(recap, name) for name in SUMMED}
    takings = recap.takings
    others = {
        name: {currency: amount for currency, amount in getattr(takings, name).items() if amount}
        for name in ("others", "others_pending", "others_spent")
    }
    return figures | {"takings": replace(takings, **others)}


@budget(max_examples=60, deadline=None)
@given(pile=piles, person=people)
def test_an_hour_of_the_week_has_paid_the_same(pile: dict, person: Settings):
    from_records = hour_rates(pick_days(DAYS, person, **pile), person).cells
    from_digests = hour_rates_of(digests_of(DAYS, person, **pile), person).cells
    nothing = HourRate()
    for cell in {*from_records, *from_digests}:
        assert from_digests.get(cell, nothing) == from_records.get(cell, nothing)


@budget(max_examples=60, deadline=None)
@given(pile=piles, person=people, cut=st.integers(0, len(DAYS)))
def test_the_total_is_the_sum_over_any_partition(pile: dict, person: Settings, cut: int):
    digests = digests_of(DAYS, person, **pile)
    whole, left, right = (
        sums_of(part, person)
        for part in (
            digests,
            [one for one in digests if one.day < FIRST + timedelta(days=cut)],
            [one for one in digests if one.day >= FIRST + timedelta(days=cut)],
        )
    )
    assert whole.worked == left.worked + right.worked
    assert whole.online == left.online + right.online
    assert whole.takings.tally == left.takings.tally + right.takings.tally
    assert whole.takings.net == left.takings.net + right.takings.net
    assert whole.takings.set_aside == left.takings.set_aside + right.takings.set_aside
    assert whole.hours == tuple(a + b for a, b in zip(left.hours, right.hours, strict=True))


def test_a_friday_counted_by_hand():
    records = DayRecords(
        day=FRIDAY,
        shifts=(
            shift([("10:40", "started"), ("10:50", "order"), ("11:20", "delivered"), ("11:30", "stopped")]),
        ),
        earnings=(
            earning("11:20", "8.50", tip="2.00", category="food"),
            earning("11:25", "4.00", category="food"),
            earning("15:00", "3.20", "Prolific", status="pending", task="t1"),
        ),
        expenses=(expense("09:00", "6.50"),),
        trips=(trip("11:20", "4.1"), trip("11:25", "2")),
    )
    digest = digest_of(records, NEW_YORK)
    assert digest is not None
    friday, minute = 4 * 24, 60 * 10**6
    assert [msgspec.to_builtins(row) for row in digest.money] == [
        [friday + 11, friday + 11, "DoorDash", "food", "paid", True, "USD", 1250, 200, 0, 2],
        [friday + 15, -1, "Prolific", "", "pending", False, "USD", 320, 0, 0, 1],
    ]
    assert [msgspec.to_builtins(row) for row in digest.time] == [
        [friday + 10, 20 * minute, 10 * minute, 0, 0],
        [friday + 11, 30 * minute, 20 * minute, 0, 0],
    ]
    assert (digest.shifts, digest.orders, digest.running) == (1, 1, False)
    sums = sums_of([digest], replace(NEW_YORK, mileage_rate=Decimal("0.50")))
    assert sums.takings.miles_cost == usd("3.05")
    assert sums.takings.net == usd("8.50") + usd("2.00") + usd("4.00") - usd("3.05") - usd("6.50")


def test_a_shift_that_still_runs_is_said_to():
    log = shift([("10:40", "started")], now="2026-11-20 11:40")
    digest = digest_of(DayRecords(day=FRIDAY, shifts=(log,)), NEW_YORK)
    assert digest is not None
    assert digest.running
    assert sums_of([digest], NEW_YORK).worked.online_seconds == 3600


def test_a_day_without_anything_has_no_digest():
    assert digest_of(DayRecords(day=FRIDAY), NEW_YORK) is None


@pytest.mark.parametrize("at", ["2026-11-01 00:30", "2026-11-02 03:59"])
def test_a_digest_is_read_back_as_it_was_written(at: str):
    log = shift([("2026-11-01 00:10", "started"), ("2026-11-01 02:10", "stopped")])  # three hours long
    day = NEW_YORK.day_of(clock(at))
    records = DayRecords(day=day, shifts=(log,), earnings=(earning(at, "8.50"),), trips=(trip(at, "4.10"),))
    digest = digest_of(records, NEW_YORK)
    assert msgspec.json.decode(msgspec.json.encode(digest), type=DayDigest) == digest

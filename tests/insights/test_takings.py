"""The money of a day, to the cent, and its parts add up to the whole whichever way it is cut."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import reduce
from operator import add

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from support.gigdays import FRIDAY, NEW_YORK, clock, earning, expense, shift, trip, usd

from gigplanner.insights.hours import hour_bars
from gigplanner.insights.records import DayRecords, days_between, pick_days
from gigplanner.insights.steps import steps_of, steps_that_matter
from gigplanner.insights.takings import Tally, online_money, takings_of, tally, tally_by
from gigplanner.model.money import Money
from gigplanner.model.records import Block, DayNote, Earning, Plan, Task
from gigplanner.model.settings import Settings
from gigplanner.model.times import MINUTE

SETTINGS = msgspec.structs.replace(NEW_YORK, set_aside_percent=Decimal(25))
MIXED_DAY = DayRecords(
    day=FRIDAY,
    earnings=(
        earning("10:40", "30.00", tip="8.40"),
        earning("11:30", "42.00", tip="10.00"),
        earning("13:30", "28.00", "Uber Eats", fee="4.00", status="approved"),
        earning("11:50", "2.40", "Prolific", status="pending"),
        earning("16:00", "9.00", "Upwork", tip="1.00", fee="1.00", status="expected"),
        earning("17:00", "5.00", "Amazon Mechanical Turk", tip="1.00", fee="0.50", status="rejected"),
        earning("20:00", "£5.00", "Prolific", tip="£1.00", fee="£0.30"),
        earning("20:10", "£1.00", "Prolific", status="pending"),
        earning("20:20", "£7.00", "Prolific", status="rejected"),
    ),
    expenses=(expense("09:00", "6.50"), expense("09:10", "£2.00")),
    trips=(trip("10:40", "20.4"), trip("13:30", "18")),
)


def test_a_mixed_day_to_the_cent():
    takings = takings_of(MIXED_DAY, SETTINGS)
    assert takings.tally.gross == usd("100.00")
    assert takings.tally.tips == usd("18.40")
    assert takings.earned == usd("118.40")
    assert takings.fees == usd("4.00")
    assert takings.miles_cost == usd("27.84")  # 38.4 miles at 72.5 cents
    assert takings.expenses == usd("6.50")
    assert takings.net == usd("80.06")
    assert takings.set_aside == usd("21.64")  # a quarter of 118.40 − 4.00 − 27.84
    assert takings.kept == usd("58.42")


def test_awaited_money_stands_apart_and_rejected_money_nowhere():
    takings = takings_of(MIXED_DAY, SETTINGS)
    assert takings.pending == usd("12.40")
    assert (takings.tally.count, takings.tally.pending_count) == (3, 2)


def test_pounds_are_never_added_to_dollars():
    takings = takings_of(MIXED_DAY, SETTINGS)
    assert takings.others == {"GBP": Money(600, "GBP")}
    assert takings.others_pending == {"GBP": Money(100, "GBP")}
    assert takings.others_spent == {"GBP": Money(230, "GBP")}


def test_a_tip_in_another_currency_than_its_order_goes_to_its_own_kind():
    takings = takings_of(DayRecords(day=FRIDAY, earnings=(earning("10:00", "10.00", tip="€2.00"),)), SETTINGS)
    assert takings.earned == usd("10.00")
    assert takings.others == {"EUR": Money(200, "EUR")}


def test_nothing_is_set_aside_of_a_day_that_cost_more_than_it_brought():
    day = DayRecords(day=FRIDAY, earnings=(earning("10:00", "5.00"),), trips=(trip("10:00", "100"),))
    takings = takings_of(day, SETTINGS)
    assert takings.net == usd("-67.50")
    assert takings.set_aside == usd("0")


def test_the_miles_of_a_day_are_rounded_once():
    day = DayRecords(day=FRIDAY, trips=(trip("10:00", "0.1"), trip("11:00", "0.1"), trip("12:00", "0.1")))
    assert takings_of(day, SETTINGS).miles_cost == usd("0.22")  # 21.75 cents, not three times 7.25 rounded


def test_miles_without_a_known_rate_cost_nothing_and_are_said_to():
    pounds = Settings(currency="GBP", zone="Europe/London")
    takings = takings_of(DayRecords(day=FRIDAY, trips=(trip("10:00", "12.5"),)), pounds)
    assert takings.unpriced_miles == Decimal("12.5")
    assert takings.net == Money.zero("GBP")


def test_the_persons_own_mileage_rate_goes_first():
    own = msgspec.structs.replace(SETTINGS, mileage_rate=Decimal("0.30"))
    assert takings_of(MIXED_DAY, own).miles_cost == usd("11.52")


def test_the_steps_lead_from_gross_to_kept():
    steps = steps_of(takings_of(MIXED_DAY, SETTINGS))
    running = usd("0")
    for step in steps:
        if step.result:
            assert step.amount == running, step.key
        else:
            running += step.amount
    assert [str(step.amount) for step in steps][-1] == "$58.42"


def test_steps_that_change_nothing_are_left_out():
    plain = takings_of(DayRecords(day=FRIDAY, earnings=(earning("10:00", "5.00"),)), NEW_YORK)
    assert [step.key for step in steps_that_matter(plain)] == ["gross", "net"]


def test_task_money_made_outside_shifts_is_not_made_online():
    lunch = shift([("10:00", "started"), ("12:00", "stopped")], name="lunch")
    earnings = [
        earning("11:00", "20.00"),
        earning("11:30", "1.00", task="filler"),
        earning("12:30", "2.00", task="late filler", shift="lunch"),
        earning("15:00", "4.00", task="survey"),
        earning("15:30", "3.00"),
        earning("06:00", "6.40", platform="Affiliate links"),  # nobody drove for it
        earning("16:00", "5.00", platform="DoorDash"),  # logged late, for what the shift was worked on
    ]
    assert online_money(earnings, [lunch], "USD").earned == usd("31.00")


def test_records_are_dealt_to_the_days_they_belong_to():
    night = shift([("22:00", "started"), ("2026-11-21 06:00", "stopped")])
    saturday = date(2026, 11, 21)
    friday_records, saturday_records = pick_days(
        [FRIDAY, saturday],
        NEW_YORK,
        shifts=[night],
        earnings=[
            earning("2026-11-21 03:59", "1.00"),
            earning("2026-11-21 04:00", "2.00"),
            earning("03:00", "4"),
        ],
        expenses=[expense("2026-11-21 01:00", "3.00")],
        trips=[trip("2026-11-21 05:00", "3")],
        blocks=[Block(id="b", title="Night", start=clock("22:00"), end=clock("22:00") + 60 * MINUTE)],
        plans=[Plan(id="p", date=saturday, made_at=clock("08:00"), expected=usd("0"), bound=usd("0"))],
        tasks=[
            Task(id="t", title="Done", pay=usd("1"), minutes=5, status="done", closed_at=clock("23:00")),
            Task(
                id="d", title="Dropped", pay=usd("1"), minutes=5, status="dropped", closed_at=clock("23:00")
            ),
            Task(id="o", title="Open", pay=usd("1"), minutes=5),
        ],
        notes=[DayNote(id="n", date=FRIDAY, text="Cold.")],
    )
    assert [money.gross for money in friday_records.earnings] == [usd("1.00")]
    assert [money.gross for money in saturday_records.earnings] == [usd("2.00")]
    assert len(friday_records.expenses) == 1 and len(saturday_records.trips) == 1
    assert friday_records.shifts == saturday_records.shifts == (night,)
    assert [block.id for block in friday_records.blocks] == ["b"] and not saturday_records.blocks
    assert [task.id for task in friday_records.tasks_done] == ["t"]
    assert friday_records.plan is None and saturday_records.plan is not None
    assert friday_records.note is not None and saturday_records.note is None


STATES = ["expected", "pending", "approved", "paid", "rejected"]
amounts = st.builds(Money, st.integers(0, 50_000), st.sampled_from(["USD", "USD", "GBP", "JPY"]))
earnings_lists = st.lists(
    st.builds(
        Earning,
        id=st.just("e"),
        at=st.integers(0, 5 * 24 * 60).map(lambda minute: clock("04:00") + minute * MINUTE),
        gross=amounts,
        tip=st.none() | amounts,
        fee=st.none() | amounts,
        platform=st.sampled_from(["", "DoorDash", "Prolific", "Uber"]),
        category=st.sampled_from(["", "food"]),
        status=st.sampled_from(STATES),
    ),
    max_size=25,
)


@given(earnings_lists)
def test_parts_by_platform_add_up_to_the_whole(earnings: list[Earning]):
    parts = tally_by(earnings, lambda one: one.platform, "USD")
    assert reduce(add, parts.values(), Tally.nothing("USD")) == tally(earnings, "USD")


@given(earnings_lists)
def test_hours_add_up_to_the_whole(earnings: list[Earning]):
    bars = hour_bars(earnings, [], NEW_YORK)
    whole = tally(earnings, "USD")
    assert sum(bar.earned.minor for bar in bars) == whole.earned.minor
    assert sum(bar.pending.minor for bar in bars) == whole.pending.minor


@given(earnings_lists)
def test_days_add_up_to_the_whole(earnings: list[Earning]):
    days = pick_days(days_between(FRIDAY, date(2026, 11, 25)), SETTINGS, earnings=earnings)
    sums = reduce(add, (takings_of(day, SETTINGS) for day in days))
    assert sums.tally == tally(earnings, "USD")
    assert sums.kept == sums.net - sums.set_aside


@given(earnings_lists, st.lists(st.decimals("0", "99.99", places=2), max_size=4))
def test_a_recount_by_hand_agrees(earnings: list[Earning], miles: list[Decimal]):
    trips = tuple(trip("10:00", str(mile)) for mile in miles)
    takings = takings_of(DayRecords(day=FRIDAY, earnings=tuple(earnings), trips=trips), SETTINGS)
    in_hand = [one for one in earnings if one.status == "paid" or one.status == "approved"]

    def dollars(amounts: list[Money | None]) -> int:
        return sum(amount.minor for amount in amounts if amount is not None and amount.currency == "USD")

    earned = dollars([one.gross for one in in_hand]) + dollars([one.tip for one in in_hand])
    fees = dollars([one.fee for one in in_hand])
    cents_driven = (sum(miles, Decimal(0)) * Decimal("72.5")).quantize(Decimal(1), ROUND_HALF_UP)
    left = earned - fees - int(cents_driven)
    aside = max(0, int((Decimal(left) / 4).quantize(Decimal(1), ROUND_HALF_UP)))
    assert takings.earned.minor == earned
    assert takings.net.minor == left
    assert takings.set_aside.minor == aside
    pounds = sum(
        part.minor for one in in_hand for part in (one.gross, one.tip) if part and part.currency == "GBP"
    )
    assert takings.others.get("GBP", Money.zero("GBP")).minor == pounds

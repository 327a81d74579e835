"""An offer is weighed with the person's own figures, and the log keeps what was taken and declined."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from msgspec.structs import replace
from support.desks import CHICAGO, a_desk, a_task, clock, everything, usd

from gigplanner.insights.offers import offers_of
from gigplanner.insights.recap import recap_of
from gigplanner.insights.report.plain import as_text
from gigplanner.model import BadInput, Earning, Money
from gigplanner.model.catalogue import Platform
from gigplanner.model.shiftlog import ShiftError
from gigplanner.workday import queue, shift
from gigplanner.workday.day import day_records
from gigplanner.workday.desk import Desk
from gigplanner.workday.offers import Offer, decline_offer, take_offer, weigh
from gigplanner.workday.orderline import read_offer
from gigplanner.workday.shift import OrderPay

SETTINGS = replace(CHICAGO, mileage_rate=Decimal("0.50"))
GOOD = Offer(usd("12"), Decimal(4), 20.0)
POOR = Offer(usd("3"), Decimal(6), 30.0)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return a_desk(tmp_path, SETTINGS)


def four_lunches_at_eighteen_an_hour(desk: Desk) -> None:
    """Four Sundays from 11:00 to 13:00, each with two orders of $18, a fee of $2 on each and 4 miles."""
    for day in ("10-25", "11-01", "11-08", "11-15"):
        shift.start_shift(desk, clock(f"2026-{day} 11:00"), platform="DoorDash")
        for accepted, delivered in (("11:10", "11:50"), ("12:10", "12:50")):
            shift.shift_event(desk, "order", clock(f"2026-{day} {accepted}"))
            brought = OrderPay(pay=usd("18"), miles=Decimal(4))
            shift.shift_event(desk, "delivered", clock(f"2026-{day} {delivered}"), order=brought)
        shift.shift_event(desk, "stopped", clock(f"2026-{day} 13:00"))
    for earning in list(desk.book.every(Earning)):
        with desk.book.action("fee", now=clock("08:00")) as action:
            action.put(replace(earning, fee=usd("2")), replaces=earning)


def test_the_own_rate_at_this_hour_less_its_costs_is_what_an_offer_is_measured_by(desk: Desk) -> None:
    four_lunches_at_eighteen_an_hour(desk)
    shift.start_shift(desk, clock("11:30"), platform="DoorDash")
    advice = weigh(desk, POOR, clock("11:30"))
    # $18 an hour less $2 of fees and $2 for four miles
    assert "your usual $14.00 an hour online" in " ".join(advice.assumptions)
    assert advice.kind == "decline"
    # $3.00 less a ninth that DoorDash keeps (2 of 18) and six miles
    assert advice.net == usd("-0.33")
    assert advice.otherwise == usd("7.00")
    assert weigh(desk, GOOD, clock("11:30")).kind == "take"


def test_a_filler_in_the_expected_wait_makes_declining_worth_more(desk: Desk) -> None:
    four_lunches_at_eighteen_an_hour(desk)
    shift.start_shift(desk, clock("11:30"), platform="DoorDash")
    without = weigh(desk, GOOD, clock("11:30"))
    queue.add_task(desk, a_task("Tag photos", "0.40", 1, units=200), clock("11:30"))
    filled = weigh(desk, GOOD, clock("11:30"))
    assert filled.otherwise > without.otherwise
    assert "would be a wait, filled at" in " ".join(filled.assumptions)


def test_the_platforms_own_percentage_goes_before_what_it_kept(desk: Desk) -> None:
    with desk.book.action("Added a platform", now=clock("09:00")) as action:
        action.put(Platform(id="bikes", name="Bikes", kind="delivery", fee_percent="25"))
    advice = weigh(desk, Offer(usd("10"), Decimal(0), 30.0), clock("11:30"), platform="bikes")
    assert advice.net == usd("7.50")


def test_of_a_person_of_whom_nothing_is_known_the_advice_says_so(desk: Desk) -> None:
    advice = weigh(desk, GOOD, clock("11:30"))
    assert "Nothing is known yet" in " ".join(advice.assumptions)
    assert advice.kind == "take"


def test_rates_in_another_currency_say_nothing_about_an_offer(desk: Desk) -> None:
    four_lunches_at_eighteen_an_hour(desk)
    advice = weigh(desk, Offer(Money(9_00, "EUR"), Decimal(4), 20.0), clock("11:30"))
    assert advice.net == Money(9_00, "EUR")


def test_what_was_taken_and_declined_stands_in_the_recap(desk: Desk) -> None:
    shift.start_shift(desk, clock("11:00"), platform="DoorDash")
    assert decline_offer(desk, POOR, clock("11:05")).words == "Offer declined: $3.00 offered"
    log = shift.current_shift(desk, clock("11:06"))
    assert log is not None and log.state == "waiting"
    assert [wait.minutes for wait in log.waits()] == [6.0]  # the wait goes on
    assert take_offer(desk, GOOD, clock("11:10")).words == "Order accepted: $12.00 offered"
    decline_offer(desk, Offer(usd("5"), Decimal(2), 30.0), clock("11:15"))
    shift.shift_event(desk, "delivered", clock("11:30"), order=OrderPay(pay=usd("12")))
    shift.shift_event(desk, "order", clock("11:40"))  # nobody said what it was offered for
    records = day_records(desk, SETTINGS.day_of(clock("12:00")), clock("12:00"))
    offers = offers_of([records], SETTINGS)
    assert (offers.seen, offers.taken, offers.declined) == (3, 1, 2)
    assert offers.taken_per_hour == usd("30")  # $12 less $2 for four miles, in 20 minutes
    assert offers.declined_per_hour == usd("4")  # $8 less $4 for eight miles, in an hour
    text = as_text(recap_of(records, SETTINGS, clock("12:00")))
    assert " ".join(text.split()).count("Offers taken and declined 1 of 3, 2") == 1
    assert "Declined ones, an hour" in text


def test_an_offer_cannot_be_taken_or_declined_without_a_shift(desk: Desk) -> None:
    before = everything(desk)
    with pytest.raises(ShiftError, match="No shift is running: start one first"):
        take_offer(desk, GOOD, clock("11:00"))
    with pytest.raises(ShiftError, match="No shift is running: start one first"):
        decline_offer(desk, GOOD, clock("11:00"))
    assert everything(desk) == before


@pytest.mark.parametrize(
    ("line", "pay", "miles", "minutes"),
    [
        ("8.50 4.1mi 22min", "8.50", "4.1", 22),
        ("4.1 miles 22 min $8.50", "8.50", "4.1", 22),
        ("22m 8,50 10km", "8.50", "6.2", 22),
        ("pay 7 15 min", "7", "0", 15),
        ("$19.25 12mi 1h 5min", "19.25", "12", 65),
        ("14 3mi 1.5h", "14", "3", 90),
    ],
)
def test_an_offer_is_read_from_one_line(line: str, pay: str, miles: str, minutes: float) -> None:
    assert read_offer(line, SETTINGS) == Offer(usd(pay), Decimal(miles), minutes)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("8.50 4mi", "does not say its minutes: write an offer like 8.50 4.1mi 22min"),
        ("4mi 22min", "does not say its pay"),
        ("", "does not say its pay"),
        ("many dollars 22min", "many dollars"),
    ],
)
def test_a_line_that_is_no_offer_is_refused_in_words(line: str, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        read_offer(line, SETTINGS)

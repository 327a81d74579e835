"""The same money in several files: late tips, statements and payments, deposits. Nothing counts twice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import permutations

import pytest
from msgspec.structs import replace
from support.takings import DAY, HOUR, MONDAY, Ledger, a_tip, a_week, an_earning, money

from gigplanner.model import Earning
from gigplanner.model.records import MoneyStatus
from gigplanner.workday import settling
from gigplanner.workday.deposits import Job, paid_by
from gigplanner.workday.matching import FileEarnings

STATEMENT, PAYMENTS = "uber-statement", "uber-payments"


@pytest.fixture
def ledger() -> Ledger:
    return Ledger()


def late(*entries: Earning) -> FileEarnings:
    return FileEarnings((), entries)


# --- late tips and corrections ---------------------------------------------------------------------------


def test_a_tip_that_comes_later_is_added_to_its_trip(ledger: Ledger) -> None:
    ledger.take([an_earning(STATEMENT, "t1", 800, job="trip-1")])
    found = ledger.take(late(a_tip(STATEMENT, "t1 tip", 250, "trip-1", MONDAY + 9 * DAY)))
    assert (ledger.only.gross, ledger.only.tip, ledger.only.at) == (money(800), money(250), MONDAY)
    assert found.files[0].found == ("1 late tip or correction joined the job",)
    assert found.files[0].added == 0


def test_the_same_tip_again_changes_nothing(ledger: Ledger) -> None:
    tip = a_tip(STATEMENT, "t1 tip", 250, "trip-1")
    ledger.take(FileEarnings((an_earning(STATEMENT, "t1", 800, job="trip-1"),), (tip,)))
    found = ledger.take(late(replace(tip, id="fresh")))
    assert (found.puts, found.removed, found.files[0].unchanged) == ((), (), 1)


def test_a_tip_without_its_trip_stands_alone_until_the_trip_comes(ledger: Ledger) -> None:
    found = ledger.take(late(a_tip(STATEMENT, "t1 tip", 250, "trip-1")))
    assert (found.files[0].added, ledger.only.net) == (1, money(250))
    found = ledger.take([an_earning(STATEMENT, "t1", 800, MONDAY - DAY, job="trip-1")])
    assert (ledger.only.tip, ledger.only.source_id, ledger.net) == (money(250), "t1", 1050)
    assert found.files[0].found == ("1 late tip or correction joined the job",)


def test_a_corrected_tip_replaces_the_first_and_leaves_the_fare(ledger: Ledger) -> None:
    trip, tip = (
        an_earning(STATEMENT, "t1", 800, job="trip-1"),
        a_tip(STATEMENT, "t1 tip", 250, "trip-1"),
    )
    ledger.take(FileEarnings((trip,), (tip,)))
    found = ledger.take(late(replace(tip, tip=money(300))))
    assert (ledger.only.gross, ledger.only.tip, found.files[0].updated) == (money(800), money(300), 1)


def test_a_corrected_fare_keeps_the_late_tip(ledger: Ledger) -> None:
    trip, tip = (
        an_earning(STATEMENT, "t1", 800, job="trip-1"),
        a_tip(STATEMENT, "t1 tip", 250, "trip-1"),
    )
    ledger.take(FileEarnings((trip,), (tip,)))
    ledger.take([replace(trip, gross=money(779))])
    assert (ledger.only.gross, ledger.only.tip) == (money(779), money(250))


def test_a_fare_adjustment_and_a_fee_are_added_to_what_they_correct(ledger: Ledger) -> None:
    ledger.take([an_earning("uber-fleet", "t1", 2177, job="A", fee=money(100))])
    ledger.take(late(an_earning("uber-fleet", "t1 adjust", -21, job="A", fee=money(5))))
    assert (ledger.only.gross, ledger.only.fee) == (money(2156), money(105))


def test_a_tip_in_another_currency_is_not_added(ledger: Ledger) -> None:
    ledger.take([an_earning(STATEMENT, "t1", 800, job="trip-1")])
    ledger.take(late(replace(a_tip(STATEMENT, "x", 0, "trip-1"), gross=money(0, "EUR"), tip=money(9, "EUR"))))
    assert len(ledger.all) == 2


# --- states ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "then", "left"),
    [
        ("pending", "approved", "approved"),
        ("approved", "paid", "paid"),
        ("pending", "rejected", "rejected"),
        ("rejected", "approved", "approved"),
        ("paid", "pending", "paid"),
        ("approved", "expected", "approved"),
    ],
)
def test_a_state_moves_on_and_never_back(
    ledger: Ledger, first: MoneyStatus, then: MoneyStatus, left: MoneyStatus
) -> None:
    task = an_earning("mturk", "hit-1", 50, platform="MTurk", status=first)
    ledger.take([task])
    ledger.take([replace(task, status=then)])
    assert ledger.only.status == left


def test_what_the_person_changed_is_not_undone_but_its_state_moves_on(ledger: Ledger) -> None:
    study = an_earning("prolific", "s1", 267, platform="Prolific", status="pending")
    ledger.take([study])
    mine = replace(ledger.only, gross=money(300), note="bonus promised")
    ledger.log(mine)
    found = ledger.take([study])
    assert (found.puts, found.files[0].unchanged) == ((), 1)
    ledger.take([replace(study, status="approved", gross=money(270))])
    assert ledger.only == replace(mine, status="approved")


def test_money_the_person_saw_arrive_stays_paid_when_the_file_only_says_approved(ledger: Ledger) -> None:
    study = an_earning("prolific", "s1", 267, platform="Prolific", status="pending")
    ledger.take([study])
    ledger.log(replace(ledger.only, status="paid"))
    ledger.take([replace(study, status="approved", gross=money(270))])
    assert (ledger.only.status, ledger.only.gross) == ("paid", money(270))


def test_of_two_files_in_one_import_the_newer_has_the_last_word(ledger: Ledger) -> None:
    old = [an_earning("upwork", "u1", 1000, platform="Upwork")]
    new = [
        replace(old[0], id="n", gross=money(1100)),
        an_earning("upwork", "u2", 5, MONDAY + 30 * DAY, platform="Upwork"),
    ]
    ledger.take(new, old)
    assert [earning.gross for earning in ledger.all] == [money(1100), money(5)]


# --- one job in two sources ------------------------------------------------------------------------------


def test_a_trip_in_the_statement_and_in_the_payments_is_one(ledger: Ledger) -> None:
    ledger.take([an_earning(PAYMENTS, "p1", 687, MONDAY)])
    found = ledger.take([an_earning(STATEMENT, "t1", 900, MONDAY + HOUR, fee=money(213), job="trip-1")])
    assert (ledger.only.gross, ledger.only.fee, ledger.only.source) == (money(900), money(213), STATEMENT)
    assert ledger.only.also == ("uber-payments p1",)
    assert found.files[0].found == ("1 earning is known from Uber payments already",)
    assert found.files[0].added == 0


@pytest.mark.parametrize("turn", [0, 1])
def test_whichever_file_comes_first_the_one_that_tells_more_remains(ledger: Ledger, turn: int) -> None:
    files = [
        [an_earning(PAYMENTS, "p1", 687, MONDAY)],
        [an_earning(STATEMENT, "t1", 900, MONDAY, fee=money(213))],
    ]
    ledger.take(files[turn])
    ledger.take(files[1 - turn])
    assert (ledger.only.source, ledger.only.fee) == (STATEMENT, money(213))
    before = dict(ledger.earnings)
    for file in (*files, *reversed(files)):
        assert ledger.take(file).files[0].unchanged == 1
    assert ledger.earnings == before


def test_a_tip_that_the_payments_tell_in_a_line_of_its_own_counts_once(ledger: Ledger) -> None:
    fare = an_earning(PAYMENTS, "p1", 1240, MONDAY)
    line = an_earning(PAYMENTS, "p2", 0, MONDAY + HOUR, tip=money(200))
    stated = an_earning(STATEMENT, "t1", 1240, MONDAY, tip=money(200), job="trip-1")
    for files in ([fare, line], [stated]), ([stated], [fare, line]), ([line], [stated, fare]):
        one = Ledger()
        for file in (*files, *files):
            one.take(file)
        assert one.net == 1440


def test_a_late_tip_that_the_payments_tell_in_a_line_of_its_own_counts_once() -> None:
    fare = an_earning(PAYMENTS, "p1", 1240, MONDAY)
    line = an_earning(PAYMENTS, "p2", 0, MONDAY + 3 * DAY, tip=money(300))
    stated = an_earning(STATEMENT, "t1", 1240, MONDAY, job="trip-1")
    tip = late(a_tip(STATEMENT, "t9", 300, "trip-1", MONDAY + 5 * DAY))
    payments, statement = FileEarnings((fare, line)), FileEarnings((stated,))
    for files in permutations((payments, statement, tip)):
        ledger = Ledger()
        for file in (*files, *files):
            ledger.take(file)
        assert (ledger.net, len(ledger.all)) == (1540, 1)


def test_the_tip_of_the_file_completes_what_the_person_logged(ledger: Ledger) -> None:
    ledger.log(an_earning("", "", 850, MONDAY))
    ledger.take([an_earning(STATEMENT, "t1", 850, MONDAY, tip=money(200), job="T")])
    assert (len(ledger.all), ledger.net) == (1, 1050)


def test_the_same_trip_id_is_the_same_trip_whatever_the_sums_say(ledger: Ledger) -> None:
    ledger.take([an_earning(STATEMENT, "t1", 687, job="T")], [an_earning("uber-fleet", "f1", 700, job="T")])
    assert len(ledger.all) == 1


def test_equal_sums_of_one_source_are_all_kept(ledger: Ledger) -> None:
    ledger.take([an_earning(PAYMENTS, f"p{n}", 500, MONDAY + n * HOUR / 4) for n in range(4)])
    assert ledger.net == 2000


def test_four_equal_trips_in_both_sources_are_four(ledger: Ledger) -> None:
    times = [MONDAY + n * HOUR / 4 for n in range(4)]
    ledger.take([an_earning(PAYMENTS, f"p{n}", 500, at) for n, at in enumerate(times)])
    ledger.take([an_earning(STATEMENT, f"t{n}", 500, at + HOUR / 10) for n, at in enumerate(times)])
    assert (len(ledger.all), ledger.net) == (4, 2000)


def test_equal_sums_of_other_days_or_platforms_are_not_one(ledger: Ledger) -> None:
    ledger.take([an_earning(PAYMENTS, "p1", 500, MONDAY)])
    ledger.take(
        [
            an_earning(STATEMENT, "t1", 500, MONDAY + DAY),
            an_earning("lyft", "l1", 500, MONDAY, platform="Lyft"),
            replace(an_earning(STATEMENT, "t2", 500, MONDAY), gross=money(500, "CAD")),
        ]
    )
    assert len(ledger.all) == 4


def test_what_the_person_logged_in_the_shift_is_the_trip_of_the_file(ledger: Ledger) -> None:
    logged = an_earning("", "", 850, MONDAY, shift="shift-1", note="airport")
    ledger.log(logged)
    found = ledger.take([an_earning(PAYMENTS, "p1", 1000, MONDAY - HOUR, fee=money(150))])
    assert ledger.only.id == logged.id
    assert (ledger.only.shift, ledger.only.note) == ("shift-1", "airport")
    assert (ledger.only.source_id, ledger.only.fee) == ("p1", money(150))
    assert found.files[0].found == ("1 earning is known from your own log already",)
    assert ledger.take([an_earning(PAYMENTS, "p1", 1000, MONDAY - HOUR, fee=money(150))]).puts == ()


# --- deposits --------------------------------------------------------------------------------------------


def test_a_weekly_payout_is_no_income_and_pays_its_days(ledger: Ledger) -> None:
    ledger.take(a_week([4210, 5530, 3805, 6120, 9945]))
    found = ledger.take([an_earning("paypal", "W", 29610, MONDAY + 8 * DAY)])
    assert ledger.net == 29610
    assert {earning.status for earning in ledger.all} == {"paid"}
    assert {earning.also for earning in ledger.all} == {("paypal W",)}
    assert found.files[0].found == ("1 deposit is money already known from Uber",)
    assert (found.files[0].added, found.files[0].warnings) == (0, ())
    assert ledger.take([an_earning("paypal", "W", 29610, MONDAY + 8 * DAY)]).puts == ()


def test_a_deposit_that_came_first_is_income_until_the_jobs_are_known(ledger: Ledger) -> None:
    ledger.take([an_earning("paypal", "W", 9740, MONDAY + 4 * DAY)])
    assert ledger.net == 9740
    ledger.take(a_week([4210, 5530]))
    assert (ledger.net, len(ledger.all)) == (9740, 2)


def test_a_cash_out_in_the_middle_of_a_day_pays_the_jobs_before_it(ledger: Ledger) -> None:
    jobs = [
        an_earning(PAYMENTS, f"p{n}", cents, MONDAY + n * HOUR, status="pending")
        for n, cents in enumerate((811, 733, 1204, 990))
    ]
    ledger.take(jobs)
    ledger.take([an_earning("bank:mine", "C", 1544, MONDAY + 3 * HOUR)])
    assert [earning.status for earning in ledger.all] == ["paid", "paid", "pending", "pending"]


def test_a_deposit_of_one_job_pays_it_within_three_days(ledger: Ledger) -> None:
    ledger.take([an_earning("fiverr", "FO1", 10000, MONDAY, platform="Fiverr", fee=money(2000))])
    found = ledger.take(
        [an_earning("paypal", "A", 8000, MONDAY + 2 * DAY, platform="Fiverr", fee=money(150))]
    )
    assert (ledger.net, ledger.only.also) == (8000, ("paypal A",))
    assert found.files[0].found == ("1 deposit is money already known from Fiverr",)


def test_a_deposit_whose_jobs_cannot_be_told_is_left_out_and_said(ledger: Ledger) -> None:
    ledger.take(a_week([4210, 5530]))
    found = ledger.take([an_earning("paypal", "W", 9999, MONDAY + 8 * DAY)])
    assert ledger.net == 9740
    assert found.files[0].warnings == (
        "1 deposit may be money already known from Uber: left out, so that nothing counts twice "
        "($99.99 on 9 Jun 2026).",
    )
    assert {earning.status for earning in ledger.all} == {"pending"}


def test_a_deposit_that_two_jobs_fit_pays_neither_and_counts_for_nothing(ledger: Ledger) -> None:
    ledger.take(a_week([4000, 4000]))
    ledger.take([an_earning("paypal", "W", 4000, MONDAY + 2 * DAY)])
    assert (ledger.net, {earning.status for earning in ledger.all}) == (8000, {"pending"})


def test_deposits_of_other_platforms_and_of_clients_are_income(ledger: Ledger) -> None:
    ledger.take(a_week([4210, 5530]))
    ledger.take(
        [
            an_earning("paypal", "L", 9740, MONDAY + 2 * DAY, platform="Lyft"),
            an_earning("paypal", "N", 9740, MONDAY + 2 * DAY, platform="", note="Acme GmbH"),
        ]
    )
    assert ledger.net == 3 * 9740


def test_a_deposit_long_after_the_last_known_job_is_income(ledger: Ledger) -> None:
    ledger.take(a_week([4210]))
    ledger.take([an_earning("paypal", "W", 4210, MONDAY + 60 * DAY)])
    assert ledger.net == 8420


def test_uber_pays_for_uber_eats_too(ledger: Ledger) -> None:
    ledger.take([replace(earning, platform="Uber Eats") for earning in a_week([4210, 5530])])
    ledger.take([an_earning("bank", "W", 9740, MONDAY + 8 * DAY, platform="Uber")])
    assert ledger.net == 9740


def test_two_deposits_never_pay_the_same_job(ledger: Ledger) -> None:
    ledger.take(a_week([4210, 5530]))
    ledger.take(
        [an_earning("paypal", "A", 4210, MONDAY + DAY), an_earning("paypal", "B", 4210, MONDAY + DAY)]
    )
    assert (ledger.net, [len(earning.also) for earning in ledger.all]) == (9740, [1, 0])


def test_money_through_paypal_to_the_bank_counts_once(ledger: Ledger) -> None:
    client = an_earning("paypal", "N", 50000, MONDAY, platform="", note="Acme GmbH")
    transfer = an_earning("bank", "T", 50000, MONDAY + 2 * DAY, platform="", note="PAYPAL INST XFER")
    ledger.take([transfer])
    ledger.take([client])
    assert (ledger.only.note, ledger.only.also) == ("Acme GmbH", ("bank T",))


def test_one_deposit_in_two_banks_files_counts_once(ledger: Ledger) -> None:
    ledger.take([an_earning("everlance", "x", 29610, MONDAY)])
    ledger.take([an_earning("bank:mine", "y", 29610, MONDAY + DAY)])
    assert ledger.net == 29610
    ledger.take(a_week([29610], first=MONDAY - 3 * DAY))
    assert ledger.only.source == PAYMENTS
    assert len(ledger.only.also) == 2


def test_hours_of_a_contract_are_the_money_of_the_transactions(ledger: Ledger) -> None:
    """The report by contract has no fees; the transactions bill the week later, fee apart."""
    report = [
        an_earning("upwork-contracts", f"c{n}", 1650, MONDAY + n * DAY, platform="Upwork") for n in range(3)
    ]
    ledger.take(report)
    assert ledger.net == 4950
    bill = an_earning("upwork", "T1", 4950, MONDAY + 7 * DAY, platform="Upwork", fee=money(495))
    ledger.take([bill])
    assert (ledger.only.source, ledger.net) == ("upwork", 4455)
    assert ledger.take(report).puts == ()


def test_rejected_money_is_not_what_a_deposit_pays(ledger: Ledger) -> None:
    jobs = a_week([4210, 5530])
    ledger.take([jobs[0], replace(jobs[1], status="rejected")])
    ledger.take([an_earning("paypal", "W", 4210, MONDAY + 8 * DAY)])
    assert [earning.status for earning in ledger.all] == ["paid", "rejected"]


def test_a_deposit_looks_at_the_weeks_before_it_however_long_the_history_is(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at: list[int] = []

    def counting(deposit: Earning, known: Sequence[Job], last_day: date) -> object:
        looked_at.append(len(known))
        return paid_by(deposit, known, last_day)

    monkeypatch.setattr(settling, "paid_by", counting)
    ledger.log(*(an_earning(PAYMENTS, f"p{n}", 500 + n, MONDAY + n * DAY) for n in range(2000)))
    ledger.take([an_earning("bank", f"d{n}", 500 + n, MONDAY + n * DAY) for n in range(0, 2000, 10)])
    assert len(looked_at) == 200
    assert max(looked_at) == 39


# --- tracked hours -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("tracked_first", [True, False])
def test_pay_for_tracked_hours_is_not_counted_beside_the_platform_that_billed_them(
    ledger: Ledger, tracked_first: bool
) -> None:
    hours = [
        replace(
            an_earning("toggl", f"h{day}", 3000, MONDAY + day * DAY, status="expected"), platform="Upwork"
        )
        for day in (0, 1, 14)
    ]
    billed = [replace(an_earning("upwork", "w1", 6000, MONDAY + 6 * DAY), platform="Upwork")]
    for earnings in (hours, billed) if tracked_first else (billed, hours):
        found = ledger.take(earnings)
    assert [(one.source_id, one.net.minor) for one in ledger.all] == [("w1", 6000), ("h14", 3000)]
    (said,) = found.files[0].warnings
    assert said.startswith("2 earnings may be money already known from Upwork: left out")
    assert ledger.take(hours).puts == ()


def test_a_deposit_pays_for_tracked_hours_where_no_statement_tells_of_them(ledger: Ledger) -> None:
    hours = replace(an_earning("clockify", "h1", 3000, status="expected"), platform="Upwork")
    ledger.take([hours])
    ledger.take([replace(an_earning("paypal", "p1", 3000, MONDAY + DAY), platform="Upwork")])
    assert (ledger.only.source, ledger.only.status, ledger.only.also) == ("clockify", "paid", ("paypal p1",))


def test_hours_for_clients_of_ones_own_stay_as_expected_money(ledger: Ledger) -> None:
    hours = replace(an_earning("harvest", "h1", 3000, status="expected"), platform="")
    ledger.take([hours, replace(an_earning("upwork", "w1", 3000), platform="Upwork")])
    assert ledger.net == 6000

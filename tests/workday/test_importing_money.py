"""Whole files of money brought into a planbook: right to the cent, in any order, once, and taken back."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from support.desks import a_desk, clock, earnings, everything, usd
from support.importing import FIXTURES

from gigplanner.model import Earning, Span
from gigplanner.model.money import totals
from gigplanner.planbook import Planbook
from gigplanner.workday.desk import Desk
from gigplanner.workday.intake import ImportReport, import_files

NINE = clock("09:00")
MONEY = FIXTURES / "money"
# two Uber weeks: trips with their fares, a tip in the next week, and the payout of the first
WEEK_ONE = """Driver Name,Phone Number,Email,Date/Time,Trip ID,Type,Fare Base,Tip,Total
"Driver A","","",  "Monday, November 2, 2026 9:06 AM","T-1","UberX","$8.00","","$8.00"
"Driver A","","","Tuesday, November 3, 2026 6:30 PM","T-2","UberX","$12.40","$2.00","$14.40"
"Driver A","","","Tuesday, November 3, 2026 7:15 PM","T-3","UberX","$12.40","$2.00","$14.40"
""".replace(",  ", ",")
WEEK_TWO = """Driver Name,Phone Number,Email,Date/Time,Trip ID,Type,Fare Base,Tip,Total
"Driver A","","","Wednesday, November 11, 2026 8:00 AM","T-1","UberX","","$3.00","$3.00"
"""
PAYMENTS = """City Name,Local Amount,Currency Code,Classification,Category,Local Timestamp
Chicago,10.00,USD,transport.fare.upfront,driver_payment_fares,2026-11-02 09:01:44
Chicago,-2.00,USD,intermediary.commission,commission,2026-11-02 09:01:44
"""
PAYPAL = """"Date","Time","TimeZone","Name","Type","Status","Currency","Gross","Fee","Net","Transaction ID"
"11/16/2026","06:00:00","CST","UBER","Mass Pay Payment","Completed","USD","39.80","0.00","39.80","P-1"
"11/16/2026","07:00:00","CST","Prolific Ltd","Mass Pay Payment","Completed","USD","5.00","0.00","5.00","P-2"
"""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return a_desk(tmp_path)


@pytest.fixture
def uber(tmp_path: Path) -> list[Path]:
    """The payout, both weeks and the payment ledger."""
    files = {"paypal.csv": PAYPAL, "one.csv": WEEK_ONE, "two.csv": WEEK_TWO, "payments.csv": PAYMENTS}
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return [tmp_path / name for name in files]


def bring(desk: Desk, *files: Path) -> ImportReport:
    report = import_files(desk, files, NINE)
    assert report.failed == ()
    assert [file.refused for file in report.files] == [()] * len(files)
    return report


def net(desk: Desk) -> dict[str, str]:
    """What the ledger comes to, by currency."""
    return {name: str(amount) for name, amount in totals(each.net for each in earnings(desk)).items()}


def test_trips_payments_a_late_tip_and_the_payout_are_three_trips(desk: Desk, uber: list[Path]) -> None:
    report = bring(desk, *uber)
    *trips, survey = earnings(desk)
    assert [str(each.net) for each in trips] == ["$11.00", "$14.40", "$14.40"]
    assert (trips[0].tip, trips[0].fee) == (usd("3.00"), usd("2.00"))
    assert trips[0].also == ("paypal P-1", "uber-statement " + trips[0].also[1].split()[1])
    assert (survey.platform, survey.net) == ("Prolific", usd("5.00"))
    said = {Path(file.file).name: file.found for file in report.files}
    assert said["paypal.csv"] == ("1 deposit is money already known from Uber",)


@pytest.mark.parametrize("order", list(permutations(range(4)))[::5])
def test_one_file_after_another_in_any_order_comes_to_the_same(
    desk: Desk, uber: list[Path], order: tuple[int, ...]
) -> None:
    for place in order:
        bring(desk, uber[place])
    assert net(desk) == {"USD": "$44.80"}
    assert len(earnings(desk)) == 4
    for path in uber:  # a deposit that was left out finds its trips now that all are there
        bring(desk, path)
    before, seq = everything(desk), desk.book.seq
    for path in uber:
        assert bring(desk, path).words.endswith("nothing new")
    assert (everything(desk), desk.book.seq) == (before, seq)


def test_one_undo_brings_back_what_an_import_absorbed(desk: Desk, uber: list[Path]) -> None:
    paypal, one, two, payments = uber
    bring(desk, paypal, two, payments)
    before = everything(desk)
    bring(desk, one)
    assert everything(desk) != before
    desk.book.undo(NINE)
    assert everything(desk) == before


def test_the_history_says_what_an_import_found_when_it_added_nothing(desk: Desk, uber: list[Path]) -> None:
    paypal, one, two, _ = uber
    bring(desk, one)
    assert bring(desk, two).words == "Imported two.csv: 1 late tip or correction joined the job"
    assert desk.book.history()[0].words == "Imported two.csv: 1 late tip or correction joined the job"
    bring(desk, paypal)
    assert net(desk) == {"USD": "$44.80"}


def test_a_deposit_that_fits_no_trips_is_left_out_with_a_warning(desk: Desk, uber: list[Path]) -> None:
    paypal, one, _, _ = uber
    bring(desk, one)  # without the late tip the payout is three dollars more
    report = bring(desk, paypal)
    assert report.files[0].warnings[-1] == (
        "1 deposit may be money already known from Uber: left out, so that nothing counts twice "
        "($39.80 on 16 Nov 2026)."
    )
    assert net(desk) == {"USD": "$41.80"}


def test_upworks_transactions_and_contracts_count_once_and_fees_are_taken_off(
    desk: Desk, tmp_path: Path
) -> None:
    new, contracts = MONEY / "upwork_new.csv", tmp_path / "contracts.csv"
    report = (MONEY / "upwork_contracts.csv").read_text(encoding="utf-8")
    contracts.write_text(report.replace("2026-09-1", "2026-10-1"), encoding="utf-8")
    import_files(desk, [contracts], NINE)
    assert net(desk) == {"USD": "$1,475.00"}
    import_files(desk, [new], NINE)
    assert {str(each.fee) for each in earnings(desk)} == {"$3.00", "$135.00"}
    assert net(desk) == {"USD": "$1,242.00"}
    import_files(desk, [contracts, new], NINE)
    assert net(desk) == {"USD": "$1,242.00"}


def test_a_cancelled_order_comes_to_nothing_and_a_tip_to_its_order(desk: Desk) -> None:
    import_files(desk, [MONEY / "fiverr.csv"], NINE)
    by_job = {each.job: each for each in earnings(desk)}
    assert (by_job["FO77C"].gross, by_job["FO77C"].fee, by_job["FO77C"].net) == (usd("0"), None, usd("0"))
    assert (by_job["FO31A"].tip, by_job["FO31A"].fee) == (usd("10.00"), usd("22.00"))


def test_orders_are_paid_when_the_file_comes_again_after_they_cleared(desk: Desk) -> None:
    import_files(desk, [MONEY / "fiverr.csv"], NINE)
    assert [each.status for each in earnings(desk)] == ["paid", "pending", "pending"]
    import_files(desk, [MONEY / "fiverr.csv"], clock("2026-12-20 09:00"))
    assert [each.status for each in earnings(desk)] == ["paid"] * 3


def test_only_the_months_near_an_import_are_compared_with(
    desk: Desk, uber: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    spans: list[Span | None] = []
    passing = Planbook.passing

    def noting(
        book: Planbook, kind: type[Earning], *, sources: Any = None, span: Span | None = None
    ) -> Iterator[Earning]:
        spans.append(span)
        return passing(book, kind, sources=sources, span=span)

    monkeypatch.setattr(Planbook, "passing", noting)
    bring(desk, uber[0])
    assert [(span.start.date().isoformat(), span.end.date().isoformat()) for span in spans if span] == [
        ("2026-10-01", "2027-01-01")
    ]


def test_every_file_there_is_brings_nothing_the_second_time_whatever_zone_was_named(desk: Desk) -> None:
    """Among them two Stripe files that tell of one charge in other words, and files with times in UTC."""
    import_files(desk, [FIXTURES], NINE, zone="America/Chicago")
    before, seq = everything(desk), desk.book.seq
    report = import_files(desk, [FIXTURES], NINE, zone="America/Chicago")
    assert [(file.file, file.added, file.updated) for file in report.files if file.changes] == []
    assert (everything(desk), desk.book.seq) == (before, seq)
    utc = [FIXTURES / "driving" / "doordash_deliveries.csv", FIXTURES / "driving" / "doordash_short.csv"]
    assert import_files(desk, utc, NINE).changes == 0


def test_the_history_names_a_deposit_that_was_left_out_because_nobody_can_tell_its_jobs(
    desk: Desk, uber: list[Path], tmp_path: Path
) -> None:
    _, one, _, _ = uber
    bring(desk, one)
    odd = tmp_path / "odd.csv"
    odd.write_text(PAYPAL.replace("39.80", "17.35"), encoding="utf-8")
    words = bring(desk, odd).words
    assert words == (
        "Imported odd.csv: 1 earning; 1 deposit may be money already known from Uber: left out, so that "
        "nothing counts twice ($17.35 on 16 Nov 2026)"
    )
    assert desk.book.history()[0].words == words

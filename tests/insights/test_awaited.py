"""Money that is still awaited, and what of it is late."""

from datetime import date

from support.gigdays import NEW_YORK, earning

from gigplanner.insights.awaited import awaited_money, awaited_totals
from gigplanner.model.catalogue import Catalogue, built_in
from gigplanner.model.money import Money
from gigplanner.model.records import Earning

TODAY = date(2026, 11, 22)


def awaiting(*earnings: Earning, catalogue: Catalogue | None = None):
    return awaited_money(earnings, NEW_YORK, TODAY, catalogue or built_in())


def test_money_is_late_after_the_platforms_own_term():
    found = awaiting(
        earning("2026-10-31 12:00", "$4.00", "Prolific", tip="$0.50", status="pending"),  # 22 days
        earning("2026-11-01 12:00", "$3.00", "Prolific", status="pending"),  # 21 days: not yet late
        earning("2026-11-01 12:00", "$9.00", "Prolific", status="paid"),
        earning("2026-11-01 12:00", "$9.00", "Prolific", status="rejected"),
    )
    assert [(one.platform, one.total, one.count, one.late, one.late_count, one.oldest) for one in found] == [
        ("Prolific", Money(7_50, "USD"), 2, Money(4_50, "USD"), 1, date(2026, 10, 31))
    ]
    assert found[0].sentence == (
        "Prolific: 1 payment of $4.50 late, awaited for more than 21 days (its own term)."
    )


def test_where_no_term_is_known_the_usual_one_counts_and_says_so():
    (found,) = awaiting(earning("2026-10-01 12:00", "$8.00", "Corner shop", status="expected"))
    assert (found.after_days, found.overdue_days, found.known) == (30, 60, False)
    assert "no term of its own is known" in found.sentence


def test_what_is_overdue_is_told_apart_from_what_is_late():
    (found,) = awaiting(
        earning(
            "2026-10-10 12:00", "$5.00", "Prolific", status="pending"
        ),  # 43 days: twice its term, and one
        earning("2026-10-11 12:00", "$4.00", "Prolific", status="expected"),
        earning("2026-10-31 12:00", "$3.00", "Prolific", status="pending"),  # 22 days
        earning("2026-11-01 12:00", "$2.00", "Prolific", status="pending"),
    )
    assert (found.late, found.late_count) == (Money(7_00, "USD"), 2)
    assert (found.overdue, found.overdue_count) == (Money(5_00, "USD"), 1)
    assert (found.total, found.unsettled) == (Money(14_00, "USD"), Money(12_00, "USD"))
    assert found.sentence == (
        "Prolific: 1 payment of $5.00 overdue, awaited for more than 42 days;"
        " 2 payments of $7.00 late, awaited for more than 21 days (its own term)."
    )


def test_what_is_late_stands_first_and_what_is_not_says_nothing():
    found = awaiting(
        earning("2026-11-20 12:00", "$90.00", "Upwork", status="pending"),
        earning("2026-09-01 12:00", "$2.00", "Prolific", status="pending"),
    )
    assert [one.platform for one in found] == ["Prolific", "Upwork"]
    assert found[1].sentence == ""


def test_currencies_stand_apart():
    pounds = Earning(
        id="p", at=earning("2026-11-20 12:00", "$1.00").at, gross=Money(5_00, "GBP"), platform="Prolific",
        status="pending",
    )  # fmt: skip
    found = awaiting(pounds, earning("2026-11-20 12:00", "$1.00", "Prolific", status="pending"))
    assert awaited_totals(found) == {"GBP": Money(5_00, "GBP"), "USD": Money(1_00, "USD")}

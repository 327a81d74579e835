"""`recap --year`: a year in the words and under the keys of a week, and month by month."""

from __future__ import annotations

from decimal import Decimal

import pytest
from support.commandline import CommandLine


@pytest.fixture
def busy(gig: CommandLine) -> CommandLine:
    """Two months of 2026 with money in them, one of them with miles, and one month of 2025."""
    gig.run(
        "earn", "100", "--platform", "Upwork", "--fee", "10", "--status", "paid", "--at", "2026-03-05 12:00"
    )
    gig.run("earn", "20", "--tip", "5", "--platform", "DoorDash", "--at", "2026-11-21 12:00")
    gig.run("drive", "10", "--at", "2026-11-21 12:30")
    gig.run("earn", "7", "--platform", "DoorDash", "--at", "2025-12-31 23:30")
    return gig


def test_the_year_adds_up_from_gross_to_net_and_by_platform(busy: CommandLine):
    year = busy.json("recap", "--year")
    assert (year["first"], year["last"], year["running"]) == ("2026-01-01", "2026-12-31", True)
    amounts = {step["step"]: step["amount"]["amount"] for step in year["steps"]}
    assert amounts["earned"] == "125.00"
    assert (amounts["fees"], amounts["miles"], amounts["net"]) == ("-10.00", "-5.00", "110.00")
    assert [(part["name"], part["earned"]["amount"]) for part in year["platforms"]] == [
        ("Upwork", "100.00"),
        ("DoorDash", "25.00"),
    ]
    assert [(one["month"], one["earned"]["amount"], one["miles"]) for one in year["months"]] == [
        ("2026-03", "100.00", "0"),
        ("2026-11", "25.00", "10"),
    ]


def test_the_year_is_that_of_the_day_named(busy: CommandLine):
    """The last evening of a year belongs to it, though it is the next year by UTC."""
    assert busy.json("recap", "2025-06-01", "--year")["headline"].startswith("You earned $7.00;")


def test_a_year_is_the_sum_of_its_months(busy: CommandLine):
    months = [busy.json("recap", f"2026-{month:02}-01", "--month") for month in range(1, 12)]
    total = sum(Decimal(month["money"]["net"]["amount"]) for month in months)
    assert str(total) == busy.json("recap", "--year")["money"]["net"]["amount"]


def test_it_is_printed_as_text_and_as_markdown(busy: CommandLine):
    text = busy.run("recap", "--year")
    assert text.startswith("Recap of 1 January – 31 December 2026\n")
    assert text.endswith(
        "  Month      Earned     Net\n  March     $100.00  $90.00\n  November   $25.00  $20.00\n"
    )
    assert "| March | $100.00 | $90.00 |" in busy.run("recap", "--year", "--markdown")


def test_other_recaps_have_no_months(busy: CommandLine):
    assert "months" not in busy.json("recap", "--week")
    assert "Month by month" not in busy.run("recap", "--month")


def test_one_span_at_a_time(busy: CommandLine):
    assert "--month and --year do not go together." in busy.misused("recap", "--month", "--year")


def test_an_empty_year_says_so(gig: CommandLine):
    assert "Nothing was earned or worked so far." in gig.run("recap", "--year")

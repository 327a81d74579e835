"""Money for tax: set aside, paid, listed, and told with the taxes."""

from __future__ import annotations

import pytest
from support.commandline import CommandLine


def test_what_is_set_aside_and_paid_is_listed_and_told_with_the_taxes(gig: CommandLine):
    gig.run("earn", "1000", "--at", "2026-11-20 12:00")
    assert gig.run("set-aside", "50", "--note", "savings", "--at", "06:00") == "Set $50.00 aside for tax\n"
    assert gig.run("add", "paid tax 120 online") == "Added: Paid $120.00 of tax · now · online\n"
    listed = gig.json("set-aside")
    assert [(one["amount"]["amount"], one["paid"], one["note"]) for one in listed] == [
        ("50.00", False, "savings"),
        ("120.00", True, "online"),
    ]
    assert "put aside" in gig.run("set-aside")
    told = gig.json("insights")["aside"]
    assert {name: told[name]["amount"] for name in ("wanted", "kept", "paid", "left", "missing")} == {
        "wanted": "141.30",
        "kept": "50.00",
        "paid": "120.00",
        "left": "0.00",
        "missing": "21.30",
    }
    assert "Still missing" in gig.run("insights")


def test_setting_aside_is_undone_like_any_action(gig: CommandLine):
    gig.run("set-aside", "50")
    gig.run("undo")
    assert gig.json("set-aside") == []
    assert gig.run("set-aside") == "Nothing is set aside yet: gigplanner set-aside 50.\n"


def test_an_older_payment_is_given_with_its_day(gig: CommandLine):
    gig.run("set-aside", "80", "--paid", "--at", "2026-09-15 10:00")
    assert gig.run("set-aside").splitlines()[1].split() == ["2026-09-15", "$80.00", "paid"]


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("0",), "What is set aside or paid is more than zero."),
        (("--paid",), "How much? Write gigplanner set-aside 50."),
        (("5", "--json"), "--json is for the list: leave out the amount."),
    ],
)
def test_what_makes_no_sense_is_refused_in_one_line(gig: CommandLine, arguments: tuple[str, ...], why: str):
    assert why in gig.refused("set-aside", *arguments)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("set aside 50", "Set $50.00 aside for tax · now"),
        ("put aside $12.50 envelope", "Set $12.50 aside for tax · now · envelope"),
        ("paid the estimated tax $300", "Paid $300.00 of tax · now"),
        ("set aside time to read 20m", "set aside time to read"),  # a task
        ("paid 12 taxi", "Spent $12.00 · taxi"),
    ],
)
def test_lines_about_tax_are_told_from_tasks_and_expenses(gig: CommandLine, line: str, words: str):
    assert words in gig.run("add", line)

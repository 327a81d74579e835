"""`gigplanner insights`: what the numbers say, from any terminal."""

from __future__ import annotations

from support.commandline import CommandLine


def test_a_new_planbook_has_nothing_to_say_and_says_it(gig: CommandLine):
    assert gig.run("insights") == "Insights\nThere are no records of the last year yet.\n"


def test_what_was_logged_shows_in_text_markdown_and_data(gig: CommandLine):
    gig.run("earn", "120", "--platform", "Uber")
    gig.run("earn", "40", "--platform", "Prolific", "--status", "pending")
    assert "Uber" in gig.run("insights")
    assert gig.run("insights", "--markdown").startswith("# Insights\n")
    data = gig.json("insights", "--period", "all")
    assert data["mix"]["total"] == {"amount": "120.00", "currency": "USD"}
    assert data["awaited"][0]["platform"] == "Prolific"


def test_two_forms_at_once_are_wrong_usage(gig: CommandLine):
    assert "do not go together" in gig.misused("insights", "--markdown", "--json")
    assert "decade" in gig.misused("insights", "--period", "decade")

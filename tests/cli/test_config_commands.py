"""Preferences changed from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.commandline import CONFIG, CommandLine


@pytest.fixture
def gig(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path / "data")


def test_a_preference_is_set_and_set_back_as_is_printed(gig: CommandLine) -> None:
    assert gig.run("config", "set", "zone", "Europe/Berlin") == (
        "zone = Europe/Berlin\nBack: gigplanner config set zone America/Chicago\n"
    )
    assert gig.run("config", "set", "goal_week", "$900.50") == (
        "goal_week = 900.50\nBack: gigplanner config unset goal_week\n"
    )
    assert "900.50" in gig.run("config", "get", "goal_week")
    gig.run("config", "set", "zone", "America/Chicago")
    gig.run("config", "unset", "goal_week")
    assert (gig.folder / "config.toml").read_text(encoding="utf-8") == CONFIG


def test_setting_what_is_set_already_needs_no_way_back(gig: CommandLine) -> None:
    assert gig.run("config", "set", "currency", "USD") == "currency = USD\n"


def test_tables_are_set_by_dotted_names_that_the_shell_can_read_back(gig: CommandLine) -> None:
    gig.run("config", "set", "places.the library", "laptop,data")
    said = gig.run("config", "set", "places.the library", "data")
    assert said.endswith("Back: gigplanner config set 'places.the library' 'laptop, data'\n")
    assert "places.the library = data" in gig.run("config", "get")
    assert gig.json("config", "get")["places"]["the library"] == ["data"]


def test_what_cannot_be_is_refused(gig: CommandLine) -> None:
    assert gig.refused("config", "set", "day_ends", "25:00") == (
        'day_ends: “25:00” is not a time: write it like "07:00".'
    )
    assert gig.refused("config", "unset", "zome") == "zome is not a setting; did you mean zone?"
    assert (gig.folder / "config.toml").read_text(encoding="utf-8") == CONFIG


def test_what_was_is_told_as_data(gig: CommandLine) -> None:
    assert gig.json("config", "set", "goal_day", "80") == {
        "name": "goal_day",
        "was": None,
        "is": {"amount": "80.00", "currency": "USD"},
    }

"""People elsewhere: what they read is written their way, what programs read is not."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from support.commandline import CommandLine

from gigplanner.model.conventions import NEUTRAL, show_in
from gigplanner.workday.demo import write_demo
from gigplanner.workday.exporting import FORMATS, TABLES

FOR_PEOPLE = ("markdown", "taxes")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CommandLine]:
    """A made-up planbook of two weeks, that is only read."""
    gig = CommandLine(tmp_path_factory.mktemp("demo") / "planbook")
    (gig.folder / "config.toml").unlink()
    from gigplanner.cli.clock import make_clock

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GIGPLANNER_CLOCK", gig.clock)
        write_demo(gig.folder, make_clock()(), days=14, seed=1)
    yield gig
    show_in(NEUTRAL)


def values(said: str) -> list[str]:
    """What is said, without the sentences for people that some JSON has beside its values."""
    if not said.startswith("{"):
        return said.splitlines()
    return [line for line in said.splitlines() if not re.search(r'"[^"]* [^"]*[.:%]', line)]


def test_what_programs_read_is_the_same_everywhere(
    demo: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands = [("export", name) for name in FORMATS if name not in FOR_PEOPLE and name != "csv"]
    commands += [("export", "csv", "--table", name) for name in TABLES]
    commands += [("export", "taxes", "--table", name) for name in ("lines", "mileage")]
    commands += [
        (name, "--json")
        for name in (
            "tasks",
            "blocks",
            "earnings",
            "trips",
            "expenses",
            "waits",
            "status",
            "recap",
            "insights",
        )
    ]
    here = [demo.invoke(*command).output for command in commands]
    for locale in ("de_DE.UTF-8", "en_US.UTF-8", "en_IN.UTF-8"):
        monkeypatch.setenv("LC_ALL", locale)
        for command, said in zip(commands, here, strict=True):
            assert values(demo.invoke(*command).output) == values(said), (locale, command)


def test_a_german_reads_and_types_amounts_with_commas(
    gig: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    gig.run("config", "set", "currency", "EUR")
    assert "Earned 8,50\u00a0€" in gig.run("add", "earned 8,50 DoorDash")
    assert "Earned 1.234,50\u00a0€" in gig.run("earn", "1.234,50")
    assert "Earned 1.200,00\u00a0€" in gig.run("earn", "1.200")
    assert "8,50\u00a0€" in gig.run("earnings")
    assert {one["gross"]["amount"] for one in gig.json("earnings")} == {"1200.00", "1234.50", "8.50"}
    gig.run("config", "set", "goal_week", "1.200,50")
    assert "goal_week = 1200.5" in (gig.folder / "config.toml").read_text(encoding="utf-8").replace('"', "")


def test_an_amount_can_be_pasted_as_it_is_shown(gig: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    gig.run("config", "set", "currency", "EUR")
    assert "Earned 1\u00a0234,50\u00a0€" in gig.run("earn", "1 234,50")
    assert "Earned 1\u00a0234,50\u00a0€ · Uber" in gig.run("add", "earned 1\u00a0234,50\u00a0€ Uber")
    monkeypatch.setenv("LC_ALL", "de_CH.UTF-8")
    assert "Spent €\u00a01’234.50 · fuel" in gig.run("add", "spent 1’234.50 fuel")
    gig.run("shift", "start")
    gig.run("shift", "order")
    assert "€\u00a01’234.50" in gig.run("shift", "delivered", "--pay", "1’234.50")


def test_an_american_who_says_so_reads_months_first_and_a_clock_of_twelve(gig: CommandLine) -> None:
    assert "Sun 22 Nov 14:00–15:00" in gig.run("add", "Haircut 2pm-3pm")
    gig.run("config", "set", "locale", "en-US")
    assert gig.json("config", "get")["locale"] == "en_US"
    assert gig.json("config", "get")["week_starts"] == "sunday"
    assert "Sun, Nov 22 4:00–5:00 pm" in gig.run("add", "Dentist 4pm-5pm")
    assert "Fri, Nov 27 5:00 pm" in gig.run("add", "due fri 5:00 pm Letter 30m $12")
    assert "Sunday, November 22" in gig.run("plan")
    gig.run("config", "set", "clock", "24h")
    assert "Sun, Nov 22 18:00–19:00" in gig.run("add", "Yoga 6pm-7pm")
    assert "is not a clock" in gig.refused("config", "set", "clock", "13h")
    assert "is not a locale" in gig.refused("config", "set", "locale", "Klingon")

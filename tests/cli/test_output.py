"""What commands print: harmless, aligned, and no wider than the terminal."""

from __future__ import annotations

import json
import unicodedata
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from support.commandline import CommandLine

from gigplanner.cli.clock import make_clock
from gigplanner.cli.show import Column, table
from gigplanner.insights.report.cells import cells
from gigplanner.model import BadInput, Block, Earning, Expense, Money, ShiftEvent, Task, Trip
from gigplanner.planbook.places import find_places
from gigplanner.workday.desk import open_desk

HOSTILE = "\x1b]52;c;ZXZpbA==\x07 \x9b31m \u202egnp.exe [/red] [@click=app.quit]x[/]"

HOUR = timedelta(hours=1)


def unsafe(text: str) -> list[str]:
    return [mark for mark in text if mark != "\n" and unicodedata.category(mark) in ("Cc", "Cf", "Cs")]


def plant(gig: CommandLine) -> None:
    """Put hostile text into the planbook, past everything that cleans what enters."""
    desk = open_desk(find_places(gig.folder), by=HOSTILE)
    now = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)
    pay = Money.of("3.20", "USD")
    with desk.book.action(HOSTILE, now=now) as action:
        action.put(Task(id="t", title=HOSTILE, pay=pay, minutes=12, platform=HOSTILE, notes=HOSTILE))
        action.put(Block(id="b", title=HOSTILE, start=now, end=now + HOUR, platform=HOSTILE, place=HOSTILE))
        action.put(Earning(id="e", at=now, gross=pay, platform=HOSTILE, category=HOSTILE, note=HOSTILE))
        action.put(Trip(id="m", at=now, miles=Decimal(3), platform=HOSTILE, note=HOSTILE))
        action.put(Expense(id="x", at=now, amount=pay, platform=HOSTILE, category=HOSTILE, note=HOSTILE))
        action.put(ShiftEvent(id="s", shift="s", kind="started", at=now, seq=0, platform=HOSTILE))
    desk.book.close()


@pytest.mark.parametrize(
    "command",
    [
        ["tasks"],
        ["blocks"],
        ["earnings"],
        ["plan"],
        ["suggest", "--place", "home"],
        ["recap"],
        ["recap", "--markdown"],
        ["export", "csv"],
        ["export", "csv", "--table", "earnings"],
        ["export", "csv", "--table", "blocks"],
        ["export", "csv", "--table", "shifts"],
        ["export", "ics"],
        ["export", "json"],
        ["export", "hledger"],
        ["export", "beancount"],
        ["export", "taxes"],
        ["export", "taxes", "--table", "mileage"],
        ["export", "todoist"],
        ["export", "trello"],
        ["trips"],
        ["expenses"],
        ["waits"],
        ["history"],
        ["history", "--json"],
        ["status"],
        ["status", "--format", "{platform}"],
        ["undo"],
        ["done", "t"],
        ["tasks", "--json"],
        ["blocks", "--json"],
        ["plan", "--json"],
    ],
)
def test_no_control_character_in_a_record_reaches_the_terminal(gig: CommandLine, command: list[str]) -> None:
    plant(gig)
    result = gig.invoke(*command)
    assert result.exit_code == 0
    assert unsafe(result.output) == []


def test_the_planted_text_is_really_there(gig: CommandLine) -> None:
    plant(gig)
    assert HOSTILE in [task["title"] for task in gig.json("tasks")]


@pytest.mark.parametrize("columns", ["20", "40", "72", "120"])
def test_tables_fit_the_terminal(gig: CommandLine, columns: str) -> None:
    gig.run("add", "A very long title of a task about commuting in the suburbs of Chicago Prolific 12m $3.20")
    gig.run("add", "日本語の文字起こし、とても長い題名のしごと 45m ¥800")
    for command in ("tasks", "blocks", "history"):
        lines = gig.run(command, columns=columns).splitlines()
        assert max(cells(line) for line in lines) <= int(columns)


def test_columns_line_up_whatever_script_they_are_in() -> None:
    columns = [Column("name"), Column("pay", right=True), Column("empty")]
    lines = table(columns, [("abc", "$1.00", ""), ("日本", "$10.00", "")]).splitlines()
    assert lines == ["name     pay", "abc    $1.00", "日本  $10.00"]


def test_a_list_without_entries_says_so(gig: CommandLine) -> None:
    assert gig.run("earnings") == "No earnings.\n"
    assert gig.json("earnings") == []


def test_every_command_has_a_page_of_help(gig: CommandLine) -> None:
    from gigplanner.cli.main import COMMANDS

    listed = gig.run("--help")
    for name in COMMANDS:
        assert f"  {name} " in listed
        assert "--data DIR" in gig.run(name, "--help")


def test_the_clock_runs_on_from_where_it_was_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIGPLANNER_CLOCK", "2026-11-22T08:14:00-06:00 x60")
    clock = make_clock()
    first, second = clock(), clock()
    assert first.isoformat().startswith("2026-11-22T14:1")
    assert first <= second
    monkeypatch.delenv("GIGPLANNER_CLOCK")
    assert make_clock()().utcoffset() is not None


@pytest.mark.parametrize(
    "setting", ["now", "2026-11-22T08:14", "2026-11-22T08:14Z x0", "0001-01-01T00:00+14:00"]
)
def test_a_clock_nobody_can_read_is_refused(monkeypatch: pytest.MonkeyPatch, setting: str) -> None:
    monkeypatch.setenv("GIGPLANNER_CLOCK", setting)
    with pytest.raises(BadInput, match="GIGPLANNER_CLOCK"):
        make_clock()


def test_demo_writes_only_into_an_empty_folder(gig: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("mine", encoding="utf-8")
    assert "is not empty" in gig.refused("demo", "--into", str(tmp_path / "full"))
    assert [file.name for file in (tmp_path / "full").iterdir()] == ["letter.txt"]
    assert str(tmp_path / "new") in gig.run("demo", "--into", str(tmp_path / "new"))
    demo = CommandLine(tmp_path / "other")
    assert len(json.loads(demo.run("tasks", "--json", "--data", str(tmp_path / "new")))) > 5


def test_the_app_needs_a_terminal(gig: CommandLine) -> None:
    sentence = "gigplanner needs a terminal; use a command such as gigplanner status."
    assert gig.refused() == sentence
    assert gig.refused("demo") == sentence

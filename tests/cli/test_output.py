"""What commands print: harmless, aligned, and no wider than the terminal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.commandline import CommandLine

from gigplanner.cli.clock import make_clock
from gigplanner.cli.show import Column, table
from gigplanner.insights.report.cells import cells
from gigplanner.model import BadInput


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

"""The backup of the day of a large planbook: made by a process that the command does not wait for."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from support.commandline import SUNDAY, CommandLine, process
from support.patience import PATIENCE

from gigplanner.cli import backing_up
from gigplanner.model.money import Money
from gigplanner.model.records import Task
from gigplanner.planbook import Planbook
from gigplanner.planbook.backup_names import STARTING
from gigplanner.planbook.backups import all_backups, begin_backup

NOW = datetime.fromisoformat(SUNDAY)
MONDAY = "2026-11-23T09:00:00-06:00"


@pytest.fixture
def large(gig: CommandLine) -> CommandLine:
    """The command line on a planbook too large to be copied while a command is waited for."""
    with Planbook(gig.folder, by="test") as book, book.action("Filled", now=NOW) as action:
        for number in range(600):
            pay = Money(100, "USD")
            action.put(Task(id=f"t{number}", title="Essay", pay=pay, minutes=5, notes="long " * 800))
    assert (gig.folder / "queue.json").stat().st_size > backing_up.AT_ONCE
    return gig


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The processes that were sent, which only say so."""
    commands: list[list[str]] = []
    monkeypatch.setattr(subprocess, "Popen", lambda command, **_: commands.append(command))
    return commands


def until(holds: Callable[[], bool]) -> None:
    give_up = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < give_up
        time.sleep(0.02)


def earn(gig: CommandLine) -> None:
    ran = process("earn", "8.50", GIGPLANNER_DATA=str(gig.folder))
    assert (ran.returncode, ran.stderr) == (0, "")


def note_of_sending(gig: CommandLine) -> Path:
    (note,) = (gig.folder / "backups").glob("sent-for-*")
    return note


def the_sent_one_is_long_gone(gig: CommandLine) -> None:
    past = time.time() - STARTING - 1
    os.utime(note_of_sending(gig), (past, past))


def test_a_large_planbook_is_backed_up_once_a_day_behind_the_command(large: CommandLine) -> None:
    earn(large)
    until(lambda: bool(all_backups(large.folder)))
    earn(large)
    (made,) = all_backups(large.folder)
    assert (made.why, made.seems_whole(), made.has_journal) == ("daily", True, False)
    assert made.manifest is not None
    assert made.manifest.last_action == 2
    assert made.made_at == NOW
    assert "config.toml" in made.files


def test_a_small_planbook_is_backed_up_before_the_command_ends(
    gig: CommandLine, sent: list[list[str]]
) -> None:
    gig.run("earn", "4")
    assert len(all_backups(gig.folder)) == 1
    assert sent == []


def test_it_is_sent_for_once_a_day(large: CommandLine, sent: list[list[str]]) -> None:
    large.run("earn", "4")
    large.run("earn", "5")  # the one that was sent may be starting
    assert len(sent) == 1
    large.clock = MONDAY
    large.run("earn", "6")
    assert len(sent) == 2
    assert note_of_sending(large).name.endswith("2026-11-23")


def test_what_was_sent_and_brought_no_backup_is_made_up_for(
    large: CommandLine, sent: list[list[str]]
) -> None:
    large.run("earn", "4")
    the_sent_one_is_long_gone(large)
    assert all_backups(large.folder) == []
    large.run("earn", "5")
    assert len(sent) == 1
    (made,) = all_backups(large.folder)
    assert made.seems_whole()


def test_why_it_failed_is_said_by_the_next_commands(
    large: CommandLine, sent: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    large.run("earn", "4")
    the_sent_one_is_long_gone(large)
    monkeypatch.setattr("gigplanner.planbook.backups._write_new", full)
    for _ in range(2):
        _, said = large.noticed("earn", "5")
        assert said.startswith("No backup was made: cannot write ")
        assert said.endswith("the disk is full.")
    monkeypatch.undo()
    large.run("earn", "6")
    assert len(all_backups(large.folder)) == 1


def test_where_no_process_can_be_started_the_command_makes_it(
    large: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(subprocess, "Popen", refuse)
    large.run("earn", "4")
    assert len(all_backups(large.folder)) == 1


def test_two_are_never_made_at_once(large: CommandLine) -> None:
    draft = begin_backup(Planbook(large.folder), now=NOW, why="daily")
    assert backing_up.main([str(large.folder), str(large.folder / "config.toml"), NOW.isoformat()]) == 0
    assert all_backups(large.folder) == []
    draft.finish()
    assert backing_up.main([str(large.folder), str(large.folder / "config.toml"), NOW.isoformat()]) == 0
    assert len(all_backups(large.folder)) == 1


def test_the_process_that_was_sent_holds_nothing_of_the_command(
    large: CommandLine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    started: list[dict[str, object]] = []
    monkeypatch.setattr(subprocess, "Popen", lambda _, **options: started.append(options))
    (tmp_path / "gigplanner").mkdir()
    monkeypatch.chdir(tmp_path)  # where somebody could have put modules of the program's names
    large.run("earn", "4")
    (options,) = started
    assert {options[name] for name in ("stdin", "stdout", "stderr")} == {subprocess.DEVNULL}
    assert options["start_new_session"] is (os.name != "nt")
    assert options["cwd"] == Path(backing_up.__file__).parents[2]

"""Help by topic, and completion by the shell."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from support.commandline import CommandLine
from support.desks import CHICAGO, clock

from gigplanner.cli.main import COMMANDS
from gigplanner.cli.topics import TOPICS
from gigplanner.interop.registry import formats
from gigplanner.model.catalogue import built_in
from gigplanner.model.preferences import PREFERENCES
from gigplanner.tui.actions import ACTIONS
from gigplanner.workday.quickline import understand


@pytest.fixture
def gig(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path / "data")


def test_help_lists_the_topics_and_each_is_a_short_page(gig: CommandLine) -> None:
    listed = gig.run("help")
    for name, topic in TOPICS.items():
        assert name in listed
        page = gig.run("help", name, columns="80")
        assert page.startswith(topic.title)
        assert set(topic.commands) <= set(COMMANDS)


def test_lists_come_from_the_registries(gig: CommandLine) -> None:
    assert all(f"  {name} " in gig.run("help", "import") for name in formats())
    keys = gig.run("help", "keys")
    assert all(action.help in keys for action in ACTIONS)
    settings = gig.run("help", "settings")
    assert all(one.name in settings and one.meaning in settings for one in PREFERENCES)


def test_a_topic_of_two_words_and_a_command_are_found(gig: CommandLine) -> None:
    assert gig.run("help", "quick", "add") == gig.run("help", "quick-add")
    assert gig.run("help", "undo").startswith("Usage: gigplanner undo")
    assert gig.refused("help", "zzz").startswith("“zzz” is no topic: there are plan, shift, ")


def test_the_examples_of_quick_add_are_understood() -> None:
    lines = [line.strip() for line in TOPICS["quick-add"].text.splitlines() if line.startswith("  ")]
    assert len(lines) == 5
    for line in lines:
        assert understand(line, now=clock("2026-11-22 08:14"), settings=CHICAGO, catalogue=built_in()).words


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_completion_script_is_one_that_the_shell_reads(gig: CommandLine, shell: str) -> None:
    script = gig.run("completion", shell)
    assert "_GIGPLANNER_COMPLETE" in script
    if found := shutil.which(shell):
        subprocess.run([found, "-n"], input=script, text=True, check=True, capture_output=True)


def test_a_shell_that_asks_is_told_what_may_follow(gig: CommandLine) -> None:
    def asked(words: str) -> str:
        env = {
            **os.environ,
            "_GIGPLANNER_COMPLETE": "bash_complete",
            "COMP_WORDS": words,
            "COMP_CWORD": str(len(words.split()) - 1),
            "GIGPLANNER_DATA": str(gig.folder),
        }
        done = subprocess.run(
            [sys.executable, "-m", "gigplanner"], env=env, text=True, capture_output=True, timeout=90
        )
        assert done.stderr == ""
        return done.stdout

    assert asked("gigplanner sug") == "plain,suggest\n"
    assert asked("gigplanner help qu") == "plain,quick-add\n"
    assert "plain,goal_week\n" in asked("gigplanner config set goal_")

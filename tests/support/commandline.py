"""The command line as a person or a script uses it: in this process, or as a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from gigplanner.cli.main import main

SUNDAY = "2026-11-22T08:14:00-06:00"  # in Chicago
CONFIG = 'zone = "America/Chicago"\ncurrency = "USD"\nmileage_rate = "0.50"\n'


class CommandLine:
    """Runs commands on one planbook, in this process, at a time of the test's choosing."""

    def __init__(self, folder: Path, clock: str = SUNDAY) -> None:
        self.folder = folder
        self.clock = clock
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "config.toml").write_text(CONFIG, encoding="utf-8")

    def invoke(self, *arguments: str, columns: str | None = None) -> Result:
        env = {"GIGPLANNER_DATA": str(self.folder), "GIGPLANNER_CLOCK": self.clock, "COLUMNS": columns}
        return CliRunner().invoke(main, list(arguments), env=env, prog_name="gigplanner")

    def run(self, *arguments: str, columns: str | None = None) -> str:
        """What a command that succeeds prints."""
        result = self.invoke(*arguments, columns=columns)
        assert result.exit_code == 0, (result.stderr, result.exception)
        assert result.stderr == ""
        return result.stdout

    def noticed(self, *arguments: str) -> tuple[str, str]:
        """What a command that succeeds prints, and the one line it says beside it."""
        result = self.invoke(*arguments)
        assert result.exit_code == 0, (result.stderr, result.exception)
        assert result.stderr.count("\n") == 1
        return result.stdout, result.stderr.strip()

    def json(self, *arguments: str) -> Any:
        """What a command that succeeds prints as JSON."""
        return json.loads(self.run(*arguments, "--json"))

    def refused(self, *arguments: str) -> str:
        """The one line with which a command is refused."""
        result = self.invoke(*arguments)
        assert result.exit_code == 1, result.output
        assert result.stderr.count("\n") == 1
        return result.stderr.strip()

    def misused(self, *arguments: str) -> str:
        """What a command says that is used wrongly."""
        result = self.invoke(*arguments)
        assert result.exit_code == 2, result.output
        return result.stderr


def environment(**changes: str) -> dict[str, str]:
    """The environment of a process of gigplanner that knows nothing of this machine's person."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIGPLANNER_")}
    return {**kept, "PYTHONUTF8": "1", **changes}


def process(*arguments: str, clock: str = SUNDAY, **changes: str) -> subprocess.CompletedProcess[str]:
    """Run gigplanner as a process of its own, without a terminal."""
    return subprocess.run(
        [sys.executable, "-m", "gigplanner", *arguments],
        capture_output=True,
        stdin=subprocess.DEVNULL,
        encoding="utf-8",
        env=environment(GIGPLANNER_CLOCK=clock, **changes),
        timeout=90,
        check=False,
    )

"""How a command fails: with one line on standard error, and with a report file if it was not foreseen."""

from __future__ import annotations

import os
from typing import IO, Any

import click

from gigplanner.cli.show import warn

DEBUG_VARIABLE = "GIGPLANNER_DEBUG"


class Refusal(click.ClickException):
    """Ends the program with exit status 1 and one clear line."""

    exit_code = 1

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the line on standard error."""
        warn(self.message)


def unforeseen(error: Exception) -> Refusal:
    """Return the refusal for an error of the program's own; its report holds no local variables."""
    return Refusal(f"Something went wrong inside gigplanner: the report is in {_write_report(error)}.")


def debugging() -> bool:
    """Whether the person asked for bare tracebacks."""
    return bool(os.environ.get(DEBUG_VARIABLE))


def _write_report(error: Exception) -> str:
    import platform
    import tempfile
    import traceback

    from gigplanner import __version__

    lines = [f"gigplanner {__version__}, Python {platform.python_version()}, {platform.system()}\n\n"]
    lines += traceback.format_exception(error)
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", errors="replace", prefix="gigplanner-report-", suffix=".txt", delete=False
    ) as report:
        report.writelines(lines)
    return report.name

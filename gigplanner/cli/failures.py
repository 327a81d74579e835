"""How a command fails: with one line on standard error, and with a report file if it was not foreseen."""

from __future__ import annotations

from typing import IO, Any

import click

from gigplanner.cli.reports import reported
from gigplanner.cli.show import warn


class Refusal(click.ClickException):
    """Ends the program with exit status 1 and one clear line."""

    exit_code = 1

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the line on standard error."""
        warn(self.message)


def unforeseen(error: Exception) -> Refusal:
    """Return the refusal for an error of the program's own; its report holds no local variables."""
    return Refusal(reported(error))

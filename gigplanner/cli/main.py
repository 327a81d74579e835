"""The command line: `gigplanner` alone opens the app, with a command it does that and ends.

A command's module is imported when it is asked for, and imports what it needs when it runs: `status` and
`shift` answer from status bars and key bindings, where a tenth of a second is felt.
"""

from __future__ import annotations

import importlib
import sys
from typing import Any, cast

import click

from gigplanner.cli.clock import make_clock
from gigplanner.cli.session import Session
from gigplanner.model.errors import GigError

# each command's module in gigplanner.cli.commands, and its name there
COMMANDS = {
    "add": "adding:add",
    "import": "importing:import_files",
    "tasks": "listing:tasks",
    "blocks": "listing:blocks",
    "earnings": "listing:earnings",
    "trips": "listing:trips",
    "expenses": "listing:expenses",
    "waits": "listing:waits",
    "done": "adding:done",
    "plan": "planning:plan",
    "suggest": "planning:suggest",
    "shift": "shift:shift",
    "offer": "offer:offer",
    "earn": "ledger:earn",
    "spend": "ledger:spend",
    "drive": "ledger:drive",
    "set-aside": "setting_aside:set_aside",
    "status": "status:status",
    "recap": "recap:recap",
    "insights": "insights:insights",
    "undo": "past:undo",
    "redo": "past:redo",
    "history": "past:history",
    "export": "export:export",
    "backup": "care:backup",
    "restore": "care:restore",
    "doctor": "care:doctor",
    "config": "preferences:config",
    "path": "care:path",
    "demo": "start:demo",
    "help": "help:help_",
    "completion": "help:completion",
    "serve": "serve:serve",
}


class GigGroup(click.Group):
    """Finds commands when they are asked for, and turns every failure into one line."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order of the help page."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module of a command and return it."""
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name].split(":")
        return cast(
            click.Command, getattr(importlib.import_module(f"gigplanner.cli.commands.{module}"), name)
        )

    def invoke(self, ctx: click.Context) -> Any:
        """Run what was asked for: the one place where errors end."""
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="replace")  # a terminal without € shows ?, and goes on
        try:
            return super().invoke(ctx)
        except GigError as error:
            from gigplanner.cli.failures import Refusal

            raise Refusal(str(error)) from None
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except KeyboardInterrupt:
            from gigplanner.cli.opening import INTERRUPTED

            ctx.exit(INTERRUPTED)
        except Exception as error:
            from gigplanner.cli.failures import unforeseen
            from gigplanner.cli.reports import debugging

            if debugging():
                raise
            raise unforeseen(error) from None


def _version(context: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if value:
        from gigplanner import __version__

        click.echo(f"gigplanner {__version__}")
        context.exit()


@click.group(
    cls=GigGroup, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.option("--data", "folder", metavar="DIR", help="Keep everything in DIR, preferences included.")
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Say which."
)
@click.pass_context
def main(context: click.Context, folder: str | None) -> None:
    """Plan a gig worker's day, run the shift, close with a recap. Without a command: open the app.

    Everything stays in files on this machine. GIGPLANNER_DATA names their folder, as --data does.
    """
    context.obj = Session(make_clock(), folder)
    if context.invoked_subcommand is None:
        from gigplanner.cli.opening import open_app

        context.exit(open_app(context.obj.places, context.obj.clock))

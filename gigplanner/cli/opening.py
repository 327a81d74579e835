"""Opening the app: on the person's planbook, or on a made-up one. Needs no command parser, and loads none."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from gigplanner.cli.clock import make_clock
from gigplanner.cli.reports import debugging, reported
from gigplanner.model.errors import GigError
from gigplanner.model.text import clean_text

if TYPE_CHECKING:
    from gigplanner.planbook.places import Places

USUAL_DAYS = 60
INTERRUPTED = 130  # the shell's exit status for Ctrl+C
SERVED_DRIVER = "gigplanner.tui.served_driver:ServedDriver"  # what TEXTUAL_DRIVER says to an app in a browser
WANTS_DEMO = 64  # the exit status with which an app in a browser asks for the demo in its place


def open_alone() -> int:
    """Do what `gigplanner` without a further word does; return the exit status."""
    from gigplanner.planbook.places import find_places

    try:
        return open_app(find_places(), make_clock())
    except GigError as error:
        sentence = str(error)
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:
        if debugging():
            raise
        sentence = reported(error)
    sys.stderr.write(f"{clean_text(sentence, 1000)}\n")
    return 1


def open_app(places: Places, clock: Callable[[], datetime]) -> int:
    """Run the app on the planbook at `places`; return its exit status. Raises GigError."""
    _need_terminal()
    from gigplanner.tui.app import DEMO_WANTED, run_app

    status = run_app(places, clock)
    if status != DEMO_WANTED:
        return status
    return WANTS_DEMO if _is_served() else open_demo(clock, USUAL_DAYS, seed=1)


def open_demo(clock: Callable[[], datetime], days: int, seed: int) -> int:
    """Run the app on a made-up planbook of `days` days that is gone afterwards; return its exit status."""
    _need_terminal()
    import tempfile

    from gigplanner.planbook.config import local_zone
    from gigplanner.planbook.places import find_places
    from gigplanner.tui.app import run_app
    from gigplanner.workday.demo import write_demo

    if hasattr(signal, "SIGTERM"):  # while the planbook is written; the app sees to itself
        signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
    with tempfile.TemporaryDirectory(prefix="gigplanner-demo-", ignore_cleanup_errors=True) as name:
        folder = Path(name) / "planbook"
        write_demo(folder, clock(), days=days, seed=seed, zone=local_zone())
        return run_app(find_places(folder), clock, demo=True)


def _is_served() -> bool:
    return os.environ.get("TEXTUAL_DRIVER") == SERVED_DRIVER


def _need_terminal() -> None:
    if _is_served():
        return
    streams = (sys.stdin, sys.stdout)
    if not all(stream is not None and stream.isatty() for stream in streams):
        raise GigError("gigplanner needs a terminal; use a command such as gigplanner status.")

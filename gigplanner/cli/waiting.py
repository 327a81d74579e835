"""A word to whoever waits at a terminal for what takes long."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Timer

PATIENCE = 1.0  # seconds


@contextmanager
def patience(words: str) -> Iterator[None]:
    """Show `words` at the terminal once the work inside has taken a second, and take them back after it."""
    if not sys.stderr.isatty():
        yield
        return
    shown = Event()

    def show() -> None:
        sys.stderr.write(words)
        sys.stderr.flush()
        shown.set()

    timer = Timer(PATIENCE, show)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        if shown.is_set():
            sys.stderr.write(f"\r{' ' * len(words)}\r")
            sys.stderr.flush()

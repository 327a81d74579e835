"""How a thread that computes for long leaves the screen its turns."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

TURN = 0.001  # seconds after which a thread that computes lets the screen have its turn


class _Rest:
    """How many wait for the collector to rest, and whether it is to go on after the last."""

    lock = Lock()
    count = 0
    was_at_work = False


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Have no garbage collected meanwhile: a full collection stops every thread for several frames."""
    with _Rest.lock:
        if not _Rest.count:
            _Rest.was_at_work = gc.isenabled()
            gc.disable()
        _Rest.count += 1
    try:
        yield
    finally:
        with _Rest.lock:
            _Rest.count -= 1
            if not _Rest.count and _Rest.was_at_work:
                gc.enable()


def take_short_turns() -> None:
    """Have threads take turns of a millisecond at most."""
    sys.setswitchinterval(min(TURN, sys.getswitchinterval()))

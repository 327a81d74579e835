"""Collecting garbage while nobody waits: a full collection takes as long as four or five frames."""

from __future__ import annotations

import gc
from time import monotonic

YOUNG = (
    10_000  # objects until the youngest are looked at; at Python's 700 a dialog that opens is looked at often
)
MIDDLE = 5  # such looks until the middle generation is looked at too
RARELY = 20  # looks at the middle generation until all is looked at in any case
MUCH = 1  # such looks after which it is worth while to look at all
A_MOMENT = 1.5  # seconds without a key or the mouse


class Garbage:
    """Python's collector under an app that was started with it at rest; any other is left alone."""

    def __init__(self) -> None:
        self._is_ours = False
        self._last_input = monotonic()

    def begin(self) -> None:
        """Let the collector work again if it rested, without ever looking at what the start has made."""
        if not gc.isenabled():
            self._is_ours = True
            gc.freeze()
            gc.set_threshold(YOUNG, MIDDLE, RARELY)
            gc.enable()

    def note_input(self) -> None:
        """Note that somebody waits for what a key or the mouse does."""
        self._last_input = monotonic()

    def look(self) -> None:
        """Look at all there is, if there may be much to collect and nobody waits."""
        if self._is_ours and gc.get_count()[2] >= MUCH and monotonic() - self._last_input > A_MOMENT:
            gc.collect()

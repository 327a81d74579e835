"""What a test of the battery counts."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

EXAMPLES = 3  # losses that are told in words


@dataclass
class Tally:
    """Trials, and what was lost in them."""

    trials: int = 0
    losses: int = 0
    examples: list[str] = field(default_factory=list)
    note: str = ""
    skipped: str = ""  # why nothing can be tried on this machine
    began: float = field(default_factory=time.perf_counter)
    seconds: float = 0.0

    def count(self, complaint: str | None) -> None:
        """One trial more; `complaint` says what went wrong in it, if anything did."""
        self.trials += 1
        self.seconds = time.perf_counter() - self.began
        if complaint:
            self.losses += 1
            if len(self.examples) < EXAMPLES:
                self.examples.append(complaint)

"""How long the machine has been up: beside the clock, it tells when the clock was set anew."""

from __future__ import annotations

import time
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import NamedTuple

_SAME = 2.0  # seconds


class Stamp(NamedTuple):
    """A boot of the machine, and the milliseconds since it, sleep included; nothing where nobody knows."""

    boot: str = ""
    uptime_ms: int = 0


def stamp(now: datetime) -> Stamp:
    """Return the stamp of `now`; an empty one unless `now` is what the machine's own clock shows."""
    clock = getattr(time, "CLOCK_BOOTTIME", None)  # Linux; other systems' clocks stand still in sleep
    boot = _boot() if clock is not None else ""
    if clock is None or not boot or abs(now.timestamp() - time.time()) > _SAME:
        return Stamp()
    return Stamp(boot, time.clock_gettime_ns(clock) // 1_000_000)


@cache
def _boot() -> str:
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()[:8]
    except (OSError, ValueError):
        return ""

"""A timer that was forgotten: noticed by its silence, with the likely end of the shift."""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec import Struct

from gigplanner.model.settings import Settings
from gigplanner.model.shiftlog import ShiftLog
from gigplanner.model.showing import show_clock
from gigplanner.model.times import MINUTE, show_minutes
from gigplanner.scheduler.waits import WaitModel

SOONEST = timedelta(minutes=90)  # nobody is asked before, however short their waits are
SOONEST_BUSY = timedelta(hours=5)  # on an order or a break: a long batch, a ride out of town, an errand
LATEST = timedelta(hours=14)
HARDLY_EVER = 0.999  # of the waits are shorter than the one that is asked about


class Forgotten(Struct, frozen=True, kw_only=True):
    """A shift that nothing was logged of for longer than it should be."""

    last: datetime
    """When its last event was."""
    quiet: timedelta
    """How long nothing was logged."""
    likely_end: datetime
    """When it probably ended."""
    why: str
    """What that is taken from."""

    def sentence(self, settings: Settings) -> str:
        """Return the question and how to answer it, in one line."""
        last, end = settings.wall(self.last), settings.wall(self.likely_end)
        time = f"{end:%H:%M}" if self.quiet < timedelta(hours=8) else f"'{end:%Y-%m-%d %H:%M}'"
        return (
            f"Still working? Nothing was logged for {show_minutes(self.quiet / MINUTE)}, "
            f"since {show_clock(last)}: "
            f"gigplanner shift stop --at {time} ends it ({self.why})."
        )


def forgotten(
    log: ShiftLog, waits: WaitModel, now: datetime, *, block_end: datetime | None = None
) -> Forgotten | None:
    """Return what is to be asked about a running shift whose timer seems forgotten, or None.

    It seems so when nothing was logged for longer than this person's waits last (999 of 1,000 of them), at
    least 90 minutes, on an order or a break at least five hours, and after 14 hours in any case. It probably
    ended with its planned block, if that ended since the last event; else a typical wait after that event.
    """
    if log.state == "off":
        return None
    last = log.events[-1].at
    quiet = now - last
    if quiet <= allowed_quiet(log, waits):
        return None
    if block_end is not None and last < block_end <= now:
        return Forgotten(last=last, quiet=quiet, likely_end=block_end, why="the end of the planned shift")
    typical = timedelta(seconds=round(waits.quantile(0.5) * 60))
    return Forgotten(
        last=last, quiet=quiet, likely_end=min(now, last + typical), why="a typical wait after that"
    )


def allowed_quiet(log: ShiftLog, waits: WaitModel) -> timedelta:
    """Return for how long nothing need be logged of a running shift."""
    longest = max(timedelta(minutes=min(waits.quantile(HARDLY_EVER), 24 * 60.0)), SOONEST)
    if log.state != "waiting":
        longest = max(longest, SOONEST_BUSY)
    return min(longest, LATEST)

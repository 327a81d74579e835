"""Whether the timer of the running shift was forgotten."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from gigplanner.model.shiftlog import ShiftLog
from gigplanner.workday.desk import Desk
from gigplanner.workday.shifts import current_shift, planned_end

if TYPE_CHECKING:
    from gigplanner.insights.forgotten import Forgotten
    from gigplanner.scheduler.waits import WaitModel

_NEVER_ASKED = timedelta(minutes=90)  # before: see `insights.forgotten.SOONEST`


def forgotten_shift(
    desk: Desk, now: datetime, *, log: ShiftLog | None = None, model: WaitModel | None = None
) -> Forgotten | None:
    """What is to be asked about the running shift (`log`, if it is known already), or None.

    The person's waits are learned only where the silence is long enough that they matter.
    """
    log = log or current_shift(desk, now)
    if log is None or log.state == "off" or now - log.events[-1].at < _NEVER_ASKED:
        return None
    from gigplanner.insights.forgotten import forgotten
    from gigplanner.workday.waits import learned_waits

    return forgotten(log, model or learned_waits(desk, now), now, block_end=planned_end(desk, log))

"""Quick add: one line becomes a task, a block, an earning, an expense, a trip or money for tax."""

from __future__ import annotations

from datetime import datetime

from gigplanner.model.records import Block, Earning, Expense, SetAside, Task, Trip
from gigplanner.workday import blocks, ledger, queue
from gigplanner.workday.desk import Desk, Done
from gigplanner.workday.quickline import Understood, understand


def preview(desk: Desk, text: str, now: datetime) -> Understood:
    """Say how `text` is understood, without keeping anything. Raises BadInput."""
    return understand(text, now=now, settings=desk.settings, catalogue=desk.catalogue)


def quick_add(desk: Desk, text: str, now: datetime) -> Done:
    """Keep what `text` says. Raises BadInput."""
    record = preview(desk, text, now).record
    match record:
        case Task():
            return queue.add_task(desk, record, now)
        case Block():
            return blocks.add_block(desk, record, now)
        case Earning():
            return ledger.earn(desk, record, now)
        case Expense():
            return ledger.spend(desk, record, now)
        case Trip():
            return ledger.drive(desk, record, now)
        case SetAside():
            return ledger.set_aside(desk, record, now)
    raise TypeError(type(record).__name__)

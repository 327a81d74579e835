"""A clock that goes back and forth by hours, days and years while actions are done."""

from __future__ import annotations

import os
import random
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from msgspec.structs import replace
from support.planbooks import a_task, an_earning, holdings, on_disk

from gigplanner.model import Earning, Record, Span
from gigplanner.planbook import Planbook

from .tally import Tally

MOMENTS = (
    datetime(2026, 3, 8, 9, 59, 59, tzinfo=UTC),  # before clocks go forward in Chicago
    datetime(2026, 11, 1, 6, 30, tzinfo=UTC),  # while they go back
    datetime(2028, 2, 29, 23, 59, 59, 999_999, tzinfo=UTC),
    datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC),
    datetime(1970, 1, 1, tzinfo=UTC),
    datetime(2099, 12, 31, tzinfo=UTC),
)
ACTIONS = 12


def run(trials: int) -> Tally:
    """Do a few actions by such a clock, as often as said; undo them all."""
    tally = Tally()
    choose = random.Random(os.urandom(8))
    for _ in range(trials):
        with tempfile.TemporaryDirectory() as scratch:
            try:
                tally.count(one_day(Path(scratch), choose))
            except Exception as error:  # whatever it is, it is a loss
                tally.count(repr(error))
    return tally


def one_day(folder: Path, choose: random.Random) -> str | None:
    """Act with two windows whose clocks disagree; everything is there, in the order in which it was done."""
    held: dict[str, Record] = {}
    words: list[str] = []
    now = choose.choice(MOMENTS)
    for number in range(ACTIONS):
        now = _moved(now, choose)
        record: Record = an_earning(f"earning {number}", at=now) if number % 2 else a_task(f"task {number}")
        if number % 5 == 4:
            record = replace(an_earning("earning 1", at=now), note=str(number))
        with Planbook(folder) as book:
            if book.seq != number:
                return f"{book.seq} actions are counted after {number}"
            with book.action(f"action {number}", now=now) as action:
                old = book.find(type(record), record.id)
                action.put(record, replaces=old)
        held[record.id] = record
        words.append(f"action {number}")
    book = Planbook(folder)
    if on_disk(folder) != held:
        return "not everything is there"
    if [item.words for item in reversed(book.history())] != words:
        return "the history is out of order"
    earnings = [one for one in held.values() if isinstance(one, Earning)]
    for one in earnings:
        if one not in book.within(Earning, Span(one.at, one.at + timedelta(seconds=1))):
            return f"{one.id} is not found at its time"
    undone = [book.undo(_moved(now, choose)) for _ in words]
    return None if undone == words[::-1] and holdings(book) == {} else "not everything could be undone"


def _moved(now: datetime, choose: random.Random) -> datetime:
    step = choose.choice((1.0, 3600.0, -3600.0, 86400.0, -86400.0 * 40, 86400.0 * 400, 0.0))
    moved = choose.choice(MOMENTS) if choose.random() < 0.2 else now + timedelta(seconds=step)
    return max(moved, MOMENTS[4])

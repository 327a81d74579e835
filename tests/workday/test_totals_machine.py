"""Totals out of the cache are what a recount of the raw files finds, whatever was done to the planbook."""

from __future__ import annotations

import re
import shutil
import tempfile
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, multiple, rule
from msgspec.structs import replace
from support.recount import Counted, recount

from gigplanner.insights.digest_sums import sums_of
from gigplanner.model import Earning, Expense, Money, Record, Settings, Trip
from gigplanner.model.records import MoneyStatus, ShiftEvent, ShiftEventKind
from gigplanner.planbook import Planbook
from gigplanner.planbook.backups import all_backups, make_backup
from gigplanner.planbook.restoring import put_back
from gigplanner.workday.desk import Desk
from gigplanner.workday.totals import all_digests

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
EDGES = (
    datetime(2026, 9, 30, 23, 30, tzinfo=UTC),
    datetime(2026, 11, 1, 0, 0, tzinfo=UTC),  # of the month file; a Sunday, when Chicago's clocks go back
    datetime(2026, 11, 1, 9, 15, tzinfo=UTC),  # of the month of somebody in Chicago whose day ends at four
    datetime(2027, 1, 1, 5, 0, tzinfo=UTC),
)
MINUTES = st.integers(-300, 300).map(lambda minutes: timedelta(minutes=minutes))
MOMENTS = st.builds(lambda edge, minutes: edge + minutes, st.sampled_from(EDGES), MINUTES)
NAMES = st.sampled_from("abcd")
AMOUNTS = st.builds(Money, st.integers(0, 5000), st.sampled_from(("USD", "USD", "USD", "EUR")))
STATES: st.SearchStrategy[MoneyStatus] = st.sampled_from(
    ("expected", "pending", "approved", "paid", "rejected")
)
KINDS: st.SearchStrategy[ShiftEventKind] = st.sampled_from(
    ("started", "order", "delivered", "break", "resumed", "online", "offline", "stopped")
)
ZONES = ("UTC", "America/Chicago", "Pacific/Auckland")
DAY_ENDS = (time(0), time(4), time(4, 30))


class TotalsMachine(RuleBasedStateMachine):
    """Two windows on one folder, a person who meddles with its files, and a recount after every step."""

    windows = Bundle("windows")

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.patch = pytest.MonkeyPatch()
        self.patch.setattr("gigplanner.planbook.journal.CUT_AT", 12)  # so that the journal is cut now and
        self.patch.setattr("gigplanner.planbook.journal.KEEP", 4)  # then, and old copies stay old
        # so short that stamps are remembered between the steps, and longer than a clock of files ticks
        self.patch.setattr("gigplanner.planbook.stamps.SETTLED_AFTER", 10_000_000)
        self.settings = Settings()
        self.held: dict[str, Record] = {}
        self.copies: list[tuple[Path, bytes]] = []
        self.books: dict[str, Planbook] = {}

    @initialize(target=windows)
    def open_both(self):
        self.books = {"app": Planbook(self.folder), "phone": Planbook(self.folder)}
        return multiple("app", "phone")

    # --- what people do --------------------------------------------------------------------------------

    def _put(self, window: str, record: Record) -> None:
        book = self.books[window]
        with book.action("Put", now=NOW) as action:
            action.put(record, replaces=book.find(type(record), record.id))
        self.held[record.id] = record

    @rule(
        window=windows,
        name=NAMES,
        at=MOMENTS,
        gross=AMOUNTS,
        tip=st.none() | AMOUNTS,
        fee=st.none() | AMOUNTS,
        status=STATES,
    )
    def earn_or_edit(
        self,
        window: str,
        name: str,
        at: datetime,
        gross: Money,
        tip: Money | None,
        fee: Money | None,
        status: MoneyStatus,
    ):
        platform = "DoorDash" if name in "ab" else "Prolific"
        earning = Earning(
            id=f"pay {name}", at=at, gross=gross, tip=tip, fee=fee, status=status, platform=platform
        )
        self._put(window, earning)

    @rule(window=windows, name=NAMES, status=STATES)
    def be_paid_or_not(self, window: str, name: str, status: MoneyStatus):
        earning = self.books[window].find(Earning, f"pay {name}")
        if earning is not None:
            self._put(window, replace(earning, status=status))

    @rule(window=windows, name=NAMES, at=MOMENTS, amount=AMOUNTS)
    def spend(self, window: str, name: str, at: datetime, amount: Money):
        self._put(window, Expense(id=f"spent {name}", at=at, amount=amount))

    @rule(window=windows, name=NAMES, at=MOMENTS, tenths=st.integers(1, 900))
    def drive(self, window: str, name: str, at: datetime, tenths: int):
        self._put(window, Trip(id=f"trip {name}", at=at, miles=Decimal(tenths) / 10))

    @rule(
        window=windows,
        shift=st.sampled_from("xy"),
        kind=KINDS,
        at=MOMENTS,
        seq=st.integers(0, 3),
        platform=st.sampled_from(("DoorDash", "DoorDash", "Uber", "")),
    )
    def log_or_move_an_event(
        self, window: str, shift: str, kind: ShiftEventKind, at: datetime, seq: int, platform: str
    ):
        event = ShiftEvent(id=f"{shift} {seq}", shift=shift, kind=kind, at=at, seq=seq, platform=platform)
        self._put(window, event)

    @rule(window=windows, edge=st.sampled_from(EDGES), before=MINUTES, data=st.data())
    def work_a_shift_over_an_edge(self, window: str, edge: datetime, before: timedelta, data: st.DataObject):
        at = edge - abs(before)
        with self.books[window].action("Worked", now=NOW) as action:
            story = ("started", "online", "order", "delivered", "break", "resumed", "stopped")
            for seq, kind in enumerate(story):
                platform = "Lyft" if kind == "online" else "Uber"
                event = ShiftEvent(id=f"z {seq}", shift="z", kind=kind, at=at, seq=seq, platform=platform)
                action.put(event, replaces=self.books[window].find(ShiftEvent, event.id))
                self.held[event.id] = event
                at += timedelta(minutes=data.draw(st.integers(0, 120)))

    @rule(window=windows, data=st.data())
    def remove_one(self, window: str, data: st.DataObject):
        name = data.draw(st.sampled_from(sorted(self.held) or ["nothing"]))
        record = self.held.get(name)
        found = record and self.books[window].find(type(record), name)
        if found:
            with self.books[window].action("Remove", now=NOW) as action:
                action.remove(found)

    @rule(window=windows)
    def undo(self, window: str):
        self.books[window].undo(NOW)

    @rule(window=windows)
    def redo(self, window: str):
        self.books[window].redo(NOW)

    @rule(window=windows)
    def bring_the_files_up_to_date(self, window: str):
        self.books[window].checkpoint()

    @rule(window=windows)
    def close_and_open(self, window: str):
        self.books[window].close()
        self.books[window] = Planbook(self.folder)

    @rule(zone=st.sampled_from(ZONES), day_ends=st.sampled_from(DAY_ENDS))
    def move_house_or_hours(self, zone: str, day_ends: time):
        self.settings = replace(self.settings, zone=zone, day_ends=day_ends)

    # --- what happens to files -------------------------------------------------------------------------

    @rule(window=windows)
    def back_up(self, window: str):
        if not self.books[window].is_empty:
            make_backup(self.books[window], now=NOW, why="by hand")

    @rule(window=windows, which=st.integers(0, 2))
    def restore(self, window: str, which: int):
        backups = all_backups(self.folder)
        if backups:
            put_back(self.books[window], backups[which % len(backups)], "Restored", NOW)

    @rule()
    def copy_the_months(self):
        self.copies += [(path, path.read_bytes()) for path in (self.folder / "months").glob("*.json")]

    @rule(which=st.integers(0, 20))
    def put_an_older_copy_back(self, which: int):
        if self.copies:
            path, data = self.copies[which % len(self.copies)]
            path.write_bytes(data)
            self.books = {name: Planbook(self.folder) for name in self.books}

    @rule(which=st.integers(0, 20), how=st.sampled_from(("gone", "cut", "swapped", "empty", "all")))
    def meddle_with_the_cache(self, which: int, how: str):
        kept = sorted((self.folder / "cache").glob("*.json"))
        if not kept:
            return
        path = kept[which % len(kept)]
        data = path.read_bytes()
        if how == "gone":
            path.unlink()
        elif how == "cut":
            path.write_bytes(data[: len(data) // 2])
        elif how == "swapped":
            path.write_bytes(kept[0].read_bytes())
        elif how == "empty":
            path.write_bytes(b"")
        else:
            shutil.rmtree(path.parent)

    @rule()
    def forge_the_amounts_in_the_cache(self):
        for path in (self.folder / "cache").glob("*.json"):
            path.write_bytes(re.sub(rb'(USD|EUR)",\d', rb'\g<1>",7', path.read_bytes()))

    # --- what must hold --------------------------------------------------------------------------------

    @invariant()
    def totals_are_a_recount(self):
        if not self.books:
            return
        expected = recount(self.folder, self.settings.zone, self.settings.day_ends, "USD", NOW)
        for book in (Planbook(self.folder), *self.books.values()):
            book.refresh()
            assert self._totals(book) == expected

    def _totals(self, book: Planbook) -> dict[date, Counted]:
        digests = all_digests(Desk(book, self.settings), NOW)
        assert [digest.day for digest in digests] == sorted({digest.day for digest in digests})
        months = sorted({digest.day.replace(day=1) for digest in digests})
        counted = {
            first: as_counted([one for one in digests if one.day.replace(day=1) == first], self.settings)
            for first in months
        }
        return {first: one for first, one in counted.items() if one != as_counted([], self.settings)}

    def teardown(self) -> None:
        self.patch.undo()
        shutil.rmtree(self.folder)


def as_counted(digests: list, person: Settings) -> Counted:
    """The sums of digests in the terms of the recount."""
    sums = sums_of(digests, person)
    tally, worked = sums.takings.tally, sums.worked
    money = {
        "gross": tally.gross.minor,
        "tips": tally.tips.minor,
        "fees": tally.fees.minor,
        "pending": tally.pending.minor,
        "jobs": tally.count,
        "pending jobs": tally.pending_count,
    }
    time_spent = {
        "online": worked.online_seconds // 60,
        "active": worked.active_seconds // 60,
        "break": worked.break_seconds // 60,
    }
    return Counted(
        money={name: value for name, value in money.items() if value},
        platforms={part.name: part.tally.earned.minor for part in sums.platforms if part.tally.earned},
        hours={bar.hour: bar.earned.minor for bar in sums.hours if bar.earned},
        others={currency: amount.minor for currency, amount in sums.takings.others.items()},
        expenses=sums.takings.expenses.minor,
        miles=sums.takings.miles,
        time={state: minutes for state, minutes in time_spent.items() if minutes},
        online={part.name: part.online_seconds // 60 for part in sums.platforms if part.online_seconds},
        shifts=worked.shifts,
        orders=worked.orders,
    )


TestTotalsMachine = TotalsMachine.TestCase
TestTotalsMachine.settings = settings(
    max_examples=12, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)

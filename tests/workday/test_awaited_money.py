"""Awaited money is found wherever it lies, and only those days are read."""

from __future__ import annotations

from pathlib import Path

from support.desks import a_desk, clock, usd

from gigplanner.model import Earning
from gigplanner.workday.awaited import awaited
from gigplanner.workday.ledger import earn

NOW = clock("2026-11-22 20:00")


def test_an_old_payment_is_not_forgotten(tmp_path: Path):
    desk = a_desk(tmp_path)
    for at, amount, status in (
        ("2024-02-03 12:00", "12.00", "pending"),
        ("2026-11-20 12:00", "3.00", "pending"),
        ("2026-11-20 13:00", "50.00", "paid"),
    ):
        earning = Earning(id="", at=clock(at), gross=usd(amount), platform="Appen", status=status)  # type: ignore[arg-type]
        earn(desk, earning, NOW)
    (appen,) = awaited(desk, NOW)
    assert (appen.total, appen.overdue, appen.late_count) == (usd("15.00"), usd("12.00"), 0)

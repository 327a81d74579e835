"""Reading the synthetic exports of freelance platforms and payment services."""

from __future__ import annotations

from support.importing import FIXTURES, context

from gigplanner.interop.registry import Reading, read_file
from gigplanner.model import Earning, Expense

ONE_MOVED = (
    "1 withdrawal, payout or transfer was left out: money on the move, which is neither earned nor spent."
)


def read_money(path: str, as_format: str | None = None, **changes: str) -> Reading:
    """Read a file of tests/fixtures/money under a name that tells nothing, some of its text replaced."""
    data = (FIXTURES / "money" / path).read_bytes()
    for old, new in changes.items():
        data = data.replace(old.encode(), new.encode())
    return read_file("download (3)", data, context(), as_format)


def earned(reading: Reading) -> list[Earning]:
    """The earnings, in the order of the file."""
    return [record for record in reading.records if isinstance(record, Earning)]


def spent(reading: Reading) -> list[Expense]:
    """The expenses, in the order of the file."""
    return [record for record in reading.records if isinstance(record, Expense)]


def sums(earnings: list[Earning] | tuple[Earning, ...]) -> list[tuple[str, str]]:
    """Of each earning what came, and what was taken of it, as they are shown."""
    return [(str(each.total), str(each.fee or "")) for each in earnings]

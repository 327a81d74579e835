"""An action over many months, such as an import: its changes are read once, not once for each month."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from gigplanner.model import Earning, Money
from gigplanner.planbook import Planbook
from gigplanner.planbook.journal import Journal
from gigplanner.planbook.lines import Change, Entry

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
MONTHS = [datetime(2020 + number // 12, number % 12 + 1, 5, tzinfo=UTC) for number in range(48)]


def earnings(book: Planbook) -> dict[str, datetime]:
    return {earning.id: earning.at for earning in book.every(Earning)}


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The numbers of the actions whose changes are read from the journal, as they are."""
    read: list[int] = []
    real = Journal.changes_of

    def counted(journal: Journal, entry: Entry) -> tuple[Change, ...]:
        read.append(entry.seq)
        return real(journal, entry)

    monkeypatch.setattr(Journal, "changes_of", counted)
    return read


def imported(book: Planbook) -> dict[str, datetime]:
    with book.action("Imported years", now=NOW) as action:
        for number, at in enumerate(MONTHS):
            action.put(Earning(id=f"e{number}", at=at, gross=Money(100, "USD"), note="x" * 400))
    return {f"e{number}": at for number, at in enumerate(MONTHS)}


def test_bringing_many_months_up_to_date_does_not_read_the_action_again(
    tmp_path: Path, readings: list[int]
) -> None:
    book = Planbook(tmp_path)
    expected = imported(book)
    assert earnings(book) == expected
    book.close()
    assert readings == []
    assert earnings(Planbook(tmp_path)) == expected


def test_another_process_reads_it_once_and_sees_what_comes_after(tmp_path: Path, readings: list[int]) -> None:
    book = Planbook(tmp_path)
    expected = imported(book)
    other = Planbook(tmp_path)
    assert earnings(other) == expected
    assert readings == [1]
    assert book.undo(NOW) == "Imported years"
    other.refresh()
    assert earnings(other) == earnings(book) == {}
    assert other.redo(NOW) == "Imported years"
    other.close()
    book.refresh()
    assert earnings(other) == earnings(book) == earnings(Planbook(tmp_path)) == expected

"""An action over many months, such as an import: its changes are not all read for each month."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

import pytest

from gigplanner.model import Earning, Money
from gigplanner.planbook import Planbook, pieces
from gigplanner.planbook.lines import Piece
from gigplanner.planbook.shelf import MONTHS_KEPT

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
MONTHS = [datetime(2020 + number // 12, number % 12 + 1, 5, tzinfo=UTC) for number in range(48)]


def earnings(book: Planbook) -> dict[str, datetime]:
    return {earning.id: earning.at for earning in book.every(Earning)}


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often changes of each month are read from the file beside the journal."""
    read: Counter[str] = Counter()
    real = pieces._whole_piece

    def counted(file: BinaryIO, start: int, piece: Piece, path: Path) -> bytes:
        read[piece.file] += 1
        return real(file, start, piece, path)

    monkeypatch.setattr(pieces, "_whole_piece", counted)
    return read


def imported(book: Planbook) -> dict[str, datetime]:
    with book.action("Imported years", now=NOW) as action:
        for number, at in enumerate(MONTHS):
            action.put(Earning(id=f"e{number}", at=at, gross=Money(100, "USD"), note="x" * 400))
    return {f"e{number}": at for number, at in enumerate(MONTHS)}


def test_bringing_many_months_up_to_date_reads_of_each_its_own_changes(
    tmp_path: Path, readings: Counter[str]
) -> None:
    book = Planbook(tmp_path)
    expected = imported(book)
    readings.clear()
    book.close()
    assert len(readings) >= len(MONTHS) - MONTHS_KEPT and set(readings.values()) == {1}
    assert earnings(Planbook(tmp_path)) == expected


def test_another_process_reads_it_once_and_sees_what_comes_after(
    tmp_path: Path, readings: Counter[str]
) -> None:
    book = Planbook(tmp_path)
    expected = imported(book)
    readings.clear()
    other = Planbook(tmp_path)
    assert earnings(other) == expected
    assert readings == dict.fromkeys(readings, 1)
    assert book.undo(NOW) == "Imported years"
    other.refresh()
    assert earnings(other) == earnings(book) == {}
    assert other.redo(NOW) == "Imported years"
    other.close()
    book.refresh()
    assert earnings(other) == earnings(book) == earnings(Planbook(tmp_path)) == expected

"""An action in many pieces is one action: whatever ends it half-way leaves the planbook as it was."""

from __future__ import annotations

import errno
import hashlib
import os
import signal
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import msgspec
import pytest
from support.planbooks import NOW, a_task, an_earning, holdings, on_disk, put, temporaries

from gigplanner.model import Earning
from gigplanner.planbook import NotSaved, Planbook
from gigplanner.planbook.doctor import examine_files
from gigplanner.planbook.journal import Journal
from gigplanner.planbook.lines import Change, LargeEntry, Mark, PiecedEntry
from gigplanner.planbook.migrations import current_format

MONTHS = [datetime(2026, month, 7, tzinfo=UTC) for month in range(1, 7)]
CALLS = ("open", "write", "fsync", "replace", "unlink", "ftruncate")


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if a few kilobytes were what a large import is."""
    monkeypatch.setattr("gigplanner.planbook.journal.LARGE", 600)
    monkeypatch.setattr("gigplanner.planbook.pieces.HELD", 3000)


def years(number: int = 60) -> Iterator[tuple[Earning, None]]:
    """Earnings of some months, not in the order of time."""
    for one in range(number):
        yield an_earning(f"e{one}", at=MONTHS[one * 5 % len(MONTHS)]), None


def bring(book: Planbook, records: Iterator[tuple[Earning, None]] | None = None) -> None:
    with book.action("Imported years", now=NOW) as action:
        action.put_all(years() if records is None else records)


def last_entry(folder: Path) -> PiecedEntry:
    journal = Journal(folder / "journal.log")
    journal.follow()
    return [entry for entry in journal.entries() if isinstance(entry, PiecedEntry)][-1]


def dying(after: int) -> Iterator[tuple[str, Callable[..., Any]]]:
    """The calls that change the disk, of which the one behind `after` others is never made."""
    numbers = count()

    def counted(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            if next(numbers) >= after:
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*arguments, **options)

        return call

    return ((name, counted(getattr(os, name))) for name in CALLS)


def is_killed(folder: Path, after: int) -> bool:
    """Import in a process that is killed at that call; return whether it was still under way."""
    child = os.fork()
    if not child:
        book = Planbook(folder)
        for name, call in dying(after):
            setattr(os, name, call)
        bring(book)
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def test_killed_at_any_call_it_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    whole = {"survey", *(record.id for record, _ in years())}
    seen: list[frozenset[str]] = []
    for after in count():
        folder = tmp_path / str(after)
        put(Planbook(folder), a_task("survey"))
        other = Planbook(folder)
        was_killed = is_killed(folder, after)
        other.refresh()
        assert set(holdings(other)) == set(on_disk(folder))
        seen.append(frozenset(on_disk(folder)))
        assert seen[-1] in ({"survey"}, whole)
        put(other, a_task("next"))
        other.close()
        assert set(on_disk(folder)) == {"next", *seen[-1]}
        assert temporaries(folder) == []
        assert len(list(folder.glob("journal-*.log"))) == (seen[-1] == whole)
        if not was_killed:
            break
    assert seen[0] == {"survey"} and seen[-1] == whole
    assert seen == sorted(seen, key=len)
    assert len(last_entry(tmp_path / str(after)).pieces) < len(
        seen
    )  # there was a call between any two pieces


def test_a_restart_later_one_undo_takes_all_of_it_back_and_redo_brings_it_again(tmp_path: Path) -> None:
    with Planbook(tmp_path) as book:
        put(book, a_task("survey"), an_earning("other", at=MONTHS[0]))
        before = holdings(book)
        bring(book)
        after = holdings(book)
    assert len(last_entry(tmp_path).pieces) > len(MONTHS)
    with Planbook(tmp_path) as book:
        assert book.undo(NOW) == "Imported years"
        assert holdings(book) == on_disk(tmp_path) == before
    with Planbook(tmp_path) as book:
        assert book.redo(NOW) == "Imported years"
    assert on_disk(tmp_path) == after


def test_what_goes_wrong_while_the_records_are_gone_through_leaves_nothing(tmp_path: Path) -> None:
    def stopped() -> Iterator[tuple[Earning, None]]:
        yield from years(50)
        raise KeyboardInterrupt

    book = Planbook(tmp_path)
    put(book, a_task("survey"))
    with pytest.raises(KeyboardInterrupt):
        bring(book, stopped())
    assert temporaries(tmp_path) == [] and not list(tmp_path.glob("journal-*.log"))
    assert set(holdings(book)) == set(on_disk(tmp_path)) == {"survey"}
    bring(book)
    assert len(on_disk(tmp_path)) == 61


def test_a_disk_that_is_full_in_the_middle_refuses_it_whole(tmp_path: Path, monkeypatch) -> None:
    book = Planbook(tmp_path)
    put(book, a_task("survey"))
    real, left = os.write, [4]

    def write(handle: int, data: bytes) -> int:
        left[0] -= 1
        if left[0] < 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(handle, data)

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", write)
        with pytest.raises(NotSaved, match="the disk is full"):
            bring(book)
    assert temporaries(tmp_path) == []
    assert set(holdings(book)) == set(on_disk(tmp_path)) == {"survey"}


def test_a_torn_line_behind_all_its_pieces_is_an_action_that_never_was(tmp_path: Path) -> None:
    put(Planbook(tmp_path), a_task("survey"))
    end = (tmp_path / "journal.log").stat().st_size
    bring(Planbook(tmp_path))
    whole = (tmp_path / "journal.log").stat().st_size
    os.truncate(tmp_path / "journal.log", (end + whole) // 2)
    assert [finding.kind for finding in examine_files(tmp_path, tmp_path / "config.toml")] == ["torn-journal"]
    book = Planbook(tmp_path)
    assert set(holdings(book)) == {"survey"}
    put(book, a_task("next"))
    assert set(on_disk(tmp_path)) == {"survey", "next"} and not list(tmp_path.glob("journal-*.log"))


def test_one_damaged_piece_costs_its_own_month_and_the_doctor_names_the_action(tmp_path: Path) -> None:
    bring(Planbook(tmp_path))
    piece = last_entry(tmp_path).pieces[0]
    (beside,) = tmp_path.glob("journal-*.log")
    beside.write_bytes(b"{" + beside.read_bytes()[1:])
    book = Planbook(tmp_path)
    kept = {earning.at for earning in book.every(Earning)}
    assert set(book.problems) == {piece.file}
    assert len(kept) == len(MONTHS) - 1
    (finding,) = examine_files(tmp_path, tmp_path / "config.toml")
    assert (finding.kind, finding.about) == ("damaged-journal", "1")


def test_an_older_journal_whose_large_actions_are_in_one_piece_is_read_as_it_is(tmp_path: Path) -> None:
    put(Planbook(tmp_path), a_task("survey"))
    changes = [
        Change(f"{record.at:%Y-%m}", "earnings", record.id, None, msgspec.to_builtins(record))
        for record, _ in years()
    ]
    text = msgspec.json.encode(changes)
    (tmp_path / "journal-2.log").write_bytes(text)
    journal = Journal(tmp_path / "journal.log")
    journal.follow()
    journal.append(
        LargeEntry(
            seq=2,
            at=NOW,
            words="Imported years",
            format=current_format(),
            names=tuple(dict.fromkeys(change.file for change in changes)),
            checksum=hashlib.sha256(text).hexdigest(),
            size=len(text),
        )
    )
    with Planbook(tmp_path) as book:
        assert len(holdings(book)) == 61
    assert isinstance(journal.follow()[0][-1], Mark)
    with Planbook(tmp_path) as book:
        assert book.undo(NOW) == "Imported years"
    assert set(on_disk(tmp_path)) == {"survey"}

"""A long import: stopped at any moment it leaves nothing; what is too much for memory waits on the disk."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from support.desks import a_desk, clock, everything

from gigplanner.interop import packing
from gigplanner.interop.packing import Spool, packed, unpacked
from gigplanner.model import Block, Earning, GigError, Money, Record, Series, Task
from gigplanner.workday import reading, scratch
from gigplanner.workday.intake import Progress, Stopped, import_files
from gigplanner.workday.reading import context_for
from gigplanner.workday.scratch import Groups, Scratch, Shelved

NOON = clock("12:00")
FIRST = datetime(2026, 1, 5, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def small_measures(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if a few records were too many for memory."""
    monkeypatch.setattr(packing, "HELD", 7)
    monkeypatch.setattr(scratch, "_PAGE", 5)
    monkeypatch.setattr(scratch, "_HEARD", 3)
    monkeypatch.setattr("gigplanner.planbook.journal.LARGE", 600)
    monkeypatch.setattr("gigplanner.planbook.pieces.HELD", 3000)


@pytest.fixture
def studies(tmp_path: Path) -> Path:
    """Forty studies in eight months, two of which are the same in every cell."""
    lines = ["Study,Reward,Bonus,Started At,Completed At,Completion Code,Status"]
    for number in range(40):
        start = FIRST + (number - number // 39) * timedelta(days=6)
        end = start + timedelta(minutes=9)
        name = number - number // 39
        lines.append(f"Study {name},£2.50,£0.10,{start:%F %T.%f},{end:%F %T.%f},C{name},APPROVED")
    path = tmp_path / "studies.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def stopping_after(steps: int) -> Progress:
    """The progress of an import that the person stops after so many steps."""
    numbers = count(1)

    def tell(progress: Progress) -> None:
        if next(numbers) >= steps:
            progress.stop()

    return Progress(tell)


def test_stopped_at_any_step_nothing_is_kept_and_nothing_left_behind(tmp_path: Path, studies: Path) -> None:
    folder = tmp_path / "book"
    for steps in count(1, 5):
        desk = a_desk(folder)
        try:
            report = import_files(desk, [studies], NOON, progress=stopping_after(steps))
        except Stopped as error:
            assert str(error) == "Stopped: nothing was kept."
            assert desk.book.seq == 0
            assert {path.name for path in folder.rglob("*")} <= {"planbook", "lock", "months"}
        else:
            break
    assert steps > 100
    assert report.words == "Imported studies.csv: 40 blocks, 40 earnings"
    assert len(everything(a_desk(folder))) == 80


def test_what_was_imported_in_pieces_is_known_again_and_taken_back_by_one_undo(
    tmp_path: Path, studies: Path
) -> None:
    desk = a_desk(tmp_path / "book")
    import_files(desk, [studies], NOON)
    desk.book.close()
    desk = a_desk(tmp_path / "book")
    again = import_files(desk, [studies, studies], NOON)
    assert (again.changes, [file.unchanged for file in again.files]) == (0, [80, 80])
    assert desk.book.undo(NOON) == "Imported studies.csv: 40 blocks, 40 earnings"
    assert everything(a_desk(tmp_path / "book")) == {}


def test_the_words_of_a_long_import_say_what_is_being_done(tmp_path: Path, studies: Path) -> None:
    said: list[str] = []
    desk = a_desk(tmp_path / "book")
    import_files(desk, [studies], NOON, progress=Progress(lambda progress: said.append(progress.words)))
    assert list(dict.fromkeys(words.split(" ")[0] for words in said)) == ["Reading", "Keeping"]
    assert said[-1] == "Keeping 80 records"


def test_ids_made_in_one_import_differ_whatever_chance_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading.os, "urandom", bytes)
    desk = a_desk(tmp_path)
    make_id = context_for(desk.settings, desk.catalogue, NOON).make_id
    made = [make_id() for _ in range(1000)]
    assert len(set(made)) == 1000
    assert made == sorted(made)


def test_a_spool_gives_back_what_it_took_in_that_order_however_often() -> None:
    wall = FIRST.replace(tzinfo=None)
    records: list[Record] = []
    for number in range(30):
        at = FIRST + timedelta(hours=number, microseconds=number)
        records += [
            Earning(id=f"e{number}", at=at, gross=Money(number, "JPY"), also=("bank 1",)),
            Block(id=f"b{number}", title="Ünï ✓\n", start=at, end=at, zone="UTC", kind="event"),
            Series(id=f"s{number}", title="Weekly", first=wall, minutes=5, rule="FREQ=WEEKLY"),
            Task(id=f"t{number}", title="Tag", pay=Money(5, "USD"), minutes=0.5, needs=frozenset({"data"})),
        ]
    spool: Spool[Record] = Spool()
    spool += records
    assert [unpacked(packed(record)) for record in records] == records
    assert list(spool) == list(spool) == records
    assert (len(spool), spool[0], spool[-1], spool[50]) == (120, records[0], records[-1], records[50])
    assert spool[5:100:7] == tuple(records[5:100:7])
    assert list(spool.of_kinds((Series, Task))) == [one for one in records if isinstance(one, Series | Task)]
    assert len(spool._last) < 7
    with pytest.raises(IndexError):
        spool[120]


def test_a_scratch_dictionary_keeps_the_order_of_its_keys_and_may_change_while_it_is_gone_through() -> None:
    with Scratch() as file:
        shelved: Shelved[int] = Shelved(file)
        for number in range(20):
            shelved[f"k{number}"] = number
        for key in shelved:
            shelved[key] += 100
            if key == "k3":
                del shelved["k12"]
        shelved["k4"] = 4
        assert list(shelved.each()) == [100, 101, 102, 103, 4, *range(105, 112), *range(113, 120)]
        assert "k12" not in shelved and shelved.pop("k12", None) is None and len(shelved) == 19
        groups = Groups(file)
        for name in ("b", "a", "b"):
            groups.add("job", name)
        groups.add("other", "c")
        assert (groups.of("job"), groups.of("none")) == (["b", "a"], [])
        assert groups.has_several("job") and not groups.has_several("other")


def test_a_full_disk_for_what_is_compared_is_said_in_a_sentence_and_keeps_nothing(
    tmp_path: Path, studies: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Scratch.do

    def do(self: Scratch, statement: str, *values: object) -> list[object]:
        if "INSERT" in statement:
            raise scratch.sqlite3.OperationalError("database or disk is full")
        return real(self, statement, *values)

    monkeypatch.setattr(Scratch, "do", do)
    desk = a_desk(tmp_path / "book")
    with pytest.raises(GigError, match=r"no room for comparing in .* Nothing was kept"):
        import_files(desk, [studies], NOON)
    assert desk.book.seq == 0

"""Hostile and broken files: each ends in a report, in bounded time and memory, and spoils nothing else."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

import pytest
from support.desks import a_desk, clock, everything
from support.hostile import mutants

from gigplanner.interop.registry import formats
from gigplanner.model import Series, Span, Task
from gigplanner.workday.blocks import blocks_in
from gigplanner.workday.desk import Desk
from gigplanner.workday.intake import ImportReport, import_files, preview, reader_for

NOW = clock("2026-11-22 09:00")
GOOD = b"title,minutes,id\nGood task,12,g-1\n"
FIXTURES = Path(__file__).parent.parent / "fixtures"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return a_desk(tmp_path / "book")


def beside_a_good_file(desk: Desk, folder: Path, data: bytes, name: str = "hostile") -> ImportReport:
    """Import a hostile file with a good one; the good one is there, whatever became of the other."""
    hostile, good = folder / name, folder / "good.csv"
    hostile.write_bytes(data)
    good.write_bytes(GOOD)
    report = import_files(desk, [hostile, good], NOW)
    for _, reason in report.failed:
        assert reason.endswith((".", "…")) and "\n" not in reason and len(reason) < 400
    assert "Good task" in [task.title for task in desk.book.queue(Task)]
    return report


def event(*lines: str) -> bytes:
    return "\r\n".join(
        [
            *("BEGIN:VCALENDAR", "VERSION:2.0", "BEGIN:VEVENT", "UID:1@x", "SUMMARY:Bomb"),
            *lines,
            *("END:VEVENT", "END:VCALENDAR", ""),
        ]
    ).encode()


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=MINUTELY;COUNT=999999999",
        "FREQ=DAILY;COUNT=999999999999",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;BYHOUR=" + ",".join(map(str, range(24))) + ";BYMINUTE=" + ",".join(map(str, range(60))),
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;BYMONTHDAY=" + ",".join(["1"] * 5000),
    ],
)
def test_a_bomb_of_a_rule_is_refused_with_its_line(desk: Desk, tmp_path: Path, rule: str) -> None:
    report = beside_a_good_file(desk, tmp_path, event("DTSTART:20260101T100000Z", f"RRULE:{rule}"))
    (refused,) = report.files[0].refused
    assert refused.line == 3
    assert not list(desk.book.every(Series))


def test_an_endless_daily_rule_gives_a_week_in_time(desk: Desk, tmp_path: Path) -> None:
    beside_a_good_file(desk, tmp_path, event("DTSTART:19700101T100000Z", "RRULE:FREQ=DAILY"))
    assert len(blocks_in(desk, Span(clock("2026-11-16 00:00"), clock("2026-11-23 00:00")))) == 7


@pytest.mark.parametrize("day", ["00010101T000000Z", "99991231T235959Z", "99991231", "00010101"])
@pytest.mark.parametrize("rule", ["", "RRULE:FREQ=DAILY"])
def test_the_first_and_the_last_year_are_read_or_refused_with_their_line(
    desk: Desk, tmp_path: Path, day: str, rule: str
) -> None:
    start = f"DTSTART;VALUE=DATE:{day}" if len(day) == 8 else f"DTSTART:{day}"
    report = beside_a_good_file(desk, tmp_path, event(start, *filter(None, [rule])))
    assert all(refused.line == 3 for refused in report.files[0].refused)
    assert isinstance(blocks_in(desk, Span(NOW, clock("2026-11-29 00:00"))), list)
    desk.book.close()
    assert everything(a_desk(tmp_path / "book")) == everything(desk)


@pytest.mark.parametrize(
    "cell", ['=cmd|" /C calc"!A0', "+1+1", "-2+3", "@SUM(A1)", '=HYPERLINK("http://x","y")']
)
def test_formulas_are_kept_as_text_and_never_become_figures(desk: Desk, tmp_path: Path, cell: str) -> None:
    quoted = '"' + cell.replace('"', '""') + '"'
    report = beside_a_good_file(
        desk, tmp_path, f"title,minutes,pay\n{quoted},5,1\nSurvey,{quoted},1\n".encode()
    )
    assert [refused.line for refused in report.files[0].refused] == [3]
    assert cell in [task.title for task in desk.book.queue(Task)]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"title,minutes\n" + b"\n" * 400_000 + b"Far,5\n", ""),
        (b'title,minutes\n"' + b"x" * 1_100_000, "absurdly long"),
        (b"title,minutes\n" + b'"a"b\n' * 40_000, "too many of its lines"),
        (b"title,minutes," + b"," * 1_100_000 + b"\n" + b"a,1\n", "absurdly long"),
        (b"[" * 3_000_000, "nested"),
        (b'{"cards": [' + b"{}," * 200_000 + b"{}]," + b'"lists": []}', "more than"),
        (b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 60_000, "has no END"),
        (b"BEGIN:VCALENDAR\r\n" + b"X" * 4_000_000, ""),
        (bytes(3_000_000), "empty"),
        (b"\xff\xfe" + b"\x00\xd8" * 150_000, ""),
        (random.Random(3).randbytes(1_000_000), ""),
    ],
    ids=[
        "blank",
        "cell",
        "quotes",
        "columns",
        "nested",
        "cards",
        "unclosed",
        "line",
        "zeros",
        "surrogates",
        "noise",
    ],
)
def test_huge_nonsense_ends_in_a_sentence(desk: Desk, tmp_path: Path, data: bytes, says: str) -> None:
    report = beside_a_good_file(desk, tmp_path, data)
    reasons = [reason for _, reason in report.failed]
    reasons += [refused.reason for file in report.files for refused in file.refused]
    assert not says or any(says in reason for reason in reasons), (reasons[:3], len(reasons))


def test_a_million_rows_are_cut_off_with_a_word(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gigplanner.interop.table.MOST_ROWS", 1000)
    rows = b"".join(b"Task %d,5\n" % number for number in range(3000))
    report = beside_a_good_file(desk, tmp_path, b"title,minutes\n" + rows)
    assert report.files[0].added["tasks"] == 999
    assert report.files[0].refused[-1].reason == "The rest was left out: a table has at most 1,000 rows."


def test_a_zip_full_of_bombs_and_a_good_file_brings_the_good_one(desk: Desk, tmp_path: Path) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.csv", b"title,minutes\n" + b"\0" * 30_000_000)
        archive.writestr("../../outside.csv", GOOD.replace(b"Good", b"Evil"))
        archive.writestr("rule.ics", event("DTSTART:20260101T100000Z", "RRULE:FREQ=SECONDLY"))
        archive.writestr("inside.csv", GOOD.replace(b"Good task", b"Inner task").replace(b"g-1", b"g-2"))
    report = beside_a_good_file(desk, tmp_path, held.getvalue())
    assert {task.title for task in desk.book.queue(Task)} == {"Good task", "Inner task"}
    assert len(report.failed) == 2
    assert not (tmp_path.parent / "outside.csv").exists()


@pytest.mark.parametrize("seed", range(3))
def test_mutants_of_every_fixture_end_in_a_report_and_what_is_kept_can_be_kept(
    desk: Desk, tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    paths = []
    for number, (name, data) in enumerate(mutants(FIXTURES, chance, 1)):
        path = tmp_path / f"{number} {name}"
        path.write_bytes(data)
        paths.append(path)
    good = tmp_path / "good.csv"
    good.write_bytes(GOOD)
    report = import_files(desk, [*paths, good], NOW)
    assert len(report.files) + len(report.failed) >= len(paths) + 1
    seq = desk.book.seq
    import_files(desk, [*paths, good], NOW)
    assert desk.book.seq == seq
    desk.book.close()
    assert everything(a_desk(tmp_path / "book")) == everything(desk)


@pytest.mark.parametrize("format_", formats())
def test_a_file_of_the_wrong_kind_asked_for_by_name_is_refused_in_a_sentence(
    desk: Desk, tmp_path: Path, format_: str
) -> None:
    sources = []
    for number, data in enumerate(
        (b"{}", b"[1, null]", b"a,b\n1,2\n", b"\x00\x01\x02", b"BEGIN:VCALENDAR\n", b"7")
    ):
        sources.append(tmp_path / str(number))
        sources[-1].write_bytes(data)
    report = preview(desk, reader_for(desk, sources, NOW, as_format=format_)())
    assert all(isinstance(reason, str) and "\n" not in reason for _, reason in report.failed)
    assert len(report.files) + len(report.failed) == len(sources)

"""Files, folders and archives: everything in them is found, and nothing harms."""

from __future__ import annotations

import io
import os
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from gigplanner.interop import containers, zips
from gigplanner.interop.containers import Found, LeftOut, Outcome, PassedOver, Pasted, Source, open_all

TASKS = b"title,minutes\nSurvey,12\n"
HASH = "0123456789abcdef0123456789abcdef"


def a_zip(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return held.getvalue()


def written(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def opened(*sources: Source) -> list[Outcome]:
    return list(open_all(sources))


def found(*sources: Source) -> dict[str, bytes]:
    """The files that can be read, by name."""
    return {outcome.name: outcome.data for outcome in open_all(sources) if isinstance(outcome, Found)}


def reasons(*sources: Source) -> list[str]:
    return [outcome.reason for outcome in open_all(sources) if isinstance(outcome, LeftOut)]


def passed(*sources: Source) -> dict[str, str]:
    return {Path(one.name).name: one.why for one in open_all(sources) if isinstance(one, PassedOver)}


def test_files_folders_archives_and_pasted_text_come_in_their_order(tmp_path: Path) -> None:
    single = written(tmp_path / "single.csv", b"1")
    written(tmp_path / "folder" / "b.csv", b"2")
    written(tmp_path / "folder" / "a" / "deep.csv", b"3")
    inner = a_zip({"Part/inner.csv": b"5"})
    archive = written(tmp_path / "years.zip", a_zip({"outer.csv": b"4", "Part-1.zip": inner}))
    assert found(single, tmp_path / "folder", archive, Pasted(b"6")) == {
        str(single): b"1",
        f"{tmp_path}/folder/b.csv": b"2",
        f"{tmp_path}/folder/a/deep.csv": b"3",
        f"{archive}/outer.csv": b"4",
        f"{archive}/Part-1.zip/Part/inner.csv": b"5",
        "pasted text": b"6",
    }


def test_an_archive_is_known_by_its_content_and_a_zip_by_name_only_is_a_file(tmp_path: Path) -> None:
    assert list(found(written(tmp_path / "download (2)", a_zip({"tasks.csv": TASKS})))) == [
        f"{tmp_path}/download (2)/tasks.csv"
    ]
    assert found(written(tmp_path / "tasks.zip", TASKS)) == {f"{tmp_path}/tasks.zip": TASKS}


def test_what_systems_leave_behind_and_empty_files_are_passed_over_with_a_word(tmp_path: Path) -> None:
    members = {
        "__MACOSX/._tasks.csv": b"\0\5\x16\7",
        ".DS_Store": b"\0\0\0\1Bud1",
        "sub/Thumbs.db": b"x",
        "nothing.csv": b"",
        "tasks.csv": TASKS,
    }
    archive = written(tmp_path / "a.zip", a_zip(members))
    assert list(found(archive)) == [f"{archive}/tasks.csv"]
    hidden = "hidden or of the system"
    words = {"._tasks.csv": hidden, ".DS_Store": hidden, "Thumbs.db": hidden, "nothing.csv": "empty"}
    assert passed(archive) == words
    for name, data in members.items():
        written(tmp_path / "folder" / name, data)
    assert list(found(tmp_path / "folder")) == [f"{tmp_path}/folder/tasks.csv"]


def test_a_hidden_folder_is_read_if_the_person_names_it(tmp_path: Path) -> None:
    written(tmp_path / ".exports" / "tasks.csv", TASKS)
    assert list(found(tmp_path / ".exports")) == [f"{tmp_path}/.exports/tasks.csv"]


def test_of_a_notion_database_only_the_whole_of_it_is_read(tmp_path: Path) -> None:
    members = {f"Jobs {HASH}.csv": b"view", f"Jobs {HASH}_all.csv": b"all", f"Ideas {HASH}.csv": b"old"}
    archive = written(tmp_path / "a.zip", a_zip(members))
    assert [Path(name).name for name in found(archive)] == [f"Jobs {HASH}_all.csv", f"Ideas {HASH}.csv"]
    assert passed(archive) == {f"Jobs {HASH}.csv": f"Jobs {HASH}_all.csv holds all of it"}
    paths = [written(tmp_path / "folder" / name, data) for name, data in members.items()]
    assert len(found(tmp_path / "folder")) == len(found(*paths)) == 2
    assert len(found(paths[0])) == 1


def test_names_alike_that_are_not_notions_are_all_read(tmp_path: Path) -> None:
    archive = written(tmp_path / "a.zip", a_zip({"sales.csv": b"1", "sales_all.csv": b"2"}))
    assert len(found(archive)) == 2


@pytest.mark.parametrize(
    "name", ["../tasks.csv", "a/../../tasks.csv", "/etc/tasks.csv", "C:\\tasks.csv", "..\\x"]
)
def test_a_name_that_leads_out_of_its_archive_is_refused_and_the_rest_is_read(
    tmp_path: Path, name: str
) -> None:
    archive = written(tmp_path / "a.zip", a_zip({name: b"evil", "good.csv": TASKS}))
    assert list(found(archive)) == [f"{archive}/good.csv"]
    assert ["leads out of its archive" in reason for reason in reasons(archive)] == [True]


def test_a_bomb_is_refused_before_it_is_unpacked_and_its_neighbours_are_read(tmp_path: Path) -> None:
    archive = written(tmp_path / "a.zip", a_zip({"bomb.csv": bytes(40 * 2**20), "good.csv": TASKS}))
    assert archive.stat().st_size < 50_000
    budget = zips.Budget(10, unpacked=16 * 2**20)
    with (
        zips.members_of("a.zip", lambda: archive.open("rb"), lambda _: b"", budget) as held,
        pytest.raises(zips.BadInput, match="zip bomb"),
    ):
        held.members[0].read(2**30)
    assert list(found(archive)) == [f"{archive}/good.csv"]


def test_a_bomb_of_many_archives_ends_with_the_budget(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(containers, "Budget", lambda files: zips.Budget(files, unpacked=3_000_000))
    layer = a_zip({f"{number}.csv": TASKS * 30_000 for number in range(9)})
    archive = written(tmp_path / "a.zip", a_zip({f"{number}.zip": layer for number in range(9)}))
    plain = written(tmp_path / "plain.csv", TASKS)
    assert len(found(archive, plain)) <= 6
    assert reasons(archive) == ["The rest was left out: an import unpacks 2 MB at most."]
    assert found(archive, plain)[str(plain)] == TASKS


def test_archives_too_deep_in_one_another_are_not_opened(tmp_path: Path) -> None:
    data = a_zip({"tasks.csv": TASKS})
    for number in range(5):
        data = a_zip({f"{number}.zip": data, f"beside{number}.csv": TASKS})
    archive = written(tmp_path / "deep.zip", data)
    assert [Path(name).name for name in found(archive)] == ["beside2.csv", "beside3.csv", "beside4.csv"]
    assert ["too deep" in reason for reason in reasons(archive)] == [True]


def test_a_folder_of_too_many_files_is_read_as_far_as_an_import_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(containers, "MOST_FILES", 5)
    for number in range(9):
        written(tmp_path / f"{number}.csv", TASKS)
    assert len(found(tmp_path)) == 5
    assert reasons(tmp_path) == ["The rest was left out: an import reads 5 files at most."]


def test_an_archive_with_an_endless_list_of_files_is_not_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zips, "_LARGEST_DIRECTORY", 10_000)
    many = written(tmp_path / "many.zip", a_zip({f"{number}.csv": b"x" for number in range(300)}))
    assert reasons(many) == ["many.zip holds too many files: unpack it and import those you want."]


def test_a_locked_archive_says_so(tmp_path: Path) -> None:
    data = bytearray(a_zip({"tasks.csv": TASKS}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        struct.pack_into("<H", data, data.index(mark) + offset, 1)
    locked = written(tmp_path / "locked.zip", bytes(data))
    assert reasons(locked) == ["locked.zip is locked with a password: unpack it and import what is in it."]


def test_one_locked_file_and_one_packed_in_a_rare_way_cost_only_themselves(tmp_path: Path) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("rare.csv", TASKS, zipfile.ZIP_BZIP2)
        archive.writestr("good.csv", TASKS, zipfile.ZIP_STORED)
    path = written(tmp_path / "a.zip", held.getvalue())
    assert list(found(path)) == [f"{path}/good.csv"]
    assert ["packed in a way" in reason for reason in reasons(path)] == [True]


@pytest.mark.parametrize("cut", [10, 60, 120])
def test_an_archive_cut_short_says_so(tmp_path: Path, cut: int) -> None:
    path = written(tmp_path / "a.zip", a_zip({"a.csv": TASKS, "b.csv": TASKS})[:-cut])
    assert reasons(path) == ["a.zip is damaged or cut short: download it again."]


def test_a_file_damaged_in_its_archive_costs_only_itself(tmp_path: Path) -> None:
    data = bytearray(a_zip({"a.csv": TASKS, "b.csv": TASKS}, zipfile.ZIP_STORED))
    data[data.index(b"Survey")] ^= 1
    path = written(tmp_path / "a.zip", bytes(data))
    assert list(found(path)) == [f"{path}/b.csv"]
    assert reasons(path) == ["a.csv is damaged in its archive: download it again."]


@pytest.mark.parametrize(
    ("member", "says"),
    [
        ("xl/workbook.xml", "an Excel workbook"),
        ("word/document.xml", "a Word document"),
        ("mimetype", "office"),
    ],
)
def test_an_office_document_is_no_archive(tmp_path: Path, member: str, says: str) -> None:
    path = written(tmp_path / "hours.xlsx", a_zip({member: b"<x/>", "docProps/app.xml": b"<x/>"}))
    (reason,) = reasons(path)
    assert says in reason and "as CSV" in reason


def test_pictures_and_other_strangers_are_named_for_what_they_are(tmp_path: Path) -> None:
    written(tmp_path / "photo.png", b"\x89PNG\r\n\x1a\n")
    written(tmp_path / "report.pdf", b"%PDF-1.7")
    written(tmp_path / "tasks.csv", TASKS)
    assert reasons(tmp_path) == [
        "photo.png is a picture, not an export.",
        "report.pdf is a PDF document, not an export: ask the platform for a CSV export instead.",
    ]


def test_a_large_file_is_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.write(TASKS)
        file.truncate(200 * 2**20)
    assert reasons(path) == [
        "huge.csv is too large (200 MB): gigplanner reads such files up to 64 MB. Export less."
    ]


def test_what_is_not_there_or_no_file_says_so(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert reasons(tmp_path / "gone.csv", tmp_path / "empty", Path("/dev/null"), Path("a\0b")) == [
        f"{tmp_path}/gone.csv does not exist.",
        f"{tmp_path}/empty is a folder without any files.",
        "/dev/null is a device, not a file.",
        "a\0b cannot be read: no such name.",
    ]


def test_pipes_in_a_folder_are_not_waited_for_and_links_into_circles_end(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "circle").symlink_to(tmp_path)
    (tmp_path / "broken").symlink_to(tmp_path / "gone")
    written(tmp_path / "tasks.csv", TASKS)
    outcomes = opened(tmp_path)
    assert [Path(one.name).name for one in outcomes if isinstance(one, Found)] == ["tasks.csv"]
    assert ["broken" in reason for reason in reasons(tmp_path)] == [True]


def test_one_file_is_held_at_a_time(tmp_path: Path) -> None:
    for number in range(3):
        written(tmp_path / f"{number}.csv", TASKS)
    outcomes: Iterator[Outcome] = open_all([tmp_path])
    assert isinstance(next(outcomes), Found)
    (tmp_path / "1.csv").unlink()
    assert isinstance(next(outcomes), LeftOut)
    assert isinstance(next(outcomes), Found)

"""Files brought in by command: what is new, what was refused, and what one bad file among good ones does."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.commandline import CommandLine

TASKS = "title,minutes,pay,platform\nSurvey,12,3.20,Prolific\nNo minutes,,1,\nReceipts,2,0.50,MTurk\n"
NOTHING = {"tasks": 0, "blocks": 0, "earnings": 0, "expenses": 0, "trips": 0, "waits": 0}


@pytest.fixture
def tasks_csv(tmp_path: Path) -> Path:
    file = tmp_path / "tasks.csv"
    file.write_text(TASKS, encoding="utf-8")
    return file


def test_an_import_reports_what_is_new_and_what_was_refused(gig: CommandLine, tasks_csv: Path) -> None:
    (report,) = gig.json("import", str(tasks_csv))["files"]
    assert set(report) == {"file", "format", "added", "unchanged", "updated", "refused", "warnings"}
    assert report["file"] == str(tasks_csv)
    assert report["added"] == {**NOTHING, "tasks": 2}
    assert [set(refused) for refused in report["refused"]] == [{"line", "reason"}]
    assert report["refused"][0]["line"] == 3
    assert len(gig.json("tasks")) == 2


def test_importing_the_same_file_again_changes_nothing(gig: CommandLine, tasks_csv: Path) -> None:
    gig.run("import", str(tasks_csv))
    (report,) = gig.json("import", str(tasks_csv))["files"]
    assert (report["added"], report["unchanged"], report["updated"]) == (NOTHING, 2, 0)
    assert len(gig.json("history")) == 1


def test_a_dry_run_keeps_nothing(gig: CommandLine, tasks_csv: Path) -> None:
    said = gig.run("import", "--dry-run", str(tasks_csv))
    assert "2 tasks would be new" in said
    assert "refused line 3" in said
    assert gig.json("tasks") == []


def test_one_bad_file_among_good_ones_is_reported_with_them(
    gig: CommandLine, tasks_csv: Path, tmp_path: Path
) -> None:
    missing = tmp_path / "missing.csv"
    result = gig.invoke("import", str(missing), str(tasks_csv))
    assert result.exit_code == 1
    assert result.stderr == f"{missing} does not exist.\n"
    assert result.stdout.startswith("missing.csv: not read\ntasks.csv (")
    assert len(gig.json("tasks")) == 2


def test_two_bad_files_make_one_line(gig: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "empty.csv").write_bytes(b"")
    said = gig.refused("import", str(tmp_path / "empty.csv"), str(tmp_path / "gone.ics"))
    assert said.startswith("2 of 2 files were not read. ")
    assert "empty.csv is empty" in said
    assert "gone.ics does not exist" in said


def test_formats_and_zones_nobody_knows_are_refused(gig: CommandLine, tasks_csv: Path) -> None:
    assert "is not a format" in gig.refused("import", "--as", "runes", str(tasks_csv))
    assert "is not a time zone" in gig.refused("import", "--zone", "Mars/Olympus", str(tasks_csv))


def test_an_import_is_undone_in_one_step(gig: CommandLine, tasks_csv: Path) -> None:
    gig.run("import", str(tasks_csv))
    gig.run("undo")
    assert gig.json("tasks") == []


def test_a_binary_file_is_refused(gig: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "picture.ics").write_bytes(bytes(range(256)) * 40)
    assert "picture.ics" in gig.refused("import", str(tmp_path / "picture.ics"))

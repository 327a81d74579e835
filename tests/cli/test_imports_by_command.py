"""Files brought in by command: what is new, what was refused, and what one bad file among good ones does."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from support.commandline import SUNDAY, CommandLine, environment

from gigplanner.cli.main import main
from gigplanner.workday import intake
from gigplanner.workday.reading import Progress

TASKS = "title,minutes,pay,platform\nSurvey,12,3.20,Prolific\nNo minutes,,1,\nReceipts,2,0.50,MTurk\n"
NOTHING = {"tasks": 0, "blocks": 0, "earnings": 0, "expenses": 0, "trips": 0, "waits": 0}


@pytest.fixture
def tasks_csv(tmp_path: Path) -> Path:
    file = tmp_path / "tasks.csv"
    file.write_text(TASKS, encoding="utf-8")
    return file


def test_an_import_reports_what_is_new_and_what_was_refused(gig: CommandLine, tasks_csv: Path) -> None:
    (report,) = gig.json("import", str(tasks_csv))["files"]
    assert set(report) == {"file", "format", "added", "unchanged", "updated", "refused", "found", "warnings"}
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


def test_a_zip_is_read_whole_and_what_is_no_export_in_it_is_only_said(
    gig: CommandLine, tmp_path: Path
) -> None:
    with zipfile.ZipFile(tmp_path / "years.zip", "w") as archive:
        archive.writestr("2025/tasks.csv", TASKS)
        archive.writestr("2025/logo.png", b"\x89PNG\r\n\x1a\n")
        archive.writestr("__MACOSX/._tasks.csv", b"x")
    said = gig.run("import", str(tmp_path / "years.zip"))
    assert "tasks.csv (tasks-csv): 2 tasks new · 1 refused" in said
    assert "logo.png: not read\n  logo.png is a picture, not an export." in said
    assert "Passed over in years.zip: ._tasks.csv (hidden or of the system)." in said
    assert len(gig.json("tasks")) == 2
    gig.run("undo")
    assert gig.json("tasks") == []


def test_a_folder_in_which_nothing_is_an_export_is_refused_with_its_reasons(
    gig: CommandLine, tmp_path: Path
) -> None:
    folder = tmp_path / "photos"
    folder.mkdir()
    for number in range(9):
        (folder / f"{number}.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    assert gig.refused("import", str(folder)) == (
        "photos holds 9 files that are no exports: 0.png, 1.png, 2.png, 3.png, 4.png and 4 more."
    )


def test_standard_input_is_read_like_a_file(gig: CommandLine) -> None:
    env = environment(GIGPLANNER_DATA=str(gig.folder), GIGPLANNER_CLOCK=SUNDAY)
    for way in ("-", "--paste"):
        result = CliRunner().invoke(main, ["import", way], input=TASKS, env=env)
        assert result.exit_code == 0, result.output
        assert result.stdout.startswith("pasted text (tasks-csv): ")
    assert len(gig.json("tasks")) == 2
    assert "Missing argument" in gig.misused("import")


def test_a_dry_run_shows_the_source_three_records_and_how_times_are_read(
    gig: CommandLine, tmp_path: Path
) -> None:
    file = tmp_path / "list.csv"
    rows = [f"Survey {number},12,3.20,2026-11-27 17:00" for number in range(5)]
    file.write_text("\n".join(["title,minutes,pay,due", *rows]), encoding="utf-8")
    assert gig.run("import", "--dry-run", str(file)).splitlines() == [
        "list.csv (tasks-csv): 5 tasks would be new",
        "  Survey 0  $3.20 · 12 min · due Fri 27 Nov 2026 17:00",
        "  Survey 1  $3.20 · 12 min · due Fri 27 Nov 2026 17:00",
        "  Survey 2  $3.20 · 12 min · due Fri 27 Nov 2026 17:00",
        "  Times without an offset are taken as America/Chicago.",
    ]


def test_a_zone_given_once_is_remembered_for_that_kind_of_file(gig: CommandLine, tasks_csv: Path) -> None:
    assert "Europe/Berlin is remembered" not in gig.run(
        "import", "--dry-run", "--zone", "Europe/Berlin", str(tasks_csv)
    )
    first = gig.run("import", "--zone", "Europe/Berlin", str(tasks_csv))
    assert "Europe/Berlin is remembered for tasks-csv." in first
    later = tasks_csv.with_name("later.csv")
    later.write_text("title,minutes,due\nCall,9,2026-11-27 17:00\n", encoding="utf-8")
    said = gig.run("import", str(later))
    assert (
        "Times without an offset are taken as Europe/Berlin. You gave this zone for such files before."
        in said
    )
    (call,) = [task for task in gig.json("tasks") if task["title"] == "Call"]
    assert call["due"] == "2026-11-27T10:00:00-06:00"


def test_many_refused_lines_are_counted_and_json_has_them_all(gig: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "bad.csv"
    file.write_text("title,minutes\n" + "No minutes,\n" * 50, encoding="utf-8")
    said = gig.run("import", "--dry-run", str(file))
    assert said.count("refused line") == 20
    assert "and 30 more refused" in said
    assert len(gig.json("import", str(file))["files"][0]["refused"]) == 50


def test_ctrl_c_while_reading_keeps_nothing_and_says_so(
    gig: CommandLine, tasks_csv: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(progress: Progress) -> None:
        if progress.records == 2:
            raise KeyboardInterrupt

    real = intake.import_files
    monkeypatch.setattr(
        intake,
        "import_files",
        lambda *args, **named: real(*args, **{**named, "progress": Progress(interrupted)}),
    )
    assert gig.refused("import", str(tasks_csv)) == "Stopped: nothing was imported."
    assert gig.json("tasks") == []

"""Backup, restore and doctor as a person or a script uses them."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.commandline import CommandLine

MONDAY = "2026-11-23T09:00:00-06:00"


@pytest.fixture
def kept(gig: CommandLine) -> CommandLine:
    """The command line after a first earning, in a folder of its owner's own."""
    gig.folder.chmod(0o700)
    gig.run("earn", "8.50", "--platform", "DoorDash")
    return gig


def backup_names(gig: CommandLine) -> list[str]:
    return [one["name"] for one in gig.json("restore")]


def earned(gig: CommandLine) -> list[str]:
    return sorted((one["gross"]["amount"] for one in gig.json("earnings")), key=float, reverse=True)


def test_the_first_action_of_a_day_makes_the_backup_of_the_day(kept: CommandLine) -> None:
    assert backup_names(kept) == ["2026-11-22T14-14-00Z daily"]
    kept.run("earn", "4")
    kept.run("status")
    assert len(backup_names(kept)) == 1
    kept.clock = MONDAY
    kept.run("tasks")
    assert len(backup_names(kept)) == 1
    kept.run("earn", "5")
    assert backup_names(kept) == ["2026-11-23T15-00-00Z daily", "2026-11-22T14-14-00Z daily"]


def test_the_day_is_the_persons_own_working_day(kept: CommandLine) -> None:
    kept.clock = "2026-11-23T02:30:00-06:00"  # a night shift: still Sunday's
    kept.run("earn", "5")
    assert len(backup_names(kept)) == 1
    kept.clock = "2026-11-23T04:30:00-06:00"
    kept.run("earn", "6")
    assert len(backup_names(kept)) == 2


def test_backing_up_on_demand_says_where_to(kept: CommandLine) -> None:
    said = kept.run("backup")
    assert said.startswith("Backed up 2 files into ")
    assert Path(said.split("into ")[1].strip()).is_dir()
    made = kept.json("backup")
    assert (made["why"], made["whole"], made["last_action"], made["left_out"]) == ("by hand", True, 1, {})
    assert made["at"] == "2026-11-22T08:14:00-06:00"
    assert "nothing to back up" in CommandLine(kept.folder / "new").refused("backup")


def test_an_import_is_backed_up_before_unless_nothing_was_done_since(
    kept: CommandLine, tmp_path: Path
) -> None:
    file = tmp_path / "tasks.csv"
    file.write_text("title,minutes\nSurvey,12\n", encoding="utf-8")
    kept.run("import", str(file))
    assert len(backup_names(kept)) == 1  # that of the day holds everything
    file.write_text("title,minutes\nPhotos,20\n", encoding="utf-8")
    kept.run("import", str(file), "--dry-run")
    assert len(backup_names(kept)) == 1
    kept.run("import", str(file))
    assert backup_names(kept)[0].endswith("before import")
    kept.run("restore", "1", "--yes")
    assert [task["title"] for task in kept.json("tasks")] == ["Survey"]


def test_without_room_for_a_backup_nothing_is_imported(
    kept: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.run("earn", "4")
    file = tmp_path / "tasks.csv"
    file.write_text("title,minutes\nSurvey,12\n", encoding="utf-8")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("gigplanner.planbook.backups._write_new", full)
    assert "No backup was made" in kept.refused("import", str(file))
    assert kept.json("tasks") == []


def test_a_restore_says_what_would_change_and_waits_for_a_yes(kept: CommandLine) -> None:
    kept.run("earn", "4")
    kept.run("add", "Commuting survey Prolific 12m $3.20")
    result = kept.invoke("restore", "1")
    assert result.exit_code == 1
    assert result.stderr == "Nothing was changed: add --yes to do it.\n"
    assert result.stdout.splitlines() == [
        "The backup of 2026-11-22 08:14 (daily) would change:",
        "  queue  tasks: 1 would go",
        "  2026-11  earnings: 1 would go",
    ]
    assert earned(kept) == ["8.50", "4.00"]
    preview = kept.json("restore", "1")
    assert preview["done"] == []
    assert preview["changes"][1] == {
        "file": "2026-11",
        "table": "earnings",
        "added": 0,
        "removed": 1,
        "changed": 0,
    }
    assert earned(kept) == ["8.50", "4.00"]


def test_a_restore_keeps_what_was_there_and_can_be_undone(kept: CommandLine) -> None:
    kept.run("earn", "4")
    said = kept.run("restore", "2026-11-22", "--yes")
    assert "is kept as 2026-11-22T14-14-00Z before restore." in said
    assert "Restored the backup of 2026-11-22 08:14 (daily); gigplanner undo takes it back." in said
    assert earned(kept) == ["8.50"]
    assert kept.run("undo") == "Undone: Restored the backup of 2026-11-22 08:14 (daily)\n"
    assert earned(kept) == ["8.50", "4.00"]
    assert "Nothing would change" in kept.run("restore", "1", "--yes")


def test_one_file_alone_can_be_restored_the_preferences_too(kept: CommandLine) -> None:
    kept.run("add", "Commuting survey Prolific 12m $3.20")
    kept.run("earn", "4")
    kept.run("restore", "1", "--only", "months/2026-11.json", "--yes")
    assert earned(kept) == ["8.50"]
    assert len(kept.json("tasks")) == 1
    config = kept.folder / "config.toml"
    good = config.read_text(encoding="utf-8")
    config.write_text("currency = ", encoding="utf-8")
    assert "config.toml" in kept.refused("status")
    name = next(one for one in backup_names(kept) if one.endswith("daily"))
    kept.run("restore", name, "--only", "config.toml", "--yes")
    assert config.read_text(encoding="utf-8") == good
    assert "is no file of a planbook" in kept.refused("restore", "1", "--only", "letters")


def test_how_tables_are_read_is_in_a_backup_and_comes_back_when_it_is_lost(kept: CommandLine) -> None:
    mapping = kept.folder / "mappings" / "lyft.toml"
    mapping.parent.mkdir()
    mapping.write_text('name = "lyft"\n', encoding="utf-8")
    kept.run("backup")
    name = next(one for one in backup_names(kept) if one.endswith("by hand"))
    mapping.write_text("", encoding="utf-8")  # changed: only asked for by name
    assert "Nothing would change" in kept.run("restore", name, "--yes")
    said = kept.run("restore", name, "--only", "mappings", "--yes")
    assert "mappings/lyft.toml: how such tables are read" in said
    assert mapping.read_text(encoding="utf-8") == 'name = "lyft"\n'
    mapping.unlink()  # lost: comes back with all else
    assert "Restored how tables are read: mappings/lyft.toml." in kept.run("restore", name, "--yes")
    assert mapping.read_text(encoding="utf-8") == 'name = "lyft"\n'


def test_a_damaged_file_is_mended_by_a_restore_and_kept_aside(kept: CommandLine) -> None:
    kept.run("earn", "4")
    path = kept.folder / "months" / "2026-11.json"
    path.write_bytes(b"")
    result = kept.invoke("restore", "1", "--yes")
    assert result.exit_code == 0
    assert "  months/2026-11.json: damaged, would be mended first" in result.stdout
    assert earned(kept) == ["8.50"]
    assert [one.name for one in (kept.folder / "damaged").iterdir()] == ["2026-11.json.2026-11-22T14-14-00Z"]
    kept.run("undo")
    assert earned(kept) == ["8.50", "4.00"]  # the journal still held what the backup lacked


def test_the_list_of_backups_is_numbered_from_the_newest(kept: CommandLine) -> None:
    assert "no backup yet" in CommandLine(kept.folder / "new").run("restore")
    kept.clock = MONDAY
    kept.run("earn", "5")
    rows = kept.run("restore").splitlines()
    assert rows[1].startswith("1  2026-11-23 09:00  daily  2 files")
    assert rows[2].startswith("2  2026-11-22 08:14  daily  2 files")


def test_the_doctor_says_that_everything_is_well(kept: CommandLine) -> None:
    assert kept.run("doctor") == "Everything is well.\n"
    assert kept.json("doctor") == {"findings": [], "repaired": []}


def test_the_doctor_explains_asks_and_repairs(kept: CommandLine) -> None:
    kept.run("add", "Commuting survey Prolific 12m $3.20")
    path = kept.folder / "queue.json"
    path.write_bytes(path.read_bytes()[:-20])
    result = kept.invoke("doctor")
    assert result.exit_code == 1
    assert f"{path} breaks off in the middle.\n  Repairing sets it aside in damaged/ and " in result.stdout
    assert result.stdout.endswith("1 finding, 1 of them can be repaired: gigplanner doctor --repair\n")
    assert kept.invoke("doctor", "--json").exit_code == 1
    result = kept.invoke("doctor", "--repair")
    assert (result.exit_code, result.stderr) == (1, "Nothing was changed: add --yes to do it.\n")
    said = kept.run("doctor", "--repair", "--yes")
    assert said.endswith("Everything is well now.\n")
    assert len(kept.json("tasks")) == 1
    assert kept.json("doctor")["findings"] == []


def test_what_cannot_be_repaired_is_left_and_said(kept: CommandLine) -> None:
    (kept.folder / "config.toml").write_text("zone = 5\n", encoding="utf-8")
    result = kept.invoke("doctor", "--repair", "--yes", "--json")
    assert result.exit_code == 1
    assert '"kind": "config"' in result.stdout
    assert '"can_repair": false' in result.stdout


def test_with_a_damaged_queue_the_rest_works_and_each_command_says_so_in_one_line(kept: CommandLine) -> None:
    kept.run("add", "Commuting survey Prolific 12m $3.20")
    path = kept.folder / "queue.json"
    damaged = path.read_bytes()[:-20]
    path.write_bytes(damaged)
    for arguments in (["earn", "4"], ["status"], ["recap"], ["tasks"], ["shift", "start"]):
        result = kept.invoke(*arguments)
        assert result.exit_code == 0, arguments
        assert result.stderr.count("\n") == 1
        assert "queue.json breaks" in result.stderr or "queue.json is not" in result.stderr
        assert "gigplanner doctor" in result.stderr
    assert "queue.json" in kept.refused("add", "Photos of fridges 5m $2")
    assert path.read_bytes() == damaged
    kept.run("doctor", "--repair", "--yes")
    assert earned(kept) == ["8.50", "4.00"]
    assert len(kept.json("tasks")) == 1


def test_with_a_damaged_journal_commands_show_what_can_be_read_and_change_nothing_until_it_is_mended(
    kept: CommandLine,
) -> None:
    kept.run("earn", "4")
    kept.run("earn", "5")
    journal = kept.folder / "journal.log"
    journal.write_bytes(journal.read_bytes().replace(b'"minor":400', b'"minor":900', 1))
    damaged = journal.read_bytes()
    shown, notice = kept.noticed("earnings")
    assert all(amount in shown for amount in ("$8.50", "$4.00", "$5.00"))  # the files hold them
    assert notice.startswith(f"{journal} is damaged at line 3: ")
    assert kept.refused("earn", "6") == notice
    assert kept.refused("undo") == notice
    assert journal.read_bytes() == damaged
    kept.invoke("doctor", "--repair", "--yes")
    kept.run("earn", "6")
    assert earned(kept) == ["8.50", "6.00", "5.00", "4.00"]
    assert [path.read_bytes() for path in (kept.folder / "damaged").iterdir()] == [damaged]

"""What goes out by command: to the screen or whole files, over nothing unasked, and back in elsewhere."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path
from stat import S_IMODE

import pytest
from support.commandline import CommandLine, environment
from support.journal_checker import balance, read_beancount, read_hledger


@pytest.fixture
def worked(gig: CommandLine) -> CommandLine:
    """A person with a task, a block, a shift of yesterday evening, money, an expense and a drive."""
    gig.run("add", "Commuting survey Prolific 12m $3.20")
    gig.run("add", "block DoorDash tomorrow 11-14")
    gig.run("shift", "start", "--platform", "DoorDash", "--at", "2026-11-21 17:00")
    gig.run("shift", "order", "--at", "2026-11-21 17:10")
    gig.run("shift", "delivered", "--pay", "8.50", "--tip", "2", "--miles", "4.1", "--at", "2026-11-21 17:40")
    gig.run("shift", "stop", "--at", "2026-11-21 18:00")
    gig.run("earn", "5", "--platform", "Prolific", "--status", "pending")
    gig.run("spend", "30", "--category", "Gas")
    return gig


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_each_table_goes_into_a_spreadsheet(worked: CommandLine) -> None:
    said, notice = worked.noticed("export", "csv", "--table", "earnings")
    assert [(row["platform"], row["gross"], row["tip"]) for row in table(said)] == [
        ("DoorDash", "8.50", "2.00"),
        ("Prolific", "5.00", ""),
    ]
    assert notice == "Personal data in it: what you earned, with your notes."
    (shift,) = table(worked.noticed("export", "csv", "--table", "shifts")[0])
    assert [shift[name] for name in ("waiting", "on_orders", "orders", "net", "miles")] == [
        "30", "30", "1", "10.50", "4.1",
    ]  # fmt: skip
    assert len(table(worked.noticed("export", "csv", "--table", "waits")[0])) == 2
    (block,) = table(worked.noticed("export", "csv", "--table", "blocks")[0])
    assert (block["start_date"], block["start_time"]) == ("2026-11-23", "11:00")


def test_only_some_days_go_out(worked: CommandLine) -> None:
    today = worked.noticed("export", "csv", "--table", "earnings", "--from", "today")[0]
    assert [row["platform"] for row in table(today)] == ["Prolific"]
    yesterday = worked.noticed("export", "csv", "--table", "shifts", "--to", "yesterday")[0]
    assert len(table(yesterday)) == 1
    assert table(worked.noticed("export", "csv", "--table", "shifts", "--from", "today")[0]) == []
    few = json.loads(worked.noticed("export", "json", "--from", "today", "--to", "today")[0])["tables"]
    assert {name: len(entries) for name, entries in few.items() if entries} == {
        "tasks": 1,
        "earnings": 1,
        "expenses": 1,
    }
    assert "The first day lies after the last" in worked.refused(
        "export", "json", "--from", "today", "--to", "yesterday"
    )


def test_all_tables_go_into_a_folder_for_its_owners_eyes(worked: CommandLine, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    said, _ = worked.noticed("export", "csv", "-o", f"{folder}/")
    files = sorted(folder.iterdir())
    assert [file.name for file in files] == [
        f"gigplanner-2026-11-22-{name}.csv"
        for name in ("blocks", "earnings", "expenses", "set-aside", "shifts", "tasks", "trips", "waits")
    ]
    assert {S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert S_IMODE(folder.stat().st_mode) == 0o700
    assert sorted(said.splitlines()) == [f"Wrote {file}" for file in files]
    files[0].unlink()
    assert "exists already" in worked.refused("export", "csv", "-o", str(folder))
    assert not files[0].exists()  # all or nothing
    worked.noticed("export", "csv", "-o", str(folder), "--force")
    assert files[0].exists()


def test_no_file_is_replaced_unasked(worked: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "mine.json"
    file.write_text("mine", encoding="utf-8")
    assert worked.refused("export", "json", "-o", str(file)) == (
        f"{file} exists already: name another file, or say that it may be replaced."
    )
    assert file.read_text(encoding="utf-8") == "mine"
    worked.noticed("export", "json", "-o", str(file), "--force")
    assert json.loads(file.read_text(encoding="utf-8"))["format"] == "gigplanner"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine.json", "planbook"]


def test_everything_moves_to_another_machine_and_only_once(worked: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "planbook.json"
    worked.noticed("export", "json", "-o", str(file))
    other = CommandLine(tmp_path / "other")
    said = other.run("import", str(file))
    assert "planbook.json (gigplanner): 1 task, 1 block, 2 earnings, 1 expense, 1 trip new" in said
    assert "Besides, 4 lines of shifts." in said
    for command in ("tasks", "blocks", "earnings", "expenses", "trips", "waits"):
        assert other.json(command) == worked.json(command)
    again = tmp_path / "again.json"
    other.noticed("export", "json", "-o", str(again))
    assert again.read_text(encoding="utf-8") == file.read_text(encoding="utf-8")
    assert "nothing new" in other.run("import", str(file))
    assert "nothing new" in worked.run("import", str(file))  # from where it came it is known too
    other.run("undo")
    assert other.json("earnings") == []


def test_an_older_file_does_not_take_back_what_was_done_since(worked: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "planbook.json"
    worked.noticed("export", "json", "-o", str(file))
    worked.run("done", "Commuting")
    said = worked.run("import", str(file))
    assert "1 record differs from what is in the planbook, which stayed as it is." in said
    assert worked.json("tasks") == []


def test_what_another_file_has_brought_already_does_not_come_twice(gig: CommandLine, tmp_path: Path) -> None:
    calendar = tmp_path / "mine.ics"
    calendar.write_text(
        "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:u1\nSUMMARY:Dentist\nDTSTART:20261123T150000Z\n"
        "DTEND:20261123T160000Z\nEND:VEVENT\nEND:VCALENDAR\n",
        encoding="utf-8",
    )
    other = CommandLine(tmp_path / "other")
    for planbook in (gig, other):
        planbook.run("import", str(calendar))
    file = tmp_path / "planbook.json"
    gig.noticed("export", "json", "-o", str(file))
    assert "nothing new" in other.run("import", str(file))
    assert len(other.json("blocks")) == 1


def test_the_ledger_goes_to_both_bookkeepers(worked: CommandLine) -> None:
    said, notice = worked.noticed("export", "hledger")
    assert notice == "Personal data in it: what you earned, spent, drove and put aside, with your notes."
    for found in (read_hledger(said), read_beancount(worked.noticed("export", "beancount")[0])):
        assert {name: str(value) for name, value in balance(found, "Assets").items()} == {"USD": "-14.50"}
    moved = read_hledger(worked.noticed("export", "hledger", "--account", "Assets:Cash")[0])
    assert not balance(moved, "Assets:Gig")
    assert "is no account" in worked.refused("export", "hledger", "--account", "my cash")


def test_a_tax_year_is_told_and_taken_out(worked: CommandLine) -> None:
    said, _ = worked.noticed("export", "taxes")
    assert said.startswith("Schedule C, 2026 so far\n")
    assert "An estimate, not advice" in said
    assert worked.noticed("export", "taxes", "--year", "2025")[0].startswith(
        "Schedule C, 2025\nNet profit $0.00"
    )
    (drive,) = table(worked.noticed("export", "taxes", "--table", "mileage")[0])
    assert [drive[name] for name in ("date", "miles", "rate", "value", "missing")] == [
        "2026-11-21", "4.1", "0.5", "2.05", "destination",
    ]  # fmt: skip
    lines = table(worked.noticed("export", "taxes", "--table", "lines")[0])
    assert [row["amount"] for row in lines if row["line"] == "1"] == ["10.50", "2.00"]
    assert "5 is no tax year" in worked.refused("export", "taxes", "--year", "5")


def test_the_tax_year_of_the_united_kingdom_begins_in_april(gig: CommandLine) -> None:
    (gig.folder / "config.toml").write_text(
        'zone = "Europe/London"\ncurrency = "GBP"\nmileage_rules = "uk car"\n', encoding="utf-8"
    )
    gig.run("drive", "10", "--at", "2026-04-05 12:00")
    gig.run("drive", "20", "--at", "2026-04-06 12:00")
    assert gig.noticed("export", "taxes")[0].startswith("Mileage, 6 April 2026 – 5 April 2027\n20 miles")
    assert gig.noticed("export", "taxes", "--year", "2025")[0].startswith(
        "Mileage, 6 April 2025 – 5 April 2026\n10 miles"
    )
    assert "Schedule C is a form of the United States" in gig.refused("export", "taxes", "--table", "lines")


def test_tasks_and_recap_go_out_too(worked: CommandLine) -> None:
    assert "task,Commuting survey," in worked.noticed("export", "todoist")[0]
    assert "Commuting survey" in worked.noticed("export", "trello")[0]
    recap = worked.noticed("export", "markdown", "--from", "yesterday", "--to", "yesterday")[0]
    assert recap == worked.run("recap", "yesterday", "--markdown")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["csv", "--table", "holograms"], "csv has the tables tasks, earnings"),
        (["taxes", "--table", "tasks"], "taxes has the tables lines, mileage"),
        (["json", "--table", "tasks"], "--table goes with csv and taxes"),
        (["csv", "--from", "today"], "the queue has no days"),
        (["todoist", "--to", "today"], "the queue has no days"),
        (["taxes", "--from", "today"], "name a --year"),
        (["json", "--year", "2026"], "--year goes with taxes"),
        (["csv", "--account", "Assets:Gig"], "--account goes with"),
        (["excel"], "is not one of"),
    ],
)
def test_what_does_not_go_together_is_said(gig: CommandLine, arguments: list[str], sentence: str) -> None:
    assert sentence in gig.misused("export", *arguments)


def test_a_folder_that_is_not_there_is_said(gig: CommandLine, tmp_path: Path) -> None:
    assert "Cannot write" in gig.refused("export", "json", "-o", str(tmp_path / "nowhere" / "x.json"))


def test_a_pipe_gets_the_lines_that_the_format_wants(gig: CommandLine, tmp_path: Path) -> None:
    gig.run("add", "block Café tomorrow 11-14")
    file = tmp_path / "out.ics"
    gig.noticed("export", "ics", "-o", str(file))
    piped = subprocess.run(
        [sys.executable, "-m", "gigplanner", "export", "ics"],
        capture_output=True,
        env=environment(GIGPLANNER_DATA=str(gig.folder), GIGPLANNER_CLOCK=gig.clock),
        timeout=90,
        check=True,
    )
    assert piped.stdout == file.read_bytes()
    assert piped.stdout.endswith(b"END:VCALENDAR\r\n")


def test_money_put_aside_for_tax_is_in_table_journal_and_tax_report(worked: CommandLine) -> None:
    worked.run("set-aside", "50")
    worked.run("set-aside", "20", "--paid")
    rows = table(worked.noticed("export", "csv", "--table", "set-aside")[0])
    said = {(row["kind"], row["amount"], row["currency"]) for row in rows}
    assert said == {("set aside", "50.00", "USD"), ("tax paid", "20.00", "USD")}
    assert "Assets:Tax" in worked.noticed("export", "hledger")[0]
    assert "Equity:Tax" in worked.noticed("export", "beancount")[0]
    assert "Put aside for it: $50.00; paid: $20.00." in worked.noticed("export", "taxes")[0]

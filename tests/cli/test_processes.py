"""gigplanner as a process: exit status, standard error, other processes, and what it is started with."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pexpect
import pytest
from support.commandline import CONFIG, SUNDAY, environment, process


@pytest.fixture
def folder(tmp_path: Path) -> str:
    (tmp_path / "config.toml").write_text(CONFIG, encoding="utf-8")
    return str(tmp_path)


def test_the_data_folder_is_named_before_or_after_the_command(folder: str, tmp_path: Path) -> None:
    assert process("--data", folder, "spend", "38").returncode == 0
    assert process("expenses", "--data", folder).stdout.count("$38.00") == 1
    after = process("--data", str(tmp_path / "nowhere"), "expenses", "--data", folder)
    assert after.stdout.count("$38.00") == 1
    assert process("expenses", GIGPLANNER_DATA=folder).stdout.count("$38.00") == 1


def test_exit_status_and_standard_error_tell_refusals_from_wrong_usage(folder: str) -> None:
    refused = process("shift", "stop", "--data", folder)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr == "No shift is running: start one first.\n"
    assert process("shift", "sideways", "--data", folder).returncode == 2
    assert process("earn", "--data", folder).returncode == 2
    version = process("--version")
    assert (version.returncode, version.stderr) == (0, "")
    assert re.fullmatch(r"gigplanner \d+\.\d+\.\d+\n", version.stdout)


def test_the_app_without_a_terminal_is_refused(folder: str) -> None:
    refused = process("--data", folder)
    assert refused.returncode == 1
    assert refused.stderr == "gigplanner needs a terminal; use a command such as gigplanner status.\n"


def test_a_demo_that_is_ended_leaves_nothing_behind(tmp_path: Path) -> None:
    shown = pexpect.spawn(
        sys.executable,
        ["-m", "gigplanner", "demo"],
        env=environment(TMPDIR=str(tmp_path), TERM="xterm-256color", GIGPLANNER_CLOCK=SUNDAY),
        dimensions=(30, 100),
        timeout=90,
    )
    shown.expect("Plan")
    assert [folder.name[:16] for folder in tmp_path.iterdir()] == ["gigplanner-demo-"]
    shown.kill(signal.SIGTERM)
    shown.expect(pexpect.EOF)
    shown.close()
    assert shown.exitstatus == 128 + signal.SIGTERM
    assert list(tmp_path.iterdir()) == []


def test_a_reader_that_goes_away_is_no_error(folder: str) -> None:
    for _ in range(3):
        process("add", "x" * 300 + " 5m $1", "--data", folder)
    with subprocess.Popen(
        [sys.executable, "-m", "gigplanner", "tasks", "--json", "--data", folder],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    ) as running:
        assert running.stdout is not None and running.stderr is not None
        running.stdout.close()
        assert running.stderr.read() == b""


def test_two_processes_do_not_both_start_a_shift(folder: str) -> None:
    with ThreadPoolExecutor(2) as pool:
        ran = list(pool.map(lambda _: process("shift", "start", "--data", folder), range(2)))
    assert sorted(run.returncode for run in ran) == [0, 1]
    assert "running already" in next(run.stderr for run in ran if run.returncode)


def test_what_several_processes_log_is_all_there(folder: str) -> None:
    with ThreadPoolExecutor(2) as pool:
        ran = list(pool.map(lambda number: process("earn", str(number), "--data", folder), range(1, 7)))
    assert {run.returncode for run in ran} == {0}
    assert process("status", "--format", "{today}", "--data", folder).stdout == "$21.00\n"


def test_a_shift_outlives_the_process_that_started_it(folder: str) -> None:
    code = (
        "import os, signal\n"
        "from gigplanner.cli.clock import make_clock\n"
        "from gigplanner.planbook.places import find_places\n"
        "from gigplanner.workday.desk import open_desk\n"
        "from gigplanner.workday.shift import shift_event, start_shift\n"
        "desk, now = open_desk(find_places(), by='app'), make_clock()()\n"
        "start_shift(desk, now, platform='DoorDash')\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    settings = environment(GIGPLANNER_DATA=folder, GIGPLANNER_CLOCK="2026-11-22T11:00:00-06:00")
    killed = subprocess.run([sys.executable, "-c", code], env=settings, check=False)
    assert killed.returncode == -signal.SIGKILL
    later = process("status", "--data", folder, clock="2026-11-22T12:45:30-06:00")
    assert later.stdout == "waiting 1 h 46 · DoorDash · $0.00 today · net $0.00 · $0.00/h\n"
    stopped = process("shift", "stop", "--data", folder, clock="2026-11-22T13:00:00-06:00")
    assert stopped.stdout == "Shift stopped after 2 h online\n"


def test_an_unforeseen_error_is_one_line_and_a_report_without_secrets(folder: str, tmp_path: Path) -> None:
    code = (
        "from gigplanner.cli.main import main\n"
        "import gigplanner.workday.ledger as ledger\n"
        "def broken(desk, trip, now):\n"
        "    secret = 'my bank account'\n"
        "    raise ZeroDivisionError('oops')\n"
        "ledger.drive = broken\n"
        "main(['drive', '6.2'], prog_name='gigplanner')\n"
    )
    settings = environment(GIGPLANNER_DATA=folder, TMPDIR=str(tmp_path))
    ran = subprocess.run(
        [sys.executable, "-c", code], env=settings, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 1
    assert ran.stderr.count("\n") == 1
    match = re.fullmatch(r"Something went wrong inside gigplanner: the report is in (.+)\.\n", ran.stderr)
    assert match
    report = Path(match[1]).read_text(encoding="utf-8")
    assert "ZeroDivisionError: oops" in report
    assert "bank account" not in report.replace("secret = 'my bank account'", "")
    shown = subprocess.run(
        [sys.executable, "-c", code],
        env={**settings, "GIGPLANNER_DEBUG": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" in shown.stderr


def test_interrupting_a_command_is_quiet(folder: str) -> None:
    code = (
        "from gigplanner.cli.main import main\n"
        "import gigplanner.workday.ledger as ledger\n"
        "def interrupted(desk, trip, now):\n"
        "    raise KeyboardInterrupt\n"
        "ledger.drive = interrupted\n"
        "main(['drive', '6.2'], prog_name='gigplanner')\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        env=environment(GIGPLANNER_DATA=folder),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (130, "", "")


def test_a_terminal_that_knows_no_euro_gets_a_question_mark(folder: str) -> None:
    process("earn", "€5", "--data", folder)
    ran = subprocess.run(
        [sys.executable, "-m", "gigplanner", "earnings", "--data", folder],
        env=environment(PYTHONIOENCODING="latin-1"),
        capture_output=True,
        check=False,
    )
    assert ran.returncode == 0
    assert b"?5.00" in ran.stdout


@pytest.mark.parametrize(
    ("arguments", "forbidden"),
    [
        (["status"], "textual rich icalendar dateutil platformdirs tzlocal"),
        (["status", "--json"], "textual rich icalendar dateutil platformdirs"),
        (["shift", "start"], "textual rich icalendar dateutil platformdirs"),
        (["suggest"], "textual rich icalendar dateutil platformdirs gigplanner.scheduler.plan"),
        (["offer", "8", "--minutes", "20"], "textual rich icalendar dateutil gigplanner.scheduler.plan"),
        (["drive", "6.2"], "textual rich icalendar dateutil platformdirs gigplanner.scheduler.plan"),
        (["--help"], "textual rich icalendar dateutil tinydb gigplanner.workday.desk"),
    ],
)
def test_a_command_is_started_with_no_more_than_it_needs(
    folder: str, arguments: list[str], forbidden: str
) -> None:
    code = (
        "import sys\n"
        "from gigplanner.cli.main import main\n"
        f"main({arguments!r}, prog_name='gigplanner', standalone_mode=False)\n"
        f"print('loaded:', *sorted(set({forbidden!r}.split()) & set(sys.modules)))\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        env=environment(GIGPLANNER_DATA=folder),
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.splitlines()[-1] == "loaded:"


def test_a_file_name_that_is_no_text_is_spelled_harmlessly(folder: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "gigplanner", "import", b"\xff\x1b[2J.csv", "--data", folder],
        env=environment(),
        capture_output=True,
        check=False,
    )
    assert ran.returncode == 1
    assert ran.stderr.count(b"\n") == 1
    assert b"\x1b" not in ran.stderr + ran.stdout

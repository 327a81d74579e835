"""Every command, report and export on a planbook full of hostile text: it stays text, whatever reads it."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from support.commandline import CommandLine
from support.desks import clock
from support.sinks import WORST, Tags, plant, unsafe
from support.terminal import Terminal

from gigplanner.cli.commands.status import FIELDS
from gigplanner.cli.main import COMMANDS
from gigplanner.model.text import clean_text
from gigplanner.planbook.places import find_places
from gigplanner.workday.desk import open_desk
from gigplanner.workday.exporting import FORMATS, TABLES, TAX_TABLES

NOON = "2026-11-22T12:14:00-06:00"
READING: dict[str, tuple[tuple[str, ...], ...]] = {
    **dict.fromkeys(("earnings", "trips", "expenses", "waits", "history", "path"), ((), ("--json",))),
    "tasks": ((), ("--status", "all"), ("--platform", WORST), ("--json",)),
    "blocks": ((), ("--from", "20 nov", "--to", "24 nov"), ("--json",)),
    "plan": ((), ("--week",), ("--json",)),
    "suggest": (("--place", "home"), ("--place", WORST), ("--json",)),
    "offer": (("9", "--miles", "4", "--minutes", "20", "--platform", WORST),),
    "status": ((), ("--json",), ("--waybar",), *(("--format", f"{{{field}}}") for field in FIELDS)),
    "recap": ((), ("--week",), ("--month",), ("--year",), ("--markdown",), ("--html",), ("--json",)),
    "insights": ((), ("--period", "all"), ("--markdown",), ("--html",), ("--json",)),
    "set-aside": ((), ("--json",)),
    "shift": (("log",),),
    "config": (("get",), ("get", "--json"), ("get", f"places.{WORST}")),
    "restore": ((), ("--json",)),
    "doctor": ((), ("--json",)),
    "help": (("config",), (WORST,)),
    "completion": (("bash",),),
    "export": (
        *((name,) for name in FORMATS if name != "csv"),
        *(("csv", "--table", table) for table in TABLES),
        *(("taxes", "--table", table) for table in TAX_TABLES),
    ),
}
"""What only reads, with the words behind it: all of it on one planbook."""
ACTING: dict[str, tuple[str, ...]] = {
    "add": (f"{WORST} 12m $3.20",),
    "done": ("t1",),
    "earn": ("5", "--platform", WORST, "--category", WORST, "--note", WORST),
    "spend": ("5", "--category", WORST, "--note", WORST),
    "drive": ("5", "--platform", WORST, "--note", WORST),
    "set-aside": ("5", "--note", WORST),
    "shift": ("order", "--platform", WORST),
    "config": ("set", "theme", WORST),
    "undo": (),
    "redo": (),
    "backup": (),
    "import": ("hostile.csv", "--dry-run"),
}
"""What changes something, and says what."""
UNDECODABLE = "caf\udce9"  # as Python hands on a byte of the command line that is no UTF-8
APART = {"demo", "serve"}  # that show no words of people


def planted(folder: Path, text: str, short: str | None = None) -> CommandLine:
    """A planbook with `text` everywhere, and the command line on it at noon."""
    gig = CommandLine(folder, NOON)
    with (gig.folder / "config.toml").open("a", encoding="utf-8") as config:
        key = json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
        config.write(f"\n[places]\n{key} = ['phone']\nhome = ['phone', 'laptop']\n")
    desk = open_desk(find_places(gig.folder), by=text)
    plant(desk, text, clock("2026-11-22 12:14"), short=short)
    desk.book.close()
    return gig


def printed(gig: CommandLine, *words: str) -> str:
    """What a command prints for a file or another program; beside it an export says what it holds."""
    result = gig.invoke(*words)
    assert result.exit_code == 0, (result.stderr, result.exception)
    return result.stdout


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """A planbook full of the worst text there is, that is only read."""
    return planted(tmp_path_factory.mktemp("hostile") / "planbook", WORST)


@pytest.fixture(scope="module")
def harmless(tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """The same planbook with an ordinary word in the place of that text."""
    return planted(tmp_path_factory.mktemp("harmless") / "planbook", "Receipts")


def test_no_command_and_no_export_is_left_out() -> None:
    assert READING.keys() | ACTING.keys() | APART == COMMANDS.keys()


def test_no_control_character_in_a_record_reaches_the_terminal(hostile: CommandLine) -> None:
    for name, calls in READING.items():
        for words in calls:
            result = hostile.invoke(name, *words, columns="100")
            where = (name, *(word[:30] for word in words))
            assert result.exit_code in (0, 1), (where, result.output[:500], result.exception)
            assert "went wrong" not in result.output, where
            assert not unsafe(result.output, kept="\n"), where
    assert WORST in [task["title"] for task in hostile.json("tasks")]  # and it is really there


@pytest.mark.parametrize("name", ACTING)
def test_what_an_action_says_is_harmless_too(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    rows = io.StringIO(newline="")
    csv.writer(rows).writerows([["title", "minutes", "pay"], [WORST, "5", WORST], [WORST, "5", "1"]])
    Path("hostile.csv").write_text(rows.getvalue(), encoding="utf-8")
    gig = planted(tmp_path / "planbook", WORST)
    for given in (WORST, UNDECODABLE):
        result = gig.invoke(name, *(word.replace(WORST, given) for word in ACTING[name]))
        assert result.exit_code in (0, 1), (result.output[:500], result.exception)
        assert "went wrong" not in result.output
        assert not unsafe(result.output, kept="\n")


# --- what other programs read ----------------------------------------------------------------------------


def test_a_line_for_tmux_or_a_bar_holds_nothing_that_they_obey(hostile: CommandLine) -> None:
    line = printed(hostile, "status", "--format", "#[bold]{platform} {platforms}")
    assert line.startswith("#[bold]=1+1")
    assert not re.search(r"#[\[({]|%\{", line.removeprefix("#[bold]"))
    bar = json.loads(printed(hostile, "status", "--waybar", "--format", "{platform}"))
    assert not re.search(r"[<>]|&(?!amp;|lt;|gt;)", bar["text"] + bar["tooltip"])
    assert not unsafe(bar["text"] + bar["tooltip"], kept="\n")


@pytest.mark.parametrize("page", [("recap", "--html"), ("insights", "--html", "--period", "all")])
def test_a_page_for_the_browser_gets_no_element_and_no_attribute(
    hostile: CommandLine, harmless: CommandLine, page: tuple[str, ...]
) -> None:
    found, usual = Tags(printed(hostile, *page)), Tags(printed(harmless, *page))
    assert found.names - {"br"} == usual.names  # a note keeps its lines
    assert found.attributes == usual.attributes
    assert not found.names & {"script", "img", "a", "iframe"}


@pytest.mark.parametrize(
    "page", [("recap", "--markdown"), ("insights", "--markdown"), ("export", "markdown")]
)
def test_markdown_gets_no_html_no_link_and_no_row(
    hostile: CommandLine, harmless: CommandLine, page: tuple[str, ...]
) -> None:
    said = printed(hostile, *page)
    assert not re.search(r"(?<!\\)<[a-z/]", said)
    assert [line[:2] for line in said.splitlines() if line.startswith(("#", "|", "-"))] == [
        line[:2] for line in printed(harmless, *page).splitlines() if line.startswith(("#", "|", "-"))
    ]


def rows_of(said: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(said, newline=""))


TABLE_CALLS = [
    *(("csv", "--table", table) for table in TABLES),
    *(("taxes", "--table", table) for table in TAX_TABLES),
    ("todoist",),
    ("trello",),
]


@pytest.mark.parametrize("call", TABLE_CALLS, ids=" ".join)
def test_a_spreadsheet_gets_no_formula_and_no_row(
    hostile: CommandLine, harmless: CommandLine, call: tuple[str, ...]
) -> None:
    rows = list(rows_of(printed(hostile, "export", *call)))
    assert [len(row) for row in rows] == [len(row) for row in rows_of(printed(harmless, "export", *call))]
    assert not [cell for row in rows for cell in row if re.match(r"[=+@\t\r]|-(?![\d.]+$)", cell)]


def test_a_calendar_gets_no_entry_and_no_property(hostile: CommandLine, harmless: CommandLine) -> None:
    def shape(said: str) -> list[tuple[str, list[str]]]:
        return sorted((part.name, sorted(part)) for part in Calendar.from_ical(said).walk())

    assert shape(printed(hostile, "export", "ics")) == shape(printed(harmless, "export", "ics"))


@pytest.mark.parametrize("program", ["hledger", "beancount"])
def test_a_ledger_gets_no_posting_and_no_directive(
    hostile: CommandLine, harmless: CommandLine, program: str
) -> None:
    def shape(said: str) -> list[str]:
        return [re.match(r"\s*\S?", line)[0] for line in said.splitlines()]  # type: ignore[index]

    assert shape(printed(hostile, "export", program)) == shape(printed(harmless, "export", program))


@pytest.mark.parametrize(
    "call",
    [
        ("export", "json"),
        ("recap", "--json"),
        ("insights", "--json"),
        ("status", "--json"),
        ("tasks", "--json"),
    ],
)
def test_json_is_ascii_and_has_the_keys_it_always_has(
    hostile: CommandLine, harmless: CommandLine, call: tuple[str, ...]
) -> None:
    def keys(data: Any) -> Any:
        if isinstance(data, dict):
            return {
                "…" if WORST[:9] in key or key == "Receipts" else key: keys(one) for key, one in data.items()
            }
        return [keys(one) for one in data] if isinstance(data, list) else type(data).__name__

    said = printed(hostile, *call)
    assert said.isascii()
    assert keys(json.loads(said)) == keys(json.loads(printed(harmless, *call)))


# --- real terminals ----------------------------------------------------------------------------------------


def test_a_real_terminal_gets_nothing_but_what_the_app_itself_says(tmp_path: Path) -> None:
    planted(tmp_path / "planbook", WORST)
    with Terminal(tmp_path / "planbook", NOON) as terminal:
        terminal.see("Queue")
        terminal.press("2")
        terminal.see("While you wait")
        terminal.press("3")
        terminal.see("From gross to net")
        terminal.press("1", "ctrl+p")
        terminal.see("Find anything")
        raw = re.sub(r"\x1b]22;[a-z]+\x07", "", terminal.raw.decode("utf-8", "replace"))  # the mouse's shape
    assert clean_text(WORST)[:4] in raw
    sequences = set(re.findall(r"\x1b\[[0-9;?<>=$ ]*([@-~])|\x1b(.)", raw))
    assert {csi for csi, _ in sequences} - {""} <= set("ABCDGHJKmhltnupq")
    assert not {other for _, other in sequences} & set("]P_^X")
    left = re.sub(r"\x1b\[[0-9;?<>=$ ]*[@-~]|\x1b[()][A-Z0-9]|\x1b[=>78M]", "", raw)
    assert not unsafe(left, kept="\r\n\u200e")

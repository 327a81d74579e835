"""One whole day, in a real terminal: import, plan, shift with a crash in the middle, recap; to the cent."""

from __future__ import annotations

import json
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from support.terminal import Terminal, command

ZONE = "America/New_York"
CALENDAR = dedent(
    """\
    BEGIN:VCALENDAR
    VERSION:2.0
    PRODID:-//made up//for a test//EN
    BEGIN:VEVENT
    UID:lunch@example.test
    DTSTAMP:20261101T000000Z
    DTSTART;TZID=America/New_York:20261102T110000
    DTEND;TZID=America/New_York:20261102T140000
    RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE;UNTIL=20261231T235959Z
    EXDATE;TZID=America/New_York:20261124T110000
    SUMMARY:DoorDash lunch
    LOCATION:car
    END:VEVENT
    BEGIN:VEVENT
    UID:lunch@example.test
    RECURRENCE-ID;TZID=America/New_York:20261125T110000
    DTSTAMP:20261101T000000Z
    DTSTART;TZID=America/New_York:20261125T120000
    DTEND;TZID=America/New_York:20261125T150000
    SUMMARY:DoorDash late lunch
    END:VEVENT
    BEGIN:VEVENT
    UID:dentist@example.test
    DTSTAMP:20261101T000000Z
    DTSTART;TZID=Europe/Berlin:20261123T210000
    DTEND;TZID=Europe/Berlin:20261123T220000
    SUMMARY:Dentist
    END:VEVENT
    END:VCALENDAR
    """
).replace("\n", "\r\n")
BOARD = {
    "id": "5f0000000000000000000001",
    "name": "Side work",
    "closed": False,
    "lists": [{"id": "5f0000000000000000000002", "name": "To do", "closed": False}],
    "labels": [],
    "checklists": [],
    "cards": [
        {
            "id": "5f0000000000000000000003",
            "name": "Banner for the bakery Fiverr 30m $18",
            "desc": "",
            "closed": False,
            "idList": "5f0000000000000000000002",
            "idLabels": [],
            "due": "2026-11-27T22:00:00.000Z",
            "dueComplete": False,
        },
        {
            "id": "5f0000000000000000000004",
            "name": "Old card",
            "desc": "",
            "closed": True,
            "idList": "5f0000000000000000000002",
            "idLabels": [],
            "due": None,
            "dueComplete": False,
        },
    ],
}
CONFIG = f'zone = "{ZONE}"\ncurrency = "USD"\ngoal_day = 100\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "planbook"
    folder.mkdir()
    (folder / "config.toml").write_text(CONFIG, encoding="utf-8")
    (tmp_path / "calendar.ics").write_bytes(CALENDAR.encode())
    (tmp_path / "board.json").write_text(json.dumps(BOARD), encoding="utf-8")
    return folder


def at(clock: str) -> str:
    return f"2026-11-23T{clock}-05:00"


def read(folder: Path, clock: str, *words: str) -> Any:
    done = command(folder, at(clock), *words, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_day_from_the_calendar_to_the_recap(folder: Path, tmp_path: Path) -> None:
    files = (str(tmp_path / "calendar.ics"), str(tmp_path / "board.json"))

    # bring one's own data in; twice changes nothing
    first = read(folder, "08:00:00", "import", *files)
    assert [file["added"]["blocks"] for file in first["files"]] == [3, 0]
    assert [file["added"]["tasks"] for file in first["files"]] == [0, 1]
    again = read(folder, "08:00:00", "import", *files)
    assert all(not any(file["added"].values()) and not file["updated"] for file in again["files"])
    week = read(folder, "08:00:00", "blocks", "--from", "2026-11-23", "--to", "2026-11-25")
    assert [(block["start"], block["title"]) for block in week] == [
        ("2026-11-23T11:00:00-05:00", "DoorDash lunch"),
        ("2026-11-23T15:00:00-05:00", "Dentist"),
        ("2026-11-25T12:00:00-05:00", "DoorDash late lunch"),
    ]

    # plan the morning
    with Terminal(folder, at("08:00:00")) as app:
        app.see("Monday 23", "DoorDash lunch", "Dentist", "Queue · 1", "Banner for the bake")
        app.press("a")
        app.type("survey Prolific 12m $3.20 due fri 5pm")
        app.see("✓ Task", "Prolific", "12 min", "$3.20", "$16.00/h", "due Fri 27 Nov 17:00")
        app.press("enter")
        app.see("Queue · 2", "undoes")
        app.press("u")
        app.see("Queue · 1", "Undone")
        app.press("U")
        app.see("Queue · 2")
        app.press("p")
        app.see("42 min of downtime proposed", "$21.20 expected")
        app.press("A")
        app.see("42 min of downtime planned", "$21.20 expected")
        app.press("q")
        assert app.wait() == 0

    # work a shift, from the app and from another terminal
    with Terminal(folder, at("11:00:00")) as app:
        app.see("Monday 23")
        app.press("2")
        app.see("DoorDash lunch")
        app.press("s")
        app.see("waiting")
        app.press("q")
        assert app.wait() == 0
    with Terminal(folder, at("11:31:00")) as app:
        app.press("2")
        app.see("waiting 31:")
        assert command(folder, at("11:31:00"), "shift", "order", "--at", "11:06").returncode == 0
        app.see("on an order 25:")
        paid = command(
            folder, at("11:31:02"), "shift", "delivered", "--pay", "8.50", "--tip", "2", "--miles", "4.1"
        )
        assert paid.returncode == 0, paid.stderr
        app.see("$8.50", "waiting")
        app.kill()

    # the process was killed; the shift goes on, with true times
    status = command(folder, at("11:40:00"), "status", "--json")
    assert json.loads(status.stdout)["state"] == "waiting"
    with Terminal(folder, at("11:40:00")) as app:
        app.see("Monday 23")
        app.press("2")
        app.see("waiting 9:0")
        app.press("o")
        app.see("on an order")
        app.press("d")
        app.type("6.25 tip 1.50 2.4mi")
        app.see("✓ $6.25 · tip $1.50 · 2.4 mi")
        app.press("enter")
        app.see("$6.25", "waiting")
        app.kill()
    assert command(folder, at("13:00:00"), "shift", "stop").returncode == 0

    # close the day: 18.25 made, 6.5 miles at 72.5 cents
    money = read(folder, "20:00:00", "recap")["money"]
    assert money["earned"] == {"amount": "18.25", "currency": "USD"}
    assert money["miles_cost"] == {"amount": "4.71", "currency": "USD"}
    assert money["net"] == {"amount": "13.54", "currency": "USD"}
    with Terminal(folder, at("20:00:00")) as app:
        app.see("Monday 23")
        app.press("3")
        app.see("$18.25", "$13.54", "DoorDash")
        app.press("n")
        app.type("Slow lunch, go downtown next time")
        app.see("next time")
        app.press("\x13")
        app.see("Slow lunch, go downtown next time")
        app.press("q")
        assert app.wait() == 0
    text = command(folder, at("20:00:00"), "recap")
    assert "18.25" in text.stdout
    assert "13.54" in text.stdout
    markdown = command(folder, at("20:00:00"), "recap", "--markdown")
    assert "Slow lunch, go downtown next time" in markdown.stdout

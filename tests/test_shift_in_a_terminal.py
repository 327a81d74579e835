"""A shift worked in a real terminal under a clock that races: every frame shows what the log says.

What should be shown is counted here from the lines of the journal, with plain Python and none of the
program's own code, for the very second that the frame shows.
"""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from rich.segment import Segment
from rich.style import Style
from support.terminal import Terminal, command
from textual.renderables.digits import Digits

CONFIG = 'zone = "America/New_York"\ncurrency = "USD"\ngoal_day = 100\nmileage_rate = 0.70\n'
START = datetime.fromisoformat("2026-11-23T11:00:00-05:00")
LEADS_TO = {
    "started": "waiting",
    "order": "order",
    "delivered": "waiting",
    "break": "break",
    "resumed": "waiting",
    "stopped": "off",
}
SHOWN = {"waiting": "waiting", "on an order": "order", "break": "break"}
A_MILE = Decimal("0.70")


class Journal(NamedTuple):
    """What the journal of a planbook says: the shift's events in order, and the money beside them."""

    events: list[tuple[datetime, str]]
    cents: int
    miles: Decimal


def read_journal(folder: Path) -> Journal:
    """Play the lines of the journal through."""
    records: dict[tuple[str, str], dict[str, Any]] = {}
    for line in (folder / "journal.log").read_text(encoding="utf-8").splitlines():
        entry = json.loads(line.split(" ", 2)[2])
        for _, table, key, _, new in entry.get("changes", ()):
            records.pop((table, key), None)
            if new is not None:
                records[table, key] = new
    logged = [record for (table, _), record in records.items() if table == "shift_events"]
    logged.sort(key=lambda event: (event["at"], event["seq"]))
    earned = [record for (table, _), record in records.items() if table == "earnings"]
    cents = sum(record["gross"]["minor"] + (record.get("tip") or {"minor": 0})["minor"] for record in earned)
    driven = (Decimal(record["miles"]) for (table, _), record in records.items() if table == "trips")
    return Journal(
        events=[(datetime.fromisoformat(event["at"]), event["kind"]) for event in logged],
        cents=cents,
        miles=sum(driven, Decimal(0)),
    )


class Due(NamedTuple):
    """What a frame must show."""

    online: int
    active: int
    cents: int
    net: int


def due(journal: Journal, now: datetime) -> Due:
    """Count the shift's seconds up to `now`, state by state, and its money."""
    seconds = {"waiting": 0, "order": 0, "break": 0}
    state, since = "off", now
    for at, kind in [*journal.events, (now, "")]:
        if state in seconds:
            seconds[state] += round((at - since).total_seconds())
        state, since = LEADS_TO.get(kind, state), at
    active = seconds["order"]
    driving = (journal.miles * A_MILE * 100).quantize(Decimal(1), ROUND_HALF_UP)
    return Due(active + seconds["waiting"], active, journal.cents, journal.cents - int(driving))


class Frame(NamedTuple):
    """What a frame says, as its words stand there."""

    state: str
    for_seconds: int
    online: int
    active: int
    orders: int
    net: str
    per_hour: str
    per_hour_active: str
    to_go: str
    week: str


def read_frame(text: str) -> Frame | None:
    """Return what a painted screen says; None where a dialog covers it."""
    clock = r"(\d+(?::\d\d){1,2})"
    state = re.search(rf"(waiting|on an order|break) {clock}", text)
    beside = re.search(rf"today · (\d+) orders?.*?{clock} online.*?{clock} on orders", text, re.DOTALL)
    net = re.search(r"net +(\S+)", text)
    goal = re.search(r"(\$\S+) of \$100\.00 · (\$\S+) to go today", text)
    week = re.search(r"week (\$\S+)", text)
    if not (state and beside and net and goal and week):
        return None
    hour = re.search(r"an hour +(\$\S+) +online(?:, (\$\S+) active)?", text)
    return Frame(
        state=SHOWN[state[1]],
        for_seconds=seconds_of(state[2]),
        online=seconds_of(beside[2]),
        active=seconds_of(beside[3]),
        orders=int(beside[1]),
        net=net[1],
        per_hour=hour[1] if hour else "",
        per_hour_active=(hour[2] or "") if hour else "",
        to_go=goal[2],
        week=week[1],
    )


def seconds_of(clock: str) -> int:
    """The seconds that a running clock shows."""
    total = 0
    for part in clock.split(":"):
        total = total * 60 + int(part)
    return total


def dollars(cents: int) -> str:
    """Cents as they are shown."""
    sign = "−" if cents < 0 else ""
    return f"{sign}${abs(cents) // 100}.{abs(cents) % 100:02}"


def an_hour(cents: int, seconds: int) -> str:
    """Cents an hour, rounded half up; nothing is said below five minutes."""
    return dollars((cents * 3600 * 2 + seconds) // (seconds * 2)) if seconds >= 300 else ""


def stands_large(amount: str, text: str) -> bool:
    """Whether the amount stands on the screen in Textual's digits of three rows."""
    drawn = [
        segment.text for segment in Digits(amount).render(Style(bold=True)) if isinstance(segment, Segment)
    ]
    rows = [row.rstrip() for row in drawn if row != "\n"]
    lines = text.splitlines()
    return any(
        all(row in line for row, line in zip(rows, lines[at:], strict=False)) for at in range(len(lines) - 2)
    )


class Watch:
    """Looks at the app while some time passes, and holds every frame against the journal."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.checked: list[datetime] = []

    def look(self, app: Terminal, times: int) -> None:
        """Check what is painted until the time has moved on so often. Nothing is logged while it looks."""
        journal = read_journal(self.folder)
        changes = [at for at, kind in journal.events if kind in LEADS_TO]
        seen: set[datetime] = set()
        for text in app.frames():
            frame = read_frame(text)
            if frame is None:
                continue
            now = changes[-1] + timedelta(seconds=frame.for_seconds)
            wanted = due(journal, now)
            assert LEADS_TO[[kind for _, kind in journal.events if kind in LEADS_TO][-1]] == frame.state, text
            assert (frame.online, frame.active) == (wanted.online, wanted.active), text
            assert frame.orders == sum(kind == "delivered" for _, kind in journal.events), text
            assert frame.week == dollars(wanted.cents), text
            assert stands_large(dollars(wanted.cents), text), text
            assert frame.net == dollars(wanted.net), text
            assert frame.to_go == dollars(10000 - wanted.cents), text
            assert frame.per_hour == an_hour(wanted.cents, wanted.online), text
            if frame.per_hour:
                assert frame.per_hour_active == an_hour(wanted.cents, wanted.active), text
            assert not self.checked or now >= self.checked[-1], text
            self.checked.append(now)
            seen.add(now)
            if len(seen) == times:
                return
        raise AssertionError(f"the time stood still:\n{app.text}")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "planbook"
    folder.mkdir()
    (folder / "config.toml").write_text(CONFIG, encoding="utf-8")
    assert command(folder, START.isoformat(), "add", "Voice notes 30min $4 resumable").returncode == 0
    return folder


def fast(now: datetime) -> str:
    """A clock that shows `now` when the app starts, and a minute and a second more with each second."""
    return f"{now.isoformat()} x61"


def last_event(folder: Path) -> tuple[datetime, str]:
    return read_journal(folder).events[-1]


def test_every_frame_of_a_shift_shows_what_its_log_says(folder: Path) -> None:
    watch = Watch(folder)
    with Terminal(folder, fast(START)) as app:
        app.see("Queue · 1")
        app.press("2")
        app.see("no shift")
        app.press("s")
        app.see("waiting")
        watch.look(app, 2)

        app.press("o")
        app.see("on an order")
        watch.look(app, 2)

        app.press("d")
        app.see("8.50 tip 2 4.1mi")
        app.type("8.50 tip 2.25 4.1mi")
        app.press("enter")
        app.see("● waiting", "week $10.75")
        assert last_event(folder)[1] == "delivered"
        watch.look(app, 2)

        app.press("f")
        app.see("Working on", "Voice notes")
        watch.look(app, 1)
        app.press("o")
        app.see("on an order")
        assert [kind for _, kind in read_journal(folder).events[-3:]] == [
            "filler_started",
            "filler_interrupted",
            "order",
        ]
        watch.look(app, 1)
        app.kill()  # in the middle of an order

    killed_at = watch.checked[-1]
    with Terminal(folder, fast(killed_at + timedelta(minutes=3))) as app:
        app.see("Queue · 1")
        app.press("2")
        app.see("on an order")
        watch.look(app, 2)
        assert watch.checked[-1] > killed_at + timedelta(minutes=3)

        app.press("d")
        app.see("8.50 tip 2 4.1mi")
        app.type("6.25 2.4mi")
        app.press("enter")
        app.see("● waiting", "week $17.00")
        app.press("b")
        app.see("break")
        watch.look(app, 2)
        app.press("b")
        app.see("● waiting")
        watch.look(app, 1)
        app.press("S")
        app.see("no shift")
        app.press("q")
        assert app.wait() == 0

    assert watch.checked[-1] - watch.checked[0] > timedelta(minutes=10)
    journal = read_journal(folder)
    assert journal.events[-1][1] == "stopped"
    ended = due(journal, journal.events[-1][0])
    closed = command(folder, (journal.events[-1][0] + timedelta(minutes=1)).isoformat(), "recap", "--json")
    assert closed.returncode == 0, closed.stderr
    recap = json.loads(closed.stdout)
    assert recap["money"]["earned"]["amount"] == dollars(ended.cents)[1:]
    assert recap["money"]["net"]["amount"] == dollars(ended.net)[1:]

"""What imports cost: rows a second and memory, importing again, and a week of 10,000 events.

Run `python tests/bench/imports.py [--rows N,N] [--events N] [--json FILE]`. Each measurement is a process
of its own, on an empty planbook, with the whole of `import`: reading, comparing, one action on the disk.
Beside it stand Python's bare csv reader over the same file and icalendar's bare parse of the same
calendar. The bars: 100,000 rows a minute with memory that hardly grows, nothing new the second time, a
week of 10,000 events in 50 ms. Rows that have a moment go to the files of their months; a task list is
all in the queue, which is one file and in memory as long as it is. With `--json` an export of
gigplanner's own is imported too.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from gigplanner.model import Settings, Span
from gigplanner.planbook import Planbook
from gigplanner.workday.blocks import blocks_in
from gigplanner.workday.desk import Desk
from gigplanner.workday.intake import import_files, reader_for

NOW = datetime(2026, 11, 22, 14, 14, tzinfo=UTC)
FIRST = datetime(2017, 1, 2, 9, tzinfo=UTC)
YEARS = 10
RULES = (
    "FREQ=DAILY",
    "FREQ=WEEKLY;BYDAY=MO,WE,FR",
    "FREQ=MONTHLY;BYDAY=2TU",
    "FREQ=YEARLY",
    "FREQ=WEEKLY;INTERVAL=2",
)


def seconds(work: Callable[[], Any]) -> float:
    """How long `work` takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def peak() -> float:
    """The most memory this process ever held, in MiB."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (2**20 if sys.platform == "darwin" else 2**10)


# --- made-up files -----------------------------------------------------------------------------------------


def write_tasks(path: Path, rows: int) -> None:
    """Write a task list: all of it goes into the queue."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("title", "platform", "pay", "minutes", "units", "due", "id"))
        for row in range(rows):
            due = f"2026-12-{row % 27 + 1:02} 17:00"
            writer.writerow(
                (f"Receipt batch {row}", "MTurk", f"0.{row % 90 + 10}", row % 20 + 2, 14, due, f"r-{row}")
            )


def write_prolific(path: Path, rows: int) -> None:
    """Write submissions to studies over ten years: each becomes an earning and a block."""
    step = timedelta(days=365 * YEARS) / rows
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(
            ("Study", "Reward", "Bonus", "Started At", "Completed At", "Completion Code", "Status")
        )
        for row in range(rows):
            start = FIRST + row * step
            end = start + timedelta(minutes=7)
            stamps = (f"{start:%Y-%m-%d %H:%M:%S.%f}", f"{end:%Y-%m-%d %H:%M:%S.%f}")
            writer.writerow((f"Study {row}", f"£{row % 9}.50", "£0.00", *stamps, f"C{row:07}", "APPROVED"))


def write_calendar(path: Path, events: int) -> None:
    """Write events over ten years; two in ten recur, and one in ten of those has no end."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Example//Bench//EN"]
    step = timedelta(days=365 * YEARS) / events
    for number in range(events):
        start = FIRST + number * step
        start = start.replace(minute=0, second=0, microsecond=0)
        lines += [
            "BEGIN:VEVENT",
            f"UID:{number}@example.org",
            "DTSTAMP:20261101T000000Z",
            f"DTSTART;TZID=America/Chicago:{start:%Y%m%dT%H%M%S}",
            f"DTEND;TZID=America/Chicago:{start + timedelta(hours=1):%Y%m%dT%H%M%S}",
            f"SUMMARY:Event {number}",
        ]
        if number % 10 < 2:
            ends = f";UNTIL={start + timedelta(days=200):%Y%m%dT%H%M%SZ}" if number % 100 > 1 else ""
            lines.append(f"RRULE:{RULES[number // 100 % len(RULES)]}{ends}")
        lines.append("END:VEVENT")
    path.write_text("\r\n".join([*lines, "END:VCALENDAR", ""]), encoding="utf-8")


# --- one measurement, in a process of its own --------------------------------------------------------------


def a_desk(folder: Path) -> Desk:
    """A desk on a planbook in `folder`."""
    return Desk(Planbook(folder, by="bench"), Settings(zone="America/Chicago"))


def measure_table(path: Path, folder: Path) -> dict[str, float]:
    """Import a table, and again."""
    desk = a_desk(folder)
    found: dict[str, float] = {}
    found["s"] = seconds(lambda: import_files(desk, [path], NOW)) + seconds(desk.book.close)
    found["s of the processor"] = time.process_time()
    found["peak MiB"] = peak()
    desk = a_desk(folder)
    seq = desk.book.seq
    found["again s"] = seconds(lambda: import_files(desk, [path], NOW))
    found["actions the second time"] = desk.book.seq - seq
    return found


def measure_reading(path: Path, folder: Path) -> dict[str, float]:
    """Only read a table; the bare reader after it, so that neither warms the other's memory."""
    read = reader_for(a_desk(folder), [path], NOW)
    found = {"s": seconds(read), "peak MiB": peak()}

    def bare() -> None:
        with path.open(encoding="utf-8", newline="") as file:
            for _ in csv.reader(file):
                pass

    found["bare s"] = seconds(bare)
    return found


def measure_calendar(path: Path, folder: Path) -> dict[str, float]:
    """Import a calendar, then show weeks of it out of a desk opened anew."""
    desk = a_desk(folder)
    found = {"s": seconds(lambda: import_files(desk, [path], NOW)), "peak MiB": peak()}
    desk.book.close()
    seq = desk.book.seq
    found["again s"] = seconds(lambda: import_files(desk, [path], NOW))
    found["actions the second time"] = desk.book.seq - seq
    desk = a_desk(folder)
    weeks = [
        Span(NOW + timedelta(days=7 * week), NOW + timedelta(days=7 * week + 7)) for week in range(-10, 11)
    ]
    found["first week ms"] = 1000 * seconds(lambda: blocks_in(desk, weeks[10]))
    later = sorted(1000 * seconds(lambda week=week: blocks_in(desk, week)) for week in weeks)
    found["later week ms"], found["slowest later week ms"] = later[len(later) // 2], later[-1]
    found["blocks in the week"] = len(blocks_in(desk, weeks[10]))
    return found


def measure_icalendar(path: Path, folder: Path) -> dict[str, float]:
    """Parse a calendar with icalendar alone."""
    from icalendar import Calendar

    text = path.read_bytes()
    return {"s": seconds(lambda: Calendar.from_ical(text)), "peak MiB": peak()}


PARTS = {
    "table": measure_table,
    "reading": measure_reading,
    "calendar": measure_calendar,
    "icalendar": measure_icalendar,
}


def in_a_process(part: str, path: Path, folder: Path) -> dict[str, float]:
    """Do one measurement in a fresh process."""
    result = subprocess.run(
        [sys.executable, __file__, "--part", part, str(path), str(folder)],
        check=True,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    found: dict[str, float] = json.loads(result.stdout)
    return found


def print_table(name: str, rows: int, path: Path, scratch: Path) -> None:
    """Measure one made-up table, and print it."""
    read = in_a_process("reading", path, scratch / f"{name}-{rows}-reading")
    whole = in_a_process("table", path, scratch / f"{name}-{rows}")
    bare = rows / read["bare s"]
    print(
        f"{name:<16}{rows:>9,} rows  read {rows / read['s']:>9,.0f}/s  import {rows / whole['s']:>8,.0f}/s "
        f"({60 * rows / whole['s']:,.0f} a minute)  csv alone {bare:>10,.0f}/s  "
        f"peak {read['peak MiB']:.0f} MiB read, {whole['peak MiB']:.0f} MiB imported, "
        f"{whole['s of the processor']:.0f} s of the processor  "
        f"again {whole['again s']:.1f} s, {whole['actions the second time']:.0f} actions"
    )


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rows", default="10000,30000,100000")
    asked.add_argument("--json", type=Path)
    asked.add_argument("--events", type=int, default=10_000)
    asked.add_argument("--part", nargs=3, metavar=("PART", "FILE", "FOLDER"), help=argparse.SUPPRESS)
    wanted = asked.parse_args()
    if wanted.part:
        part, file, folder = wanted.part
        print(json.dumps(PARTS[part](Path(file), Path(folder))))
        return
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        for rows in map(int, wanted.rows.split(",")):
            for words, write in (("task list", write_tasks), ("Prolific", write_prolific)):
                path = scratch / f"{words}-{rows}.csv"
                write(path, rows)
                print_table(words, rows, path, scratch)
        if wanted.json:
            found = in_a_process("table", wanted.json, scratch / "json")
            print(
                f"{wanted.json.name:<16}{wanted.json.stat().st_size / 2**20:>9.0f} MiB   "
                f"import {found['s']:.1f} s, {found['s of the processor']:.0f} s of the processor, "
                f"peak {found['peak MiB']:.0f} MiB  "
                f"again {found['again s']:.1f} s, {found['actions the second time']:.0f} actions"
            )
        path = scratch / "calendar.ics"
        write_calendar(path, wanted.events)
        bare = in_a_process("icalendar", path, scratch / "bare")
        found = in_a_process("calendar", path, scratch / "calendar")
        print(
            f"calendar        {wanted.events:>9,} events  "
            f"import {found['s']:.1f} s, {found['peak MiB']:.0f} MiB  "
            f"icalendar alone {bare['s']:.1f} s, {bare['peak MiB']:.0f} MiB  "
            f"again {found['again s']:.1f} s, {found['actions the second time']:.0f} actions"
        )
        print(
            f"a week's view   {found['blocks in the week']:>9,.0f} blocks  after opening "
            f"{found['first week ms']:.0f} ms, then {found['later week ms']:.0f} ms "
            f"(slowest of 21 weeks {found['slowest later week ms']:.0f} ms)"
        )


if __name__ == "__main__":
    main()

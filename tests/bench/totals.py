"""What totals of ten years cost: counted for the first time, out of the cache, and after one action more.

Run `python tests/bench/totals.py [--years N] [--rounds N]`. Beside them stands one pass of `json.loads` over
the same files, in the same run, so that the ratios hold on any machine. The bar is 1.5 seconds for the first
time and 300 milliseconds after it, the sums of every hour, platform and month included.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from subjects import as_installed

from gigplanner.insights.digest_sums import hour_rates_of, sums_of
from gigplanner.model import Earning, Money
from gigplanner.planbook.places import find_places
from gigplanner.workday.desk import Desk, open_desk
from gigplanner.workday.ledger import earn
from gigplanner.workday.recap import recap_days, recap_year
from gigplanner.workday.totals import all_digests

NOW = datetime(2026, 11, 22, 14, 14, tzinfo=UTC)
YEAR = date(2025, 7, 1)


def milliseconds(work: Callable[[], Any]) -> float:
    """How long `work` takes."""
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def make_planbook(folder: Path, years: int) -> None:
    """Write a made-up planbook of so many years."""
    subprocess.run(
        [sys.executable, "-m", "gigplanner", "demo", "--into", str(folder), "--years", str(years)],
        check=True,
        stdout=subprocess.DEVNULL,
        env=as_installed(GIGPLANNER_CLOCK=NOW.isoformat()),
    )


def plain_pass(folder: Path) -> int:
    """Read every month with plain json.loads; return how many documents there are."""
    tables = [json.loads(path.read_bytes()) for path in sorted((folder / "months").glob("*.json"))]
    return sum(len(table) for one in tables for name, table in one.items() if name[0] != "_")


def everything(desk: Desk) -> None:
    """The sums of all time, and what each hour of the week has paid."""
    digests = all_digests(desk, NOW)
    sums_of(digests, desk.settings)
    hour_rates_of(digests, desk.settings)


def measure(folder: Path) -> dict[str, float]:
    """One round, each part by a desk opened anew, as a command would."""

    def desk() -> Desk:
        return open_desk(find_places(folder), by="bench")

    shutil.rmtree(folder / "cache", ignore_errors=True)
    times = {"one pass of json.loads": milliseconds(lambda: plain_pass(folder))}
    times["all years, the first time"] = milliseconds(lambda: everything(desk()))
    times["all years, cached"] = milliseconds(lambda: everything(desk()))
    with desk().book as book:
        earn(Desk(book, desk().settings), Earning(id="", at=NOW, gross=Money(850, "USD")), NOW)
    times["all years, an action later"] = milliseconds(lambda: everything(desk()))
    times["the recap of a year, cached"] = milliseconds(lambda: recap_year(desk(), YEAR, NOW))
    whole_year = (YEAR.replace(month=1, day=1), YEAR.replace(month=12, day=31))
    times["the same year from its records"] = milliseconds(lambda: recap_days(desk(), *whole_year, NOW))
    return times


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--years", type=int, default=10)
    asked.add_argument("--rounds", type=int, default=5)
    wanted = asked.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "planbook"
        make_planbook(folder, wanted.years)
        rounds: dict[str, list[float]] = defaultdict(list)
        for _ in range(wanted.rounds):
            for words, cost in measure(folder).items():
                rounds[words].append(cost)
        kept = sum(path.stat().st_size for path in (folder / "cache").iterdir())
        months = sum(path.stat().st_size for path in (folder / "months").iterdir())
        print(
            f"{wanted.years} years: {plain_pass(folder):,} documents, {months / 2**20:.1f} MiB of months, ",
            end="",
        )
        print(f"{kept / 2**20:.1f} MiB of digests; medians of {wanted.rounds} rounds")
        plain = statistics.median(rounds["one pass of json.loads"])
        for words, costs in rounds.items():
            median = statistics.median(costs)
            print(f"{words:<36}{median:>9.0f} ms{median / plain:>8.2f} of json.loads")


if __name__ == "__main__":
    main()

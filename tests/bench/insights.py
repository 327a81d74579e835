"""What insights into ten years cost: worked out for the first time, by a later command, and in the open app.

A shift runs meanwhile, so that nothing that is told of today can be taken from an earlier run.

Run `python tests/bench/insights.py [--years N] [--rounds N]`. Beside them stands one pass of `json.loads`
over the same files, in the same run, so that the ratios hold on any machine; and beside the time by the clock
the processor's, which other programs disturb less. The bar is 1.5 s for the first time, 300 ms after it, and
a frame (16.7 ms) for a flip of the day while a key is held; by the clock that holds the wait for the next
frame too.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

from subjects import as_installed
from totals import NOW, make_planbook, plain_pass

from gigplanner.insights.overview import PERIODS
from gigplanner.insights.report.html import page_html
from gigplanner.insights.report.insights import insight_page
from gigplanner.insights.report.plain import page_text
from gigplanner.model import Earning, Money
from gigplanner.planbook.places import find_places
from gigplanner.workday.awaited import awaited
from gigplanner.workday.desk import Desk, open_desk
from gigplanner.workday.insights import found, insights
from gigplanner.workday.ledger import earn
from gigplanner.workday.shift import start_shift
from gigplanner.workday.shifts import current_shift

REFERENCE = "one pass of json.loads"
FLIPS = 40
HELD = 1 / 30  # seconds between the keys that a terminal sends while one is held


class Cost(NamedTuple):
    """Milliseconds by the clock and of the processor."""

    clock: float
    processor: float


def cost(work: Callable[[], Any]) -> Cost:
    """How long `work` takes, other processes that it starts included."""
    began, used = time.perf_counter(), _processor()
    work()
    return Cost((time.perf_counter() - began) * 1000, (_processor() - used) * 1000)


def _processor() -> float:
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def command(folder: Path, *words: str) -> None:
    """Run a command as a person does."""
    subprocess.run(
        [sys.executable, "-m", "gigplanner", "--data", str(folder), *words],
        check=True,
        stdout=subprocess.DEVNULL,
        env=as_installed(GIGPLANNER_CLOCK=NOW.isoformat()),
    )


def have_a_shift_run(folder: Path) -> None:
    """Begin a shift, if none runs in the made-up planbook."""
    desk = open_desk(find_places(folder), by="bench")
    if current_shift(desk, NOW) is None:
        start_shift(desk, NOW, platform="DoorDash")
    desk.book.close()


def measure(folder: Path) -> dict[str, Cost]:
    """One round."""

    def desk() -> Desk:
        return open_desk(find_places(folder), by="bench")

    shutil.rmtree(folder / "cache", ignore_errors=True)
    costs = {REFERENCE: cost(lambda: plain_pass(folder))}
    costs["all of it, the first time"] = cost(lambda: insights(desk(), NOW, period="all"))
    shutil.rmtree(folder / "cache", ignore_errors=True)
    costs["gigplanner insights, the first time"] = cost(lambda: command(folder, "insights"))
    costs["gigplanner insights, again"] = cost(lambda: command(folder, "insights"))
    costs["gigplanner recap, again"] = cost(lambda: command(folder, "recap"))
    costs["gigplanner recap --year, the first time"] = cost(lambda: command(folder, "recap", "--year"))
    costs["gigplanner recap --year, again"] = cost(lambda: command(folder, "recap", "--year"))
    command(folder, "earn", "8.50")
    costs["gigplanner insights, an action later"] = cost(lambda: command(folder, "insights"))
    opened = desk()
    costs["as kept by an earlier run"] = cost(lambda: insights(opened, NOW))
    earn(opened, Earning(id="", at=NOW, gross=Money(850, "USD")), NOW)
    costs["an action later, in the app"] = cost(lambda: insights(opened, NOW))
    for period in (PERIODS[0], PERIODS[2]):
        costs[f"another period ({period}), in the app"] = cost(
            lambda period=period: insights(opened, NOW, period=period)  # type: ignore[misc]
        )
    earn(opened, Earning(id="", at=NOW, gross=Money(850, "USD")), NOW)
    costs["another action later"] = cost(lambda: insights(opened, NOW))
    costs["the same again"] = cost(lambda: insights(opened, NOW))
    costs["what is awaited"] = cost(lambda: awaited(opened, NOW))
    known = found(opened, NOW, period="all")
    page = insight_page(known.insights, known.awaited)
    costs["as text"] = cost(lambda: page_text(page))
    costs["as a page for the browser"] = cost(lambda: page_html(page))
    opened.book.close()
    flips = asyncio.run(flip(folder))
    costs["a flip of the day on the recap screen"] = _quantile(flips, 0.5)
    costs["nine of ten flips within"] = _quantile(flips, 0.9)
    return costs


def _quantile(costs: list[Cost], share: float) -> Cost:
    clock, processor = (sorted(side)[int(len(costs) * share)] for side in zip(*costs, strict=True))
    return Cost(clock, processor)


async def flip(folder: Path) -> list[Cost]:
    """What flips of the day take in the app at 120 × 36, from a key that is held to its frame."""
    from textual.screen import Screen

    from gigplanner.tui.app import GigApp
    from gigplanner.tui.screens.recap import RecapScreen

    app = GigApp(open_desk(find_places(folder), by="app"), lambda: NOW)
    display, painted = app._display, 0

    def watched(screen: Screen[Any], frame: Any) -> None:
        nonlocal painted
        display(screen, frame)
        painted += frame is not None

    async with app.run_test(size=(120, 36)) as pilot:
        app._display = watched  # type: ignore[method-assign]
        await pilot.press("3")
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, RecapScreen)
        if screen.tips.reading is not None:
            screen.tips.reading.wait()
        screen.action_step(-3)
        await pilot.pause(0.2)
        first = screen.day
        costs = []
        for _ in range(FLIPS):
            before, began, used = painted, time.perf_counter(), time.process_time()
            screen.action_step(-1)
            while painted == before:
                await asyncio.sleep(0.0005)
            costs.append(Cost((time.perf_counter() - began) * 1000, (time.process_time() - used) * 1000))
            await asyncio.sleep(max(0.0, began + HELD - time.perf_counter()))
        assert screen.day == first - timedelta(days=FLIPS)
    return costs


def main() -> None:
    """Measure several rounds and print the medians."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--years", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    os.environ["TEXTUAL_ANIMATIONS"] = "none"
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / "planbook"
        make_planbook(book, asked.years)
        have_a_shift_run(book)
        print(
            f"{asked.years} years, {plain_pass(book):,} documents, {asked.rounds} rounds: clock and processor"
        )
        rounds = [measure(book) for _ in range(asked.rounds)]
    reference = statistics.median(one[REFERENCE].processor for one in rounds)
    for name in rounds[0]:
        clock = statistics.median(one[name].clock for one in rounds)
        processor = statistics.median(one[name].processor for one in rounds)
        print(f"{name:<42}{clock:>9.1f} ms{processor:>9.1f} ms{processor / reference:>8.3f}")


if __name__ == "__main__":
    main()

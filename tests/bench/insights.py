"""What insights into ten years cost: worked out for the first time, out of the cache, and in the open app.

Run `python tests/bench/insights.py [--years N] [--rounds N]`. Beside them stands one pass of `json.loads`
over the same files, in the same run, so that the ratios hold on any machine. The bar is 1.5 seconds for the
first time and 300 milliseconds after it.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
from pathlib import Path

from totals import NOW, make_planbook, milliseconds, plain_pass

from gigplanner.insights.overview import PERIODS
from gigplanner.insights.report.html import page_html
from gigplanner.insights.report.insights import insight_page
from gigplanner.insights.report.plain import page_text
from gigplanner.model import Earning, Money
from gigplanner.planbook.places import find_places
from gigplanner.workday.awaited import awaited
from gigplanner.workday.desk import Desk, open_desk
from gigplanner.workday.insights import insights
from gigplanner.workday.ledger import earn

REFERENCE = "one pass of json.loads"


def measure(folder: Path) -> dict[str, float]:
    """One round, in milliseconds."""

    def desk() -> Desk:
        return open_desk(find_places(folder), by="bench")

    shutil.rmtree(folder / "cache", ignore_errors=True)
    times = {REFERENCE: milliseconds(lambda: plain_pass(folder))}
    times["all of it, the first time"] = milliseconds(lambda: insights(desk(), NOW, period="all"))
    opened = desk()
    times["all of it, out of the cache, by a command"] = milliseconds(
        lambda: insights(opened, NOW, period="all")
    )
    for period in PERIODS[:2]:
        times[f"another period ({period}), in the app"] = milliseconds(
            lambda period=period: insights(opened, NOW, period=period)  # type: ignore[misc]
        )
    times["the same again, in the app"] = milliseconds(lambda: insights(opened, NOW, period="all"))
    times["what is awaited"] = milliseconds(lambda: awaited(opened, NOW))
    page = insight_page(insights(opened, NOW, period="all"), awaited(opened, NOW))
    times["as text"] = milliseconds(lambda: page_text(page))
    times["as a page for the browser"] = milliseconds(lambda: page_html(page))
    earn(opened, Earning(id="", at=NOW, gross=Money(850, "USD")), NOW)
    times["an action later, in the app"] = milliseconds(lambda: insights(opened, NOW, period="all"))
    opened.book.close()
    return times


def main() -> None:
    """Measure several rounds and print the medians."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--years", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / "planbook"
        make_planbook(book, asked.years)
        print(f"{asked.years} years, {plain_pass(book):,} documents, {asked.rounds} rounds")
        rounds = [measure(book) for _ in range(asked.rounds)]
    reference = statistics.median(one[REFERENCE] for one in rounds)
    for name in rounds[0]:
        median = statistics.median(one[name] for one in rounds)
        print(f"{name:<44}{median:>9.1f} ms{median / reference:>8.3f}")


if __name__ == "__main__":
    main()

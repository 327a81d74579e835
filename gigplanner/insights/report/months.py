"""A year month by month, as it follows the recap of the year: text, Markdown, or data for JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec.structs import replace

from gigplanner.insights.digest_recap import MonthRow
from gigplanner.insights.report.data import money_data
from gigplanner.insights.report.page import Page, Section
from gigplanner.insights.words import MONTHS
from gigplanner.model.times import show_length

HEAD = ("Month", "Earned", "Net", "Pending", "Online")


def months_text(months: Sequence[MonthRow]) -> str:
    """Return the months as a table of text, ending in a line break; nothing without any."""
    if not months:
        return ""
    rows = _rows(months)
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["", "Month by month"]
    for name, *figures in rows:
        aligned = (figure.rjust(width) for figure, width in zip(figures, widths[1:], strict=True))
        lines.append("  ".join(("", name.ljust(widths[0]), *aligned)).rstrip())
    return "\n".join(lines) + "\n"


def months_markdown(months: Sequence[MonthRow]) -> str:
    """Return the months as a Markdown section, ending in a line break; nothing without any."""
    if not months:
        return ""
    head, *body = _rows(months)
    rows = [head, ("---", *["---:"] * (len(head) - 1)), *body]
    return "\n## Month by month\n\n" + "".join(f"| {' | '.join(row)} |\n" for row in rows)


def with_months(page: Page, months: Sequence[MonthRow]) -> Page:
    """Return a report with its months as a last section."""
    if not months:
        return page
    head, *rows = _rows(months)
    section = Section(key="months", title="Month by month", head=head, rows=tuple(rows))
    return replace(page, sections=(*page.sections, section))


def months_json(months: Sequence[MonthRow]) -> list[dict[str, Any]]:
    """Return the months as data: `{month, earned, net, pending, kept, miles, online, active, orders}`."""
    return [
        {
            "month": f"{row.first:%Y-%m}",
            "earned": money_data(row.takings.earned),
            "net": money_data(row.takings.net),
            "pending": money_data(row.takings.pending),
            "kept": money_data(row.takings.kept),
            "miles": f"{row.takings.miles:f}",
            "online": row.worked.online_seconds,
            "active": row.worked.active_seconds,
            "orders": row.worked.orders,
        }
        for row in months
    ]


def _rows(months: Sequence[MonthRow]) -> list[tuple[str, ...]]:
    """The head and a row a month, without the columns in which nothing stands."""
    cells = [_cells(row) for row in months]
    kept = [number for number in range(len(HEAD)) if any(row[number] for row in cells)]
    return [tuple(row[number] for number in kept) for row in (HEAD, *cells)]


def _cells(row: MonthRow) -> tuple[str, ...]:
    takings, online = row.takings, row.worked.online_seconds
    return (
        MONTHS[row.first.month - 1],
        str(takings.earned),
        str(takings.net),
        str(takings.pending) if takings.pending else "",
        show_length(online) if online else "",
    )

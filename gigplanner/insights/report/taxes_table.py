"""A tax year as tables for a spreadsheet: the lines of Schedule C, and the log of the drives."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from gigplanner.insights.tax.mileage_log import MileageLog
from gigplanner.insights.tax.schedule_c import ScheduleC
from gigplanner.model.money import Money

LINE_COLUMNS = ("line", "label", "part", "amount", "currency")
MILEAGE_COLUMNS = (
    "date", "start", "destination", "purpose", "miles", "rate", "value", "currency", "platform", "missing",
)  # fmt: skip

Row = tuple[str | Decimal, ...]


def line_rows(form: ScheduleC) -> Iterator[Row]:
    """Yield the lines of the form, each followed by its parts; what is in no line comes last, with none."""
    yield _row("1", "Gross receipts", "", form.receipts)
    if form.tips:
        yield _row("1", "Gross receipts", "tips", form.tips)
    for line in form.expenses:
        yield _row(line.line, line.label, "", line.amount)
        for name, amount in line.parts:
            yield _row(line.line, line.label, name, amount)
    yield _row("28", "Total expenses", "", form.spent)
    yield _row("31", "Net profit or loss", "", form.net)
    yield "44a", "Business miles", "", form.miles.miles, "miles"
    if form.awaited:
        yield _row("", "Awaited, in no line", "", form.awaited)
    for amount in form.others.values():
        yield _row("", "Income in another currency, in no line", "", amount)
    for amount in form.others_spent.values():
        yield _row("", "Expenses in another currency, in no line", "", amount)


def mileage_rows(log: MileageLog) -> Iterator[Row]:
    """Yield the drives, earliest first; `missing` names what a tax office asks for and no record says."""
    for row in log.rows:
        yield (
            row.day.isoformat(),
            row.origin,
            row.destination,
            row.purpose,
            row.miles,
            row.rate if row.rate is not None else "",
            row.value.amount if row.value is not None else "",
            log.currency if row.value is not None else "",
            row.platform,
            " and ".join(row.missing),
        )


def _row(line: str, label: str, part: str, amount: Money) -> Row:
    return line, label, part, amount.amount, amount.currency

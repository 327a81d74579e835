"""A tax year worded as a report: the lines of Schedule C and what each is made of, and the miles."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from msgspec import Struct

from gigplanner.insights.report.page import Page, Section, Theirs, without_empty
from gigplanner.insights.tax.estimate import NO_ADVICE, us_estimate
from gigplanner.insights.tax.mileage_log import DriveRow, MileageLog
from gigplanner.insights.tax.quarters import quarters_of
from gigplanner.insights.tax.schedule_c import ScheduleC
from gigplanner.insights.words import say_day, say_days
from gigplanner.model.mileage import mileage_rate, rules_of
from gigplanner.model.money import Money, total
from gigplanner.model.settings import Settings
from gigplanner.model.showing import show_day, show_number
from gigplanner.model.text import clean_text

_PART_OF_MEALS = "Meals count by half, as the form has it."
_FORM_ASKS = (
    "Part IV of the form also asks since when the vehicle is used, and for commuting and other miles."
)


class RateRow(Struct, frozen=True, kw_only=True):
    """Drives in a row at one rate."""

    first: date
    last: date
    rate: Decimal | None
    miles: Decimal
    value: Money | None


def tax_page(
    form: ScheduleC, settings: Settings, today: date, aside: tuple[Money, Money] | None = None
) -> Page:
    """Return a year by the lines of Schedule C, with the miles, what is in no line, and what is owed.

    `aside` is what was put aside, and what was paid, for its tax.
    """
    so_far = " so far" if today.year == form.year else ""
    return Page(
        title=f"Schedule C, {form.year}{so_far}",
        headline=f"Net profit {form.net}: {form.receipts} in hand less {form.spent} of expenses.",
        sections=without_empty(
            [
                _income(form),
                _expenses(form),
                miles_section(form.miles, settings, also=_vehicle_lines(form)),
                _in_no_line(form),
                _owed(form, settings, aside),
            ]
        ),
    )


def mileage_page(log: MileageLog, first: date, last: date, settings: Settings) -> Page:
    """Return the miles of a tax year, for those whose tax office has another form than Schedule C."""
    return Page(
        title=f"Mileage, {say_days(first, last)}",
        headline=f"{_said_miles(log.miles)} for work, {log.value} at the rates of their days.",
        sections=without_empty(
            [miles_section(log, settings), Section(key="advice", title="", lines=(NO_ADVICE,))]
        ),
    )


def rates_of(log: MileageLog) -> tuple[RateRow, ...]:
    """Return the drives summed up by stretches of days with one rate, earliest first."""
    stretches: list[list[DriveRow]] = []
    for row in log.rows:
        if stretches and stretches[-1][-1].rate == row.rate:
            stretches[-1].append(row)
        else:
            stretches.append([row])
    return tuple(
        RateRow(
            first=rows[0].day,
            last=rows[-1].day,
            rate=rows[0].rate,
            miles=sum((row.miles for row in rows), Decimal(0)),
            value=total((row.value for row in rows if row.value), log.currency)
            if rows[0].value is not None
            else None,
        )
        for rows in stretches
    )


def miles_section(log: MileageLog, settings: Settings, *, also: Iterable[str] = ()) -> Section:
    """Return miles, rate and value by date, and what the log lacks."""
    rows = tuple(
        (
            say_days(row.first, row.last),
            show_number(row.miles),
            show_number(row.rate) if row.rate is not None else "no rate known",
            str(row.value) if row.value is not None else "",
        )
        for row in rates_of(log)
    )
    if len(rows) > 1:
        rows += (("Together", show_number(log.miles), "", str(log.value)),)
    return Section(
        key="miles",
        title="Miles",
        head=("Days", "Miles", f"{log.currency} a mile", "Value"),
        rows=rows,
        lines=(*also, *_lacks(log), *_rate_notes(log, settings)) if log.rows else (),
        spare=(2,),
    )


def _income(form: ScheduleC) -> Section:
    rows = [("1 Gross receipts: pay and tips in hand", "", str(form.receipts))]
    if form.tips:
        rows.insert(1, ("— of that, tips", str(form.tips), ""))
    return Section(key="income", title="Part I: income", head=("Line", "Of that", "Amount"), rows=tuple(rows))


def _expenses(form: ScheduleC) -> Section:
    rows: list[tuple[str | Theirs, ...]] = []
    for line in form.expenses:
        rows.append((f"{line.line} {line.label}", "", str(line.amount)))
        rows += [(Theirs(f"— {clean_text(name, 60)}"), str(amount), "") for name, amount in line.parts]
    rows.append(("28 Total expenses", "", str(form.spent)))
    rows.append(("31 Net profit" if form.net.minor >= 0 else "31 Net loss", "", str(form.net)))
    has_meals = any(line.line == "24b" for line in form.expenses)
    return Section(
        key="expenses",
        title="Part II: expenses",
        head=("Line", "Of that", "Amount"),
        rows=tuple(rows),
        lines=(_PART_OF_MEALS,) if has_meals else (),
    )


def _vehicle_lines(form: ScheduleC) -> list[str]:
    if not form.actual_vehicle:
        compared = []
    else:
        better = "the standard rate" if form.by_miles else "the actual costs"
        compared = [
            f"Line 9 takes {better}: {form.standard_vehicle} at the standard rate, {form.actual_vehicle} of"
            " actual costs. Which of the two you may choose depends on earlier years."
        ]
    return [*compared, f"Line 44a, business miles: {show_number(form.miles.miles)}. {_FORM_ASKS}"]


def _lacks(log: MileageLog) -> Iterable[str]:
    if log.incomplete:
        drives = "1 drive says" if log.incomplete == 1 else f"{log.incomplete:,} drives say"
        yield f"{drives} no destination or no purpose, which a tax office asks for: add them where you can."
    if log.unpriced:
        yield f"No rate is known for {_said_miles(log.unpriced)}: set mileage_rate or mileage_rules."


def _rate_notes(log: MileageLog, settings: Settings) -> Iterable[str]:
    if settings.mileage_rate is not None:
        yield "The rate is your own, not a tax office's."
    elif rules_of(settings) == "us":
        yield from sorted({f"There is {note}." for row in log.rows if (note := mileage_rate(row.day).note)})


def _in_no_line(form: ScheduleC) -> Section:
    lines = []
    if form.awaited:
        lines.append(f"{form.awaited} is awaited: it counts in the year in which it is paid.")
    lines += [f"{amount} of income: convert it at the rate that applies." for amount in form.others.values()]
    lines += [
        f"{amount} of fees and expenses: convert it at the rate that applies."
        for amount in form.others_spent.values()
    ]
    return Section(key="besides", title="In no line", lines=tuple(lines))


def _owed(form: ScheduleC, settings: Settings, aside: tuple[Money, Money] | None) -> Section:
    if form.receipts.currency != "USD":
        return Section(key="owed", title="What is owed", lines=(NO_ADVICE,))
    estimate = us_estimate(form.net, form.year, settings.income_tax_percent)
    rows = [("Self-employment tax", str(estimate.self_employment))]
    if estimate.rate:
        rows.append((f"Income tax at {show_number(estimate.rate.normalize())} %", str(estimate.income_tax)))
        rows.append(("Together", str(estimate.owed)))
    days = [quarter.due for quarter in quarters_of(form.year)]
    due = ", ".join(show_day(day, weekday=False, long=True) for day in days[:-1])
    lines = [
        *([f"There is {estimate.note}."] if estimate.note else []),
        *([f"Put aside for it: {aside[0]}; paid: {aside[1]}."] if aside and any(aside) else []),
        f"Estimated payments of {form.year} are due on {due} and {say_day(days[-1])}.",
        NO_ADVICE,
    ]
    return Section(
        key="owed", title="What is owed", head=("", "Amount"), rows=tuple(rows), lines=tuple(lines)
    )


def _said_miles(miles: Decimal) -> str:
    return f"{show_number(miles)} miles"

"""What a report says of taxes: the year so far, its four payments, and the money put aside for them."""

from __future__ import annotations

from datetime import date

from gigplanner.insights.report.page import Section
from gigplanner.insights.tax.estimate import NO_ADVICE
from gigplanner.insights.tax.set_aside import AsideSoFar
from gigplanner.insights.tax.so_far import NextPayment, Payment
from gigplanner.insights.words import say_count, say_day
from gigplanner.model.showing import show_day, show_number


def tax_sections(tax: NextPayment, aside: AsideSoFar, today: date) -> list[Section]:
    """Return the sections; those that have nothing to say are empty."""
    return [_year(tax, today), _payments(tax, today), _aside(aside, tax)]


def _year(tax: NextPayment, today: date) -> Section:
    year = tax.year
    if year.estimate is None or not (year.receipts or year.miles):
        return Section(key="tax", title="Taxes")
    estimate = year.estimate
    miles = f"{show_number(year.miles.normalize())} miles"
    rows = [
        ("Income", str(year.receipts)),
        ("Fees", str(-year.fees)),
        (f"Vehicle, by {miles if year.by_miles else 'actual costs'}", str(-year.vehicle)),
        ("Other expenses", str(-year.other)),
        ("Net profit", str(year.net)),
        ("Self-employment tax", str(estimate.self_employment)),
        (f"Income tax at {show_number(estimate.rate.normalize())} %", str(estimate.income_tax)),
    ]
    lines = [
        f"{tax.quarter.name} is due on {say_day(tax.quarter.due)}, in"
        f" {say_count(tax.quarter.days_left(today), 'day')}: about {tax.amount}.",
        *([f"Set aside {estimate.percent} % of what is left after costs."] if estimate.percent else []),
        *([f"{miles} driven for work this year, {year.standard} at the mileage rate."] if year.miles else []),
        *([f"There is {estimate.note}."] if estimate.note else []),
        NO_ADVICE,
    ]
    return Section(
        key="tax",
        title=f"Taxes of {tax.quarter.year}, so far, by US rules",
        head=("", "Amount"),
        rows=tuple(rows),
        lines=tuple(lines),
    )


def _payments(tax: NextPayment, today: date) -> Section:
    if tax.year.estimate is None or not tax.year.receipts:
        return Section(key="payments", title="Payments")
    return Section(
        key="payments",
        title=f"Payments of {tax.quarter.year}, by the estimate",
        head=("", "Due", "About", ""),
        rows=tuple(_payment(one, today) for one in tax.payments),
        spare=(3,),
    )


def _payment(payment: Payment, today: date) -> tuple[str, str, str, str]:
    due = payment.quarter.due
    if payment.is_past(today):
        when = "past"
    elif payment.quarter.first > today:
        when = "still to be earned"
    else:
        when = f"in {say_count(payment.quarter.days_left(today), 'day')}"
    return (
        payment.quarter.name,
        show_day(due, weekday=False, year=True),
        str(payment.amount) if payment.amount else "",
        when,
    )


def _aside(aside: AsideSoFar, tax: NextPayment) -> Section:
    title = f"Set aside for tax since {show_day(aside.first, weekday=False, year=True)}"
    if tax.year.estimate is not None:
        title = f"Set aside for the tax of {tax.quarter.year}"
    if not (aside.wanted or aside.kept or aside.paid):
        return Section(key="aside", title=title)
    rows = [
        *([("Owed on the profit so far, by the estimate", str(aside.wanted))] if aside.wanted else []),
        ("Put aside", str(aside.kept)),
        ("Paid", str(aside.paid)),
        *([("Still missing", str(aside.missing))] if aside.missing is not None else []),
    ]
    lines = [f"{aside.left} of what was put aside is left to pay with."] if aside.kept and aside.paid else []
    if not (aside.kept or aside.paid):
        lines = ["Nothing is written down yet: add “set aside 50”, or “paid tax 120”."]
    return Section(key="aside", title=title, head=("", "Amount"), rows=tuple(rows), lines=tuple(lines))

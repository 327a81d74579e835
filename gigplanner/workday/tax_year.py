"""A tax year of the planbook: by the lines of the form and as a log of the miles, to be read or taken out."""

from __future__ import annotations

from datetime import date, datetime, time

from msgspec import Struct

from gigplanner.insights.report.page import Page
from gigplanner.insights.report.taxes import mileage_page, tax_page
from gigplanner.insights.report.taxes_table import LINE_COLUMNS, MILEAGE_COLUMNS, line_rows, mileage_rows
from gigplanner.insights.tax.mileage_log import MileageLog, mileage_log
from gigplanner.insights.tax.schedule_c import ScheduleC, schedule_c
from gigplanner.insights.tax.set_aside import aside_days, aside_sums
from gigplanner.interop.spreadsheet import csv_text
from gigplanner.model.errors import BadInput
from gigplanner.model.mileage import rules_of, tax_year_start
from gigplanner.model.records import Earning, Expense, SetAside, Trip
from gigplanner.model.times import DAY, Span
from gigplanner.workday.desk import Desk

_FIRST, _LAST = 1971, 2099


class TaxYear(Struct, frozen=True, kw_only=True):
    """A tax year; `form` is None for those whose tax office knows no Schedule C."""

    first: date
    last: date
    form: ScheduleC | None
    miles: MileageLog


def first_year(desk: Desk, now: datetime) -> int:
    """Return the year in which the tax year of today began."""
    return tax_year_start(desk.settings.wall(now).date(), desk.settings).year


def tax_year(desk: Desk, year: int | None, now: datetime) -> TaxYear:
    """Return the tax year that begins in `year`, the one of today without one. Raises BadInput.

    It is the calendar year, or that from 6 April under the rules of the United Kingdom. Schedule C is made
    for those who are paid in US dollars.
    """
    settings = desk.settings
    today = settings.wall(now).date()
    if year is not None and not _FIRST <= year <= _LAST:
        raise BadInput(f"{year} is no tax year: name one such as {today.year}.")
    first = tax_year_start(today if year is None else date(year, 12, 31), settings)
    end = first.replace(year=first.year + 1)
    midnight = time()
    span = Span(
        settings.instant(datetime.combine(first, midnight)), settings.instant(datetime.combine(end, midnight))
    )
    trips = desk.book.within(Trip, span)
    if rules_of(settings) != "us" and settings.currency != "USD":
        return TaxYear(first=first, last=end - DAY, form=None, miles=mileage_log(trips, settings))
    form = schedule_c(
        first.year,
        earnings=desk.book.within(Earning, span),
        expenses=desk.book.within(Expense, span),
        trips=trips,
        settings=settings,
    )
    return TaxYear(first=first, last=end - DAY, form=form, miles=form.miles)


def tax_year_page(desk: Desk, year: int | None, now: datetime) -> Page:
    """Return the report on a tax year."""
    found = tax_year(desk, year, now)
    if found.form is None:
        return mileage_page(found.miles, found.first, found.last, desk.settings)
    year_of_form = found.form.year
    first, last = aside_days(year_of_form)
    span = Span(desk.settings.span_of(first).start - DAY, desk.settings.span_of(last).end + DAY)
    aside = aside_sums(desk.book.within(SetAside, span), year_of_form, desk.settings)
    return tax_page(found.form, desk.settings, desk.settings.wall(now).date(), aside)


def lines_csv(desk: Desk, year: int | None, now: datetime) -> str:
    """Return the lines of Schedule C as CSV. Raises BadInput where nobody is paid in US dollars."""
    found = tax_year(desk, year, now)
    if found.form is None:
        raise BadInput(
            f"Schedule C is a form of the United States, and your money is {desk.settings.currency}: "
            "export --table mileage, or earnings and expenses as csv."
        )
    return csv_text(LINE_COLUMNS, line_rows(found.form))


def mileage_csv(desk: Desk, year: int | None, now: datetime) -> str:
    """Return the drives of a tax year as CSV."""
    return csv_text(MILEAGE_COLUMNS, mileage_rows(tax_year(desk, year, now).miles))

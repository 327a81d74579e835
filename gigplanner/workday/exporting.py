"""Taking records out: gathering those of some days, in the format that another program reads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Literal, get_args

from msgspec import Struct

from gigplanner.model.errors import BadInput
from gigplanner.model.kinds import KINDS
from gigplanner.model.records import (
    Block,
    DayNote,
    Earning,
    Expense,
    Plan,
    Record,
    Series,
    SetAside,
    ShiftEvent,
    Trip,
)
from gigplanner.model.times import Span
from gigplanner.workday.desk import Desk

Format = Literal["csv", "ics", "json", "hledger", "beancount", "taxes", "markdown", "todoist", "trello"]
FORMATS: tuple[Format, ...] = get_args(Format)
Table = Literal["tasks", "earnings", "expenses", "trips", "blocks", "shifts", "waits", "set-aside"]
TABLES: tuple[Table, ...] = get_args(Table)
TaxTable = Literal["lines", "mileage"]
TAX_TABLES: tuple[TaxTable, ...] = get_args(TaxTable)
PERSONAL: dict[str, str] = {
    "csv": "your open tasks with their platforms, pay, links and notes",
    "ics": "your appointments, shifts and plan with their times, places, links and notes",
    "json": "everything in the planbook",
    "hledger": "what you earned, spent, drove and put aside, with your notes",
    "beancount": "what you earned, spent, drove and put aside, with your notes",
    "taxes": "what you earned, spent, drove and put aside",
    "markdown": "what you earned and how you worked, with your notes",
    "todoist": "your open tasks with their platforms, pay, links and notes",
    "trello": "your open tasks with their platforms, pay, links and notes",
    "tables": "your tasks, calendar, shifts, waits and ledger",
    "earnings": "what you earned, with your notes",
    "expenses": "what you spent, with your notes",
    "trips": "where you drove and when, with your notes",
    "blocks": "your calendar with its times, places, links and notes",
    "shifts": "when and where you worked, and what it brought",
    "waits": "when you waited for orders",
    "set-aside": "what you put aside for tax and paid of it, with your notes",
    "mileage": "where you drove and when",
}
"""What a file holds that is nobody else's business, by format, or by table where it is one of several."""
PAGE = 80  # cells of a line of a text
_LONGEST_SHIFT = timedelta(days=7)
_EARLIEST, _LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2300, 1, 1, tzinfo=UTC)


class Days(Struct, frozen=True):
    """Working days, both included; None is as far as any record lies."""

    first: date | None = None
    last: date | None = None

    def span(self, desk: Desk) -> Span:
        """Return their instants. Raises BadInput if the last lies before the first."""
        start = desk.settings.span_of(self.first).start if self.first else _EARLIEST
        end = desk.settings.span_of(self.last).end if self.last else _LATEST
        if end <= start:
            raise BadInput("The first day lies after the last: mend one of the two.")
        return Span(start, end)


ALL_DAYS = Days()


class Exported(Struct, frozen=True):
    """What a file should be called, and hold."""

    name: str
    text: str


def export(
    desk: Desk,
    what: Format,
    now: datetime,
    days: Days = ALL_DAYS,
    *,
    table: str | None = None,
    year: int | None = None,
    account: str | None = None,
    width: int = PAGE,
) -> list[Exported]:
    """Return the files that an export makes: one, or for CSV without a `table` one a table.

    `year` and the `width` of a line are for taxes, `account` for journals. Raises BadInput.
    """
    if what == "csv":
        wanted = [known for known in TABLES if table in (None, known)]
        return [export_table(desk, known, now, days) for known in wanted]
    if what == "taxes":
        return [export_taxes(desk, now, year, table=table, width=width)]
    if what == "hledger" or what == "beancount":
        return [export_journal(desk, what, now, days, account=account)]
    if what == "todoist" or what == "trello":
        return [export_tasks(desk, what, now)]
    plain = {"ics": export_ics, "json": export_json, "markdown": export_recap}
    return [plain[what](desk, now, days)]


def export_ics(desk: Desk, now: datetime, days: Days = ALL_DAYS) -> Exported:
    """The calendar and today's accepted plan."""
    from gigplanner.interop.ics_out import write_ics
    from gigplanner.workday.planning import saved_plan

    span = days.span(desk)
    blocks = [block for block in desk.book.every(Block) if block.end > span.start and block.start < span.end]
    plan = saved_plan(desk, desk.settings.day_of(now))
    accepted = plan if plan and plan.accepted_at else None
    text = write_ics(blocks, desk.book.queue(Series), accepted, desk.settings, now)
    return Exported(_name(desk, now, "calendar.ics"), text)


def export_table(desk: Desk, table: Table, now: datetime, days: Days = ALL_DAYS) -> Exported:
    """One table for a spreadsheet. The queue has no days: open tasks are in it whatever `days` say."""
    span = days.span(desk)
    make: dict[Table, Callable[[], str]] = {
        "tasks": lambda: _tasks(desk),
        "earnings": lambda: _ledger(desk, "earnings", span),
        "expenses": lambda: _ledger(desk, "expenses", span),
        "trips": lambda: _ledger(desk, "trips", span),
        "blocks": lambda: _blocks(desk, days, now),
        "shifts": lambda: _shifts(desk, span, now),
        "waits": lambda: _waits(desk, span, now),
        "set-aside": lambda: _ledger(desk, "set-aside", span),
    }
    return Exported(_name(desk, now, f"{table}.csv"), make[table]())


def export_json(desk: Desk, now: datetime, days: Days = ALL_DAYS) -> Exported:
    """All records, or those of some days with what is open: tasks, series and own platforms."""
    from gigplanner.interop import gigplanner_json

    kinds = KINDS.values()
    records: dict[type[Record], Iterable[Record]] = {
        kind: desk.book.every(kind) if days == ALL_DAYS else _records_of(desk, days, kind) for kind in kinds
    }
    text = gigplanner_json.write_json(records, desk.settings, now)
    return Exported(_name(desk, now, "planbook.json"), text)


def export_journal(
    desk: Desk,
    program: Literal["hledger", "beancount"],
    now: datetime,
    days: Days = ALL_DAYS,
    *,
    account: str | None = None,
) -> Exported:
    """The ledger in double entry. `account` is where money that was paid is, `Assets:Gig` if not said."""
    from gigplanner.interop.journal import OWN_ACCOUNT, journal

    span = days.span(desk)
    book = journal(
        desk.book.within(Earning, span),
        desk.book.within(Expense, span),
        desk.book.within(Trip, span),
        desk.settings,
        account=account or OWN_ACCOUNT,
        aside=desk.book.within(SetAside, span),
    )
    if program == "hledger":
        from gigplanner.interop.hledger_out import write_hledger

        return Exported(_name(desk, now, "ledger.journal"), write_hledger(book))
    from gigplanner.interop.beancount_out import write_beancount

    return Exported(_name(desk, now, "ledger.beancount"), write_beancount(book, desk.settings.currency))


def export_tasks(desk: Desk, program: Literal["todoist", "trello"], now: datetime) -> Exported:
    """The open tasks as another task list takes them."""
    from gigplanner.workday.queue import open_tasks

    tasks = open_tasks(desk)
    if program == "todoist":
        from gigplanner.interop.todoist_out import write_todoist

        return Exported(_name(desk, now, "todoist.csv"), write_todoist(tasks, desk.settings))
    from gigplanner.interop.trello_out import write_trello

    return Exported(_name(desk, now, "trello.csv"), write_trello(tasks))


def export_taxes(
    desk: Desk, now: datetime, year: int | None = None, *, table: str | None = None, width: int = PAGE
) -> Exported:
    """A tax year: the report as text, or its lines or mileage as a table. Raises BadInput."""
    from gigplanner.insights.report.plain import page_text
    from gigplanner.workday import tax_year

    named = f"gigplanner-taxes-{year or tax_year.first_year(desk, now)}"
    if table == "lines":
        return Exported(f"{named}-lines.csv", tax_year.lines_csv(desk, year, now))
    if table == "mileage":
        return Exported(f"{named}-mileage.csv", tax_year.mileage_csv(desk, year, now))
    return Exported(f"{named}.txt", page_text(tax_year.tax_year_page(desk, year, now), width))


def export_recap(desk: Desk, now: datetime, days: Days = ALL_DAYS) -> Exported:
    """The recap of some days as Markdown; of today, if no day is named."""
    from gigplanner.workday.recap import recap_markdown

    today = desk.settings.day_of(now)
    first = days.first or days.last or today
    last = days.last or max(first, today)
    Days(first, last).span(desk)
    until = "" if first == last else f"-to-{last.isoformat()}"
    return Exported(f"recap-{first.isoformat()}{until}.md", recap_markdown(desk, first, last, now))


# --- tables ----------------------------------------------------------------------------------------------


def _tasks(desk: Desk) -> str:
    from gigplanner.interop.tasks_csv import write_tasks_csv
    from gigplanner.workday.queue import open_tasks

    return write_tasks_csv(open_tasks(desk), desk.settings)


def _ledger(desk: Desk, table: Literal["earnings", "expenses", "trips", "set-aside"], span: Span) -> str:
    from gigplanner.interop.tables_csv import earnings_csv, expenses_csv, set_aside_csv, trips_csv

    if table == "earnings":
        return earnings_csv(desk.book.within(Earning, span), desk.settings)
    if table == "expenses":
        return expenses_csv(desk.book.within(Expense, span), desk.settings)
    if table == "set-aside":
        return set_aside_csv(desk.book.within(SetAside, span), desk.settings)
    return trips_csv(desk.book.within(Trip, span), desk.settings)


def _blocks(desk: Desk, days: Days, now: datetime) -> str:
    from gigplanner.interop.tables_csv import blocks_csv
    from gigplanner.workday.blocks import blocks_in, calendar_span

    asked, held = days.span(desk), calendar_span(desk, now)
    span = Span(max(asked.start, held.start), asked.end if days.last else held.end)
    return blocks_csv(blocks_in(desk, span) if span.start < span.end else [], desk.settings)


def _shifts(desk: Desk, span: Span, now: datetime) -> str:
    from gigplanner.interop.tables_csv import WorkedShift, shifts_csv
    from gigplanner.workday.shifts import shifts_in

    logs = [log for log in shifts_in(desk, span, now) if log.start in span]
    reach = Span(span.start, span.end + 2 * _LONGEST_SHIFT)
    earnings: dict[str, list[Earning]] = defaultdict(list)
    trips: dict[str, list[Trip]] = defaultdict(list)
    for earning in desk.book.within(Earning, reach):
        earnings[earning.shift].append(earning)
    for trip in desk.book.within(Trip, reach):
        trips[trip.shift].append(trip)
    worked = (WorkedShift(log=log, earnings=earnings[log.shift], trips=trips[log.shift]) for log in logs)
    return shifts_csv(worked, desk.settings)


def _waits(desk: Desk, span: Span, now: datetime) -> str:
    from gigplanner.interop.tables_csv import waits_csv
    from gigplanner.workday.waits import waits_between

    return waits_csv(waits_between(desk, span, now), desk.settings)


# --- records of some days --------------------------------------------------------------------------------


def _records_of(desk: Desk, days: Days, kind: type[Record]) -> list[Record]:
    """Return the records of a kind on `days`, with those of the queue, and shifts that began then whole."""
    span = days.span(desk)
    if kind in (Plan, DayNote):
        return desk.book.dated(kind, days.first or span.start.date(), days.last or span.end.date())
    if kind is ShiftEvent:
        return list(_whole_shifts(desk, span))
    return [*desk.book.queue(kind), *desk.book.within(kind, span)]


def _whole_shifts(desk: Desk, span: Span) -> Iterator[ShiftEvent]:
    around = desk.book.within(ShiftEvent, Span(span.start - _LONGEST_SHIFT, span.end + _LONGEST_SHIFT))
    first: dict[str, datetime] = {}
    for event in around:
        first.setdefault(event.shift, event.at)
    return (event for event in around if first[event.shift] in span)


def _name(desk: Desk, now: datetime, ending: str) -> str:
    return f"gigplanner-{desk.settings.day_of(now).isoformat()}-{ending}"

"""Taking records out: which, in what format, of which days, and where to."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime

from gigplanner.model.errors import BadInput
from gigplanner.model.text import clean_text
from gigplanner.tui.dialogs.base import LEAVE, NEXT, KeyHint
from gigplanner.tui.dialogs.fields import Choice, Entry, Field, Tick
from gigplanner.tui.dialogs.form import FormDialog
from gigplanner.workday.desk import Desk
from gigplanner.workday.export_files import Order
from gigplanner.workday.exporting import FORMATS, PERSONAL, Days
from gigplanner.workday.reports import EXPORTS
from gigplanner.workday.whens import read_day

# format, and table where it has several → what the person chooses among
KINDS: dict[str, str] = {
    "json": "everything, for another machine",
    "ics": "the calendar, for Google, Apple, Outlook",
    "csv": "all tables, for spreadsheets",
    "csv earnings": "earnings, for spreadsheets",
    "csv shifts": "shifts, for spreadsheets",
    "csv tasks": "tasks, for spreadsheets",
    "taxes": "this tax year, as a report",
    "taxes mileage": "this tax year's mileage log",
    "hledger": "the ledger, for hledger",
    "beancount": "the ledger, for Beancount",
    "markdown": "today's recap, or that of the days",
    "todoist": "tasks, for Todoist",
    "trello": "tasks, for Trello",
}
_WITHOUT_DAYS = frozenset({"csv tasks", "taxes", "taxes mileage", "todoist", "trello"})
_LONGEST_PATH = 1000


class ExportDialog(FormDialog[Order]):
    """Ask what to take out and where to; the answer is carried out beside the screen."""

    HEADING = "Export"
    HINT = "Without days, everything. The file is for your eyes only."
    KEYS = (KeyHint("ctrl+s", "export", "screen.save"), NEXT, LEAVE)

    def __init__(self, desk: Desk, clock: Callable[[], datetime]) -> None:
        super().__init__(None)
        self._desk, self._clock = desk, clock

    def fields(self) -> Iterable[Field]:
        """What, of which days, where to."""
        folder = f"{self._desk.book.folder / EXPORTS}/"
        yield Field(
            "what", Choice([(words, kind) for kind, words in KINDS.items()], "json", id="kind"), wide=True
        )
        yield Field("from", Entry(id="first", placeholder="the beginning"))
        yield Field("to", Entry(id="last", placeholder="the end"))
        yield Field("into", Entry(folder, id="goal", limit=_LONGEST_PATH), wide=True)
        yield Field("if it exists", Tick("replace it", value=False, id="replace"), wide=True)

    def read(self) -> Order:
        """The order that the fields make."""
        return read_order(self.texts(), self.ticked(), now=self._clock(), desk=self._desk)

    def words(self, made: Order) -> str:
        """Whose business it is, and where it goes."""
        held = PERSONAL[_held(made)]
        return f"Into {clean_text(made.goal, 200)} · personal data in it: {held}"


def read_order(texts: dict[str, str], ticked: frozenset[str], *, now: datetime, desk: Desk) -> Order:
    """Return what the fields order. Raises BadInput for days that cannot be, and without a goal."""
    today = desk.settings.day_of(now)
    name, _, table = texts["kind"].partition(" ")

    def day(text: str) -> date | None:
        return read_day(text, today, past=True) if text else None

    days = Days(day(texts["first"]), day(texts["last"]))
    days.span(desk)
    if texts["kind"] in _WITHOUT_DAYS and days != Days():
        raise BadInput("This goes out whole: leave both days empty.")
    if not texts["goal"]:
        raise BadInput("Where to? Name a folder or a file.")
    return Order(
        what=next(known for known in FORMATS if known == name),
        table=table or None,
        days=days,
        goal=texts["goal"],
        replace="replace" in ticked,
    )


def _held(order: Order) -> str:
    """Return the key of what an export holds."""
    if order.what == "csv" and order.table is None:
        return "tables"
    return order.table if order.table in PERSONAL else order.what

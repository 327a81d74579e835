"""Reading a table by a mapping: a row becomes work with pay, miles and time, or what it was said to be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from msgspec.structs import replace

from gigplanner.interop import moments
from gigplanner.interop.gathering import LeftOut
from gigplanner.interop.harvest import Harvest
from gigplanner.interop.mapping.cells import needs_order, sums_up
from gigplanner.interop.mapping.entries import Entry, Line, Pay
from gigplanner.interop.mapping.rules import Mapping, missing_in
from gigplanner.interop.mapping.statement import Statement
from gigplanner.interop.reading import ImportContext, Importer, OrdinalIds, Reading, SourceFile
from gigplanner.interop.rows import table_of
from gigplanner.interop.table import Row, Table, column_name, guess_table
from gigplanner.model import BadInput, Earning, Expense, Money, Task
from gigplanner.model.text import clean_note, clean_text, quoted

_MOST_DATES = 100_000  # of which any may tell the order
_TOTAL = LeftOut("line of totals", "lines of totals")
_CALLED_OFF = LeftOut("row of work called off", "rows of work called off")
_EMPTY = LeftOut("row without any pay", "rows without any pay")
_NEGATIVE = LeftOut("amount below zero", "amounts below zero")
_FINISHED = LeftOut("task that is finished", "tasks that are finished")


def importer_of(mapping: Mapping) -> Importer:
    """Return the importer of the tables that `mapping` is for."""
    return Importer(
        format=mapping.format,
        shown=f"tables such as {mapping.name}",
        recognises=lambda file: _is_for(mapping, file),
        read=lambda file, context: read_mapped(file, mapping, context),
    )


def _is_for(mapping: Mapping, file: SourceFile) -> bool:
    table = guess_table(file.text) if not file.looks_like_json else None
    return table is not None and table.fingerprint in mapping.headers


def read_mapped(file: SourceFile, mapping: Mapping, context: ImportContext) -> Reading:
    """Read every row as `mapping` says; a bad one is refused alone, with its line.

    Raises BadInput for a mapping that leaves out what each row needs, for a table that lacks its columns, and
    where nobody can tell in which order the dates are written.
    """
    if missing := missing_in(mapping):
        raise BadInput(f"{file.name} cannot be read by the mapping {mapping.name}. {missing}")
    if mapping.zone and not context.zone:
        context = replace(context, zone=mapping.zone)
    table = table_of(file, [frozenset(map(column_name, mapping.columns))], f"the tables of {mapping.name}")
    reader = _RowReader(mapping, _day_first(file, mapping, table), Harvest(mapping.format, context))
    reader.harvest.gather(table, reader.take)
    zone = reader.harvest.zone
    rule = f"Times without a zone are those of {zone}."
    if not mapping.has("time", "start"):
        rule = f"Days are taken as {zone}, each entry at noon if it has no time."
    return replace(reader.harvest.reading(rule), seen=frozenset(reader.seen))


def _day_first(file: SourceFile, mapping: Mapping, table: Table) -> bool | None:
    """Return how the dates are meant: as the mapping says, else as any of them tells."""
    if mapping.dates:
        return mapping.dates == "day first"
    cells = [cell for cell in _dates(mapping, table) if cell]
    doubtful = next(filter(needs_order, cells), None)
    if doubtful is None:
        return None
    order = moments.is_day_first(cells)
    if order is None:
        raise BadInput(
            f"In {file.name} the dates, such as {clean_text(doubtful, 20)}, can be read day first or month "
            f'first: say dates = "day first" or "month first" in the mapping {mapping.name}.'
        )
    return order


def _dates(mapping: Mapping, table: Table) -> Iterator[str]:
    names = mapping.named("date", "start", "end", "due")
    for number, row in enumerate(table.rows):
        if number >= _MOST_DATES:
            return
        yield from (row[name].strip() for name in names)


class _RowReader:
    """Reads rows into records."""

    def __init__(self, mapping: Mapping, day_first: bool | None, harvest: Harvest) -> None:
        self.harvest = harvest
        self.seen: list[str] = []
        self._mapping = mapping
        self._line = Line(mapping, day_first, harvest)
        self._known_by = tuple(map(column_name, mapping.same_row or mapping.columns))
        self._ids = OrdinalIds()
        self._statement = Statement(harvest.context.catalogue, mapping.platform)

    def take(self, row: Row) -> None:
        """Keep what one row says."""
        source_id = self._ids.next(*(row[name].strip() for name in self._known_by))
        self._take(row, source_id)
        self.seen.append(source_id)

    def _take(self, row: Row, source_id: str) -> None:
        if self._is_total(row):
            self.harvest.leave_out(_TOTAL)
            return
        entry = self._line.read(row)
        if entry.state == "leave out":
            self.harvest.leave_out(_CALLED_OFF)
            return
        match self._mapping.becomes:
            case "earning":
                self._work(entry, source_id)
            case "deposit":
                self._deposit(entry, source_id)
            case "expense":
                self._expense(entry, source_id, entry.money.spent or entry.money.whole)
            case "trip":
                self._trip(entry, source_id)
            case "block":
                self._block(entry, source_id)
            case "task":
                self._task(entry, source_id)

    def _is_total(self, row: Row) -> bool:
        """Whether a row sums up: it says so, and names no day."""
        days = self._mapping.named("date", "start")
        return sums_up(row.values) and not any(digit.isdecimal() for name in days for digit in row[name])

    def _work(self, entry: Entry, source_id: str) -> None:
        """Keep a job: its pay, the miles driven for it, and the time it took."""
        pay = entry.money.pay()
        is_worked = bool(entry.begin and entry.end and self._mapping.has("start", "time"))
        if pay and pay.whole.minor < 0 and not self._is_kept_below_zero(entry, source_id, -pay.whole):
            return
        if is_worked:
            self._block(entry, source_id)
        if entry.miles:
            self._trip(entry, source_id)
        if pay and pay.whole:
            self.harvest.records.append(self._earning(entry, source_id, pay))
        elif not entry.miles and not is_worked:
            self.harvest.leave_out(_EMPTY)

    def _deposit(self, entry: Entry, source_id: str) -> None:
        amount = entry.money.moved()
        if amount is None:
            raise BadInput("This row has no amount.")
        reason = self._statement.why_not(amount, entry)
        if reason:
            self.harvest.leave_out(reason)
        elif amount.minor > 0 or self._is_kept_below_zero(entry, source_id, -amount):
            platform = self._statement.platform_in(entry)
            pay = Pay(amount, None, None)
            self.harvest.records.append(self._earning(entry, source_id, pay, platform=platform))

    def _is_kept_below_zero(self, entry: Entry, source_id: str, spent: Money) -> bool:
        """Whether an amount below zero is kept as it is; do what the mapping says if not."""
        match self._mapping.negative:
            case "keep":
                return True
            case "expense":
                self._expense(entry, source_id, spent)
            case "leave out":
                self.harvest.leave_out(_NEGATIVE)
            case "refuse":
                raise BadInput(
                    f"The amount is below zero: if the mapping {self._mapping.name} should take such rows, "
                    "say how with negative."
                )
        return False

    def _earning(self, entry: Entry, source_id: str, pay: Pay, *, platform: str = "") -> Earning:
        platform = platform or entry.platform
        state = entry.state or self._mapping.status
        return Earning(
            id=self.harvest.context.make_id(),
            source=self.harvest.format,
            source_id=source_id,
            at=entry.at,
            gross=pay.gross,
            tip=pay.tip,
            fee=pay.fee,
            platform=platform,
            category=entry.category or self.harvest.category_of(platform),
            status=state if state != "leave out" else "rejected",
            job=entry.job,
            note=entry.text,
        )

    def _expense(self, entry: Entry, source_id: str, amount: Money | None) -> None:
        if amount is None or not amount:
            raise BadInput("This row has no amount.")
        self.harvest.records.append(
            Expense(
                id=self.harvest.context.make_id(),
                source=self.harvest.format,
                source_id=source_id,
                at=entry.at,
                amount=amount if amount.minor > 0 else -amount,
                category=entry.category,
                platform=entry.platform,
                note=entry.text,
            )
        )

    def _trip(self, entry: Entry, source_id: str) -> None:
        if entry.miles is None:
            raise BadInput("This row has no miles.")
        self.harvest.trip(
            source_id,
            entry.begin or entry.at,
            entry.miles,
            platform=entry.platform,
            purpose=entry.category if self._mapping.becomes == "trip" else "",
            origin=entry.origin,
            destination=entry.destination,
            note=entry.text,
        )

    def _block(self, entry: Entry, source_id: str) -> None:
        if entry.begin is None or entry.end is None:
            raise BadInput("This row does not say from when to when it was.")
        title = entry.title or entry.platform or "Work"
        self.harvest.block(
            source_id, title, entry.begin, entry.end, platform=entry.platform, notes=entry.note
        )

    def _task(self, entry: Entry, source_id: str) -> None:
        if not entry.title:
            raise BadInput("This task has no title.")
        if not entry.length:
            raise BadInput("This task does not say how many minutes it takes.")
        if entry.state in ("paid", "approved", "rejected"):
            self.harvest.leave_out(_FINISHED)
            return
        currency = self._mapping.currency or self.harvest.context.settings.currency
        pay = entry.money.whole or Money.zero(currency)
        if pay.minor < 0:
            raise BadInput(f"A task cannot pay {quoted(str(pay))}.")
        self.harvest.records.append(
            Task(
                id=self.harvest.context.make_id(),
                source=self.harvest.format,
                source_id=source_id,
                title=entry.title,
                pay=pay,
                minutes=entry.length / timedelta(minutes=1),
                platform=entry.platform,
                category=entry.category,
                due=entry.due,
                notes=clean_note(entry.note),
                created_at=self.harvest.context.now,
            )
        )


def importers_of(mappings: Iterable[Mapping]) -> tuple[Importer, ...]:
    """Return an importer for each mapping."""
    return tuple(map(importer_of, mappings))

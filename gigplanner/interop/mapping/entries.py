"""One row of a mapped table as it is understood: when, how much, how far, how long, and what it is called."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal

from msgspec import Struct

from gigplanner.interop.amounts import read_amount, read_miles
from gigplanner.interop.harvest import Harvest
from gigplanner.interop.mapping.cells import When, known_state, read_seconds, read_when, state_word
from gigplanner.interop.mapping.rules import DURATIONS, Mapping, Role, Said
from gigplanner.interop.moments import NOON, due_at
from gigplanner.interop.rows import known_currency
from gigplanner.interop.table import Row
from gigplanner.model import BadInput, Money
from gigplanner.model.text import clean_text, quoted
from gigplanner.model.times import wall_time

_DAY = timedelta(days=1)


class Pay(Struct, frozen=True):
    """What a job paid: tip and fee are None where there is none."""

    gross: Money
    tip: Money | None
    fee: Money | None

    @property
    def whole(self) -> Money:
        """Gross and tip."""
        return self.gross + self.tip if self.tip else self.gross


def _less(amount: Money, part: Money | None) -> Money:
    return amount - part if part else amount


class RowMoney(Struct, frozen=True, kw_only=True):
    """The amounts of a row by their role, columns of one role added; all in one currency."""

    amount: Money | None
    tip: Money | None
    fee: Money | None
    total: Money | None
    net: Money | None
    spent: Money | None

    @property
    def whole(self) -> Money | None:
        """The amount, or the total if there is none."""
        return self.total if self.amount is None else self.amount

    def pay(self) -> Pay | None:
        """Return what a job paid, as stated or as total and net tell; None if that is nowhere.

        Raises BadInput where they contradict each other.
        """
        gross, tip = self._gross(), self.tip or None
        fee = -self.fee if self.fee and self.fee.minor < 0 else self.fee
        if gross is None and self.net is not None:
            gross = _less(self.net, tip) if not fee else _less(self.net + fee, tip)
        elif gross is not None and self.net is not None and fee is None:
            fee = (gross + tip if tip else gross) - self.net
            if fee.minor < 0:
                raise BadInput(
                    "More is left than came in: look which columns are the amount and the net amount."
                )
        if gross is None:
            return Pay(Money.zero(tip.currency), tip, None) if tip else None
        return Pay(gross, tip, fee or None)

    def _gross(self) -> Money | None:
        if self.amount is not None or self.total is None:
            return self.amount
        return _less(self.total, self.tip)

    def moved(self) -> Money | None:
        """Return what an account gained, below zero if it lost it; None if the row says neither."""
        gained = self.amount
        if self.spent:
            lost = -abs(self.spent.minor)
            return Money((gained.minor if gained else 0) + lost, self.spent.currency)
        return gained


class Entry(Struct, frozen=True, kw_only=True):
    """A row, understood. Texts are clean."""

    at: datetime
    begin: datetime | None
    end: datetime | None
    length: timedelta | None
    due: datetime | None
    money: RowMoney
    miles: Decimal | None
    state: Said | None
    platform: str
    category: str
    title: str
    note: str
    job: str
    origin: str
    destination: str

    @property
    def text(self) -> str:
        """Title and note in one line."""
        return clean_text(" · ".join(filter(None, (self.title, self.note))))


class Line:
    """Reads the cells of a row by the roles that a mapping gives their columns."""

    def __init__(self, mapping: Mapping, day_first: bool | None, harvest: Harvest) -> None:
        self._mapping = mapping
        self._day_first = day_first
        self._harvest = harvest
        self._columns = {role: mapping.named(role) for role in set(mapping.columns.values())}
        self._needs_day = mapping.becomes != "task"

    def read(self, row: Row) -> Entry:
        """Return the row as an entry. Raises BadInput for a cell that is not what its column should hold."""
        length = self._length(row)
        begin, end, at = self._times(row, length)
        return Entry(
            at=at,
            begin=begin,
            end=end,
            length=length,
            due=self._due(row),
            money=self._money(row),
            miles=self._miles(row),
            state=self._state(row),
            platform=self._platform(row),
            category=clean_text(self._cell(row, "category"), 80),
            title=clean_text(self._joined(row, "title")),
            note=clean_text(self._joined(row, "note")),
            job=clean_text(self._cell(row, "id"), 80),
            origin=self._cell(row, "from"),
            destination=self._cell(row, "to"),
        )

    # --- texts -----------------------------------------------------------------------------------------

    def _cells(self, row: Row, role: Role) -> Iterable[str]:
        return (cell for name in self._columns.get(role, ()) if (cell := row[name].strip()))

    def _cell(self, row: Row, role: Role) -> str:
        return next(iter(self._cells(row, role)), "")

    def _joined(self, row: Row, role: Role) -> str:
        return " · ".join(dict.fromkeys(self._cells(row, role)))

    def _platform(self, row: Row) -> str:
        named = self._cell(row, "platform") or self._mapping.platform
        return clean_text(self._harvest.context.catalogue.canonical(named), 80)

    def _state(self, row: Row) -> Said | None:
        cell = self._cell(row, "status")
        if not cell:
            return None
        word = state_word(cell)
        own = next(
            (said for name, said in self._mapping.status_words.items() if state_word(name) == word), None
        )
        found = own or known_state(cell)
        if found is None:
            raise BadInput(
                f"The status {quoted(cell)} is unknown: say below [status_words] in the mapping "
                f"{self._mapping.name} what it means."
            )
        return found

    # --- times -----------------------------------------------------------------------------------------

    def _times(self, row: Row, length: timedelta | None) -> tuple[datetime | None, datetime | None, datetime]:
        """Return when it began and ended, as far as that is told, and the moment it counts for."""
        named = self._when(row, "date")
        start = self._when(row, "start") or self._when(row, "time") or named
        days = [self._day_of(when) for when in (named, start) if when]
        day = next((day for day in days if day), None)
        if start is None or day is None:
            if self._needs_day:
                raise BadInput("This row has no date.")
            return None, None, self._harvest.context.now
        begin = self._instant(start, day)
        end = self._end(row, begin, day)
        if end is None and begin and length:
            end = begin + length
        return begin, end, begin or self._harvest.at(datetime.combine(day, NOON))

    def _end(self, row: Row, begin: datetime | None, day: date) -> datetime | None:
        cell = self._when(row, "end")
        if cell is None or begin is None:
            return None
        end = self._instant(cell, day)
        if end is not None and end < begin and cell.day is None and cell.instant is None:
            end = self._instant(cell, day + _DAY)  # it went on past midnight
        return end

    def _instant(self, when: When, day: date) -> datetime | None:
        """Return the instant, if a time of day is told; `day` is that of a clock without a day."""
        if when.instant is not None or when.clock is None:
            return when.instant
        return self._harvest.at(datetime.combine(when.day or day, when.clock))

    def _day_of(self, when: When) -> date | None:
        if when.instant is None:
            return when.day
        return wall_time(when.instant, self._harvest.zone).date()

    def _when(self, row: Row, role: Role) -> When | None:
        cell = self._cell(row, role)
        return read_when(cell, self._day_first) if cell else None

    def _due(self, row: Row) -> datetime | None:
        when = self._when(row, "due")
        if when is None or when.day is None:
            return when.instant if when else None
        wall = datetime.combine(when.day, when.clock or NOON)
        return due_at(wall, has_clock=when.clock is not None, zone=self._harvest.zone)

    def _length(self, row: Row) -> timedelta | None:
        parts = [
            seconds
            for role, unit in DURATIONS.items()
            for cell in self._cells(row, role)
            if (seconds := read_seconds(cell, unit, decimal_comma=self._mapping.decimal_comma)) is not None
        ]
        return timedelta(seconds=float(sum(parts))) if parts else None

    # --- numbers ---------------------------------------------------------------------------------------

    def _miles(self, row: Row) -> Decimal | None:
        found = [
            read_miles(cell, decimal_comma=self._mapping.decimal_comma, kilometres=self._mapping.kilometres)
            for cell in self._cells(row, "miles")
        ]
        miles = [each for each in found if each is not None]
        return sum(miles, Decimal(0)) if miles else None

    def _money(self, row: Row) -> RowMoney:
        currency = self._currency(row)
        found = {role: self._sum(row, role, currency) for role in _AMOUNTS}
        if len({money.currency for money in found.values() if money}) > 1:
            raise BadInput("This row has amounts in two currencies.")
        return RowMoney(**found)

    def _sum(self, row: Row, role: Role, currency: str) -> Money | None:
        whole: Money | None = None
        for cell in self._cells(row, role):
            money = read_amount(cell, currency, decimal_comma=self._mapping.decimal_comma)
            if money is None:
                continue
            if whole is not None and whole.currency != money.currency:
                raise BadInput("This row has amounts in two currencies.")
            whole = whole + money if whole else money
        return whole

    def _currency(self, row: Row) -> str:
        code = self._cell(row, "currency")
        if code:
            return known_currency(code)
        return self._mapping.currency or self._harvest.context.settings.currency


_AMOUNTS: tuple[Role, ...] = ("amount", "tip", "fee", "total", "net", "spent")

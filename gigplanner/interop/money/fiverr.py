"""Fiverr's list of earnings. An order can have several rows: the order, a tip, a cancellation, its clearing.

What came in an order clears after fourteen days (Fiverr's own rule); until then it is pending.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from gigplanner.interop.amounts import writes_decimal_commas
from gigplanner.interop.gathering import LeftOut
from gigplanner.interop.harvest import Harvest
from gigplanner.interop.money.moves import MOVED, NOTHING, Days, keep_expense, plain, required_amount
from gigplanner.interop.reading import ImportContext, Importer, OrdinalIds, Reading, SourceFile
from gigplanner.interop.rows import cell, currency_of, has_any, table_of
from gigplanner.interop.table import Row
from gigplanner.model import BadInput, Earning, Money
from gigplanner.model.text import clean_text

FORMAT = "fiverr"
PLATFORM = "Fiverr"
CLEARING = timedelta(days=14)
_HEADERS = (
    frozenset({"date", "type", "order_id", "amount", "net_amount"}),
    frozenset({"date", "type", "order", "amount", "net_amount"}),
)
_MOVES = re.compile(r"\b(?:withdraw\w*|transfer\w*|payout|hold|conversion|deposit)\b")
_CLEARED = re.compile(r"\bclear(?:ed|ing|ance)\b")
_CANCELLED = re.compile(r"\b(?:cancel\w*|refund\w*|chargeback|revers\w*)\b")
_TIP = re.compile(r"\btips?\b")
_STATE = LeftOut("note that an order cleared", "notes that orders cleared", "the money is that of the order")


def recognises(file: SourceFile) -> bool:
    """Whether its columns are orders with an amount before and after Fiverr's share."""
    return has_any(file, _HEADERS)


def read(file: SourceFile, context: ImportContext) -> Reading:
    """Read each order with its tips and cancellations."""
    table = table_of(file, _HEADERS, "Fiverr's lists of earnings")
    harvest = Harvest(FORMAT, context)
    days = Days((row["date"] for row in table.rows), harvest)
    commas = writes_decimal_commas(row[name] for row in table.rows for name in ("amount", "net_amount"))
    reader = _OrderReader(harvest, days, commas)
    harvest.gather(table, reader.take)
    return harvest.reading(f"{days.rule} Money is pending for {CLEARING.days} days, then paid.")


class _OrderReader:
    """Reads rows into orders, and what was added to them or taken back. Buyers' names are not kept."""

    def __init__(self, harvest: Harvest, days: Days, decimal_comma: bool) -> None:
        self.harvest = harvest
        self.days = days
        self.decimal_comma = decimal_comma
        self._orders: set[str] = set()
        self._ids = OrdinalIds()

    def take(self, row: Row) -> None:
        """Keep a row by what its type says."""
        kind = cell(row, "type").replace("_", " ").casefold()
        order = clean_text(cell(row, "order_id", "order"), 60).lstrip("#")
        words = plain(cell(row, "description"))
        day = cell(row, "date")
        source_id = self._ids.next(*((order, kind) if order else (day, kind, words)))
        at = self.days.noon(day)
        gross, net = self._amounts(row)
        if _MOVES.search(kind):
            self.harvest.leave_out(MOVED)
        elif _CLEARED.search(kind):
            self.harvest.leave_out(_STATE)
        elif not gross and not net:
            self.harvest.leave_out(NOTHING)
        elif not order and net.minor < 0:
            keep_expense(
                self.harvest, source_id, at, -net, platform=PLATFORM, category="platform fees", note=words
            )
        else:
            self._keep(source_id, at, gross, net, kind, order, words)

    def _amounts(self, row: Row) -> tuple[Money, Money]:
        """Return what the buyer paid and what is left of it; of a cancelled order both are below zero."""
        currency = currency_of(row, "currency", self.harvest.context.settings.currency)
        net_cell = cell(row, "net_amount") or cell(row, "amount")
        gross_cell = cell(row, "amount") or net_cell
        gross = required_amount(gross_cell, "Amount", currency, decimal_comma=self.decimal_comma)
        net = required_amount(net_cell, "Net Amount", currency, decimal_comma=self.decimal_comma)
        if abs(net.minor) > abs(gross.minor) or gross.minor * net.minor < 0:
            raise BadInput("The net amount of this row is more than its amount: look at the two columns.")
        takes_back = _CANCELLED.search(cell(row, "type").replace("_", " ").casefold())
        return (-gross, -net) if takes_back and gross.minor > 0 else (gross, net)

    def _keep(
        self, source_id: str, at: datetime, gross: Money, net: Money, kind: str, order: str, words: str
    ) -> None:
        """Keep an order as an earning; its tips and cancellations, and a second payment, come late."""
        is_tip = bool(_TIP.search(kind))
        is_addition = is_tip or bool(_CANCELLED.search(kind)) or order in self._orders
        cleared = at + CLEARING <= self.harvest.context.now
        fee = gross - net  # below zero where an order is taken back, and Fiverr's share with it
        earning = Earning(
            id=self.harvest.context.make_id(),
            source=FORMAT,
            source_id=source_id,
            at=at,
            gross=Money.zero(gross.currency) if is_tip else gross,
            tip=gross if is_tip else None,
            fee=fee or None,
            platform=PLATFORM,
            category=self.harvest.category_of(PLATFORM),
            status="paid" if cleared else "pending",
            note=words,
            job=order,
        )
        if order and is_addition:
            self.harvest.late.append(earning)
        else:
            self._orders.add(order)
            self.harvest.records.append(earning)


IMPORTER = Importer(format=FORMAT, shown="Fiverr earnings (.csv)", recognises=recognises, read=read)

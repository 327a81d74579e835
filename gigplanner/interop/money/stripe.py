"""Stripe's balance history: charges with their fees, refunds, payouts. Times are in UTC.

Some programs write Stripe's amounts as its API does, in cents: a file without a single decimal is taken so.
"""

from __future__ import annotations

import re

from gigplanner.interop.gathering import LeftOut
from gigplanner.interop.harvest import Harvest
from gigplanner.interop.hints import PlatformFinder
from gigplanner.interop.moments import iso_utc
from gigplanner.interop.money.moves import (
    MOVED,
    NOTHING,
    Sums,
    check_sum,
    keep_earning,
    keep_expense,
    plain,
    required_amount,
)
from gigplanner.interop.reading import ImportContext, Importer, Reading, SourceFile
from gigplanner.interop.rows import cell, has_any, known_currency, table_of
from gigplanner.interop.table import Row, Table
from gigplanner.model import BadInput, Money
from gigplanner.model.money import minor_digits
from gigplanner.model.text import clean_text

FORMAT = "stripe"
_HEADERS = (frozenset({"id", "type", "source", "amount", "fee", "net", "currency", "created_(utc)"}),)
_AMOUNTS = ("amount", "fee", "net")
_INCOME = frozenset({"charge", "payment", "adjustment"})
_GONE_BACK = frozenset({"refund", "payment_refund", "payment_failure_refund", "payment_reversal"})
_MOVES = re.compile(r"payout|transfer|topup|reserve|hold|conversion|climate|advance|loan|financing")
_COSTS = re.compile(r"fee|tax")
_UNKNOWN = LeftOut(
    "row of a type gigplanner does not know",
    "rows of types gigplanner does not know",
    "look at them in Stripe",
)
_WHOLE = re.compile(r"-?\d{1,15}", re.ASCII)
_NO_CENTS = re.compile(r"(-?\d{1,15})\.0+", re.ASCII)


def recognises(file: SourceFile) -> bool:
    """Whether its columns are those of Stripe's balance."""
    return has_any(file, _HEADERS)


def read(file: SourceFile, context: ImportContext) -> Reading:
    """Read charges, refunds and disputes as earnings, and Stripe's own fees as expenses."""
    table = table_of(file, _HEADERS, "Stripe's balance histories")
    harvest = Harvest(FORMAT, context)
    in_cents = _is_in_cents(table)
    reader = _BalanceReader(harvest, in_cents)
    harvest.gather(table, reader.take)
    warnings = ["No amount in this file has decimals: all were read as cents."] if in_cents else []
    return harvest.reading("Stripe keeps its times in UTC.", *warnings)


def _is_in_cents(table: Table) -> bool:
    """Whether no amount has decimals though its currency has: they are in minor units then."""
    cells = [
        cell(row, name)
        for row in table.rows
        if minor_digits(cell(row, "currency").upper())
        for name in _AMOUNTS
    ]
    return any(cells) and all(_WHOLE.fullmatch(text) for text in cells if text)


class _BalanceReader:
    """Reads the lines of a balance. Customers' names and mail addresses are not kept."""

    def __init__(self, harvest: Harvest, in_cents: bool) -> None:
        self.harvest = harvest
        self.in_cents = in_cents
        self._platforms = PlatformFinder(harvest.context.catalogue)

    def take(self, row: Row) -> None:
        """Keep a line by its type."""
        kind = cell(row, "type").casefold().replace(" ", "_")
        source_id = clean_text(cell(row, "id"), 100)
        if not source_id:
            raise BadInput("This row has no id.")
        amount, fee, net = (self._amount(row, name) for name in _AMOUNTS)
        check_sum(amount, fee, net)
        at = iso_utc(cell(row, "created_(utc)"))
        note = plain(cell(row, "description"))
        found = self._platforms.first(note)
        platform = found.name if found else ""
        if not amount and not fee:
            self.harvest.leave_out(NOTHING)
        elif kind in _INCOME | _GONE_BACK:
            keep_earning(
                self.harvest,
                source_id,
                at,
                Sums.of(amount, fee),
                platform=platform,
                note=note or kind.replace("_", " ").capitalize(),
                status="paid" if self._is_available(row) else "pending",
            )
        elif _MOVES.search(kind):
            self.harvest.leave_out(MOVED)
        elif _COSTS.search(kind) and net.minor < 0:
            keep_expense(
                self.harvest,
                source_id,
                at,
                -net,
                platform=platform,
                category="payment fees",
                note=note or "Stripe",
            )
        else:
            self.harvest.leave_out(_UNKNOWN)

    def _is_available(self, row: Row) -> bool:
        available = cell(row, "available_on_(utc)")
        return not available or iso_utc(available) <= self.harvest.context.now

    def _amount(self, row: Row, column: str) -> Money:
        currency = known_currency(row["currency"])
        text = cell(row, column)
        if column == "fee" and not text:
            return Money.zero(currency)
        if whole := (_NO_CENTS.fullmatch(text) if not minor_digits(currency) else None):
            text = whole[1]
        if self.in_cents and minor_digits(currency) and _WHOLE.fullmatch(text):
            return Money(int(text), currency)
        return required_amount(text, column.capitalize(), currency)


IMPORTER = Importer(format=FORMAT, shown="Stripe balance histories (.csv)", recognises=recognises, read=read)

"""Upwork's transactions, in both shapes that it has exported: pay, fees and taxes are rows of their own.

A fee names the pay it was taken from, by the same transaction id or by a "Ref ID" in its words. Each row
counts once by its own identity, however the rows are cut into files.
"""

from __future__ import annotations

import re
from datetime import datetime

from gigplanner.interop.harvest import Harvest
from gigplanner.interop.joining import JobLine, keep_jobs
from gigplanner.interop.money.moves import MOVED, NOTHING, Days, keep_expense, plain, required_amount
from gigplanner.interop.reading import ImportContext, Importer, OrdinalIds, Reading, SourceFile
from gigplanner.interop.rows import cell, has_any, table_of
from gigplanner.interop.table import Row
from gigplanner.model import Money
from gigplanner.model.text import clean_text

FORMAT = "upwork"
PLATFORM = "Upwork"
CURRENCY = "USD"  # of the account; a column in local currency stands beside it, and is not looked at
_HEADERS = (
    frozenset({"date", "transaction_id", "transaction_type", "amount_$"}),
    frozenset({"date", "ref_id", "type", "freelancer", "amount"}),
)
_MOVES = re.compile(r"\b(?:withdrawal|transfer|payout|hold|escrow|deposit)\b")
_OWN_COSTS = re.compile(r"\b(?:withdrawal fee|membership|subscription|connects|transfer fee)\b")
_TAKEN_OFF = re.compile(r"\b(?:fees?|vat|gst|tax|wht)\b")
_REFERENCE = re.compile(r"\bref(?:erence)? ?id:? ?(?P<id>\d{4,20})\b", re.ASCII | re.IGNORECASE)
_HOURS = re.compile(r"\b\d{1,3}(?:\.\d{1,5})? ?(?:hours?|hrs?)\b", re.ASCII | re.IGNORECASE)


def recognises(file: SourceFile) -> bool:
    """Whether its columns are those of the older or the newer list of transactions."""
    return has_any(file, _HEADERS)


def read(file: SourceFile, context: ImportContext) -> Reading:
    """Read what was billed, each job with its fee. Withdrawals are no income, refunds are below zero."""
    table = table_of(file, _HEADERS, "Upwork's lists of transactions")
    harvest = Harvest(FORMAT, context)
    reader = _TransactionReader(harvest, Days((row["date"] for row in table.rows), harvest))
    harvest.gather(table, reader.take)
    keep_jobs(reader.lines, harvest)
    return harvest.reading(f"{reader.days.rule} Upwork dates what it bills, not when it was worked.")


class _TransactionReader:
    """Reads rows into lines of jobs. Names of the freelancer, the agency and the client are not kept."""

    def __init__(self, harvest: Harvest, days: Days) -> None:
        self.harvest = harvest
        self.days = days
        self.lines: list[JobLine] = []
        self._ids = OrdinalIds()

    def take(self, row: Row) -> None:
        """Keep a row by what its type says."""
        kind = " ".join(cell(row, "transaction_type", "type").replace("-", " ").split()).casefold()
        number = clean_text(cell(row, "transaction_id", "ref_id"), 60)
        words = plain(cell(row, "transaction_summary", "description"))
        day = cell(row, "date")
        source_id = self._ids.next(*((number, kind) if number else (day, kind, words)))
        amount = required_amount(cell(row, "amount_$", "amount"), "Amount", CURRENCY)
        at = self.days.noon(day)
        if not amount:
            self.harvest.leave_out(NOTHING)
        elif _OWN_COSTS.search(kind) and amount.minor < 0:
            keep_expense(
                self.harvest, source_id, at, -amount, platform=PLATFORM, category="platform fees", note=words
            )
        elif _MOVES.search(kind) and not _OWN_COSTS.search(kind):
            self.harvest.leave_out(MOVED)
        else:
            self.lines.append(_line(row, source_id, at, amount, kind, number))


def _line(row: Row, source_id: str, at: datetime, amount: Money, kind: str, number: str) -> JobLine:
    """Return what a row pays, or takes off the job that it names."""
    nothing = Money.zero(amount.currency)
    texts = [
        cell(row, name) for name in ("transaction_summary", "description", "description_1", "description_2")
    ]
    is_fee = bool(_TAKEN_OFF.search(kind)) and not _OWN_COSTS.search(kind)
    named = next((match["id"] for text in texts if (match := _REFERENCE.search(text))), "")
    hours = next((match.group() for text in texts if (match := _HOURS.search(text))), "")
    return JobLine(
        source_id=source_id,
        job=(named or number) if is_fee else number,
        at=at,
        gross=nothing if is_fee else amount,
        tip=nothing,
        fee=-amount if is_fee else nothing,
        platform=PLATFORM,
        is_addition=is_fee,
        note=plain(kind.capitalize(), texts[0] or texts[1], hours),
    )


IMPORTER = Importer(format=FORMAT, shown="Upwork transactions (.csv)", recognises=recognises, read=read)

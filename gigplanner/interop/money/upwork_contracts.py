"""Upwork's earnings by contract: a day's pay and hours of each contract, before fees.

The same money is in the transactions, billed later and with the fees: where those are known, they count.
"""

from __future__ import annotations

import re

from gigplanner.interop.amounts import read_number
from gigplanner.interop.harvest import Harvest
from gigplanner.interop.money.moves import NOTHING, Days, Sums, keep_earning, required_amount
from gigplanner.interop.reading import ImportContext, Importer, OrdinalIds, Reading, SourceFile
from gigplanner.interop.rows import cell, has_any, table_of
from gigplanner.interop.table import Row
from gigplanner.model import Money

FORMAT = "upwork-contracts"
CURRENCY = "USD"  # Upwork pays in no other
_HEADERS = (frozenset({"date", "contract", "hours", "amount", "payment_type"}),)
_CONTRACT = re.compile(r"(?P<title>.*?)\s*\((?P<id>\d{1,20})\)", re.ASCII | re.DOTALL)


def recognises(file: SourceFile) -> bool:
    """Whether its columns are contracts, hours and amounts."""
    return has_any(file, _HEADERS)


def read(file: SourceFile, context: ImportContext) -> Reading:
    """Read each day of each contract."""
    table = table_of(file, _HEADERS, "Upwork's reports of earnings by contract")
    harvest = Harvest(FORMAT, context)
    days = Days((row["date"] for row in table.rows), harvest)
    ids = OrdinalIds()
    harvest.gather(table, lambda row: _take(row, harvest, days, ids))
    return harvest.reading(days.rule)


def _take(row: Row, harvest: Harvest, days: Days, ids: OrdinalIds) -> None:
    match = _CONTRACT.fullmatch(cell(row, "contract"))
    title, contract = (match["title"], match["id"]) if match else (cell(row, "contract"), "")
    kind = cell(row, "payment_type")
    source_id = ids.next(cell(row, "date"), contract or title, kind, cell(row, "hours"), cell(row, "amount"))
    amount = required_amount(cell(row, "amount"), "Amount", CURRENCY)
    hours = read_number(cell(row, "hours"))
    if not amount:
        harvest.leave_out(NOTHING)
        return
    worked = f"{hours:.4g} h" if hours else ""
    note = " · ".join(filter(None, (title, kind, worked)))
    sums = Sums.of(amount, Money.zero(CURRENCY))
    keep_earning(harvest, source_id, days.noon(cell(row, "date")), sums, platform="Upwork", note=note)


IMPORTER = Importer(
    format=FORMAT, shown="Upwork earnings by contract (.csv)", recognises=recognises, read=read
)

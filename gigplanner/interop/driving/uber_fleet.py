"""The payments by order of Uber's portal for fleets: each transaction of each trip, as a tree of columns.

A parent column holds the sum of its leaves, so only one level counts: "Your earnings". "Paid to you" is less
than that, by the cash that the driver holds already and by the transfers to the bank.
"""

from __future__ import annotations

from gigplanner.interop.amounts import read_amount
from gigplanner.interop.driving.uber import platform_in, words_of
from gigplanner.interop.gathering import LeftOut
from gigplanner.interop.harvest import Harvest
from gigplanner.interop.joining import JobLine, keep_jobs
from gigplanner.interop.reading import ImportContext, Importer, OrdinalIds, Reading, SourceFile
from gigplanner.interop.rows import cell, has_any, table_of
from gigplanner.interop.table import Row
from gigplanner.model import BadInput, Money
from gigplanner.model.text import clean_text

FORMAT = "uber-fleet"
_EARNINGS = "paid_to_you_your_earnings"
_TIP = f"{_EARNINGS}_tip"
_FEE = f"{_EARNINGS}_service_fee"
_HEADERS = (frozenset({"trip_uuid", "vs_reporting", _EARNINGS}),)
_ADDITIONS = frozenset({"adjust", "adjustment", "tip"})
_PAYOUT = LeftOut(
    "payout or cash row", "payout and cash rows", "only money on the move, which was earned before"
)


def recognises(file: SourceFile) -> bool:
    """Whether its columns name trips, and what of the payments are earnings."""
    return has_any(file, _HEADERS)


def read(file: SourceFile, context: ImportContext) -> Reading:
    """Read the transactions of each trip into one earning; tips to trips of another week come late."""
    table = table_of(file, _HEADERS, "the payments of Uber's portal for fleets")
    reader = _TransactionReader(Harvest(FORMAT, context))
    reader.harvest.gather(table, reader.take)
    keep_jobs(reader.lines, reader.harvest)
    warnings = [f"The file names no currency: amounts were read as {context.settings.currency}."]
    if len(reader.drivers) > 1:
        warnings.append(
            f"The file pays {len(reader.drivers)} drivers, and all of it was read: if you are one of them, "
            "import the payments of your own rows only."
        )
    return reader.harvest.reading(f"Times are taken as {reader.harvest.zone}.", *warnings)


class _TransactionReader:
    """Reads rows into lines of jobs. The drivers' names, and those in descriptions, are never looked at."""

    def __init__(self, harvest: Harvest) -> None:
        self.harvest = harvest
        self.lines: list[JobLine] = []
        self.drivers: set[str] = set()
        self._ids = OrdinalIds()

    def take(self, row: Row) -> None:
        """Keep what a transaction says of a trip; one that only moves money is left out."""
        earned = self._amount(row, _EARNINGS)
        tip, kept = self._amount(row, _TIP), self._amount(row, _FEE)
        if not earned and not tip and not kept and not cell(row, "trip_uuid"):
            self.harvest.leave_out(_PAYOUT)
            return
        at = self.harvest.instant(row, "vs_reporting")
        if at is None:
            raise BadInput("This transaction has no time.")
        what = cell(row, "description")
        fee = Money.zero(kept.currency) if kept.minor > 0 else -kept
        transaction = clean_text(cell(row, "transaction_uuid"), 100)
        self.drivers.update(filter(None, [cell(row, "driver_uuid")]))
        self.lines.append(
            JobLine(
                source_id=transaction or self._ids.next(cell(row, "vs_reporting"), what, str(earned.minor)),
                job=clean_text(cell(row, "trip_uuid"), 100),
                at=at,
                gross=earned - tip + fee,
                tip=tip,
                fee=fee,
                platform=platform_in(what),
                is_addition=bool(words_of(what) & _ADDITIONS) or (bool(tip) and earned == tip),
            )
        )

    def _amount(self, row: Row, column: str) -> Money:
        currency = self.harvest.context.settings.currency
        return read_amount(cell(row, column), currency, rounded=True) or Money.zero(currency)


IMPORTER = Importer(
    format=FORMAT, shown="payments of Uber's fleet portal (.csv)", recognises=recognises, read=read
)

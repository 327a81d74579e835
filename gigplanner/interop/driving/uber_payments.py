"""Uber's ledger of what it paid a driver: several signed lines for each trip, all of the same second.

What a trip earned is the sum of its lines. Lines carry no trip id; the second is that of the request.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from msgspec import Struct

from gigplanner.interop.amounts import read_amount
from gigplanner.interop.driving.harvest import (
    Harvest,
    LeftOut,
    cell,
    currency_of,
    has_any,
    table_of,
    words_of,
)
from gigplanner.interop.driving.uber import platform_in
from gigplanner.interop.moments import iso_wall
from gigplanner.interop.reading import ImportContext, Importer, Reading, SourceFile
from gigplanner.interop.table import Row
from gigplanner.model import BadInput, Earning, Money, total

FORMAT = "uber-payments"
_AMERICAN = frozenset({"local_amount", "currency_code", "classification", "category", "local_timestamp"})
_EUROPEAN = frozenset(
    {"amount_local", "currency_code", "classification", "category", "recognize_timestamp_local"}
)
_HEADERS = (_AMERICAN, _EUROPEAN)
_TIPS = frozenset({"tip", "tips"})
_FEES = frozenset({"commission", "fee", "fees"})
_PAYOUTS = frozenset({"payout", "payouts", "cash", "cashout", "disbursement", "disbursements", "withdrawal"})
_PAYOUT = LeftOut(
    "payout or cash line", "payout and cash lines", "only money on the move, which was earned before"
)


class _Line(Struct, frozen=True):
    """One line of the ledger, with what its names say."""

    amount: Money
    words: frozenset[str]


def recognises(file: SourceFile) -> bool:
    """Whether its columns are those of the American or the European ledger."""
    return has_any(file, _HEADERS)


def read(file: SourceFile, context: ImportContext) -> Reading:
    """Read the lines of each second into one earning."""
    table = table_of(file, _HEADERS, "Uber's payment ledgers")
    reader = _LedgerReader(Harvest(FORMAT, context), set(table.columns) >= _AMERICAN)
    reader.harvest.gather(table, reader.take)
    reader.settle()
    in_utc = "recognize_timestamp_utc" in table.columns
    return reader.harvest.reading(
        "Times are in UTC." if in_utc else f"Times are taken as {reader.harvest.zone}."
    )


class _LedgerReader:
    """Puts the lines of one second and currency together, and makes one earning of them."""

    def __init__(self, harvest: Harvest, american: bool) -> None:
        self.harvest = harvest
        self.time = "local_timestamp" if american else "recognize_timestamp_local"
        self.amount = "local_amount" if american else "amount_local"
        self._lines: defaultdict[tuple[str, str], list[_Line]] = defaultdict(list)
        self._at: dict[tuple[str, str], datetime] = {}

    def take(self, row: Row) -> None:
        """Put a line to the others of its second."""
        at = self.harvest.instant(row, self.time, "recognize_timestamp_utc")
        if at is None:
            raise BadInput("This line has no time.")
        currency = currency_of(row, "currency_code", self.harvest.context.settings.currency)
        amount = read_amount(cell(row, self.amount), currency, rounded=True)
        if amount is None:
            raise BadInput("This line has no amount.")
        words = words_of(row["classification"], row["category"])
        if words & _PAYOUTS and not words & _FEES:
            self.harvest.leave_out(_PAYOUT)
            return
        # by the wall time, which is the same whatever zone the person says it is of
        key = (iso_wall(cell(row, self.time, "recognize_timestamp_utc")).isoformat(), amount.currency)
        self._lines[key].append(_Line(amount, words))
        self._at[key] = at

    def settle(self) -> None:
        """Make the earnings of the lines taken."""
        for key, lines in self._lines.items():
            self.harvest.records.append(self._earning("|".join(key), self._at[key], lines))

    def _earning(self, source_id: str, at: datetime, lines: list[_Line]) -> Earning:
        """The lines of one second: what was paid, the tip, and what Uber kept of it."""
        currency = lines[0].amount.currency
        every = total((line.amount for line in lines), currency)
        tip = total((line.amount for line in lines if line.words & _TIPS), currency)
        kept = total((line.amount for line in lines if line.words & _FEES), currency)
        fee = Money.zero(currency) if kept.minor > 0 else -kept  # a commission given back is pay
        platform = platform_in(*(word for line in lines for word in line.words))
        return Earning(
            id=self.harvest.context.make_id(),
            source=FORMAT,
            source_id=source_id,
            at=at,
            gross=every - tip + fee,
            tip=tip or None,
            fee=fee or None,
            platform=platform,
            category=self.harvest.category_of(platform),
        )


IMPORTER = Importer(format=FORMAT, shown="Uber payments (.csv)", recognises=recognises, read=read)

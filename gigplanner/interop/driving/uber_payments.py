"""Uber's ledger of what it paid a driver: several signed lines for each trip, all of the same second.

What a trip earned is the sum of its lines. Lines carry no trip id; the second is that of the request.
"""

from __future__ import annotations

from datetime import datetime

from gigplanner.interop.amounts import read_amount
from gigplanner.interop.driving.uber import platform_in, words_of
from gigplanner.interop.gathering import LeftOut
from gigplanner.interop.harvest import Harvest
from gigplanner.interop.moments import iso_wall
from gigplanner.interop.reading import ImportContext, Importer, Reading, SourceFile
from gigplanner.interop.rows import cell, currency_of, has_any, table_of
from gigplanner.interop.table import Row
from gigplanner.model import BadInput, Earning, Money

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


class _Second:
    """What the lines of one second come to: all of them, the tips among them, and what Uber kept."""

    def __init__(self, at: datetime, currency: str) -> None:
        self.at = at
        self.every = self.tips = self.kept = Money.zero(currency)
        self.words: set[str] = set()

    def add(self, amount: Money, words: frozenset[str]) -> None:
        """Take a line that its names describe by `words`."""
        self.every += amount
        if words & _TIPS:
            self.tips += amount
        elif words & _FEES:
            self.kept += amount
        self.words |= words


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
        self._seconds: dict[tuple[str, str], _Second] = {}

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
        if key not in self._seconds:
            self._seconds[key] = _Second(at, amount.currency)
        self._seconds[key].add(amount, words)

    def settle(self) -> None:
        """Make the earnings of the lines taken."""
        for key, second in self._seconds.items():
            fee = Money.zero(key[1]) if second.kept.minor > 0 else -second.kept  # given back, it is pay
            platform = platform_in(*second.words)
            self.harvest.records.append(
                Earning(
                    id=self.harvest.context.make_id(),
                    source=FORMAT,
                    source_id="|".join(key),
                    at=second.at,
                    gross=second.every - second.tips + fee,
                    tip=second.tips or None,
                    fee=fee or None,
                    platform=platform,
                    category=self.harvest.category_of(platform),
                )
            )


IMPORTER = Importer(format=FORMAT, shown="Uber payments (.csv)", recognises=recognises, read=read)

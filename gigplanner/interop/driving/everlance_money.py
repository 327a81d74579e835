"""The transactions in Everlance: what was spent on the work, and what platforms paid to the bank."""

from __future__ import annotations

import re

from gigplanner.interop.amounts import read_amount
from gigplanner.interop.driving import everlance
from gigplanner.interop.gathering import LeftOut
from gigplanner.interop.harvest import Harvest
from gigplanner.interop.hints import PlatformFinder
from gigplanner.interop.reading import ImportContext, Importer, OrdinalIds, Reading, SourceFile
from gigplanner.interop.rows import cell, has_any, table_of
from gigplanner.interop.table import Row
from gigplanner.model import BadInput, Earning, Expense, Money
from gigplanner.model.text import clean_text

FORMAT = "everlance-money"
_HEADERS = (
    frozenset({"amount", "date", "merchant", "category", "purpose", "business_line"}),
    frozenset({"amount", "date", "merchant", "category", "purpose", "income_source"}),
)
_STABLE = ("date", "amount", "merchant", "bank_description")
_SHARE = re.compile(r"\s*\((?P<share>\d{1,3}%)\)\s*$", re.ASCII)
_OWN_MONEY = re.compile(
    r"\b(?:transfer|autopay|auto pay|card payment|card pymt|payment thank you|online payment|e-?payment)\b",
    re.IGNORECASE,
)
_PAY = re.compile(r"\b(?:payout|pay out|instant pay|direct dep(?:osit)?|payroll|earnings)\b", re.IGNORECASE)
_GIVEN_BACK = re.compile(r"\b(?:refund(?:ed)?|reversal|cash ?back|return)\b", re.IGNORECASE)
_REFUND = LeftOut("refund", "refunds", "take it off the expense that it gives back")
_TRANSFER = LeftOut(
    "transfer or card payment",
    "transfers and card payments",
    "money that stays yours",
)


def recognises(file: SourceFile) -> bool:
    """Whether the header of the transactions stands below Everlance's banner."""
    return has_any(file, _HEADERS)


def read(file: SourceFile, context: ImportContext) -> Reading:
    """Read what was spent and earned on work; transfers between own accounts stand twice, and are neither."""
    table = table_of(file, _HEADERS, "Everlance's lists of transactions")
    reader = _TransactionReader(Harvest(FORMAT, context))
    reader.harvest.gather(table, reader.take)
    return reader.harvest.reading(f"Days are taken as {reader.harvest.zone}, each entry at noon.")


class _TransactionReader:
    """Reads rows into expenses and earnings."""

    def __init__(self, harvest: Harvest) -> None:
        self.harvest = harvest
        self._platforms = PlatformFinder(harvest.context.catalogue)
        self._ids = OrdinalIds()

    def take(self, row: Row) -> None:
        """Keep a transaction that was work."""
        source_id = self._ids.next(*(cell(row, column) for column in _STABLE))
        if reason := everlance.not_work(row) or _not_of_work(row):
            self.harvest.leave_out(reason)
            return
        amount = read_amount(cell(row, "amount"), self.harvest.context.settings.currency)
        if not amount:
            raise BadInput("This transaction has no amount.")
        keep = self._spent if amount.minor < 0 else self._earned
        keep(row, source_id, amount)

    def _spent(self, row: Row, source_id: str, amount: Money) -> None:
        category = everlance.words(row, "category")
        share = _SHARE.search(category)  # which the tax office allows: the whole of it was spent
        counts = f"{share['share']} of it counts" if share else ""
        self.harvest.records.append(
            Expense(
                id=self.harvest.context.make_id(),
                source=FORMAT,
                source_id=source_id,
                at=everlance.moment_of(row, self.harvest),
                amount=-amount,
                category=clean_text(_SHARE.sub("", category), 80),
                platform=everlance.platform_of(row, self.harvest),
                note=_note(row, counts),
            )
        )

    def _earned(self, row: Row, source_id: str, amount: Money) -> None:
        named = self._platforms.first(*_texts(row))
        self.harvest.records.append(
            Earning(
                id=self.harvest.context.make_id(),
                source=FORMAT,
                source_id=source_id,
                at=everlance.moment_of(row, self.harvest),
                gross=amount,
                platform=everlance.platform_of(row, self.harvest) or (named.name if named else ""),
                category=clean_text(everlance.words(row, "category"), 80),
                note=_note(row),
            )
        )


def _not_of_work(row: Row) -> LeftOut | None:
    """Return why a transaction is neither spent nor earned, though it is marked as work; else None."""
    said = " ".join([*_texts(row), everlance.words(row, "category")])
    if _OWN_MONEY.search(said) and not _PAY.search(said):
        return _TRANSFER
    return _REFUND if _GIVEN_BACK.search(said) and not cell(row, "amount").startswith("-") else None


def _texts(row: Row) -> list[str]:
    return [everlance.words(row, name) for name in ("merchant", "bank_description", "notes")]


def _note(row: Row, *more: str) -> str:
    return clean_text(" · ".join(filter(None, [*_texts(row), *more])))


IMPORTER = Importer(format=FORMAT, shown="Everlance transactions (.csv)", recognises=recognises, read=read)

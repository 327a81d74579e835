"""The transactions in Everlance: what was spent on the work, and what platforms paid to the bank."""

from __future__ import annotations

import re

from gigplanner.interop.amounts import read_amount
from gigplanner.interop.driving import everlance
from gigplanner.interop.driving.harvest import Harvest, LeftOut, cell, has_any, table_of
from gigplanner.interop.hints import PlatformFinder
from gigplanner.interop.reading import ImportContext, Importer, OrdinalIds, Reading, SourceFile
from gigplanner.interop.table import Row
from gigplanner.model import BadInput, Earning, Expense
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
        if not everlance.is_work(row):
            self.harvest.leave_out(everlance.PERSONAL)
            return
        amount = read_amount(cell(row, "amount"), self.harvest.context.settings.currency)
        if amount is None:
            raise BadInput("This transaction has no amount.")
        texts = [everlance.words(row, name) for name in ("merchant", "bank_description", "notes")]
        if self._moves_own_money(*texts, everlance.words(row, "category")):
            self.harvest.leave_out(_TRANSFER)
            return
        at = everlance.moment_of(row, self.harvest)
        category = everlance.words(row, "category")
        share = _SHARE.search(category)
        counts = f"{share['share']} of it counts" if share else ""
        note = clean_text(" · ".join(filter(None, [*texts, counts])))
        category = clean_text(_SHARE.sub("", category), 80)
        platform = everlance.platform_of(row, self.harvest)
        make_id = self.harvest.context.make_id
        if amount.minor < 0:
            self.harvest.records.append(
                Expense(
                    id=make_id(),
                    source=FORMAT,
                    source_id=source_id,
                    at=at,
                    amount=-amount,
                    category=category,
                    platform=platform,
                    note=note,
                )
            )
            return
        found = self._platforms.first(*texts)
        self.harvest.records.append(
            Earning(
                id=make_id(),
                source=FORMAT,
                source_id=source_id,
                at=at,
                gross=amount,
                platform=platform or (found.name if found else ""),
                category=category,
                note=note,
            )
        )

    def _moves_own_money(self, *texts: str) -> bool:
        """Whether it is a transfer or a card payment, and no platform's pay that came by one."""
        said = " ".join(texts)
        return bool(_OWN_MONEY.search(said)) and not _PAY.search(said)


IMPORTER = Importer(format=FORMAT, shown="Everlance transactions (.csv)", recognises=recognises, read=read)

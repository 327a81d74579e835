"""PayPal's activity. Dates and decimals follow the account's country; the zone is in a column of its own."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from gigplanner.interop.amounts import writes_decimal_commas
from gigplanner.interop.date_order import order_of, read_date, undecided, with_orders
from gigplanner.interop.gathering import LeftOut
from gigplanner.interop.harvest import Harvest
from gigplanner.interop.hints import PlatformFinder
from gigplanner.interop.moments import clock_time, local
from gigplanner.interop.money.moves import (
    MOVED,
    NOTHING,
    Sums,
    check_sum,
    keep_earning,
    required_amount,
)
from gigplanner.interop.money.paypal_german import (
    impact_in_english,
    in_english,
    is_german,
    kind_in_english,
    state_in_english,
)
from gigplanner.interop.reading import ImportContext, Importer, Reading, SourceFile
from gigplanner.interop.rows import cell, known_currency, table_of
from gigplanner.interop.table import Row, has_header
from gigplanner.model import BadInput, Money
from gigplanner.model.text import clean_text, quoted
from gigplanner.model.times import zone_of

FORMAT = "paypal"
_HEADERS = (
    frozenset(
        {"date", "time", "timezone", "type", "status", "currency", "gross", "fee", "net", "transaction_id"}
    ),
    frozenset(
        {"date", "time", "time_zone", "type", "status", "currency", "gross", "fee", "net", "transaction_id"}
    ),
)
_GERMAN_HEADERS = (
    *_HEADERS,
    frozenset({"date", "time", "timezone", "type", "currency", "gross", "fee", "net", "transaction_id"}),
)
_UNKNOWN = LeftOut(
    "row of a type gigplanner does not know",
    "rows of types gigplanner does not know",
    "look at them in PayPal",
)
_MOVES = re.compile(
    r"\b(?:authori[sz]ation|hold|conversion|withdraw\w*|transfer|payout to|deposit|add(?:ed)? funds|"
    r"request|order|temporary|reserve)\b"
)
_BACK = re.compile(r"\b(?:refund\w*|revers\w*|chargeback\w*|dispute\w*)\b")
_NOT_DONE = LeftOut("payment that is not completed", "payments that are not completed")
_SENT = LeftOut(
    "payment you sent",
    "payments you sent",
    "the file does not say which were for work: log those as expenses",
)
_OWN_REFUND = LeftOut("refund of what you bought", "refunds of what you bought")
# hours from UTC, of the abbreviations that PayPal writes besides names such as Europe/Berlin
_ZONES = {
    "UTC": 0, "GMT": 0, "WET": 0, "BST": 1, "WEST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "MSK": 3,
    "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
    "AKST": -9, "AKDT": -8, "HST": -10, "JST": 9, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13,
}  # fmt: skip
_OFFSET = re.compile(r"(?:GMT|UTC)?(?P<sign>[+-])(?P<hours>\d{1,2}):?(?P<minutes>\d\d)?", re.ASCII)


def recognises(file: SourceFile) -> bool:
    """Whether its columns are those of PayPal's activity, in English or German."""
    text = in_english(file.text)
    return any(has_header(text, header) for header in _headers(file))


def _headers(file: SourceFile) -> tuple[frozenset[str], ...]:
    return _GERMAN_HEADERS if is_german(file.text) else _HEADERS


def read(file: SourceFile, context: ImportContext) -> Reading:
    """Read completed payments received, if the dates tell their order."""
    return read_ordered(file, context, None)


def read_ordered(file: SourceFile, context: ImportContext, day_first: bool | None) -> Reading:
    """Read completed payments received. BadInput if the dates can be read both ways and no order is given."""
    text = in_english(file.text)
    table = table_of(file, _headers(file), "PayPal's reports of activity", text=text)
    order = order_of(row["date"] for row in table.rows) if day_first is None else day_first
    if order is None:
        day_first = order = context.day_first
    if order is None:
        example = next((cell(row, "date") for row in table.rows), "")
        raise undecided(file, FORMAT, example)
    harvest = Harvest(FORMAT, context)
    commas = writes_decimal_commas(row[name] for row in table.rows for name in ("gross", "fee", "net"))
    reader = _PaymentReader(harvest, day_first=order, decimal_comma=commas, in_german=is_german(file.text))
    harvest.gather(table, reader.take)
    first = "day" if order else "month"
    said = "" if day_first is None else ", as asked"
    return harvest.reading(f"Times are in the zone that each row names; dates begin with the {first}{said}.")


class _PaymentReader:
    """Reads payments. Names and mail addresses of who paid are not kept, but for the name of a platform."""

    def __init__(self, harvest: Harvest, *, day_first: bool, decimal_comma: bool, in_german: bool) -> None:
        self.harvest = harvest
        self.day_first = day_first
        self.decimal_comma = decimal_comma
        self.in_german = in_german
        self._platforms = PlatformFinder(harvest.context.catalogue)

    def take(self, row: Row) -> None:
        """Keep a payment that was received, or one that was taken back."""
        kind = cell(row, "type").casefold()
        impact = cell(row, "balance_impact").casefold()
        status = cell(row, "status").casefold()
        if self.in_german:
            kind, impact, status = kind_in_english(kind), impact_in_english(impact), state_in_english(status)
        if status != "completed":
            self.harvest.leave_out(_NOT_DONE)
        elif self.in_german and not kind:
            self.harvest.leave_out(_UNKNOWN)
        elif _MOVES.search(kind) or impact == "memo":
            self.harvest.leave_out(MOVED)
        else:
            self._keep(row, is_back=bool(_BACK.search(kind)), impact=impact)

    def _keep(self, row: Row, *, is_back: bool, impact: str) -> None:
        source_id = clean_text(cell(row, "transaction_id"), 100)
        if not source_id:
            raise BadInput("This row has no transaction id.")
        gross, taken, net = (self._amount(row, name) for name in ("gross", "fee", "net"))
        check_sum(gross, -taken, net)
        if impact in ("credit", "debit") and gross and (impact == "credit") != (gross.minor > 0):
            raise BadInput("The sign of this row's gross is not that of its Balance Impact.")
        if not gross:
            self.harvest.leave_out(NOTHING)
        elif gross.minor < 0 and not is_back:
            self.harvest.leave_out(_SENT)
        elif gross.minor > 0 and is_back and "reversal" not in cell(row, "type").casefold():
            self.harvest.leave_out(_OWN_REFUND)
        else:
            words = [cell(row, name) for name in ("item_title", "subject", "note", "type")]
            found = self._platforms.first(cell(row, "name"), *words)
            keep_earning(
                self.harvest,
                source_id,
                self._instant(row),
                Sums.of(gross, -taken),
                platform=found.name if found else "",
                note=next(filter(None, words), ""),
            )

    def _amount(self, row: Row, column: str) -> Money:
        currency = known_currency(row["currency"])
        text = cell(row, column)
        if column == "fee" and not text:
            return Money.zero(currency)
        return required_amount(text, column.capitalize(), currency, decimal_comma=self.decimal_comma)

    def _instant(self, row: Row) -> datetime:
        day = read_date(cell(row, "date"), day_first=self.day_first)
        wall = datetime.combine(day, clock_time(cell(row, "time")))
        name = cell(row, "timezone", "time_zone")
        offset = _OFFSET.fullmatch(name)
        hours = _ZONES.get(name.upper())
        if offset:
            minutes = int(offset["hours"]) * 60 + int(offset["minutes"] or 0)
            away = timedelta(minutes=minutes if offset["sign"] == "+" else -minutes)
        elif hours is not None:
            away = timedelta(hours=hours)
        else:
            zone_of(name)
            return local(wall, name)
        if abs(away) >= timedelta(hours=24):
            raise BadInput(f"{quoted(name)} is not a time zone.")
        return (wall - away).replace(tzinfo=UTC)


IMPORTER = Importer(format=FORMAT, shown="PayPal activity (.csv)", recognises=recognises, read=read)
BY_ORDER = with_orders(IMPORTER, read_ordered)

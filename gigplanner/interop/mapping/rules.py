"""A mapping: what a table's columns are, what a row becomes, and how its dates and amounts are written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal, get_args

from msgspec import Struct
from msgspec.structs import replace

from gigplanner.interop.reading import some_of
from gigplanner.interop.table import TableGuess, column_name
from gigplanner.model import BadInput
from gigplanner.model.records import MoneyStatus
from gigplanner.model.text import quoted

Role = Literal[
    "ignored", "date", "time", "start", "end", "amount", "tip", "fee", "total", "net", "spent", "currency",
    "platform", "category", "title", "note", "miles", "hours", "minutes", "seconds", "status", "id", "from",
    "to", "due",
]  # fmt: skip
Becomes = Literal["earning", "deposit", "expense", "trip", "block", "task"]
DateOrder = Literal["", "day first", "month first"]
Negative = Literal["refuse", "expense", "leave out", "keep"]
Said = Literal["expected", "pending", "approved", "paid", "rejected", "leave out"]

ROLES: tuple[Role, ...] = get_args(Role)
BECOMES: tuple[Becomes, ...] = get_args(Becomes)
ORDERS: tuple[DateOrder, ...] = get_args(DateOrder)
NEGATIVES: tuple[Negative, ...] = get_args(Negative)
SAID: tuple[Said, ...] = get_args(Said)
# of these a table has one column; of the others the amounts are added, the texts joined
SINGLE: frozenset[Role] = frozenset(
    {"date", "time", "start", "end", "total", "net", "currency", "platform", "category", "status", "id",
     "from", "to", "due"}
)  # fmt: skip
MONEY: frozenset[Role] = frozenset({"amount", "tip", "fee", "total", "net", "spent"})
DURATIONS: dict[Role, int] = {"hours": 3600, "minutes": 60, "seconds": 1}

_BANK, _TABLE = "bank", "table"
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}", re.ASCII)
_DAY: frozenset[Role] = frozenset({"date", "start"})
_PAY: frozenset[Role] = frozenset({"amount", "total", "net"})
_LENGTH: frozenset[Role] = frozenset({*DURATIONS, "end"})
# of each group a row needs one; the words are for the sentence that says what is missing
_NEEDED: dict[Becomes, tuple[tuple[frozenset[Role], str], ...]] = {
    "earning": ((_DAY, "the date"), (_PAY, "the amount")),
    "deposit": ((_DAY, "the date"), (frozenset({"amount", "spent"}), "the amount")),
    "expense": ((_DAY, "the date"), (frozenset({"amount", "spent", "total"}), "the amount")),
    "trip": ((_DAY, "the date"), (frozenset({"miles"}), "the miles")),
    "block": ((frozenset({"start", "time"}), "the start"), (_LENGTH, "the end, or how long it took")),
    "task": ((frozenset({"title"}), "the title"), (frozenset(DURATIONS), "the minutes it takes")),
}


class Mapping(Struct, frozen=True, kw_only=True):
    """How tables with certain columns are read.

    `headers` are the fingerprints of the headers it is for, and `same_row` the columns by which a row is
    known again when the table is imported anew: all of them if none are named. Both stay when the rest is
    corrected.
    """

    name: str
    becomes: Becomes
    columns: dict[str, Role]  # by the column's name as it is written
    headers: tuple[str, ...] = ()
    same_row: tuple[str, ...] = ()
    dates: DateOrder = ""
    zone: str = ""  # of times that name none; empty: the person's own
    decimal_comma: bool = False
    kilometres: bool = False
    platform: str = ""  # of rows that name none
    currency: str = ""  # of amounts that name none; empty: the person's own
    status: MoneyStatus = "paid"  # of rows that name none
    negative: Negative = "refuse"
    status_words: dict[str, Said] = {}

    @property
    def format(self) -> str:
        """What its records have as their source: money on an account may be known from elsewhere."""
        return f"{_BANK if self.becomes == 'deposit' else _TABLE}:{self.name}"

    def named(self, *roles: Role) -> tuple[str, ...]:
        """Return the columns that play one of `roles`, by their normalised names."""
        return tuple(column_name(column) for column, role in self.columns.items() if role in roles)

    def has(self, *roles: Role) -> bool:
        """Whether some column plays one of `roles`."""
        return any(role in roles for role in self.columns.values())

    def with_role(self, column: str, role: Role) -> Mapping:
        """Return the mapping with a column's role changed; another that had it, if only one can, loses it."""
        taken: dict[str, Role] = {
            name: "ignored" if had == role and role in SINGLE else had for name, had in self.columns.items()
        }
        return replace(self, columns={**taken, column: role})


def sources_of(format_: str) -> tuple[str, ...]:
    """Return what records of a mapping may have as their source, whatever it once said a row becomes."""
    name = format_.partition(":")[2]
    return (f"{_BANK}:{name}", f"{_TABLE}:{name}")


def missing_in(mapping: Mapping) -> str:
    """Return what no column says though every row needs it, in one sentence; "" if nothing is missing."""
    words = [words for roles, words in _NEEDED[mapping.becomes] if not mapping.has(*roles)]
    if mapping.becomes == "block" and not words and not mapping.has("start", "date"):
        words = ["the date"]
    return f"No column is {' or '.join(words)}: say which one is." if words else ""


def check_name(name: str) -> str:
    """Return `name` if a mapping can be called so; BadInput otherwise."""
    if not _NAME.fullmatch(name):
        raise BadInput(
            f"{quoted(name)} cannot be a mapping's name: take small letters, digits and hyphens, 40 at most."
        )
    return name


def name_from(text: str, taken: Iterable[str] = ()) -> str:
    """Return a name for the mapping of a file called `text`: without ending and dates, and not `taken`."""
    stem = text.replace("\\", "/").rpartition("/")[2].rpartition(".")[0] or text
    words = [
        word
        for word in re.split(r"[^a-z0-9]+", stem.casefold())
        if word and not re.fullmatch(r"\d{2,}", word)
    ]
    plain = "-".join(words)[:36].strip("-") or "table"
    used = set(taken)
    names = (plain if number == 1 else f"{plain}-{number}" for number in range(1, len(used) + 2))
    return next(name for name in names if name not in used)


def bound_to(mapping: Mapping, table: TableGuess, file: str) -> Mapping:
    """Return `mapping` as one for tables such as `table`, if it has all the columns; BadInput otherwise."""
    there = {column_name(column) for column in table.columns}
    missing = [column for column in mapping.columns if column_name(column) not in there]
    if missing:
        raise BadInput(
            f"{file} has no column {some_of([quoted(column) for column in missing])}, which the mapping "
            f"{mapping.name} reads."
        )
    headers = tuple(dict.fromkeys((*mapping.headers, table.fingerprint)))
    return replace(mapping, headers=headers)

"""What the columns of an unknown table probably are: by their names first, and by what stands in them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import islice

from msgspec import Struct

from gigplanner.interop import moments
from gigplanner.interop.amounts import read_amount, read_miles, writes_decimal_commas
from gigplanner.interop.hints import PlatformFinder
from gigplanner.interop.mapping.cells import known_state, needs_order, read_seconds, read_when, sums_up
from gigplanner.interop.mapping.names import (
    EXACT,
    ColumnName,
    is_bank_word,
    is_extra_pay,
    is_spending_word,
    read_name,
    roles_of,
)
from gigplanner.interop.mapping.rules import DURATIONS, MONEY, SINGLE, Becomes, DateOrder, Mapping, Role
from gigplanner.interop.table import Row, TableGuess, column_name, read_table
from gigplanner.model import BadInput
from gigplanner.model.catalogue import Catalogue
from gigplanner.model.currencies import CURRENCIES
from gigplanner.model.text import clean_text

_ROWS = 300  # whose cells are looked at
_LONGEST_CELL = 300  # characters that are looked at
_ROWS_OF_DATES = 20_000  # any one of them may tell the order
_MOST = 0.8  # of the cells have to be what the role needs
_SOME = 0.5
_MONEY_SIGN = re.compile(r"[$€£¥₹]")
_TWO_DECIMALS = re.compile(r"-?\d{1,6}[.,]\d\d", re.ASCII)
_TWO_PART_CLOCK = re.compile(r"\d{1,2}:[0-5]\d", re.ASCII)
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_FLAGS = frozenset({"yes", "no", "y", "n", "true", "false", "ja", "nein", "oui", "non", "si", "sí"})
# a length without a unit in its name: `1:05` there is an hour and five minutes
_UNIT_IN_NAME = re.compile(r"\b(?:min|mins|minutes|minuten|sec|secs|seconds)\b")
_NAMING: frozenset[Role] = frozenset(
    {"date", "time", "start", "end", "platform", "category", "title", "id", "from", "to"}
)
# a row is the same row when these change
_CHANGING: frozenset[Role] = frozenset({"status", "tip", "fee", "total", "net", "note"})


class Column(Struct, frozen=True):
    """A column: its name as written and in words, and the first of its cells that are not blank."""

    written: str
    name: ColumnName
    cells: tuple[str, ...]

    def share(self, fits: Callable[[str], bool]) -> float:
        """Return the share of its cells that fit."""
        return sum(map(fits, self.cells)) / len(self.cells) if self.cells else 0.0


class _Sample:
    """The columns of a table that have names, and as many of its rows as are looked at."""

    def __init__(self, text: str, table: TableGuess) -> None:
        self._written = {column_name(column): clean_text(column, 120) for column in table.columns}
        self._written.pop("", None)
        self._table = read_table(text, frozenset(self._written))
        self.rows = [row for row in self._first(_ROWS) if not sums_up(row.values)]
        self.columns = [
            Column(
                shown,
                read_name(shown),
                tuple(cell[:_LONGEST_CELL] for row in self.rows if (cell := row[name].strip())),
            )
            for name, shown in self._written.items()
        ]

    def _first(self, number: int) -> Iterable[Row]:
        return islice(self._table.rows, number) if self._table else ()

    def dates(self, roles: dict[str, Role]) -> Iterable[str]:
        """Yield the cells that hold days."""
        names = [
            name for name, shown in self._written.items() if roles[shown] in ("date", "start", "end", "due")
        ]
        for row in self._first(_ROWS_OF_DATES) if names else ():
            yield from (row[name] for name in names)

    def tells_apart(self, columns: Sequence[str]) -> bool:
        """Whether no two rows have the same in all of these columns, and each row has something."""
        names = [name for name, shown in self._written.items() if shown in columns]
        keys = [tuple(row[name].strip() for name in names) for row in self.rows]
        return bool(names) and all(map(any, keys)) and len(set(keys)) == len(keys)


def guess_mapping(
    text: str,
    table: TableGuess,
    *,
    name: str,
    file: str = "",
    catalogue: Catalogue,
) -> Mapping:
    """Return what the columns of `table`, found in `text`, probably are: for a person to correct.

    `name` will be the mapping's, `file` the name of the file, which may tell the platform. Never raises:
    what cannot be guessed is ignored.
    """
    sample = _Sample(text, table)
    columns = sample.columns
    roles = _by_name(columns)
    _by_content(columns, roles, catalogue)
    becomes = _becomes(columns, roles)
    _settle_pay(columns, roles)
    finder = PlatformFinder(catalogue)
    said = finder.first(*(_spaced(text) for text in (file, *(column.written for column in columns))))
    has_platform = "platform" in roles.values() or becomes == "deposit"
    paid = [column for column in columns if roles[column.written] in MONEY]
    currencies = {column.name.currency for column in paid} - {""}
    return Mapping(
        name=name,
        becomes=becomes,
        columns=roles,
        headers=(table.fingerprint,),
        same_row=_known_again(sample, roles, becomes),
        dates=_order(sample.dates(roles)),
        decimal_comma=writes_decimal_commas(cell for column in paid for cell in column.cells),
        kilometres=any(column.name.is_kilometres for column in columns if roles[column.written] == "miles"),
        platform=said.name if said and not has_platform else "",
        currency=currencies.pop() if len(currencies) == 1 else "",
        negative="leave out" if becomes == "deposit" else "refuse",
    )


def _known_again(sample: _Sample, roles: dict[str, Role], becomes: Becomes) -> tuple[str, ...]:
    """Return the columns by which a row is known again.

    Its id, if each has its own; else what names it, without the amounts, which may be corrected; else all
    that stays. The lines of an account are never corrected, and many are alike but for the amount.
    """
    ids = [written for written, role in roles.items() if role == "id"]
    if sample.tells_apart(ids):
        return tuple(ids)
    naming = [written for written, role in roles.items() if role in _NAMING]
    if becomes != "deposit" and sample.tells_apart(naming):
        return tuple(naming)
    return tuple(written for written, role in roles.items() if role not in _CHANGING)


def _by_name(columns: Sequence[Column]) -> dict[str, Role]:
    """Give each column the role that its name says best, if its cells are such; single roles once only."""
    claims = [
        (score, -place, role)
        for place, column in enumerate(columns)
        for role, score in roles_of(column.name).items()
        if (not column.cells and score == EXACT) or _suits(column, role, _SOME if score == EXACT else _MOST)
    ]
    roles: dict[str, Role] = {}
    for _, place, role in sorted(claims, reverse=True):
        written = columns[-place].written
        wanted = _as_written(columns[-place], role)
        if written not in roles and not (wanted in SINGLE and wanted in roles.values()):
            roles[written] = wanted
    found: dict[str, Role] = {column.written: roles.get(column.written, "ignored") for column in columns}
    if "end" in found.values() and not {"date", "start", "time"} & set(found.values()):
        found = {written: "date" if role == "end" else role for written, role in found.items()}
    return found


def _as_written(column: Column, role: Role) -> Role:
    """Return the role, as the cells want it: days under `Time` are dates, `1:05` under `Duration` hours."""
    if role == "time" and column.share(_has_day) >= _MOST:
        return "date"
    is_clock = column.share(lambda cell: bool(_TWO_PART_CLOCK.fullmatch(cell))) >= _MOST
    return "hours" if role == "minutes" and is_clock and not _UNIT_IN_NAME.search(column.name.words) else role


def _suits(column: Column, role: Role, most: float = _MOST) -> bool:
    """Whether the cells are what a role needs; of dates, amounts and numbers at least the share `most`."""
    match role:
        case "date" | "due":
            return column.share(_has_day) >= most
        case "time" | "start" | "end":
            return column.share(_is_when) >= most
        case "miles":
            return column.share(_parses(read_miles)) >= most
        case "hours" | "minutes" | "seconds":
            return column.share(_parses(lambda cell: read_seconds(cell, DURATIONS[role]))) >= most
        case "currency":
            return column.share(lambda cell: cell.upper() in CURRENCIES) >= most
        case "status":
            return column.share(lambda cell: known_state(cell) is not None) >= _SOME
        case "id":
            return len(set(column.cells)) >= _SOME * len(column.cells) and bool(column.cells)
        case _ if role in MONEY:
            return column.share(_is_money) >= most
        case _:
            return column.share(lambda cell: bool(_LETTERS.search(cell))) >= _SOME and not _is_flag(column)


def _by_content(columns: Sequence[Column], roles: dict[str, Role], catalogue: Catalogue) -> None:
    """Fill the roles that no name said with columns whose cells leave little doubt."""
    free = [column for column in columns if roles[column.written] == "ignored"]
    held = set(roles.values())

    def give(role: Role, fits: Callable[[Column], bool], among: Sequence[Column]) -> None:
        found = next((column for column in among if fits(column)), None)
        if found is not None and role not in roles.values():
            roles[found.written] = role
            if found in free:
                free.remove(found)

    def names_platforms(column: Column) -> bool:
        return column.share(lambda cell: catalogue.find(cell) is not None) >= _SOME

    wordy = [
        column for column in columns if roles[column.written] in ("ignored", "title", "category", "note")
    ]
    give("platform", names_platforms, wordy)
    if not held & {"date", "start", "due"}:
        give("date", lambda column: column.share(_has_day) >= _MOST, free)
    if not held & {*MONEY, "miles"}:  # beside miles, money that nobody calls pay is what a tax office allows
        give("amount", lambda column: column.share(_has_sign) >= _SOME and _suits(column, "amount"), free)
        give("amount", lambda column: column.share(_has_cents) >= _MOST, free)
    give("status", lambda column: column.share(lambda cell: known_state(cell) is not None) >= _MOST, free)
    give("title", lambda column: _suits(column, "title"), free)


def _becomes(columns: Sequence[Column], roles: dict[str, Role]) -> Becomes:
    held = set(roles.values())
    has_day, has_length = bool(held & {"date", "start"}), bool(held & {*DURATIONS, "end"})
    if not has_day and {"title"} <= held and has_length:
        return "task"
    if not held & MONEY:
        if "miles" in held:
            return "trip"
        return "block" if held & {"start", "time"} and has_length else "earning"
    is_work = bool(held & {"tip", "miles", "fee", *DURATIONS})
    bank_words = sum(is_bank_word(column.name) for column in columns)
    if bank_words and not is_work and (bank_words > 1 or "spent" in held or _goes_both_ways(columns, roles)):
        return "deposit"
    is_spending = any(is_spending_word(column.name) for column in columns) and not is_work
    return "expense" if is_spending or not held & {"amount", "total", "net"} else "earning"


def _goes_both_ways(columns: Sequence[Column], roles: dict[str, Role]) -> bool:
    cells = [cell for column in columns if roles[column.written] == "amount" for cell in column.cells]
    below = sum(cell.startswith(("-", "(", "−")) or cell.endswith("-") for cell in cells)
    return 0 < below < len(cells)


def _settle_pay(columns: Sequence[Column], roles: dict[str, Role]) -> None:
    """Take pay once: a total beside its parts is ignored, and so are bonuses where only the total is sure."""
    amounts = [column for column in columns if roles[column.written] == "amount"]
    total = next((column for column in columns if roles[column.written] == "total"), None)
    if total is None or not amounts:
        return
    if all(is_extra_pay(column.name) for column in amounts):
        for column in amounts:
            roles[column.written] = "ignored"
    else:
        roles[total.written] = "ignored"


def _order(cells: Iterable[str]) -> DateOrder:
    """Return the order in which day and month stand; "" if nobody can tell, or need to."""
    written = [cell.strip() for cell in cells if cell.strip()]
    try:
        is_day_first = moments.is_day_first(written)
    except BadInput:
        return ""
    if is_day_first is None or not any(map(needs_order, written)):
        return ""
    return "day first" if is_day_first else "month first"


def _parses(read: Callable[[str], object]) -> Callable[[str], bool]:
    def fits(cell: str) -> bool:
        try:
            return read(cell) is not None
        except (BadInput, ValueError):
            return False

    return fits


_is_money = _parses(lambda cell: read_amount(cell, "USD"))


def _is_when(cell: str) -> bool:
    return _parses(lambda text: read_when(text, True))(cell) or _parses(lambda text: read_when(text, False))(
        cell
    )


def _has_day(cell: str) -> bool:
    """Whether a cell names a day, in either order."""
    for day_first in (True, False):
        try:
            when = read_when(cell, day_first)
        except BadInput:
            continue
        return when.day is not None or when.instant is not None
    return False


def _has_sign(cell: str) -> bool:
    return bool(_MONEY_SIGN.search(cell))


def _has_cents(cell: str) -> bool:
    return bool(_TWO_DECIMALS.fullmatch(cell))


def _is_flag(column: Column) -> bool:
    counts = Counter(cell.casefold() for cell in column.cells)
    return bool(counts) and set(counts) <= _FLAGS


def _spaced(text: str) -> str:
    return re.sub(r"[\W_\d]+", " ", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text))

"""What the doctor may find, and how it says it."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Kind = Literal[
    "open-to-others",
    "damaged-file",
    "newer-format",
    "unreadable-file",
    "missing-file",
    "torn-journal",
    "damaged-journal",
    "stray-file",
    "broken-backup",
    "config",
    "unreadable-record",
    "duplicate",
    "misplaced",
    "dangling",
    "impossible-time",
    "shift-without-start",
    "shift-without-end",
]

MENDS_RECORDS: frozenset[Kind] = frozenset(
    {
        "duplicate",
        "misplaced",
        "dangling",
        "impossible-time",
        "shift-without-start",
        "shift-without-end",
    }
)
"""The kinds whose repair is an action, which undo takes back."""


class Finding(Struct, frozen=True):
    """One thing that is wrong: a sentence each for what it is and what can be done."""

    kind: Kind
    file: str  # path within the planbook, `.` for the folder itself
    what: str
    remedy: str
    can_repair: bool = True
    table: str = ""
    record: str = ""  # the id of the record it is about
    field: str = ""  # of the record
    about: str = ""  # what the field names

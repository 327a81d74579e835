"""What every importer shares: the file it is given, what it is told, and what it hands back."""

from __future__ import annotations

import codecs
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from msgspec import Struct, field

from gigplanner.model import BadInput, Earning, Record, Settings
from gigplanner.model.catalogue import Catalogue, built_in
from gigplanner.model.text import clean_text
from gigplanner.model.times import zone_of

MEGABYTE = 1024 * 1024
LARGEST_FILE = 64 * MEGABYTE  # of any format; each importer may set less
LARGEST_JSON = 20 * MEGABYTE  # a parsed file takes ten times its size in memory
LARGEST_OWN = 256 * MEGABYTE  # of gigplanner's own exports, which are read record by record
_LOOKED_AT = 1000  # bytes, for the encoding
_BEGINNING = 16_000  # bytes
_MOST_NAMES = 5  # in a warning that lists what was left out


class ImportContext(Struct, frozen=True):
    """What an importer needs to know besides the file."""

    settings: Settings
    zone: str | None  # asked for by the person; goes before what the file or the settings say
    now: datetime
    make_id: Callable[[], str]
    catalogue: Catalogue = field(default_factory=built_in)
    day_first: bool | None = None  # how 03/04/2026 is meant where a file does not tell; None: not said
    count_record: Callable[[], object] = lambda: None  # for one that brings its own id; may raise to stop

    @property
    def wall_zone(self) -> str:
        """The zone of times that name none: the one asked for, else the person's own. BadInput if unknown."""
        zone = self.zone or self.settings.zone
        zone_of(zone)
        return zone


class Refused(Struct, frozen=True):
    """A part of the file that was left out, and why. Lines are counted from 1."""

    line: int | None
    reason: str


class Reading(Struct, frozen=True):
    """What a file holds. `zone_rule` says in words how its times were understood.

    `late` is money that belongs to a job known from elsewhere: a tip or correction that names the job in
    `Earning.job`, with no gross of its own besides. `seen` are the identities of all that was understood,
    kept or not, where the person says how a file is read: what else is known of them was read otherwise.
    """

    format: str
    records: Sequence[Record]
    refused: tuple[Refused, ...]
    warnings: tuple[str, ...]
    zone_rule: str
    late: Sequence[Earning] = ()
    seen: frozenset[str] = frozenset()


class SourceFile:
    """A file's name and bytes, decoded and parsed once, however many importers look at it."""

    def __init__(self, name: str, data: bytes) -> None:
        self.name = clean_text(name, 200)
        self.data = data

    @cached_property
    def encoding(self) -> str:
        """UTF-16 if a byte order mark or its zeros say so, else UTF-8 if it is that, else Windows-1252.

        A file that ends inside a character, because it was cut short, is still UTF-8.
        """
        if self.data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return "utf-16"
        beginning = self.data[:_LOOKED_AT]
        if beginning[1::2].count(0) * 4 > len(beginning) and 0 not in beginning[::2]:
            return "utf-16-le"
        if beginning[::2].count(0) * 4 > len(beginning) and 0 not in beginning[1::2]:
            return "utf-16-be"
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            for start in range(0, len(self.data), MEGABYTE):
                decoder.decode(self.data[start : start + MEGABYTE])
        except UnicodeDecodeError:
            return "cp1252"
        return "utf-8-sig"

    @cached_property
    def text(self) -> str:
        """The file as text; bytes that its encoding does not know become U+FFFD."""
        return self.data.decode(self.encoding, errors="replace")

    @cached_property
    def beginning(self) -> str:
        """Its first characters, for telling what it is."""
        return self.data[:_BEGINNING].decode(self.encoding, errors="replace")

    @property
    def looks_like_json(self) -> bool:
        """Whether it begins as a JSON object or list does."""
        return self.beginning[:200].lstrip().startswith(("{", "["))

    @cached_property
    def json(self) -> Any:
        """The file parsed as JSON; BadInput if it is damaged."""
        try:
            return json.loads(self.text)
        except json.JSONDecodeError as error:
            raise BadInput(
                f"{self.name} is damaged or cut short in line {error.lineno}: export it again."
            ) from None
        except (RecursionError, ValueError):
            raise BadInput(
                f"{self.name} cannot be read: it is nested too deeply or holds absurd numbers."
            ) from None


class Importer(Struct, frozen=True):
    """One source of records. `shown` names it to the person, with its usual file ending.

    `largest` is the most bytes it takes; JSON is held to LARGEST_JSON too, unless the importer reads it
    `piecewise`: without having all of it parsed in memory.
    """

    format: str
    shown: str
    recognises: Callable[[SourceFile], bool]
    read: Callable[[SourceFile, ImportContext], Reading]
    largest: int = LARGEST_FILE
    piecewise: bool = False


class OrdinalIds:
    """Identities for entries that bring none: a hash of the content, numbered among equal ones."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def next(self, *content: str) -> str:
        """Return the identity of the next entry with this content: the same in every reading of the file."""
        digest = hashlib.sha256("\x1f".join(content).encode("utf-8", "replace")).hexdigest()[:24]
        self._seen[digest] += 1
        return f"{digest}-{self._seen[digest]}"


def some_of(names: list[str]) -> str:
    """Return a few of `names` for a sentence, and how many more there are."""
    shown = ", ".join(names[:_MOST_NAMES])
    return f"{shown} and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else shown


def counted(number: int, one: str, many: str) -> str:
    """Return `1 card` or `3 cards`."""
    return f"{number} {one if number == 1 else many}"


def too_large(name: str, size: int, limit: int) -> str:
    """Return the sentence on a file of `size` bytes where at most `limit` are read."""
    return (
        f"{name} is too large ({size // MEGABYTE} MB): gigplanner reads such files up to "
        f"{limit // MEGABYTE} MB. Export less."
    )

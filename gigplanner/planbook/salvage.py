"""What can still be read of a damaged file: the whole records of broken JSON."""

from __future__ import annotations

import json
import re
from typing import Any

import msgspec
from msgspec import Struct

from gigplanner.planbook.migrations import current_format, modern_document
from gigplanner.planbook.storage import SEAL, Tables
from gigplanner.planbook.tables import BY_NAME

_TABLE = re.compile(r'[{,]\s*"([A-Za-z_]{1,60})"\s*:\s*\{(?=\s*"\d{1,20}"\s*:)')
_DOCUMENT = re.compile(r'"(\d{1,20})"\s*:\s*(?=\{)')
_FORMAT = re.compile(r'"format"\s*:\s*([1-9]\d{0,8})\b')
_HEAD = 100  # characters of a file in which its format stands
_WORD = 8  # characters of a number or a word that the end of a file may have cut


class Salvaged(Struct, frozen=True):
    """The records of a damaged file that are whole, and how many others were met."""

    tables: Tables
    records: int
    lost: int

    @property
    def is_empty(self) -> bool:
        """Whether nothing could be read."""
        return not self.records


def salvage(data: bytes) -> Salvaged:
    """Return the records that can still be read in the bytes of a damaged file.

    A record counts if it is strict JSON and what its table holds; a table of another program is left out.
    """
    text = _text(data)
    stated = _FORMAT.search(text[:_HEAD])
    format_ = int(stated[1]) if stated else current_format()
    tables: Tables = {}
    lost = 0
    table, position = "", 0
    decoder = json.JSONDecoder(parse_constant=_refuse)
    while True:
        document = _DOCUMENT.search(text, position)
        if document is None:
            break
        headings = list(_TABLE.finditer(text, position, document.end()))
        table = headings[-1][1] if headings else table
        try:
            found, position = decoder.raw_decode(text, document.end())
        except (ValueError, RecursionError):
            position = document.end()
            lost += table in BY_NAME
            continue
        found = modern_document(table, found, format_)
        fitting = _table_for(table, found)
        if fitting:
            tables.setdefault(fitting, {})[document[1]] = found
        else:
            lost += table in BY_NAME
    return Salvaged(tables, sum(map(len, tables.values())), lost)


def shape_of(data: bytes) -> str:
    """Return what is wrong with the bytes of a file that is not what gigplanner wrote, in plain words."""
    if not data:
        return "is empty"
    if not data.strip(b"\0"):
        return "holds nothing but zeros"
    text = _text(data)
    try:
        found = json.loads(text)
    except RecursionError:
        return "is nested without end"
    except json.JSONDecodeError as error:
        left = len(text.rstrip()) - error.pos
        breaks_off = error.msg.startswith("Unterminated") or (left <= _WORD and error.msg != "Extra data")
        return "breaks off in the middle" if breaks_off and error.pos else "is not whole JSON"
    except ValueError:  # a number too long to be one
        return "is not whole JSON"
    if not isinstance(found, dict) or not all(isinstance(value, dict) for value in found.values()):
        return "is JSON, but no tables of records"
    if SEAL not in found:
        return "was written by another program"
    return "was changed by another program or by the disk: its checksum differs"


def _text(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    return data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", errors="surrogateescape")


def _table_for(table: str, document: Any) -> str:
    """Return the table that a document belongs to: the one it stands in, unless only another fits all of it.

    The heading of a table may be what is damaged. Nothing for what is no record at all.
    """
    if table == SEAL:
        return ""
    fits = _is_record(table, document)
    if fits and _knows_all_of(table, document):
        return table
    others = [name for name in BY_NAME if _knows_all_of(name, document) and _is_record(name, document)]
    if len(others) == 1:
        return others[0]
    return table if fits else ""


def _knows_all_of(table: str, document: Any) -> bool:
    return set(document) <= set(BY_NAME[table].record.__struct_fields__)


def _is_record(table: str, document: Any) -> bool:
    if table not in BY_NAME:
        return False
    try:
        record = msgspec.convert(document, BY_NAME[table].record)
        json.dumps(document, ensure_ascii=False).encode()  # bytes that were no text do not encode again
    except (msgspec.ValidationError, RecursionError, UnicodeEncodeError):
        return False
    return bool(record.id)


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is not JSON")

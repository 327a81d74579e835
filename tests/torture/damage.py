"""Files that are not what was written: each prefix, flipped bits, encodings, wrong types, newer formats.

A damaged file must be named, must stay as it is byte by byte, and must hinder no other file.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from support.planbooks import NOW, OCTOBER, a_task, an_earning, holdings, put, write_in_a_newer_format

from gigplanner.planbook import NewerFormat, Planbook, PlanbookError
from gigplanner.planbook.storage import seal

from .mutants import Patch, patched
from .tally import Tally

QUEUE, NOVEMBER, OCTOBERS, JOURNAL = "queue.json", "months/2026-11.json", "months/2026-10.json", "journal.log"
IDS = {
    QUEUE: {"survey", "receipts"},
    NOVEMBER: {"tip", "order"},
    OCTOBERS: {"old"},
    JOURNAL: set[str](),
}
EVERYTHING = set().union(*IDS.values())


HARMLESS = ("a table nobody knows", "a number far too large")  # they are read and kept as they are


def prepare(folder: Path) -> None:
    """A small planbook whose files hold everything."""
    with Planbook(folder) as book:
        put(book, a_task("survey"), a_task("receipts"))
        put(book, an_earning("tip", note="✦"), an_earning("order"), an_earning("old", at=OCTOBER))


def damages(data: bytes, flips: int, stride: int, choose: random.Random) -> Iterator[tuple[str, bytes]]:
    """Ways to damage a file of these bytes."""
    for size in range(0, len(data), stride):
        yield f"cut to {size} bytes", data[:size]
    for _ in range(flips):
        place, bit = choose.randrange(len(data)), choose.randrange(8)
        flipped = data[:place] + bytes([data[place] ^ 1 << bit]) + data[place + 1 :]
        yield f"bit {bit} of byte {place} flipped", flipped
    yield "a byte order mark", b"\xef\xbb\xbf" + data
    yield "UTF-16", data.decode().encode("utf-16")
    yield "zeros", bytes(len(data))
    yield "nested without end", b"[" * 200_000
    yield "a number of 10,000 digits", b'{"_default": {"1": {"a": ' + b"9" * 10_000 + b"}}}"
    yield "NaN", data.replace(b"850", b"NaN")
    yield "a key twice", data.replace(b'{"_gigplanner"', b'{"tasks": {}, "_gigplanner"')
    yield "twice the file", data + data
    yield "null", b"null"
    yield "a list", b"[]"
    yield "bytes that are no text", b"\xff\xfe\x00" * 40


def oddities() -> Iterator[tuple[str, dict[str, Any]]]:
    """Tables of wrong types under a right seal: another program, or a bug, wrote them."""
    good = {"id": "x", "at": NOW.isoformat(), "gross": {"minor": 850, "currency": "USD"}}
    yield "a table that is a list", {"earnings": []}
    yield "a table that is null", {"earnings": None}
    yield "a document that is a number", {"earnings": {"1": 5}}
    yield "a document without an id", {"earnings": {"1": {"at": NOW.isoformat()}}}
    yield "an id that is a number", {"earnings": {"1": {**good, "id": 7}}}
    yield (
        "a number far too large",
        {"earnings": {"1": {**good, "gross": {"minor": 10**30, "currency": "USD"}}}},
    )
    yield "a time that cannot be", {"earnings": {"1": {**good, "at": "2026-13-45T99:00:00Z"}}}
    yield "a currency that is none", {"earnings": {"1": {**good, "gross": {"minor": 1, "currency": 5}}}}
    yield "a table nobody knows", {"moods": {"1": {"id": "glad"}}}


def run(flips: int, stride: int = 1, *, patches: tuple[Patch, ...] = ()) -> Tally:
    """Damage each file in every way."""
    tally = Tally()
    choose = random.Random(os.urandom(8))
    with tempfile.TemporaryDirectory() as scratch, patched(*patches):
        good = Path(scratch) / "good"
        prepare(good)
        folder = Path(scratch) / "trial"
        shutil.copytree(good, folder)
        for name in IDS:
            data = (good / name).read_bytes()
            for how, damaged in damages(data, flips // len(IDS), stride, choose):
                if damaged == data:
                    continue
                (folder / name).write_bytes(damaged)
                wrong = look_at_journal(folder, damaged) if name == JOURNAL else look(folder, name, damaged)
                tally.count(f"{name}, {how}: {wrong}" if wrong else None)
            (folder / name).write_bytes(data)
        for how, tables in oddities():
            tally.count(odd_tables(folder, how, tables))
            shutil.copytree(good, folder, dirs_exist_ok=True)
        for wrong in newer(folder, good):
            tally.count(wrong)
    return tally


def look(folder: Path, name: str, damaged: bytes) -> str | None:
    """What is wrong about how a damaged file is met."""
    try:
        book = Planbook(folder)
        found = set(holdings(book))
        if not any(str(folder / name) in sentence for sentence in book.problems.values()):
            return "not named as a problem"
        if found != EVERYTHING - IDS[name]:
            return f"the rest is not what it was: {sorted(found)}"
        try:
            put(
                book,
                a_task("new")
                if name == QUEUE
                else an_earning("new", at=NOW if name == NOVEMBER else OCTOBER),
            )
            return "an action that would change it was not refused"
        except PlanbookError as error:
            if str(folder / name) not in str(error):
                return f"refused without naming it: {error}"
        book.close()
    except NewerFormat:
        pass  # the flipped bit made another number of the format's: refused, and left as it is
    except Exception as error:  # whatever it is, the rest is not usable
        return f"the rest is not usable: {error!r}"
    if (folder / name).read_bytes() != damaged:
        return "the damaged file was overwritten"
    return None


def look_at_journal(folder: Path, damaged: bytes) -> str | None:
    """What the files hold is shown; actions are refused, or the journal goes on behind a torn last line."""
    try:
        book = Planbook(folder)
        found = set(holdings(book))
        if found != EVERYTHING:
            return f"not everything is there: {sorted(found)}"
        if not book.is_read_only:
            put(book, a_task("new"))
            return None
        try:
            put(book, a_task("new"))
            return "an action was not refused"
        except PlanbookError as error:
            if "journal.log" not in str(error) or str(error) not in book.problems.values():
                return f"refused without naming it: {error}"
    except Exception as error:  # whatever it is, nothing can be seen
        return repr(error)
    return None if (folder / JOURNAL).read_bytes() == damaged else "the damaged journal was overwritten"


def odd_tables(folder: Path, how: str, tables: dict[str, Any]) -> str | None:
    """Odd documents stay as they are, and hinder no others."""
    path = folder / NOVEMBER
    path.write_bytes(seal(tables, 99))
    try:
        with Planbook(folder) as book:
            found = set(holdings(book))
            put(book, an_earning("older", at=OCTOBER), a_task("next"))
            if how not in HARMLESS and not book.problems:
                return f"{how}: not named as a problem"
            with suppress(PlanbookError):  # a table that is none refuses what would change it
                put(book, an_earning("beside", at=NOW))
    except Exception as error:  # whatever it is, the rest is not usable
        return f"{how}: {error!r}"
    kept = json.loads(path.read_bytes())
    if not EVERYTHING - IDS[NOVEMBER] <= found:
        return f"{how}: others are not there: {sorted(found)}"
    lost = [name for name in tables if tables[name] and not _same(kept.get(name), tables[name])]
    return f"{how}: the table {lost[0]} did not stay as it was" if lost else None


def _same(kept: Any, was: Any) -> bool:
    if isinstance(was, dict):
        return isinstance(kept, dict) and all(kept.get(name) == document for name, document in was.items())
    return bool(kept == was)


def newer(folder: Path, good: Path) -> Iterator[str | None]:
    """Files and journals of a newer version are refused, and stay as they are."""
    for name in (QUEUE, NOVEMBER):
        data = write_in_a_newer_format(folder / name)
        yield _refused(folder, name, data)
        shutil.copytree(good, folder, dirs_exist_ok=True)
    text = b'{"line":"vow","seq":9}'
    data = (good / JOURNAL).read_bytes() + b"%08x %d %b\n" % (zlib.crc32(text), len(text), text)
    (folder / JOURNAL).write_bytes(data)
    yield _refused(folder, JOURNAL, data)
    shutil.copytree(good, folder, dirs_exist_ok=True)


def _refused(folder: Path, name: str, data: bytes) -> str | None:
    try:
        book = Planbook(folder)
        holdings(book)
        said = " ".join(book.problems.values())
    except PlanbookError as error:
        said = str(error)
    except Exception as error:  # whatever it is, it is no sentence
        said = repr(error)
    if "written by a newer gigplanner" not in said:
        return f"{name} of a newer version: {said or 'nothing is said'}"
    return None if (folder / name).read_bytes() == data else f"{name} of a newer version was overwritten"

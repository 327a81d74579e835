"""The planbook as JSON: written, read back as it was, and refused record by record where it is not sound."""

# ruff: noqa: DTZ001 (the wall times of a series are naive)

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from support.importing import NOW, context, read_text

from gigplanner.interop.gigplanner_json import write_json
from gigplanner.interop.registry import read_file
from gigplanner.model import (
    BadInput,
    Block,
    DayNote,
    Earning,
    Expense,
    Money,
    PlacedTask,
    Plan,
    Record,
    Series,
    Settings,
    ShiftEvent,
    Task,
    TaskResult,
    Trip,
)
from gigplanner.model.catalogue import Platform
from gigplanner.model.records import LatePart, PastWait, SetAside

AT = datetime(2026, 11, 22, 14, 0, 0, 250_000, tzinfo=UTC)
FOUR = Money(400, "USD")
EVERY_KIND: tuple[Record, ...] = (
    Task(
        id="t",
        title="Receipts “quick” ¥",
        pay=Money(800, "JPY"),
        minutes=7.5,
        needs=frozenset({"phone", "quiet"}),
        due=AT,
        worth=Money(1_234, "KWD"),
        tags=("a", "b"),
        notes="one\ntwo",
    ),
    Series(id="s", title="Lunch", first=datetime(2026, 11, 2, 11), minutes=60, rule="FREQ=WEEKLY"),
    Platform(id="own", name="Corner shop", checked=date(2026, 11, 1)),
    Block(id="b", title="Dentist", start=AT, end=NOW.replace(hour=20), source="ics", source_id="u1"),
    ShiftEvent(id="v", shift="v", kind="started", at=AT, seq=0, pay=FOUR, miles=Decimal("4.10")),
    Earning(id="e", at=AT, gross=FOUR, tip=FOUR, late=(LatePart(origin="uber x", tip=FOUR),)),
    Expense(id="x", at=AT, amount=FOUR, category="Gas"),
    Trip(id="m", at=AT, miles=Decimal("12.30")),
    PastWait(id="w", start=AT, minutes=3.25, ended_by_order=True),
    Plan(
        id="2026-11-22",
        date=date(2026, 11, 22),
        made_at=AT,
        expected=FOUR,
        bound=FOUR,
        placements=(PlacedTask(task="t", title="R", start=AT, end=AT, units=1, minutes=7.5, expected=FOUR),),
    ),
    TaskResult(id="r", at=AT, task="t", outcome="done", units=1, earned=FOUR),
    DayNote(id="2026-11-22", date=date(2026, 11, 22), text="A good day.\nReally."),
    SetAside(id="a", at=AT, amount=FOUR, paid=True, note="third quarter"),
)  # fmt: skip


def written(*records: Record) -> str:
    kinds = {type(record) for record in records}
    tables = {kind: [record for record in records if type(record) is kind] for kind in kinds}
    return write_json(tables, Settings(zone="America/Chicago"), NOW)


def changed(record: Record, **fields: Any) -> str:
    """A file with one record, some of whose keys somebody has changed."""
    whole = json.loads(written(record))
    for entries in whole["tables"].values():
        for entry in entries:
            entry.update(fields)
    return json.dumps(whole)


def test_records_of_every_kind_come_back_as_they_were() -> None:
    reading = read_text(written(*EVERY_KIND))
    assert reading.format == "gigplanner"
    assert reading.refused == ()
    assert set(reading.records) == set(EVERY_KIND)


def test_all_tables_of_the_planbook_go_out() -> None:
    lists = json.loads(written(*EVERY_KIND))["tables"]
    assert [name for name, entries in lists.items() if not entries] == []
    assert lists.keys() == {
        *("tasks", "series", "platforms", "blocks", "shift_events", "earnings", "expenses", "trips"),
        *("set_aside", "waits", "plans", "results", "recaps"),
    }


def test_the_file_says_what_it_is_and_writes_money_for_people() -> None:
    text = written(*EVERY_KIND)
    whole = json.loads(text)
    assert text.isascii()
    assert (whole["format"], whole["version"], whole["zone"]) == ("gigplanner", 1, "America/Chicago")
    assert whole["exported_at"] == "2026-11-22T02:14:00-06:00"
    assert whole["tables"]["earnings"][0]["gross"] == {"amount": "4.00", "currency": "USD"}
    assert whole["tables"]["tasks"][0]["pay"] == {"amount": "800", "currency": "JPY"}
    assert whole["tables"]["tasks"][0]["worth"] == {"amount": "1.234", "currency": "KWD"}


def test_instants_with_any_offset_are_kept_in_utc() -> None:
    (trip,) = read_text(changed(EVERY_KIND[7], at="2026-11-22T08:00:00-06:00")).records
    assert isinstance(trip, Trip)
    assert trip.at == datetime(2026, 11, 22, 14, tzinfo=UTC)
    assert trip.at.tzinfo is UTC


def test_text_is_cleaned_when_it_comes_in() -> None:
    (task,) = read_text(changed(EVERY_KIND[0], title="\x1b[31m\u202eevil", notes="a\x07\nb")).records
    assert isinstance(task, Task)
    assert (task.title, task.notes) == ("\ufffd[31m\ufffdevil", "a\ufffd\nb")


@pytest.mark.parametrize(
    ("number", "fields", "reason"),
    [
        (0, {"minutes": -1}, "out of range"),
        (0, {"minutes": "soon"}, "minutes"),
        (0, {"pay": {"amount": "lots", "currency": "USD"}}, "no amount of money"),
        (0, {"pay": {"amount": "1", "currency": "XXQ"}}, "no amount of money"),
        (0, {"pay": {"amount": "99999999999999", "currency": "USD"}}, "more than gigplanner keeps"),
        (0, {"title": None}, "title"),
        (0, {"id": ""}, "no id"),
        (0, {"due": "0001-01-01T00:00:00Z"}, "not between 1970 and 2100"),
        (0, {"due": "2026-11-22T14:00:00"}, "no offset"),
        (1, {"rule": "FREQ=SECONDLY"}, "every minute or second"),
        (1, {"first": "2026-11-02T11:00:00Z"}, "an offset"),
        (3, {"zone": "Mars/Olympus"}, "not a time zone"),
        (3, {"end": "2026-11-20T00:00:00Z"}, "ends before it starts"),
        (5, {"tip": {"amount": "1", "currency": "EUR"}}, "different currencies"),
        (7, {"miles": "NaN"}, "no number"),
        (7, {"miles": "-3"}, "below nothing"),
        (8, {"minutes": -3}, "shorter than nothing"),
        (9, {"id": "2026-11-23"}, "not its date"),
    ],
)
def test_a_record_that_is_not_sound_is_refused_alone(
    number: int, fields: dict[str, Any], reason: str
) -> None:
    spoilt = json.loads(changed(EVERY_KIND[number], **fields))
    spoilt["tables"]["expenses"] += json.loads(written(EVERY_KIND[6]))["tables"]["expenses"]
    reading = read_text(json.dumps(spoilt))
    assert reading.records == (EVERY_KIND[6],)
    (refused,) = reading.refused
    assert refused.reason.startswith("Record 1 of ")
    assert re.search(reason, refused.reason), refused.reason


@pytest.mark.parametrize("absurd", ["1e999", "1" * 5000, "[" * 5000 + "]" * 5000])
def test_absurd_numbers_and_depths_end_in_a_reason(absurd: str) -> None:
    text = changed(EVERY_KIND[0], minutes=0.5).replace("0.5", absurd)
    try:
        reading = read_text(text)
    except BadInput as error:
        assert "damaged" in str(error)
    else:
        assert (len(reading.records), len(reading.refused)) == (0, 1)


def test_of_two_records_with_one_id_the_first_is_kept() -> None:
    whole = json.loads(written(EVERY_KIND[6]))
    whole["tables"]["expenses"] *= 2
    reading = read_text(json.dumps(whole))
    assert len(reading.records) == 1
    assert "stands before it already" in reading.refused[0].reason


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (written(*EVERY_KIND)[:-20], "damaged or cut short: export it again"),
        (written().replace('"version": 1', '"version": 2'), "a newer gigplanner"),
        (written().replace('"tasks"', '"holograms"'), "a newer gigplanner"),
        (written().replace('"version": 1', '"version": 0'), "no export of gigplanner"),
        (written().replace('"tasks": []', '"tasks": {}'), "no export of gigplanner"),
    ],
)
def test_a_file_that_is_not_whole_is_refused_in_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        read_text(text, name="planbook.json")


def test_a_large_planbook_is_read_though_other_json_of_its_size_is_not() -> None:
    large = b" " * (21 * 1024 * 1024)
    reading = read_file("planbook.json", written(*EVERY_KIND).encode() + large, context())
    assert len(reading.records) == len(EVERY_KIND)
    with pytest.raises(BadInput, match="too large"):
        read_file("board.json", b'{"cards": [], "lists": []}' + large, context())

"""A Trello board with its oddities."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from support.importing import context, fixture, read_text, titled

from gigplanner.interop.registry import Reading, read_file
from gigplanner.model import BadInput, Money, Task


@pytest.fixture(scope="module")
def board() -> Reading:
    return read_file("board.json", fixture("trello_quirks.json"), context())


def card(board: Reading, title: str) -> Task:
    found = titled(board, title)
    assert isinstance(found, Task)
    return found


def test_a_card_becomes_a_task_with_what_its_title_says(board: Reading) -> None:
    flyer = card(board, "Proofread flyer 12m $3.20")
    assert (flyer.minutes, flyer.pay) == (12, Money(320, "USD"))
    assert (flyer.due, flyer.not_before) == (
        datetime(2026, 11, 27, 22, tzinfo=UTC),
        datetime(2026, 11, 23, 8, tzinfo=UTC),
    )
    assert (flyer.lane, flyer.tags, flyer.needs) == ("Today", ("green", "laptop"), frozenset({"laptop"}))
    assert flyer.url == "https://trello.com/c/made1"
    assert flyer.created_at == datetime.fromtimestamp(0x690AAAAA, UTC)


def test_open_checklist_items_are_in_the_note(board: Reading) -> None:
    assert card(board, "Proofread flyer 12m $3.20").notes == (
        "Mail …\nUse British spelling\n- [ ] Fix typos\n- [ ] Send it"
    )


def test_a_finished_card_is_done_and_finds_its_platform(board: Reading) -> None:
    survey = card(board, "Prolific: commuting survey 1h30")
    assert (survey.status, survey.platform, survey.minutes) == ("done", "Prolific", 90)


def test_a_platform_named_by_the_list_counts_and_unsaid_minutes_are_thirty(board: Reading) -> None:
    logo = card(board, "Logo draft")
    assert (logo.platform, logo.minutes, logo.due) == ("Upwork", 30, None)


def test_what_is_no_task_is_left_out_and_counted(board: Reading) -> None:
    assert len(board.records) == 3
    assert board.warnings == (
        "2 archived cards were left out.",
        "1 mirror card was left out.",
        "1 separator card was left out.",
        "1 template card was left out.",
        "1 card does not say how long it takes: 30 minutes were assumed.",
        "“Logo draft” has a due date that cannot be read: it was left out.",
    )
    assert [refused.reason for refused in board.refused] == [
        "Card 9 was left out: it has no id.",
        "Card 10 was left out: it is not a card.",
    ]


def test_other_people_and_secret_addresses_are_not_kept(board: Reading) -> None:
    for secret in ("Madeup", "secret", "editor@"):
        assert secret not in repr(board)


def test_a_single_card_export_is_one_task() -> None:
    reading = read_text('{"id": "c1", "name": "Call back 5m", "idList": "l", "idBoard": "b", "badges": {}}')
    assert [(record.source_id, getattr(record, "minutes", 0)) for record in reading.records] == [("c1", 5)]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"cards": null, "lists": []}', "holds no cards"),
        ('{"cards": [{"id": "1", ', "damaged or cut short in line 1"),
        ("[" * 100_000, "nested too deeply"),
        ('{"cards": 1e9999, "lists": []}', "holds no cards"),
        ('{"some": "thing"}', "is not a file gigplanner can read"),
    ],
)
def test_what_is_no_board_gets_one_clear_sentence(text: str, says: str) -> None:
    with pytest.raises(BadInput, match=says) as raised:
        read_text(text, name="board.json")
    assert str(raised.value).startswith("board.json ")

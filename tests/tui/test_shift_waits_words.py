"""What the card says of waits and fillers, worked out without a screen."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace
from support.gigdays import clock, usd

from gigplanner.model.records import ShiftEvent, Task
from gigplanner.model.shiftlog import Wait
from gigplanner.scheduler.fillers import Advice, Option, suggest
from gigplanner.scheduler.problem import PlanRules
from gigplanner.scheduler.waits import WaitModel
from gigplanner.tui.screens import shift_cards as cards
from gigplanner.tui.widgets.suggestion_card import CardKey, CardView, FillerView, action_at, card_lines
from gigplanner.workday.advice_words import evidence_words, reason_words

SURVEY = Task(id="t1", title="Commuting survey", pay=usd("3.20"), minutes=12, platform="Prolific")
COURSE = Task(id="t2", title="Course", pay=usd("9"), minutes=45, resumable=True, banked=10.0)
RECEIPTS = Task(id="t3", title="Receipts", pay=usd("0.50"), minutes=2, units=6)


def waits(minutes: float, count: int) -> list[Wait]:
    """So many waits of about so many minutes, all at noon, each on a day of its own."""
    noon = clock("12:00")
    return [
        Wait(noon - timedelta(days=day), minutes * (0.6 + 0.2 * (day % 5)), True) for day in range(1, count)
    ]


def option(task: Task, **changed: object) -> Option:
    known: dict[str, object] = {
        "task_id": task.id,
        "units": 1,
        "minutes": task.minutes,
        "odds_to_finish": 0.62,
        "expected": usd("1.98"),
        "per_hour": usd("14.80"),
        "why": "short enough",
    }
    return Option(**{**known, **changed})  # type: ignore[arg-type]


def test_how_much_is_known_is_said_with_the_number_of_waits() -> None:
    model = WaitModel.learn(waits(10, 44))
    assert evidence_words(model, 0.0).startswith("From 43 of your waits: ")
    assert evidence_words(WaitModel.prior(), 0.0).startswith("Typical for drivers: ")


def test_a_busy_shift_is_said_to_be_so_beside_what_is_usual() -> None:
    model = WaitModel.learn(waits(10, 44))
    busy = evidence_words(model, 0.0, at=clock("12:00"), recent=[1, 1, 1, 1, 1])
    slow = evidence_words(model, 0.0, at=clock("12:00"), recent=[40, 45, 50, 40, 45])
    assert "Waits are shorter than usual today: median " in busy
    assert "Waits are longer than usual today: median " in slow


def test_a_shift_like_others_needs_no_words() -> None:
    model = WaitModel.learn(waits(10, 44))
    assert "than usual" not in evidence_words(model, 0.0, at=clock("12:00"), recent=[10, 10])
    assert "than usual" not in evidence_words(model, 0.0, at=clock("12:00"))


def test_an_hour_with_shorter_waits_than_others_is_called_busy() -> None:
    noon = clock("12:00")
    quick = [Wait(noon - timedelta(days=day), 3 + day % 3, True) for day in range(1, 60)]
    slow = [Wait(noon + timedelta(hours=8) - timedelta(days=day), 25 + day % 9, True) for day in range(1, 60)]
    model = WaitModel.learn([*quick, *slow])
    assert "A busy hour for you." in evidence_words(model, 0.0, at=noon)
    assert "A slow hour for you." in evidence_words(model, 0.0, at=noon + timedelta(hours=8))


def test_to_hold_is_said_with_how_long_and_for_what() -> None:
    advice = Advice("hold", (option(SURVEY),), 3.0)
    card = cards.advice_card(advice, {"t1": SURVEY}, {}, "", 1)
    assert card.words == "Wait a moment longer: if no order comes in 3 min, start “Commuting survey”."
    assert [one.title for one in card.options] == ["Commuting survey"]


@pytest.mark.parametrize(
    ("task", "words"),
    [
        (SURVEY, "an order that comes before it is done returns it, its minutes lost"),
        (COURSE, "10 min are banked; an order puts it down, and its minutes are kept for later"),
        (RECEIPTS, "an order gives this one back; 6 are left, and those done stay done"),
    ],
    ids=["study", "course", "batch"],
)
def test_what_an_order_makes_of_a_filler_is_said_before_it_comes(task: Task, words: str) -> None:
    assert cards.order_comes_words(task) == words


def test_only_a_batch_with_more_to_do_goes_on_to_the_next_one() -> None:
    assert "filler_next" in [key.action for key in cards.filler_keys(RECEIPTS, 1)]
    assert "filler_next" not in [key.action for key in cards.filler_keys(RECEIPTS, 6)]
    assert "filler_next" not in [key.action for key in cards.filler_keys(SURVEY, 1)]
    assert "filler_next" not in [key.action for key in cards.filler_keys(None, 1)]


def test_a_running_filler_names_all_ways_in_which_it_can_end() -> None:
    event = ShiftEvent(id="e", shift="s", kind="filler_started", at=clock("11:00"), seq=1, task="t3", units=1)
    card = cards.filler_card(RECEIPTS, event, clock("11:01"), 5)
    text = " ".join(line.text for line in card_lines(card, 60, 14))
    for words in ("enter done", "n done, next one", "L took longer", "x screened out", "r rejected"):
        assert words in text
    assert "escape put down" in text


def test_a_clock_set_back_shows_no_negative_time() -> None:
    event = ShiftEvent(id="e", shift="s", kind="filler_started", at=clock("11:00"), seq=1, task="t1")
    card = cards.filler_card(SURVEY, event, clock("10:40"), 5)
    assert card.filler is not None
    assert (card.filler.elapsed, card.filler.share) == ("0:00", 0.0)


KEYS = (CardKey("enter", "done", "filler_done"), CardKey("x", "screened out", "screened_out"))


def test_the_words_of_a_key_can_be_clicked() -> None:
    view = CardView(filler=FillerView("x", "", "1:00", "", 0.1, keys=KEYS))
    line = card_lines(view, 40, 10)[-1]
    assert action_at(line, KEYS, line.text.index("done")) == "filler_done"
    assert action_at(line, KEYS, line.text.index("screened")) == "screened_out"
    assert action_at(line, KEYS, line.text.index("·")) == ""
    assert action_at(line, KEYS, 39) == ""


@pytest.mark.parametrize("width", [1, 2, 7, 19, 40])
@pytest.mark.parametrize("height", [1, 4, 9, 30])
def test_no_row_of_the_card_is_wider_than_its_room(width: int, height: int) -> None:
    filler = FillerView("日本語の題名" * 5, "Prolific", "1:00", " of 3 min", 0.4, "kept " * 9, KEYS)
    options = (cards.advice_card(Advice("start", (option(SURVEY),)), {"t1": SURVEY}, {}, "n " * 40, 1),)
    for card in (CardView(filler=filler), *options):
        assert all(len(line.text) <= width for line in card_lines(card, width, height))


@pytest.mark.parametrize(
    ("why", "task", "words"),
    [
        (
            "80 % chance to finish before an order; about $26.40 an hour of waiting",
            SURVEY,
            "short enough for this wait; an order that comes before it is done returns it",
        ),
        (
            "97 % chance to finish before an order; about $9.00 an hour of waiting",
            RECEIPTS,
            "one at a time: an order costs no more than the one at hand",
        ),
        (
            "can be put down when an order comes (under 1 % chance to finish before one); about $9",
            COURSE,
            "can be put down when an order comes",
        ),
        (
            "only 31 % chance to finish before an order, which would more likely than not break it; about $2",
            SURVEY,
            "only 31 % chance to finish before an order, which would more likely than not break it",
        ),
    ],
)
def test_a_reason_does_not_repeat_the_figures_beside_it(why: str, task: Task, words: str) -> None:
    assert reason_words(why, task) == words


def test_the_scheduler_s_own_reasons_are_recognised() -> None:
    quick = [replace(SURVEY, minutes=1.0), replace(RECEIPTS, minutes=1.0), replace(COURSE, minutes=9.0)]
    tasks = {task.id: task for task in quick}
    now = clock("12:00")
    advice = suggest(quick, WaitModel.prior(), waited=0.0, has=frozenset(), now=now, rules=PlanRules())
    assert {one.task_id for one in advice.options} == set(tasks)
    for one in advice.options:
        assert "%" not in reason_words(one.why, tasks[one.task_id])


def test_a_narrow_card_shows_every_option_without_its_reason() -> None:
    tasks = {"t1": SURVEY, "t3": RECEIPTS}
    card = cards.advice_card(Advice("start", (option(SURVEY), option(RECEIPTS))), tasks, {}, "note", 2)
    rows = [line.text.strip() for line in card_lines(card, 34, 30, brief=True)]
    assert len(rows) == 5
    assert "short enough" not in rows

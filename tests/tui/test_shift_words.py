"""What the shift screen says, worked out from logs and meters without a screen."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from support.gigdays import FRIDAY, NEW_YORK, clock, earning, shift, trip, usd

from gigplanner.insights.meter import Meter, read_meter
from gigplanner.insights.records import DayRecords
from gigplanner.model.records import Block, ShiftEvent, Task
from gigplanner.model.settings import Settings
from gigplanner.scheduler.fillers import Advice, Option
from gigplanner.scheduler.waits import WaitModel
from gigplanner.tui.screens import shift_cards as cards
from gigplanner.tui.screens import shift_rows as rows
from gigplanner.tui.screens import shift_view as view
from gigplanner.tui.widgets.clock_face import FaceView, Figure, digit_rows, face_lines
from gigplanner.tui.widgets.shift_log import LogRow, log_lines
from gigplanner.tui.widgets.suggestion_card import CardView, FillerView, OptionView, card_lines
from gigplanner.workday.advice_words import evidence_words

LUNCH = Block(id="b", title="DoorDash lunch", start=clock("11:00"), end=clock("14:00"), kind="shift")
SURVEY = Task(id="t1", title="Commuting survey", pay=usd("3.20"), minutes=12, platform="Prolific")
RECEIPTS = Task(id="t2", title="Receipts", pay=usd("0.50"), minutes=2, units=14, platform="MTurk")
OPTION = OptionView(
    "f", "Commuting survey", "Prolific", "12 min", 0.62, "$1.98 expected", "$14.80/h", "short"
)
GOALS = Settings(zone="America/New_York", goal_day=usd("150"), set_aside_percent=Decimal(15))


def meter(now: str, *, settings: Settings = NEW_YORK, **records: object) -> Meter:
    return read_meter(DayRecords(day=FRIDAY, **records), clock(now), settings)  # type: ignore[arg-type]


def face(now: str, *, settings: Settings = NEW_YORK, **records: object) -> FaceView:
    read = meter(now, settings=settings, **records)
    return view.face_view(read, read.shift, settings, None)


def figures(shown: FaceView) -> dict[str, tuple[str, str]]:
    return {figure.name: (figure.value, figure.note) for figure in shown.figures}


def state(log: object, now: str, coming: Block | None = None) -> str:
    return "".join(piece.text for piece in view.state_pieces(log, clock(now), NEW_YORK, coming))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0:00"),
        (9, "0:09"),
        (252, "4:12"),
        (3599, "59:59"),
        (3600, "1:00:00"),
        (11525, "3:12:05"),
        (-3, "0:00"),
    ],
)
def test_a_clock_counts_minutes_then_hours(seconds: int, words: str) -> None:
    assert view.clock_words(seconds) == words


def test_without_a_shift_the_key_is_named() -> None:
    assert state(None, "09:00") == "○ no shift · s starts one"


def test_without_a_shift_the_planned_one_is_named_with_its_hours() -> None:
    assert state(None, "09:00", LUNCH) == "○ no shift · s starts one; planned 11:00–14:00: DoorDash lunch"


def test_waiting_says_for_how_long_on_what_and_where() -> None:
    log = shift([("11:00", "started")], now="11:04:12")
    assert state(log, "11:04:12") == "● waiting 4:12 · DoorDash · car"


def test_on_an_order_the_clock_starts_with_the_order() -> None:
    log = shift([("11:00", "started"), ("11:10", "order")], now="11:22:40")
    assert state(log, "11:22:40").startswith("▶ on an order 12:40")


def test_a_second_order_stacks() -> None:
    log = shift([("11:00", "started"), ("11:10", "order"), ("11:12", "order")], now="11:15")
    assert "on 2 orders" in state(log, "11:15")


def test_a_break_is_called_so() -> None:
    log = shift([("11:00", "started"), ("12:00", "break")], now="12:05")
    assert "break 5:00" in state(log, "12:05")


def test_net_names_every_cost_taken_off() -> None:
    shown = face("12:00", earnings=(earning("11:30", "20.00", fee="2.00"),), trips=(trip("11:30", "10"),))
    value, note = figures(shown)["net"]
    read = meter("12:00", earnings=(earning("11:30", "20.00", fee="2.00"),), trips=(trip("11:30", "10"),))
    assert value == str(read.net)
    assert note == f"after $2.00 fees, {read.miles_cost} for 10 mi"


def test_an_hour_is_said_online_and_active() -> None:
    log = shift(
        [("11:00", "started"), ("11:30", "order"), ("12:00", "delivered"), ("13:00", "stopped")], now="13:00"
    )
    shown = face("13:00", shifts=(log,), earnings=(earning("12:00", "15.00", shift=log.shift),))
    assert figures(shown)["an hour"] == ("$7.50", "online, $30.00 active")


def test_no_rate_is_said_without_time_online() -> None:
    assert "an hour" not in figures(face("12:00", earnings=(earning("11:30", "20.00"),)))


def test_pending_money_stands_apart_and_is_not_in_the_large_figure() -> None:
    shown = face("12:00", earnings=(earning("11:00", "5.00"), earning("11:30", "12.40", status="pending")))
    assert shown.amount == "$5.00"
    assert figures(shown)["pending"] == ("$12.40", "in none of these")


def test_the_set_aside_says_what_is_left() -> None:
    shown = face("12:00", settings=GOALS, earnings=(earning("11:00", "100.00"),))
    assert figures(shown)["set aside"] == ("$15.00", "leaves $85.00")


def test_the_goal_says_what_is_missing() -> None:
    shown = face("12:00", settings=GOALS, earnings=(earning("11:00", "118.40"),))
    assert shown.goal_text == "$118.40 of $150.00 · $31.60 to go today"
    assert shown.goal_short == "$31.60 to go"
    assert shown.goal_share == pytest.approx(118.40 / 150)


def test_a_goal_reached_is_said_to_be_reached() -> None:
    shown = face("12:00", settings=GOALS, earnings=(earning("11:00", "151.00"),))
    assert shown.goal_text == "$151.00: the goal of $150.00 today is reached"


def test_without_a_goal_there_is_no_bar() -> None:
    assert face("12:00", earnings=(earning("11:00", "118.40"),)).goal_text == ""


def test_the_same_log_a_second_later_shows_the_time_a_second_further() -> None:
    log = shift([("11:00", "started")], now="11:30")
    assert face("11:30", shifts=(log,)).beside[1] == "30:00 online"
    assert face("11:30:01", shifts=(log,)).beside[1] == "30:01 online"


# --- what the keys may do ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("story", "allowed"),
    [
        ([], {"start"}),
        ([("11:00", "started")], {"order", "break", "stop", "log", "filler"}),
        (
            [("11:00", "started"), ("11:05", "order")],
            {"order", "delivered", "waiting", "break", "stop", "log"},
        ),
        ([("11:00", "started"), ("11:05", "break")], {"order", "waiting", "break", "stop", "log"}),
        (
            [("11:00", "started"), ("11:05", "filler_started")],
            {"order", "break", "stop", "log", "filler_done", "filler_stop"},
        ),
        ([("11:00", "started"), ("11:05", "stopped")], {"start"}),
    ],
    ids=["no shift", "waiting", "on an order", "on a break", "on a filler", "stopped"],
)
def test_the_log_says_which_keys_work(story: list[tuple[str, str]], allowed: set[str]) -> None:
    log = shift(story, now="11:10") if story else None  # type: ignore[arg-type]
    running = log if log and log.end is None else None
    names = {
        "start",
        "order",
        "delivered",
        "waiting",
        "break",
        "stop",
        "log",
        "filler",
        "filler_done",
        "filler_stop",
    }
    assert {name for name in names if view.may(name, running)} == allowed


@pytest.mark.parametrize(
    ("story", "action", "words"),
    [
        (None, "order", "No shift is running: s starts one."),
        (None, "offer", "No shift is running: s starts one, and v weighs the offers of it."),
        (None, "log", "No shift is running: s starts one, a adds money without one."),
        ([], "start", "A shift is running already: S stops it."),
        ([], "waiting", "You are waiting already."),
        ([], "delivered", "No order is open: o accepts one."),
        ([("11:00", "order"), ("11:05", "break")], "delivered", "You are on a break: b resumes."),
        ([], "break", ""),
        ([], "longer", ""),  # of another phase: asked for there, and done when this one is on show already
        (None, "longer", ""),
    ],
)
def test_a_key_that_does_nothing_names_the_one_to_press(
    story: list[tuple[str, str]] | None, action: str, words: str
) -> None:
    log = None if story is None else shift([("10:00", "started"), *story], now="11:10")  # type: ignore[list-item]
    assert view.why_not(action, log) == words


def test_the_break_key_comes_back_from_a_break() -> None:
    assert view.break_event(None) == "break"
    assert view.break_event(shift([("11:00", "started"), ("11:05", "break")], now="11:10")) == "resumed"


def test_an_order_was_delivered_when_the_key_was_pressed_not_when_the_pay_was_typed() -> None:
    log = shift([("11:00", "started"), ("11:05", "order")], now="11:21")
    assert view.delivered_at(log, clock("11:20")) == clock("11:20")


def test_what_another_program_logged_meanwhile_goes_first() -> None:
    log = shift([("11:00", "started"), ("11:05", "order"), ("11:20:30", "order")], now="11:21")
    assert view.delivered_at(log, clock("11:20")) is None


# --- the face ------------------------------------------------------------------------------------------

FACE = FaceView(
    amount="$118.40",
    beside=("today · 3 orders", "3:12:05 online", "2:10:00 on orders"),
    figures=(
        Figure("net", "$92.15", "after $3.10 fees"),
        Figure("set aside", "$13.85", "leaves", minor=True),
    ),
    goal_text="$118.40 of $150.00 · $31.60 to go today",
    goal_short="$31.60 to go",
    goal_share=0.8,
)


def test_the_amount_stands_in_large_digits_with_words_beside() -> None:
    lines = [line.text for line in face_lines(FACE, 70, dense=True)]
    assert lines[1].endswith("today · 3 orders")
    assert lines[2].endswith("3:12:05 online")
    assert len(digit_rows("$118.40")) == 3


def test_words_beside_the_digits_are_shortened_before_they_are_left_out() -> None:
    short = FACE._replace(beside_short=("3 orders", "3:12:05 online", "2:10:00 active"))
    column = max(len(row) for row in digit_rows("$118.40"))
    assert face_lines(short, column + 17, dense=True)[3].text.endswith("2:10:00 active")
    assert face_lines(short, column + 20, dense=True)[3].text.endswith("2:10:00 on orders")


def test_words_that_do_not_fit_beside_the_digits_are_left_out() -> None:
    assert all("online" not in line.text for line in face_lines(FACE, 26))


def test_an_amount_too_wide_for_large_digits_is_written_small() -> None:
    assert "$118.40" in [line.text.strip() for line in face_lines(FACE, 12, dense=True)]


def test_a_small_screen_leaves_out_minor_figures() -> None:
    assert any("set aside" in line.text for line in face_lines(FACE, 60, dense=True))
    assert not any("set aside" in line.text for line in face_lines(FACE, 60, dense=True, brief=True))


def test_where_an_explanation_has_no_room_it_is_said_in_short_before_it_is_cut() -> None:
    figure = Figure("net", "$92.15", "after $3.10 fees, $21.82 for 30.1 mi", short="costs $24.92")
    face = FaceView(figures=(figure,))
    rows = {width: " ".join(face_lines(face, width)[-1].text.split()) for width in (60, 30, 23)}
    assert rows[60] == "net $92.15 after $3.10 fees, $21.82 for 30.1 mi"
    assert rows[30] == "net $92.15 costs $24.92"
    assert rows[23] == "net $92.15 costs $24…"


def test_a_goal_keeps_its_bar_by_saying_less() -> None:
    assert face_lines(FACE, 70)[-1].text.endswith(FACE.goal_text)
    assert face_lines(FACE, 40)[-1].text.endswith(FACE.goal_short)


@pytest.mark.parametrize("width", [1, 2, 7, 19, 40])
def test_no_row_of_the_face_is_wider_than_its_room(width: int) -> None:
    assert all(len(line.text) <= width for line in face_lines(FACE, width))


# --- the suggestion card -------------------------------------------------------------------------------


def option(**changed: object) -> Option:
    known: dict[str, object] = {
        "task_id": "t1",
        "units": 1,
        "minutes": 12.0,
        "odds_to_finish": 0.62,
        "expected": usd("1.98"),
        "per_hour": usd("14.80"),
        "why": "short enough",
    }
    return Option(**{**known, **changed})  # type: ignore[arg-type]


def test_an_option_says_what_how_likely_how_much_and_why() -> None:
    card = cards.advice_card(Advice("start", (option(),)), {"t1": SURVEY}, {}, "note", 1)
    text = "\n".join(line.text for line in card_lines(card, 70, 20))
    for part in (
        "Commuting survey",
        "Prolific · 12 min",
        "62 % to finish",
        "$1.98 expected",
        "$14.80/h",
        "short enough",
        "note",
    ):
        assert part in text


def test_a_batch_says_how_many_units_to_start() -> None:
    card = cards.advice_card(Advice("start", (option(task_id="t2", units=3),)), {"t2": RECEIPTS}, {}, "", 1)
    assert card.options[0].title == "Receipts ×3"


def test_up_to_three_options_have_three_keys() -> None:
    tasks = {name: Task(id=name, title=name, pay=usd("1"), minutes=5) for name in "abc"}
    advice = Advice("start", tuple(option(task_id=name) for name in "abc"))
    assert [one.key for one in cards.advice_card(advice, tasks, {}, "", 3).options] == ["f", "f3", "f4"]


def test_a_task_gone_meanwhile_is_not_offered() -> None:
    assert (
        cards.advice_card(Advice("start", (option(task_id="gone"),)), {"t1": SURVEY}, {}, "", 1).options == ()
    )


def test_hold_and_rest_are_said_in_words() -> None:
    assert cards.advice_card(Advice("hold", ()), {"t1": SURVEY}, {}, "", 1).words.startswith(
        "Wait a moment longer:"
    )
    assert cards.advice_card(Advice("rest", ()), {"t1": SURVEY}, {}, "", 1).words.startswith("Rest:")


def test_an_empty_queue_teaches_how_to_fill_it() -> None:
    assert "a adds a task" in cards.advice_card(Advice("rest", ()), {}, {}, "", 0).words


def test_training_that_pays_nothing_now_is_offered_for_its_worth() -> None:
    card = cards.advice_card(Advice("start", (option(expected=usd("0")),)), {"t1": SURVEY}, {}, "", 1)
    assert card.options[0].expected == "for its worth"


def test_on_an_order_nothing_is_suggested() -> None:
    card = cards.idle_card(shift([("11:00", "started"), ("11:05", "order")], now="11:10"), 34)
    assert card.options == ()
    assert "No suggestions while you drive" in card.words
    assert card.queue == "34 in the queue"


def test_without_own_waits_the_evidence_is_typical_waits() -> None:
    assert evidence_words(WaitModel.prior(), 0.0).startswith("Typical for drivers:")


def test_a_running_filler_shows_its_clock_and_its_stated_minutes() -> None:
    event = ShiftEvent(id="e", shift="s", kind="filler_started", at=clock("11:00"), seq=1, task="t1", units=1)
    card = cards.filler_card(SURVEY, event, clock("11:03:12"), 5)
    text = "\n".join(line.text for line in card_lines(card, 60, 12))
    assert "Commuting survey" in text
    assert "3:12 of about 12 min" in text
    assert "enter done" in text
    assert "escape put down" in text


def test_a_filler_over_its_time_is_marked() -> None:
    shown = FillerView("x", "", "13:00", " of about 12 min", 13 / 12)
    assert card_lines(CardView(filler=shown), 40, 10)[1].pieces[0].style == "pending strong"


def test_a_filler_whose_task_is_gone_still_shows_its_clock() -> None:
    event = ShiftEvent(id="e", shift="s", kind="filler_started", at=clock("11:00"), seq=1, task="t9")
    card = cards.filler_card(None, event, clock("11:01"), 0)
    assert card.filler is not None
    assert (card.filler.title, card.filler.elapsed) == ("a task that is gone", "1:00")


def test_where_it_is_low_the_reasons_go_first_and_the_options_stay() -> None:
    card = CardView(
        options=(OPTION, OPTION._replace(key="f3"), OPTION._replace(key="f4")), note="Typical waits."
    )
    high = [line.text.strip() for line in card_lines(card, 60, 30)]
    low = [line.text.strip() for line in card_lines(card, 60, 7)]
    assert "short" in high
    assert "short" not in low
    assert len(low) == 7
    assert low[-1] == "Typical waits."
    assert len(card_lines(card, 60, 3)) == 6


def test_a_narrow_option_keeps_chance_and_money() -> None:
    row = card_lines(CardView(options=(OPTION,)), 34, 4)[1].text
    assert "62 %" in row
    assert "$1.98 expected · $14.80/h" in row


def test_rows_of_an_option_know_their_number_for_the_mouse() -> None:
    lines = card_lines(CardView(options=(OPTION, OPTION)), 60, 4)
    assert [line.key for line in lines] == ["1", "1", "2", "2"]


def test_a_hostile_title_stays_text() -> None:
    hostile = OPTION._replace(title="[/red][@click=app.quit]x\x1b[31m", why="[bold]")
    first = card_lines(CardView(options=(hostile,)), 70, 10)[0].text
    assert "[/red][@click=app.quit]x" in first
    assert "\x1b" not in first


# --- the log -------------------------------------------------------------------------------------------


def test_the_log_tells_the_shift_with_the_money_of_its_orders() -> None:
    log = shift([("11:02", "started"), ("11:09", "order"), ("11:31", "delivered")], now="11:40")
    paid = earning("11:31", "8.50", tip="2.00", shift=log.shift)
    shown = rows.log_rows(log, [paid], [trip("11:31", "4.1")], {}, NEW_YORK)
    assert [(row.at, row.words, row.aside, row.money) for row in shown] == [
        ("11:02", "started", " · DoorDash", ""),
        ("11:09", "order accepted", "", ""),
        ("11:31", "delivered", " · 4.1 mi", "$8.50 + $2.00"),
    ]


def test_money_logged_apart_has_its_own_row_at_its_own_time() -> None:
    log = shift([("11:02", "started"), ("11:09", "order")], now="11:40")
    shown = rows.log_rows(log, [earning("11:05", "3.00", shift=log.shift)], [], {}, NEW_YORK)
    assert [(row.at, row.words, row.money) for row in shown][1] == ("11:05", "DoorDash", "$3.00")


def test_pending_money_in_the_log_has_the_colour_of_pending_money() -> None:
    log = shift([("11:02", "started"), ("11:09", "order"), ("11:31", "delivered")], now="11:40")
    paid = earning("11:31", "8.50", status="pending", shift=log.shift)
    assert rows.log_rows(log, [paid], [], {}, NEW_YORK)[-1].money_style == "pending"


def test_a_filler_is_called_by_its_title_and_done_with_its_money() -> None:
    log = shift([("11:02", "started"), ("11:05", "filler_started")], now="11:40")
    done = ShiftEvent(id="z", shift=log.shift, kind="filler_done", at=clock("11:20"), seq=9, task="filler")
    log = view_log([*log.events, done])
    shown = rows.log_rows(log, [earning("11:20", "3.20", task="filler")], [], {"filler": "Survey"}, NEW_YORK)
    assert [(row.words, row.money) for row in shown][1:] == [("▸ Survey", ""), ("✓ Survey", "$3.20")]


def view_log(events: list[ShiftEvent]) -> object:
    from gigplanner.model.shiftlog import read_log

    return read_log(events, events[-1].at + timedelta(minutes=1))


def test_where_it_is_narrow_the_aside_goes_before_the_money() -> None:
    row = LogRow("11:31", "delivered", " · 4.1 mi", "$8.50 + $2.00")
    assert "4.1 mi" in log_lines([row], 40)[0].text
    narrow = log_lines([row], 29)[0].text
    assert "4.1 mi" not in narrow
    assert narrow.endswith("$8.50 + $2.00")


def test_without_a_shift_the_log_says_how_to_begin() -> None:
    assert "`s` starts one" in rows.no_log_words(None, NEW_YORK)
    assert "11:00" in rows.no_log_words(LUNCH, NEW_YORK)

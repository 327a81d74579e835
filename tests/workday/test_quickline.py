"""One line of text, typed in a hurry: what it is understood to say, and that nothing makes it stumble."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gigplanner.model import BadInput, Block, Earning, Expense, Money, Record, Settings, Task, Trip
from gigplanner.model.catalogue import built_in
from gigplanner.model.text import clean_text
from gigplanner.workday.quickline import Understood, understand

CHICAGO = Settings(zone="America/Chicago")
SUNDAY_MORNING = datetime(2026, 11, 22, 14, 14, tzinfo=UTC)  # Sun 22 Nov, 08:14 in Chicago
FRIDAY_EVENING = datetime(2026, 11, 28, 0, 30, tzinfo=UTC)  # Fri 27 Nov, 18:30
FRIDAY_MORNING = datetime(2026, 11, 27, 15, 0, tzinfo=UTC)  # Fri 27 Nov, 09:00
SPRING_FORWARD = datetime(2026, 3, 8, 6, 30, tzinfo=UTC)  # Sun 8 Mar, 00:30; 02:00 becomes 03:00
FALL_BACK = datetime(2026, 11, 1, 5, 30, tzinfo=UTC)  # Sun 1 Nov, 00:30; 02:00 becomes 01:00


def read(text: str, now: datetime = SUNDAY_MORNING, preferences: Settings = CHICAGO) -> Understood:
    return understand(text, now=now, settings=preferences, catalogue=built_in())


def task(text: str, now: datetime = SUNDAY_MORNING, preferences: Settings = CHICAGO) -> Task:
    record = read(text, now, preferences).record
    assert isinstance(record, Task)
    return record


def wall(instant: datetime | None) -> str:
    assert instant is not None
    return f"{CHICAGO.wall(instant):%a %d %b %Y %H:%M}"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (
            "survey Prolific 12m $3.20 due fri 5pm",
            "Task · survey · Prolific · 12 min · $3.20 · $16.00/h · due Fri 27 Nov 17:00",
        ),
        ("block DoorDash tomorrow 11-14", "Shift · DoorDash · Mon 23 Nov 11:00–14:00 · at car"),
        ("earned $7.50 tip 2 Uber Eats", "Earned $7.50 · tip $2.00 · Uber Eats · now"),
        ("drove 6.2mi", "Drove 6.2 mi · now"),
        ("spent $38 gas", "Spent $38.00 · gas · now"),
        (
            "MTurk x14 0.5m $0.50 each",
            "Task · MTurk ×14 · MTurk · 0.5 min each · $0.50 each · $60.00/h",
        ),
        (
            "essay Upwork 2h30 $40 in chunks of 30m needs laptop, quiet 90% must #english",
            "Task · essay · Upwork · 150 min · $40.00 · $16.00/h · needs laptop, quiet · 90 % chance of pay"
            " · in chunks of 30 min · must · #english",
        ),
    ],
)
def test_a_line_says_what_it_was_understood_to_be(line: str, words: str) -> None:
    assert read(line).words == words


@pytest.mark.parametrize(
    ("line", "title", "platform", "minutes", "pay"),
    [
        ("survey Prolific 12m $3.20", "survey", "Prolific", 12, "3.20 USD"),
        ("tag top 10 photos 5m $1", "tag top 10 photos", "", 5, "1.00 USD"),
        ("TOP 10 list 5m $1", "TOP 10 list", "", 5, "1.00 USD"),
        ("all about cats survey 8m 2 EUR", "all about cats survey", "", 8, "2.00 EUR"),
        ("label ALL 5 images 8m £2", "label ALL 5 images", "", 8, "2.00 GBP"),
        ("survey in may 12m 5 CAD", "survey in may", "", 12, "5.00 CAD"),
        ("try the app 10m 5 usd", "try the app", "", 10, "5.00 USD"),
        ("5 photos of meals 10m", "5 photos of meals", "", 10, "0.00 USD"),
        ("video about 30 min meals 45m $4", "video about 30 min meals", "", 45, "4.00 USD"),
        ("review of a $5 coffee 10m $2", "review of a $5 coffee", "", 10, "2.00 USD"),
        ("review iPhone 5s 12m $1", "review iPhone 5s", "", 12, "1.00 USD"),
        ("caption 45 s $0.10", "caption", "", 0.75, "0.10 USD"),
        ("transcribe 1h 20 clips $9", "transcribe 20 clips", "", 60, "9.00 USD"),
        ("transcribe 1h 20m $9", "transcribe", "", 80, "9.00 USD"),
        ("transcribe 1h20 $9", "transcribe", "", 80, "9.00 USD"),
        ("transcribe 1.5 hours $9", "transcribe", "", 90, "9.00 USD"),
        ("Umfrage 12,5m 3,20 €", "Umfrage", "", 12.5, "3.20 EUR"),
        ("audit 3h $1,250.00", "audit", "", 180, "1250.00 USD"),
        ("uber eats photo check 2m $1", "photo check", "Uber Eats", 2, "1.00 USD"),
        ("amazon mechanical turk receipts 2m $.05", "receipts", "MTurk", 2, "0.05 USD"),
        ("uberisation survey 12m", "uberisation survey", "", 12, "0.00 USD"),
        ("task survey 12m", "survey", "", 12, "0.00 USD"),
        ("needs analysis survey 12m", "needs analysis survey", "", 12, "0.00 USD"),
        ("due diligence report 60m $9", "due diligence report", "", 60, "9.00 USD"),
        ("overdue letters 12m $9", "overdue letters", "", 12, "9.00 USD"),
        ("receipts from 7 shops 5m", "receipts from 7 shops", "", 5, "0.00 USD"),
        ("photos tagged by 5 people 9m $1", "photos tagged by 5 people", "", 9, "1.00 USD"),
        ("Marketing 11:00 call notes 10m", "Marketing 11:00 call notes", "", 10, "0.00 USD"),
        ("study of sat scores 10m", "study of sat scores", "", 10, "0.00 USD"),
        ("[bold]x[/] 5m $1", "[bold]x[/]", "", 5, "1.00 USD"),
    ],
)
def test_a_title_keeps_its_own_words_and_numbers(
    line: str, title: str, platform: str, minutes: float, pay: str
) -> None:
    found = task(line)
    amount, currency = pay.split()
    assert (found.title, found.platform, found.minutes) == (title, platform, minutes)
    assert found.pay == Money.of(amount, currency)


def test_codes_are_read_as_the_persons_own_money_even_where_they_are_words() -> None:
    in_tonga = Settings(zone="UTC", currency="TOP")
    assert task("survey 12m 5 TOP", preferences=in_tonga).pay == Money.of("5", "TOP")
    in_canada = Settings(zone="UTC", currency="CAD")
    assert task("survey 12m 5 cad", preferences=in_canada).pay == Money.of("5", "CAD")


@pytest.mark.parametrize(
    ("line", "now", "due"),
    [
        ("survey 5m due fri 5pm", SUNDAY_MORNING, "Fri 27 Nov 2026 17:00"),
        ("survey 5m due fri, 5 pm", SUNDAY_MORNING, "Fri 27 Nov 2026 17:00"),
        ("survey 5m due 5pm fri", SUNDAY_MORNING, "Fri 27 Nov 2026 17:00"),
        ("due fri 17:00 survey 5m", SUNDAY_MORNING, "Fri 27 Nov 2026 17:00"),
        ("survey due fri 12m", SUNDAY_MORNING, "Fri 27 Nov 2026 23:59"),
        ("survey due sat survey 5m", SUNDAY_MORNING, "Sat 28 Nov 2026 23:59"),
        ("survey 5m due fri", FRIDAY_EVENING, "Fri 27 Nov 2026 23:59"),
        ("survey 5m due fri 5pm", FRIDAY_MORNING, "Fri 27 Nov 2026 17:00"),
        ("survey 5m due fri 5pm", FRIDAY_EVENING, "Fri 04 Dec 2026 17:00"),
        ("survey 5m due next fri", FRIDAY_MORNING, "Fri 04 Dec 2026 23:59"),
        ("survey 5m due fri midnight", SUNDAY_MORNING, "Sat 28 Nov 2026 00:00"),
        ("survey 5m due midnight", SUNDAY_MORNING, "Mon 23 Nov 2026 00:00"),
        ("survey 5m due 7am", SUNDAY_MORNING, "Mon 23 Nov 2026 07:00"),
        ("survey 5m due 17", SUNDAY_MORNING, "Sun 22 Nov 2026 17:00"),
        ("survey 5m due in 3 days", SUNDAY_MORNING, "Wed 25 Nov 2026 08:14"),
        ("survey 5m due in 2h", SUNDAY_MORNING, "Sun 22 Nov 2026 10:14"),
        ("survey 5m due 24 nov", SUNDAY_MORNING, "Tue 24 Nov 2026 23:59"),
        ("survey 5m due december 1, 9am", SUNDAY_MORNING, "Tue 01 Dec 2026 09:00"),
        ("survey 5m due 5 jan", SUNDAY_MORNING, "Tue 05 Jan 2027 23:59"),
        ("survey 5m by 2026-11-24 18:30", SUNDAY_MORNING, "Tue 24 Nov 2026 18:30"),
        ("survey 5m due today 3:30", SPRING_FORWARD, "Sun 08 Mar 2026 03:30"),
    ],
)
def test_due_is_read_by_the_persons_clock(line: str, now: datetime, due: str) -> None:
    found = task(line, now)
    assert wall(found.due) == due
    assert found.title in ("survey", "survey survey")


def test_a_task_that_may_not_start_yet_says_from_when() -> None:
    found = task("survey 5m from tomorrow 9am due tomorrow 5pm")
    assert wall(found.not_before) == "Mon 23 Nov 2026 09:00"
    assert wall(found.due) == "Mon 23 Nov 2026 17:00"


@pytest.mark.parametrize(
    ("line", "now", "kind", "title", "start", "end"),
    [
        ("block DoorDash tomorrow 11-14", SUNDAY_MORNING, "shift", "DoorDash", "23 11:00", "23 14:00"),
        (
            "block DoorDash lunch tomorrow 11-14",
            SUNDAY_MORNING,
            "shift",
            "DoorDash lunch",
            "23 11:00",
            "23 14:00",
        ),
        ("block shift 9-11pm", SUNDAY_MORNING, "shift", "shift", "22 21:00", "22 23:00"),
        ("block office 9am-5", SUNDAY_MORNING, "event", "office", "22 09:00", "22 17:00"),
        ("block lunch 11-2pm", SUNDAY_MORNING, "event", "lunch", "22 11:00", "22 14:00"),
        ("block night 22-02", SUNDAY_MORNING, "event", "night", "22 22:00", "23 02:00"),
        ("block late 10pm-2", SUNDAY_MORNING, "event", "late", "22 22:00", "23 02:00"),
        ("block party 8pm-midnight", SUNDAY_MORNING, "event", "party", "22 20:00", "23 00:00"),
        ("block nap 5-7", SUNDAY_MORNING, "event", "nap", "23 05:00", "23 07:00"),
        ("block walk fri 11-14", FRIDAY_MORNING, "event", "walk", "27 11:00", "27 14:00"),
        ("block walk sun 6-7", SUNDAY_MORNING, "event", "walk", "29 06:00", "29 07:00"),
        ("block gym tomorrow at 6pm 90m", SUNDAY_MORNING, "event", "gym", "23 18:00", "23 19:30"),
        ("block gym on mon from 11 to 14", SUNDAY_MORNING, "event", "gym", "23 11:00", "23 14:00"),
        ("block Marketing 11:00 1h", SUNDAY_MORNING, "event", "Marketing", "22 11:00", "22 12:00"),
        ("block sat exam tue 9-11", SUNDAY_MORNING, "event", "sat exam", "24 09:00", "24 11:00"),
        ("block 24 nov 10:30-11:15 dentist", SUNDAY_MORNING, "event", "dentist", "24 10:30", "24 11:15"),
        ("appointment dentist fri 3pm 1h", SUNDAY_MORNING, "appointment", "dentist", "27 15:00", "27 16:00"),
        ("shift Uber Eats 11am 3h", SUNDAY_MORNING, "shift", "Uber Eats", "22 11:00", "22 14:00"),
        ("break 12:00-12:30", SUNDAY_MORNING, "break", "break", "22 12:00", "22 12:30"),
    ],
)
def test_a_block_lies_where_the_line_puts_it(
    line: str, now: datetime, kind: str, title: str, start: str, end: str
) -> None:
    block = read(line, now).record
    assert isinstance(block, Block)
    assert (block.kind, block.title) == (kind, title)
    assert f"{CHICAGO.wall(block.start):%d %H:%M}" == start
    assert f"{CHICAGO.wall(block.end):%d %H:%M}" == end


def test_a_block_over_a_change_of_the_clocks_follows_the_wall_clock() -> None:
    spring = read("block night 1-4", SPRING_FORWARD).record
    autumn = read("block night 00:45-4", FALL_BACK).record
    assert isinstance(spring, Block) and isinstance(autumn, Block)
    assert spring.span.minutes == 2 * 60
    assert autumn.span.minutes == 4 * 60 + 15


def test_a_block_inside_the_hour_that_is_left_out_is_refused() -> None:
    with pytest.raises(BadInput, match="clocks go forward"):
        read("block night 2:30-3", SPRING_FORWARD)


@pytest.mark.parametrize(
    ("line", "gross", "tip", "note", "at"),
    [
        ("earned $7.50 tip 2 Uber Eats", "7.50 USD", "2 USD", "", "Sun 22 Nov 2026 08:14"),
        ("earned 7.50", "7.50 USD", None, "", "Sun 22 Nov 2026 08:14"),
        ("earned €7 tip 2", "7 EUR", "2 EUR", "", "Sun 22 Nov 2026 08:14"),
        ("earned $0 tip $5 DoorDash", "0 USD", "5 USD", "", "Sun 22 Nov 2026 08:14"),
        ("earned $12 for 3 orders", "12 USD", None, "for 3 orders", "Sun 22 Nov 2026 08:14"),
        ("earned $12 yesterday 21:40", "12 USD", None, "", "Sat 21 Nov 2026 21:40"),
        ("earned $12 fri", "12 USD", None, "", "Fri 20 Nov 2026 12:00"),
        ("earned $12 at 23:30", "12 USD", None, "", "Sat 21 Nov 2026 23:30"),
        ("earned $12 1 dec", "12 USD", None, "", "Mon 01 Dec 2025 12:00"),
    ],
)
def test_what_was_earned_was_earned_in_the_past(
    line: str, gross: str, tip: str | None, note: str, at: str
) -> None:
    earning = read(line).record
    assert isinstance(earning, Earning)
    assert earning.gross == Money.of(*gross.split())
    assert earning.tip == (Money.of(*tip.split()) if tip else None)
    assert earning.note == note
    assert wall(earning.at) == at


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("earned $3 Prolific", "pending"),
        ("earned $3 Prolific approved", "approved"),
        ("earned $9 DoorDash", "paid"),
        ("earned $9 corner shop", "paid"),
    ],
)
def test_money_is_in_the_state_its_platform_starts_with_unless_said(line: str, status: str) -> None:
    earning = read(line).record
    assert isinstance(earning, Earning)
    assert earning.status == status


@pytest.mark.parametrize(
    ("line", "amount", "category"),
    [
        ("spent $38 gas", "38 USD", "gas"),
        ("spent 12,50 lunch", "12.50 USD", "lunch"),
        ("spent $12 sun cream", "12 USD", "sun cream"),
        ("spent 4 GBP parking", "4 GBP", "parking"),
    ],
)
def test_what_was_spent_and_on_what(line: str, amount: str, category: str) -> None:
    expense = read(line).record
    assert isinstance(expense, Expense)
    assert (expense.amount, expense.category) == (Money.of(*amount.split()), category)


@pytest.mark.parametrize(
    ("line", "miles", "note"),
    [
        ("drove 6.2mi", "6.2", ""),
        ("drove 6,2 miles", "6.2", ""),
        ("drove 12", "12", ""),
        ("drove 10 km", "6.2", ""),
        ("drove 3 orders 6.2 miles", "6.2", "3 orders"),
        ("drove 1,200 mi", "1200", ""),
    ],
)
def test_how_far_was_driven(line: str, miles: str, note: str) -> None:
    trip = read(line).record
    assert isinstance(trip, Trip)
    assert (trip.miles, trip.note) == (Decimal(miles), note)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("", "Type a task"),
        ("   ", "Type a task"),
        ("survey Prolific $3.20", "How long does it take?"),
        ("12m $3", "What is the task?"),
        ("survey 0m", "not a length of time"),
        ("survey 99h", "not a length of time"),
        ("survey 5m x0", "at least one unit"),
        ("survey 5m 0%", "not a chance"),
        ("survey 5m needs lapto", "is not something to have"),
        ("survey 5m $3.205", "too many decimals"),
        ("survey 5m $3 due 31 feb", "is not a day"),
        ("survey 5m due fri 25:00", "is not a time of day"),
        ("survey 5m due 9999-12-31", "out of reach"),
        ("survey 5m from fri due thu", "due before it may start"),
        ("essay 2h in chunks of 0m", "not a length of time"),
        ("block DoorDash tomorrow", "When is it?"),
        ("block DoorDash 25-26", "is not a time of day"),
        ("earned lots", "How much?"),
        ("spent", "How much?"),
        ("drove far", "How far?"),
        ("drove 9999 mi", "not a distance"),
        ("drove 1.2.3 mi", "not a distance"),
    ],
)
def test_what_is_missing_or_wrong_is_said_in_one_sentence(line: str, sentence: str) -> None:
    with pytest.raises(BadInput) as refused:
        read(line)
    assert sentence in str(refused.value)
    assert "\n" not in str(refused.value)


def test_an_address_is_kept_as_one_and_not_taken_apart() -> None:
    found = task("survey https://app.example.com/prolific/5m?x=$3 9m $1.20")
    assert found.url == "https://app.example.com/prolific/5m?x=$3"
    assert (found.title, found.minutes, found.platform) == ("survey", 9, "")


def test_control_characters_never_reach_a_title() -> None:
    assert "\x1b" not in task("sur\x1b]52;c;evil\x07vey 5m $1").title


_PIECES = """
survey block earned drove spent shift due by from at on next fri sat tomorrow noon midnight 5pm 9-11pm 22-02
25:00 12m 2h30 45s 0.5m $3.20 €7 5 CAD TOP 10 x14 0x 50% 0% needs laptop chunks of 10m must #tag @café 6.2mi
km 2026-02-30 31 feb 24 nov 0001-01-01 9999-12-31 tip fee each ١٢ ² ½ 1e9 1,2,3 - · ; , . : % $ \x1b[2J \u202e
"""
_TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(st.sampled_from(_PIECES.split()), max_size=14).map(" ".join),
    st.lists(st.one_of(st.sampled_from(_PIECES.split()), st.text(max_size=6)), max_size=10).map("".join),
)


@settings(max_examples=300, deadline=None)
@given(text=_TEXTS, now=st.sampled_from([SUNDAY_MORNING, FRIDAY_EVENING, SPRING_FORWARD, FALL_BACK]))
def test_any_text_is_understood_or_refused_in_words(text: str, now: datetime) -> None:
    for zone in ("America/Chicago", "Pacific/Auckland"):
        try:
            understood = read(text, now, Settings(zone=zone))
        except BadInput as refused:
            assert str(refused) == clean_text(str(refused))
        else:
            assert isinstance(understood.record, Record)
            assert understood.words == clean_text(understood.words, 5000)


@pytest.mark.parametrize(
    "piece", ["a ", "5", "5 ", "$", "$5,", "1.", "fri ", "h", " \t", "needs a,", "x1 ", "[", "5-"]
)
def test_a_very_long_line_is_answered_as_surely_as_a_short_one(piece: str) -> None:
    try:
        understood = read("survey 5m " + piece * 20_000)
    except BadInput as refused:
        assert len(str(refused)) < 200
    else:
        assert len(understood.words) < 2000

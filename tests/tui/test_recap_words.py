"""What the recap screen says, worked out from recaps without a screen."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from msgspec import structs
from support.gigdays import FRIDAY, clock, earning, expense, shift, trip, usd

from gigplanner.insights.calibration import calibration_of
from gigplanner.insights.digest_results import ForecastRow
from gigplanner.insights.forecasts import Forecasts, OwnMinutes, expected_pay
from gigplanner.insights.recap import Recap, recap_of, recap_of_days
from gigplanner.insights.records import DayRecords
from gigplanner.insights.report.hindsight import forecasts_section
from gigplanner.model.catalogue import Catalogue
from gigplanner.model.records import Block, DayNote, PlacedTask, Plan, TaskResult
from gigplanner.model.settings import Settings
from gigplanner.model.shiftlog import read_log
from gigplanner.tui.screens import recap_view as view
from gigplanner.tui.screens.recap_panels import level
from gigplanner.tui.text import Line, Piece
from gigplanner.tui.widgets.section import section_lines

RATED = Settings(zone="America/New_York", mileage_rate=Decimal("0.50"), set_aside_percent=Decimal(10))
NOW = clock("23:00")


def recap(settings: Settings = RATED, **records: object) -> Recap:
    return recap_of(DayRecords(day=FRIDAY, **records), settings, NOW)  # type: ignore[arg-type]


def texts(lines: list[Line]) -> list[str]:
    return [" ".join(line.text.split()) for line in lines]


def placed(task: str, at: str, expected: str, *, units: int = 1) -> PlacedTask:
    return PlacedTask(
        task=task,
        title=f"Task {task}",
        start=clock(at),
        end=clock(at),
        units=units,
        minutes=10,
        expected=usd(expected),
    )


def plan_of(*placements: PlacedTask) -> Plan:
    return Plan(
        id=str(FRIDAY),
        date=FRIDAY,
        made_at=clock("08:00"),
        placements=placements,
        expected=usd("0"),
        bound=usd("0"),
    )


# --- which days ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "starts", "days"),
    [
        ("day", 0, (date(2026, 11, 20), date(2026, 11, 20))),
        ("week", 0, (date(2026, 11, 16), date(2026, 11, 22))),
        ("week", 6, (date(2026, 11, 15), date(2026, 11, 21))),
        ("month", 0, (date(2026, 11, 1), date(2026, 11, 30))),
    ],
)
def test_a_day_lies_in_its_week_and_month(kind: str, starts: int, days: tuple[date, date]) -> None:
    assert view.span_of_days(FRIDAY, kind, starts) == days


def test_february_ends_when_it_ends() -> None:
    assert view.span_of_days(date(2028, 2, 9), "month", 0) == (date(2028, 2, 1), date(2028, 2, 29))


@pytest.mark.parametrize(
    ("kind", "by", "day"),
    [
        ("day", -1, date(2026, 11, 19)),
        ("week", 1, date(2026, 11, 27)),
        ("month", 2, date(2027, 1, 1)),
        ("month", -11, date(2025, 12, 1)),
    ],
)
def test_the_brackets_move_by_what_is_shown(kind: str, by: int, day: date) -> None:
    assert view.moved(FRIDAY, kind, by) == day


# --- money ---------------------------------------------------------------------------------------------


def test_every_step_from_gross_to_kept_adds_up() -> None:
    day = recap(
        earnings=(earning("12:00", "80.00", tip="12.50", fee="4.00"),),
        trips=(trip("12:00", "30"),),
        expenses=(expense("13:00", "6.20"),),
    )
    # 92.50 − 4.00 − 15.00 − 6.20 = 67.30; a tenth of 92.50 − 4.00 − 15.00 is laid by
    assert texts(view.money_lines(day, 40))[3:] == [
        "Gross $80.00",
        "Tips $12.50",
        "Earned $92.50",
        "Platform fees −$4.00",
        "Cost of 30 miles −$15.00",
        "Expenses −$6.20",
        "Net $67.30",
        "Set aside −$7.35",
        "Kept $59.95",
    ]


def test_pending_money_stands_apart() -> None:
    day = recap(earnings=(earning("12:00", "10.00"), earning("12:30", "4.40", status="pending")))
    assert texts(view.money_lines(day, 40))[-1] == "Pending, in none of these $4.40"


def test_a_day_without_money_shows_no_sum_of_noughts() -> None:
    assert view.money_lines(recap(), 40) == []


def test_a_platform_without_money_in_hand_has_words_and_no_bar() -> None:
    day = recap(earnings=(earning("12:00", "10.00"), earning("12:30", "40.00", "Prolific", status="pending")))
    bars = {bar.label: (bar.level, bar.text) for bar in view.platform_bars(day, Catalogue(()), rates=True)}
    assert bars == {"DoorDash": (1.0, "$10.00"), "Prolific": (0.0, "$40.00 pending")}


def test_a_platform_worked_in_a_shift_says_what_an_hour_of_it_paid() -> None:
    worked = shift([("11:00", "started"), ("13:00", "stopped")])
    day = recap(shifts=(worked,), earnings=(earning("12:00", "50.00", shift=worked.shift),))
    assert view.platform_bars(day, Catalogue(()), rates=True)[0].text == "$50.00 · $25.00/h"
    assert view.platform_bars(day, Catalogue(()), rates=False)[0].text == "$50.00"


def test_the_hours_begin_at_midnight_whenever_the_working_day_does() -> None:
    day = recap(earnings=(earning("12:10", "30.00"), earning("17:10", "15.00")))
    levels, top, best = view.hour_levels(day)
    assert (levels[12], levels[17], sum(levels)) == (1.0, 0.5, 1.5)
    assert (top, best) == ("30", "best 12–13 h: $30.00")


def test_without_money_there_are_no_hours() -> None:
    assert view.hour_levels(recap()) == ([], "", "")


def test_the_days_of_a_week_have_a_bar_each() -> None:
    days = [
        DayRecords(day=date(2026, 11, 19), earnings=(earning("2026-11-19 12:00", "20.00"),)),
        DayRecords(day=FRIDAY, earnings=(earning("12:00", "40.00"),)),
        DayRecords(day=date(2026, 11, 21)),
    ]
    bars = view.day_bars(recap_of_days(days, RATED, clock("2026-11-22 12:00")))
    assert [(bar.label, bar.level, bar.text) for bar in bars] == [
        ("Thu 19", 0.5, "$20.00 · 0 min"),
        ("Fri 20", 1.0, "$40.00 · 0 min"),
        ("Sat 21", 0.0, "–"),
    ]


# --- plan and time -------------------------------------------------------------------------------------


def test_the_plan_is_marked_against_what_was_done() -> None:
    results = (
        TaskResult(id="r1", at=clock("09:20"), task="a", outcome="done", units=2, earned=usd("3.00")),
        TaskResult(id="r2", at=clock("10:20"), task="b", outcome="interrupted", units=1),
    )
    day = recap(
        plan=plan_of(
            placed("a", "09:00", "3.00", units=2), placed("b", "10:00", "2.00"), placed("c", "11:00", "1.00")
        ),
        results=results,
    )
    assert texts(view.plan_lines(day, RATED, NOW, 60)) == [
        "Tasks planned earned",
        "✓ 09:00 Task a ×2 $3.00 $3.00",
        "~ 10:00 Task b $2.00 –",
        "✗ 11:00 Task c $1.00 –",
        "1 of 3 done $6.00 $3.00",
    ]


def block(start: str, end: str) -> Block:
    return Block(id="b1", title="Lunch", start=clock(start), end=clock(end), kind="shift")


@pytest.mark.parametrize(
    ("stopped", "mark"), [("13:50", "✓ 11:00 Lunch 3 h 2 h 50"), ("12:00", "~ 11:00 Lunch 3 h 1 h")]
)
def test_a_planned_shift_is_marked_by_how_much_of_it_was_worked(stopped: str, mark: str) -> None:
    worked = shift([("11:00", "started"), (stopped, "stopped")], block="b1")
    day = recap(blocks=(block("11:00", "14:00"),), shifts=(worked,))
    assert texts(view.plan_lines(day, RATED, NOW, 60))[-1] == mark


def test_a_shift_that_is_still_to_come_is_not_missed_yet() -> None:
    day = recap(blocks=(block("11:00", "14:00"),))
    assert texts(view.plan_lines(day, RATED, clock("10:00"), 60))[-1] == "· 11:00 Lunch 3 h –"
    assert texts(view.plan_lines(day, RATED, clock("15:00"), 60))[-1] == "✗ 11:00 Lunch 3 h –"


def test_the_time_is_split_without_remainder() -> None:
    worked = shift(
        [
            ("11:00", "started"),
            ("11:10", "filler_started"),
            ("11:25", "filler_interrupted"),
            ("11:30", "order"),
            ("12:30", "delivered"),
            ("12:30", "break"),
            ("13:00", "stopped"),
        ]
    )
    rows = texts(view.time_lines(recap(shifts=(worked,)), 40))
    assert rows[1:7] == [
        "online 1 h 30",
        "█ on orders 1 h",
        "▓ on fillers 15 min",
        "▒ waiting 15 min",
        "░ break 30 min",
        "orders 1",
    ]


def test_the_offers_stand_below_the_orders_with_what_each_kind_promised() -> None:
    worked = shift(
        [("11:00", "started"), ("11:10", "declined"), ("11:30", "order"), ("12:30", "stopped")],
    )
    said = {"declined": ("4.00", 30.0), "order": ("8.00", 20.0)}
    events = [
        structs.replace(event, pay=usd(offer[0]), miles=Decimal(4), minutes=offer[1]) if offer else event
        for event in worked.events
        for offer in [said.get(event.kind)]
    ]
    for width in (34, 60):
        rows = texts(view.time_lines(recap(shifts=(read_log(events, NOW),)), width))
        first = rows.index("orders 0") + 1
        assert rows[first : first + 3] == [
            "offers taken 1 of 2",
            "taken, an hour $18.00",
            "declined, an hour $4.00",
        ]


def test_a_narrow_panel_names_the_forecasts_and_leaves_out_how_good_they_were() -> None:
    chances = calibration_of([ForecastRow(0.7, True), ForecastRow(0.6, False)] * 20)
    own, pay = OwnMinutes(count=40, kept=30), expected_pay([], "USD")
    section = forecasts_section(Forecasts(chances=chances, minutes=own, pay=pay))
    assert texts(section_lines(section, 34))[1].startswith("Fillers fini")
    assert texts(section_lines(section, 60))[1].endswith("about right")


def test_time_with_two_apps_open_is_told_from_the_time_online() -> None:
    worked = shift([("11:00", "started"), ("11:30", "online", "Uber Eats"), ("12:00", "stopped")])
    rows = texts(view.time_lines(recap(shifts=(worked,)), 40))
    assert rows[1:3] == ["online 1 h", "each platform's, added 1 h 30"]


@pytest.mark.parametrize("width", [1, 3, 17, 40])
@pytest.mark.parametrize("seconds", [(3600, 900, 900, 1800), (100000, 1, 1, 1), (0, 0, 5, 0)])
def test_the_stacked_bar_fills_its_width(seconds: tuple[int, ...], width: int) -> None:
    cells = view.stacked(seconds, width)
    assert sum(cells) == width
    assert all(length or not count for length, count in zip(seconds, cells, strict=True))


def test_a_short_time_keeps_a_cell_of_the_bar() -> None:
    assert view.stacked((100000, 1, 1, 0), 40) == [38, 1, 1, 0]


# --- words ---------------------------------------------------------------------------------------------


def test_an_empty_day_teaches_what_to_do() -> None:
    day = recap()
    assert view.is_empty(day)
    assert "Press 2 and s to work a shift" in " ".join(texts(view.headline_lines(day, (), 60)))


def test_a_day_with_only_a_note_is_not_empty() -> None:
    day = recap(note=DayNote(id=str(FRIDAY), date=FRIDAY, text="Rain.\n\nGood tips."))
    assert not view.is_empty(day)
    assert texts(view.note_lines(day, 40)) == ["Rain.", "", "Good tips."]


def test_a_day_without_a_note_says_how_to_write_one() -> None:
    assert texts(view.note_lines(recap(), 80)) == [view.NO_NOTE]


def test_a_closed_day_says_when_it_was_closed() -> None:
    assert "closed at 22:14" in texts(view.headline_lines(recap(), ("closed at 22:14",), 80))[1]


def test_facts_share_a_row_while_they_fit_and_none_is_broken_that_fits_a_row() -> None:
    facts = ("November so far $80.00", "2026 so far $900.00")
    assert texts(view.headline_lines(recap(), facts, 60))[1] == " · ".join(facts)
    assert texts(view.headline_lines(recap(), (" · ".join(facts),), 40))[1:3] == [*facts]


def test_a_hostile_note_stays_text() -> None:
    day = recap(note=DayNote(id=str(FRIDAY), date=FRIDAY, text="[/red][@click=app.quit]x"))
    assert texts(view.note_lines(day, 60)) == ["[/red][@click=app.quit]x"]


@pytest.mark.parametrize("width", [1, 4, 11, 36])
def test_no_row_is_wider_than_its_panel(width: int) -> None:
    worked = shift([("11:00", "started"), ("11:30", "order"), ("12:30", "delivered"), ("13:00", "stopped")])
    day = recap(
        shifts=(worked,),
        earnings=(earning("12:30", "30.00", tip="4.00"),),
        plan=plan_of(placed("a", "09:00", "3.00")),
        blocks=(block("11:00", "14:00"),),
    )
    for lines in (
        view.headline_lines(day, ("closed",), width),
        view.money_lines(day, width),
        view.plan_lines(day, RATED, NOW, width),
        view.time_lines(day, width),
        view.note_lines(day, width),
        view.remark_lines(day, width),
    ):
        assert all(len(line.text) <= width for line in lines)


def test_panels_side_by_side_end_in_the_same_row_and_an_empty_one_stays_empty() -> None:
    def lines(*words: str) -> list[Line]:
        return [Line((Piece(one),)) for one in words]

    def texts_of(*panels: list[Line]) -> list[list[str]]:
        return [texts(one(40)) for one in level(*(lambda width, panel=panel: panel for panel in panels))]

    assert texts_of(lines("a", "b", "c"), lines("d")) == [["a", "b", "c"], ["d", "", ""]]
    assert texts_of(lines("a", "b"), []) == [["a", "b"], []]

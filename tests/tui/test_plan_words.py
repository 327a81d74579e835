"""What the plan screen says, from records to words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from msgspec.structs import replace

from gigplanner.model.catalogue import built_in
from gigplanner.model.money import Money
from gigplanner.model.records import Block, Earning, PlacedTask, Plan, Task
from gigplanner.model.settings import Settings
from gigplanner.model.times import MINUTE
from gigplanner.scheduler.pocket import PocketTask
from gigplanner.tui.dialogs.at_hand import pocket_lines
from gigplanner.tui.screens import plan_view as view
from gigplanner.tui.screens.ahead import coming_up, dues_of
from gigplanner.tui.widgets.plan_bar import PlanNote, plan_bar_line
from gigplanner.workday.planning import nearness
from gigplanner.workday.pocket import PocketList

NEW_YORK = Settings(zone="America/New_York")
NOW = datetime(2026, 11, 20, 13, 0, tzinfo=UTC)  # 08:00 in New York


def a_task(title: str = "Tag photos", pay: int = 200, minutes: float = 10, **more: object) -> Task:
    return Task(id=title, title=title, pay=Money(pay, "USD"), minutes=minutes, **more)  # type: ignore[arg-type]


def at(text: str) -> datetime:
    return NEW_YORK.instant(datetime.fromisoformat(text))


@pytest.mark.parametrize(
    ("due", "said"),
    [
        ("2026-11-20T17:00", "17:00"),
        ("2026-11-21T09:00", "Sat"),
        ("2026-11-26T09:00", "Thu"),
        ("2026-11-27T09:00", "27 Nov"),
        ("2026-11-19T09:00", "late"),
    ],
)
def test_a_due_time_is_said_as_short_as_it_can_be(due: str, said: str) -> None:
    assert view.due_words(at(due), NEW_YORK, date(2026, 11, 20)) == said


def test_the_rate_takes_the_chance_of_being_paid_into_account() -> None:
    sure, unsure = a_task("Sure", 200), a_task("Unsure", 300, odds=0.5)
    (first, second) = view.queue_rows(
        view.sorted_tasks([unsure, sure], "$/h"),
        NEW_YORK,
        built_in(),
        NOW,
        marked=frozenset(),
        planned=frozenset(),
    )
    assert (first.title, first.rate, first.odds_note) == ("Sure", "12", "")
    assert (second.title, second.rate, second.odds_note) == ("Unsure", "9", "50 %")


def test_the_persons_own_minutes_stand_in_the_queue_beside_the_stated_ones() -> None:
    own, as_stated, hardly = (
        a_task("Own", minutes=9),
        a_task("Stated", minutes=6),
        a_task("Hardly", minutes=6.02),
    )
    rows = view.queue_rows(
        [own, as_stated, hardly],
        NEW_YORK,
        built_in(),
        NOW,
        marked=frozenset(),
        planned=frozenset(),
        stated={"Own": 6, "Stated": 6, "Hardly": 6},
    )
    assert [row.minutes for row in rows] == ["≈9", "6", "6"]
    assert [row.own_note for row in rows] == ["you: 9 min, stated: 6", "", ""]


def test_tasks_without_a_due_time_come_last_when_sorted_by_it() -> None:
    late, soon, never = (
        a_task("b", due=at("2026-11-25T09:00")),
        a_task("c", due=at("2026-11-21T09:00")),
        a_task("a"),
    )
    assert [task.title for task in view.sorted_tasks([late, never, soon], "due")] == ["c", "b", "a"]


def test_the_calendar_counts_money_in_hand_on_its_working_day() -> None:
    earned = Earning(id="1", at=at("2026-11-21T01:30"), gross=Money(1000, "USD"))  # a night shift's
    marks = view.day_marks(
        [earned, replace(earned, id="2", status="pending"), replace(earned, id="3", gross=Money(99, "GBP"))],
        [
            Block(
                id="b", title="Lunch", start=at("2026-11-22T11:00"), end=at("2026-11-22T12:00"), kind="shift"
            )
        ],
        NEW_YORK,
    )
    assert marks[date(2026, 11, 20)].money == 8
    assert date(2026, 11, 21) not in marks
    assert marks[date(2026, 11, 22)].has_shift


def test_what_comes_up_is_soonest_first_and_leaves_out_what_is_cancelled() -> None:
    blocks = [
        Block(id="1", title="Dinner", start=at("2026-11-20T17:00"), end=at("2026-11-20T20:00")),
        Block(
            id="2", title="Off", start=at("2026-11-20T12:00"), end=at("2026-11-20T13:00"), status="cancelled"
        ),
    ]
    assert coming_up(
        blocks, dues_of([a_task(due=at(f"2026-11-{day}T09:00")) for day in (21, 19)]), NEW_YORK, NOW
    ) == [
        ("17:00", "Dinner"),
        ("Sat 09:00", "due: Tag photos"),
        ("15 Jan", "tax Q4, 56 days"),
    ]


def test_the_next_payment_of_tax_comes_up_sixty_days_before_it_is_due() -> None:
    assert coming_up([], [], NEW_YORK, at("2026-11-15T12:00")) == []
    assert coming_up([], [], NEW_YORK, at("2026-11-16T12:00")) == [("15 Jan", "tax Q4, 60 days")]
    assert coming_up([], [], NEW_YORK, at("2027-01-14T12:00")) == [("15 Jan", "tax Q4, tomorrow")]
    assert coming_up([], [], replace(NEW_YORK, currency="EUR"), at("2027-01-14T12:00")) == []


@dataclass
class Told:
    within: float | None
    said: str


@pytest.mark.parametrize(
    "told",
    [
        Told(None, ""),
        Told(0.0, ", the best possible"),
        Told(0.021, ", within 2.1 % of the best possible"),
    ],
)
def test_a_plan_says_how_near_the_best_it_is(told: Told) -> None:
    placed = PlacedTask(
        task="1",
        title="x",
        start=NOW,
        end=NOW + 12 * MINUTE,
        units=1,
        minutes=12.0,
        expected=Money(320, "USD"),
    )
    plan = Plan(
        id="2026-11-20",
        date=date(2026, 11, 20),
        made_at=NOW,
        expected=Money(320, "USD"),
        bound=Money(330, "USD"),
        placements=(placed,),
        within=told.within,
    )
    assert nearness(plan) == told.said
    note = view.plan_note(plan, [], NOW)
    assert note[:3] == ("12 min of downtime proposed:", "$3.20 expected", told.said)
    accepted = replace(plan, accepted_at=NOW)
    assert view.plan_note(accepted, [], NOW).headline == "12 min of downtime planned:"


def a_pocket(*tasks: PocketTask) -> PocketList:
    return PocketList(
        shift="Lunch",
        block="lunch",
        start=NOW,
        end=NOW + 120 * MINUTE,
        tasks=tasks,
        expected_waits=7.6,
        expected_wait_minutes=66,
        based_on=40,
    )


def to_hand(title: str, units: int = 1, expected: int = 0) -> PocketTask:
    money = Money(expected, "USD")
    return PocketTask(task_id=title, title=title, units=units, expected=money, why="fits most waits")


def test_a_shift_names_what_to_have_at_hand_in_two_rows_at_most() -> None:
    tasks = [to_hand("Photos", 28, 448), to_hand("Survey"), to_hand("Shelf"), to_hand("Map")]
    assert view.pocket_notes(a_pocket()) == ()
    assert view.pocket_notes(a_pocket(tasks[0])) == ("at hand: 28 × Photos",)
    assert view.pocket_notes(a_pocket(*tasks)) == ("at hand: 28 × Photos", "Survey · 2 more")


def test_the_pocket_list_says_how_much_waiting_there_will_be_and_what_fills_it() -> None:
    lines = [line.text.rstrip() for line in pocket_lines(a_pocket(to_hand("Photos", 28, 448)), 40)]
    assert lines[:2] == ["About 8 waits, 1 h 06 in all, by your", "last 40."]
    assert lines[3:] == ["Photos ×28                         $4.48", "fits most waits"]
    reserve = pocket_lines(a_pocket(to_hand("Survey")), 40)
    assert reserve[3].text == "Survey                        in reserve"
    assert pocket_lines(a_pocket(), 80)[-2].text.startswith("Nothing in the queue suits")


def test_the_plan_line_says_what_is_going_on() -> None:
    assert view.plan_note(None, [], NOW).headline == "No free time left in this day's window."
    assert view.plan_note(None, [], NOW, is_looking=True).headline == "A plan is being looked for …"


def test_where_it_is_narrow_the_plan_line_shrinks_before_it_loses_how_good_the_plan_is() -> None:
    note = PlanNote(
        "4 h of downtime proposed:",
        "$9 expected",
        ", the best",
        (("A", "accept"),),
        "4 h proposed:",
        ("$9", " proposed, the best"),
    )
    said = [" ".join(plan_bar_line(note, width).text.split()) for width in (62, 50, 43, 38, 24, 12)]
    assert said == [
        "✦ 4 h of downtime proposed: $9 expected, the best A accept",
        "✦ 4 h proposed: $9 expected, the best A accept",
        "✦ 4 h proposed: $9, the best A accept",
        "✦ $9 proposed, the best A accept",
        "✦ $9 proposed, the best",
        "✦ 4 h prop…",
    ]

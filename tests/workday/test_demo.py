"""The demo: a made-up person's planbook that a newcomer can look around in."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from tinydb import TinyDB

from gigplanner.insights.planned import plan_outcome
from gigplanner.model.catalogue import built_in
from gigplanner.model.errors import GigError
from gigplanner.model.records import (
    Block,
    DayNote,
    Earning,
    Expense,
    Plan,
    Series,
    ShiftEvent,
    Task,
    TaskResult,
    Trip,
)
from gigplanner.model.shiftlog import ShiftLog, check_event, read_log
from gigplanner.model.times import Span
from gigplanner.planbook.places import find_places
from gigplanner.workday.blocks import blocks_in
from gigplanner.workday.day import day_records, days_records
from gigplanner.workday.demo import write_demo
from gigplanner.workday.demo.dice import Dice
from gigplanner.workday.demo.driving import drive
from gigplanner.workday.desk import Desk, open_desk
from gigplanner.workday.insights import insights
from gigplanner.workday.planning import gaps, propose, saved_plan
from gigplanner.workday.queue import checked, open_tasks
from gigplanner.workday.recap import recap_day, recap_days
from gigplanner.workday.shift import current_shift, past_waits, shifts_in

CHICAGO = ZoneInfo("America/Chicago")
SUNDAY = datetime(2026, 11, 22, 8, 14, tzinfo=CHICAGO)
TABLES = (Task, Block, Series, ShiftEvent, Earning, Expense, Trip, Plan, TaskResult, DayNote)


@pytest.fixture(scope="module")
def sunday(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    folder = tmp_path_factory.mktemp("demo") / "planbook"
    write_demo(folder, SUNDAY)
    return open_desk(find_places(folder), by="test")


def demo_at(folder: Path, now: datetime, **given: int) -> Desk:
    write_demo(folder, now, **given)
    return open_desk(find_places(folder), by="test")


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def all_shifts(desk: Desk, now: datetime, days: int = 60) -> list[ShiftLog]:
    return shifts_in(desk, Span(now - timedelta(days=days + 1), now), now)


def test_sixty_days_hold_at_least_twelve_platforms_that_the_catalogue_knows(sunday: Desk) -> None:
    platforms = {earning.platform for earning in sunday.book.every(Earning)}
    assert len(platforms) >= 12
    assert {name for name in platforms if built_in().find(name) is None} == set()
    assert platforms >= {"DoorDash", "Uber Eats", "Instacart", "MTurk", "Prolific", "Zoom", "Instagram"}


def test_the_queue_offers_about_forty_tasks_that_differ_in_every_way_a_task_can(sunday: Desk) -> None:
    tasks = open_tasks(sunday)
    assert 34 <= len(tasks) <= 42
    assert len({task.platform for task in tasks}) >= 12
    assert len({task.needs for task in tasks}) >= 5
    assert any(task.units >= 14 for task in tasks)
    assert any(task.splittable and task.min_chunk for task in tasks)
    assert any(task.odds < 1 for task in tasks) and any(task.must for task in tasks)
    assert any(not task.pay for task in tasks) and any(task.worth for task in tasks)
    assert [checked(task) for task in tasks] == tasks
    assert all(task.due is None or task.due > SUNDAY for task in tasks)


def test_today_has_shifts_gaps_a_cafe_and_an_accepted_plan_in_the_gaps(sunday: Desk) -> None:
    day = sunday.settings.day_of(SUNDAY)
    blocks = blocks_in(sunday, sunday.settings.span_of(day))
    assert [block.title for block in blocks if block.kind == "shift"] == [
        "DoorDash lunch",
        "Uber Eats dinner",
    ]
    assert {block.kind for block in blocks} >= {"shift", "appointment", "training", "event"}
    assert [block.place for block in blocks if block.transparent] == ["café"]
    free = gaps(sunday, day)
    assert {gap.place for gap in free} == {"home", "car", "café"}
    plan = saved_plan(sunday, day)
    assert plan is not None and plan.accepted_at is not None and plan.accepted_at < SUNDAY
    assert len(plan.placements) >= 6 and plan.expected.minor > 20_00
    for placed in plan.placements:
        assert any(gap.start <= placed.start and placed.end <= gap.end for gap in free), placed.title
    assert sum(placed.pinned for placed in plan.placements) == 1


def test_money_came_in_this_morning_and_planning_anew_still_finds_work(sunday: Desk) -> None:
    day = sunday.settings.day_of(SUNDAY)
    earned = sunday.book.within(Earning, sunday.settings.span_of(day))
    assert len(earned) >= 3
    assert all(earning.at < SUNDAY for earning in earned)
    ahead = [placed for placed in propose(sunday, day, SUNDAY).plan.placements if placed.start > SUNDAY]
    assert len(ahead) >= 5


def test_the_days_to_come_hold_shifts_and_both_series(sunday: Desk) -> None:
    week = Span(SUNDAY + timedelta(days=1), SUNDAY + timedelta(days=8))
    blocks = blocks_in(sunday, week)
    assert sum(block.kind == "shift" for block in blocks) >= 5
    assert len({block.series for block in blocks if block.series}) == 2
    due = {task.due.date() for task in open_tasks(sunday) if task.due}
    assert len(due) >= 5


def test_the_first_thing_a_newcomer_can_do_is_undo_the_last_three_actions(tmp_path: Path) -> None:
    desk = demo_at(tmp_path / "demo", SUNDAY)
    words = [item.words.split()[0] for item in desk.book.history()]
    assert words == ["Pinned", "Changed", "Added"]
    before = {task.id for task in open_tasks(desk)}
    assert [desk.book.undo(SUNDAY).split()[0] for _ in range(3)] == words  # type: ignore[union-attr]
    assert len(before - {task.id for task in open_tasks(desk)}) == 1
    assert desk.book.undo(SUNDAY) is None


def test_pay_is_at_the_level_of_such_work(sunday: Desk) -> None:
    logs = all_shifts(sunday, SUNDAY)
    earnings = list(sunday.book.every(Earning))
    driving = sum(one.total.minor for one in earnings if one.shift and not one.task)
    online = sum(log.online_seconds for log in logs) / 3600
    assert 18_00 <= driving / online <= 28_00
    results = [one for one in sunday.book.every(TaskResult) if one.earned and one.minutes]
    small = [one for one in results if one.platform in ("MTurk", "Microworkers", "Clickworker", "Prolific")]
    hours = sum((one.minutes or 0) * one.units for one in small) / 60
    assert 4_00 <= sum(one.earned.minor for one in small if one.earned) / hours <= 12_00
    weeks = 60 / 7
    total = sum(one.net.minor for one in earnings if one.status != "rejected")
    assert 700_00 <= total / weeks <= 1000_00


def test_waits_are_mostly_short_and_sometimes_very_long(sunday: Desk) -> None:
    waits = sorted(wait.minutes for wait in past_waits(sunday, SUNDAY) if wait.ended_by_order)
    assert len(waits) > 300
    assert 3 <= waits[len(waits) // 2] <= 7
    assert 12 <= waits[len(waits) * 9 // 10] <= 32


def test_money_stands_in_every_state_and_some_of_it_is_late(sunday: Desk) -> None:
    earnings = list(sunday.book.every(Earning))
    assert {earning.status for earning in earnings} == {"pending", "approved", "paid", "rejected"}
    assert any(one.status == "pending" and SUNDAY - one.at > timedelta(days=14) for one in earnings)
    assert any("tip came" in one.note for one in earnings)
    assert {"gas", "data plan"} <= {expense.category for expense in sunday.book.every(Expense)}


def test_plans_of_the_past_were_kept_in_part(sunday: Desk) -> None:
    first, last = SUNDAY.date() - timedelta(days=30), SUNDAY.date() - timedelta(days=1)
    plans = [
        plan
        for records in days_records(sunday, first, last, SUNDAY)
        if (plan := plan_outcome(records, SUNDAY, sunday.settings))
    ]
    outcomes = [placed.outcome for plan in plans for placed in plan.placements]
    assert outcomes.count("done") > outcomes.count("not done") > 0
    assert len(plans) >= 12 and all(plan.accepted for plan in plans)


def test_fillers_were_worked_in_waits_and_orders_put_some_of_them_down(sunday: Desk) -> None:
    outcomes = {result.outcome for result in sunday.book.every(TaskResult) if result.in_wait}
    assert outcomes == {"done", "interrupted"}
    assert sum(log.filler_seconds for log in all_shifts(sunday, SUNDAY)) > 3600


def test_the_recap_of_a_week_holds_offers_and_chances_against_what_became_of_them(sunday: Desk) -> None:
    week = SUNDAY.date() - timedelta(days=7), SUNDAY.date() - timedelta(days=1)
    recap = recap_days(sunday, *week, SUNDAY)
    assert recap.offers is not None and recap.forecasts is not None
    assert recap.offers.taken > recap.offers.declined >= 5
    better, worse = recap.offers.taken_per_hour, recap.offers.declined_per_hour
    assert better is not None and worse is not None and better.minor > 1.5 * worse.minor > 0
    chances = recap.forecasts.chances
    assert chances.count >= 15 and chances.happened < 1
    assert recap.suggestions is not None
    assert recap.suggestions.done >= chances.count * chances.happened > 0
    assert insights(sunday, SUNDAY).chances.verdict == "about right"
    yesterday = recap_day(sunday, week[1], SUNDAY)
    assert yesterday.offers is not None and yesterday.offers.seen
    assert yesterday.forecasts is not None and yesterday.forecasts.chances.count


def test_what_was_foretold_of_a_shift_changes_nothing_of_how_it_was_worked() -> None:
    dice = Dice("a shift")
    block = Block(id="b", title="Dinner", start=SUNDAY, end=SUNDAY + timedelta(hours=9), platform="DoorDash")
    told = drive(dice, block, SUNDAY + timedelta(days=1))
    events = [record for record in told if isinstance(record, ShiftEvent)]
    offers = [event for event in events if event.pay]
    assert {event.kind for event in offers} == {"order", "declined"}
    assert all(event.miles and event.minutes and event.pay and event.pay.minor > 0 for event in offers)
    assert all(0 < event.chance < 1 for event in events if event.chance is not None)
    assert [event.seq for event in events] == list(range(len(events)))
    log = read_log(events, SUNDAY + timedelta(days=1))
    without = [event for event in events if event.kind != "declined"]
    bare = read_log(without, SUNDAY + timedelta(days=1))
    assert (log.spans, log.fillers, log.orders_done) == (bare.spans, bare.fillers, bare.orders_done)


def test_every_table_loads_and_every_file_opens_with_plain_tinydb(sunday: Desk) -> None:
    counts = {kind.__name__: sum(1 for _ in sunday.book.every(kind)) for kind in TABLES}
    assert sunday.book.problems == {}
    assert min(counts.values()) >= 2
    stored = 0
    for path in [sunday.book.folder / "queue.json", *sunday.book.folder.glob("months/*.json")]:
        with TinyDB(path, access_mode="r") as db:
            stored += sum(len(db.table(name)) for name in db.tables() if not name.startswith("_"))
    assert stored == sum(counts.values())


def test_the_same_now_and_seed_give_the_same_files_and_another_seed_other_ones(tmp_path: Path) -> None:
    for name, seed in (("one", 5), ("two", 5), ("three", 6)):
        write_demo(tmp_path / name, SUNDAY, days=20, seed=seed)
    one, two, three = (files_of(tmp_path / name) for name in ("one", "two", "three"))
    assert one == two
    assert one["months/2026-11.json"] != three["months/2026-11.json"]
    assert one["queue.json"] != three["queue.json"]


def test_a_folder_that_holds_anything_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear Ines")
    with pytest.raises(GigError, match="is not empty"):
        write_demo(tmp_path, SUNDAY)
    assert files_of(tmp_path) == {"letter.txt": b"Dear Ines"}


@pytest.mark.parametrize(("zone", "first"), [("UTC", 0), ("America/Chicago", 1)])
def test_the_demo_can_be_written_at_any_time_of_the_day(tmp_path: Path, zone: str, first: int) -> None:
    for step in range(first, 24, 2):  # the even hours of one zone, the odd ones of the other
        now = datetime(2026, 11, 22, 0, 8, tzinfo=UTC) + step * timedelta(minutes=61)
        write_demo(tmp_path / f"demo{step}", now, days=15, zone=zone)
        desk = open_desk(find_places(tmp_path / f"demo{step}"), by="test")
        assert desk.book.problems == {}
        assert len(open_tasks(desk)) >= 30


def test_nothing_outside_the_folder_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "home"
    home.mkdir()
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "TMPDIR", "APPDATA"):
        monkeypatch.setenv(name, str(home))
    monkeypatch.chdir(home)
    write_demo(tmp_path / "demo", SUNDAY, days=3)
    assert list(home.iterdir()) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["demo", "home"]


@pytest.mark.parametrize(
    "now",
    [
        datetime(2026, 3, 8, 3, 30, tzinfo=CHICAGO),  # clocks went forward an hour and a half ago
        datetime(2026, 3, 8, 13, 5, tzinfo=CHICAGO),
        datetime(2026, 11, 1, 1, 30, fold=1, tzinfo=CHICAGO),  # the hour that comes twice
        datetime(2026, 11, 1, 19, 45, tzinfo=CHICAGO),
        datetime(2026, 12, 31, 23, 59, 59, tzinfo=CHICAGO),
        datetime(2027, 1, 31, 2, 0, tzinfo=CHICAGO),  # at night the working day is the one before
        datetime(2028, 2, 29, 4, 0, tzinfo=CHICAGO),  # the first second of a working day
        datetime(2026, 11, 23, 11, 50, 10, 123456, tzinfo=CHICAGO),  # a Monday, in the middle of a shift
        datetime(2026, 11, 26, 7, 0, tzinfo=ZoneInfo("Asia/Kolkata")),
        datetime(2026, 6, 30, 23, 30, tzinfo=UTC),
    ],
    ids=lambda now: now.isoformat(),
)
def test_the_demo_is_right_at_any_time(tmp_path: Path, now: datetime) -> None:
    desk = demo_at(tmp_path / "demo", now, days=15)
    day = desk.settings.day_of(now)
    today = desk.settings.span_of(day)
    for kind in (ShiftEvent, Earning, Expense, Trip, TaskResult):
        assert all(record.at <= now for record in desk.book.every(kind)), kind.__name__
    assert all(task.closed_at <= now for task in desk.book.every(Task) if task.closed_at)
    assert desk.book.problems == {}
    assert sum(block.kind == "shift" for block in blocks_in(desk, today)) == 2
    assert 30 <= len(open_tasks(desk)) <= 44
    assert all(task.due > now for task in open_tasks(desk) if task.due)
    logs = all_shifts(desk, now, 15)
    begun = [block for block in blocks_in(desk, today) if block.kind == "shift" and block.start < now]
    worked = {log.events[0].block for log in logs}
    assert all(block.id in worked for block in begun if now - block.start > timedelta(minutes=10))
    running = current_shift(desk, now)
    assert sum(log.state != "off" for log in logs) == (1 if running else 0)
    for log in logs:
        assert_every_event_was_allowed(log)


def assert_every_event_was_allowed(log: ShiftLog) -> None:
    told: ShiftLog | None = None
    for number, event in enumerate(log.events):
        check_event(told, event.kind, event.at)
        told = read_log(log.events[: number + 1], event.at)


def test_in_the_middle_of_a_shift_it_runs_and_the_past_of_the_day_looks_worked(tmp_path: Path) -> None:
    now = datetime(2026, 11, 24, 18, 40, tzinfo=CHICAGO)
    desk = demo_at(tmp_path / "demo", now, days=7)
    running = current_shift(desk, now)
    assert running is not None and running.platform == "Uber Eats" and running.orders_done >= 1
    day = desk.settings.day_of(now)
    plan = plan_outcome(day_records(desk, day, now), now, desk.settings)
    assert plan is not None
    assert {"done", "to come"} <= {placed.outcome for placed in plan.placements}
    earned = desk.book.within(Earning, desk.settings.span_of(day))
    assert {"DoorDash", "Uber Eats"} <= {earning.platform for earning in earned}


def test_no_two_shifts_of_the_past_were_worked_at_once(sunday: Desk) -> None:
    logs = all_shifts(sunday, SUNDAY)
    assert len(logs) > 50
    assert all(one.end is not None and one.end <= two.start for one, two in pairwise(logs))


def test_the_person_rests_on_one_day_of_the_week(sunday: Desk) -> None:
    weekdays = [sunday.settings.wall(log.start).weekday() for log in all_shifts(sunday, SUNDAY)]
    assert len(set(weekdays)) == 6


def test_another_zone_moves_the_same_day_there(tmp_path: Path) -> None:
    now = datetime(2026, 11, 22, 8, 14, tzinfo=ZoneInfo("Europe/Berlin"))
    write_demo(tmp_path / "demo", now, days=3, zone="Europe/Berlin")
    desk = open_desk(find_places(tmp_path / "demo"), by="test")
    lunch = next(
        block
        for block in blocks_in(desk, desk.settings.span_of(now.date()))
        if block.title == "DoorDash lunch"
    )
    assert lunch.start == datetime(2026, 11, 22, 10, tzinfo=ZoneInfo("Europe/Berlin"))


def test_a_longer_past_is_written_in_several_parts_without_a_seam(tmp_path: Path) -> None:
    desk = demo_at(tmp_path / "demo", SUNDAY, days=230)
    days = {desk.settings.day_of(one.at) for one in desk.book.every(Trip)}
    first = SUNDAY.date() - timedelta(days=230)
    assert (min(days) - first).days <= 2
    assert max((two - one).days for one, two in pairwise(sorted(days))) <= 4
    ids = [record.id for kind in TABLES for record in desk.book.every(kind) if kind not in (Plan, DayNote)]
    assert len(ids) == len(set(ids))
    for path in sorted(tmp_path.rglob("months/*.json")):
        assert json.loads(path.read_text(encoding="utf-8"))["_gigplanner"]

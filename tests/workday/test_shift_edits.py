"""Telling a shift afterwards: late, moved and removed events, what they brought, and forgotten timers."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from support.desks import CHICAGO, a_block, a_desk, a_task, clock, earnings, everything, results, usd

from gigplanner.insights.forgotten import forgotten
from gigplanner.model import GigError, ShiftEvent, Span, Task, Trip
from gigplanner.model.clockjumps import clock_jumps
from gigplanner.model.shiftlog import ShiftError, ShiftLog, Wait
from gigplanner.scheduler.waits import WaitModel
from gigplanner.workday import blocks, queue, shift, shift_edits, shifts, uptime
from gigplanner.workday.desk import Desk
from gigplanner.workday.forgotten import forgotten_shift
from gigplanner.workday.shift import OrderPay


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return a_desk(tmp_path)


def lunch(desk: Desk) -> ShiftLog:
    """A shift from 11:00 to 13:00 with one order of $8.50 and 4.1 miles, delivered at 11:40."""
    shift.start_shift(desk, clock("11:00"), platform="DoorDash")
    shift.shift_event(desk, "order", clock("11:10"))
    pay = OrderPay(pay=usd("8.50"), miles=Decimal("4.1"))
    shift.shift_event(desk, "delivered", clock("11:40"), order=pay)
    shift.shift_event(desk, "stopped", clock("13:00"))
    return the_log(desk)


def the_log(desk: Desk) -> ShiftLog:
    log = shifts.last_shift(desk, clock("23:00"))
    assert log is not None
    return log


def event_at(desk: Desk, kind: str, time: str) -> ShiftEvent:
    return next(one for one in the_log(desk).events if (one.kind, one.at) == (kind, clock(time)))


def test_an_order_forgotten_in_the_middle_is_told_after_the_shift_has_stopped(desk: Desk) -> None:
    lunch(desk)
    said = shift.shift_event(desk, "order", clock("18:00"), at=clock("12:00")).words
    assert said == "Order accepted at 12:00"
    pay = OrderPay(pay=usd("6"))
    shift.shift_event(desk, "delivered", clock("18:01"), at=clock("12:20"), order=pay)
    log = the_log(desk)
    assert (log.orders_done, log.active_seconds // 60, log.end) == (2, 50, clock("13:00"))
    assert [(one.at, one.gross) for one in earnings(desk)] == [
        (clock("11:40"), usd("8.50")),
        (clock("12:20"), usd("6")),
    ]


def test_what_does_not_fit_between_the_others_is_refused(desk: Desk) -> None:
    lunch(desk)
    before = everything(desk)
    with pytest.raises(
        ShiftError, match="“order delivered at 11:40” would not fit any more: no order is open"
    ):
        shift.shift_event(desk, "delivered", clock("18:00"), at=clock("11:30"))
    with pytest.raises(ShiftError, match="No shift was running at 14:00"):
        shift.shift_event(desk, "order", clock("18:00"), at=clock("14:00"))
    assert everything(desk) == before


def test_a_delivery_that_moves_takes_its_money_and_miles_along(desk: Desk) -> None:
    lunch(desk)
    delivered = event_at(desk, "delivered", "11:40")
    said = shift_edits.edit_event(desk, delivered.id, clock("18:00"), at=clock("11:55")).words
    assert said == "Moved “order delivered at 11:40” to 11:55"
    assert [one.at for one in earnings(desk)] == [clock("11:55")]
    assert [one.at for one in desk.book.every(Trip)] == [clock("11:55")]
    assert the_log(desk).active_seconds == 45 * 60
    assert desk.book.undo(clock("18:01")) == said
    assert [one.at for one in earnings(desk)] == [clock("11:40")]


def test_a_delivery_that_goes_takes_them_with_it_and_undo_brings_all_back(desk: Desk) -> None:
    lunch(desk)
    before = everything(desk)
    delivered = event_at(desk, "delivered", "11:40")
    said = shift_edits.remove_event(desk, delivered.id, clock("18:00")).words
    assert said == "Removed “order delivered at 11:40” with its $8.50"
    assert earnings(desk) == [] and list(desk.book.every(Trip)) == []
    desk.book.undo(clock("18:01"))
    assert everything(desk) == before


def test_an_event_may_move_over_a_month_end(desk: Desk) -> None:
    shift.start_shift(desk, clock("2026-11-30 17:30"), platform="Uber")  # 23:30 UTC
    shift.shift_event(desk, "order", clock("2026-11-30 17:40"))
    delivered = clock("2026-11-30 18:20")  # December already, where instants are kept
    shift.shift_event(desk, "delivered", delivered, order=OrderPay(pay=usd("9")))
    (event,) = [one for one in desk.book.every(ShiftEvent) if one.kind == "delivered"]
    shift_edits.edit_event(desk, event.id, clock("2026-11-30 18:30"), at=clock("2026-11-30 17:50"))
    assert [one.at for one in earnings(desk)] == [clock("2026-11-30 17:50")]
    assert sum(one.id == event.id for one in desk.book.every(ShiftEvent)) == 1


def test_moves_that_break_the_shift_are_refused(desk: Desk) -> None:
    lunch(desk)
    shift.start_shift(desk, clock("15:00"))
    shift.shift_event(desk, "stopped", clock("16:00"))
    before = everything(desk)
    (first,) = [one for one in desk.book.every(ShiftEvent) if one.at == clock("11:00")]
    stop = next(one for one in desk.book.every(ShiftEvent) if one.at == clock("13:00"))
    for event, time, words in (
        (first, "11:20", "Nothing of a shift happens before it starts"),
        (stop, "11:35", "would not fit any more: the shift had stopped before"),
        (stop, "15:30", "Another shift was worked from 15:00 to 16:00"),
        (stop, "19:00", "still to come"),
        (stop, "13:00", "stands there already"),
    ):
        with pytest.raises(ShiftError, match=words):
            shift_edits.edit_event(desk, event.id, clock("18:00"), at=clock(time))
    with pytest.raises(ShiftError, match="The shift begins there"):
        shift_edits.remove_event(desk, first.id, clock("18:00"))
    with pytest.raises(ShiftError, match="Another shift was worked from 15:00"):
        shift_edits.remove_event(desk, stop.id, clock("18:00"))
    with pytest.raises(GigError, match="not there any more"):
        shift_edits.remove_event(desk, "nothing", clock("18:00"))
    assert everything(desk) == before


def test_a_finished_filler_that_is_removed_gives_its_units_and_its_pay_back(desk: Desk) -> None:
    task = a_task("Receipts", "0.50", 2, units=3, platform="MTurk")
    queue.add_task(desk, task, clock("09:00"))
    shift.start_shift(desk, clock("11:00"))
    for begin, end, units in (("11:01", "11:05", 1), ("11:10", "11:16", 2)):
        shift.start_filler(desk, task.id, clock(begin), units=units)
        shift.finish_filler(desk, clock(end))
    assert queue.open_tasks(desk) == []
    for time in ("11:16", "11:05"):
        shift_edits.remove_event(desk, event_at(desk, "filler_done", time).id, clock("12:00"))
        shift_edits.remove_event(
            desk,
            event_at(desk, "filler_started", {"11:16": "11:10", "11:05": "11:01"}[time]).id,
            clock("12:00"),
        )
    assert [one.units for one in queue.open_tasks(desk)] == [3]
    assert earnings(desk) == [] and results(desk) == []


def test_the_minutes_of_a_filler_follow_its_start_and_its_end(desk: Desk) -> None:
    task = a_task("Receipts", "0.50", 2, units=3, platform="MTurk")
    queue.add_task(desk, task, clock("09:00"))
    shift.start_shift(desk, clock("11:00"))
    shift.start_filler(desk, task.id, clock("11:10"), units=2)
    shift.finish_filler(desk, clock("11:16"))
    shift_edits.edit_event(
        desk, event_at(desk, "filler_started", "11:10").id, clock("12:00"), at=clock("11:06")
    )
    shift_edits.edit_event(desk, event_at(desk, "filler_done", "11:16").id, clock("12:00"), at=clock("11:14"))
    (result,) = results(desk)
    assert (result.minutes, result.at) == (4.0, clock("11:14"))


def test_an_order_keeps_the_minutes_of_what_can_be_resumed_and_loses_those_of_what_cannot(desk: Desk) -> None:
    for title, resumable in (("Transcript", True), ("Survey", False)):
        queue.add_task(desk, a_task(title, "4.00", 20, resumable=resumable), clock("09:00"))
    transcript, survey = queue.open_tasks(desk)
    shift.start_shift(desk, clock("11:00"))
    for task, begin, accept, free in (
        (transcript, "11:01", "11:13", "11:30"),
        (survey, "11:31", "11:40", "11:50"),
    ):
        shift.start_filler(desk, task.id, clock(begin))
        shift.shift_event(desk, "order", clock(accept))
        shift.shift_event(desk, "delivered", clock(free))
    kept = {task.title: task.banked for task in queue.open_tasks(desk)}
    assert kept == {"Transcript": 12.0, "Survey": 0.0}
    assert [(one.outcome, one.minutes, one.banked) for one in results(desk)] == [
        ("interrupted", 12.0, True),
        ("interrupted", 9.0, False),
    ]
    advice, _ = shift.suggestion(desk, clock("11:51"))
    assert {option.task_id: option.minutes for option in advice.options}[transcript.id] == 8.0
    shift.start_filler(desk, transcript.id, clock("11:52"))
    shift.finish_filler(desk, clock("12:00"))
    assert results(desk)[-1].minutes == 20.0  # both goes together
    (done,) = [task for task in desk.book.every(Task) if task.id == transcript.id]
    assert (done.status, done.banked) == ("done", 0.0)


@pytest.mark.parametrize(
    ("outcome", "words", "paid"),
    [
        ("screened_out", "Screened out of Survey after 3 min", 0),
        ("rejected", "Rejected: Survey", 0),
        ("done", "Finished Survey: $2.00", 1),
    ],
)
def test_how_a_filler_went_is_recorded(desk: Desk, outcome: str, words: str, paid: int) -> None:
    queue.add_task(desk, a_task("Survey", "2.00", 8), clock("09:00"))
    shift.start_shift(desk, clock("11:00"))
    shift.start_filler(desk, queue.open_tasks(desk)[0].id, clock("11:01"))
    said = shift.finish_filler(desk, clock("11:04"), outcome=outcome).words  # type: ignore[arg-type]
    assert said == words
    (result,) = results(desk)
    assert (result.outcome, result.minutes, len(earnings(desk))) == (outcome, 3.0, paid)
    assert queue.open_tasks(desk) == []


def test_a_filler_that_took_longer_than_its_timer_says_so_to_the_estimates(desk: Desk) -> None:
    queue.add_task(desk, a_task("Survey", "2.00", 8), clock("09:00"))
    shift.start_shift(desk, clock("11:00"))
    shift.start_filler(desk, queue.open_tasks(desk)[0].id, clock("11:01"))
    said = shift.finish_filler(desk, clock("11:04"), minutes=19).words
    assert said == "Finished Survey: $2.00, longer than it said"
    assert results(desk)[0].minutes == 19


def test_a_platform_that_pays_by_time_books_one_earning_that_grows(desk: Desk) -> None:
    shift.start_shift(desk, clock("11:00"), platform="DoorDash", hourly=usd("14.37"))
    for begin, end in (("11:00", "11:25"), ("11:30", "12:05")):
        shift.shift_event(desk, "order", clock(begin))
        shift.shift_event(desk, "delivered", clock(end), order=OrderPay(tip=usd("3")))
    tips = [one for one in earnings(desk) if one.tip]
    (by_time,) = [one for one in earnings(desk) if not one.tip]
    assert len(tips) == 2
    assert (by_time.gross, by_time.note) == (usd("14.37"), "by time, $14.37 an hour")
    order = event_at(desk, "order", "11:30")
    shift_edits.edit_event(desk, order.id, clock("12:10"), at=clock("11:45"))
    (by_time,) = [one for one in earnings(desk) if not one.tip]
    assert by_time.gross == usd("10.78")  # 45 minutes of it


def test_without_its_orders_a_platform_that_pays_by_time_owes_nothing(desk: Desk) -> None:
    shift.start_shift(desk, clock("11:00"), platform="DoorDash", hourly=usd("15"))
    shift.shift_event(desk, "order", clock("11:10"))
    shift.shift_event(desk, "delivered", clock("11:40"))
    assert [one.gross for one in earnings(desk)] == [usd("7.50")]
    for kind, time in (("delivered", "11:40"), ("order", "11:10")):
        shift_edits.remove_event(desk, event_at(desk, kind, time).id, clock("11:40"))
    assert earnings(desk) == []
    shift.shift_event(desk, "order", clock("11:50"))
    shift.shift_event(desk, "delivered", clock("11:54"))
    assert [one.gross for one in earnings(desk)] == [usd("1.00")]


def test_a_whole_shift_that_was_forgotten_is_logged_where_none_was(desk: Desk) -> None:
    lunch(desk)
    evening = Span(clock("17:00"), clock("20:30"))
    done = shift_edits.log_shift(desk, evening, clock("22:00"), platform="uber eats")
    assert done.words == "Shift of 3 h 30 logged at 17:00"
    assert (the_log(desk).platform, the_log(desk).online_seconds) == ("Uber Eats", 12600)
    with pytest.raises(ShiftError, match="Another shift was worked from 11:00 to 13:00"):
        shift_edits.log_shift(desk, Span(clock("12:30"), clock("14:00")), clock("22:00"))
    with pytest.raises(ShiftError, match="ends after it begins"):
        shift_edits.log_shift(desk, Span(clock("14:00"), clock("14:00")), clock("22:00"))


# --- clocks --------------------------------------------------------------------------------------------


class Machine:
    """A machine whose clock somebody sets, and whose time since the boot goes on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, start: datetime) -> None:
        self.wall, self.up = start, 50_000_000
        monkeypatch.setattr(uptime.time, "time", lambda: self.wall.timestamp())
        monkeypatch.setattr(uptime.time, "clock_gettime_ns", lambda _: self.up * 1_000_000)
        monkeypatch.setattr(uptime, "_boot", lambda: "boot")

    def now(self) -> datetime:
        return self.wall

    def goes_on(self, minutes: float, *, set_by: float = 0.0) -> datetime:
        self.up += round(minutes * 60_000)
        self.wall += timedelta(minutes=minutes + set_by)
        return self.wall


def test_a_clock_set_back_in_a_shift_loses_no_time_and_is_told(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine = Machine(monkeypatch, clock("11:00"))
    shift.start_shift(desk, machine.now())
    shift.shift_event(desk, "order", machine.goes_on(10))
    said = shift.shift_event(desk, "delivered", machine.goes_on(20, set_by=-60)).words
    assert said == "Order delivered at 11:30"
    shift.shift_event(desk, "stopped", machine.goes_on(15))
    log = the_log(desk)
    assert (log.active_seconds, log.online_seconds) == (20 * 60, 45 * 60)
    (jump,) = clock_jumps(log.events)
    assert (jump.by, jump.after.kind) == (timedelta(minutes=-60), "delivered")


def test_a_clock_set_forward_is_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    machine = Machine(monkeypatch, clock("11:00"))
    shift.start_shift(desk, machine.now())
    shift.shift_event(desk, "order", machine.goes_on(10, set_by=60))
    (jump,) = clock_jumps(the_log(desk).events)
    assert jump.by == timedelta(minutes=60)


def test_a_night_asleep_is_no_change_of_the_clock(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    machine = Machine(monkeypatch, clock("11:00"))
    shift.start_shift(desk, machine.now())
    shift.shift_event(desk, "stopped", machine.goes_on(9 * 60))
    assert clock_jumps(the_log(desk).events) == []


def test_a_shift_begun_by_a_clock_days_ahead_is_still_the_one_that_runs(desk: Desk) -> None:
    shift.start_shift(desk, clock("2026-11-28 11:00"))
    shift.shift_event(desk, "order", clock("2026-11-22 11:10"))
    log = shift.current_shift(desk, clock("2026-11-22 11:20"))
    assert log is not None and log.state == "order"
    with pytest.raises(ShiftError, match="running already"):
        shift.start_shift(desk, clock("2026-11-22 11:20"))


# --- forgotten timers ----------------------------------------------------------------------------------

SHORT_WAITS = WaitModel.learn([Wait(clock("09:00"), 6.0, True)] * 200)


def test_a_silence_longer_than_waits_ever_last_is_asked_about(desk: Desk) -> None:
    shift.start_shift(desk, clock("11:00"), platform="DoorDash")
    log = shift.current_shift(desk, clock("23:00"))
    assert log is not None
    assert forgotten(log, SHORT_WAITS, clock("12:29")) is None
    asked = forgotten(log, SHORT_WAITS, clock("14:00"))
    assert asked is not None and asked.last == clock("11:00")
    assert clock("11:03") < asked.likely_end < clock("11:08")
    assert asked.sentence(CHICAGO).startswith("Still working? Nothing was logged for 3 h, since 11:00: ")
    assert "gigplanner shift stop --at 11:0" in asked.sentence(CHICAGO)


def test_on_an_order_or_a_break_more_patience_is_due_but_never_over_fourteen_hours(desk: Desk) -> None:
    shift.start_shift(desk, clock("07:00"))
    shift.shift_event(desk, "order", clock("07:05"))
    log = shift.current_shift(desk, clock("07:05"))
    assert log is not None
    assert forgotten(log, SHORT_WAITS, clock("12:04")) is None
    assert forgotten(log, SHORT_WAITS, clock("12:06")) is not None
    nobody_knows = WaitModel.learn([Wait(clock("09:00"), 3000.0, False)] * 50)
    assert forgotten(log, nobody_knows, clock("21:04")) is None
    assert forgotten(log, nobody_knows, clock("21:06")) is not None


def test_the_next_morning_the_end_of_the_planned_shift_is_offered(desk: Desk) -> None:
    block = a_block("DoorDash dinner", "17:00", "21:00", kind="shift", platform="DoorDash")
    blocks.add_block(desk, block, clock("08:00"))
    shift.start_shift(desk, clock("16:50"))
    shift.shift_event(desk, "order", clock("20:10"))
    shift.shift_event(desk, "delivered", clock("20:40"))
    asked = forgotten_shift(desk, clock("2026-11-23 07:30"))
    assert asked is not None
    assert (asked.likely_end, asked.why) == (clock("21:00"), "the end of the planned shift")
    assert "shift stop --at '2026-11-22 21:00'" in asked.sentence(CHICAGO)
    stopped = shift.shift_event(desk, "stopped", clock("2026-11-23 07:31"), at=asked.likely_end)
    assert stopped.words == "Shift stopped after 4 h 10 online at 2026-11-22 21:00"
    assert forgotten_shift(desk, clock("2026-11-23 07:32")) is None


def test_the_waits_are_not_learned_while_there_is_nothing_to_ask(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gigplanner.workday.waits.learned_waits", lambda *_: pytest.fail("learned"))
    assert forgotten_shift(desk, clock("11:00")) is None
    shift.start_shift(desk, clock("11:00"))
    assert forgotten_shift(desk, clock("12:20")) is None

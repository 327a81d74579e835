"""Closing a day on the screen."""

from __future__ import annotations

import stat
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import cast

import pytest
from msgspec.structs import replace
from rich.segment import Segment
from support.gigdays import FRIDAY, clock, earning, usd
from support.live_app import HandClock, desk_in, running
from textual import events
from textual._styles_cache import StylesCache
from textual.pilot import Pilot
from textual.scrollbar import ScrollBar
from textual.strip import Strip
from textual.widget import Widget

from gigplanner.insights.recap import Recap
from gigplanner.model.errors import GigError
from gigplanner.model.records import Block, Trip
from gigplanner.tui.screens import recap_view as view
from gigplanner.tui.screens.recap import RecapScreen
from gigplanner.tui.screens.recap_ahead import DayAhead
from gigplanner.tui.widgets.bars import BarPlot
from gigplanner.tui.widgets.lines import LineView
from gigplanner.tui.widgets.panels import Panels
from gigplanner.workday import recap as work
from gigplanner.workday.desk import Desk
from gigplanner.workday.shift import OrderPay, current_shift, shift_event, start_shift


@pytest.fixture
def at() -> HandClock:
    return HandClock("18:00")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A Friday with one shift of two hours, two orders, eight miles and a survey still pending."""
    desk = desk_in(tmp_path / "book")
    start_shift(desk, clock("11:00"), platform="DoorDash")
    shift_event(desk, "order", clock("11:30"))
    first = OrderPay(pay=usd("8.50"), tip=usd("2.00"), miles=Decimal("8"))
    shift_event(desk, "delivered", clock("12:00"), order=first)
    shift_event(desk, "order", clock("12:30"))
    shift_event(desk, "delivered", clock("13:00"), order=OrderPay(pay=usd("9.50")))
    shift_event(desk, "stopped", clock("13:00"))
    with desk.book.action("Survey", now=clock("15:00")) as action:
        action.put(earning("15:00", "3.20", "Prolific", status="pending", task="t1"))
    return desk


def screen(pilot: Pilot[None]) -> RecapScreen:
    """The recap screen."""
    return cast(RecapScreen, pilot.app.screen)


def panel(pilot: Pilot[None], name: str) -> list[str]:
    """The rows of a panel."""
    return [" ".join(line.text.split()) for line in screen(pilot).panel(name).lines]


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (40, 20)])
async def test_the_recap_shows_what_was_worked_out_by_hand(
    desk: Desk, at: HandClock, size: tuple[int, int]
) -> None:
    # 8.50 + 2.00 + 9.50 = 20.00 in two hours online, one of them on orders; 8 miles cost what the rate says
    assert [trip.miles for trip in desk.book.every(Trip)] == [Decimal(8)]
    cost = work.recap_day(desk, FRIDAY, at()).takings.miles_cost
    async with running(desk, at, phase="recap", size=size) as pilot:
        said = " ".join(panel(pilot, "headline"))
        assert said.startswith("You earned $20.00 in 2 h online so far: $10.00 an hour before costs.")
        money = panel(pilot, "money")
        assert money[3:] == [
            "Gross $18.00",
            "Tips $2.00",
            "Earned $20.00",
            f"Cost of 8 miles {-cost}",
            f"Net {usd('20.00') - cost}",
            "Pending, in none of these $3.20",
        ]
        assert panel(pilot, "time")[1:5] == [
            "online 2 h",
            "█ on orders 1 h",
            "▒ waiting 1 h",
            "orders 2",
        ]


async def test_an_empty_day_teaches_and_the_brackets_come_back(desk: Desk, at: HandClock) -> None:
    async with running(desk, at, phase="recap") as pilot:
        await pilot.press("left_square_bracket")
        await pilot.pause()
        assert "Press 2 and s to work a shift" in " ".join(panel(pilot, "headline"))
        assert not screen(pilot).panel("money").is_on_screen
        await pilot.press("right_square_bracket", "w")
        await pilot.pause()
        assert screen(pilot).days[0].isoformat() == "2026-11-16"
        assert "You earned $20.00" in panel(pilot, "headline")[0]


async def test_of_days_flipped_through_faster_than_they_are_painted_the_last_is_drawn(
    desk: Desk, at: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[date] = []
    recap = DayAhead.recap

    def noting(ahead: DayAhead, desk: Desk, day: date, now: datetime) -> Recap:
        drawn.append(day)
        return recap(ahead, desk, day, now)

    async with running(desk, at, phase="recap") as pilot:
        monkeypatch.setattr(DayAhead, "recap", noting)
        for _ in range(9):
            screen(pilot).action_step(-1)
        screen(pilot).action_step(1)
        await pilot.pause()
        assert drawn == [FRIDAY - timedelta(days=8)]
        assert screen(pilot).panel("headline").border_title == "Thursday 12 November 2026"
        for _ in range(8):
            screen(pilot).action_step(1)
            await pilot.pause()
        assert drawn[1:] == [FRIDAY - timedelta(days=days) for days in range(7, -1, -1)]
        assert "$20.00" in " ".join(panel(pilot, "headline"))
        drawn.clear()
        for _ in range(20):  # as a terminal tells of a key that is held
            pilot.app.post_message(events.Key("left_square_bracket", "["))
        while screen(pilot).day != FRIDAY - timedelta(days=20) or screen(pilot).is_moving:
            await pilot.pause()
        assert drawn[-1] == FRIDAY - timedelta(days=20)
        assert len(drawn) < 10
        headline = screen(pilot).panel("headline")
        headline.refresh()  # as if marked while the screen is laid out
        screen(pilot)._compositor_refresh()
        assert not headline._repaint_required  # it is painted with the rest, and not once more


def test_a_day_ahead_is_worked_out_once_and_anew_when_anything_changed(desk: Desk, at: HandClock) -> None:
    ahead, thursday = DayAhead(), FRIDAY - timedelta(days=1)
    ahead.prepare(desk, thursday, at())
    kept = ahead.recap(desk, thursday, at())
    assert kept is ahead.recap(desk, thursday, at())
    assert kept == work.recap_day(desk, thursday, at())
    assert ahead.recap(desk, FRIDAY, at()) == work.recap_day(desk, FRIDAY, at())
    with desk.book.action("Paid", now=at()) as action:
        action.put(replace(earning("15:00", "7.00", "Prolific"), at=clock("15:00") - timedelta(days=1)))
    assert ahead.recap(desk, thursday, at()) == work.recap_day(desk, thursday, at()) != kept
    ahead.prepare(desk, FRIDAY, at())  # it is not over: it is worked out when it is looked at
    assert ahead.recap(desk, FRIDAY, at()) is not ahead.recap(desk, FRIDAY, at())
    at.on(minutes=1)
    ahead.prepare(desk, thursday, at())
    kept = ahead.recap(desk, thursday, at())
    at.on(minutes=1)
    assert ahead.recap(desk, thursday, at()) is not kept


@pytest.mark.parametrize("theme", ["gigplanner-dark", "gigplanner-light", "ansi-dark"])
async def test_what_is_painted_in_one_go_and_kept_is_what_textual_would_paint(
    desk: Desk, at: HandClock, theme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(desk, at, phase="recap") as pilot:
        pilot.app.theme = theme
        for key in ("left_square_bracket", "right_square_bracket", "w", "tab"):
            await pilot.press(key)
            await pilot.pause()
        views = [widget for widget in pilot.app.screen.query(LineView) if widget.region]
        bar = pilot.app.screen.query_one(Panels).vertical_scrollbar
        ours = [widget.render_lines(widget.region.size.region) for widget in views]
        kept = bar.render_lines(bar.size.region)
        assert len(views) > 5
        assert bar.render_lines(bar.size.region) is kept
        monkeypatch.setattr(LineView, "get_line_filters", Widget.get_line_filters)
        for widget, painted in zip(views, ours, strict=True):
            widget._styles_cache = StylesCache()
            theirs = Widget.render_lines(widget, widget.region.size.region)
            assert [looks(strip) for strip in painted] == [looks(strip) for strip in theirs]
        bar._styles_cache.clear()
        assert [looks(strip) for strip in kept] == [
            looks(strip) for strip in ScrollBar.render_lines(bar, bar.size.region)
        ]


def looks(strip: Strip) -> list[Segment]:
    """What is seen of a row."""
    return list(strip.simplify())


async def test_the_year_stands_month_by_month_and_every_day_says_what_month_and_year_came_to(
    desk: Desk, at: HandClock
) -> None:
    with desk.book.action("Before", now=clock("15:00")) as action:
        action.put(earning("2026-10-02 12:00", "30.00"))
        action.put(earning("2025-11-03 12:00", "7.00"))
        action.put(
            Block(
                id="b", title="Lunch", kind="shift", start=clock("11:00"), end=clock("13:00"),
                platform="DoorDash", expected=usd("25.00"),
            )
        )  # fmt: skip
    net = [
        work.recap_days(desk, FRIDAY.replace(month=month, day=1), FRIDAY, at()).takings.net
        for month in (11, 1)
    ]
    async with running(desk, at, phase="recap") as pilot:
        said = " ".join(panel(pilot, "headline"))
        assert f"November so far $20.00, net {net[0]} · 2026 so far $50.00, net {net[1]}" in said
        await pilot.press("w", "w", "w")
        await pilot.pause()
        assert [day.isoformat() for day in screen(pilot).days] == ["2026-01-01", "2026-12-31"]
        assert panel(pilot, "headline")[0].startswith("You earned $50.00 so far: $20.00 in 2 h online")
        assert screen(pilot).query_one("#recap-days", BarPlot).is_on_screen
        reading = screen(pilot).years.reading
        assert reading is not None
        reading.wait(90)
        await pilot.pause()
        assert "Expected pay $25.00 $20.00 too few to tell" in panel(pilot, "forecasts")
        await pilot.press("left_square_bracket")
        await pilot.pause()
        assert panel(pilot, "headline")[0].startswith("You earned $7.00")


def test_a_month_of_a_year_is_a_bar_with_its_money_and_hours(desk: Desk, at: HandClock) -> None:
    with desk.book.action("Before", now=clock("15:00")) as action:
        action.put(earning("2026-10-02 12:00", "30.00"))
    bars = view.month_bars(work.recap_year(desk, FRIDAY, at()).months)
    assert [(bar.label, bar.text) for bar in bars] == [("Oct", "$30.00"), ("Nov", "$20.00 · 2 h")]


async def test_closing_the_day_stops_a_running_shift_only_if_told_to(desk: Desk, at: HandClock) -> None:
    start_shift(desk, clock("17:00"))
    async with running(desk, at, phase="recap") as pilot:
        await pilot.press("c")
        await pilot.pause()
        await pilot.press("n")
        await pilot.pause()
        assert current_shift(desk, at()) is not None
        assert work.day_note(desk, FRIDAY) is None
        await pilot.press("c")
        await pilot.pause()
        await pilot.press("y")
        await pilot.pause()
        assert current_shift(desk, at()) is None
        assert "closed at 18:00" in panel(pilot, "headline")[-1]


async def test_a_note_is_written_and_shown(desk: Desk, at: HandClock) -> None:
    async with running(desk, at, phase="recap") as pilot:
        await pilot.press("n")
        await pilot.pause()
        await pilot.press(*"Rain", "ctrl+s")
        await pilot.pause()
        assert panel(pilot, "note") == ["Rain"]


async def test_saving_says_where_the_file_is(desk: Desk, at: HandClock) -> None:
    said: list[str] = []
    async with running(desk, at, phase="recap") as pilot:
        screen(pilot).gig.say = lambda sentence, **_: said.append(sentence)  # type: ignore[method-assign]
        await pilot.press("m")
        await pilot.pause()
    saved = desk.book.folder / "exports" / "recap-2026-11-20.md"
    assert said == [f"Saved {saved} and, as a page for the browser, recap-2026-11-20.html"]
    assert "$20.00" in saved.read_text(encoding="utf-8")
    assert "<svg" in saved.with_suffix(".html").read_text(encoding="utf-8")


async def test_the_smallest_screen_is_survived(desk: Desk, at: HandClock) -> None:
    async with running(desk, at, phase="recap", size=(1, 1)) as pilot:
        await pilot.resize_terminal(20, 6)
        await pilot.press("w", "w", "w", "w")
        assert screen(pilot).span == "day"


# --- what the screen asks of workday -------------------------------------------------------------------


def test_a_saved_recap_is_for_its_owner_only_and_a_week_has_its_own_file(desk: Desk, at: HandClock) -> None:
    first, last = FRIDAY.replace(day=16), FRIDAY.replace(day=22)
    done = work.save_recap(desk, first, last, at())
    saved = Path(done.words.removeprefix("Saved ").partition(" and, ")[0])
    assert saved.name == "recap-2026-11-16-to-2026-11-22.md"
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600
    assert stat.S_IMODE(saved.parent.stat().st_mode) == 0o700


def test_a_recap_that_cannot_be_written_is_refused_in_one_sentence(desk: Desk, at: HandClock) -> None:
    (desk.book.folder / "exports").write_text("in the way", encoding="utf-8")
    with pytest.raises(GigError, match=r"Cannot write .*recap-2026-11-20\.md: "):
        work.save_recap(desk, FRIDAY, FRIDAY, at())


def test_a_note_written_after_closing_leaves_the_day_closed(desk: Desk, at: HandClock) -> None:
    work.write_note(desk, FRIDAY, "", at(), close=True)
    closed_at = at()
    at.on(minutes=5)
    work.write_note(desk, FRIDAY, "Good tips", at())
    note = work.day_note(desk, FRIDAY)
    assert note is not None
    assert (note.text, note.closed_at) == ("Good tips", closed_at)

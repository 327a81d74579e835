"""The widgets under a person's hands: keys, mouse, resizing, and titles meant to break them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from support.widget_stage import HOSTILE, Stage, screen_rows
from textual import events
from textual.geometry import Region
from textual.widget import Widget

from gigplanner.tui.text import Line
from gigplanner.tui.widgets import queue as queue_module
from gigplanner.tui.widgets.bars import Bar, BarPlot, HourBars
from gigplanner.tui.widgets.coming_up import ComingUp
from gigplanner.tui.widgets.earnings import EarningsMeter, MeterView
from gigplanner.tui.widgets.month import DayMark, MonthCalendar
from gigplanner.tui.widgets.plan_bar import PlanBar, PlanNote
from gigplanner.tui.widgets.queue import QueueList, QueueRow
from gigplanner.tui.widgets.timeline import Timeline, TimelineItem

TODAY = date(2026, 11, 22)
EIGHT = datetime(2026, 11, 22, 8)  # noqa: DTZ001 - a wall time, as the timeline takes it


@pytest.fixture(autouse=True)
def _no_animations(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")


def _hours(count: int, title: str = "Survey") -> list[TimelineItem]:
    return [
        TimelineItem(
            str(n),
            "placement",
            EIGHT + timedelta(hours=n),
            EIGHT + timedelta(hours=n, minutes=20),
            f"{title} {n}",
        )
        for n in range(count)
    ]


def _rows(count: int) -> list[QueueRow]:
    return [QueueRow(str(n), "9", f"Survey {n}", "1.00", "5", "Tue") for n in range(count)]


async def test_arrows_and_pages_walk_through_the_calendar_and_each_step_is_told() -> None:
    calendar = MonthCalendar()
    app = Stage(calendar)
    async with app.run_test(size=(40, 14)) as pilot:
        calendar.show(TODAY, today=TODAY, marks={TODAY: DayMark(money=4)})
        calendar.focus()
        await pilot.press("right", "up", "pagedown", "home", "home")
        await pilot.pause()
        days = [message.day for message in app.posted if isinstance(message, MonthCalendar.DayChosen)]
        assert days == [date(2026, 11, 23), date(2026, 11, 16), date(2026, 12, 16), TODAY]
        assert all(message.control is calendar for message in app.posted)  # type: ignore[attr-defined]
        assert calendar.border_title == "November 2026"


async def test_a_click_on_a_day_goes_there_and_the_wheel_turns_the_month() -> None:
    calendar = MonthCalendar()
    app = Stage(calendar)
    async with app.run_test(size=(40, 14)) as pilot:
        calendar.show(TODAY, today=TODAY, marks={})
        await pilot.pause()
        row = screen_rows(calendar)[3]
        await pilot.click(calendar, offset=(1 + row.index("10"), 1 + 3))
        assert calendar.cursor == date(2026, 11, 10)
        await pilot._post_mouse_events([events.MouseScrollDown], calendar)
        await pilot.pause()
        assert calendar.cursor == date(2026, 12, 10)


async def test_the_timelines_cursor_moves_over_items_and_enter_chooses() -> None:
    timeline = Timeline()
    app = Stage(timeline)
    async with app.run_test(size=(44, 20)) as pilot:
        timeline.show(_hours(5), title="Sunday 22")
        timeline.focus()
        await pilot.press("j", "down", "k", "up", "up", "end", "enter")
        await pilot.pause()
        assert app.said() == [
            ("Highlighted", "1"),
            ("Highlighted", "2"),
            ("Highlighted", "1"),
            ("Highlighted", "0"),
            ("Highlighted", "4"),
            ("Chosen", "4"),
        ]


async def test_the_timelines_cursor_stays_on_its_item_when_the_day_changes_around_it() -> None:
    timeline = Timeline()
    async with Stage(timeline).run_test(size=(44, 20)) as pilot:
        items = _hours(5)
        timeline.show(items)
        timeline.select("3")
        timeline.show(items[2:])
        assert timeline.selected_key == "3"
        timeline.show([item for item in items if item.key != "3"])
        assert timeline.selected_key == "4"
        timeline.show([], empty="Nothing on.")
        await pilot.pause()
        assert timeline.selected_key is None
        assert "Nothing on." in "".join(screen_rows(timeline))


async def test_a_first_look_at_today_begins_at_what_is_on_now() -> None:
    timeline = Timeline()
    async with Stage(timeline).run_test(size=(44, 20)):
        timeline.show(_hours(5), now=EIGHT + timedelta(hours=2, minutes=5))
        assert timeline.selected_key == "2"


async def test_a_long_day_scrolls_to_the_cursor() -> None:
    timeline = Timeline()
    async with Stage(timeline).run_test(size=(44, 10)) as pilot:
        timeline.show(_hours(30))
        timeline.focus()
        await pilot.press("end")
        await pilot.pause()
        assert "Survey 29" in screen_rows(timeline)[-1]
        await pilot.press("home")
        await pilot.pause()
        assert "Survey 0" in screen_rows(timeline)[0]


async def test_a_click_selects_and_a_second_click_chooses() -> None:
    timeline = Timeline()
    app = Stage(timeline)
    async with app.run_test(size=(44, 20)) as pilot:
        timeline.show(_hours(3))
        await pilot.pause()
        await pilot.click(timeline, offset=(12, 1 + 2))
        await pilot.click(timeline, offset=(12, 1 + 2))
        await pilot.pause()
        assert app.said() == [("Highlighted", "2"), ("Chosen", "2")]


async def test_of_ten_thousand_tasks_only_those_on_the_screen_are_drawn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drawn: list[str] = []
    original = queue_module.row_line

    def counting(row: QueueRow, *args: object, **more: object) -> Line:
        drawn.append(row.key)
        return original(row, *args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(queue_module, "row_line", counting)
    queue = QueueList()
    app = Stage(queue)
    async with app.run_test(size=(50, 20)) as pilot:
        queue.show(_rows(10_000), title="Queue · 10000")
        queue.focus()
        await pilot.press("end", "enter")
        await pilot.pause()
        assert app.said() == [("Highlighted", "9999"), ("Chosen", "9999")]
        rows = screen_rows(queue)
        assert rows[0].split() == ["$/h", "task", "pay", "min", "due"]
        assert "Survey 9999" in rows[-1]
        assert len(set(drawn)) < 60


async def test_space_marks_a_task_at_once_and_goes_on_to_the_next() -> None:
    queue = QueueList()
    app = Stage(queue)
    async with app.run_test(size=(50, 20)) as pilot:
        queue.show(_rows(3))
        queue.focus()
        await pilot.press("space", "space", "k", "space")
        await pilot.pause()
        assert queue.marked_keys == ("0",)
        toggles = [message for message in app.posted if isinstance(message, QueueList.Toggled)]
        assert [(message.key, message.marked) for message in toggles] == [
            ("0", True),
            ("1", True),
            ("1", False),
        ]
        assert "●" in screen_rows(queue)[1]


async def test_the_queues_cursor_stays_on_its_task_when_the_list_is_sorted_anew() -> None:
    queue = QueueList()
    async with Stage(queue).run_test(size=(50, 20)) as pilot:
        queue.show(_rows(30))
        queue.select("7")
        queue.show(list(reversed(_rows(30))))
        assert queue.selected_key == "7"
        queue.show(_rows(3))
        assert queue.selected_key == "2"
        queue.show([], empty="No tasks yet. Press a to add one.")
        await pilot.pause()
        assert queue.selected_key is None
        assert "No tasks yet." in "".join(screen_rows(queue))
        await pilot.press("space", "enter", "down")


async def test_pages_and_clicks_reach_the_rows_that_are_seen_under_the_header() -> None:
    queue = QueueList()
    app = Stage(queue)
    async with app.run_test(size=(50, 12)) as pilot:
        queue.show(_rows(100))
        queue.focus()
        await pilot.press("pagedown", "pagedown")
        await pilot.pause()
        seen = screen_rows(queue)[4]
        await pilot.click(queue, offset=(12, 1 + 4))
        await pilot.pause()
        assert f"Survey {queue.selected_key} " in seen


async def test_on_a_tick_only_the_rows_that_changed_are_painted(monkeypatch: pytest.MonkeyPatch) -> None:
    meter = EarningsMeter()
    async with Stage(meter).run_test(size=(50, 14)) as pilot:
        view = MeterView(
            "$118.40", "today", "waiting 12 min", "net $92.15", goal_text="$118 of $150", goal_share=0.8
        )
        meter.show(view)
        await pilot.pause()
        painted: list[int] = []
        monkeypatch.setattr(meter, "refresh_line", painted.append)
        meter.show(view)
        meter.show(view._replace(state="waiting 13 min"))
        assert painted == [0]


async def test_only_another_number_of_bars_lays_the_screen_out_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    plot = BarPlot()
    async with Stage(plot).run_test(size=(50, 14)) as pilot:
        plot.show([Bar("Uber Eats", 1.0, "$9.00"), Bar("DoorDash", 0.5, "$4.50")])
        await pilot.pause()
        assert plot.size.height == 2
        laid_out: list[bool] = []
        refresh = plot.refresh

        def noting(*regions: Region, layout: bool = False, **how: bool) -> Widget:
            laid_out.append(layout)
            return refresh(*regions, layout=layout, **how)

        monkeypatch.setattr(plot, "refresh", noting)
        plot.show([Bar("Lyft", 1.0, "$8.00"), Bar("Prolific", 0.5, "$4.00")])
        assert laid_out and not any(laid_out)
        plot.show([Bar("Lyft", 1.0, "$8.00")])
        assert any(laid_out)
        await pilot.pause()
        assert plot.size.height == 1


def _everything() -> list[Widget]:
    return [
        MonthCalendar(),
        Timeline(),
        QueueList(),
        ComingUp(),
        EarningsMeter(),
        EarningsMeter(compact=True),
        BarPlot(),
        HourBars(),
        PlanBar(),
    ]


def _fill(app: Stage, title: str) -> None:
    for widget in app.widgets:
        match widget:
            case MonthCalendar():
                widget.show(TODAY, today=TODAY, marks={TODAY: DayMark(money=3)}, caption=title)
            case Timeline():
                item = TimelineItem(
                    title, "shift", EIGHT, EIGHT + timedelta(hours=3), title, title, title, title, pinned=True
                )
                widget.show([item, *_hours(3, title)], now=EIGHT, now_label=title, title=title)
            case QueueList():
                hostile = QueueRow(title, title, title, title, title, title, title, title, overdue=True)
                widget.show([hostile, *_rows(40)], title=title, subtitle=title)
            case ComingUp():
                widget.show([(title, title)])
            case EarningsMeter():
                widget.show(MeterView(title, title, title, title, title, title, (1, 99), title, title, 0.4))
            case BarPlot():
                widget.show([Bar(title, 0.4, title, title)], title=title)
            case HourBars():
                widget.show([0.5] * 24, top=title, caption=title, title=title)
            case PlanBar():
                widget.show(PlanNote(title, title, title, ((title, title),)))


@pytest.mark.parametrize("title", HOSTILE)
async def test_no_title_ends_the_app_or_reaches_the_terminal_raw(title: str) -> None:
    app = Stage(*_everything())
    async with app.run_test(size=(80, 70)) as pilot:
        _fill(app, title)
        await pilot.pause()
        for widget in app.widgets:
            for row in screen_rows(widget):  # type: ignore[arg-type]
                assert not any(ord(c) < 32 or 127 <= ord(c) < 160 or c == "\u202e" for c in row)
        for line in app.screen._compositor.render_strips():
            assert not any(segment.style and segment.style.meta.get("@click") for segment in line)


async def test_any_size_from_one_cell_to_a_wall_of_them_is_drawn() -> None:
    app = Stage(*_everything())
    async with app.run_test(size=(120, 36)) as pilot:
        _fill(app, "日本語 [/] Commuting survey")
        for size in ((1, 1), (3, 20), (20, 6), (40, 20), (300, 100), (120, 36)):
            for widget in app.widgets:
                widget.set_class(size[0] < 40, "-bare")
            await pilot.resize_terminal(*size)
            await pilot.pause()
            await pilot.press("tab", "down", "end")
            for widget in app.widgets:
                for y in range(widget.size.height):
                    width = widget.scrollable_content_region.width
                    assert widget.render_line(y).cell_length == width

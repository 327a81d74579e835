"""The first start on a fresh machine, in a real terminal: the empty planbook asks what to begin with."""

from __future__ import annotations

import json
from pathlib import Path

from support.terminal import Terminal, command

CLOCK = "2026-11-23T08:00:00+00:00"


def test_the_first_screen_leads_into_the_demo_and_leaves_the_planbook_empty(tmp_path: Path) -> None:
    folder = tmp_path / "planbook"
    with Terminal(folder, CLOCK) as app:
        app.welcome()
        app.see("Try the demo", "Add something")
        app.press("d")
        app.see("gigplanner · demo", "Queue · ", "downtime")
        app.press("q")
        assert app.wait() == 0
    assert command(folder, CLOCK, "tasks").stdout.strip() in ("", "No tasks.")
    assert not (folder / "queue.json").exists()


def test_a_first_day_with_mouse_and_keys_by_what_the_screen_says(tmp_path: Path) -> None:
    folder = tmp_path / "planbook"
    with Terminal(folder, CLOCK) as app:
        # one minute of questions
        app.see("What are you paid in?")
        app.type("usd\r")
        app.see("Whose clock")
        app.type("berlin\r")
        app.see("When does your day end?")
        app.click("enter next")
        app.see("Which day")
        app.click("enter next")
        app.see("Is there a place")
        app.press("enter")
        app.see("Which platforms")
        app.type("prolific, doord")
        app.see("doordash")  # the rest in grey
        app.press("right", "enter")
        app.see("What should a week bring?")
        app.type("600")
        app.see("✓ $600.00 a week")
        app.press("enter")

        # a look around, and the first entries; what is typed while a line opens is not lost
        app.click("Look around")
        app.see("1 of 6", "Write it down")
        app.click("enter next")
        app.see("2 of 6", "Let the day be planned")
        app.press("escape")
        app.see_gone("2 of 6")
        app.type("asurvey Prolific 12m $3.20\r")
        app.see("Queue · 1")
        app.type("aTag photos 5m $2 needs phone\r")
        app.see("Queue · 2")
        app.type("ablock DoorDash 12-15\r")
        app.see("12:00–15:00")
        app.see_gone("block DoorDash 12-15")  # a click on what is behind a dialog goes nowhere

        # plan
        app.click("p plan")
        app.see("proposed", "$5.20 expected")
        app.press("A")
        app.see("Accepted the plan")

        # work
        app.click("2 Shift")
        app.click("s start  ")
        app.see("● waiting", "DoorDash")
        app.press("f")
        app.see("Working on", "Tag photos")
        app.press("enter")
        app.see("✓ Tag photos")
        app.click("o order  ")
        app.see("▶ on an order")
        app.pause_and_continue("[1]+  Stopped")
        app.see("▶ on an order", "1 Plan")
        app.see_gone("Stopped")
        app.press("d")
        app.see("8.50 tip 2 4.1mi")
        app.type("8.50 tip 2 4.1mi")
        app.see("✓ $8.50 · tip $2.00 · 4.1 mi")
        app.click("log it")
        app.see_gone("log it")
        app.see("delivered · 4.1 mi", "$8.50 + $2.00")
        app.click("b break  ")
        app.see("❚❚ break")
        app.press("b")
        app.see("● waiting")
        app.click("S stop  ")
        app.see("no shift")

        # close
        app.click("3 Recap")
        app.see("You earned $12.50", "DoorDash")
        app.click("r step by step")
        app.click("carry over to tomorrow")
        app.see("a note?")
        app.type("A good first day")
        app.see("A good first day")
        app.click("ctrl+s save")
        app.see("A good first day")
        app.press("escape")
        app.see_gone("ctrl+s save")
        app.click("4 Insights")
        app.see("$12.50")
        app.press("q")
        assert app.wait() == 0
    kept = (folder / "config.toml").read_text(encoding="utf-8").splitlines()
    assert kept == [
        'currency = "USD"',
        'zone = "Europe/Berlin"',
        'day_ends = "04:00"',
        'week_starts = "monday"',
        'platforms = ["Prolific", "DoorDash"]',
        "goal_week = 600",
    ]
    recap = json.loads(command(folder, CLOCK, "recap", "--json").stdout)
    assert recap["money"]["earned"] == {"amount": "12.50", "currency": "USD"}


def test_a_window_of_any_size_shows_what_there_is_room_for(tmp_path: Path) -> None:
    folder = tmp_path / "planbook"
    assert command(folder, CLOCK, "demo", "--into", str(folder)).returncode == 0
    with Terminal(folder, CLOCK) as app:
        app.see("November 2026", "Queue · ", "Earnings")
        for columns, rows in ((1, 1), (20, 6), (300, 100), (5, 3)):
            app.resize(columns, rows)
        app.resize(80, 24)
        app.see("1 Plan", "Queue · ", "Earnings")
        assert "November 2026" not in app.text  # two panes
        app.resize(40, 20)
        app.see("Day", "Queue", "Month")
        app.press("tab")
        app.see("Queue · ")
        app.press("q")
        assert app.wait() == 0

"""The first start on a fresh machine, in a real terminal: the empty planbook asks what to begin with."""

from __future__ import annotations

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


def test_the_first_task_is_typed_right_behind_the_key_that_asks_for_it(tmp_path: Path) -> None:
    folder = tmp_path / "planbook"
    with Terminal(folder, CLOCK) as app:
        app.welcome()
        app.type("atranscription 25m $6\r")  # a opens the line; nothing typed meanwhile is lost
        app.see("Queue · 1", "transcription")
        app.press("q")
        assert app.wait() == 0
    assert "transcription" in command(folder, CLOCK, "tasks").stdout


def test_the_questions_are_answered_and_kept(tmp_path: Path) -> None:
    folder = tmp_path / "planbook"
    with Terminal(folder, CLOCK) as app:
        app.see("What are you paid in?")
        app.type("eur\r")
        app.see("Whose clock")
        app.type("berlin\r")
        app.see("When does your day end?")
        app.type("\r")
        app.see("Which day")
        app.press("escape")
        app.see("Import files")
        app.press("escape")
        app.see_gone("Import files")
        app.press("q")
        assert app.wait() == 0
    kept = (folder / "config.toml").read_text(encoding="utf-8")
    assert kept.splitlines() == ['currency = "EUR"', 'zone = "Europe/Berlin"', 'day_ends = "04:00"']


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

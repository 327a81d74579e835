"""A person's day without the app: adding, planning, working a shift and closing the day by commands."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.commandline import CONFIG, CommandLine


def money(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "USD"}


def test_a_line_becomes_a_task_and_says_how_it_was_understood(gig: CommandLine) -> None:
    said = gig.run("add", "survey", "Prolific", "12m", "$3.20", "due", "fri", "5pm")
    assert said == "Added: Task · survey · Prolific · 12 min · $3.20 · $16.00/h · due Fri 27 Nov 17:00\n"
    (task,) = gig.json("tasks")
    assert (task["title"], task["platform"], task["minutes"]) == ("survey", "Prolific", 12.0)
    assert task["pay"] == money("3.20")
    assert task["due"] == "2026-11-27T17:00:00-06:00"


def test_a_block_an_earning_a_trip_and_an_expense_are_lines_too(gig: CommandLine) -> None:
    gig.run("add", "block DoorDash tomorrow 11-14")
    gig.run("add", "earned $7.50 tip 2 Uber Eats")
    gig.run("add", "drove", "6.2mi")
    gig.run("add", "spent $38 gas")
    (block,) = gig.json("blocks")
    assert (block["start"], block["end"]) == ("2026-11-23T11:00:00-06:00", "2026-11-23T14:00:00-06:00")
    (earning,) = gig.json("earnings")
    assert set(earning) >= {
        *("id", "at", "platform", "category", "gross", "tip", "fee", "net", "status", "task", "source"),
        "source_id",
    }
    assert (earning["gross"], earning["tip"], earning["fee"]) == (money("7.50"), money("2.00"), None)
    assert earning["net"] == money("9.50")
    assert [trip["miles"] for trip in gig.json("trips")] == ["6.2"]
    assert [spent["amount"] for spent in gig.json("expenses")] == [money("38.00")]


def test_a_line_that_says_too_little_is_refused_in_one_line(gig: CommandLine) -> None:
    assert gig.refused("add", "survey", "$3").startswith("How long does it take? Add minutes, such as 12m")
    assert gig.json("tasks") == []


def test_the_plan_of_a_day_fills_its_gaps(gig: CommandLine) -> None:
    gig.run("add", "block appointment tomorrow 7-21:30")
    gig.run("add", "survey Prolific 12m $3.20")
    gig.run("add", "essay 600m $90")
    plan = gig.json("plan", "tomorrow")
    assert set(plan) == {
        *("date", "gaps", "placements", "expected", "bound", "within", "seconds", "unplaced", "pocket"),
    }
    assert plan["date"] == "2026-11-23"
    (gap,) = plan["gaps"]
    assert (gap["start"], gap["end"]) == ("2026-11-23T21:30:00-06:00", "2026-11-23T22:00:00-06:00")
    assert set(gap) == {"start", "end", "place", "has"}
    (placed,) = plan["placements"]
    assert set(placed) == {
        *("task", "title", "platform", "gap", "start", "end", "units", "minutes", "expected"),
    }
    assert (placed["title"], placed["platform"], placed["gap"]) == ("survey", "Prolific", 0)
    assert placed["expected"] == plan["expected"] == money("3.20")
    (left,) = plan["unplaced"]
    assert left["title"] == "essay"
    assert left["reason"]


def test_the_bound_of_a_plan_is_on_its_money_whatever_an_hour_is_worth(gig: CommandLine) -> None:
    (gig.folder / "config.toml").write_text(CONFIG + 'floor_rate = "5"\n', encoding="utf-8")
    gig.run("add", "survey Prolific 12m $3.20")
    plan = gig.json("plan")
    assert plan["expected"] == plan["bound"] == money("3.20")
    assert plan["within"] == 0


def test_a_figure_with_a_minus_is_refused_and_a_dash_between_words_is_none(gig: CommandLine) -> None:
    assert "“-12m” is less than nothing" in gig.refused("add", "survey Prolific -12m $3.20")
    assert "“-$3.20” is less than nothing" in gig.refused("add", "survey Prolific 12m -$3.20")
    assert "Task · survey · Prolific · 12 min" in gig.run("add", "survey - Prolific - 12m - $3.20")


def test_a_day_that_is_over_is_not_planned(gig: CommandLine) -> None:
    gig.run("add", "survey Prolific 12m $3.20")
    assert gig.refused("plan", "yesterday") == "That day's working window is over: choose a later day."


def test_only_an_accepted_plan_is_kept(gig: CommandLine) -> None:
    gig.run("add", "survey Prolific 12m $3.20")
    assert "$3.20 expected" in gig.run("plan")
    assert len(gig.json("history")) == 1
    assert gig.run("plan", "--accept").startswith("Accepted: Sunday 22 November")
    assert gig.json("history")[0]["words"].startswith("Accepted the plan")


def test_nothing_to_plan_is_said_so(gig: CommandLine) -> None:
    assert gig.refused("plan") == "The queue is empty: add a task first."


def test_a_shift_is_worked_by_commands_and_its_times_are_true(gig: CommandLine) -> None:
    gig.run("shift", "start", "--platform", "doordash", "--at", "7:00")
    gig.run("shift", "order", "--at", "7:10")
    gig.run("shift", "delivered", "--pay", "8.50", "--tip", "2", "--miles", "4.1", "--at", "7:40")
    status = gig.json("status")
    assert (status["state"], status["platform"]) == ("waiting", "DoorDash")
    assert status["since"] == "2026-11-22T07:40:00-06:00"
    assert status["today"] == money("10.50")
    assert status["net"] == money("8.45")  # 4.1 miles at $0.50
    waits = gig.json("waits")
    assert [(wait["minutes"], wait["ended_by_order"]) for wait in waits] == [(10.0, True), (34.0, False)]
    assert gig.run("shift", "break", "--at", "8:00") == "Break at 08:00\n"
    assert gig.run("shift", "resume", "--at", "8:10") == "Back from the break at 08:10\n"
    assert gig.run("shift", "stop") == "Shift stopped after 1 h 04 online\n"
    assert gig.json("status")["state"] == "off"


def test_a_step_that_does_not_fit_the_shift_is_refused(gig: CommandLine) -> None:
    assert gig.refused("shift", "order") == "No shift is running: start one first."
    gig.run("shift", "start")
    assert "running already" in gig.refused("shift", "start")


def test_nothing_happens_in_the_future(gig: CommandLine) -> None:
    assert "still to come" in gig.refused("shift", "start", "--at", "11:00")
    assert "still to come" in gig.refused("earn", "5", "--at", "2027-01-01 10:00")


def test_pay_is_logged_with_the_delivery_and_nowhere_else(gig: CommandLine) -> None:
    gig.run("shift", "start")
    assert "go with delivered" in gig.misused("shift", "order", "--pay", "8.50")


def test_status_is_a_line_of_ones_own_making(gig: CommandLine) -> None:
    assert gig.run("status") == "no shift · $0.00 today · net $0.00\n"
    gig.run("shift", "start", "--platform", "DoorDash", "--at", "8:02")
    gig.run("earn", "12.50", "--platform", "DoorDash")
    assert gig.run("status").startswith("waiting 12 min · DoorDash · $12.50 today · net $12.50 · ")
    assert (
        gig.run("status", "--format", '{"t": "{state} {since} {today}"}') == '{"t": "waiting 08:02 $12.50"}\n'
    )
    assert "there is no field {gross}" in gig.misused("status", "--format", "{gross}")


def test_the_help_of_status_names_every_field(gig: CommandLine) -> None:
    from gigplanner.cli.commands.status import FIELDS

    said = gig.run("status", "--help")
    assert [name for name in FIELDS if f"{{{name}}}" not in said] == []


def test_a_suggestion_fits_the_place_and_the_wait(gig: CommandLine) -> None:
    gig.run("add", "survey Prolific 4m $1.20")
    gig.run("add", "typing 4m $9 needs laptop")
    advice = gig.json("suggest", "--waited", "3", "--place", "car")
    assert set(advice) == {"advice", "options", "wait"}
    assert advice["advice"] == "start"
    assert [option["title"] for option in advice["options"]] == ["survey"]
    assert set(advice["options"][0]) == {
        *("task", "title", "units", "minutes", "odds_to_finish", "expected", "per_hour", "why"),
    }
    assert set(advice["wait"]) == {"median_left", "p90_left", "based_on"}
    assert 0 < advice["wait"]["median_left"] < advice["wait"]["p90_left"]
    at_home = gig.json("suggest", "--place", "Home")
    assert at_home["options"][0]["title"] == "typing"
    assert "Start one of these" in gig.run("suggest", "--place", "home")


def test_on_an_order_nothing_is_suggested(gig: CommandLine) -> None:
    gig.run("add", "survey Prolific 4m $1.20")
    gig.run("shift", "start", "--at", "8:00")
    gig.run("shift", "order", "--at", "8:05")
    assert gig.json("suggest")["options"] == []
    assert "You are on an order" in gig.run("suggest")


def test_an_unknown_place_is_refused_with_those_there_are(gig: CommandLine) -> None:
    assert "home, café, car, out" in gig.refused("suggest", "--place", "moon")


def test_a_task_is_done_by_a_part_of_its_title_or_the_end_of_its_id(gig: CommandLine) -> None:
    gig.run("add", "Commuting survey Prolific 12m $3.20")
    gig.run("add", "Receipts MTurk x14 2m $0.50")
    gig.run("add", "Receipts again MTurk 2m $0.50")
    assert gig.run("done", "commuting") == "Completed Commuting survey: $3.20\n"
    assert "may be one of 2 tasks" in gig.refused("done", "rec")
    assert gig.run("done", "receipts", "--units", "4") == "Completed Receipts ×4: $2.00\n"
    again = next(task for task in gig.json("tasks") if task["title"] == "Receipts again")
    assert "Receipts again" in gig.run("done", again["id"][-6:])
    assert [task["units"] for task in gig.json("tasks")] == [10]
    assert {task["title"] for task in gig.json("tasks", "--status", "done")} == {
        "Commuting survey",
        "Receipts again",
    }
    assert "No open task" in gig.refused("done", "commuting")
    (survey,) = gig.json("earnings", "--platform", "prolific")
    assert survey["status"] == "pending"
    assert survey["task"]


def test_the_ledger_by_commands(gig: CommandLine) -> None:
    gig.run("earn", "7.50", "--tip", "2", "--fee", "1", "--platform", "uber eats", "--at", "yesterday 21:40")
    gig.run("earn", "3.20", "--platform", "Prolific", "--status", "approved", "--category", "survey")
    gig.run("spend", "38", "--category", "gas", "--note", "full tank")
    gig.run("drive", "10km")
    first, second = gig.json("earnings")
    assert (first["at"], first["platform"]) == ("2026-11-21T21:40:00-06:00", "Uber Eats")
    assert (first["net"], first["fee"]) == (money("8.50"), money("1.00"))
    assert (second["status"], second["category"]) == ("approved", "survey")
    assert gig.json("trips")[0]["miles"] == "6.2"
    assert gig.json("expenses")[0]["note"] == "full tank"
    assert "is not an amount of money" in gig.refused("earn", "lots")
    assert "is not a distance" in gig.refused("drive", "far")


@pytest.mark.parametrize(
    ("days", "found"),
    [
        ([], ["21", "22"]),
        (["--from", "today"], ["22"]),
        (["--to", "yesterday"], ["21"]),
        (["--from", "2026-11-21", "--to", "2026-11-21"], ["21"]),
    ],
)
def test_lists_keep_to_the_days_asked_for(gig: CommandLine, days: list[str], found: list[str]) -> None:
    gig.run("earn", "1", "--at", "yesterday 21:40")
    gig.run("earn", "2")
    assert [earning["at"][8:10] for earning in gig.json("earnings", *days)] == found


def test_days_the_wrong_way_round_are_refused(gig: CommandLine) -> None:
    assert "lies after" in gig.refused("earnings", "--from", "today", "--to", "yesterday")


def test_what_was_done_can_be_taken_back_and_repeated(gig: CommandLine) -> None:
    assert gig.refused("undo") == "There is nothing to undo."
    gig.run("spend", "38", "--category", "gas")
    assert gig.run("undo") == "Undone: Spent $38.00 on gas\n"
    assert gig.json("expenses") == []
    assert gig.json("history")[0]["undone"] is True
    assert gig.run("redo") == "Done again: Spent $38.00 on gas\n"
    assert len(gig.json("expenses")) == 1
    assert gig.refused("redo") == "There is nothing to redo."


def test_the_recap_is_text_data_or_markdown(gig: CommandLine) -> None:
    gig.run("earn", "12.50", "--platform", "DoorDash")
    assert "$12.50" in gig.run("recap")
    assert gig.json("recap")["money"]["earned"] == money("12.50")
    assert gig.run("recap", "--markdown").startswith("#")
    week = gig.json("recap", "--week")
    assert (week["first"], week["last"]) == ("2026-11-16", "2026-11-22")
    month = gig.json("recap", "yesterday", "--month")
    assert (month["first"], month["last"]) == ("2026-11-01", "2026-11-30")
    assert "do not go together" in gig.misused("recap", "--week", "--month")


def test_preferences_are_read_and_wrong_ones_named(gig: CommandLine) -> None:
    assert gig.run("config", "get", "zone") == "America/Chicago\n"
    assert gig.json("config", "get")["week_starts"] == "monday"
    assert "week_starts = monday" in gig.run("config", "get")
    assert "is not a setting" in gig.refused("config", "get", "zome")
    (gig.folder / "config.toml").write_text('zone = "Mars/Olympus"\n', encoding="utf-8")
    assert "config.toml: zone: “Mars/Olympus” is not a time zone" in gig.refused("status")


def test_path_says_where_everything_is(gig: CommandLine) -> None:
    assert gig.json("path") == {"data": str(gig.folder), "config": str(gig.folder / "config.toml")}


def test_the_queue_goes_out_and_comes_back(gig: CommandLine, tmp_path: Path) -> None:
    gig.run("add", "Commuting survey Prolific 12m $3.20")
    gig.run("add", "block DoorDash tomorrow 11-14")
    file = tmp_path / "queue.csv"
    said, notice = gig.noticed("export", "csv", "-o", str(file))
    assert said == f"Wrote {file}\n"
    assert notice == "Personal data in it: your open tasks with their platforms, pay, links and notes."
    assert gig.noticed("export", "csv")[0] == file.read_text(encoding="utf-8").replace("\r\n", "\n")
    assert "BEGIN:VEVENT" in gig.noticed("export", "ics", "--from", "tomorrow")[0]
    assert "BEGIN:VEVENT" not in gig.noticed("export", "ics", "--to", "today")[0]
    other = CommandLine(tmp_path / "other")
    other.run("import", str(file))
    assert [task["title"] for task in other.json("tasks")] == ["Commuting survey"]
    assert "Cannot write" in gig.refused("export", "csv", "-o", str(tmp_path / "nowhere" / "x.csv"))


def test_tasks_say_how_long_they_are_stated_and_how_long_they_take_the_person(gig: CommandLine) -> None:
    for number in range(5):
        gig.run("add", f"Tagging {number} Clickworker 6m $1")
        gig.run("done", f"Tagging {number}", "--minutes", "9")
    gig.run("add", "Tagging more Clickworker 6m $1")
    gig.run("add", "Logo Fiverr 60m $40")
    tagging, logo = gig.json("tasks")
    assert (tagging["minutes"], tagging["own_minutes"], tagging["own_minutes_based_on"]) == (6, 9, 5)
    assert (logo["minutes"], logo["own_minutes"], logo["own_minutes_based_on"]) == (60, 60, 0)
    assert (logo["odds"], logo["own_odds"], logo["own_odds_based_on"]) == (1, 1, 0)
    heading, first, *_ = gig.run("tasks").splitlines()
    assert heading.split()[3:5] == ["min", "you"]
    assert " 6    9 " in first
    placed = {one["title"]: one["minutes"] for one in gig.json("plan")["placements"]}
    assert placed["Tagging more"] == 9


def test_the_plan_names_what_to_have_at_hand_for_the_waits_of_a_shift(gig: CommandLine) -> None:
    gig.run("add", "block DoorDash lunch shift today 11-14")
    gig.run("add", "Tag photos Clickworker 2m $0.30 x900")
    gig.run("add", "Logo Fiverr 60m $40 needs laptop")
    plan = gig.json("plan")
    (pocket,) = plan["pocket"]
    assert set(pocket) == {"shift", "start", "tasks", "expected_waits", "expected_wait_minutes"}
    assert pocket["start"] == "2026-11-22T11:00:00-06:00"
    (task,) = pocket["tasks"]
    assert set(task) == {"task", "title", "units", "expected", "why"}
    assert task["title"] == "Tag photos"
    placed = sum(one["units"] for one in plan["placements"] if one["title"] == "Tag photos")
    assert placed + task["units"] <= 900
    said = gig.run("plan")
    assert "Pocket list for 11:00 " in said and "waits, " in said
    assert "fits into" in said and "typical for drivers" in said


def test_a_day_without_shifts_has_no_pocket_list(gig: CommandLine) -> None:
    gig.run("add", "Tag photos Clickworker 2m $0.30 x4")
    assert gig.json("plan")["pocket"] == []
    assert "Pocket" not in gig.run("plan")


def test_a_week_is_planned_out_of_one_queue_and_accepted_at_once(gig: CommandLine) -> None:
    gig.run("add", "survey Prolific 12m $3.20")
    gig.run("add", "Tax form 30m $9 due wed 5pm")
    week = gig.json("plan", "mon", "--week")
    assert set(week) == {"date", "days", "expected", "bound", "within", "seconds", "unplaced"}
    assert week["date"] == "2026-11-23"
    assert [day["date"] for day in week["days"]] == [f"2026-11-{number}" for number in range(23, 30)]
    placed = [(one["title"], day["date"]) for day in week["days"] for one in day["placements"]]
    assert sorted(title for title, _ in placed) == ["Tax form", "survey"]
    assert dict(placed)["Tax form"] <= "2026-11-25"
    assert week["expected"] == money("12.20")
    assert set(week["days"][0]) == set(gig.json("plan", "mon")) - {"pocket"}

    said = gig.run("plan", "mon", "--week", "--accept")
    assert said.startswith("Accepted:\nMonday 23 November, ")
    assert "$12.20 expected in all, the best possible" in said
    assert gig.json("history")[0]["words"].startswith("Accepted the plans of 7 days from Mon 23 Nov")
    gig.run("undo")
    assert not gig.json("history")[0]["words"].startswith("Accepted") or gig.json("history")[0]["undone"]


def test_a_week_keeps_the_daily_caps_of_each_day_and_says_what_that_cost(gig: CommandLine) -> None:
    gig.run("add", "Tag photos prolific 10m $2 x40")
    (gig.folder / "config.toml").write_text(CONFIG + "[daily_caps]\nprolific = 2\n", encoding="utf-8")
    week = gig.json("plan", "mon", "--week")
    assert [sum(one["units"] for one in day["placements"]) for day in week["days"]] == [2] * 7
    assert week["expected"] == money("28.00")
    gig.run("add", "block personal mon 8-22")
    gig.run("add", "Survey prolific 300m $90")
    assert "planned day after day" in gig.run("plan", "mon", "--week")


def test_a_week_with_nothing_to_do_is_refused(gig: CommandLine) -> None:
    assert gig.refused("plan", "--week") == "The queue is empty: add a task first."

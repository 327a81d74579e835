"""A recap as text, Markdown and data: complete, aligned, and safe with whatever people wrote."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise

import msgspec
import pytest
from support.gigdays import FRIDAY, NEW_YORK, clock, earning, expense, shift, trip, usd

from gigplanner.insights.recap import Recap, recap_of, recap_of_days
from gigplanner.insights.records import DayRecords
from gigplanner.insights.report.cells import cells, fitted, wrapped
from gigplanner.insights.report.data import as_json
from gigplanner.insights.report.markdown import as_markdown, escaped
from gigplanner.insights.report.plain import as_text
from gigplanner.model.records import DayNote, PlacedTask, Plan
from gigplanner.model.times import MINUTE

SETTINGS = msgspec.structs.replace(NEW_YORK, set_aside_percent=Decimal(25))
HOSTILE = (
    "[/] <script>alert(1)</script> | `x` [a](http://evil.example) \x1b[31m\u202e **b** $x$ www.evil.example"
)


def recap(
    title: str = "Commuting survey", note: str = "Cold, but it paid.", platform: str = "Prolific"
) -> Recap:
    lunch = shift(
        [("10:00", "started"), ("10:10", "order"), ("12:10", "delivered"), ("15:12", "stopped")], name="lunch"
    )
    placement = PlacedTask(
        task="t1",
        title=title,
        start=clock("16:00"),
        end=clock("16:00") + 13 * MINUTE,
        units=1,
        minutes=13,
        expected=usd("4.10"),
        platform=platform,
    )
    day = DayRecords(
        day=FRIDAY,
        shifts=(lunch,),
        earnings=(
            earning("11:00", "60.00", tip="18.40"),
            earning("12:10", "40.00", "Uber Eats", fee="4.00"),
            earning("16:13", "12.40", platform, status="pending", category=title, task="t1"),
            earning("20:00", "£5.00", platform),
        ),
        expenses=(expense("09:00", "6.50"),),
        trips=(trip("12:10", "38.4"),),
        plan=Plan(
            id="2026-11-20",
            date=FRIDAY,
            made_at=clock("08:00"),
            placements=(placement,),
            expected=usd("4.10"),
            bound=usd("4.10"),
        ),
        note=DayNote(id="n", date=FRIDAY, text=note),
    )
    return recap_of(day, SETTINGS, clock("2026-11-21 05:00"))


def test_the_text_reads_from_gross_to_kept():
    text = as_text(recap())
    lines = text.splitlines()
    assert lines[0] == "Recap of Friday 20 November 2026"
    assert lines[1] == "You earned $118.40 in 5 h 12 online: $22.77 an hour before costs."
    start = lines.index("Money") + 1
    assert lines[start : start + 11] == [
        "  Gross                   $100.00",
        "  Tips                     $18.40",
        "  Earned                  $118.40",
        "  Platform fees            −$4.00",
        "  Cost of 38.4 miles      −$27.84",
        "  Expenses                 −$6.50",
        "  Net                      $80.06",
        "  Set aside               −$21.64",
        "  Kept                     $58.42",
        "  Pending, in no total     $12.40",
        "  In hand in other money    £5.00",
    ]


def test_bars_of_platforms_are_as_long_as_their_money():
    lines = as_text(recap()).splitlines()
    bars = {line.split("  ")[1].strip(): line.count("█") for line in lines if "█" in line and "$" in line}
    assert set(bars) == {"DoorDash", "Uber Eats"}
    assert bars["Uber Eats"] == bars["DoorDash"] * 40 // 78


def test_times_of_platforms_that_were_open_at_once_are_explained():
    both = shift([("10:00", "started"), ("10:30", "online", "Uber Eats"), ("12:00", "stopped")])
    day = DayRecords(day=FRIDAY, shifts=(both,), earnings=(earning("11:00", "20.00"),))
    found = recap_of(day, SETTINGS, clock("2026-11-21 05:00"))
    words = (
        "Several platforms were online at once: an hour of that counts for each. Together they were online"
        " 3 h 30, you 2 h."
    )
    assert words in " ".join(as_text(found, width=80).split())
    assert words in as_markdown(found)
    assert "at once" not in as_text(recap())


def test_the_hours_are_a_plot_with_a_scale():
    lines = as_text(recap()).splitlines()
    start = lines.index("By hour")
    scale = lines[start + 4]
    assert scale.split() == ["04", "08", "12", "16", "20", "00"]
    plot = lines[start + 1 : start + 4]
    eleven, twelve = 2 + 2 * (11 - 4), 2 + 2 * (12 - 4)
    assert [line.ljust(60)[eleven] for line in plot] == ["█", "█", "█"]
    assert [line.ljust(60)[twelve] for line in plot] == [" ", "▅", "█"]
    assert lines[start + 5] == "  Best: $78.40 from 11:00 to 12:00."


@pytest.mark.parametrize("width", [40, 60, 72, 120])
@pytest.mark.parametrize("title", ["Survey", HOSTILE, "調査" * 40, "e\u0301" * 90, "W" * 300])
def test_no_line_is_wider_than_the_page(width: int, title: str):
    text = as_text(recap(title=title, note=title, platform=title), width=width)
    assert max(cells(line) for line in text.splitlines()) <= width


def test_figures_of_a_table_end_in_the_same_column():
    lines = as_text(recap(title="調査のタスク")).splitlines()
    start = lines.index("Plan against actual") + 1
    table = lines[start : start + 3]
    assert len({cells(line) for line in table}) == 1
    assert table[1].split()[-1] == "$12.40"


def test_no_control_character_reaches_a_terminal():
    everything = as_text(recap(title=HOSTILE, note=HOSTILE, platform=HOSTILE))
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", everything)
    assert "[/]" in everything


def test_hostile_words_stay_words_in_markdown():
    page = as_markdown(recap(title=HOSTILE, note=HOSTILE, platform=HOSTILE))
    assert "<" not in page
    assert "](" not in page
    assert "\x1b" not in page and "\u202e" not in page
    assert not re.search(r"(?<!\\)`", page)
    assert not re.search(r"www\.|https?:", page)
    plan = page.split("## Plan against actual\n")[1].split("##")[0].strip().splitlines()
    columns = [len(re.findall(r"(?<!\\)\|", line)) for line in plan if line.startswith("|")]
    assert len(columns) == 4 and len(set(columns)) == 1


@pytest.mark.parametrize(
    ("words", "safe"),
    [
        ("# title", r"\# title"),
        ("- point", r"\- point"),
        ("12. point", r"12\. point"),
        ("===", r"\==="),
        ("a | b", r"a \| b"),
        ("&lt;b&gt;", "&amp;lt;b&amp;gt;"),
        ("me@x.example", r"me\@x.example"),
        ("Receipts ×14, 2.50 an hour", "Receipts ×14, 2.50 an hour"),
    ],
)
def test_markdown_escapes_what_has_a_meaning_and_nothing_else(words: str, safe: str):
    assert escaped(words) == safe


def test_a_note_keeps_its_lines_and_stays_a_quotation():
    page = as_markdown(recap(note="Cold.\n# Not a heading\n\n- no list"))
    note = page.split("## Note\n\n")[1].split("\n\n##")[0].splitlines()
    assert [line.rstrip() for line in note] == ["> Cold.", r"> \# Not a heading", ">", r"> \- no list"]


def test_markdown_has_a_table_for_money():
    page = as_markdown(recap())
    assert page.startswith("# Recap of Friday 20 November 2026\n\nYou earned $118.40 in 5 h 12 online")
    assert "| Cost of 38.4 miles | −$27.84 |" in page
    assert "| 11–12 h | $78.40 |  | 1 h |" in page


def test_data_survives_json_and_keeps_money_exact():
    data = json.loads(json.dumps(as_json(recap())))
    assert data["money"]["earned"] == {"amount": "118.40", "currency": "USD"}
    assert data["money"]["net"] == {"amount": "80.06", "currency": "USD"}
    assert data["money"]["others"] == [{"amount": "5.00", "currency": "GBP"}]
    assert data["money"]["miles"] == "38.4"
    assert data["time"]["online"] == 18_720
    assert data["rates"]["per_hour_online"] == {"amount": "22.77", "currency": "USD"}
    assert len(data["hours"]) == 24 and data["hours"][0]["hour"] == 4
    assert data["platforms"][0]["name"] == "DoorDash"
    assert data["compared"] is None


def test_instants_in_data_carry_the_offset_of_the_persons_zone():
    placement = as_json(recap())["plan"]["placements"][0]
    assert placement["start"] == "2026-11-20T16:00:00-05:00"
    assert datetime.fromisoformat(placement["end"]) == clock("16:13")


def test_steps_in_data_add_up():
    steps = as_json(recap())["steps"]
    results = [Decimal(step["amount"]["amount"]) for step in steps if step["result"]]
    parts: list[Decimal] = [Decimal(0)]
    for step in steps:
        if step["result"]:
            parts.append(Decimal(0))
        else:
            parts[-1] += Decimal(step["amount"]["amount"])
    assert results[0] == parts[0]
    assert [late - early for early, late in pairwise(results)] == parts[1:-1]


def test_data_of_hostile_words_is_cleaned():
    data = as_json(recap(title=HOSTILE, note=HOSTILE, platform=HOSTILE))
    assert "\x1b" not in json.dumps(data, ensure_ascii=False)
    assert data["plan"]["placements"][0]["title"].startswith("[/] <script>")


def test_the_keys_of_data_are_those_it_promises():
    assert set(as_json(recap())) == {
        "first",
        "last",
        "zone",
        "currency",
        "running",
        "headline",
        "remarks",
        "money",
        "steps",
        "rates",
        "time",
        "offers",
        "platforms",
        "kinds",
        "categories",
        "hours",
        "plan",
        "blocks",
        "unplanned",
        "downtime",
        "days",
        "notes",
        "compared",
        "suggestions",
        "forecasts",
        "awaited",
        "tip",
    }


def test_an_empty_day_is_a_short_report():
    empty = recap_of(DayRecords(day=FRIDAY), NEW_YORK, clock("2026-11-21 05:00"))
    assert as_text(empty).splitlines()[:2] == [
        "Recap of Friday 20 November 2026",
        "Nothing was earned or worked on this day.",
    ]
    assert "By platform" not in as_text(empty)
    assert as_json(empty)["plan"] is None
    assert "## Note" not in as_markdown(empty)


def test_a_day_of_pending_money_only_has_no_bars():
    day = DayRecords(day=FRIDAY, earnings=(earning("10:00", "5.00", status="pending"),))
    text = as_text(recap_of(day, NEW_YORK, clock("2026-11-21 05:00")))
    assert "█" not in text
    assert "No money in hand at any hour." in text


def test_money_taken_back_is_shown_and_breaks_no_bar():
    day = DayRecords(day=FRIDAY, earnings=(earning("10:00", "-5.00"), earning("11:00", "9.00", "Uber")))
    text = as_text(recap_of(day, NEW_YORK, clock("2026-11-21 05:00")))
    assert "−$5.00" in text and "$9.00" in text


def test_a_week_has_a_row_for_each_day():
    days = [
        DayRecords(day=FRIDAY, earnings=(earning("10:00", "5.00"),)),
        DayRecords(day=date(2026, 11, 21), earnings=(earning("2026-11-21 10:00", "7.00"),)),
    ]
    week = recap_of_days(days, NEW_YORK, clock("2026-11-23 05:00"))
    text = as_text(week)
    assert text.startswith("Recap of 20–21 November 2026\n")
    assert re.search(r"Fri 2026-11-20 +\$5\.00", text) and re.search(r"Sat 2026-11-21 +\$7\.00", text)
    assert [row["date"] for row in as_json(week)["days"]] == ["2026-11-20", "2026-11-21"]


def test_long_words_are_cut_by_the_cells_they_take():
    assert fitted("調査のタスク", 7) == "調査の…"
    assert fitted("short", 7) == "short"
    assert wrapped("one two three", 7) == ["one two", "three"]
    assert wrapped("調査調査", 5) == ["調査", "調査"]

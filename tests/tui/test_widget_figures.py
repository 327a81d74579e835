"""The meter, the bars, what is coming up and the plan's line, as a person reads them."""

from __future__ import annotations

import pytest
from support.widget_stage import HOSTILE

from gigplanner.tui.text import Line, fill, width_of
from gigplanner.tui.widgets.bars import Bar, bar_lines, bar_text, hour_lines
from gigplanner.tui.widgets.coming_up import coming_up_lines
from gigplanner.tui.widgets.earnings import MeterView, goal_line, meter_lines
from gigplanner.tui.widgets.plan_bar import PlanNote, key_at, plan_bar_line

METER = MeterView(
    amount="$118.40",
    label="today",
    state="waiting 12 min",
    net="net $92.15",
    rate="$21.30/h",
    pending="pending $12.40",
    hours=(0, 2, 3, 5, 3, 6),
    next_hour="next hour ≈ $17",
    goal_text="$118 of $150",
    goal_share=118 / 150,
)


def _text(lines: list[Line]) -> list[str]:
    return [line.text.rstrip() for line in lines]


def test_the_meter_shows_large_digits_and_below_them_what_they_come_to() -> None:
    rows = _text(meter_lines(METER, 40, 8))
    assert rows[0].startswith("╭╫╮") and rows[0].endswith("waiting 12 min")
    assert rows[2].startswith("╰╫╯") and rows[2].endswith("today")
    assert rows[3:] == [
        "net $92.15 · $21.30/h · pending $12.40",
        "_▂▃▅▃▆  next hour ≈ $17",
        "━━━━━━━━━━━━━━━━━━━───── $118 of $150",
    ]


def test_a_narrow_meter_puts_pending_money_on_its_own_row() -> None:
    rows = _text(meter_lines(METER, 26, 9))
    assert rows[3:5] == ["net $92.15 · $21.30/h", "pending $12.40"]


def test_where_rows_are_short_the_amount_stays_and_becomes_plain() -> None:
    assert _text(meter_lines(METER, 40, 1)) == ["$118.40 today             waiting 12 min"]
    assert _text(meter_lines(METER, 40, 3))[1] == "net $92.15 · $21.30/h · pending $12.40"
    assert _text(meter_lines(METER, 12, 6))[0] == "$118.40 tod…"


def test_the_compact_meter_is_two_rows() -> None:
    assert _text(meter_lines(METER, 38, 20, compact=True)) == [
        "$118.40 · $21.30/h      pending $12.40",
        "━━━━━━━━━━━━━━━━━━━───── $118 of $150",
    ]


@pytest.mark.parametrize(
    "share, done", [(0.0, 0), (0.5, 10), (1.0, 20), (7.0, 20), (-3.0, 0), (float("nan"), 0)]
)
def test_the_goal_bar_is_never_longer_than_its_place(share: float, done: int) -> None:
    text = goal_line(share, "x" * 9, 30).text
    assert (text.count("━"), text.count("─")) == (done, 20 - done)


def test_bars_line_up_with_their_values_in_words() -> None:
    rows = _text(bar_lines([Bar("Uber Eats", 1.0, "$64.20"), Bar("Prolific", 0.25, "$20.10")], 30))
    assert rows == ["Uber Eats ━━━━━━━━━━━━━ $64.20", "Prolific  ━━━           $20.10"]


def test_a_narrow_plot_keeps_the_words() -> None:
    rows = _text(bar_lines([Bar("Uber Eats", 1.0, "$64.20"), Bar("Prolific", 0.25, "$20.10")], 14))
    assert rows == ["Uber E… $64.20", "Prolif… $20.10"]


@pytest.mark.parametrize(
    "level, text", [(0.0, ""), (1e-9, "╸"), (0.4, "━╸"), (1.0, "━━━━"), (9.0, "━━━━"), (float("inf"), "")]
)
def test_something_is_seen_and_nothing_is_not(level: float, text: str) -> None:
    assert bar_text(level, 4) == text


def test_the_hours_of_a_day_stand_over_their_axis() -> None:
    levels = [0.0] * 8 + [0.5, 1.0] + [0.0] * 14
    assert _text(hour_lines(levels, 48, 4)) == [
        "                  █",
        "                ▄ █",
        "                █ █",
        "00          06          12          18",
    ]


def test_where_cells_are_short_a_column_stands_for_more_hours() -> None:
    levels = [0.0] * 9 + [1.0] + [0.0] * 14
    rows = _text(hour_lines(levels, 12, 2))
    assert rows == ["    █", "00 06 12 18"]


def test_what_is_coming_up_stands_in_two_columns() -> None:
    rows = _text(coming_up_lines([("10:00", "DoorDash lunch"), ("Tue", "tax Q4 in 54 days")], 22))
    assert rows == ["10:00 DoorDash lunch", "Tue   tax Q4 in 54 da…"]


NOTE = PlanNote(
    "115 min of downtime filled:",
    "$11.10",
    " expected, at most 2.1 % below the best possible",
    (("enter", "accept"), ("e", "edit")),
)


def test_the_plans_line_loses_its_explanation_first_then_its_keys() -> None:
    wide = plan_bar_line(NOTE, 118).text
    assert wide.startswith(" ✦ 115 min of downtime filled: $11.10 expected, at most 2.1 % below")
    assert wide.endswith("enter accept · e edit ")
    assert plan_bar_line(NOTE, 70).text.endswith("$11.10           enter accept · e edit ")
    assert plan_bar_line(NOTE, 40).text.rstrip() == " ✦ 115 min of downtime filled: $11.10"
    assert plan_bar_line(PlanNote(), 40) == Line()


def test_a_click_on_a_key_of_the_plans_line_presses_it() -> None:
    line = plan_bar_line(NOTE, 118)
    for words, key in (
        ("enter", "enter"),
        ("accept", "enter"),
        ("e edit", "e"),
        ("filled", ""),
        (" · e", ""),
    ):
        assert key_at(line, line.text.index(words)) == key, words
    assert key_at(line, 200) == ""


@pytest.mark.parametrize("words", HOSTILE)
@pytest.mark.parametrize("width", [1, 5, 24, 60])
def test_no_words_make_a_row_wider_than_the_widget(words: str, width: int) -> None:
    meter = MeterView(words, words, words, words, words, words, (9, -1), words, words, 0.5)
    lines = [*meter_lines(meter, width, 9), *meter_lines(meter, width, 2, compact=True)]
    lines += bar_lines([Bar(words, 0.5, words, words)], width)
    lines += hour_lines([0.5], width, 5, top=words, caption=words)
    lines += coming_up_lines([(words, words)], width, words)
    lines.append(plan_bar_line(PlanNote(words, words, words, ((words, words),)), width))
    assert lines
    for line in lines:
        assert sum(width_of(piece.text) for piece in fill(line.pieces, width)) == width

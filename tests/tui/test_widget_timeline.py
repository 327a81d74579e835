"""The day's timeline as a person reads it."""

from __future__ import annotations

from datetime import datetime

import pytest
from support.widget_stage import HOSTILE

from gigplanner.tui.text import fill, width_of
from gigplanner.tui.widgets.timeline_rows import (
    Grip,
    Kind,
    TimelineItem,
    TimelineView,
    grip_at,
    timeline_lines,
)


def _at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, 22, hour, minute)  # noqa: DTZ001 - a wall time, as the widget takes it


def _item(key: str, kind: Kind, start: datetime, end: datetime, title: str, **more: object) -> TimelineItem:
    return TimelineItem(key, kind, start, end, title, **more)  # type: ignore[arg-type]


DAY = (
    _item("receipts", "placement", _at(8), _at(8, 28), "Receipts ×14", right="MTurk $7.00"),
    _item("survey", "placement", _at(8, 28), _at(8, 41), "Commuting survey", right="Prolific $4.10"),
    _item("free", "gap", _at(9), _at(9, 25), "free 25 min", place="home"),
    _item("lunch", "shift", _at(10), _at(13), "DoorDash lunch", right="≈ $64", place="car"),
    _item("dentist", "block", _at(14), _at(14, 30), "Dentist", place="Main St 4"),
)


def _rows(view: TimelineView, width: int = 40, height: int = 12, **more: str) -> list[str]:
    return [line.text.rstrip() for line in timeline_lines(view, width, height, **more)]


def test_a_day_reads_as_an_agenda_in_which_each_hour_is_named_once() -> None:
    assert _rows(TimelineView(DAY)) == [
        " 08:00 ┃ Receipts ×14        MTurk $7.00",
        "   :28 ┃ Commuting survey Prolific $4.10",
        " 09:00 ┆ free 25 min · home",
        " 10:00 █ DoorDash lunch            ≈ $64",
        "       █ 10:00–13:00 · car",
        " 11    █",
        " 12    █",
        " 14:00 █ Dentist · Main St 4",
    ]


def test_now_is_a_line_where_the_time_is_also_inside_a_long_block() -> None:
    rows = _rows(TimelineView(DAY, now=_at(11, 40)))
    at = rows.index("─ 11:40 " + "─" * 32)
    assert rows[at - 1] == " 11    █"
    assert rows[at + 1] == " 12    █"


def test_now_after_everything_is_the_last_line_and_may_be_worded_otherwise() -> None:
    assert _rows(TimelineView(DAY, now=_at(23), now_label="11 pm"))[-1].startswith("─ 11 pm ─")


def test_long_blocks_shrink_before_anything_is_out_of_sight() -> None:
    rows = _rows(TimelineView(DAY), height=5)
    assert len(rows) == 5
    assert " 10:00 █ DoorDash lunch · car      ≈ $64" in rows


def test_the_chosen_item_has_a_marker_and_its_style_under_all_its_rows() -> None:
    lines = timeline_lines(TimelineView(DAY), 40, 12, selected="lunch", cursor="cursor")
    assert [line.under for line in lines].count("cursor") == 4
    assert [line.text[0] for line in lines if line.key == "lunch"] == ["▸", " ", " ", " "]


def test_pinned_and_done_are_said_without_colour() -> None:
    pinned = DAY[1]._replace(pinned=True)
    done = DAY[0]._replace(done=True)
    rows = _rows(TimelineView((done, pinned)), width=50)
    assert "✓ Receipts ×14" in rows[0]
    assert rows[1].endswith("◆ Prolific $4.10")


def test_the_platforms_name_gives_way_to_the_title_but_the_amount_stays() -> None:
    rows = _rows(TimelineView((DAY[1],)), width=34)
    assert rows == [" 08:28 ┃ Commuting survey    $4.10"]


def test_a_narrow_timeline_names_hours_and_a_tiny_one_only_titles() -> None:
    assert _rows(TimelineView(DAY), width=20)[0] == " 08 ┃ Receipts ×14"
    assert _rows(TimelineView(DAY), width=12)[0] == "┃ Receipts…"


def test_an_all_day_item_has_no_hour() -> None:
    holiday = _item("h", "allday", _at(0), _at(23, 59), "Thanksgiving")
    assert _rows(TimelineView((holiday, *DAY)))[0] == "       ■ Thanksgiving            all day"


def test_hours_with_nothing_in_them_show_when_there_is_room() -> None:
    rows = _rows(TimelineView((DAY[0], DAY[4]), start_hour=7, end_hour=22), height=40)
    assert [row.strip() for row in rows[1:-1]] == ["09    ·", "10    ·", "11    ·", "12    ·", "13    ·"]


def test_an_empty_day_says_what_to_do() -> None:
    assert (
        "".join(_rows(TimelineView(empty="Nothing on. Press p to plan."))) == "Nothing on. Press p to plan."
    )


@pytest.mark.parametrize("title", HOSTILE)
@pytest.mark.parametrize("width", [1, 7, 14, 30, 44])
def test_no_title_makes_a_row_wider_than_the_timeline(title: str, width: int) -> None:
    item = _item("k", "shift", _at(10), _at(13), title, right=title, place=title, colour=title, pinned=True)
    for line in timeline_lines(TimelineView((item,), now=_at(11)), width, 5):
        assert sum(width_of(piece.text) for piece in fill(line.pieces, width)) == width


@pytest.mark.parametrize(
    "start, end", [(_at(10), _at(10)), (_at(12), _at(9)), (_at(22), _at(22).replace(year=9999))]
)
def test_times_that_make_no_sense_are_still_drawn(start: datetime, end: datetime) -> None:
    rows = _rows(TimelineView((_item("k", "block", start, end, "odd"),), now=_at(11)))
    assert any("odd" in row for row in rows)


def test_the_mouse_takes_a_placement_whole_and_anything_else_by_an_edge() -> None:
    view = TimelineView(DAY)
    lines = timeline_lines(view, 40, 12)
    grips = [grip_at(view, lines, row) for row in range(len(lines))]
    assert grips[:3] == [Grip("receipts", "whole"), Grip("survey", "whole"), Grip("free", "end")]
    assert grips[3:7] == [Grip("lunch", "start"), None, None, Grip("lunch", "end")]
    assert grips[7] == Grip("dentist", "end")  # one row: its end


def test_what_is_over_or_lasts_all_day_has_no_edge_to_take() -> None:
    view = TimelineView(
        (
            _item("h", "allday", _at(0), _at(23, 59), "Thanksgiving"),
            _item("w", "worked", _at(9), _at(9, 20), "DoorDash worked"),
        ),
        now=_at(12),
    )
    lines = timeline_lines(view, 40, 12)
    assert [grip_at(view, lines, row) for row in range(-1, 9)] == [None] * 10


def test_the_item_that_something_is_dragged_onto_is_lit() -> None:
    lines = timeline_lines(TimelineView(DAY), 40, 12, selected="survey", target="free")
    assert [line.key for line in lines if line.under == "chosen"] == ["free"]


def test_notes_stand_in_the_rows_that_a_tall_block_has_to_spare() -> None:
    lunch = DAY[3]._replace(notes=("at hand: 28 × Sort photos", "Tag shelves"))
    rows = _rows(TimelineView((lunch,)))
    assert rows[1:] == [
        "       █ 10:00–13:00 · car",
        " 11    █ at hand: 28 × Sort photos",
        " 12    █ Tag shelves",
    ]
    assert _rows(TimelineView((lunch,)), height=1) == [" 10:00 █ DoorDash lunch · car      ≈ $64"]

"""The queue's columns as a person reads them."""

from __future__ import annotations

import pytest
from support.widget_stage import HOSTILE

from gigplanner.tui.text import fill, width_of
from gigplanner.tui.widgets.queue_rows import (
    QueueHeadings,
    QueueRow,
    columns_for,
    header_line,
    natural_widths,
    row_line,
)

ROWS = (
    QueueRow("a", "19", "Commuting survey", "4.10", "13", "17:00", "Prolific", "#4a7dff", planned=True),
    QueueRow(
        "b", "14", "Receipts ×40", "0.50", "2", "Tue", "MTurk", "#f0a030", marked=True, odds_note="82 %"
    ),
    QueueRow("c", "9", "Logo draft", "40.00", "240", "Fri", "Fiverr", "", overdue=True),
)


def _table(width: int, rows: tuple[QueueRow, ...] = ROWS, chosen: int = 0) -> list[str]:
    columns = columns_for(width, natural_widths(rows, QueueHeadings()))
    lines = [header_line(columns, QueueHeadings())]
    lines += [row_line(row, columns, chosen=i == chosen, cursor="cursor") for i, row in enumerate(rows)]
    return [line.text.rstrip() for line in lines]


def test_at_44_cells_everything_that_matters_has_its_column() -> None:
    assert _table(44) == [
        "  $/h  task                    pay min   due",
        "▸✦ 19 ▎Commuting survey       4.10  13 17:00",
        " ● 14 ▎Receipts ×40           0.50   2   Tue",
        "    9 ▎Logo draft            40.00 240  !Fri",
    ]


def test_an_overdue_time_is_shown_whole() -> None:
    late = ROWS[0]._replace(overdue=True)
    assert _table(44, (late,))[1].endswith(" !17:00")


@pytest.mark.parametrize(
    "width, names",
    [
        (90, ["$/h", "task", "platform", "odds", "pay", "min", "due"]),
        (40, ["$/h", "task", "pay", "min", "due"]),
        (30, ["$/h", "task", "pay", "min"]),
        (26, ["$/h", "task", "pay"]),
        (21, ["$/h", "task"]),
        (12, ["task"]),
    ],
)
def test_the_narrower_the_list_the_fewer_its_columns(width: int, names: list[str]) -> None:
    assert _table(width)[0].split() == names


def test_marked_planned_and_overdue_are_said_without_colour() -> None:
    table = _table(44, chosen=2)
    assert table[1].startswith(" ✦")
    assert table[2].startswith(" ●")
    assert table[3].startswith("▸ ") and table[3].endswith("!Fri")


def test_a_column_in_which_nothing_stands_takes_no_room() -> None:
    assert _table(44, (QueueRow("a", "19", "Survey"),))[0].split() == ["$/h", "task"]


@pytest.mark.parametrize("title", HOSTILE)
@pytest.mark.parametrize("width", [1, 2, 5, 12, 30, 90])
def test_no_title_makes_a_row_wider_than_the_list(title: str, width: int) -> None:
    row = QueueRow(title, title, title, title, title, title, title, title, odds_note=title, overdue=True)
    columns = columns_for(width, natural_widths((row,), QueueHeadings()))
    line = row_line(row, columns, chosen=True, cursor="cursor")
    assert width_of(line.text) == max(width, 3)
    assert sum(width_of(piece.text) for piece in fill(line.pieces, width)) == width


OWN = QueueRow("a", "19", "Survey", "4.10", "≈9", own_note="you: 9 min, stated: 6")


def test_the_persons_own_minutes_stand_behind_the_title_where_both_fit_whole() -> None:
    assert _table(60, (OWN,))[1] == "▸  19 ▎Survey                 you: 9 min, stated: 6 4.10  ≈9"
    assert _table(44, (OWN,))[1].split() == ["▸", "19", "▎Survey", "4.10", "≈9"]
    long = OWN._replace(title="Commuting survey, second wave")
    assert _table(60, (long,))[1].split()[2:] == ["▎Commuting", "survey,", "second", "wave", "4.10", "≈9"]


@pytest.mark.parametrize("title", HOSTILE)
@pytest.mark.parametrize("width", [1, 12, 30, 60, 90])
def test_a_note_behind_a_title_makes_no_row_wider_than_the_list(title: str, width: int) -> None:
    row = OWN._replace(title=title)
    line = row_line(row, columns_for(width, natural_widths((row,), QueueHeadings())), chosen=True, cursor="")
    assert width_of(line.text) == max(width, 3)

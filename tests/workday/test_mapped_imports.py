"""Tables that the person explained: remembered, known again, corrected, and never counted twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace
from support.desks import a_desk, clock, earnings, everything, usd
from support.mapped import MAPPED

from gigplanner.interop.mapping.rules import Mapping
from gigplanner.interop.mapping.written import to_toml
from gigplanner.model import BadInput, Earning, Expense, Trip
from gigplanner.workday.desk import Desk
from gigplanner.workday.intake import ImportReport, Pasted, import_files, tables_in
from gigplanner.workday.mappings import FOLDER, fitted, guessed, load_mappings, read_mapping, tried

NINE = clock("09:00")
LYFT = MAPPED / "lyft_log.csv"
WEEK = """Driver Name,Phone Number,Email,Date/Time,Trip ID,Type,Fare Base,Tip,Total
"Driver A","","","Monday, November 2, 2026 9:06 AM","T-1","UberX","$100.40","","$100.40"
"Driver A","","","Tuesday, November 3, 2026 6:30 AM","T-2","UberX","$80.00","$2.00","$82.00"
"""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    bare = a_desk(tmp_path)
    return Desk(bare.book, bare.settings, tmp_path / "config.toml")


def mapping_of(desk: Desk, path: Path, **corrected: object) -> Mapping:
    tables = tables_in(desk, [path], NINE)
    return fitted(desk, replace(guessed(desk, tables[0]), **corrected), tables)


def imported(desk: Desk, path: Path, *mappings: Mapping) -> ImportReport:
    return import_files(desk, [path], NINE, mappings=mappings)


def test_an_unknown_table_is_not_read_and_the_person_is_told_what_to_do(desk: Desk) -> None:
    report = imported(desk, LYFT)
    assert not report.files
    assert [unknown.name for unknown in report.unknown] == [str(LYFT)]
    assert "--guess and --map" in report.unread[0][1]


def test_a_table_once_explained_is_known_by_its_header_ever_after(desk: Desk, tmp_path: Path) -> None:
    report = imported(desk, LYFT, mapping_of(desk, LYFT))
    assert report.notes == (
        f"How such tables are read is remembered in {tmp_path / FOLDER / 'lyft-log.toml'}.",
    )
    before = everything(desk)
    again = imported(desk, LYFT)
    assert (again.changes, again.files[0].unchanged, again.notes) == (0, 10, ())
    newer = tmp_path / "another name.txt"
    newer.write_text(LYFT.read_text() + '6,"12/17/2017","8:00AM",5,20,0,11.00,0,"No",""\n')
    later = imported(desk, newer)
    assert (later.files[0].format, later.files[0].added["earnings"]) == ("table:lyft-log", 1)
    assert before.items() <= everything(desk).items()


def test_pasted_rows_of_a_known_table_need_no_explaining(desk: Desk) -> None:
    imported(desk, LYFT, mapping_of(desk, LYFT))
    report = import_files(desk, [Pasted(LYFT.read_bytes())], NINE)
    assert report.files[0].unchanged == 10


def test_correcting_a_mapping_updates_what_it_brought(desk: Desk) -> None:
    mapping = mapping_of(desk, LYFT)
    imported(desk, LYFT, mapping)
    ids = {earning.id for earning in earnings(desk)}
    corrected = fitted(desk, replace(mapping, platform="Uber", same_row=()), tables_in(desk, [LYFT], NINE))
    report = imported(desk, LYFT, corrected)
    assert report.files[0].updated == 10
    assert {earning.platform for earning in earnings(desk)} == {"Uber"}
    assert {earning.id for earning in earnings(desk)} == ids


def test_a_renamed_mapping_for_the_same_table_keeps_its_name_and_doubles_nothing(desk: Desk) -> None:
    imported(desk, LYFT, mapping_of(desk, LYFT))
    renamed = mapping_of(desk, LYFT, name="my-rides", same_row=("Date", "Time"))
    assert (renamed.name, renamed.same_row) == ("lyft-log", ("RideNumber",))
    assert imported(desk, LYFT, renamed).changes == 0


def test_rows_that_turn_out_to_be_something_else_leave_nothing_behind(desk: Desk) -> None:
    expenses = MAPPED / "hurdlr_expenses.csv"
    imported(desk, expenses, mapping_of(desk, expenses, becomes="earning"))
    assert len(earnings(desk)) == 2
    report = imported(desk, expenses, mapping_of(desk, expenses, becomes="expense"))
    assert earnings(desk) == []
    assert [expense.amount for expense in desk.book.every(Expense)] == [usd("41.20"), usd("1089.99")]
    assert report.files[0].found == ("2 records are gone: its rows were read otherwise before",)


def test_a_column_that_is_ignored_after_all_takes_its_trips_away(desk: Desk) -> None:
    mapping = mapping_of(desk, LYFT)
    imported(desk, LYFT, mapping)
    imported(
        desk, LYFT, fitted(desk, mapping.with_role("Distance", "ignored"), tables_in(desk, [LYFT], NINE))
    )
    assert not list(desk.book.every(Trip))
    assert len(earnings(desk)) == 4


def test_a_payout_on_the_bank_statement_is_the_money_of_the_trips(desk: Desk, tmp_path: Path) -> None:
    week = tmp_path / "week.csv"
    week.write_text(WEEK)
    bank = MAPPED / "bank_us.csv"
    import_files(desk, [week], NINE)
    report = imported(desk, bank, mapping_of(desk, bank))
    assert sum(earning.net.minor for earning in earnings(desk)) == 182_40
    assert report.files[0].added["earnings"] == 0
    assert "already known" in report.files[0].found[0]


def test_the_statement_first_and_the_trips_later_come_to_the_same(desk: Desk, tmp_path: Path) -> None:
    week = tmp_path / "week.csv"
    week.write_text(WEEK)
    bank = MAPPED / "bank_us.csv"
    imported(desk, bank, mapping_of(desk, bank))
    import_files(desk, [week], NINE)
    assert sum(earning.net.minor for earning in earnings(desk)) == 182_40
    assert {earning.source for earning in earnings(desk)} == {"uber-statement"}


def test_a_table_taken_for_a_statement_and_corrected_is_counted_once(desk: Desk) -> None:
    bank = MAPPED / "bank_us.csv"
    imported(desk, bank, mapping_of(desk, bank, becomes="earning", negative="leave out"))
    assert {earning.source for earning in earnings(desk)} == {"table:bank-us"}
    imported(desk, bank, mapping_of(desk, bank, becomes="deposit"))
    assert [(earning.source, earning.gross) for earning in earnings(desk)] == [
        ("bank:bank-us", usd("182.40"))
    ]


def test_one_undo_takes_a_mapped_import_back(desk: Desk) -> None:
    imported(desk, LYFT, mapping_of(desk, LYFT))
    desk.book.undo(now=NINE)
    assert not list(desk.book.every(Earning))
    assert imported(desk, LYFT).files[0].added["earnings"] == 4


def test_a_damaged_mapping_costs_only_itself(desk: Desk, tmp_path: Path) -> None:
    imported(desk, LYFT, mapping_of(desk, LYFT))
    (tmp_path / FOLDER / "broken.toml").write_text("row = [")
    report = imported(desk, LYFT)
    assert report.files[0].unchanged == 10
    assert "broken.toml is not valid TOML" in report.notes[0]


def test_a_shared_mapping_under_a_name_that_is_taken_gets_another(desk: Desk, tmp_path: Path) -> None:
    imported(desk, LYFT, mapping_of(desk, LYFT))
    shared = tmp_path / "shared.toml"
    solo = MAPPED / "solo_jobs.csv"
    shared.write_text(to_toml(replace(mapping_of(desk, solo), name="lyft-log")))
    mapping = fitted(desk, read_mapping(shared), tables_in(desk, [solo], NINE))
    assert mapping.name == "lyft-log-2"
    imported(desk, solo, mapping)
    assert {one.name for one in load_mappings(desk.config).mappings} == {"lyft-log", "lyft-log-2"}


def test_a_file_that_is_known_needs_no_mapping(desk: Desk, tmp_path: Path) -> None:
    week = tmp_path / "week.csv"
    week.write_text(WEEK)
    with pytest.raises(BadInput, match=r"week\.csv needs no mapping: it is read as uber-statement"):
        tables_in(desk, [week], NINE)


def test_a_long_table_is_tried_only_in_its_first_part(desk: Desk, tmp_path: Path) -> None:
    long = tmp_path / "lyft_long.csv"
    lines = LYFT.read_text().splitlines()
    rows = (f'{n},"12/16/2017","12:35AM",3.81,16,55,5.92,1,"No",""' for n in range(9000))
    long.write_text("\n".join([lines[0], *rows]))
    (table,) = tables_in(desk, [long], NINE)
    trial = tried(desk, guessed(desk, table), table, NINE)
    assert trial.words.startswith("in its first part: ")
    assert not trial.refused


def test_a_trial_says_what_is_missing(desk: Desk) -> None:
    (table,) = tables_in(desk, [LYFT], NINE)
    mapping = guessed(desk, table)
    assert tried(desk, mapping.with_role("Amount", "ignored"), table, NINE).problem == (
        "No column is the amount: say which one is."
    )
    assert tried(desk, mapping, table, NINE).words == "3 blocks, 3 trips, 4 earnings, 1 refused"

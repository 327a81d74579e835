"""What the columns of an unknown table are, asked in the import dialog: by keys, by mouse, in any size."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace
from support.desks import a_desk, clock, earnings
from support.mapped import MAPPED, guess_of, source_of
from support.tui_host import UNANSWERED, DialogHost, paste, screen_text, standing
from textual.pilot import Pilot

from gigplanner.interop.mapping.rules import BECOMES, Mapping
from gigplanner.interop.table import TableGuess, guess_table
from gigplanner.model import Settings
from gigplanner.model.catalogue import built_in
from gigplanner.tui.dialogs.import_files import ImportDialog
from gigplanner.tui.dialogs.mapper import MapperDialog
from gigplanner.tui.dialogs.mapper_rows import COLUMN, STATE, chosen, mapper_rows, next_choice, trial_lines
from gigplanner.workday.desk import Desk
from gigplanner.workday.intake import Batch, keep
from gigplanner.workday.mappings import Trial, load_mappings
from gigplanner.workday.reading import UnknownTable

NOON = clock("12:00")
LYFT = guess_of(source_of("lyft_log.csv"))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    bare = a_desk(tmp_path)
    return Desk(bare.book, bare.settings, tmp_path / "config.toml")


def an_import(desk: Desk) -> DialogHost:
    return DialogHost(ImportDialog(desk, standing(NOON)))


def a_mapper(desk: Desk, name: str) -> DialogHost:
    file = source_of(name)
    table = guess_table(file.text)
    assert table is not None
    return DialogHost(MapperDialog(desk, standing(NOON), UnknownTable(name, file.data, table)))


async def look_at(pilot: Pilot[None], name: str) -> None:
    await paste(pilot, str(MAPPED / name))
    await pilot.press("enter")
    await pilot.pause()


async def click_on(pilot: Pilot[None], words: str) -> None:
    rows = screen_text(pilot.app).split("\n")
    y = next(y for y, row in enumerate(rows) if words in row)
    await pilot.click(offset=(rows[y].index(words) + 1, y))
    await pilot.pause()


def test_every_choice_leads_around_to_itself() -> None:
    heads = ("row", "dates", "platform", "status", "negative", "decimals", "distances")
    for key in (*heads, f"{COLUMN}Comment", f"{STATE}Waiting"):
        mapping, seen = LYFT, []
        while chosen(mapping, key) not in seen:
            seen.append(chosen(mapping, key))
            mapping = next_choice(mapping, key, 1, built_in())
        assert len(seen) > 1
        assert chosen(mapping, key) == chosen(LYFT, key)
        assert chosen(next_choice(next_choice(LYFT, key, 1, built_in()), key, -1, built_in()), key) == seen[0]


def test_a_row_shows_what_stands_in_its_column_where_there_is_room() -> None:
    table = guess_table(source_of("lyft_log.csv").text)
    assert table is not None
    texts = ["".join(piece.text for piece in row.left) for row in mapper_rows(LYFT, table, 80)]
    assert any("Cancel" in text and "ignored" in text and "No  Yes" in text for text in texts)
    narrow = ["".join(piece.text for piece in row.left) for row in mapper_rows(LYFT, table, 36)]
    assert not any("No  Yes" in text for text in narrow)


def test_a_problem_is_said_in_place_of_the_rows() -> None:
    lines = trial_lines(Trial(problem="No column is the date: say which one is."), Settings(), 30)
    assert [line.text for line in lines] == ["No column is the date: say", "which one is."]


async def test_an_unknown_table_is_explained_imported_and_remembered(desk: Desk) -> None:
    app = an_import(desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await look_at(pilot, "lyft_log.csv")
        assert "enter asks what the columns of lyft_log.csv are." in screen_text(app)
        await pilot.press("enter")
        await pilot.pause()
        seen = screen_text(app)
        assert "Columns · lyft_log.csv" in seen
        assert "3 blocks, 3 trips, 4 earnings, 1 refused" in seen
        await pilot.press("enter")
        await pilot.pause()
        seen = screen_text(app)
        assert "enter keeps 10 new records." in seen
        assert "lyft_log.csv  tables such as lyft-log" in seen
        assert "Tables with the columns of lyft_log.csv are read so from now on" in seen
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.answer, Batch)
    keep(desk, app.answer, NOON)
    assert len(earnings(desk)) == 4
    assert [mapping.name for mapping in load_mappings(desk.config).mappings] == ["lyft-log"]


async def test_what_was_explained_before_can_be_corrected(desk: Desk) -> None:
    app = an_import(desk)
    async with app.run_test(size=(100, 36)) as pilot:
        await look_at(pilot, "lyft_log.csv")
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("ctrl+o")
        await pilot.pause()
        await pilot.press(*["down"] * 9, "backspace")  # the distance is none
        await pilot.pause()
        assert "3 blocks, 4 earnings, 1 refused" in screen_text(app)
        await pilot.press("enter")
        await pilot.pause()
        assert "enter keeps 7 new records." in screen_text(app)
        assert app.answer is UNANSWERED


async def test_keys_change_a_choice_and_the_rows_are_read_anew(desk: Desk) -> None:
    app = a_mapper(desk, "appen_hours.csv")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "In appen_hours.csv the dates, such as 03/04/2026, can be" in screen_text(app)
        await pilot.press("enter")
        await pilot.pause()
        assert "No row can be read so yet." in screen_text(app)
        await pilot.press("down", "right")
        await pilot.pause()
        assert "Fri 3 Apr 2026 09:00" in screen_text(app)
        await pilot.press("right")
        await pilot.pause()
        assert "Wed 4 Mar 2026 09:00" in screen_text(app)
        await pilot.press("left", "enter")
        await pilot.pause()
        assert isinstance(app.answer, Mapping)
        assert app.answer.dates == "day first"


async def test_the_mouse_opens_the_list_of_choices_and_takes_one(desk: Desk) -> None:
    app = a_mapper(desk, "hurdlr_expenses.csv")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await click_on(pilot, "a row is")
        assert "miles driven" in screen_text(app)
        await click_on(pilot, "work and its pay")
        assert "2 earnings" in screen_text(app)
        await click_on(pilot, "read it so")
        assert isinstance(app.answer, Mapping)
        assert app.answer.becomes == BECOMES[0]


@pytest.mark.parametrize("size", [(120, 36), (40, 20), (1, 1)])
async def test_in_any_size_the_keys_go_on_working_and_the_rows_stay_in_sight(
    desk: Desk, size: tuple[int, int]
) -> None:
    app = a_mapper(desk, "bank_eu.csv")
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await pilot.press("end")
        await pilot.pause()
        if size != (1, 1):
            seen = screen_text(app)
            assert "▸ table's name" in seen
            assert "€1,204.05" in seen
        await pilot.press("enter")
        await pilot.pause()
        assert app.answer == guess_of(source_of("bank_eu.csv"))


async def test_the_states_the_zone_the_currency_and_the_name_are_said_in_the_dialog(desk: Desk) -> None:
    days = [f"2026-11-{day:02} 09:00,12.00,Paid" for day in range(2, 9)]
    text = "\n".join(["Start,Pay,Status", *days, "2026-11-09 09:00,3.00,Geprüft"])
    table = guess_table(text)
    assert table is not None
    app = DialogHost(MapperDialog(desk, standing(NOON), UnknownTable("jobs.csv", text.encode(), table)))
    async with app.run_test(size=(100, 36)) as pilot:
        await pilot.pause()
        seen = screen_text(app)
        assert "7 earnings, 1 refused" in seen
        assert "Geprüft        ‹ unknown ›" in seen
        await pilot.press("end", *["up"] * 4, *["right"] * 3)  # what nobody knows is approved
        await pilot.pause()
        assert "8 earnings" in screen_text(app)
        await pilot.press("end", "right")
        await pilot.pause()
        await pilot.press(*["backspace"] * 10, *"Räuber", "enter")
        await pilot.pause()
        assert "cannot be a mapping's name" in screen_text(app)
        await pilot.press(*["backspace"] * 10, *"Side jobs", "enter")
        await pilot.pause()
        await pilot.press("up", "space")
        await pilot.pause()
        await pilot.press(*"Chicago", "enter")
        await pilot.pause()
        assert "‹ America/Chicago ›" in screen_text(app)
        await pilot.press("up", "up", "space", *"xyz", "enter")
        await pilot.pause()
        assert "use a code such as USD, EUR or GBP" in " ".join(screen_text(app).split())
        await pilot.press(*["backspace"] * 3, *"eur", "enter")
        await pilot.pause()
        assert "€12.00" in screen_text(app)
        await pilot.press("enter")
        await pilot.pause()
    assert isinstance(app.answer, Mapping)
    said = (app.answer.name, app.answer.zone, app.answer.currency)
    assert said == ("side-jobs", "America/Chicago", "EUR")
    assert app.answer.status_words == {"Geprüft": "approved"}


async def test_the_name_of_a_table_read_before_stays(desk: Desk) -> None:
    app = an_import(desk)
    async with app.run_test(size=(100, 36)) as pilot:
        await look_at(pilot, "lyft_log.csv")
        await pilot.press("enter", "enter", "enter")
        await pilot.pause()
    assert isinstance(app.answer, Batch)
    keep(desk, app.answer, NOON)
    preview = an_import(desk)
    async with preview.run_test(size=(100, 36)) as pilot:
        await look_at(pilot, "lyft_log.csv")
        assert "lyft_log.csv is read as you said before: remembered as lyft-log." in screen_text(preview)
    again = a_mapper(desk, "lyft_log.csv")
    async with again.run_test(size=(100, 36)) as pilot:
        await pilot.press("end", "space")
        await pilot.pause()
        assert "The name stays: by it the rows imported before are known again." in screen_text(again)


async def test_leaving_asks_once_more_after_a_correction(desk: Desk) -> None:
    app = a_mapper(desk, "hurdlr_expenses.csv")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("right", "escape")
        await pilot.pause()
        assert app.answer is UNANSWERED
        await pilot.press("escape")
        await pilot.pause()
        assert app.answer is None


def test_columns_named_in_markup_are_shown_as_they_stand() -> None:
    odd = "[/bold][@click=app.quit]x"
    mapping = replace(LYFT, columns={odd: "ignored", **LYFT.columns})
    table = TableGuess(",", 1, (odd, "Date"), ((odd, "1"),))
    texts = ["".join(piece.text for piece in row.left) for row in mapper_rows(mapping, table, 80)]
    assert any(text.startswith("[/bold][@cli") for text in texts)

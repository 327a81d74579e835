"""A mapping as a small TOML file: what is written is read again, what is wrong is said in a sentence."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from support.mapped import guess_of, source_of

from gigplanner.interop.mapping.rules import (
    BECOMES,
    NEGATIVES,
    ORDERS,
    ROLES,
    SAID,
    SINGLE,
    Mapping,
    Role,
    bound_to,
    missing_in,
    name_from,
)
from gigplanner.interop.mapping.written import from_toml, to_toml
from gigplanner.interop.table import column_name, guess_table
from gigplanner.model import BadInput

LYFT = guess_of(source_of("lyft_log.csv"))
FREE: list[Role] = [role for role in ROLES if role not in SINGLE]


@st.composite
def mappings(draw: st.DrawFn) -> Mapping:
    """Any mapping that says what its rows need."""
    needed: dict[str, Role] = {
        "day of it": "date", "paid": "amount", "far": "miles", "what": "title", "long": "minutes",
        "at": "start",
    }  # fmt: skip
    taken = {"", *map(column_name, needed)}
    words = draw(st.lists(st.text(min_size=1, max_size=20), max_size=6, unique_by=column_name))
    columns = {word: draw(st.sampled_from(FREE)) for word in words if column_name(word) not in taken} | needed
    return Mapping(
        name=draw(st.from_regex(r"[a-z0-9][a-z0-9-]{0,39}", fullmatch=True)),
        becomes=draw(st.sampled_from(BECOMES)),
        columns=columns,
        headers=tuple(draw(st.lists(st.from_regex(r"[0-9a-f]{24}", fullmatch=True), max_size=2))),
        same_row=tuple(draw(st.lists(st.sampled_from(sorted(columns)), max_size=3, unique=True))),
        dates=draw(st.sampled_from(ORDERS)),
        zone=draw(st.sampled_from(["", "UTC", "Asia/Kathmandu"])),
        decimal_comma=draw(st.booleans()),
        kilometres=draw(st.booleans()),
        platform=draw(st.sampled_from(["", "Lyft", 'a "quoted" \\ one'])),
        currency=draw(st.sampled_from(["", "EUR"])),
        negative=draw(st.sampled_from(NEGATIVES)),
        status_words={
            word: draw(st.sampled_from(SAID)) for word in draw(st.lists(st.text(max_size=9), max_size=3))
        },
    )


@settings(max_examples=100, deadline=None)
@given(mappings())
def test_what_is_written_is_read_again(mapping: Mapping) -> None:
    assert from_toml(to_toml(mapping), "shared.toml") == mapping


@pytest.mark.parametrize(
    ("line", "instead", "said"),
    [
        ("version = 1", "version = 2", "version"),
        ('name = "lyft-log"', 'name = "../up"', "cannot be a mapping's name"),
        ('row = "earning"', 'row = "money"', "row should be one of"),
        ('"Tip" = "tip"', '"Tip" = "gratuity"', "“Tip”"),
        ('"Tip" = "tip"', '"Tip" = "date"', "only one column can be “date”"),
        ('"Tip" = "tip"', '"tip " = "tip"\n"TIP" = "tip"', "one name"),
        ('"Amount" = "amount"', '"Amount" = "ignored"', "No column is the amount"),
        ('same_row = ["RideNumber"]', 'same_row = ["Nowhere"]', "“Nowhere”"),
        ('zone = ""', 'zone = "Mars/Crater"', "not a time zone"),
        ('currency = ""', 'currency = "XYZ"', "currency should be a code"),
        ("decimal_comma = false", 'decimal_comma = "no"', "true or false"),
        ("kilometres = false", "kilometers = false", "nothing that a mapping says"),
        ("[columns]", "[columns", "not valid TOML"),
        (f'headers = ["{LYFT.headers[0]}"]', 'headers = ["lyft"]', "no fingerprint"),
    ],
)
def test_what_is_wrong_in_a_file_is_said_in_one_sentence(line: str, instead: str, said: str) -> None:
    text = to_toml(LYFT)
    assert line in text
    with pytest.raises(BadInput) as raised:
        from_toml(text.replace(line, instead, 1), "lyft.toml")
    assert str(raised.value).startswith("lyft.toml")
    assert said in str(raised.value)


def test_a_mapping_given_by_others_fits_a_table_with_a_further_column() -> None:
    header = "Rating,RideNumber,Date,Time,Distance,Time_Min,Time_Sec,Amount,Tip,Cancel,Comment\n"
    table = guess_table(header + "5,1,x,y,,,,,,,\n" * 2)
    assert table is not None
    bound = bound_to(LYFT, table, "newer.csv")
    assert set(bound.headers) == {*LYFT.headers, table.fingerprint}


def test_a_table_that_lacks_a_column_is_not_read_by_it() -> None:
    table = guess_table("Date,Amount\n12/2/2017,5\n12/3/2017,6\n")
    assert table is not None
    with pytest.raises(BadInput, match=r"other\.csv has no column “RideNumber”"):
        bound_to(LYFT, table, "other.csv")


def test_a_role_that_only_one_column_can_have_moves() -> None:
    moved = LYFT.with_role("Comment", "date")
    assert (moved.columns["Comment"], moved.columns["Date"]) == ("date", "ignored")
    both = LYFT.with_role("Comment", "tip")
    assert (both.columns["Comment"], both.columns["Tip"]) == ("tip", "tip")


def test_names_come_from_files_without_their_dates() -> None:
    assert name_from("Statement 2026-11.csv") == "statement"
    assert name_from("Statement 2026-12.csv", ["statement"]) == "statement-2"
    assert name_from("2026.csv") == "table"
    assert name_from("Downloads/Mes gains (été).CSV") == "mes-gains-t"


def test_a_mapping_without_the_needed_columns_says_which() -> None:
    assert missing_in(replace(LYFT, becomes="task")) == "No column is the title: say which one is."
    assert missing_in(replace(LYFT, columns={"a": "amount"})) == "No column is the date: say which one is."

"""Tables as programs save them: delimiters, preambles, encodings, and rows that cannot be split."""

from __future__ import annotations

import pytest

from gigplanner.interop import table
from gigplanner.interop.reading import SourceFile
from gigplanner.interop.table import guess_table, has_header, read_table

WANTED = frozenset({"title", "minutes"})


def rows(text: str) -> list[tuple[int, str, str]]:
    """Line, title and minutes of each row."""
    found = read_table(text, WANTED)
    assert found is not None
    return [(row.line, row["title"], row["minutes"]) for row in found.rows]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("before", ["", "sep={0}", "Tasks of November\n\nName{0} Ann"])
def test_rows_keep_their_lines_whatever_stands_around_them(delimiter: str, end: str, before: str) -> None:
    text = "\n".join([*([before] if before else []), "Title*{0} MINUTES", "Survey{0}12", "", "Call{0}9"])
    first = text.count("\n", 0, text.index("Survey")) + 1
    found = rows(text.format(delimiter).replace("\n", end))
    assert found == [(first, "Survey", "12"), (first + 2, "Call", "9")]


def test_a_row_may_go_over_several_lines() -> None:
    assert rows('title,minutes\n"Survey\non cars",12\nCall,9\n') == [
        (2, "Survey\non cars", "12"),
        (4, "Call", "9"),
    ]


def test_rows_can_be_gone_through_again_and_counted() -> None:
    found = read_table("title,minutes\nSurvey,12\n\n,\nCall,9\n", WANTED)
    assert found is not None
    assert [row["title"] for row in found.rows] == [row["title"] for row in found.rows] == ["Survey", "Call"]
    assert (len(found.rows), bool(found.rows), found.rows[1]["minutes"]) == (2, True, "9")
    with pytest.raises(IndexError):
        found.rows[2]


def test_what_is_refused_is_the_same_before_and_after_and_the_text_is_not_split_again_for_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = 'title,minutes\n"Never closed,5\nSurvey,5\n'
    fresh, read = read_table(text, frozenset({"title"})), read_table(text, frozenset({"title"}))
    assert fresh is not None and read is not None
    assert next(iter(read.rows), None) is not None  # only the first: the rest is not known yet
    assert read.refused == fresh.refused and [entry.line for entry in fresh.refused] == [2]
    assert [row["title"] for row in read.rows] == ["Survey"]
    monkeypatch.setattr(table, "Splitter", None)
    assert read.refused == fresh.refused


def test_a_row_tells_what_stands_where() -> None:
    found = read_table("title,minutes,title,,note\nSurvey,12,second,nameless,x,more, \nCall\n", WANTED)
    assert found is not None
    long, short = found.rows
    assert (found.columns, found.repeated) == (("title", "minutes", "note"), ("title",))
    assert long.cells == {"title": "Survey", "minutes": "12", "note": "x"}
    assert long.beyond == ("more",)
    assert (short["minutes"], short["never"], short.cells, short.beyond) == ("", "", {"title": "Call"}, ())


def test_a_quotation_mark_that_never_closes_costs_its_own_line() -> None:
    text = "title,minutes\n" + 'bad,"9\n' + "Call,9\n" * 300
    found = read_table(text, WANTED)
    assert found is not None
    assert [(refused.line, refused.reason) for refused in found.refused] == [
        (2, "The quotation marks in this line do not match.")
    ]
    assert [row.line for row in found.rows] == list(range(3, 303))


def test_a_line_or_a_cell_of_absurd_length_is_refused_and_the_rest_is_read() -> None:
    text = f"title,minutes\n{'x' * 200_000},1\n{'y,' * 600_000}\nCall,9\n"
    found = read_table(text, WANTED)
    assert found is not None
    assert [refused.line for refused in found.refused] == [2, 3]
    assert all("absurdly long" in refused.reason for refused in found.refused)
    assert rows(text) == [(4, "Call", "9")]


@pytest.mark.parametrize(
    ("bound", "text", "kept"),
    [
        ("MOST_ROWS", "title,minutes\n" + "Call,9\n" * 9, 4),
        ("MOST_LINES", "title,minutes\nCall,9\n" + "\n" * 9 + "Call,9\n", 1),
        ("MOST_REFUSED", "title,minutes\nCall,9\n" + 'a"b,"c\n' * 9, 1),
    ],
)
def test_a_table_without_end_is_cut_off_in_a_sentence(
    bound: str, text: str, kept: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table, bound, 5)
    found = read_table(text, WANTED)
    assert found is not None
    assert len(found.rows) == kept
    assert found.refused[-1].reason.startswith("The rest was left out: ")


def test_a_header_is_looked_for_near_the_top_only() -> None:
    assert has_header("\n" * 20 + "title,minutes\n", WANTED)
    assert not has_header("x\n" * 80 + "title,minutes\n", WANTED)
    assert read_table("x\n" * 80 + "title,minutes\n", WANTED) is None


def test_a_table_nobody_knows_is_described_for_the_person() -> None:
    text = "Report for;November\n\nOrder no.;Price;Buyer\n17;2,50;Ann\n18;3,50;Bob\n"
    guess = guess_table(text)
    assert guess is not None
    assert (guess.delimiter, guess.header, guess.columns) == (";", 3, ("Order no.", "Price", "Buyer"))
    assert guess.sample == (("17", "2,50", "Ann"), ("18", "3,50", "Bob"))
    again = guess_table("ORDER NO.,price,Buyer*\n1,2,Cy\n")
    assert again is not None and again.fingerprint == guess.fingerprint


@pytest.mark.parametrize("text", ["", "one column\nonly\n", "1,2\n3,4\n", "a,b\n", "Roses are red, dear\n"])
def test_what_is_no_table_is_not_described_as_one(text: str) -> None:
    assert guess_table(text) is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_text_comes_out_right_in_every_usual_encoding(encoding: str) -> None:
    text = "title,minutes\nCafé survey,12\n"
    assert SourceFile("file", text.encode(encoding)).text == text


def test_a_file_cut_inside_a_character_is_still_utf8() -> None:
    assert SourceFile("file", "Größe, Café".encode()[:-1]).text == "Größe, Caf�"

"""A report as a page for the browser: everything inside it, nothing of anybody's text taken for markup."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gigplanner.insights.report.html import page_html
from gigplanner.insights.report.page import Page, Section, Theirs
from gigplanner.insights.report.plots import Bar, Bars, Columns, Curve, Grid, GridCell, Plot, Point
from gigplanner.insights.report.plots_svg import plot_svg

HOSTILE = "<script>alert(1)</script>\"'&]]>"
NEVER = GridCell(level=None, words="")
SVG = "{http://www.w3.org/2000/svg}"


class Tags(HTMLParser):
    """What a page is made of."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words += data


def plots(words: str) -> list[Plot]:
    bar = Bar(name=words, value=3.0, words=words)
    cell = GridCell(level=0.4, words=words)
    return [
        Bars(bars=(bar, Bar(name="none", value=0, words=""))),
        Columns(bars=(bar,), note=words),
        Grid(rows=(words,), columns=("07", "08"), cells=((cell, NEVER),), low="a", high="b"),
        Curve(points=(Point(name=words, value=1, words=words, low=0, high=2),), note=words),
    ]  # fmt: skip


def page(words: str, plot: Plot | None = None) -> Page:
    return Page(
        title=words,
        headline=words,
        sections=(
            Section(
                key="one",
                title=words,
                head=("Name", "Gross", "Nothing", "Net"),
                rows=((Theirs(words), "$1.00", "", "$0.90"),),
                lines=(Theirs(words),),
                plot=plot,
            ),
            Section(key="note", title="Note", lines=(Theirs(words), "second")),
        ),
    )


@pytest.mark.parametrize("number", range(4))
def test_hostile_words_are_words_in_every_place(number: int):
    found = Tags(page_html(page(HOSTILE, plots(HOSTILE)[number])))
    assert found.open == []
    assert "script" not in {tag for tag, _ in found.seen}
    assert found.words.count("<script>alert(1)</script>") >= 6


def test_the_page_needs_nothing_from_elsewhere_and_runs_nothing():
    text = page_html(page("Week", plots("Uber")[0]))
    found = Tags(text)
    assert not re.search(
        r"(src|href|url)\s*[=(]\s*['\"]?(https?:|//)", text.replace("http://www.w3.org/2000/svg", "")
    )
    assert {"script", "link", "img", "iframe"}.isdisjoint(tag for tag, _ in found.seen)
    assert "default-src 'none'" in str(found.seen)
    assert "prefers-color-scheme: dark" in text and "@media print" in text


def test_empty_columns_are_left_out():
    assert "Nothing" not in page_html(page("x"))


@pytest.mark.parametrize("number", range(4))
def test_each_picture_is_well_formed_and_says_its_figures_without_colour(number: int):
    drawn = ET.fromstring(plot_svg(plots("Uber 3")[number], "Pay"))
    assert drawn.get("aria-label") == "Pay"
    titles = [title.text or "" for title in drawn.iter(f"{SVG}title")]
    assert any("Uber 3" in title for title in titles)


def test_a_guess_is_hatched_and_what_was_never_worked_is_not_drawn():
    cells = (
        GridCell(level=0.0, words="low"),
        GridCell(level=1.0, words="high"),
        GridCell(level=0.5, words="guess", sure=False),
        GridCell(level=None, words="never"),
    )
    grid = Grid(rows=("Fri",), columns=("17", "18", "19", "20"), cells=(cells,), low="l", high="h")
    drawn = ET.fromstring(plot_svg(grid, "Pay"))
    classes = {
        title.text: parent.get("class") for parent in drawn.iter() for title in parent.findall(f"{SVG}title")
    }
    assert classes == {"Fri 17: low": "level0", "Fri 18: high": "level3", "Fri 19: guess": "guess"}


@given(st.lists(st.tuples(st.text(max_size=30), st.floats(-1e9, 1e9)), max_size=12))
def test_any_figures_make_a_picture_inside_its_frame(figures: list[tuple[str, float]]):
    bars = tuple(Bar(name=clean(name), value=value, words=f"{value:.2f}") for name, value in figures)
    for plot in (Bars(bars=bars), Columns(bars=bars)):
        drawn = ET.fromstring(plot_svg(plot, "Any"))
        width, height = (float(part) for part in (drawn.get("viewBox") or "").split()[2:])
        for mark in drawn.iter(f"{SVG}rect"):
            left, top, wide, high = (float(mark.get(name) or 0) for name in ("x", "y", "width", "height"))
            assert 0 <= left <= left + wide <= width + 0.1
            assert 0 <= top <= top + high <= height + 0.1


def clean(text: str) -> str:
    """As people's text is when it enters: nothing that XML forbids."""
    return "".join(one for one in text if one.isprintable())

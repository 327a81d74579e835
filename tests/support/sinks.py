"""Hostile text in every field of a planbook, and what no sink may make of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from html.parser import HTMLParser
from types import UnionType
from typing import get_args, get_type_hints
from xml.etree import ElementTree

from msgspec.structs import replace
from support.desks import usd
from textual.app import App

from gigplanner.model.catalogue import Platform
from gigplanner.model.records import (
    Block,
    DayNote,
    Earning,
    Expense,
    LatePart,
    PastWait,
    PlacedTask,
    Plan,
    Record,
    Series,
    SetAside,
    ShiftEvent,
    Task,
    TaskResult,
    Trip,
)
from gigplanner.workday.desk import Desk

WORST = (
    "=1+1 שלום 12 日本👩\u200d👩\u200d👧🇩🇪 [/][@click=app.quit]x[/] [/foo][x='y'][on #010203]z[/]"
    " $primary ${x} {0} %s"
    "<img src=x onerror=alert(1)></script><script>alert(1)</script>&lt;"
    " #[fg=red]#(touch owned)#{pid} %{F#f00}"
    " a\x1b]52;c;ZXZpbA==\x07 \x9b31m\x1b[2J\x1b]0;owned\x07\x1b]8;;http://e.vil\x1b\\l \x00\x08\x7f"
    " \u202eevil\u2066\u200bzero\u200d\ufeff\u061c\nnext\r\tline\x85\u2028 |*_`x`_*| https://e.vil ;:,\"'\\"
    + "x"
    * 9_500
)
"""Every kind of hostility at once: markup, terminal commands, HTML, formulas, tmux, bidi, breaks, length."""

STRUCTURAL = {
    "id", "status", "kind", "currency", "zone", "rule", "occurrence", "outcome", "colour", "renamed_to",
    "series", "shift", "task", "block", "earning", "trip", "result", "boot", "source_digest", "fee_percent",
    "first_status", "needs", "ways_in",
}  # fmt: skip
"""Fields that the program itself writes: names of records, and words out of a list."""

_FROM_THE_RIGHT = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe]"


def plant(desk: Desk, text: str, now: datetime, *, short: str | None = None) -> None:
    """Fill the planbook of `desk` with `text` in every field that holds people's words, past all cleaning.

    A shift runs at `now`, with an order and a filler behind it; `short` is what platforms are called.
    """
    name = text if short is None else short
    whole = replace(_TASK, title=text, platform=name, category=text, tags=(text, text), url=text, notes=text,
                    lane=text, source=text, source_id=text)  # fmt: skip
    today = desk.settings.day_of(now)
    hour = timedelta(hours=1)
    where = {"platform": name, "place": text, "url": text, "notes": text}
    money = {"platform": name, "category": text, "note": text}
    placed = PlacedTask(
        task="t1", title=text, start=now + hour, end=now + 2 * hour, units=1, minutes=20, expected=usd("5"),
        platform=name, place=text,
    )  # fmt: skip
    records: list[Record] = [
        replace(whole, id="t1", due=now + 9 * hour),
        replace(whole, id="t2", minutes=2.0, units=40, resumable=True),
        Block(id="b1", title=text, start=now + 3 * hour, end=now + 5 * hour, kind="shift", expected=usd("64"),
              source=text, source_id=text, **where),
        Block(id="b2", title=text, start=now + 6 * hour, end=now + 7 * hour, transparent=True,
              source=text, source_id=text, **where),
        Series(id="s1", title=text, first=datetime.fromisoformat("2026-11-20T19:00"), minutes=30,
               rule="FREQ=DAILY;COUNT=4", zone=desk.settings.zone, source=text, source_id=text, **where),
        Platform(id="own", name=name, full_name=text, aliases=(text,), note=text, source=text,
                 source_id=text),
        Earning(id="e1", at=now - 2 * hour, gross=usd("5"), tip=usd("2"), job=text, also=(text,),
                late=(LatePart(origin=text, tip=usd("1")),), source=text, source_id=text, **money),
        Earning(id="e2", at=now - 50 * 24 * hour, gross=usd("9"), status="pending", job=text, also=(text,),
                late=(LatePart(origin=text, tip=usd("1")),), source=text, source_id=text, **money),
        Expense(id="x1", at=now - 2 * hour, amount=usd("3"), source=text, source_id=text, **money),
        Trip(id="m1", at=now - 2 * hour, miles=Decimal(3), platform=name, note=text, origin=text,
             destination=text, purpose=text, source=text, source_id=text),
        SetAside(id="a1", at=now - hour, amount=usd("4"), note=text, source=text, source_id=text),
        PastWait(id="w1", start=now - 26 * hour, minutes=9, ended_by_order=True, platform=name, source=text,
                 source_id=text),
        Plan(id=today.isoformat(), date=today, made_at=now - hour, placements=(placed,), expected=usd("5"),
             bound=usd("5"), accepted_at=now - hour, source=text, source_id=text),
        TaskResult(id="r1", at=now - hour, task="t0", outcome="done", units=1, platform=name, category=text,
                   stated_minutes=10, minutes=14, earned=usd("2"), source=text, source_id=text),
        DayNote(id=today.isoformat(), date=today, text=text, source=text, source_id=text),
    ]  # fmt: skip
    begun = (
        ("started", 90, {}), ("online", 89, {}), ("order", 80, {"pay": usd("8"), "miles": Decimal(4)}),
        ("delivered", 60, {}), ("filler_started", 50, {"task": "t2"}), ("filler_done", 45, {"task": "t2"}),
        ("waiting", 44, {}),
    )  # fmt: skip
    records += [
        ShiftEvent(id=f"v{seq}", shift="v0", kind=kind, at=now - timedelta(minutes=ago), seq=seq,
                   platform=f"{name} too" if kind == "online" else name, place=text, note=text,
                   zone=desk.settings.zone, source=text, source_id=text, **more)
        for seq, (kind, ago, more) in enumerate(begun)
    ]  # fmt: skip
    with desk.book.action(text, now=now) as action:
        for record in records:
            action.put(record)


_TASK = Task(id="", title="", pay=usd("1.50"), minutes=15)


def words_of_people(record: type[Record]) -> Iterator[str]:
    """Yield the fields of a kind of record in which people's or other programs' words can stand."""
    for field, kind in get_type_hints(record).items():
        kinds = get_args(kind) if isinstance(kind, UnionType) else (kind,)
        if field not in STRUCTURAL and any(one is str or str in get_args(one) for one in kinds):
            yield field


def unsafe(text: str, *, kept: str = "") -> list[str]:
    """Return what in `text` could command a terminal or is not seen, but for the characters in `kept`.

    The mark that the program itself puts behind words written from the right is its own.
    """
    text = re.sub(f"(?<={_FROM_THE_RIGHT})\u200e", "", text)
    return [
        mark
        for mark in text
        if mark not in kept and unicodedata.category(mark) in ("Cc", "Cf", "Cs", "Zl", "Zp", "Co", "Cn")
    ]


def check_screen(app: App[None], where: str) -> None:
    """Nothing drawn commands the terminal, is a link into the app, has a style of a text, or is shifted."""
    from rich.cells import cell_len

    for strip in app.screen._compositor.render_strips():
        row = "".join(segment.text for segment in strip)
        assert not unsafe(row), (where, row)
        assert cell_len(row) == app.size.width, (where, row)
        for segment in strip:
            if segment.style:
                assert "@click" not in segment.style.meta, (where, row)
                assert "1, 2, 3" not in str(segment.style.bgcolor), (where, row)
                assert segment.style.link is None, (where, row)
                for colour in (segment.style.color, segment.style.bgcolor):
                    assert colour is None or colour.triplet, (where, row)  # none of the terminal's palette
                assert not segment.style.dim, (where, row)


_OF_PICTURES = frozenset(
    ["svg", "style", "defs", "clipPath", "rect", "text", "g", "circle", "title", "path", "line", "polyline"]
)


def check_svg(svg: str) -> None:
    """A picture is well formed, and a text in it made no element of its own, and no attribute."""
    root = ElementTree.fromstring(svg)
    names = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert names <= _OF_PICTURES, names
    assert not [name for element in root.iter() for name in element.attrib if name.startswith("on")]
    assert not unsafe(svg, kept="\n\t")


class Tags(HTMLParser):
    """The elements of a page, as a browser finds them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}

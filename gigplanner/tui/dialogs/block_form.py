"""A block of the calendar, field by field."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any, get_args

from msgspec.structs import replace

from gigplanner.model.errors import BadInput
from gigplanner.model.money import show_money
from gigplanner.model.records import Block, BlockKind
from gigplanner.model.settings import Settings
from gigplanner.model.showing import show_clock, show_moment
from gigplanner.model.times import show_minutes
from gigplanner.tui.dialogs import field_text
from gigplanner.tui.dialogs.completing import DAYS
from gigplanner.tui.dialogs.fields import Choice, Entry, Field, NoteArea, Tick
from gigplanner.tui.dialogs.form import FormDialog
from gigplanner.workday.blocks import checked
from gigplanner.workday.desk import Desk
from gigplanner.workday.whens import read_day

KINDS: tuple[BlockKind, ...] = get_args(BlockKind)
_PLAIN = ("title", "platform", "place", "kind", "notes")


class BlockDialog(FormDialog[Block]):
    """Change a block, or with None make one on `day`. The answer is the block, its id as it was."""

    HINT = "A title or a platform, and a time such as 11-14, are enough."

    def __init__(self, desk: Desk, clock: Callable[[], datetime], block: Block | None, day: date) -> None:
        super().__init__(block)
        self._desk, self._clock, self._day = desk, clock, day

    def heading(self) -> str:
        """New, or which."""
        return f"Block · {self.given.title}" if self.given else "New block"

    def fields(self) -> Iterable[Field]:
        """What a block has."""
        settings = self._desk.settings
        block, shown = self.given, block_texts(self.given, self._day, settings)

        def entry(name: str, placeholder: str = "", suggestions: Iterable[str] = ()) -> Entry:
            return Entry(shown[name], id=name, placeholder=placeholder, suggestions=suggestions)

        places = dict.fromkeys(("", *settings.places, "out", shown["place"]))
        platforms = self._desk.platform_names
        yield Field("title", entry("title", "the platform's name, if empty"), wide=True)
        yield Field("kind", Choice([(kind, kind) for kind in KINDS], shown["kind"], id="kind"))
        yield Field("platform", entry("platform", "if it is work", platforms))
        yield Field("date", entry("date", "fri, 24 nov, 2026-11-24", DAYS))
        yield Field("time", entry("time", "11-14"))
        yield Field(
            "place",
            Choice([(place or "where I am then", place) for place in places], shown["place"], id="place"),
        )
        yield Field("expected", entry("expected", "pay, if known"))
        yield Field("way there", entry("before", "0"), behind="min")
        yield Field("way back", entry("after", "0"), behind="min")
        yield Field(
            "free",
            Tick("takes no time", bool(block and block.transparent), id="transparent"),
            wide=True,
        )
        yield Field("notes", NoteArea(shown["notes"], id="notes"), wide=True)

    def read(self) -> Block:
        """The block with what was changed."""
        return read_block(
            self.given, self._day, self.texts(), self.ticked(), now=self._clock(), desk=self._desk
        )

    def words(self, made: Block) -> str:
        """When it is."""
        return block_words(made, self._desk.settings)


def block_texts(block: Block | None, day: date, settings: Settings) -> dict[str, str]:
    """Return what the fields of a block show, by their ids."""
    if block is None:
        empty = dict.fromkeys(
            ("title", "platform", "time", "place", "expected", "before", "after", "notes"), ""
        )
        return {**empty, "kind": "shift", "date": day.isoformat()}
    start, end = settings.wall(block.start), settings.wall(block.end)
    return {
        "title": block.title,
        "kind": block.kind,
        "platform": block.platform,
        "date": start.date().isoformat(),
        "time": field_text.show_range(start, end),
        "place": block.place,
        "expected": field_text.show_pay(block.expected),
        "before": str(block.before or ""),
        "after": str(block.after or ""),
        "notes": block.notes,
    }


def read_block(
    block: Block | None,
    day: date,
    texts: dict[str, str],
    ticked: frozenset[str],
    *,
    now: datetime,
    desk: Desk,
) -> Block:
    """Return `block` with the fields that differ from what it shows; all others keep their exact value.

    Raises BadInput for the first field that is wrong or missing.
    """
    settings = desk.settings
    shown = {name: text.strip() for name, text in block_texts(block, day, settings).items()}
    new = {name: text.strip() for name, text in texts.items() if text.strip() != shown[name]}
    changes: dict[str, Any] = {name: new[name] for name in _PLAIN if name in new}
    if "platform" in new:
        changes["platform"] = desk.catalogue.canonical(new["platform"])
    if "date" in new or "time" in new or block is None:
        changes |= _read_span(texts, now, settings)
    for name, what in (("before", "Way there"), ("after", "Way back")):
        if name in new:
            changes[name] = (
                field_text.read_count(new[name], what, field_text.LONGEST_TRAVEL) if new[name] else 0
            )
    if "expected" in new:
        changes["expected"] = field_text.read_pay(new["expected"], settings) if new["expected"] else None
    changes["transparent"] = "transparent" in ticked
    if not texts["title"].strip():
        changes["title"] = changes.get("platform") or (block.platform if block else "")
        if not changes["title"]:
            raise BadInput("What is it? Give a title or a platform.")
    if block is not None:
        return checked(replace(block, **changes))
    return checked(Block(**{"id": "", "zone": settings.zone, "kind": shown["kind"], **changes}))


def _read_span(texts: dict[str, str], now: datetime, settings: Settings) -> dict[str, datetime]:
    if not texts["time"]:
        raise BadInput("When is it? Give a time such as 11-14.")
    day = read_day(texts["date"], settings.wall(now).date())
    start, end = field_text.read_times(texts["time"], day)
    span = {"start": settings.instant(start), "end": settings.instant(end)}
    if span["end"] <= span["start"]:
        raise BadInput("That time is left out when the clocks go forward: choose another one.")
    return span


def block_words(block: Block, settings: Settings) -> str:
    """Return in one line when a block is and how long."""
    start, end = settings.wall(block.start), settings.wall(block.end)
    until = show_clock(end) if end.date() == start.date() else show_moment(end)
    words = [f"{show_moment(start)} – {until}", show_minutes(block.span.minutes)]
    words += [f"busy {show_minutes(block.busy.minutes)}"] if block.busy and block.busy != block.span else []
    words += ["takes no time"] if block.transparent else []
    words += [f"{show_money(block.expected)} expected"] if block.expected else []
    return " · ".join(words)

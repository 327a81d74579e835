"""A Trello board's own export (Menu → Print, export and share → Export as JSON): its cards as tasks."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime
from typing import Any

from gigplanner.interop.hints import PlatformFinder, minutes_in, pay_in
from gigplanner.interop.privacy import web_link, without_secrets
from gigplanner.interop.reading import ImportContext, Importer, Reading, Refused, SourceFile, counted
from gigplanner.interop.trello_fields import FieldBook
from gigplanner.model import BadInput, Money, Task
from gigplanner.model.settings import NEEDS
from gigplanner.model.text import clean_text, quoted

ASSUMED_MINUTES = 30.0
MOST_CARDS = 20_000
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?Z", re.ASCII)
_CARD_ID = re.compile(r"[0-9a-f]{24}")
_FIRST_BOARD, _LAST_YEAR = datetime(2011, 1, 1, tzinfo=UTC), 2100
_MOST_ITEMS = 200


def recognises(file: SourceFile) -> bool:
    """Whether the file is a board, or a single card, as Trello exports them."""
    if not file.looks_like_json or not isinstance(file.json, dict):
        return False
    root = file.json
    return {"cards", "lists"} <= root.keys() or {"idList", "idBoard", "badges"} <= root.keys()


def read(file: SourceFile, context: ImportContext) -> Reading:
    """Read every card that is not archived."""
    root = file.json
    if not isinstance(root, dict):
        raise BadInput(f"{file.name} is not a Trello board: export the board as JSON and import that.")
    cards = [root] if "idList" in root else root.get("cards")
    if not isinstance(cards, list):
        raise BadInput(f"{file.name} holds no cards: export the whole board from Trello as JSON.")
    if len(cards) > MOST_CARDS:
        raise BadInput(
            f"{file.name} holds more than {MOST_CARDS:,} cards: archive old ones and export again."
        )
    return read_cards(cards, root, context)


def read_cards(cards: list[Any], root: dict[str, Any], context: ImportContext) -> Reading:
    """Read cards as Trello's JSON writes them; `root` holds the lists, checklists and fields."""
    return _BoardReader(root, context).reading(cards)


class _BoardReader:
    """Reads the cards of one board. Members and the cards' mail addresses are never looked at."""

    def __init__(self, root: dict[str, Any], context: ImportContext) -> None:
        self.context = context
        self.platforms = PlatformFinder(context.catalogue)
        self.board_closed = root.get("closed") is True and "idList" not in root
        lists = _by_id(root.get("lists"))
        self.lanes = {key: clean_text(_text(entry, "name"), 100) for key, entry in lists.items()}
        self.closed_lists = {key for key, entry in lists.items() if entry.get("closed") is True}
        self.checklists: dict[str, list[dict[str, Any]]] = {}
        for checklist in _dicts(root.get("checklists")):
            self.checklists.setdefault(_text(checklist, "idCard"), []).append(checklist)
        self.fields = FieldBook(root)
        self.left_out: Counter[str] = Counter()
        self.without_minutes = 0
        self.bad_dates: list[str] = []

    def reading(self, cards: list[Any]) -> Reading:
        """Read the cards; one that is no card is refused alone."""
        tasks: dict[str, Task] = {}
        refused: list[Refused] = []
        for number, card in enumerate(cards, 1):
            reason = _fault(card)
            if reason:
                refused.append(Refused(None, f"Card {number} was left out: {reason}."))
            elif kind := self._not_a_task(card):
                self.left_out[kind] += 1
            else:
                tasks[card["id"]] = self._task(card)
        return Reading(
            format="trello",
            records=tuple(tasks.values()),
            refused=tuple(refused),
            warnings=tuple(self._warnings()),
            zone_rule="Trello keeps its times in UTC.",
        )

    def _not_a_task(self, card: dict[str, Any]) -> str:
        """Return why a card is none of the person's open or finished tasks; nothing if it is one."""
        if self.board_closed or card.get("closed") is True or _text(card, "idList") in self.closed_lists:
            return "archived"
        if card.get("isTemplate") is True:
            return "template"
        if card.get("mirrorSourceId") or card.get("cardRole") == "mirror":
            return "mirror"
        return "separator" if card.get("cardRole") == "separator" else ""

    def _task(self, card: dict[str, Any]) -> Task:
        title = clean_text(_text(card, "name")) or "Untitled"
        currency = self.context.settings.currency
        lane = self.lanes.get(_text(card, "idList"), "")
        tags = tuple(dict.fromkeys(filter(None, (_label(label) for label in _dicts(card.get("labels"))))))
        fields = self.fields.of_card(card, currency)
        platform = self.platforms.first(fields.platform, title, *tags, lane)
        minutes = fields.minutes or minutes_in(title)
        self.without_minutes += minutes is None
        return Task(
            id=self.context.make_id(),
            source="trello",
            source_id=card["id"],
            title=title,
            pay=fields.pay or pay_in(title, currency) or Money.zero(currency),
            minutes=minutes or ASSUMED_MINUTES,
            platform=platform.name if platform else "",
            due=self._instant(card, "due", title),
            not_before=self._instant(card, "start", title),
            needs=frozenset(tag.casefold() for tag in tags) & frozenset(NEEDS),
            tags=tags,
            url=web_link(_text(card, "shortUrl"), _text(card, "url")),
            notes=self._notes(card, fields.words),
            lane=lane,
            status="done" if card.get("dueComplete") is True else "open",
            closed_at=self._instant(card, "dateCompleted", title)
            if card.get("dueComplete") is True
            else None,
            created_at=_created(card["id"]),
        )

    def _notes(self, card: dict[str, Any], fields: str) -> str:
        """The card's description, its other fields, and what is still open on its checklists."""
        lines = [_text(card, "desc"), fields]
        for checklist in self.checklists.get(card["id"], []) or _dicts(card.get("checklists")):
            items = [item for item in _dicts(checklist.get("checkItems")) if item.get("state") != "complete"]
            lines += [f"- [ ] {clean_text(_text(item, 'name'), 300)}" for item in items[:_MOST_ITEMS]]
        return without_secrets("\n".join(filter(None, lines)))

    def _instant(self, card: dict[str, Any], name: str, title: str) -> datetime | None:
        text = card.get(name)
        if text is None or text == "":
            return None
        if isinstance(text, str) and _INSTANT.fullmatch(text):
            try:
                instant = datetime.fromisoformat(text)
            except ValueError:
                instant = None
            if instant and _FIRST_BOARD.year - 41 <= instant.year <= _LAST_YEAR:
                return instant
        self.bad_dates.append(f"{quoted(title)} has a {name} date that cannot be read: it was left out.")
        return None

    def _warnings(self) -> list[str]:
        warnings = [
            f"{counted(number, f'{kind} card was', f'{kind} cards were')} left out."
            for kind, number in sorted(self.left_out.items())
        ]
        if self.without_minutes:
            cards = counted(self.without_minutes, "card does", "cards do")
            warnings.append(f"{cards} not say how long it takes: 30 minutes were assumed.")
        return warnings + self.bad_dates[:20]


def _fault(card: object) -> str:
    """Return what makes a card unreadable, or nothing."""
    if not isinstance(card, dict):
        return "it is not a card"
    identity = card.get("id")
    if not isinstance(identity, str) or not 1 <= len(identity) <= 100 or not identity.isascii():
        return "it has no id"
    return ""


def _label(label: dict[str, Any]) -> str:
    """A label's name; its colour, if it has none."""
    return clean_text(_text(label, "name") or _text(label, "color"), 60)


def _created(card_id: str) -> datetime | None:
    """A card's id begins with the second at which it was made (as every MongoDB id does)."""
    if not _CARD_ID.fullmatch(card_id):
        return None
    created = datetime.fromtimestamp(int(card_id[:8], 16), UTC)
    return created if created >= _FIRST_BOARD else None


def _text(entry: dict[str, Any], name: str) -> str:
    value = entry.get(name)
    return value if isinstance(value, str) else ""


def _dicts(value: object) -> list[dict[str, Any]]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def _by_id(value: object) -> dict[str, dict[str, Any]]:
    return {_text(entry, "id"): entry for entry in _dicts(value)}


IMPORTER = Importer(format="trello", shown="Trello board exports (.json)", recognises=recognises, read=read)

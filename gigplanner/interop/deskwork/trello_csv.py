"""Trello's "Export as CSV": the cards of the board's JSON, read as they are there, with the same ids."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from gigplanner.interop import trello
from gigplanner.interop.reading import ImportContext, Importer, Reading, Refused, SourceFile
from gigplanner.interop.rows import fits, flag, table_of
from gigplanner.interop.table import Row, has_header
from gigplanner.model import BadInput

REQUIRED = frozenset({"card_id", "card_name", "list_name", "archived"})
_LABEL = re.compile(r"\s*(?P<name>.*?)\s*\((?P<colour>\w+)\)\s*(?:,|$)")


def recognises(file: SourceFile) -> bool:
    """Whether the header is that of Trello's CSV."""
    return has_header(file.text, REQUIRED)


def read(file: SourceFile, context: ImportContext) -> Reading:
    """Read every card that is not archived, of one board or several."""
    table = table_of(file, [REQUIRED], "Trello's CSV exports")
    boards = {row["board_id"].strip() or row["board_name"].strip() for row in table.rows}
    refused: list[Refused] = []
    cards: list[dict[str, Any]] = []
    lists: dict[str, dict[str, Any]] = {}
    for row in table.rows:
        try:
            card = _card(fits(row), lists, several_boards=len(boards) > 1)
        except BadInput as error:
            refused.append(Refused(row.line, str(error)))
        else:
            cards.append(card)
    reading = trello.read_cards(cards, {"lists": list(lists.values())}, context)
    return msgspec.structs.replace(
        reading,
        format=IMPORTER.format,
        refused=tuple(
            sorted((*refused, *table.refused, *reading.refused), key=lambda entry: entry.line or 0)
        ),
    )


def _card(row: Row, lists: dict[str, dict[str, Any]], *, several_boards: bool) -> dict[str, Any]:
    """Return a row as the card that it would be in the board's JSON, and enter its list into `lists`."""
    if not row["card_id"].strip():
        raise BadInput("This card has no id.")
    lane, board = row["list_name"].strip(), row["board_name"].strip()
    list_id = row["list_id"].strip() or f"{board}/{lane}"
    lists[list_id] = {"id": list_id, "name": f"{board}: {lane}" if several_boards and board else lane}
    return {
        "id": row["card_id"].strip(),
        "name": row["card_name"],
        "desc": "\n".join(filter(None, (row["card_description"], _checklists(row)))),
        "shortUrl": row["card_url"].strip(),
        "labels": _labels(row["labels"]),
        "due": row["due_date"].strip() or None,
        "start": row["start_date"].strip() or None,
        "dueComplete": flag(row["due_complete"], "Due Complete"),
        "closed": flag(row["archived"], "Archived"),
        "idList": list_id,
    }


def _labels(text: str) -> list[dict[str, str]]:
    """Return the labels of `Shopping (green), Urgent (red)`; a name may hold commas, or be missing."""
    found = [match.groupdict() for match in _LABEL.finditer(text)]
    if not found and text.strip():
        return [{"name": text, "color": ""}]
    return [{"name": label["name"] or "", "color": label["colour"] or ""} for label in found]


def _checklists(row: Row) -> str:
    total, done = row["checklist_item_total_count"].strip(), row["checklist_item_completed_count"].strip()
    return f"Checklists: {done or '0'} of {total} done" if total.strip("0") else ""


IMPORTER = Importer(format="trello-csv", shown="Trello CSV exports (.csv)", recognises=recognises, read=read)

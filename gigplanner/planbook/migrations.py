"""The formats of the planbook: what a document of an earlier one is in the next.

Every file, and every action of the journal, says which format it is in. Whatever is older is turned into
today's while it is read, before anything is made of it; so files of several formats may lie side by side, and
an action can be undone that was done before the format changed. The first action after opening brings all
files up to date, after a backup (`Planbook.action`).

A new format is one more step in `STEPS`, and a planbook of the format before it in the tests.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Document = dict[str, Any]

Step = Callable[[str, Document], Document]
"""Given the name of a table and one of its documents, returns the document of the next format.

It is given odd documents too, those of other tables and those that are no records, and returns as they are
whatever it does not know. The id and the source stay, and so do its table and its file; for the rest it is
free. Files and the images in the journal go through the same function, so that it does not matter which of
them is turned first.
"""

STEPS: tuple[Step, ...] = ()  # the first leads from format 1 to format 2


def current_format() -> int:
    """The format of what is written now; what is newer cannot be read."""
    return 1 + len(STEPS)


def is_older(format_: int) -> bool:
    """Whether something of that format must be turned into today's."""
    return format_ < current_format()


def modern_document(table: str, document: Document, format_: int) -> Document:
    """Return what a document of `table`, written in that format, is today."""
    for step in STEPS[format_ - 1 :]:
        document = step(table, document)
    return document


def modern_tables(tables: Mapping[str, Any], format_: int) -> dict[str, Any]:
    """Return what the tables of a file of that format are today. What is no table stays as it is."""
    return {
        name: {
            number: modern_document(name, document, format_) if isinstance(document, dict) else document
            for number, document in documents.items()
        }
        if isinstance(documents, dict)
        else documents
        for name, documents in tables.items()
    }

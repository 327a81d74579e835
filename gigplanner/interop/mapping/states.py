"""The words in which a table says what has become of a row's money."""

from __future__ import annotations

from itertools import islice

from gigplanner.interop.mapping.cells import known_state, state_word
from gigplanner.interop.mapping.rules import Mapping, Said
from gigplanner.interop.reading import SourceFile
from gigplanner.interop.rows import table_of
from gigplanner.interop.table import column_name
from gigplanner.model import BadInput

_MOST_BYTES, _MOST_WORDS = 200_000, 12


def states_in(name: str, data: bytes, mapping: Mapping) -> dict[str, Said | None]:
    """Return the words in the status column, as first written, with what each means unless a mapping says.

    Looked at is the beginning of the table `data` of the file `name`; None is of a word that nobody knows.
    """
    column = next(iter(mapping.named("status")), "")
    if not column:
        return {}
    if len(data) > _MOST_BYTES:
        data = data[: data.rfind(b"\n", 0, _MOST_BYTES) + 1]
    columns = frozenset(map(column_name, mapping.columns))
    try:
        table = table_of(SourceFile(name, data), [columns], f"the tables of {mapping.name}")
    except BadInput:
        return {}
    found: dict[str, str] = {}
    for row in table.rows:
        if word := row[column].strip():
            found.setdefault(state_word(word), word)
    return {word: known_state(word) for word in islice(found.values(), _MOST_WORDS)}

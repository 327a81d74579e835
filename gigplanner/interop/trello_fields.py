"""The custom fields of a Trello board: minutes, pay and platform where their names say so, else words."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from gigplanner.interop.fields import field_minutes, field_pay, names_platform
from gigplanner.model import Money
from gigplanner.model.text import clean_text

_MOST_FIELDS = 100


class CardFields(Struct):
    """What the fields of one card say."""

    minutes: float | None = None
    pay: Money | None = None
    platform: str = ""
    words: str = ""  # the other fields, a line each


class FieldBook:
    """The fields of a board, with the choices of those that are lists."""

    def __init__(self, root: dict[str, Any]) -> None:
        self._names: dict[str, str] = {}
        self._choices: dict[str, str] = {}
        for definition in _objects(root.get("customFields")):
            self._names[str(definition.get("id"))] = clean_text(str(definition.get("name") or ""), 60)
            for option in _objects(definition.get("options")):
                value = option.get("value")
                text = value.get("text") if isinstance(value, dict) else None
                self._choices[str(option.get("id"))] = clean_text(str(text or ""), 200)

    def of_card(self, card: dict[str, Any], currency: str) -> CardFields:
        """Return what the fields of `card` say; amounts without a sign are in `currency`."""
        said = CardFields()
        lines: list[str] = []
        for item in _objects(card.get("customFieldItems"))[:_MOST_FIELDS]:
            name = self._names.get(str(item.get("idCustomField")), "")
            value = self._value(item)
            minutes = field_minutes(name, value) if name and value else None
            pay = field_pay(name, value, currency) if name and value else None
            if minutes:
                said.minutes = said.minutes or minutes
            elif pay:
                said.pay = said.pay or pay
            elif name and value:
                if names_platform(name):
                    said.platform = said.platform or value
                lines.append(f"{name}: {value}")
        said.words = "\n".join(lines)
        return said

    def _value(self, item: dict[str, Any]) -> str:
        """Return a field's value as words: `{"number": "3"}` is 3, a choice of a list its text."""
        chosen = item.get("idValue")
        if chosen:
            return self._choices.get(str(chosen), "")
        value = item.get("value")
        if not isinstance(value, dict):
            return ""
        if str(value.get("checked")) == "true":
            return "yes"
        written = next((value[kind] for kind in ("number", "text", "date") if kind in value), "")
        return clean_text(str(written), 200) if isinstance(written, str | int | float) else ""


def _objects(value: object) -> list[dict[str, Any]]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []

"""Parts of a JSON file that may be anything at all."""

from __future__ import annotations

from typing import Any

from gigplanner.interop.reading import SourceFile
from gigplanner.model import BadInput


def root_of(file: SourceFile) -> dict[str, Any]:
    """Return the object that a JSON file is; an empty one if it is no JSON or no object."""
    return file.json if file.looks_like_json and isinstance(file.json, dict) else {}


def entries(value: object, file: SourceFile, what: str, most: int) -> list[object]:
    """Return a list of the file; BadInput if it is none, or longer than `most`."""
    if not isinstance(value, list):
        raise BadInput(f"{file.name} holds no {what}: export or save it again.")
    if len(value) > most:
        raise BadInput(f"{file.name} holds more than {most:,} {what}: export a shorter stretch of time.")
    return value


def part(value: object, name: str) -> dict[str, Any]:
    """Return the object `name` inside an object; an empty one if there is none."""
    inner = value.get(name) if isinstance(value, dict) else None
    return inner if isinstance(inner, dict) else {}


def words(value: object, name: str) -> str:
    """Return the text or number `name` of an object as text; nothing for anything else."""
    inner = value.get(name) if isinstance(value, dict) else None
    if isinstance(inner, bool) or not isinstance(inner, str | int | float):
        return ""
    return str(inner)

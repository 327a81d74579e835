"""The text of a TOML file with one value changed: every other line, its comments and its order stay.

A file is read as statements of one or more lines, found by asking tomllib where one ends. What is written is
never trusted: whoever calls compares what the new text says with what it should say.
"""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass
from typing import Any

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_PART = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"|'[^']*')"""
_DOTTED = rf"{_PART}(?:\s*\.\s*{_PART})*"
_HEADING = re.compile(rf"\s*\[\s*({_DOTTED})\s*\]\s*(?:#.*)?")
_ENTRY = re.compile(rf"\s*({_DOTTED})\s*=")
_LONGEST = 200  # lines of one value: nobody writes more, and each is parsed again with the next

Path = tuple[str, ...]


@dataclass(frozen=True)
class _Statement:
    """A heading or an entry: its lines from `start` up to `end`, the table it is in, and all of its name."""

    start: int
    end: int
    table: Path
    name: Path


def with_value(text: str, name: Path, wanted: dict[str, Any]) -> str:
    """Return `text` where `name` says what it says in `wanted`, or nothing if it is not there.

    Raises ValueError where the text is not understood.
    """
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = re.split(r"\r?\n", text.rstrip("\r\n")) if text.strip() else []
    statements = _statements(lines)
    present, value = _at(wanted, name)
    entries = [one for one in statements if one.name != one.table]
    held = next((one for one in reversed(entries) if one.name == name[: len(one.name)]), None)
    if held is not None:
        present, value = _at(wanted, held.name)  # of the whole where it is written as { … } in one line
        said = [_said_anew("\n".join(lines[held.start : held.end]), value)] if present else []
        lines[held.start : held.end] = said
    elif present:
        _add(lines, statements, name, value)
    return newline.join(line for entry in lines for line in entry.split("\n")) + newline if lines else ""


def toml_of(value: Any) -> str:
    """Return a value as TOML writes it: a text, a number, a list or a table of them."""
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{_key((name,))} = {toml_of(one)}' for name, one in value.items())} }}"
    if isinstance(value, list):
        return f"[{', '.join(toml_of(one) for one in value)}]"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str | bool) else str(value)


def _statements(lines: list[str]) -> list[_Statement]:
    found: list[_Statement] = []
    table: Path = ()
    at = 0
    while at < len(lines):
        line, end = lines[at], at + 1
        if not line.strip() or line.lstrip().startswith("#"):
            at = end
            continue
        if heading := _HEADING.fullmatch(line):
            table = _path(heading[1])
            found.append(_Statement(at, end, table, table))
        elif entry := _ENTRY.match(line):
            while not _parses("\n".join(lines[at:end])):
                end += 1
                if end > len(lines) or end - at > _LONGEST:
                    raise ValueError(f"the value of {entry[1]} does not end")
            found.append(_Statement(at, end, table, (*table, *_path(entry[1]))))
        else:
            raise ValueError("a line is neither a heading nor an entry")
        at = end
    return found


def _add(lines: list[str], statements: list[_Statement], name: Path, value: Any) -> None:
    """Put an entry behind those of its table; where there is none, begin the table at the end."""
    for length in range(len(name) - 1, 0, -1) if len(name) > 1 else (0,):
        beside = [
            one
            for one in statements
            if one.name[:length] == name[:length] and one.table == name[: len(one.table)]
        ]
        if beside:
            last = beside[-1]
            lines.insert(last.end, f"{_key(name[len(last.table) :])} = {toml_of(value)}")
            return
    said = f"{_key(name[-1:])} = {toml_of(value)}"
    if len(name) > 1:
        lines += [*([""] if lines else []), f"[{_key(name[:-1])}]", said]
    else:
        lines[:0] = [said, ""] if lines else [said]


def _said_anew(statement: str, value: Any) -> str:
    """An entry with another value: its indentation, its name and the comment behind it stay."""
    entry = _ENTRY.match(statement)
    marks = [mark.start() for mark in re.finditer("#", statement)]
    comment = next((mark for mark in marks if _parses(statement[:mark])), len(statement))
    bare = statement[:comment]
    space = bare[len(bare.rstrip()) :] if comment < len(statement) else ""
    return f"{statement[: entry.end() if entry else 0]} {toml_of(value)}{space}{statement[comment:]}"


def _at(raw: Any, name: Path) -> tuple[bool, Any]:
    """Whether there is something of that name, and what."""
    for part in name:
        if not isinstance(raw, dict) or part not in raw:
            return False, None
        raw = raw[part]
    return True, raw


def _path(dotted: str) -> Path:
    """The parts of a dotted name, out of their quotation marks."""
    found: list[str] = []
    raw: Any = tomllib.loads(f"{dotted} = 0")
    while isinstance(raw, dict):
        ((part, raw),) = raw.items()
        found.append(part)
    return tuple(found)


def _key(name: Path) -> str:
    return ".".join(part if _BARE.fullmatch(part) else json.dumps(part, ensure_ascii=False) for part in name)


def _parses(text: str) -> bool:
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return False
    return True

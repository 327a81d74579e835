"""Keeping the zone of a source in `config.toml`: one line changed or added, the rest as it was written."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from gigplanner.planbook.config import save_config
from gigplanner.planbook.errors import PlanbookError, reason

_TABLE = "imports.zones"
_HEADING = re.compile(r"\s*\[\s*imports\s*\.\s*zones\s*\]\s*(?:#.*)?", re.ASCII)
_ANY_HEADING = re.compile(r"\s*\[")


def keep_import_zone(path: Path, format_: str, zone: str) -> None:
    """Write into the preferences at `path` that files of `format_` tell their times in `zone`.

    Raises PlanbookError where the file cannot be read or written, or is written in a way that a line cannot
    be added to: it stays as it was then.
    """
    try:
        text = path.read_text(encoding="utf-8-sig") if path.exists() else ""
    except (OSError, UnicodeDecodeError) as error:
        why = reason(error) if isinstance(error, OSError) else "it is not UTF-8 text"
        raise PlanbookError(f"Cannot read {path}: {why}.") from error
    changed = with_import_zone(text, format_, zone)
    if changed is None:
        raise PlanbookError(
            f'The zone was not kept: write {format_} = "{zone}" below [{_TABLE}] in {path} yourself.'
        )
    if changed != text:
        save_config(path, changed.encode("utf-8"))


def with_import_zone(text: str, format_: str, zone: str) -> str | None:
    """Return the preferences `text` with the zone of a format in it; None where a line cannot say it."""
    lines = text.splitlines()
    said = (
        f'"{format_}" = "{zone}"' if not re.fullmatch(r"[A-Za-z0-9_-]+", format_) else f'{format_} = "{zone}"'
    )
    heading = next((place for place, line in enumerate(lines) if _HEADING.fullmatch(line)), None)
    if heading is None:
        lines += ["", f"[{_TABLE}]", said] if lines else [f"[{_TABLE}]", said]
    else:
        end = next(
            (place for place in range(heading + 1, len(lines)) if _ANY_HEADING.match(lines[place])),
            len(lines),
        )
        same = re.compile(rf"""\s*["']?{re.escape(format_)}["']?\s*=""")
        known = next((place for place in range(heading + 1, end) if same.match(lines[place])), None)
        if known is None:
            lines.insert(heading + 1, said)
        else:
            comment = re.search(r"\s+#[^\"']*$", lines[known])
            lines[known] = said + (comment.group() if comment else "")
    changed = "\n".join(lines) + "\n"
    return changed if _says(changed, format_, zone, text) else None


def _says(changed: str, format_: str, zone: str, text: str) -> bool:
    """Whether the changed text says what it should, and otherwise what `text` says."""
    try:
        before, after = tomllib.loads(text), tomllib.loads(changed)
    except tomllib.TOMLDecodeError:
        return False
    imports = before.setdefault("imports", {})
    if not isinstance(imports, dict) or not isinstance(imports.setdefault("zones", {}), dict):
        return False
    imports["zones"][format_] = zone
    return before == after

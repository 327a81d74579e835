"""The paths a person types, pastes or drops on the terminal, and completing them."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path
from urllib.parse import unquote, urlsplit

from textual import events
from textual.message import Message
from textual.suggester import Suggester

from gigplanner.tui.dialogs.fields import Entry

LONGEST_LINE = 4000

_WORD = re.compile(
    r"""\s*(?:"(?P<double>[^"]*)"?|'(?P<single>[^']*)'?|(?P<bare>(?:\\.|[^\s\\])+))""", re.DOTALL
)
_MOST_LOOKED_AT = 5000  # files of one folder


def read_paths(text: str) -> list[Path]:
    """Return the paths in a line: quoted or with escaped spaces, `~` and `file://` understood.

    A line that is one existing file or folder as it stands is taken so, spaces and all.
    """
    bare = text.strip()
    if not bare:
        return []
    if _exists(whole := path_of(bare)):
        return [whole]
    words = [
        match["double"] or match["single"] or re.sub(r"\\(.)", r"\1", match["bare"] or "")
        for match in _WORD.finditer(bare)
    ]
    return list(dict.fromkeys(path_of(word) for word in words if word))


def path_of(word: str) -> Path:
    """Return the path that one word names."""
    if word.startswith("file://"):
        return Path(unquote(urlsplit(word).path))
    return Path(os.path.expanduser(word))  # noqa: PTH111  Path.expanduser raises for unknown users


def complete_path(text: str) -> str | None:
    """Return `text` with its last path completed to the first entry of the folder that begins so, or None."""
    start = (
        text.rfind(" ") + 1
        if "'" not in text and '"' not in text
        else max(text.rfind("'"), text.rfind('"')) + 1
    )
    word = text[start:]
    if not word:
        return None
    folder, _, begun = word.rpartition("/")
    shown = f"{folder}/" if "/" in word else ""
    where = path_of(shown or ".")
    found = next(
        (name for name in _names(where) if name.startswith(begun) and (begun or name[0] != ".")), None
    )
    return f"{text[:start]}{shown}{found}" if found and found != begun else None


def _names(folder: Path) -> list[str]:
    """The folder's entries, folders with a slash behind, in order of their names."""
    try:
        with os.scandir(folder) as entries:
            some = [
                entry.name + ("/" if entry.is_dir() else "")
                for _, entry in zip(range(_MOST_LOOKED_AT), entries, strict=False)
            ]
    except OSError:
        return []
    return sorted(some, key=lambda name: (name.startswith("."), name.casefold()))


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


class PathSuggester(Suggester):
    """Completes the path being typed."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        """Return the line with its last path completed."""
        return complete_path(value)


class PathEntry(Entry):
    """Where paths are typed, pasted or dropped. A pasted text that is no path is told apart."""

    class TextPasted(Message):
        """A text was pasted that is no path."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self, *, id: str, placeholder: str) -> None:
        super().__init__(id=id, placeholder=placeholder, compact=False, limit=LONGEST_LINE)

    def _on_paste(self, event: events.Paste) -> None:
        """Take several dropped files, a line each; hand on what is no path."""
        lines = [line for line in event.text.splitlines() if line.strip()]
        if len(lines) < 2:
            return
        event.prevent_default()
        event.stop()
        paths = [path for line in lines for path in read_paths(line)]
        if len(paths) >= len(lines) and all(_exists(path) for path in paths):
            self.value = " ".join(shlex.quote(str(path)) for path in paths)
            self.action_end()
        else:
            self.post_message(self.TextPasted(event.text))

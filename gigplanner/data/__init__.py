"""Facts that come with the program, as TOML with their sources."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def read_data(name: str) -> dict[str, Any]:
    """Return the built-in data file `name` of this package, parsed."""
    import tomllib

    # importlib.resources would load zip archives and temporary files into every command
    return tomllib.loads((Path(__file__).parent / name).read_text(encoding="utf-8"))

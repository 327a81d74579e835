"""Facts that come with the program, as TOML with their sources."""

from __future__ import annotations

from typing import Any


def read_data(name: str) -> dict[str, Any]:
    """Return the built-in data file `name` of this package, parsed."""
    import tomllib
    from importlib.resources import files

    return tomllib.loads(files(__name__).joinpath(name).read_text(encoding="utf-8"))

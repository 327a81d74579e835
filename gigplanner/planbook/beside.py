"""What backups hold beside the planbook's documents: the preferences, and how tables are read."""

from __future__ import annotations

import shutil
from pathlib import Path

CONFIG = "config.toml"
MAPPINGS = "mappings"
_MOST_MAPPINGS = 500


def hold_beside(config: Path, goal: Path) -> None:
    """Copy the preferences at `config`, and the mappings beside them, into `goal`. Raises OSError."""
    if config.is_file():
        shutil.copyfile(config, goal / CONFIG)
    mappings = [path for path in (config.parent / MAPPINGS).glob("*.toml") if path.is_file()]
    if mappings:
        (goal / MAPPINGS).mkdir()
    for path in sorted(mappings)[:_MOST_MAPPINGS]:
        shutil.copyfile(path, goal / MAPPINGS / path.name)


def beside_documents(held: Path) -> list[str]:
    """Return the paths within `held` of preferences, mappings and journal, where it holds them."""
    config = [CONFIG] * (held / CONFIG).exists()
    mappings = sorted(f"{MAPPINGS}/{path.name}" for path in (held / MAPPINGS).glob("*.toml"))
    return [*config, *mappings, *sorted(path.name for path in held.glob("journal*.log"))]


def is_mapping(path: str) -> bool:
    """Whether the file at that path within a backup is a mapping, and its name no way out of the folder."""
    folder, _, name = path.partition("/")
    return folder == MAPPINGS and name.endswith(".toml") and Path(name).name == name

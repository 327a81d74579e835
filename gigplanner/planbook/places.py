"""Where the data lives: by the platform's conventions, or all of it in one folder that the person names."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from msgspec import Struct

DATA_VARIABLE = "GIGPLANNER_DATA"


class Places(Struct, frozen=True):
    """The folder of the planbook and the file of the preferences."""

    data: Path
    config: Path


def find_places(folder: str | Path | None = None) -> Places:
    """Return where data and config are: in `folder`, or $GIGPLANNER_DATA, or the platform's own places."""
    chosen = folder or os.environ.get(DATA_VARIABLE)
    if chosen:
        data = Path(os.path.expanduser(chosen))  # noqa: PTH111 (Path.expanduser raises for an unknown ~name)
        return Places(data, data / "config.toml")
    if _follows_xdg():
        return Places(
            _xdg_folder("XDG_DATA_HOME", ".local/share") / "gigplanner",
            _xdg_folder("XDG_CONFIG_HOME", ".config") / "gigplanner" / "config.toml",
        )
    from platformdirs import user_config_path, user_data_path

    return Places(
        user_data_path("gigplanner", appauthor=False),
        user_config_path("gigplanner", appauthor=False) / "config.toml",
    )


def _follows_xdg() -> bool:
    """Whether two variables say all, as on Linux: importing platformdirs is a tenth of a command's time."""
    is_linux = sys.platform == "linux" and "ANDROID_ROOT" not in os.environ
    return is_linux and Path(os.environ.get("HOME", "")).is_absolute()


def _xdg_folder(variable: str, usual: str) -> Path:
    """The base folder that `variable` names, or the usual one: a relative path counts as none."""
    named = Path(os.environ.get(variable, ""))
    return named if named.is_absolute() else Path(os.environ["HOME"]) / usual

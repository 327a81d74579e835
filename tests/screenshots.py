"""Make the pictures in `screenshots/` anew: `python tests/screenshots.py`."""

from __future__ import annotations

import asyncio
import os
import tempfile
from pathlib import Path

from support.pictures import picture, show_scenes

from gigplanner.tui.app import GigApp

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "screenshots"


async def main() -> None:
    """Draw every picture, and take away those that there is no scene of any more."""
    FOLDER.mkdir(exist_ok=True)
    os.chdir(ROOT)
    left = set(FOLDER.glob("*.svg"))

    def keep(name: str, app: GigApp) -> None:
        path = FOLDER / f"{name}.svg"
        path.write_text(picture(app), encoding="utf-8")
        left.discard(path)

    with tempfile.TemporaryDirectory() as folder:
        await show_scenes(Path(folder), keep)
    for path in left:
        path.unlink()


if __name__ == "__main__":
    asyncio.run(main())

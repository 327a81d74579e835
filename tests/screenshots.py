"""Make the pictures in `screenshots/` anew: `python tests/screenshots.py`."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

from support.pictures import SCENES, picture

FOLDER = Path(__file__).parent.parent / "screenshots"


def main(names: list[str]) -> None:
    """Draw the scenes called `names`, or all."""
    FOLDER.mkdir(exist_ok=True)
    for scene in SCENES:
        if names and scene.name not in names:
            continue
        with tempfile.TemporaryDirectory() as folder:
            svg = asyncio.run(picture(scene, Path(folder) / "planbook"))
        (FOLDER / f"{scene.name}.svg").write_text(svg, encoding="utf-8")
        print(f"screenshots/{scene.name}.svg")


if __name__ == "__main__":
    main(sys.argv[1:])

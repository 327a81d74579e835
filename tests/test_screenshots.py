"""The pictures in `screenshots/` show the app as it is now."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.pictures import SCENES, Scene, picture, words_of

FOLDER = Path(__file__).parent.parent / "screenshots"


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
async def test_the_picture_shows_the_app_as_it_is(scene: Scene, tmp_path: Path) -> None:
    kept = (FOLDER / f"{scene.name}.svg").read_text(encoding="utf-8")
    drawn = await picture(scene, tmp_path / "planbook")
    assert words_of(drawn) == words_of(kept), "run: python tests/screenshots.py"


def test_every_picture_has_its_scene() -> None:
    assert {path.stem for path in FOLDER.glob("*.svg")} == {scene.name for scene in SCENES}

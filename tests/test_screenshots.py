"""The pictures in `screenshots/` show the app as it is now."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from support.pictures import SCENES, THEMES, picture_name, rows_of, show_scenes, words_of
from support.tui_host import screen_text

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "screenshots"


def _kept(name: str) -> list[str]:
    return words_of((FOLDER / f"{name}.svg").read_text(encoding="utf-8"))


async def test_the_pictures_show_the_app_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every scene is drawn anew, each in one size, so that each size has its turn."""
    monkeypatch.chdir(ROOT)
    drawn: dict[str, list[str]] = {}
    await show_scenes(
        tmp_path,
        lambda name, app: drawn.update({name: rows_of(screen_text(app))}),
        [replace(scene, sizes=[scene.sizes[number % 3]]) for number, scene in enumerate(SCENES)],
        THEMES[:1],
    )
    for name, rows in drawn.items():
        assert rows == _kept(name), f"{name}: run python tests/screenshots.py"


def test_every_scene_is_there_in_each_size_and_theme_and_says_the_same_in_all_themes() -> None:
    names = [
        [picture_name(scene, size, theme) for theme in THEMES] for scene in SCENES for size in scene.sizes
    ]
    assert {path.stem for path in FOLDER.glob("*.svg")} == {name for themes in names for name in themes}
    for first, *others in names:
        assert all(_kept(name) == _kept(first) for name in others), first

"""Pictures of the running app: the three phases, on the demo planbook, at one fixed morning and evening."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from gigplanner.model.conventions import NEUTRAL, show_in
from gigplanner.planbook.places import find_places
from gigplanner.tui.app import GigApp
from gigplanner.tui.screens.insights import InsightsScreen
from gigplanner.tui.screens.recap import RecapScreen
from gigplanner.workday.demo import write_demo
from gigplanner.workday.desk import open_desk
from gigplanner.workday.insight_reading import InsightReading

ZONE = ZoneInfo("America/Chicago")
MORNING = datetime(2026, 11, 22, 8, 14, tzinfo=ZONE)
EVENING = datetime(2026, 11, 22, 21, 5, tzinfo=ZONE)


@dataclass(frozen=True)
class Scene:
    """What is on a picture: when, how large, and the keys that lead there."""

    name: str
    now: datetime
    size: tuple[int, int]
    keys: tuple[str, ...]


SCENES = (
    Scene("plan", MORNING, (120, 36), ()),
    Scene("shift", datetime(2026, 11, 22, 11, 42, 30, tzinfo=ZONE), (120, 36), ("2",)),
    Scene("recap", EVENING, (120, 36), ("3",)),
    Scene("insights", EVENING, (120, 36), ("4",)),
    Scene("plan-80x24", MORNING, (80, 24), ()),
    Scene("shift-40x20", datetime(2026, 11, 22, 11, 42, 30, tzinfo=ZONE), (40, 20), ("2",)),
)


async def picture(scene: Scene, folder: Path) -> str:
    """Return the scene as SVG, drawn by the real app on a fresh demo planbook in `folder`."""
    write_demo(folder, scene.now)
    desk = open_desk(find_places(folder), by="app")
    show_in(NEUTRAL)  # wherever the pictures are made
    app = GigApp(desk, lambda: scene.now)
    async with app.run_test(size=scene.size) as pilot:
        await pilot.pause()
        for key in scene.keys:
            await pilot.press(key)
            await pilot.pause()
        await pilot.pause(1.0)  # the forecast is learned after the first frame
        if reading := _reading(app.screen):
            reading.wait(30)
            await pilot.pause()
        svg = app.export_screenshot(title="gigplanner")
    desk.book.close()
    return svg


def _reading(screen: object) -> InsightReading | None:
    """What the screen still reads beside itself."""
    if isinstance(screen, RecapScreen):
        return screen.tips.reading
    return screen.reading if isinstance(screen, InsightsScreen) else None


def words_of(svg: str) -> list[str]:
    """The text of a picture row by row: what is compared, so that fonts and ids may differ."""
    rows: dict[float, list[tuple[float, str]]] = {}
    for x, y, words in re.findall(r'<text[^>]*? x="([\d.]+)" y="([\d.]+)"[^>]*>(.*?)</text>', svg, re.S):
        rows.setdefault(float(y), []).append((float(x), html.unescape(words).replace("\xa0", " ")))
    return ["".join(words for _, words in sorted(row)).rstrip() for _, row in sorted(rows.items())]

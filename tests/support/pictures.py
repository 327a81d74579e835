"""Pictures of the running app on the demo planbook: its screens and main dialogs, by size and theme.

One app runs for each moment; between two pictures only the window's size and the theme change.
"""

from __future__ import annotations

import html
import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from unittest.mock import patch
from zoneinfo import ZoneInfo

from support.tui_host import screen_text
from textual.pilot import Pilot
from textual.widgets import Input

from gigplanner.planbook.places import find_places
from gigplanner.tui.app import GigApp
from gigplanner.tui.screens.insights import InsightsScreen
from gigplanner.tui.screens.recap import RecapScreen
from gigplanner.workday.demo import write_demo
from gigplanner.workday.desk import open_desk
from gigplanner.workday.insight_reading import InsightReading

ZONE = ZoneInfo("America/Chicago")
MORNING = datetime(2026, 11, 22, 8, 14, tzinfo=ZONE)
FIRST_DAY = datetime(2026, 11, 22, 8, 14, tzinfo=UTC)  # of a planbook in which nothing is yet
NOON = datetime(2026, 11, 22, 11, 42, 30, tzinfo=ZONE)
EVENING = datetime(2026, 11, 22, 21, 5, tzinfo=ZONE)

SIZES = ((120, 36), (80, 24), (40, 20))
WALL = (200, 60)
THEMES = ("dark", "light")
SAMPLES = Path("tests/fixtures")
FOREHAND = 0.5  # seconds without a change, after which a screen has learned what its first frame left out


@dataclass(frozen=True)
class Scene:
    """What is on a picture: its name, when, the keys that lead there, a line typed, and how large it is."""

    name: str
    now: datetime
    keys: tuple[str, ...]
    typed: str = ""
    sizes: Sequence[tuple[int, int]] = SIZES


SCENES = (
    Scene("plan", MORNING, (), sizes=(*SIZES, WALL)),
    Scene("settings", MORNING, ("comma",)),
    Scene("help", MORNING, ("question_mark",)),
    Scene("import", MORNING, ("i",), typed="calendar_quirks.ics trello_quirks.json"),
    Scene("first-start", FIRST_DAY, ()),
    Scene("shift", NOON, ("2",)),
    Scene("recap", EVENING, ("3",)),
    Scene("insights", EVENING, ("4",)),
)
DIALOGS = frozenset({"settings", "help", "first-start", "import"})


def picture_name(scene: Scene, size: tuple[int, int], theme: str) -> str:
    """The name of a picture's file, without its ending."""
    return f"{scene.name}-{size[0]}x{size[1]}-{theme}"


async def show_scenes(
    folder: Path,
    take: Callable[[str, GigApp], object],
    scenes: Sequence[Scene] = SCENES,
    themes: Sequence[str] = THEMES,
) -> None:
    """Call `take` with the name of every picture and the app that shows it, on demo planbooks in `folder`.

    The working directory is the project's own: one of the pictures shows paths.
    """
    with patch.dict(os.environ, {"TEXTUAL_ANIMATIONS": "none", "LC_ALL": "en_US.UTF-8", "TZ": "UTC"}):
        await _show(folder, take, scenes, themes)


async def _show(
    folder: Path, take: Callable[[str, GigApp], object], scenes: Sequence[Scene], themes: Sequence[str]
) -> None:
    for now, shown in groupby(scenes, key=lambda scene: scene.now):
        place = folder / f"{now:%H%M%z}"
        if now != FIRST_DAY:
            write_demo(place, now)
        desk = open_desk(find_places(place), by="app")
        app = GigApp(desk, lambda now=now: now)  # type: ignore[misc]
        async with app.run_test(size=SIZES[0]) as pilot:
            for scene in shown:
                await _lead_to(scene, pilot, app)
                for size in scene.sizes:
                    await pilot.resize_terminal(*size)
                    await pilot.pause()
                    for theme in themes:
                        app.theme = f"gigplanner-{theme}"
                        await pilot.pause()
                        take(picture_name(scene, size, theme), app)
                await pilot.resize_terminal(*SIZES[0])
                if scene.name in DIALOGS and scene.now != FIRST_DAY:
                    app.pop_screen()
                await pilot.pause()
        desk.book.close()


async def _lead_to(scene: Scene, pilot: Pilot[object], app: GigApp) -> None:
    """Bring a scene to the screen, and wait until all of it is there."""
    await pilot.press(*scene.keys)
    await pilot.pause()
    for sample in scene.typed.split():
        app.screen.query_one(Input).insert_text_at_cursor(f"{SAMPLES / sample} ")
    if scene.name not in DIALOGS - {"import"}:
        await _until_it_rests(pilot, app)
    for line in app.screen.query(Input):
        line.cursor_blink = False
    if reading := _reading(app.screen):
        reading.wait(90)
    await pilot.pause()


async def _until_it_rests(pilot: Pilot[object], app: GigApp) -> None:
    """Wait until the screen has learned all that its first frame did not wait for, on a busy machine too."""
    before = ""
    while (words := screen_text(app)) != before:
        before = words
        await pilot.pause(FOREHAND)


def _reading(screen: object) -> InsightReading | None:
    """What the screen still reads beside itself."""
    if isinstance(screen, RecapScreen):
        return screen.tips.reading
    return screen.reading if isinstance(screen, InsightsScreen) else None


def picture(app: GigApp) -> str:
    """What the app shows, as SVG."""
    return lean(app.export_screenshot(title="gigplanner"))


def lean(svg: str) -> str:
    """Return a picture without what only makes it large: a clip for every row, and a box for every word."""
    svg = re.sub(r'<clipPath id="[\w-]+-line-\d+">.*?</clipPath>\s*', "", svg, flags=re.DOTALL)
    svg = re.sub(r' clip-path="url\(#[\w-]+-line-\d+\)"', "", svg)
    svg = re.sub(r"terminal-\d+-", "t-", svg).replace(' shape-rendering="crispEdges"', "")
    svg = svg.replace("<g transform", '<g shape-rendering="crispEdges" transform')
    svg = re.sub(r'<text [^>]*textLength="[\d.]+"[^>]*>\s*</text>', "", svg)
    box = r'<rect fill="(#\w+)" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"/>'
    return re.sub(rf"(?:{box})+", lambda run: _merged(re.findall(box, run[0])), svg)


def _merged(boxes: list[tuple[str, str, str, str, str]]) -> str:
    """Return boxes, those that lie side by side in one colour as one."""
    drawn = []
    for (fill, y, height), row in groupby(boxes, key=lambda box: (box[0], box[2], box[4])):
        parts = list(row)
        left = float(parts[0][1])
        width = float(parts[-1][1]) + float(parts[-1][3]) - left
        drawn.append(f'<rect fill="{fill}" x="{left:g}" y="{y}" width="{width:g}" height="{height}"/>')
    return "".join(drawn)


def words_of(svg: str) -> list[str]:
    """The rows of a picture in which something stands: what is compared, so that fonts and ids may differ."""
    rows: dict[float, list[tuple[float, str]]] = {}
    for x, y, words in re.findall(
        r'<text class="t-r[^>]*? x="([\d.]+)" y="([\d.]+)"[^>]*>(.*?)</text>', svg, re.DOTALL
    ):
        rows.setdefault(float(y), []).append((float(x), html.unescape(words).replace("\xa0", " ")))
    return rows_of("\n".join("".join(words for _, words in sorted(row)) for _, row in sorted(rows.items())))


def rows_of(text: str) -> list[str]:
    """The rows in which something stands, without the spaces: a picture has none between two boxes."""
    return [row for row in ("".join(line.split()) for line in text.splitlines()) if row]

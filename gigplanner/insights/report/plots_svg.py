"""Pictures as SVG that stands inside a page: it takes its colours from the page, light or dark.

Every mark carries its figures in a `title`, and nothing is said by colour alone: grids shade by steps that
have a legend, guesses are hatched.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from gigplanner.insights.report.plots import Bars, Columns, Curve, Grid, GridCell, Plot

WIDTH = 720  # units of the drawing; the page scales it
NAMES = 150  # of these for the names of bars
FIGURES = 170  # and for their figures
BAR, GAP = 18, 8
COLUMN_HEIGHT = 140
CELL = 26
FEW_COLUMNS = 12  # of a grid, up to which each has its name over it
STEPS = 4


def plot_svg(plot: Plot, label: str) -> str:
    """Return a picture as an `svg` element; `label` says what it shows to who cannot see it."""
    match plot:
        case Bars():
            height, marks = _bars(plot)
        case Columns():
            height, marks = _columns(plot)
        case Grid():
            height, marks = _grid(plot)
        case Curve():
            height, marks = _curve(plot)
    inside = "".join(marks)
    return (
        f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(label)}"'
        f' xmlns="http://www.w3.org/2000/svg">{inside}</svg>'
    )


def _bars(plot: Bars) -> tuple[int, list[str]]:
    most = plot.full or max([0.0, *(bar.value for bar in plot.bars)]) or 1.0
    room = WIDTH - NAMES - FIGURES
    marks = []
    for number, bar in enumerate(plot.bars):
        top = number * (BAR + GAP)
        middle = top + BAR - 5
        width = max(0.0, min(1.0, bar.value / most)) * room
        marks += [
            _text(NAMES - 8, middle, _short(bar.name, 20), anchor="end"),
            f'<rect class="track" x="{NAMES}" y="{top}" width="{room}" height="{BAR}" rx="2"/>',
            f'<rect class="bar" x="{NAMES}" y="{top}" width="{width:.1f}" height="{BAR}" rx="2">'
            f"{_title(f'{bar.name}: {bar.words}')}</rect>",
            _text(NAMES + room + 8, middle, bar.words, style="figure"),
        ]
    return max(1, len(plot.bars)) * (BAR + GAP), marks


def _columns(plot: Columns) -> tuple[int, list[str]]:
    most = max([0.0, *(bar.value for bar in plot.bars)]) or 1.0
    step = WIDTH / max(1, len(plot.bars))
    marks = []
    for number, bar in enumerate(plot.bars):
        height = max(0.0, bar.value / most) * COLUMN_HEIGHT
        left = number * step
        marks.append(
            f'<rect class="bar" x="{left + step * 0.12:.1f}" y="{COLUMN_HEIGHT - height:.1f}"'
            f' width="{step * 0.76:.1f}" height="{height:.1f}" rx="2">'
            f"{_title(f'{bar.name}: {bar.words}')}</rect>"
        )
        if number % plot.every == 0:
            marks.append(_text(left + step / 2, COLUMN_HEIGHT + 18, bar.name, anchor="middle"))
    marks.append(f'<line class="axis" x1="0" y1="{COLUMN_HEIGHT}" x2="{WIDTH}" y2="{COLUMN_HEIGHT}"/>')
    return COLUMN_HEIGHT + 26, marks


def _grid(plot: Grid) -> tuple[int, list[str]]:
    left = 48
    step = min(CELL, (WIDTH - left) / max(1, len(plot.columns)))
    marks = ["<defs>", _hatch(), "</defs>"]
    crowded = len(plot.columns) > FEW_COLUMNS and all(plot.columns)
    for number, name in enumerate(plot.columns):
        if name and (number % 2 == 0 or not crowded):
            marks.append(_text(left + step * (number + 0.5), 14, name, anchor="middle"))
    for row, (name, cells) in enumerate(zip(plot.rows, plot.cells, strict=True)):
        top = 22 + row * CELL
        marks.append(_text(left - 8, top + CELL - 8, name, anchor="end"))
        for column, cell in enumerate(cells):
            if cell.level is not None:
                words = f"{cell.name or f'{name} {plot.columns[column]}'}: {cell.words}"
                marks.append(_cell(left + column * step, top, step, cell, words))
    bottom = 22 + len(plot.rows) * CELL + 10
    marks += _legend(plot, left, bottom)
    return bottom + CELL, marks


def _cell(x: float, y: float, size: float, cell: GridCell, words: str) -> str:
    style = f"level{min(STEPS - 1, int((cell.level or 0) * STEPS))}" if cell.sure else "guess"
    return (
        f'<rect class="{style}" x="{x + 1:.1f}" y="{y + 1}" width="{size - 2:.1f}"'
        f' height="{CELL - 2}" rx="2">{_title(words)}</rect>'
    )


def _legend(plot: Grid, left: int, top: int) -> Iterable[str]:
    yield _text(left, top + 15, plot.low)
    start = left + 110
    for step in range(STEPS):
        yield f'<rect class="level{step}" x="{start + step * 20}" y="{top}" width="18" height="18" rx="2"/>'
    yield _text(start + STEPS * 20 + 6, top + 15, plot.high)
    if plot.guesses:
        yield f'<rect class="guess" x="{start + 290}" y="{top}" width="18" height="18" rx="2"/>'
        yield _text(start + 314, top + 15, "too little to tell")


def _hatch() -> str:
    return (
        '<pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse"'
        ' patternTransform="rotate(45)">'
        '<line class="hatch" x1="0" y1="0" x2="0" y2="5"/></pattern>'
    )


def _curve(plot: Curve) -> tuple[int, list[str]]:
    if not plot.points:
        return 1, []
    lows = [point.value if point.low is None else point.low for point in plot.points]
    highs = [point.value if point.high is None else point.high for point in plot.points]
    low, high = min(lows), max(highs)
    span = (high - low) or 1.0
    step = (WIDTH - 20) / max(1, len(plot.points) - 1)

    def at(number: int, value: float) -> str:
        return f"{10 + number * step:.1f},{10 + (high - value) / span * COLUMN_HEIGHT:.1f}"

    marks = []
    if any(point.low is not None for point in plot.points):
        band = [at(number, value) for number, value in enumerate(highs)]
        band += [at(number, lows[number]) for number in reversed(range(len(lows)))]
        marks.append(f'<polygon class="band" points="{" ".join(band)}"/>')
    line = " ".join(at(number, point.value) for number, point in enumerate(plot.points))
    marks.append(f'<polyline class="line" points="{line}"/>')
    for number, point in enumerate(plot.points):
        x, y = at(number, point.value).split(",")
        marks.append(
            f'<circle class="dot" cx="{x}" cy="{y}" r="3.5">{_title(f"{point.name}: {point.words}")}</circle>'
        )
    first, last = plot.points[0], plot.points[-1]
    bottom = COLUMN_HEIGHT + 36
    marks.append(_text(10, bottom, f"{first.name}: {first.words}"))
    if last is not first:
        marks.append(_text(WIDTH - 10, bottom, f"{last.name}: {last.words}", anchor="end"))
    return bottom + 10, marks


def _text(x: float, y: float, words: str, *, anchor: str = "start", style: str = "") -> str:
    named = f' class="{style}"' if style else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{named}>{escape(words)}</text>'


def _title(words: str) -> str:
    return f"<title>{escape(words)}</title>"


def _short(words: str, most: int) -> str:
    return words if len(words) <= most else f"{words[: most - 1]}…"


def levels() -> Sequence[str]:
    """Return the classes of a grid's steps, the lowest first: a page gives them their colours."""
    return [f"level{step}" for step in range(STEPS)]

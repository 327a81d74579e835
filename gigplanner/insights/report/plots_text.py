"""Pictures drawn with block characters, for a terminal or a letter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gigplanner.insights.report.cells import cells, fitted, wrapped
from gigplanner.insights.report.plots import Bars, Columns, Curve, Grid, GridCell, Plot

EIGHTHS_ACROSS = " ▏▎▍▌▋▊▉█"
EIGHTHS_UP = " ▁▂▃▄▅▆▇█"
SHADES = "·░▒▓█"
COLUMN_ROWS = 3
LABEL_CELLS = 4  # for the name of a grid's column, with a space behind it
FEW_COLUMNS = 12  # of a grid, up to which each may be as wide as its name
CURVE_ROWS = 5


def plot_lines(plot: Plot, width: int) -> list[str]:
    """Return the lines of a picture, at most `width` cells wide, indented by two."""
    match plot:
        case Bars():
            return list(_bars(plot, width))
        case Columns():
            return list(_columns(plot, width))
        case Grid():
            return list(_grid(plot, width))
        case Curve():
            return list(_curve(plot, width))


def bar_of(value: float, most: float, room: int) -> str:
    """Return a bar of at most `room` cells, to an eighth of a cell; whatever is above nothing is seen."""
    if value <= 0 or most <= 0:
        return ""
    full, rest = divmod(max(1, int(value * room * 8 / most)), 8)
    return EIGHTHS_ACROSS[8] * full + (EIGHTHS_ACROSS[rest] if rest else "")


def _bars(plot: Bars, width: int) -> Iterable[str]:
    bars = plot.bars
    if not bars:
        return
    names = [fitted(bar.name, min(20, width // 3)) for bar in bars]
    name_room, words_room = max(map(cells, names)), max(cells(bar.words) for bar in bars)
    room = max(1, width - name_room - words_room - 6)
    most = plot.full or max(bar.value for bar in bars)
    for name, bar in zip(names, bars, strict=True):
        drawn = bar_of(bar.value, most, room)
        padding = " " * (name_room - cells(name))
        figure = " " * (words_room - cells(bar.words)) + bar.words
        yield f"  {name}{padding}  {drawn}{' ' * (room - len(drawn))}  {figure}"


def _columns(plot: Columns, width: int) -> Iterable[str]:
    most = max((bar.value for bar in plot.bars), default=0.0)
    if most > 0:
        step = max(1, min(LABEL_CELLS, (width - 2) // len(plot.bars)))
        for row in reversed(range(COLUMN_ROWS)):
            marks = (_eighth(bar.value, most, row, COLUMN_ROWS) for bar in plot.bars)
            yield "  " + "".join((mark * max(1, step - 1)).ljust(step) for mark in marks)
        every = 1 if step == LABEL_CELLS else plot.every
        yield "  " + "".join(bar.name.ljust(step * every) for bar in plot.bars[::every])
    for line in wrapped(plot.note, width - 2) if plot.note else ():
        yield f"  {line}"


def _eighth(value: float, most: float, row: int, rows: int) -> str:
    height = -int(-max(0.0, value) * rows * 8 // most)
    return EIGHTHS_UP[min(8, max(0, height - 8 * row))]


def _grid(plot: Grid, width: int) -> Iterable[str]:
    """A cell is as wide as there is room; a guess is drawn thinner, as its first character.

    Of more columns than there is room for, the last ones are drawn.
    """
    names = max(map(cells, plot.rows), default=0)
    room = max(1, width - 4 - names)
    columns = plot.columns[-room:]
    step = next(step for step in (LABEL_CELLS, 2, 1) if step * len(columns) <= room or step == 1)
    if len(columns) > FEW_COLUMNS:
        step = min(step, 2)
    yield f"  {' ' * names}  {_labels(columns, step)}".rstrip()
    for name, row in zip(plot.rows, plot.cells, strict=True):
        drawn = "".join(_shade(cell, step) for cell in row[-room:])
        yield f"  {name}{' ' * (names - cells(name))}  {drawn}".rstrip()
    guesses = f"; {SHADES[0]} too little to tell" if plot.guesses else ""
    legend = f"{SHADES[1]} {plot.low} {SHADES[4]} {plot.high}{guesses}"
    yield from (f"  {line}" for line in wrapped(legend, width - 2))


def _labels(columns: Sequence[str], step: int) -> str:
    """The names of columns, each over its own, as many as there is room for."""
    drawn = ""
    for number, name in enumerate(columns):
        if name and number * step >= len(drawn):
            drawn = drawn.ljust(number * step) + name[: LABEL_CELLS - 1].ljust(LABEL_CELLS)
    return drawn[: max(step * len(columns), LABEL_CELLS - 1)]


def _shade(cell: GridCell, step: int) -> str:
    if cell.level is None:
        return " " * step
    if not cell.sure:
        return SHADES[0].ljust(step)
    shade = SHADES[1 + min(3, int(cell.level * 4))]
    return shade * step if step < LABEL_CELLS else (shade * (step - 1)).ljust(step)


def _curve(plot: Curve, width: int) -> Iterable[str]:
    """The line as columns of dots between the lowest and the highest; the band is in the words beside it."""
    points = plot.points[-max(2, (width - 14) // 2) :]
    if points:
        low, high = min(point.value for point in points), max(point.value for point in points)
        span = (high - low) or 1.0
        rows = [round((point.value - low) / span * (CURVE_ROWS - 1)) for point in points]
        for row in reversed(range(CURVE_ROWS)):
            yield "  " + "".join("● " if at == row else "  " for at in rows).rstrip()
        first, last = points[0], points[-1]
        ends = f"{first.name}: {first.words} → {last.name}: {last.words}"
        yield from (f"  {line}" for line in wrapped(ends, width - 2))
    for line in wrapped(plot.note, width - 2) if plot.note else ():
        yield f"  {line}"

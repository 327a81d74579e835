"""A recap as plain text: aligned columns and bars of block characters, for a terminal or a letter."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from gigplanner.insights.recap import Recap
from gigplanner.insights.report.sections import Cell, Section, sections_of, title_of

NARROWEST = 40  # columns; a narrower page is set as if it had these
SHORTEST_NAME = 12  # cells that the first column keeps before figures are left out
EIGHTHS_ACROSS = " ▏▎▍▌▋▊▉█"
EIGHTHS_UP = " ▁▂▃▄▅▆▇█"
HOUR_ROWS = 3  # lines of the plot by hour


def as_text(recap: Recap, width: int = 72) -> str:
    """Return the recap as text of at most `width` cells a line (at least 40), ending in a line break."""
    width = max(NARROWEST, width)
    lines = [*wrapped(title_of(recap), width), *wrapped(recap.headline, width)]
    for section in sections_of(recap):
        lines += ["", section.title]
        lines += _section_lines(section, recap, width)
    return "\n".join(line.rstrip() for line in lines) + "\n"


def cells(text: str) -> int:
    """Return how many columns of a terminal `text` takes: wide characters two, combining ones none."""
    if text.isascii():
        return len(text)
    return sum(_cells_of(character) for character in text)


def fitted(text: str, room: int) -> str:
    """Return `text` cut to `room` cells, with an ellipsis where something was cut off."""
    if cells(text) <= room:
        return text
    kept, used = [], 0
    for character in text:
        used += _cells_of(character)
        if used > room - 1:
            break
        kept.append(character)
    return "".join(kept) + "…"


def wrapped(text: str, width: int) -> list[str]:
    """Return `text` in lines of at most `width` cells, broken at spaces, or in words that are too long."""
    lines = [""]
    for word in text.split():
        if lines[-1] and cells(lines[-1]) + 1 + cells(word) > width:
            lines.append("")
        if lines[-1]:
            lines[-1] += " "
        for character in word:
            if cells(lines[-1]) + _cells_of(character) > width:
                lines.append("")
            lines[-1] += character
    return lines


def _section_lines(section: Section, recap: Recap, width: int) -> Iterable[str]:
    if section.key == "platforms":
        yield from _platform_plot(recap, width)
        yield ""
    if section.key == "hours":
        yield from _hour_plot(recap, width)
    elif section.rows:
        yield from _table(section, width)
    for line in section.lines:
        yield from (f"  {part}" for part in wrapped(str(line), width - 2))


def _table(section: Section, width: int) -> Iterable[str]:
    """Set a table without its empty columns, and without the spare ones that the page is too narrow for."""
    columns = [
        number
        for number in range(len(section.head))
        if number == 0 or any(row[number] for row in section.rows)
    ]
    for spare in (None, *section.spare):
        columns = [number for number in columns if number != spare]
        figures = _widths(section, columns[1:])
        room = width - 2 - sum(figures) - 2 * len(figures)
        if room >= SHORTEST_NAME:
            break
    widest = max(cells(str(row[0])) for row in [section.head, *section.rows])
    room = max(1, min(room, widest))
    rows: list[Sequence[Cell]] = [*([section.head] if len(section.head) > 2 else []), *section.rows]
    for row in rows:
        name = fitted(str(row[0]), room)
        line = "  " + name + " " * (room - cells(name))
        for number, figure_width in zip(columns[1:], figures, strict=True):
            figure = str(row[number])
            line += "  " + " " * (figure_width - cells(figure)) + figure
        yield line


def _widths(section: Section, columns: list[int]) -> list[int]:
    return [max(cells(str(row[number])) for row in [section.head, *section.rows]) for number in columns]


def _platform_plot(recap: Recap, width: int) -> Iterable[str]:
    """Bars of money in hand, the longest for the platform that brought most."""
    rows = [row for section in sections_of(recap) if section.key == "platforms" for row in section.rows]
    names = [fitted(str(row[0]), min(20, width // 3)) for row in rows]
    amounts = [str(part.tally.earned) for part in recap.platforms]
    name_room, amount_room = max(map(cells, names)), max(map(cells, amounts))
    bar_room = max(1, width - name_room - amount_room - 6)
    most = max(part.tally.earned.minor for part in recap.platforms)
    for name, amount, part in zip(names, amounts, recap.platforms, strict=True):
        bar = _bar(part.tally.earned.minor, most, bar_room)
        padding = " " * (name_room - cells(name))
        yield f"  {name}{padding}  {bar}{' ' * (bar_room - len(bar))}  {amount:>{amount_room}}"


def _bar(value: int, most: int, room: int) -> str:
    if value <= 0:
        return ""
    full, rest = divmod(max(1, value * room * 8 // most), 8)
    return EIGHTHS_ACROSS[8] * full + (EIGHTHS_ACROSS[rest] if rest else "")


def _hour_plot(recap: Recap, width: int) -> Iterable[str]:
    """One column an hour, in the order of a working day, of money in hand."""
    best = max(recap.hours, key=lambda bar: bar.earned.minor)
    if best.earned.minor <= 0:
        yield "  No money in hand at any hour."
        return
    step = 2 if width >= 2 + 2 * len(recap.hours) else 1
    for row in reversed(range(HOUR_ROWS)):
        line = ""
        for bar in recap.hours:
            height = -(-max(0, bar.earned.minor) * HOUR_ROWS * 8 // best.earned.minor)
            line += EIGHTHS_UP[min(8, max(0, height - 8 * row))].ljust(step)
        yield "  " + line
    yield "  " + "".join(f"{bar.hour:02}".ljust(4 * step) for bar in recap.hours[::4])
    yield f"  Best: {best.earned} from {best.hour:02}:00 to {(best.hour + 1) % 24:02}:00."


def _cells_of(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1

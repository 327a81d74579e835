"""A report as one HTML page with everything in it: opens offline, light and dark, prints well."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from gigplanner.insights.report.page import Cell, Page, Section, columns_of
from gigplanner.insights.report.plots_svg import levels, plot_svg

# no script and nothing from elsewhere: the policy says so to the browser too
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
STYLE = """
:root { color-scheme: light dark; --page: #fbfbf9; --ink: #1d2126; --quiet: #5b6470; --line: #d9dce0;
  --money: #1f7a4d; --track: #eceeec; --l0: #d5e9dd; --l1: #9fcfb3; --l2: #57a77c; --l3: #1f7a4d; }
@media (prefers-color-scheme: dark) { :root { --page: #14171a; --ink: #e4e7ea; --quiet: #9aa4b0;
  --line: #30363d; --money: #5fc795; --track: #22272c; --l0: #1e3a2c; --l1: #2b5c43; --l2: #3f9268;
  --l3: #74d9a6; } }
@media print { :root { --page: #fff; --ink: #000; --quiet: #444; --track: #f0f0f0; }
  section { break-inside: avoid; } body { max-width: none; padding: 0; } table { font-size: .85rem; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.2rem 4rem; max-width: 50rem;
  background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, "Segoe UI", "Noto Sans", sans-serif; }
h1 { font-size: 1.6rem; margin: 0 0 .3rem; } h2 { font-size: 1.1rem; margin: 2rem 0 .6rem; }
.headline { margin: 0; color: var(--quiet); }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: right; padding: .25rem .45rem; border-bottom: 1px solid var(--line); }
td:not(:first-child) { white-space: nowrap; }
th:first-child, td:first-child { text-align: left; padding-left: 0; }
th { color: var(--quiet); font-weight: 600; }
p { margin: .5rem 0; }
blockquote { margin: .5rem 0; padding-left: .8rem; border-left: 3px solid var(--line); }
svg { width: 100%; height: auto; display: block; margin: .4rem 0 .8rem; }
text { font: 13px system-ui, "Segoe UI", "Noto Sans", sans-serif; fill: var(--ink); }
.figure { font-variant-numeric: tabular-nums; }
.track { fill: var(--track); } .bar, .dot { fill: var(--money); } .axis { stroke: var(--line); }
.line { fill: none; stroke: var(--money); stroke-width: 2; } .band { fill: var(--l1); opacity: .4; }
.guess { fill: url(#hatch); stroke: var(--line); } .hatch { stroke: var(--quiet); }
@media print { .bar, .dot, .level0, .level1, .level2, .level3 { print-color-adjust: exact; } }
"""


def page_html(page: Page, *, language: str = "en") -> str:
    """Return a report as an HTML page. All text is escaped, whoever wrote it."""
    shades = " ".join(f".{name} {{ fill: var(--l{step}); }}" for step, name in enumerate(levels()))
    return "\n".join(
        [
            "<!DOCTYPE html>",
            f'<html lang="{escape(language)}">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{escape(POLICY)}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(page.title)}</title>",
            f"<style>{STYLE}{shades}</style>",
            "</head>",
            "<body>",
            "<header>",
            f"<h1>{escape(page.title)}</h1>",
            f'<p class="headline">{escape(page.headline)}</p>',
            "</header>",
            *(line for section in page.sections for line in _section(section)),
            "</body>",
            "</html>",
            "",
        ]
    )


def _section(section: Section) -> Iterable[str]:
    yield f'<section id="{escape(section.key)}">'
    yield f"<h2>{escape(section.title)}</h2>"
    if section.plot:
        yield plot_svg(section.plot, section.title)
        note = getattr(section.plot, "note", "")
        if note:
            yield f"<p>{escape(note)}</p>"
    if section.rows:
        yield from _table(section)
    if section.key == "note":
        yield f"<blockquote>{'<br>'.join(escape(str(line)) for line in section.lines)}</blockquote>"
    else:
        yield from (f"<p>{escape(str(line))}</p>" for line in section.lines)
    yield "</section>"


def _table(section: Section) -> Iterable[str]:
    columns = columns_of(section)
    yield '<div class="wide"><table>'
    if len(columns) > 2:
        yield "<thead><tr>" + "".join(f"<th>{escape(section.head[number])}</th>" for number in columns)
        yield "</tr></thead>"
    yield "<tbody>"
    for row in section.rows:
        yield "<tr>" + "".join(f"<td>{_cell(row[number])}</td>" for number in columns) + "</tr>"
    yield "</tbody></table></div>"


def _cell(cell: Cell) -> str:
    return escape(str(cell))

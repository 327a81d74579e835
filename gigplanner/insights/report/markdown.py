"""A report as Markdown: headings and tables. What people wrote is escaped and stays plain text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from gigplanner.insights.recap import DayRow, Recap
from gigplanner.insights.report.page import Cell, Page, Section, Theirs, columns_of
from gigplanner.insights.report.sections import recap_page
from gigplanner.insights.tomorrow import Tip

# inline marks of CommonMark and of GitHub's tables, strike-through, mathematics and mentions
_MARKS = re.compile(r"([\\`*_\[\]{}()!|~$^#@])")
_LINKS = re.compile(r"(?i)\b(https?|ftp|mailto|xmpp|www)([:.])")
_LINE_START = re.compile(r"^(\d{0,9})([-+=:.)])")


def as_markdown(recap: Recap, *, tip: Tip | None = None, days: Sequence[DayRow] = ()) -> str:
    """Return the recap as Markdown (CommonMark with tables), ending in a line break.

    `tip` and `days` are those of `recap_page`.
    """
    return page_markdown(recap_page(recap, tip=tip, days=days))


def page_markdown(page: Page) -> str:
    """Return a report as Markdown (CommonMark with tables), ending in a line break."""
    lines = [f"# {page.title}", "", page.headline]
    for section in page.sections:
        lines += ["", f"## {section.title}", ""]
        lines += _section_lines(section)
    return "\n".join(lines) + "\n"


def escaped(text: str) -> str:
    """Return people's words so that no reader of Markdown takes any of them for markup, HTML or a link."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = _MARKS.sub(r"\\\1", text)
    text = _LINKS.sub(r"\1\\\2", text)
    return _LINE_START.sub(r"\1\\\2", text)


def _section_lines(section: Section) -> Iterable[str]:
    if section.rows:
        columns = columns_of(section)
        yield _row(section.head[number] for number in columns)
        yield _row("---" if number == 0 else "---:" for number in columns)
        for row in section.rows:
            yield _row(row[number] for number in columns)
    if section.rows and section.lines:
        yield ""
    if section.key == "note":
        yield from (f"> {_plain(line)}".rstrip() + "  " for line in section.lines)
    elif section.key == "remarks":
        yield from (f"- {_plain(line)}" for line in section.lines)
    else:
        yield from (_plain(line) for line in section.lines)


def _row(row: Iterable[Cell]) -> str:
    return "| " + " | ".join(_plain(cell) for cell in row) + " |"


def _plain(cell: Cell) -> str:
    return escaped(cell.text) if isinstance(cell, Theirs) else cell

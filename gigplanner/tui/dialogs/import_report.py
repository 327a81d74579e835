"""What files hold, in lines: source, counts, the first records, what was refused and why."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from gigplanner.model.records import Record
from gigplanner.model.settings import Settings
from gigplanner.tui.text import Line, Piece, fit, spread, wrapped
from gigplanner.tui.widgets.lines import LineView
from gigplanner.workday.intake import FileReport, ImportReport
from gigplanner.workday.record_words import record_words

MOST_REFUSED = 20  # lines shown, of all files together


class ImportPreview(LineView, can_focus=False):
    """What the files hold, or a few sentences."""

    DEFAULT_CSS = """
    ImportPreview { height: auto; border: none; padding: 0; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._said: tuple[str, ...] = ()
        self._report: ImportReport | None = None
        self._settings = Settings()

    def say(self, *sentences: str) -> None:
        """Show sentences."""
        self._said, self._report = sentences, None
        self.refresh(layout=True)
        self.redraw()

    def show(self, report: ImportReport, settings: Settings) -> None:
        """Show a report."""
        self._report, self._settings = report, settings
        self.refresh(layout=True)
        self.redraw()

    def draw(self, width: int, height: int) -> Sequence[Line]:
        """Return the lines."""
        if self._report is not None:
            return report_lines(self._report, self._settings, width)
        return [line for said in self._said for line in _wrapped(said, width, "quiet", indent=0)]


def report_lines(report: ImportReport, settings: Settings, width: int) -> list[Line]:
    """Return what files hold: counts, how times were read, the first records, what is refused and why."""
    lines: list[Line] = []
    most = max(4, MOST_REFUSED // max(1, len(report.files)))
    for file in report.files:
        lines += [*_file_lines(file, settings, width, most), Line()]
    for path, reason in report.failed:
        lines += [Line((Piece(fit(Path(path).name, width), "strong"),)), *_wrapped(reason, width, "alert")]
    for note in report.notes:
        lines += _wrapped(note, width, "quiet", indent=0)
    return lines


def _file_lines(file: FileReport, settings: Settings, width: int, most: int) -> list[Line]:
    known = [f"{file.updated} updated"] if file.updated else []
    known += [f"{file.unchanged} unchanged"] if file.unchanged else []
    known += [f"{len(file.refused)} refused"] if file.refused else []
    lines = [
        Line(spread((Piece(Path(file.file).name, "strong"), Piece(f"  {file.shown}", "quiet")), (), width)),
        Line(
            (
                Piece(f"  {file.counts or 'nothing new'}", "money" if file.counts else "quiet"),
                Piece(f" · {' · '.join(known)}" if known else "", "quiet"),
            )
        ),
        *_wrapped(file.zone_rule, width, "quiet"),
    ]
    lines += [_record_line(record, settings, width) for record in file.sample]
    for sentence in file.found:
        lines += _wrapped(sentence, width, "quiet")
    for warning in file.warnings:
        lines += _wrapped(warning, width, "pending")
    for refused in file.refused[:most]:
        where = f"line {refused.line}: " if refused.line else ""
        lines += _wrapped(f"{where}{refused.reason}", width, "alert")
    if len(file.refused) > most:
        lines.append(Line((Piece(f"  and {len(file.refused) - most} more refused", "alert"),)))
    return lines


def _wrapped(text: str, width: int, style: str, *, indent: int = 2) -> list[Line]:
    return [Line((Piece(f"{' ' * indent}{row}", style),)) for row in wrapped(text, max(1, width - indent))]


def _record_line(record: Record, settings: Settings, width: int) -> Line:
    what, about = record_words(record, settings)
    return Line(spread((Piece("  ┃ ", "time"), Piece(what)), (Piece(about, "quiet"),), width, least=14))

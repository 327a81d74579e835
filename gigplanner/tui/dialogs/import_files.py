"""Bringing files in: see what they hold before anything is kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.timer import Timer
from textual.widgets import Input

from gigplanner.interop.registry import IMPORTERS
from gigplanner.model.errors import GigError
from gigplanner.model.money import show_money
from gigplanner.model.records import Block, Earning, Record, Series, Task
from gigplanner.model.settings import Settings
from gigplanner.tui.dialogs.base import LEAVE, Dialog, KeyHint
from gigplanner.tui.dialogs.fields import Entry
from gigplanner.tui.dialogs.import_paths import PathSuggester, read_paths
from gigplanner.tui.text import Line, Piece, fit, spread, wrapped
from gigplanner.tui.widgets.lines import LineView
from gigplanner.workday.desk import Desk
from gigplanner.workday.intake import FileReport, ImportReport, import_files

_SHOWN = {importer.format: importer.shown for importer in IMPORTERS}
PAUSE = 0.25  # seconds without a key until the files are looked into
LONGEST_LINE = 4000
MOST_REFUSED = 20  # lines shown, of all files together
EXPLAINED = (
    "Type or paste the path of a file, or drop it on the window.",
    "Read are calendars (.ics), Trello boards (.json) and task lists (.csv).",
    "Nothing is kept before you press enter, and u takes it back.",
)


class ImportPreview(LineView, can_focus=False):
    """What the files hold."""

    DEFAULT_CSS = """
    ImportPreview { height: auto; border: none; padding: 0; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._said: tuple[tuple[str, str], ...] = ()
        self._report: ImportReport | None = None
        self._settings = Settings()

    def say(self, *sentences: str) -> None:
        """Show sentences."""
        self._said, self._report = tuple((sentence, "quiet") for sentence in sentences), None
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
        return [Line((Piece(row, style),)) for said, style in self._said for row in wrapped(said, width)]


class ImportDialog(Dialog[list[Path]]):
    """Choose files to import, after a look at what they hold."""

    HEADING = "Import"
    KEYS = (
        KeyHint("enter", "import", "screen.import"),
        LEAVE,
        KeyHint("tab", "complete", "screen.complete"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "complete", "complete", show=False, priority=True),
        Binding("down,pagedown", "scroll(4)", "down", show=False),
        Binding("up,pageup", "scroll(-4)", "up", show=False),
    ]
    DEFAULT_CSS = """
    ImportDialog { .card { width: 96; } }
    """

    def __init__(self, desk: Desk, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._desk, self._clock = desk, clock
        self._looked_at: list[Path] = []
        self._report: ImportReport | None = None
        self._waiting: Timer | None = None

    def body(self) -> ComposeResult:
        """The paths, and what the files hold."""
        line = Entry(id="paths", placeholder="~/Downloads/calendar.ics", compact=False, limit=LONGEST_LINE)
        line.suggester = PathSuggester()
        yield line
        yield ImportPreview()

    def on_mount(self) -> None:
        """Say what can be imported."""
        self.preview.say(*EXPLAINED)

    @property
    def preview(self) -> ImportPreview:
        """What the files hold."""
        return self.query_one(ImportPreview)

    @property
    def line(self) -> Entry:
        """Where the paths are typed."""
        return self.query_one("#paths", Entry)

    # --- looking ---------------------------------------------------------------------------------------

    def on_input_changed(self, event: Input.Changed) -> None:
        """Look into the files once the typing pauses and they are there."""
        if self._waiting:
            self._waiting.stop()
        self._report, self._looked_at = None, []
        self.complain("")
        paths = read_paths(event.value)
        if not paths:
            self.preview.say(*EXPLAINED)
        elif missing := next((path for path in paths if not _is_file(path)), None):
            self.preview.say(
                f"There is no file {missing} yet." if not _is_folder(missing) else f"{missing} is a folder."
            )
        else:
            self.preview.say("Reading …")
            self._waiting = self.set_timer(PAUSE, self.look)

    def look(self) -> None:
        """Read the files, keeping nothing, and show what they hold."""
        paths = read_paths(self.line.value)
        try:
            report = import_files(self._desk, paths, self._clock(), dry_run=True)
        except GigError as error:
            self.complain(str(error))
            return
        self._looked_at, self._report = paths, report
        self.preview.show(report, self._desk.settings)
        if _changes(report):
            self.approve(f"enter keeps {_counts(report)}.")
        else:
            self.complain("There is nothing new in it." if report.files else "Nothing could be read.")

    # --- answering -------------------------------------------------------------------------------------

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Import what was looked at."""
        self.action_import()

    def action_import(self) -> None:
        """Keep what the files hold, once the person has seen it."""
        paths = read_paths(self.line.value)
        if not paths:
            self.complain("Which file? Type its path.")
        elif self._report is None or paths != self._looked_at:
            self.look()
        elif _changes(self._report):
            self.dismiss(paths)

    def action_complete(self) -> None:
        """Take the completion that is shown."""
        self.line.action_cursor_right() if self.line.cursor_at_end else self.line.action_end()


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _changes(report: ImportReport) -> int:
    return sum(sum(file.added.values()) + file.updated for file in report.files)


def _counts(report: ImportReport) -> str:
    added = sum(sum(file.added.values()) for file in report.files)
    updated = sum(file.updated for file in report.files)
    parts = [f"{added} new"] if added else []
    parts += [f"{updated} updated"] if updated else []
    return " and ".join(parts) + (" record" if added + updated == 1 else " records")


def report_lines(report: ImportReport, settings: Settings, width: int) -> list[Line]:
    """Return what files hold: counts, how times were read, the first records, what is refused and why."""
    lines: list[Line] = []
    most = max(4, MOST_REFUSED // max(1, len(report.files)))
    for file in report.files:
        lines += _file_lines(file, settings, width, most)
    for path, reason in report.failed:
        lines += [Line((Piece(fit(Path(path).name, width), "strong"),))]
        lines += [Line((Piece(f"  {row}", "alert"),)) for row in wrapped(reason, max(1, width - 2))]
    return lines


def _file_lines(file: FileReport, settings: Settings, width: int, most: int) -> list[Line]:
    counts = [f"{count} {name if count != 1 else name[:-1]}" for name, count in file.added.items() if count]
    known = [f"{file.updated} updated"] if file.updated else []
    known += [f"{file.unchanged} unchanged"] if file.unchanged else []
    head = (
        Piece(Path(file.file).name, "strong"),
        Piece(f"  {_SHOWN.get(file.format, file.format)}", "quiet"),
    )
    lines = [Line(spread(head, (), width))]
    lines.append(
        Line(
            (
                Piece(f"  {', '.join(counts) or 'nothing new'}", "money" if counts else "quiet"),
                Piece(f" · {' · '.join(known)}" if known else "", "quiet"),
            )
        )
    )
    lines += [Line((Piece(f"  {row}", "quiet"),)) for row in wrapped(file.zone_rule, max(1, width - 2))]
    lines += [_record_line(record, settings, width) for record in file.sample]
    for warning in file.warnings:
        lines += [Line((Piece(f"  {row}", "pending"),)) for row in wrapped(warning, max(1, width - 2))]
    for refused in file.refused[:most]:
        where = f"line {refused.line}: " if refused.line else ""
        lines += [
            Line((Piece(f"  {row}", "alert"),))
            for row in wrapped(f"{where}{refused.reason}", max(1, width - 2))
        ]
    if len(file.refused) > most:
        lines.append(Line((Piece(f"  and {len(file.refused) - most} more refused", "alert"),)))
    return [*lines, Line()]


def _record_line(record: Record, settings: Settings, width: int) -> Line:
    what, about = record_words(record, settings)
    return Line(spread((Piece("  ┃ ", "time"), Piece(what)), (Piece(about, "quiet"),), width, least=14))


def record_words(record: Record, settings: Settings) -> tuple[str, str]:
    """Return what an imported record is, and what is worth seeing of it before it is kept."""
    match record:
        case Task():
            many = f" ×{record.units}" if record.units > 1 else ""
            due = f" · due {settings.wall(record.due):%a %d %b %H:%M}" if record.due else ""
            return f"{record.title}{many}", f"{show_money(record.pay)} · {record.minutes:.3g} min{due}"
        case Block():
            start, end = settings.wall(record.start), settings.wall(record.end)
            return record.title, f"{start:%a %d %b %H:%M}–{end:%H:%M}"
        case Series():
            return record.title, f"repeats from {record.first:%a %d %b %H:%M}"
        case Earning():
            return (
                record.platform or record.note,
                f"{show_money(record.total)} · {settings.wall(record.at):%d %b}",
            )
    return type(record).__name__, ""

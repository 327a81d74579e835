"""Bringing files in: choose them, see what they hold, and only then keep it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import ClassVar, Protocol

from msgspec.structs import replace
from textual.binding import Binding, BindingType
from textual.timer import Timer
from textual.widgets import Input

from gigplanner.model.errors import GigError
from gigplanner.tui.dialogs.base import LEAVE, KeyHint
from gigplanner.tui.dialogs.import_columns import KEY, Explained, columns_words, remembered_words
from gigplanner.tui.dialogs.import_dates import DATES, dates_words
from gigplanner.tui.dialogs.import_folder import WHOLE, folder_rows
from gigplanner.tui.dialogs.import_layout import ImportLayout
from gigplanner.tui.dialogs.import_paths import PathEntry, read_paths
from gigplanner.tui.dialogs.import_reading import BackgroundReading
from gigplanner.tui.dialogs.import_zone import zone_called
from gigplanner.tui.dialogs.rows import RowList
from gigplanner.workday.desk import Desk
from gigplanner.workday.intake import (
    Batch,
    ImportReport,
    Pasted,
    Progress,
    Source,
    preview,
    reader_for,
)

PAUSE = 0.25  # seconds without a key until the files are looked into
AT_ONCE = 0.05  # seconds that a key press may wait for the reading
LOOK_AGAIN = 0.1  # seconds between two looks at how far it is
_COMPARED_HERE = 2000  # records; more are compared beside the screen
EXPLAINED = "Type, paste or drop a path, or choose below. Pasted text is read like a file."


class Run(Protocol):
    """Has work done on the planbook beside the screen, and calls back."""

    def __call__(
        self,
        work: Callable[[Desk, datetime], ImportReport],
        *,
        done: Callable[[ImportReport], object],
        refused: Callable[[GigError], object],
    ) -> None:
        """Do `work`."""


class ImportDialog(ImportLayout):
    """Choose files to import, after a look at what they hold: the answer is what was read."""

    HEADING = "Import"
    KEYS = (
        KeyHint("enter", "look, then keep", "screen.go_on"),
        LEAVE,
        KeyHint("tab", "complete", "screen.complete"),
        KeyHint("ctrl+t", "time zone", "screen.zone"),
        KeyHint(KEY, "columns", "screen.columns"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(KEY, "columns", "columns", show=False, priority=True),
        Binding(DATES, "dates", "dates", show=False, priority=True),
    ]

    def __init__(self, desk: Desk, clock: Callable[[], datetime], run: Run | None = None) -> None:
        """`run` compares long files with the planbook beside the screen; without it the screen waits."""
        super().__init__()
        self._desk, self._clock, self._run = desk, clock, run
        self._sources: tuple[Source, ...] = ()  # that are read, or were
        self._batch: Batch | None = None
        self._report: ImportReport | None = None
        self._reading: BackgroundReading | None = None
        self._comparing: Progress | None = None
        self._explained = Explained(desk)
        self._day_first: bool | None = None  # what the person says of dates that do not tell
        self._soon: Timer | None = None
        self._polling: Timer | None = None

    def on_mount(self) -> None:
        """Begin where downloads are."""
        self.folder.can_focus = False
        self._choose_from("")
        self.complain(EXPLAINED)

    # --- choosing --------------------------------------------------------------------------------------

    def on_input_changed(self, event: Input.Changed) -> None:
        """Look into the files once the typing pauses and they are there; until then show the folder."""
        if event.input is self.zone:
            if self._sources:
                self._look_soon(self._sources)
            return
        self._forget()
        paths = read_paths(event.value)
        missing = next((path for path in paths if not _exists(path)), None)
        if paths and missing is None and not (len(paths) == 1 and paths[0].is_dir()):
            self._look_soon(tuple(paths))
        elif len(paths) > 1:
            self._tell(f"There is no file {missing} yet.")
        else:
            self._choose_from(event.value)

    def on_path_entry_text_pasted(self, event: PathEntry.TextPasted) -> None:
        """Read a pasted text as if it were a file."""
        self.line.clear()
        self._forget()
        self.look((Pasted(event.text.encode("utf-8", "replace")),))

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Go into the folder, or look into the file, that was clicked."""
        self.take(event.key)

    def _choose_from(self, text: str) -> None:
        """Show the folder that is being typed."""
        self.show_folder(True)
        missing = f"There is no file {read_paths(text)[0]} yet." if read_paths(text) else "Nothing is here."
        self.folder.show(folder_rows(text, self._desk.settings), empty=missing, first=True)
        self.complain("")

    def take(self, key: str) -> None:
        """Go into a folder, choose a file, or look into all that the folder holds."""
        if key.startswith(WHOLE):
            self._forget()
            self.look((Path(key.removeprefix(WHOLE)),))
            return
        self.line.value = key
        self.line.action_end()
        self.line.focus()

    # --- looking ---------------------------------------------------------------------------------------

    def _look_soon(self, sources: tuple[Source, ...]) -> None:
        self._forget()
        self._sources = sources
        self._tell("Reading …")
        self._soon = self.set_timer(PAUSE, lambda: self.look(sources))

    def look(self, sources: tuple[Source, ...]) -> None:
        """Read the files, keeping nothing, and show what they hold."""
        self._forget()
        self._sources = sources
        self._tell("Reading …")
        try:
            self._reading = self._begun(sources)
        except GigError as error:
            self._tell(str(error))
            return
        if not self._follow(AT_ONCE):
            self._polling = self.set_interval(LOOK_AGAIN, self._follow)

    def _begun(self, sources: tuple[Source, ...]) -> BackgroundReading:
        """Begin a reading. Raises BadInput for a zone that nobody knows."""
        progress = Progress()
        read = reader_for(
            self._desk,
            sources,
            self._clock(),
            zone=zone_called(self.zone.value),
            progress=progress,
            mappings=self._explained.mappings,
            day_first=self._day_first,
        )
        return BackgroundReading(read, progress)

    def _follow(self, patience: float = 0.0) -> bool:
        """Show how far the reading is; return whether it has ended."""
        reading = self._reading
        if reading is None:
            return True
        if not reading.has_ended(patience):
            self.preview.say(f"{reading.progress.words} …", "esc stops it.")
            return False
        self._reading = None
        if self._polling:
            self._polling.stop()
        if reading.crash:
            raise reading.crash
        if reading.refusal:
            self._tell(str(reading.refusal))
        if reading.batch:
            self._compare(reading.batch)
        return True

    def _compare(self, batch: Batch) -> None:
        """Find out what of it is new: of much, beside the screen."""
        self._batch = batch
        if self._run is None or sum(len(file.reading.records) for file in batch.files) <= _COMPARED_HERE:
            try:
                self._show(batch, preview(self._desk, batch))
            except GigError as error:
                self._tell(str(error))
            return
        self._tell("Comparing it with your planbook …", "esc stops it.")
        progress = self._comparing = Progress()
        self._run(
            lambda desk, now: preview(desk, batch, progress),
            done=lambda report: self._show(batch, report),
            refused=lambda error: self._compared_in_vain(batch, error),
        )

    def _compared_in_vain(self, batch: Batch, error: GigError) -> None:
        if batch is self._batch:
            self._comparing = None
            self._tell(str(error))

    def _show(self, batch: Batch, report: ImportReport) -> None:
        if batch is not self._batch or not self.is_attached:
            return  # the person has gone on to other files, or left
        self._comparing = None
        self._report = report
        notes = (*report.notes, *remembered_words(batch), *dates_words(batch, self._day_first))
        self.preview.show(replace(report, notes=notes), self._desk.settings)
        say = self.approve if report.changes else self.complain
        say(_verdict(batch, report))

    def _tell(self, *sentences: str) -> None:
        """Say in the place of the preview what there is to say."""
        self.show_folder(False)
        self.complain("")
        self.preview.say(*sentences)

    def _forget(self) -> None:
        """Let go of what was read, and stop what is being read."""
        for timer in (self._soon, self._polling):
            if timer:
                timer.stop()
        if self._reading:
            self._reading.stop()
        if self._comparing:
            self._comparing.stop()
        self._reading = self._comparing = self._batch = self._report = None
        self._sources = ()

    # --- answering -------------------------------------------------------------------------------------

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Import what was looked at, look at what was chosen, or go into the folder."""
        self.action_go_on()

    def action_go_on(self) -> None:
        """Keep what the files hold, once the person has seen it."""
        if self._report is not None and self._batch is not None:
            if self._report.changes:
                self.dismiss(self._batch)
            elif self._batch.unknown:
                self.action_columns()
        elif self._sources and not self._reading and not self._batch:
            self.look(self._sources)
        elif self.folder.display and self.folder.chosen:
            self.take(self.folder.chosen)

    def action_columns(self) -> None:
        """Ask what the columns of a table are, and read it anew."""
        sources = self._sources
        if self._batch:
            self._explained.ask(self.app, self._batch, self._clock, then=lambda: self.look(sources))

    def action_dates(self) -> None:
        """Read dates such as 03/04/2026 day first, then month first, where a file does not tell."""
        if self._batch and (self._batch.undecided or self._day_first is not None):
            self._day_first = not self._day_first
            self.look(self._sources)

    def action_leave(self) -> None:
        """Stop what is read or compared; else leave the zone; else leave."""
        if self._reading or self._comparing:
            sources = self._sources
            self._forget()
            self._sources = sources  # enter begins again
            self._tell("Stopped: nothing was kept.")
        elif self.zone.has_focus:
            self.line.focus()
        else:
            self._forget()
            self.dismiss(None)


def _verdict(batch: Batch, report: ImportReport) -> str:
    """Return what enter does with what the files hold, or why there is nothing to do."""
    columns = columns_words(batch, has_other=bool(report.changes))
    if report.changes:
        return f"enter keeps {_counts(report)}. {columns}".rstrip()
    return columns or ("There is nothing new in it." if report.files else "Nothing could be read.")


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def _counts(report: ImportReport) -> str:
    added = sum(sum(file.added.values()) for file in report.files)
    parts = [f"{added} new"] if added else []
    parts += [f"{report.changes - added} updated"] if report.changes > added else []
    return " and ".join(parts) + (" record" if report.changes == 1 else " records")

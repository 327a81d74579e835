"""What the import dialog shows: the paths that are typed, the zone, the folder, and what the files hold."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from gigplanner.tui.dialogs.base import Dialog
from gigplanner.tui.dialogs.fields import Entry, Field
from gigplanner.tui.dialogs.import_folder import WHOLE
from gigplanner.tui.dialogs.import_paths import PathEntry, PathSuggester
from gigplanner.tui.dialogs.import_report import ImportPreview
from gigplanner.tui.dialogs.import_zone import ZoneSuggester
from gigplanner.tui.dialogs.rows import RowList
from gigplanner.workday.intake import Batch


class ImportLayout(Dialog[Batch]):
    """Lays the parts out, and moves among them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "complete", "complete", show=False, priority=True),
        Binding("ctrl+t", "zone", "zone", show=False, priority=True),
        Binding("down", "move(1)", "down", show=False),
        Binding("up", "move(-1)", "up", show=False),
        Binding("pagedown", "move(8)", "page down", show=False),
        Binding("pageup", "move(-8)", "page up", show=False),
    ]
    DEFAULT_CSS = """
    ImportLayout {
        .card { width: 96; }
        RowList { height: auto; max-height: 16; }
        .body > Field { padding: 0 2; }
        &.-short .body > Input { height: 1; border: none; background: $panel; padding: 0 2; }
        &.-short RowList { max-height: 12; }
    }
    """

    def body(self) -> ComposeResult:
        """The paths, the zone, and the folder or what the files hold."""
        line = PathEntry(id="paths", placeholder="~/Downloads/calendar.ics")
        line.suggester = PathSuggester()
        yield line
        zone = Entry(id="zone", placeholder="as the files say")
        zone.suggester = ZoneSuggester()
        yield Field("Time zone", zone)
        yield RowList(id="folder", always_lit=True, least=20)
        yield ImportPreview()

    @property
    def preview(self) -> ImportPreview:
        """What the files hold."""
        return self.query_one(ImportPreview)

    @property
    def folder(self) -> RowList:
        """The files to choose from."""
        return self.query_one("#folder", RowList)

    @property
    def line(self) -> PathEntry:
        """Where the paths are typed."""
        return self.query_one("#paths", PathEntry)

    @property
    def zone(self) -> Entry:
        """Where the zone is typed."""
        return self.query_one("#zone", Entry)

    def show_folder(self, is_shown: bool) -> None:
        """Show the folder, or in its place what the files hold."""
        self.folder.display = is_shown
        self.preview.display = not is_shown

    def take(self, key: str) -> None:
        """Take a row of the folder."""
        raise NotImplementedError

    def action_move(self, by: int) -> None:
        """Move the cursor among the files, or scroll what they hold."""
        if self.folder.display:
            self.folder.action_move(by)
        else:
            self.action_scroll(by * 2)

    def action_complete(self) -> None:
        """Take the file that the cursor is on, or the zone that is shown."""
        if self.zone.has_focus:
            _complete(self.zone)
        elif self.folder.display and not self.folder.chosen.startswith(WHOLE):
            self.take(self.folder.chosen) if self.folder.chosen else None
        else:
            _complete(self.line)

    def action_zone(self) -> None:
        """Go to the zone, and back."""
        self.set_focus(self.line if self.zone.has_focus else self.zone)


def _complete(entry: Entry) -> None:
    """Take the completion that is shown in grey."""
    entry.action_cursor_right() if entry.cursor_at_end else entry.action_end()

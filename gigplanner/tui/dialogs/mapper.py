"""What the columns of an unknown table are: guessed, corrected by the person, with its first rows read so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from gigplanner.interop.mapping.rules import Mapping
from gigplanner.interop.mapping.states import states_in
from gigplanner.tui.dialogs.base import LEAVE, Dialog, KeyHint
from gigplanner.tui.dialogs.choose import ChooseDialog
from gigplanner.tui.dialogs.mapper_rows import (
    NAME,
    choice_words,
    choices,
    mapper_rows,
    next_choice,
    row_name,
    trial_lines,
    with_choice,
)
from gigplanner.tui.dialogs.mapper_typed import TypedDialog
from gigplanner.tui.dialogs.reading import Page
from gigplanner.tui.dialogs.rows import Row, RowList
from gigplanner.tui.text import Piece
from gigplanner.workday.desk import Desk
from gigplanner.workday.mappings import Trial, guessed, load_mappings, tried
from gigplanner.workday.reading import UnknownTable

_FRAME_ROWS = 3
_TRIAL_ROWS = 6  # of what the rows become; more is cut
_LEAST_ROWS = 4


class MapperDialog(Dialog[Mapping]):
    """Ask what a table's columns are; the answer is the mapping by which its rows can be read."""

    SAID_ROWS = 1
    KEYS = (
        KeyHint("← →", "change"),
        KeyHint("space", "choose", "screen.pick"),
        KeyHint("enter", "read it so", "screen.take"),
        LEAVE,
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,ctrl+s", "take", "read it so", show=False, priority=True),
        Binding("space", "pick", "choose", show=False),
        Binding("left,h", "change(-1)", "before", show=False),
        Binding("right,l", "change(1)", "next", show=False),
        Binding("backspace,delete", "ignore", "ignore", show=False),
    ]
    DEFAULT_CSS = """
    MapperDialog {
        .card { width: 92; }
        RowList { height: auto; }
        Page { max-height: 6; margin: 1 0 0 0; overflow-y: hidden; }
        &.-short Page { margin: 0; }
    }
    """

    def __init__(
        self,
        desk: Desk,
        clock: Callable[[], datetime],
        table: UnknownTable,
        zone: str | None = None,
        said: Mapping | None = None,
    ) -> None:
        """`zone` is that of times without one, `said` how the table is read, if the person has said it."""
        super().__init__()
        self._desk, self._clock, self._table, self._zone = desk, clock, table, zone
        self._mapping = said or guessed(desk, table)
        kept = load_mappings(desk.config).mappings
        self._has_a_name = any(table.table.fingerprint in one.headers for one in kept)
        self._trial = Trial()

    def heading(self) -> str:
        """The file."""
        return f"Columns · {Path(self._table.name).name}"

    def body(self) -> ComposeResult:
        """The choices, and what they make of the rows."""
        yield RowList(id="choices", least=34)
        yield Page(lambda width: trial_lines(self._trial, self._desk.settings, width)[:_TRIAL_ROWS])

    def entered(self) -> object:
        """What was corrected."""
        return self._mapping

    @property
    def choices(self) -> RowList:
        """The rows to choose in."""
        return self.query_one("#choices", RowList)

    def on_mount(self) -> None:
        """Show what was guessed."""
        self.query_one(Page).can_focus = False
        self._show()
        self.choices.focus()

    def on_resize(self, event: events.Resize) -> None:
        """Leave room for what the rows become: it is always seen."""
        super().on_resize(event)
        rows = event.size.height - _FRAME_ROWS - self.SAID_ROWS - _TRIAL_ROWS
        self.choices.styles.max_height = max(_LEAST_ROWS, rows - (1 if event.size.height >= 28 else 0))
        self._show()

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Choose in the row that was clicked."""
        self._pick(event.key)

    def action_pick(self) -> None:
        """Choose in the row that the cursor is on, from a list."""
        self._pick(self.choices.chosen)

    def action_change(self, by: int) -> None:
        """Take the next choice in the row that the cursor is on."""
        key = self.choices.chosen
        if key and not choices(key, self._desk.catalogue):
            self._pick(key)
        elif key:
            self._take(next_choice(self._mapping, key, by, self._desk.catalogue))

    def action_ignore(self) -> None:
        """Take the first choice: a column is ignored."""
        key = self.choices.chosen
        if key and (values := choices(key, self._desk.catalogue)):
            self._take(with_choice(self._mapping, key, values[0]))

    def action_take(self) -> None:
        """Answer with the mapping, if rows can be read by it."""
        if self._trial.records and not self._trial.problem:
            self.dismiss(self._mapping)
        else:
            self.complain("No row can be read so yet.")

    def _pick(self, key: str) -> None:
        if not key:
            return
        values = choices(key, self._desk.catalogue)
        if not values:
            self._ask_for(key)
            return
        picks = [Row(f"={value}", (Piece(choice_words(key, value)),)) for value in values]

        def take(value: str | None) -> None:
            if value is not None:
                self._take(with_choice(self._mapping, key, value.removeprefix("=")))

        self.app.push_screen(ChooseDialog(row_name(key), picks), take)

    def _ask_for(self, key: str) -> None:
        """Have the zone, the currency or the name typed."""
        if key == NAME and self._has_a_name:
            self.complain("The name stays: by it the rows imported before are known again.")
            return

        def take(mapping: Mapping | None) -> None:
            if mapping is not None:
                self._take(mapping)

        self.app.push_screen(TypedDialog(self._mapping, key), take)

    def _take(self, mapping: Mapping) -> None:
        self._mapping = mapping
        self._show()

    def _show(self) -> None:
        self._trial = tried(self._desk, self._mapping, self._table, self._clock(), zone=self._zone)
        states = states_in(Path(self._table.name).name, self._table.data, self._mapping)
        self.choices.show(mapper_rows(self._mapping, self._table.table, self.choices.size.width, states))
        self.query_one(Page).renew()
        self.complain("")

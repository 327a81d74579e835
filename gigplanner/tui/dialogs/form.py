"""A form: fields for a record, read as one types, saved only when they make sense."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar, NamedTuple, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.widgets import Checkbox, Input, Select, TextArea

from gigplanner.model.errors import BadInput
from gigplanner.tui.dialogs.base import LEAVE, NEXT, SAVE, Dialog, KeyHint
from gigplanner.tui.dialogs.fields import Choice, Entry, Field, NoteArea, Tick
from gigplanner.tui.text import plain

Made = TypeVar("Made")


class Entered(NamedTuple):
    """What stands in a form: the texts by the ids of their fields, and the ids of the boxes ticked."""

    texts: dict[str, str]
    ticked: frozenset[str]


class FormDialog(Dialog[Made]):
    """Fields for one record. A subclass says the fields, reads them, and puts the record into words."""

    KEYS: Sequence[KeyHint] = (SAVE, NEXT, LEAVE, KeyHint("→", "complete", "screen.complete"))
    HINT = ""
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s", "save", "save")]
    DEFAULT_CSS = """
    FormDialog {
        .card { width: 100; }
        .fields { layout: grid; grid-size: 2; grid-rows: auto; grid-gutter: 0 3; height: auto; }
        .-wide-field { column-span: 2; }
        &.-tall .fields { grid-gutter: 1 3; margin: 1 0; }
        &.-narrow .fields { grid-size: 1; }
        &.-narrow .-wide-field { column-span: 1; }
        &.-narrow.-tall .fields { grid-gutter: 0 3; margin: 0; }
        &.-narrow .ticks { layout: grid; grid-size: 2; grid-rows: 1; grid-columns: 13 1fr; }
        &.-narrow .ticks Tick { margin: 0; }
        &.-narrow Field .label { width: 10; }
    }
    """

    def __init__(self, given: Made | None) -> None:
        super().__init__()
        self.given = given

    def fields(self) -> Iterable[Field]:
        """The fields, in reading order."""
        raise NotImplementedError

    def read(self) -> Made:
        """The record that the fields make. Raises BadInput for what is wrong or missing."""
        raise NotImplementedError

    def words(self, made: Made) -> str:
        """What the fields say, in words."""
        raise NotImplementedError

    def body(self) -> ComposeResult:
        """The fields."""
        with Container(classes="fields"):
            yield from self.fields()

    # --- what was typed --------------------------------------------------------------------------------

    def texts(self) -> dict[str, str]:
        """What stands in the fields, by their ids."""
        found = {entry.id or "": entry.value.strip() for entry in self.query(Entry)}
        found |= {area.id or "": area.text for area in self.query(NoteArea)}
        return found | {choice.id or "": str(choice.value) for choice in self.query(Choice)}

    def ticked(self) -> frozenset[str]:
        """The ids of the boxes that are ticked."""
        return frozenset(tick.id or "" for tick in self.query(Tick) if tick.value)

    def entered(self) -> object:
        """All that stands in the form."""
        return Entered(self.texts(), self.ticked())

    def refill(self, entered: object) -> None:
        """Fill the fields and tick the boxes again."""
        if not isinstance(entered, Entered):
            return
        for entry in self.query(Entry):
            entry.value = entered.texts.get(entry.id or "", "")
        for area in self.query(NoteArea):
            area.text = entered.texts.get(area.id or "", "")
        for choice in self.query(Choice):
            choice.value = entered.texts.get(choice.id or "", choice.value)
        for tick in self.query(Tick):
            tick.value = (tick.id or "") in entered.ticked

    def on_mount(self) -> None:
        """Say what is needed."""
        self.hint()

    def hint(self) -> None:
        """Say what a new record needs, or what the one given is."""
        self.said.update(self.HINT if self.given is None else plain(self.words(self.given)))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Read as one types."""
        self._look()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Read as one types."""
        self._look()

    def on_checkbox_changed(self, event: Checkbox.Changed) -> None:
        """Read at once."""
        self._look()

    def on_select_changed(self, event: Select.Changed) -> None:
        """Read at once."""
        self._look()

    def _look(self) -> Made | None:
        """Say what the fields make, or what is wrong with them."""
        if self.entered() == self._at_first:
            self.hint()
            return None
        return self._make()

    def _make(self) -> Made | None:
        try:
            made = self.read()
        except BadInput as error:
            self.complain(str(error))
            return None
        self.approve(self.words(made))
        return made

    def action_complete(self) -> None:
        """Take what the line is guessed to go on with."""
        if isinstance(self.focused, Entry):
            self.focused.action_cursor_right()

    # --- answering -------------------------------------------------------------------------------------

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Save from any line."""
        self.action_save()

    def action_save(self) -> None:
        """Answer with the record, if the fields make one."""
        if (made := self._make()) is not None:
            self.dismiss(made)

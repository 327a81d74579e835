"""The fields of forms: one row each, a label before the value; what is pasted into them is made harmless."""

from __future__ import annotations

from collections.abc import Iterable

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.suggester import Suggester, SuggestFromList
from textual.widget import Widget
from textual.widgets import Checkbox, Label, Select, TextArea
from textual.widgets._select import SelectCurrent, SelectOverlay

from gigplanner.model.text import clean_note, clean_text
from gigplanner.tui.text import plain, tidy
from gigplanner.tui.widgets.one_line import OneLine

LONGEST_LINE = 500
LONGEST_NOTE = 20_000


class Entry(OneLine):
    """A line to type in. No control character gets in, whether typed, pasted or set."""

    def __init__(
        self,
        value: str = "",
        *,
        id: str,
        placeholder: str = "",
        suggestions: Iterable[str] | Suggester = (),
        compact: bool = True,
        limit: int = LONGEST_LINE,
    ) -> None:
        self._limit = limit
        super().__init__(
            tidy(value, limit),
            id=id,
            placeholder=placeholder,
            suggester=_suggester(suggestions),
            compact=compact,
            max_length=limit,
            select_on_focus=False,
        )

    def validate_value(self, value: str) -> str:
        """Keep only what a terminal shows as text."""
        return tidy(value, self._limit)


def _suggester(suggestions: Iterable[str] | Suggester) -> Suggester | None:
    if isinstance(suggestions, Suggester):
        return suggestions
    names = [clean_text(name, 80) for name in suggestions]
    return SuggestFromList(names, case_sensitive=False) if names else None


class NoteArea(TextArea):
    """Several lines to type in."""

    def __init__(self, text: str, *, id: str) -> None:
        super().__init__(clean_note(text, LONGEST_NOTE), id=id, compact=True, show_line_numbers=False)

    def on_paste(self, event: events.Paste) -> None:
        """Take control characters out of what is pasted."""
        event.text = clean_note(event.text, LONGEST_NOTE)


class Tick(Checkbox):
    """A box to tick, told apart by its shape and not only by its colour."""

    def __init__(self, label: str, value: bool, *, id: str) -> None:
        super().__init__(label, value, id=id, compact=True)

    @property
    def _button(self) -> Content:
        style = self.get_visual_style("toggle--button")
        return Content.assemble(("■" if self.value else "□", style))


class _Overlay(SelectOverlay):
    """The words to choose from. Until they are laid out no key moves among them: Textual would raise."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether an action can be done."""
        return bool(self.scrollable_content_region) and super().check_action(action, parameters)


class Choice(Select[str]):
    """One of a few words."""

    def __init__(self, options: Iterable[tuple[str, str]], value: str, *, id: str) -> None:
        super().__init__(
            [(plain(words, 40), key) for words, key in options],
            value=value,
            allow_blank=False,
            id=id,
            compact=True,
        )

    def compose(self) -> ComposeResult:
        """The word chosen, over those to choose from."""
        yield SelectCurrent(self.prompt)
        yield _Overlay().data_bind(compact=Select.compact)


class Field(Horizontal):
    """A label and what is asked for, with a word behind it; a wide one takes the whole row."""

    DEFAULT_CSS = """
    Field {
        height: auto;
        Label { width: 13; color: $quiet; }
        .behind { width: auto; color: $quiet; padding: 0 0 0 1; }
        &.-at > .label { color: $line-focus; }
        .ticks { width: 1fr; height: auto; }

        Input, TextArea, Choice { width: 1fr; }
        Input { background: $panel; }
        Input.-textual-compact, TextArea.-textual-compact { padding: 0 1; }
        Input:focus { background: $cursor; background-tint: $foreground 0%; }
        TextArea { height: 3; background: $panel; }
        TextArea:focus { background: $cursor; }
        TextArea .text-area--cursor-line { background: transparent; }
        Tick { background: transparent; margin: 0 2 0 0; width: auto; }
        Tick > .toggle--button { color: $quiet; background: transparent; }
        Tick.-on > .toggle--button { color: $money; background: transparent; }
        Tick:focus { background-tint: $foreground 0%; }
        Tick:focus > .toggle--label { background: $cursor; color: $foreground; text-style: none; }
        Choice > SelectCurrent { background: $panel; }
        Choice.-textual-compact > SelectCurrent { padding: 0 1; }
        Choice:focus > SelectCurrent { background: $cursor; background-tint: $foreground 0%; }
        Choice > SelectOverlay { background: $panel; min-width: 8; }
        Choice > SelectOverlay.-textual-compact > .option-list--option { padding: 0 1; }
    }
    """

    def __init__(self, label: str, *asked: Widget, behind: str = "", wide: bool = False) -> None:
        super().__init__(classes="-wide-field" if wide else "")
        self._label, self._asked, self._behind = label, asked, behind

    def on_descendant_focus(self) -> None:
        """Light the label of what is being typed."""
        self.add_class("-at")

    def on_descendant_blur(self) -> None:
        """Rest."""
        self.remove_class("-at")

    def compose(self) -> ComposeResult:
        """Put them in a row."""
        yield Label(self._label, classes="label", markup=False)
        if len(self._asked) > 1:
            with Horizontal(classes="ticks"):
                yield from self._asked
        else:
            yield from self._asked
        if self._behind:
            yield Label(self._behind, classes="behind", markup=False)

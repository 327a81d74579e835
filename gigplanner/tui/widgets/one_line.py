"""A line to type in whose letters need no layout."""

from __future__ import annotations

from textual.geometry import Size
from textual.reactive import Reactive
from textual.widgets import Input


class OneLine(Input):
    """An input of a fixed height: however long its text is, nothing around it moves.

    Textual lays out the whole screen at every letter.
    """

    virtual_size = Reactive(Size(0, 0), layout=False)

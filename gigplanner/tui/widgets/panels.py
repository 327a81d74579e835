"""Containers of a screen of panels. Textual lays the screen out a second time when a container's content has
grown in the first: here the first is right already, and flipping through days costs half.
"""

from __future__ import annotations

from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.geometry import Size
from textual.reactive import Reactive


class Panels(VerticalScroll):
    """All of them, to be scrolled through. The scrollbar comes and goes as in any container."""

    virtual_size = Reactive(Size(0, 0), layout=False, repaint=False)


class Columns(Horizontal):
    """Columns side by side."""

    virtual_size = Reactive(Size(0, 0), layout=False, repaint=False)


class Column(Vertical):
    """Panels, one below the other."""

    virtual_size = Reactive(Size(0, 0), layout=False, repaint=False)

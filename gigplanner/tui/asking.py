"""Asking in a dialog and doing what is answered, without ever losing what was typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from gigplanner.tui.dialogs.base import Dialog
    from gigplanner.tui.everywhere import EverywhereApp
    from gigplanner.tui.saving import Act

Answer = TypeVar("Answer")


def ask(
    app: EverywhereApp,
    make: Callable[[], Dialog[Answer]],
    act: Callable[[Answer], Act | None],
    *,
    then: Callable[[], object] = lambda: None,
    left: Callable[[], object] = lambda: None,
) -> None:
    """Open the dialog that `make` returns, and do what `act` makes of its answer, None for nothing.

    Where that is refused, by another process or by the disk, the dialog comes back as it was typed. `then`
    follows once it is done, or where there was nothing to do; `left` where the dialog was left.
    """

    def open_with(entered: object) -> None:
        dialog = make()
        dialog.to_refill = entered

        def answered(answer: Answer | None) -> None:
            action = None if answer is None else act(answer)
            if action is not None:
                app.act(action, then=lambda _: then(), refused=lambda: open_with(dialog.answered_from))
            elif answer is None:
                left()
            else:
                then()

        app.push_screen(dialog, answered)

    open_with(None)

"""Every action a person can call by key, by palette or by mouse, in one registry.

Keys, the footer, the help page and the palette are all made from it and so cannot disagree. An action called
`complete` is the method `action_complete` of the screen it belongs to, or of the app.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from textual.binding import Binding

Scope = Literal["app", "plan", "shift", "recap", "insights"]
SCOPE_TITLES: dict[Scope, str] = {
    "app": "Everywhere",
    "plan": "Plan",
    "shift": "Shift",
    "recap": "Recap",
    "insights": "Insights",
}


@dataclass(frozen=True)
class Action:
    """One thing a person can do. `keys` are alternatives, comma-separated; `help` is a short sentence."""

    id: str
    keys: str
    title: str
    help: str
    scope: Scope
    footer: bool = False
    shown_key: str = ""


ACTIONS: tuple[Action, ...] = (
    Action("phase('plan')", "1", "Plan", "Go to the plan of the day.", "app"),
    Action("phase('shift')", "2", "Shift", "Go to the live shift.", "app"),
    Action("phase('recap')", "3", "Recap", "Go to the recap.", "app"),
    Action("phase('insights')", "4", "Insights", "Go to the insights.", "app"),
    Action("quick_add", "a", "add", "Add anything in one line.", "app", footer=True),
    Action("undo", "u", "undo", "Take the last action back.", "app", footer=True),
    Action("redo", "U,ctrl+r", "redo", "Do again what was undone.", "app"),
    Action("history", "H", "history", "See what was done so far.", "app"),
    Action("import", "i", "import", "Bring in files.", "app"),
    Action("export", "E", "export", "Take records out.", "app"),
    Action("retry_saving", "R", "save again", "Try again to save what the disk refused.", "app"),
    Action("settings", "comma", "settings", "Change what you prefer.", "app", shown_key=","),
    Action("theme", "t", "theme", "Change between dark, light and high contrast.", "app"),
    Action("help", "question_mark,f1", "help", "Show all keys.", "app", footer=True, shown_key="?"),
    Action("tour", "g", "tour", "Look around in six cards.", "app"),
    Action("palette", "ctrl+p", "palette", "Find any action by name.", "app", footer=True),
    Action("suspend_process", "ctrl+z", "put aside", "Aside; fg brings it back.", "app"),
    Action("quit", "q,ctrl+q", "quit", "Leave; a shift goes on.", "app"),
    Action("plan", "p", "plan", "Plan the day's free time.", "plan", footer=True),
    Action("plan_week", "W", "plan week", "Plan the next seven days.", "plan"),
    Action("accept", "A", "accept", "Accept the plan on show.", "plan", footer=True),
    Action("pin", "x", "pin", "Fix a placement or free it.", "plan", footer=True),
    Action("drop", "backspace", "drop", "Take it out of the plan.", "plan"),
    Action("why", "y", "why", "Why it is planned, or not.", "plan", footer=True),
    Action("nudge(-1)", "shift+up,K", "earlier", "Move it 5 minutes up.", "plan"),
    Action("nudge(1)", "shift+down,J", "later", "Move it 5 minutes down.", "plan"),
    Action(
        "to_gap(-1)",
        "less_than_sign,shift+left",
        "gap before",
        "Move it to the gap before.",
        "plan",
        shown_key="<",
    ),
    Action(
        "to_gap(1)",
        "greater_than_sign,shift+right",
        "gap after",
        "Move it to the gap after.",
        "plan",
        shown_key=">",
    ),
    Action("swap", "w", "swap", "Swap two placements.", "plan"),
    Action("fit", "f", "fit in", "Put a task into a gap.", "plan"),
    Action(
        "longer(1)",
        "plus,equals_sign",
        "longer",
        "Make it longer.",
        "plan",
        shown_key="+",
    ),
    Action("longer(-1)", "minus", "shorter", "Make it shorter.", "plan", shown_key="-"),
    Action("place", "l", "place", "Say where you are then.", "plan"),
    Action("at_hand", "h", "at hand", "Tasks for a shift's waits.", "plan"),
    Action("edit", "e,enter", "edit", "Change a task or block.", "plan", footer=True),
    Action("complete", "d", "done", "Complete what is chosen.", "plan", footer=True),
    Action("delete", "delete,D", "delete", "Delete a task or block.", "plan", shown_key="del"),
    Action("new_task", "n", "new task", "Add a task in a dialog.", "plan"),
    Action("new_block", "b", "new block", "Add a block in a dialog.", "plan"),
    Action("find", "slash", "find", "Filter the queue.", "plan", footer=True, shown_key="/"),
    Action("sort", "o", "sort", "Sort by the next column.", "plan"),
    Action("today", "T", "today", "Go to today.", "plan"),
    Action("step(-1)", "left_square_bracket", "day before", "Go to the day before.", "plan", shown_key="["),
    Action("step(1)", "right_square_bracket", "day after", "Go to the day after.", "plan", shown_key="]"),
    Action("start", "s", "start", "Start a shift now.", "shift"),
    Action("order", "o", "order", "An order is accepted.", "shift"),
    Action("delivered", "d", "delivered", "An order is delivered.", "shift"),
    Action("waiting", "w", "waiting", "Wait for an order again.", "shift", footer=True),
    Action("break", "b", "break", "Take a break, or end it.", "shift"),
    Action("stop", "S", "stop", "Stop the shift.", "shift"),
    Action(
        "offer",
        "v",
        "offer",
        "Weigh an offer: take it?",
        "shift",
        footer=True,
    ),
    Action("log", "l", "log pay", "Log pay, tip and miles.", "shift", footer=True),
    Action("platforms", "p", "platforms", "Go online elsewhere too.", "shift"),
    Action(
        "filler(1)",
        "f,f2",
        "filler",
        "Start the first filler.",
        "shift",
        footer=True,
        shown_key="f",
    ),
    Action("filler(2)", "f3", "2nd filler", "Start the second filler.", "shift"),
    Action("filler(3)", "f4", "3rd filler", "Start the third filler.", "shift"),
    Action("filler_done", "enter", "filler done", "The filler is done.", "shift", footer=True),
    Action("filler_next", "n", "done, next", "Done; begin the next one.", "shift"),
    Action("filler_longer", "L", "took longer", "Done, and took longer.", "shift"),
    Action("screened_out", "x", "screened out", "You were screened out.", "shift"),
    Action("rejected", "r", "rejected", "Done, and was rejected.", "shift"),
    Action("filler_stop", "escape", "put down", "Put the filler down.", "shift", footer=True),
    Action("edit_event", "e", "edit log", "Choose and move a line.", "shift", footer=True),
    Action(
        "remove_event",
        "delete,D",
        "remove",
        "Remove a line of the log.",
        "shift",
        shown_key="del",
    ),
    Action("add_event", "plus", "told late", "Log what happened earlier.", "shift", shown_key="+"),
    Action(
        "step(-1)",
        "left_square_bracket",
        "before",
        "Go to the one before.",
        "recap",
        shown_key="[",
    ),
    Action("step(1)", "right_square_bracket", "after", "Go to the one after.", "recap", shown_key="]"),
    Action("today", "T", "today", "Go to today.", "recap"),
    Action("span", "w", "day/week/month/year", "Day, week, month or year.", "recap", footer=True),
    Action("note", "n", "note", "Write the day's note.", "recap", footer=True),
    Action("close_day", "c", "close day", "Close the day.", "recap", footer=True),
    Action("evening", "r", "step by step", "Close it step by step.", "recap", footer=True),
    Action("save", "m", "save", "Save as Markdown and page.", "recap", footer=True),
    Action("span", "w", "13 weeks/year/all", "Show another period.", "insights", footer=True),
    Action("save", "m", "save page", "Save it as a web page.", "insights", footer=True),
)


def config_name(action: Action) -> str:
    """Return how the preferences name an action: `plan.accept`, `plan.day_before`."""
    own = action.id if action.id.isidentifier() else action.title.casefold().replace(" ", "_")
    return f"{action.scope}.{own}"


def binding_id(action: Action) -> str:
    """Return the name of an action's binding in Textual's keymap."""
    return f"{action.scope}.{action.id}"


def bindings_of(scope: Scope) -> list[Binding]:
    """The key bindings of `scope`."""
    return [
        Binding(
            action.keys,
            action.id,
            action.title,
            show=action.footer,
            key_display=action.shown_key or None,
            id=binding_id(action),
            tooltip=action.help,
        )
        for action in ACTIONS
        if action.scope == scope
    ]

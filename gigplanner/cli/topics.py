"""What `gigplanner help TOPIC` says: a page a topic, with lists from the registries where there are some.

A line that begins with two spaces is shown as it stands; the others are paragraphs and are wrapped.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Topic:
    """A page: its text, what is listed below it, and the commands it is about."""

    title: str
    text: str
    commands: tuple[str, ...] = ()
    listed: Callable[[], Sequence[tuple[str, str]]] = tuple


def _keys() -> list[tuple[str, str]]:
    from gigplanner.tui.actions import ACTIONS, SCOPE_TITLES, config_name
    from gigplanner.tui.dialogs.help import keys_of

    rows: list[tuple[str, str]] = []
    for scope, title in SCOPE_TITLES.items():
        rows.append(("", title))
        rows += [
            (f"{' '.join(keys_of(one)):10}{config_name(one)}", one.help)
            for one in ACTIONS
            if one.scope == scope
        ]
    return rows


def _formats() -> list[tuple[str, str]]:
    from gigplanner.interop.registry import formats, shown_as

    return [(name, shown_as(name)) for name in formats()]


def _settings() -> list[tuple[str, str]]:
    from gigplanner.model.preferences import PREFERENCES

    return [(one.name, one.meaning) for one in PREFERENCES]


TOPICS: dict[str, Topic] = {
    "plan": Topic(
        "Planning a day",
        """\
The calendar's blocks leave gaps; a plan fills them from the queue with what brings most. What is due, \
where you are, what a task needs and what you have there all count. The line below a plan says how near \
it is to the best that is possible: that figure is proven.

In the app p plans the day on show, W the next seven days, and A accepts. A placement can be moved, \
swapped, pinned or dropped, and p plans around what is pinned. y says why a task is planned, or why not.

A gap is spent where the block before it was, or at home if it is longer than go_home_minutes; a \
transparent block with a place says otherwise.
""",
        ("plan",),
    ),
    "shift": Topic(
        "Working a shift",
        """\
A shift is a log of what happened: started, order accepted, delivered, break, stopped. All times and \
rates are counted from it. Whatever was forgotten is told later with --at, or in the app with +. A line \
can be moved or removed as long as the others still make sense.

In the app s starts a shift, o is an order, d delivered, b a break, S stops. The meter shows what came \
in, what is left after miles and fees, and the rate of an hour online.
""",
        ("shift",),
    ),
    "suggest": Topic(
        "What to start while waiting",
        """\
How long a wait still lasts is unknown. From your own past waits, or while there are few from typical \
ones, gigplanner reckons the chance that each task finishes before the next order, and what an hour of it \
is worth. It answers with up to three tasks to start, with the advice to hold because something better \
comes soon, or to rest.

While you are on an order nothing is suggested.
""",
        ("suggest",),
    ),
    "offers": Topic(
        "Take it or decline it",
        """\
An offer is its pay less its miles and fees, over the minutes until you are free again. It is weighed \
against waiting on: what an hour online usually brings you, and the tasks you do while you wait.

In the app v weighs an offer during a shift. The cost of a mile is mileage_rate, or the standard rate of \
the day.
""",
        ("offer",),
    ),
    "import": Topic(
        "Bringing files in",
        """\
Calendars, boards, exports of platforms, payment services, time trackers, mileage logs: give the files, \
folders or zip archives and their format is recognised. Importing the same file again changes nothing. An \
import is one action: undo takes all of it back. Rows that make no sense are refused with their line and \
the reason.

Times without a zone are read in the zone you name, else in your own; the answer is remembered for that \
format. Tables that nobody knows, such as a bank's, are shown with their columns, and can be mapped.

Formats, for --as:
""",
        ("import",),
        _formats,
    ),
    "money": Topic(
        "Earnings, money on its way, goals",
        """\
An earning has its pay, tip and fee, and a state: expected, pending, approved, paid or rejected. Approved \
and paid money counts as in hand; what is awaited stands apart. Currencies are never added together.

The same job told by two files counts once, and a bank deposit is no second earning.

Goals of a day, week, month and year are preferences: gigplanner config set goal_week 900.
""",
        ("earn", "spend", "earnings"),
    ),
    "taxes": Topic(
        "Miles, set-aside and the tax year",
        """\
Trips are counted at the standard rate of their date, or at your own mileage_rate. set_aside_percent of \
what is left after fees and miles is shown as what to put by. The insights estimate the year's tax for \
people paid in dollars: it is an estimate, and no advice.

  gigplanner export taxes              this year by the lines of Schedule C
  gigplanner export taxes --table mileage
""",
        ("drive", "insights"),
    ),
    "backup": Topic(
        "Backups and repair",
        """\
A backup is made at the first action of a day and before every import, restore and repair. Kept are all \
of the last week, and those of 7 days, 4 weeks and 12 months. The last 400 actions at least can be undone, \
a restore as well.

A damaged file is named and left as it is; the rest goes on working. gigplanner doctor --repair mends it \
from the newest good backup and the journal.
""",
        ("backup", "restore", "doctor"),
    ),
    "keys": Topic(
        "Keys",
        """\
Any of them can be another, in config.toml below [keys], or with a command:

  gigplanner config set keys.plan.accept Z

""",
        ("config",),
        _keys,
    ),
    "settings": Topic(
        "Settings",
        """\
In the app a comma opens them, and gigplanner config does the same. They stand in config.toml, whose \
comments and order are kept.
""",
        ("config",),
        _settings,
    ),
    "files": Topic(
        "Where everything is",
        """\
gigplanner path says where. Nothing leaves this machine by itself.

  queue.json           open tasks, blocks that repeat, your own platforms
  months/2026-11.json  what happened in that month
  journal.log          the last actions, for undo and after a crash
  backups/             copies of the records and the preferences
  damaged/             what the doctor set aside
  exports/             reports, and what the app took out
  cache/               sums, made again when they are gone
  config.toml          the preferences
  mappings/            how tables are read, beside the preferences

--data DIR or GIGPLANNER_DATA puts everything into one folder.
""",
        ("path",),
    ),
    "status": Topic(
        "A line for tmux, waybar, starship",
        """\
gigplanner status prints one line, fast enough for a status bar; --format makes your own.

  tmux      set -g status-right '#(gigplanner status)'
  waybar    "exec": "gigplanner status --waybar", "return-type": "json", "interval": 15
  starship  [custom.gig]
            command = "gigplanner status --format '{symbol} {today}'"
            when = true

""",
        ("status",),
    ),
    "quick-add": Topic(
        "One line for everything",
        """\
In the app a, here gigplanner add: what was understood is said, and undo takes it back.

  survey Prolific 12m $3.20 due fri 5pm
  block DoorDash tomorrow 11-14
  earned $7.50 tip 2 Uber Eats
  drove 6.2mi
  spent $38 gas

""",
        ("add",),
    ),
    "completion": Topic(
        "Completing commands with tab",
        """\
The script goes where the shell reads it:

  bash  eval "$(gigplanner completion bash)"     in ~/.bashrc
  zsh   eval "$(gigplanner completion zsh)"      in ~/.zshrc
  fish  gigplanner completion fish > ~/.config/fish/completions/gigplanner.fish

""",
        ("completion",),
    ),
}

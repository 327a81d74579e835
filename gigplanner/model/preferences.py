"""The preferences in words: what each is called, what it means, and how it is typed.

The settings screen, `gigplanner config` and the help pages are made from this one registry.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import time
from decimal import Decimal
from typing import Literal, get_args

from gigplanner.model.money import Money, show_money
from gigplanner.model.settings import NEEDS, MileageRules, Settings

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
Kind = Literal["text", "number", "money", "list", "names"]  # names have spaces: only commas part them
TABLES = ("places", "daily_caps", "imports.zones", "keys")
"""Tables of the file in which every name is the person's own."""


@dataclass(frozen=True)
class Preference:
    """One preference: `name` as in the file, dotted where it stands in a table."""

    name: str
    group: str
    title: str
    meaning: str
    kind: Kind = "text"
    choices: tuple[str, ...] = ()
    like: str = ""  # an example of what may be typed
    unit: str = ""  # that a number is of


_PLACES = "what one has there: " + ", ".join(NEEDS)
_RULES = tuple(name for name in get_args(MileageRules) if name)

PREFERENCES: tuple[Preference, ...] = (
    Preference("currency", "Money", "Currency", "What you are paid in: its three letters.", like="EUR"),
    Preference(
        "floor_rate",
        "Money",
        "Floor rate",
        "What an hour of yours is worth at least.",
        "money",
        like="12.50",
        unit="an hour",
    ),
    Preference(
        "much_from_one_percent",
        "Money",
        "Most from one platform",
        "Warn when one platform brings more than this share, in per cent.",
        "number",
        like="60",
        unit="%",
    ),
    Preference(
        "locale",
        "Time",
        "Written as in",
        "Whose way of writing amounts, dates and times; empty: what the terminal's language says.",
        like="de_AT",
    ),
    Preference("clock", "Time", "Clock", "17:30 or 5:30 pm.", choices=("24h", "12h")),
    Preference("zone", "Time", "Time zone", "Whose clock you live by.", like="America/Chicago"),
    Preference(
        "day_ends", "Time", "Day ends", "Until then the night belongs to the day before.", like="04:00"
    ),
    Preference("week_starts", "Time", "Week starts", "The first day of a week.", choices=WEEKDAYS),
    Preference("window_start", "Time", "Work from", "No task is planned before.", like="07:00"),
    Preference("window_end", "Time", "Work until", "No task is planned after.", like="22:00"),
    Preference(
        "go_home_minutes",
        "Places",
        "Home in gaps over",
        "A gap longer than this, in minutes, is spent at home.",
        "number",
        like="60",
        unit="min",
    ),
    Preference(
        "platforms",
        "Work",
        "Platforms",
        "Where you work: these are offered first.",
        "names",
        like="DoorDash, Uber Eats",
    ),
    Preference("goal_day", "Goals", "A day", "What a day should bring.", "money", like="150"),
    Preference("goal_week", "Goals", "A week", "What a week should bring.", "money", like="900"),
    Preference("goal_month", "Goals", "A month", "What a month should bring.", "money", like="3600"),
    Preference("goal_year", "Goals", "A year", "What a year should bring.", "money", like="42000"),
    Preference(
        "mileage_rules",
        "Driving",
        "Mileage rules",
        "Whose standard rate counts; empty: the US one for dollars.",
        choices=_RULES,
    ),
    Preference(
        "mileage_rate",
        "Driving",
        "Cost of a mile",
        "Your own cost of a mile, in place of the standard rate.",
        "number",
        like="0.42",
    ),
    Preference(
        "income_tax_percent",
        "Tax",
        "Income tax",
        "Your own rate of tax, in per cent.",
        "number",
        like="22",
        unit="%",
    ),
    Preference(
        "set_aside_percent",
        "Tax",
        "Set aside",
        "What you put by, in per cent of what is left after fees and miles.",
        "number",
        like="15",
        unit="%",
    ),
    Preference(
        "shortest_gap",
        "Planning",
        "Shortest gap",
        "A shorter gap is none, in minutes.",
        "number",
        like="5",
        unit="min",
    ),
    Preference(
        "switch_minutes",
        "Planning",
        "To switch",
        "Minutes to find one's place on another platform.",
        "number",
        like="1",
        unit="min",
    ),
    Preference(
        "work_minutes",
        "Planning",
        "Work for",
        "Minutes of work before a rest.",
        "number",
        like="50",
        unit="min",
    ),
    Preference(
        "rest_minutes", "Planning", "Rest for", "Minutes of rest after work.", "number", like="10", unit="min"
    ),
    Preference("theme", "Appearance", "Theme", "The colours.", like="gigplanner-dark"),
    Preference(
        "backups.size_cap_mb",
        "Backups",
        "Room for them",
        "Megabytes that all backups together may take.",
        "number",
        like="512",
        unit="MB",
    ),
)
GROUPS = tuple(dict.fromkeys(preference.group for preference in PREFERENCES))

_OF_TABLES: dict[str, Preference] = {
    "places": Preference(
        "", "Places", "", _PLACES[0].upper() + _PLACES[1:] + ".", "list", like="phone, data"
    ),
    "daily_caps": Preference(
        "", "Planning", "Cap of ", "Units of this platform that a day may hold.", "number", like="5"
    ),
    "imports.zones": Preference(
        "", "Time", "Zone of ", "Whose clock these files tell their times by.", like="Europe/Berlin"
    ),
    "keys": Preference("", "Appearance", "Key of ", "The keys that call it.", like="A"),
}


def preference_called(name: str) -> Preference | None:
    """Return the preference of that name in the file, None if there cannot be one."""
    if known := next((one for one in PREFERENCES if one.name == name), None):
        return known
    table = next((one for one in TABLES if name.startswith(f"{one}.") and len(name) > len(one) + 1), None)
    if table is None:
        return None
    kind = _OF_TABLES[table]
    return replace(kind, name=name, title=f"{kind.title}{name.removeprefix(f'{table}.')}")


def parts_of(name: str) -> tuple[str, ...]:
    """Return where a preference stands in the file: the names of its tables, and its own."""
    table = next((one for one in TABLES if name.startswith(f"{one}.")), None)
    if table is None:
        return tuple(name.split("."))
    own = name.removeprefix(f"{table}.")
    return (*table.split("."), *(own.split(".", 1) if table == "keys" else (own,)))


def preferences_of(settings: Settings) -> list[Preference]:
    """Return every preference there is for this person, group by group."""
    names = [one.name for one in PREFERENCES]
    names += [f"places.{place}" for place in settings.places]
    names += [f"daily_caps.{platform}" for platform in settings.daily_caps]
    names += [f"imports.zones.{source}" for source in settings.imports.zones]
    names += [f"keys.{action}" for action in settings.keys]
    found = [one for name in names if (one := preference_called(name))]
    return sorted(found, key=lambda one: GROUPS.index(one.group))


def typed(name: str, settings: Settings) -> str:
    """Return the value of a preference as one would type it, "" for none."""
    if name.startswith("keys."):
        return settings.keys.get(name.removeprefix("keys."), "")
    if name == "week_starts":
        return WEEKDAYS[settings.week_starts]
    return _as_typed(_value(name, settings))


def shown(name: str, settings: Settings) -> str:
    """Return the value of a preference as it is read: money as everywhere, all else as one would type it."""
    value = _value(name, settings)
    return show_money(value) if isinstance(value, Money) else typed(name, settings)


def _value(name: str, settings: Settings) -> object:
    value: object = settings
    for part in parts_of(name):
        value = value.get(part) if isinstance(value, dict) else getattr(value, part, None)
    return value


def _as_typed(value: object) -> str:
    match value:
        case None:
            return ""
        case Money():
            return str(value.amount)
        case time():
            return f"{value:%H:%M}"
        case tuple():
            return ", ".join(value)
        case float() | Decimal():
            return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"
        case _:
            return str(value)

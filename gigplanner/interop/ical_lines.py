"""iCalendar text (RFC 5545) as components with their lines; lenient: one bad event costs only itself."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from icalendar.parser import Contentline
from msgspec import Struct, field

from gigplanner.interop.reading import Refused

# everything else is skipped unread: attendees, organisers, attachments are nobody's business here
_WANTED = frozenset(
    """
    UID SUMMARY DTSTART DTEND DURATION RRULE EXRULE EXDATE RDATE RECURRENCE-ID SEQUENCE DTSTAMP LAST-MODIFIED
    STATUS TRANSP X-MICROSOFT-CDO-BUSYSTATUS LOCATION DESCRIPTION URL X-GOOGLE-CONFERENCE CATEGORIES DUE
    COMPLETED PERCENT-COMPLETE ESTIMATED-DURATION TZID TZOFFSETFROM TZOFFSETTO X-LIC-LOCATION X-WR-TIMEZONE
    METHOD
    """.split()  # noqa: SIM905 (a word list reads better than thirty quoted strings)
)
_ENTRIES = {"VEVENT": "event", "VTODO": "task"}
_STANDALONE = frozenset({"VEVENT", "VTODO", "VTIMEZONE", "VJOURNAL", "VFREEBUSY", "VCALENDAR"})
_NAME = re.compile(r"[A-Za-z0-9-]{1,40}")
_LONGEST_LINE = 100_000  # characters, unfolded; what is longer is cut
_DEEPEST = 8


class Property(Struct, frozen=True):
    """One content line: its name and parameters in upper case, its value unescaped."""

    name: str
    params: dict[str, str]
    value: str
    line: int


class Component(Struct):
    """A BEGIN … END with what is in it. `calendar` counts the VCALENDARs of the file."""

    kind: str
    line: int
    calendar: int
    lines: dict[str, list[tuple[int, str]]] = field(default_factory=dict)  # by property, read when asked for
    children: list[Component] = field(default_factory=list)

    def first(self, name: str) -> Property | None:
        """Return the first property of that name, or None."""
        found = self.lines.get(name)
        return _property(*found[0]) if found else None

    def all(self, name: str) -> list[Property]:
        """Return every property of that name."""
        return [_property(number, line) for number, line in self.lines.get(name, ())]

    def text(self, name: str) -> str:
        """Return the value of the first property of that name, or nothing."""
        found = self.first(name)
        return found.value if found else ""


class CalendarFile(Struct):
    """The components of a file, and those that could not be taken apart."""

    calendars: list[Component]
    entries: list[Component]  # VEVENT and VTODO, in the file's order
    zones: list[Component]
    refused: list[Refused]


def read_components(text: str, most_entries: int) -> CalendarFile:
    """Take a calendar apart, and stop after `most_entries` + 1 events and tasks."""
    found = CalendarFile([], [], [], [])
    stack: list[Component] = []
    for number, line in _unfolded(text):
        name = _NAME.match(line)
        if name is None:
            continue
        word, value = name.group().upper(), line[name.end() + 1 :].strip().upper()
        if word == "BEGIN":
            if value in _STANDALONE:
                while stack and stack[-1].kind != "VCALENDAR":
                    _unclosed(stack.pop(), found, "it has no END")
            component = Component(value, number, len(found.calendars))
            if value == "VCALENDAR":
                found.calendars.append(component)
                component.calendar = len(found.calendars)
                stack.clear()
            if len(stack) < _DEEPEST:
                stack.append(component)
        elif word == "END":
            if any(component.kind == value for component in stack):
                while stack[-1].kind != value:
                    _unclosed(stack.pop(), found, "it has no END")
                _closed(stack.pop(), stack, found)
        elif stack and word in _WANTED:
            stack[-1].lines.setdefault(word, []).append((number, line))
        if len(found.entries) > most_entries:
            break
    for component in reversed(stack):
        _unclosed(component, found, "the file ends in the middle of it")
    return found


def _closed(component: Component, stack: list[Component], found: CalendarFile) -> None:
    if component.kind in _ENTRIES:
        found.entries.append(component)
    elif component.kind == "VTIMEZONE":
        found.zones.append(component)
    elif stack:
        stack[-1].children.append(component)


def _unclosed(component: Component, found: CalendarFile, why: str) -> None:
    if component.kind in _ENTRIES:
        found.refused.append(Refused(component.line, f"This {_ENTRIES[component.kind]} was left out: {why}."))


def _property(number: int, line: str) -> Property:
    """Read a content line. One that breaks the grammar keeps its name but no value, so that it is missed."""
    parse: Any = Contentline
    try:
        name, params, value = parse(line).parts()
    except (ValueError, TypeError, KeyError):
        name, params, value = re.split(r"[;:\s]", line, maxsplit=1)[0], {}, ""
    given = {str(key).upper(): str(param) for key, param in params.items()}
    return _with_colon_in_zone(Property(str(name).upper(), given, str(value), number))


def _with_colon_in_zone(found: Property) -> Property:
    """Mend `TZID=(UTC+01:00) Berlin:20261122T100000`, which some write without quotation marks."""
    zone = found.params.get("TZID")
    broken = re.fullmatch(r"(.*):([\dTZ,]+)", found.value) if zone else None
    if broken is None:
        return found
    params = {**found.params, "TZID": f"{zone}:{broken[1]}"}
    return Property(found.name, params, broken[2], found.line)


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    """Give the logical lines with the number of their first physical line."""
    first, parts, length = 0, [""], 0
    for number, raw in enumerate(io.StringIO(text, newline=None), 1):
        line = raw.rstrip("\n")
        if line[:1] in (" ", "\t") and first:
            if length < _LONGEST_LINE:
                parts.append(line[1:])
                length += len(line)
            continue
        if first:
            yield first, "".join(parts)
        first, parts, length = number, [line[:_LONGEST_LINE]], len(line)
    if first:
        yield first, "".join(parts)

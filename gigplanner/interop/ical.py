"""Calendars in iCalendar form, as Google, Outlook, Apple, Thunderbird, Zoom and the rest write them."""

from __future__ import annotations

import re
from collections.abc import Callable

import msgspec

from gigplanner.interop.ical_events import EventReader, is_cancelled, title_of
from gigplanner.interop.ical_identity import lasting_uid
from gigplanner.interop.ical_lines import CalendarFile, Component, read_components
from gigplanner.interop.ical_tasks import read_task
from gigplanner.interop.ical_times import Moment, moment_of
from gigplanner.interop.ical_zones import ZoneBook, known_zone
from gigplanner.interop.reading import (
    MEGABYTE,
    ImportContext,
    Importer,
    OrdinalIds,
    Reading,
    Refused,
    SourceFile,
    counted,
    some_of,
)
from gigplanner.model import BadInput, Block, Record, Series
from gigplanner.model.text import quoted

_Action = Callable[[str, Moment | None, Component], None]
MOST_ENTRIES = 20_000
_BEGINNING = re.compile(r"^\s*BEGIN:VCALENDAR\b", re.IGNORECASE | re.MULTILINE)
_VOLATILE = frozenset({"DTSTAMP", "LAST-MODIFIED", "SEQUENCE"})  # change from one export to the next


def recognises(file: SourceFile) -> bool:
    """Whether the file begins as a calendar does."""
    return _BEGINNING.search(file.beginning[:2000]) is not None


def read(file: SourceFile, context: ImportContext) -> Reading:
    """Read every event and task of a calendar."""
    components = read_components(file.text, MOST_ENTRIES)
    if len(components.entries) > MOST_ENTRIES:
        raise BadInput(
            f"{file.name} holds more than {MOST_ENTRIES:,} events: export a shorter stretch of time."
        )
    if not components.calendars and not components.entries and not components.refused:
        raise BadInput(f"{file.name} holds no calendar: there is no BEGIN:VCALENDAR in it.")
    return _CalendarReader(components, context).reading()


class _CalendarReader:
    """Reads one file: series first, then the exceptions that belong to them."""

    def __init__(self, components: CalendarFile, context: ImportContext) -> None:
        said = next((zone for text in _file_zones(components) if (zone := known_zone(text))), None)
        default = context.zone or said or context.settings.zone
        self.zones = ZoneBook(default, components.zones)
        self.zone_rule = f"Times without a time zone are taken as {default}" + (
            ", as asked." if context.zone else ", as the calendar says." if said else ", your own zone."
        )
        self.context = context
        self.events = EventReader(context, self.zones, default)
        self.components = components
        self.refused = list(components.refused)
        self.records: list[tuple[int, Record]] = []  # with the line each comes from
        self.series: dict[str, tuple[int, Series]] = {}
        self.warnings: list[str] = []
        self.without_minutes = 0
        self._withdrawn = {
            calendar.calendar
            for calendar in components.calendars
            if calendar.text("METHOD").strip().upper() == "CANCEL"
        }

    def reading(self) -> Reading:
        """Read everything; what cannot be read is refused alone."""
        entries = self._newest()
        for uid, original, entry in entries:
            if entry.kind == "VTODO":
                self._attempt(self._task, uid, original, entry)
            elif original is None:
                self._attempt(self._event, uid, original, entry)
        for uid, original, entry in entries:
            if entry.kind == "VEVENT" and original is not None:
                self._attempt(self._exception, uid, original, entry)
        self.records += self.series.values()
        self._warn()
        return Reading(
            format="ics",
            records=tuple(record for _, record in sorted(self.records, key=lambda pair: pair[0])),
            refused=tuple(sorted(self.refused, key=lambda refused: refused.line or 0)),
            warnings=tuple(self.warnings),
            zone_rule=self.zone_rule,
        )

    def _attempt(self, action: _Action, uid: str, original: Moment | None, entry: Component) -> None:
        try:
            action(uid, original, entry)
        except BadInput as error:
            self._refuse(entry, str(error))
        except (ValueError, OverflowError) as error:
            self._refuse(entry, f"it cannot be understood ({error})")

    def _refuse(self, entry: Component, why: str) -> None:
        reason = why[:1].lower() + why[1:].rstrip(".")
        self.refused.append(Refused(entry.line, f"{quoted(title_of(entry))} was left out: {reason}."))

    def _newest(self) -> list[tuple[str, Moment | None, Component]]:
        """Every entry with its identity, in the file's order; of those with one identity, the newest."""
        ids = OrdinalIds()
        found: dict[tuple[str, str, str], tuple[str, Moment | None, Component]] = {}
        for entry in self.components.entries:
            uid = lasting_uid(entry) or ids.next(*_content(entry))
            try:
                original = moment_of(entry, "RECURRENCE-ID", self.zones)
            except BadInput as error:
                self._refuse(entry, str(error))
                continue
            identity = (entry.kind, uid, original.key if original else "")
            if identity not in found or _age(entry) >= _age(found[identity][2]):
                found[identity] = (uid, original, entry)
        return list(found.values())

    def _cancelled(self, entry: Component) -> bool:
        return is_cancelled(entry) or entry.calendar in self._withdrawn

    def _event(self, uid: str, _: Moment | None, event: Component) -> None:
        if event.lines.keys() & {"RRULE", "RDATE"}:
            self.series[uid] = (event.line, self.events.series(event, uid, self._cancelled(event)))
        else:
            self.records.append((event.line, self.events.block(event, uid, self._cancelled(event))))

    def _exception(self, uid: str, original: Moment | None, event: Component) -> None:
        """Take an occurrence out of its series, and put what it became beside it, unless it was cancelled."""
        if original is None:
            raise BadInput("it has no RECURRENCE-ID")
        line, series = self.series.get(uid, (0, None))
        changed: Block | None = None
        if series is None or not self._cancelled(event):
            changed = self.events.block(event, f"{uid} {original.key}", self._cancelled(event))
        if series is not None:
            wall = self.events.occurrence(event, series, original)
            left_out = tuple(sorted({*series.left_out, wall}))
            self.series[uid] = (line, msgspec.structs.replace(series, left_out=left_out))
            if changed:
                changed = msgspec.structs.replace(changed, series=series.id, occurrence=wall.isoformat())
        if changed:
            self.records.append((event.line, changed))
        recurrence = event.first("RECURRENCE-ID")
        if recurrence and recurrence.params.get("RANGE"):
            self.warnings.append(
                f"The change of {quoted(title_of(event))} in line {event.line} is meant for all later days "
                "too: it was made on its own day only."
            )

    def _task(self, uid: str, original: Moment | None, todo: Component) -> None:
        source_id = f"{uid} {original.key}" if original else uid
        task, minutes_known = read_task(todo, source_id, self.context, self.zones, self.events.platforms)
        self.without_minutes += not minutes_known
        self.records.append((todo.line, task))

    def _warn(self) -> None:
        default = self.zones.default
        if self.zones.unknown:
            names = some_of([quoted(name) for name in self.zones.unknown])
            self.warnings.append(f"Nobody knows the time zone {names}: its times were taken as {default}.")
        if self.zones.converted:
            names = some_of([quoted(name) for name in self.zones.converted])
            self.warnings.append(
                f"The calendar's own time zone {names} is like no known one: "
                f"its times were converted to {default}."
            )
        if self.without_minutes:
            tasks = counted(self.without_minutes, "task does", "tasks do")
            self.warnings.append(f"{tasks} not say how long it takes: 30 minutes were assumed.")
        if not self.components.entries and not self.refused:
            self.warnings.append("The calendar holds no events and no tasks.")


def _file_zones(components: CalendarFile) -> list[str]:
    return [calendar.text("X-WR-TIMEZONE") for calendar in components.calendars]


def _age(entry: Component) -> tuple[int, str]:
    sequence = entry.text("SEQUENCE").strip()
    number = int(sequence) if re.fullmatch(r"[0-9]{1,9}", sequence) else 0
    return number, entry.text("DTSTAMP") or entry.text("LAST-MODIFIED")


def _content(entry: Component) -> list[str]:
    return [line for name in sorted(entry.lines.keys() - _VOLATILE) for _, line in entry.lines[name]]


IMPORTER = Importer(
    format="ics", shown="iCalendar (.ics)", recognises=recognises, read=read, largest=20 * MEGABYTE
)

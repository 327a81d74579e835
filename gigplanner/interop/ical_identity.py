"""What an entry of a calendar is known by from one export to the next."""

from __future__ import annotations

import re

from gigplanner.interop.ical_lines import Component

# Zoom begins its UIDs with the second in which the file was made: each download has another one
_MADE_ANEW = re.compile(r"\d{8}T\d{6}Z-", re.ASCII)
_LINK = re.compile(r"https?://[\w.-]*zoom\.us/[jws]/(?P<meeting>\d{9,12})", re.ASCII)


def lasting_uid(entry: Component) -> str:
    """Return the entry's UID or, for a meeting of Zoom, its number and start; nothing if it has none."""
    uid = entry.text("UID").strip()
    if _MADE_ANEW.match(uid) is None or entry.lines.keys() & {"RRULE", "RDATE", "RECURRENCE-ID"}:
        return uid
    link = _LINK.search(f"{entry.text('LOCATION')} {entry.text('URL')} {entry.text('DESCRIPTION')}")
    return f"zoom {link['meeting']} {entry.text('DTSTART')}" if link else uid

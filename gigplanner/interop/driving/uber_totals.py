"""What Uber's portal for fleets adds up by driver and week: known, so that the reason can be told."""

from __future__ import annotations

from gigplanner.interop.reading import ImportContext, Importer, Reading, SourceFile
from gigplanner.interop.rows import has_any
from gigplanner.model import BadInput

_HEADERS = (frozenset({"driver_uuid", "total_earnings"}),)


def recognises(file: SourceFile) -> bool:
    """Whether its columns are a driver and their total."""
    return has_any(file, _HEADERS)


def read(file: SourceFile, context: ImportContext) -> Reading:
    """Refuse it: no row has a date, and the same money is in the payments by order."""
    raise BadInput(
        f"{file.name} holds a week's totals without any date: import the payments by order "
        "(payments_order) of the same week, which hold the same money trip by trip."
    )


IMPORTER = Importer(
    format="uber-totals",
    shown="weekly totals of Uber's fleet portal (.csv)",
    recognises=recognises,
    read=read,
)

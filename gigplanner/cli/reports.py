"""What is written down when the program fails in a way nobody foresaw."""

from __future__ import annotations

import os

DEBUG_VARIABLE = "GIGPLANNER_DEBUG"


def debugging() -> bool:
    """Whether the person asked for bare tracebacks."""
    return bool(os.environ.get(DEBUG_VARIABLE))


def reported(error: Exception) -> str:
    """Write a report of an error of the program's own, without local variables; return where it is."""
    import platform
    import tempfile
    import traceback

    from gigplanner import __version__

    lines = [f"gigplanner {__version__}, Python {platform.python_version()}, {platform.system()}\n\n"]
    lines += traceback.format_exception(error)
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", errors="replace", prefix="gigplanner-report-", suffix=".txt", delete=False
    ) as report:
        report.writelines(lines)
    return f"Something went wrong inside gigplanner: the report is in {report.name}."

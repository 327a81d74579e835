"""Reports as files in the planbook's folder `exports`."""

from __future__ import annotations

from gigplanner.insights.report.page import Page
from gigplanner.model.errors import GigError
from gigplanner.planbook.durable import make_folder, replace_file
from gigplanner.planbook.errors import reason
from gigplanner.workday.desk import Desk, Done

EXPORTS = "exports"


def save_report(desk: Desk, file_name: str, text: str) -> Done:
    """Write a report and say where it is: for its owner's eyes only, in the place of one of that name.

    Raises GigError.
    """
    path = desk.book.folder / EXPORTS / file_name
    try:
        make_folder(path.parent)
        replace_file(path, text.encode())
    except OSError as error:
        raise GigError(f"Cannot write {path}: {reason(error)}.") from error
    return Done(f"Saved {path}")


def save_page(desk: Desk, page: Page, name: str) -> Done:
    """Write a report as an HTML page called `name`. Raises GigError."""
    from gigplanner.insights.report.html import page_html

    return save_report(desk, f"{name}.html", page_html(page))

"""The importers of this package. Of two that could read a file the more particular stands first."""

from __future__ import annotations

from gigplanner.interop.deskwork import (
    clockify,
    harvest,
    mturk_engine,
    mturk_hitdb,
    mturk_pages,
    mturk_results,
    mturk_suite,
    notion,
    post_schedule,
    prolific,
    ticktick,
    todoist,
    toggl,
    trello_csv,
    zoom_report,
)
from gigplanner.interop.reading import Importer

IMPORTERS: tuple[Importer, ...] = (
    mturk_suite.IMPORTER,
    mturk_hitdb.IMPORTER,
    mturk_engine.IMPORTER,
    mturk_pages.IMPORTER,
    mturk_results.IMPORTER,
    prolific.IMPORTER,
    trello_csv.IMPORTER,
    todoist.IMPORTER,
    ticktick.IMPORTER,
    toggl.IMPORTER,
    clockify.IMPORTER,
    clockify.DAY_FIRST,
    clockify.MONTH_FIRST,
    harvest.IMPORTER,
    harvest.DAY_FIRST,
    harvest.MONTH_FIRST,
    zoom_report.IMPORTER,
    post_schedule.IMPORTER,
    notion.IMPORTER,  # whose columns are free
)

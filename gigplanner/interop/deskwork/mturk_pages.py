"""Mechanical Turk's own worker pages, saved as JSON: the queue as tasks, a day's HITs as money.

The queue is `/tasks?format=json`, a day `/status_details/2019-03-12?format=json`.
"""

from __future__ import annotations

import re
from datetime import date

from gigplanner.interop import moments
from gigplanner.interop.amounts import read_amount
from gigplanner.interop.deskwork.json_parts import entries, part, root_of, words
from gigplanner.interop.deskwork.lengths import TaskGathering
from gigplanner.interop.deskwork.mturk_hits import (
    CURRENCY,
    PLATFORM,
    SOURCE,
    Hit,
    hit_day,
    hit_records,
    hits_reading,
)
from gigplanner.interop.hints import minutes_in
from gigplanner.interop.privacy import web_link, without_secrets
from gigplanner.interop.reading import ImportContext, Importer, Reading, SourceFile
from gigplanner.interop.rows import joined
from gigplanner.model import BadInput, Money, Task
from gigplanner.model.text import clean_text

ASSUMED_MINUTES = 5.0  # the page tells only the time allotted, many times what a HIT takes
MOST_HITS = 10_000
SITE = "https://worker.mturk.com"
_DAY = re.compile(r"(?<!\d)\d{4}-\d\d-\d\d(?!\d)", re.ASCII)


def recognises(file: SourceFile) -> bool:
    """Whether the file is one of the three pages."""
    root = root_of(file)
    return _is_queue(root) or _is_day(root) or "daily_hit_statistics_overview" in root


def read(file: SourceFile, context: ImportContext) -> Reading:
    """Read the queue or a day; the dashboard holds only totals, and is refused."""
    root = root_of(file)
    if _is_queue(root):
        return _queue(file, context)
    if _is_day(root):
        return _day(file, context)
    raise BadInput(
        f"{file.name} holds only totals of Mechanical Turk's days: save the pages of the days themselves "
        "(status_details) as JSON and import those."
    )


def _is_queue(root: dict[str, object]) -> bool:
    tasks = root.get("tasks")
    return isinstance(tasks, list) and all("project" in task for task in tasks if isinstance(task, dict))


def _is_day(root: dict[str, object]) -> bool:
    hits = root.get("results")
    return isinstance(hits, list) and any(isinstance(hit, dict) and "hit_id" in hit for hit in hits)


def _queue(file: SourceFile, context: ImportContext) -> Reading:
    gathering = TaskGathering(IMPORTER.format)
    for number, entry in enumerate(entries(root_of(file).get("tasks"), file, "HITs", MOST_HITS), 1):
        with gathering.part(None, f"HIT {number}"):
            gathering.records += (_task(entry, context, gathering),)
    return gathering.reading("The queue's deadlines are in UTC.")


def _task(entry: object, context: ImportContext, gathering: TaskGathering) -> Task:
    project = part(entry, "project")
    hit_id = words(entry, "task_id") or words(entry, "assignment_id")
    if not hit_id:
        raise BadInput("It has no id.")
    title = clean_text(words(project, "title")) or "Untitled HIT"
    deadline, accepted = words(entry, "deadline"), words(entry, "accepted_at")
    reward = read_amount(words(part(project, "monetary_reward"), "amount_in_dollars"), CURRENCY, rounded=True)
    url = words(entry, "task_url")
    return Task(
        id=context.make_id(),
        source=SOURCE,
        source_id=clean_text(hit_id, 100),
        title=title,
        pay=reward or Money.zero(CURRENCY),
        minutes=gathering.minutes(minutes_in(title), _assumed(project)),
        platform=PLATFORM,
        due=moments.iso_utc(deadline) if deadline else None,
        created_at=moments.iso_utc(accepted) if accepted else None,
        url=web_link(SITE + url if url.startswith("/") else url),
        notes=without_secrets(
            joined(clean_text(words(project, "requester_name")), words(project, "description"), by="\n")
        ),
    )


def _assumed(project: object) -> float:
    """Five minutes, or the time allotted if that is shorter."""
    allotted = words(project, "assignment_duration_in_seconds")
    seconds = int(allotted) if re.fullmatch(r"\d{1,7}", allotted) else 0
    return min(ASSUMED_MINUTES, seconds / 60) if seconds else ASSUMED_MINUTES


def _day(file: SourceFile, context: ImportContext) -> Reading:
    root = root_of(file)
    name = _DAY.search(file.name)
    gathering = TaskGathering(IMPORTER.format)
    for number, entry in enumerate(entries(root.get("results"), file, "HITs", MOST_HITS), 1):
        with gathering.part(None, f"HIT {number}"):
            told = words(entry, "date") or words(root, "date") or (name.group() if name else "")
            gathering.records += hit_records(_hit(entry, _told_day(told)), context, gathering)
    return hits_reading(gathering)


def _told_day(text: str) -> date:
    if not text:
        raise BadInput("The page does not say its day: put it in the file's name, such as 2019-03-12.json.")
    return hit_day(text)


def _hit(entry: object, day: date) -> Hit:
    return Hit(
        hit_id=words(entry, "hit_id"),
        day=day,
        state=words(entry, "state") or words(entry, "status"),
        reward=words(part(entry, "reward"), "amount_in_dollars"),
        title=words(entry, "title"),
        requester=words(entry, "requester_name"),
    )


IMPORTER = Importer(
    format="mturk-pages",
    shown="Mechanical Turk's worker pages (.json)",
    recognises=recognises,
    read=read,
)

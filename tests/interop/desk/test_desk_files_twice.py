"""Every file of work at a desk, imported again, adds and changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.deskfiles import FOLDER, desk_file, identities
from support.desks import a_desk, clock, everything
from support.importing import context

from gigplanner.interop.registry import read_file
from gigplanner.model import BadInput
from gigplanner.workday.intake import import_files

REFUSED = {
    "clockify_undecided.csv",
    "hitdb_dailyOverview.csv",
    "mturk_dashboard.json",
    "prolific_researcher.csv",
}
FILES = sorted(path.name for path in FOLDER.iterdir() if path.name not in REFUSED)


def test_importing_everything_twice_adds_nothing(tmp_path: Path) -> None:
    desk = a_desk(tmp_path)
    paths = [FOLDER / name for name in FILES]
    first = import_files(desk, paths, clock("2026-11-22 09:00"))
    assert first.failed == ()
    assert sum(sum(file.added.values()) for file in first.files) > 60
    before = everything(desk)
    for name in FILES:
        again = import_files(desk, [FOLDER / name], clock("2026-11-22 10:00"))
        assert [sum(file.added.values()) for file in again.files] == [0], name
    assert len(everything(desk)) == len(before)


@pytest.mark.parametrize("name", FILES)
def test_every_record_has_an_identity_of_its_own(name: str) -> None:
    found = identities(desk_file(name))
    assert len(set(found)) == len(found) > 0
    assert all(source and source_id for _, source, source_id in found)


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_what_is_refused_names_the_file_and_says_what_to_do(name: str) -> None:
    with pytest.raises(BadInput, match=name) as raised:
        desk_file(name)
    assert "import" in str(raised.value)


@pytest.mark.parametrize("name", FILES)
def test_files_cut_short_anywhere_end_in_a_reading_or_a_sentence(name: str) -> None:
    data = (FOLDER / name).read_bytes()
    for end in range(1, len(data), max(1, len(data) // 25)):
        try:
            reading = read_file(name, data[:end], context())
        except BadInput as error:
            assert "\n" not in str(error)
        else:
            assert all(record.id and record.source_id for record in reading.records)

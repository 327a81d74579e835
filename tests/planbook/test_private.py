"""Nobody but the owner can look into what the program makes, whatever the modes a system usually gives."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.planbooks import NOW, a_task, put

from gigplanner.planbook import Planbook
from gigplanner.planbook.places import find_places
from gigplanner.workday.demo import write_demo
from gigplanner.workday.desk import open_desk
from gigplanner.workday.intake import import_files


@pytest.fixture(autouse=True, params=[0o000, 0o022, 0o077])
def _usual_modes(request: pytest.FixtureRequest) -> Iterator[None]:
    before = os.umask(request.param)
    yield
    os.umask(before)


def modes_below(folder: Path) -> dict[str, int]:
    """The modes of a folder and of everything in it, but for links."""
    found = {".": stat.S_IMODE(folder.stat().st_mode)}
    for path in folder.rglob("*"):
        if not path.is_symlink():
            found[str(path.relative_to(folder))] = stat.S_IMODE(path.stat().st_mode)
    return found


def test_all_that_a_life_with_gigplanner_leaves_is_for_the_owner_alone(tmp_path: Path):
    folder = tmp_path / "new" / "planbook"
    write_demo(folder, NOW, days=3)
    listed = tmp_path / "tasks.csv"
    listed.write_text("title,pay,minutes\n" + "".join(f"Task {n},1.50,3\n" for n in range(200)))
    desk = open_desk(find_places(folder), by="command")
    import_files(desk, [listed], NOW)
    put(desk.book, a_task("survey"))
    desk.book.undo(NOW)
    desk.book.close()
    with Planbook(folder) as book:
        book.forget_history()
        put(book, *(a_task(f"n{number}") for number in range(200)))
    modes = modes_below(folder)
    assert {"queue.json", "journal.log", "lock", "config.toml", "months"} < set(modes)
    assert any(name.startswith("journal-") for name in modes)
    folders = {name for name in modes if (folder / name).is_dir()}
    assert {modes[name] for name in folders} == {0o700}
    assert {mode for name, mode in modes.items() if name not in folders} == {0o600}

"""The backup of the day after a command: at once where that takes no time, else by a process of its own.

That process outlives the command and its terminal, holds none of its streams, and has nobody to tell of an
error. So it is sent once a day: a later command that finds no backup makes it itself, and says what is wrong.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gigplanner.planbook.places import Places
    from gigplanner.workday.desk import Desk

AT_ONCE = 2 * 10**6  # bytes of a planbook: copied and on the disk within some 40 ms
_APART_ON_WINDOWS = 0x8 | 0x200  # DETACHED_PROCESS | CREATE_NEW_PROCESS_GROUP


def back_up_today(desk: Desk, places: Places, now: datetime) -> None:
    """Make the backup of the day of `now`, or send for it. Raises PlanbookError."""
    if _bytes_of(places.data) <= AT_ONCE or not _is_left_to_another(desk, places, now):
        from gigplanner.workday.care import back_up_daily

        back_up_daily(desk, now)


def _bytes_of(folder: Path) -> int:
    files = [folder / "queue.json", *(folder / "months").glob("*.json")]
    return sum(path.stat().st_size for path in files if path.is_file())


def _is_left_to_another(desk: Desk, places: Places, now: datetime) -> bool:
    from gigplanner.planbook.backup_names import may_send_for

    try:
        may_send = may_send_for(places.data, desk.settings.day_of(now))
        if may_send:
            _send(places, now)
    except OSError:
        return False  # made here, what hinders it is told
    return may_send is not False


def _send(places: Places, now: datetime) -> None:
    """Start a process that makes the backup. Raises OSError."""
    import subprocess

    if not sys.executable:
        raise OSError("no interpreter is known")
    where = (str(path.absolute()) for path in (places.data, places.config))
    subprocess.Popen(
        [sys.executable, "-m", __name__, *where, now.isoformat()],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=Path(__file__).parents[2],  # what stands in the person's folder is not imported
        start_new_session=os.name != "nt",
        creationflags=_APART_ON_WINDOWS if os.name == "nt" else 0,
    )


def main(arguments: Sequence[str]) -> int:
    """Make the backup of the day; return the exit status, which nobody sees."""
    from gigplanner.model.errors import GigError
    from gigplanner.planbook.places import Places
    from gigplanner.workday.care import back_up_daily
    from gigplanner.workday.desk import open_desk

    data, config, now = arguments
    try:
        desk = open_desk(Places(Path(data), Path(config)), by="command")
        back_up_daily(desk, datetime.fromisoformat(now))
    except GigError:
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""What the tests of the commands share."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.commandline import CommandLine


@pytest.fixture
def gig(tmp_path: Path) -> CommandLine:
    """The command line on an empty planbook in Chicago, on Sunday 22 November at 08:14."""
    return CommandLine(tmp_path / "planbook")

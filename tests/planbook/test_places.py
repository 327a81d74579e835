"""Where the data lives and which zone the machine is in: found without heavy imports, and found the same."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import platformdirs
import pytest
from tzlocal import get_localzone_name, reload_localzone

from gigplanner.planbook.config import _linked_zone, local_zone
from gigplanner.planbook.places import Places, find_places

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere platformdirs itself is asked")


@pytest.fixture
def forgetful_tzlocal(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """tzlocal keeps what it has found: not from one test to the next."""
    with monkeypatch.context() as patch:
        patch.delenv("TZ", raising=False)
        reload_localzone()
        yield patch
    reload_localzone()


def of_platformdirs() -> Places:
    return Places(
        platformdirs.user_data_path("gigplanner", appauthor=False),
        platformdirs.user_config_path("gigplanner", appauthor=False) / "config.toml",
    )


@on_linux
@pytest.mark.parametrize("variable", ["XDG_DATA_HOME", "XDG_CONFIG_HOME"])
@pytest.mark.parametrize("value", [None, "", "/srv/mine", "/srv/mine/", "relative", "~/mine", " /srv"])
@pytest.mark.parametrize("home", ["/home/ana", "", "relative"])
def test_places_are_those_of_platformdirs(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str | None, home: str
):
    for name in ("GIGPLANNER_DATA", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", home)
    if value is not None:
        monkeypatch.setenv(variable, value)
    assert find_places() == of_platformdirs()


def zone_files(folder: Path, link: str | None, written: str | None) -> Path:
    if link:
        zone = folder / "zoneinfo" / link
        zone.parent.mkdir(parents=True)
        zone.touch()
        (folder / "localtime").symlink_to(zone)
    if written is not None:
        (folder / "timezone").write_text(written)
    return folder


@pytest.mark.parametrize(
    ("link", "written", "found"),
    [
        ("America/Chicago", None, "America/Chicago"),
        ("America/Chicago", "America/Chicago\n", "America/Chicago"),
        ("America/Chicago", "Europe/Berlin\n", ""),
        ("America/Chicago", "", ""),
        ("America/Nowhere", None, ""),
        (None, "America/Chicago\n", ""),
    ],
)
def test_the_zone_is_read_from_its_link_unless_another_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, link: str | None, written: str | None, found: str
):
    monkeypatch.delenv("TZ", raising=False)
    assert _linked_zone(zone_files(tmp_path, link, written)) == found


def test_tz_goes_before_the_link(tmp_path: Path, forgetful_tzlocal: pytest.MonkeyPatch):
    forgetful_tzlocal.setenv("TZ", "Asia/Tokyo")
    reload_localzone()
    assert _linked_zone(zone_files(tmp_path, "America/Chicago", None)) == ""
    assert local_zone() == "Asia/Tokyo"


@pytest.mark.usefixtures("forgetful_tzlocal")
def test_this_machine_has_the_zone_that_tzlocal_finds():
    assert local_zone() == (get_localzone_name() or "UTC")

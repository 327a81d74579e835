"""The zone of a source, once given, is kept in the preferences, and nothing else in them changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from gigplanner.planbook import PlanbookError
from gigplanner.planbook.config import load_settings
from gigplanner.planbook.config_zones import keep_import_zone, with_import_zone

MINE = """# mine
currency = "EUR"  # home

[imports.zones]
toggl = "Europe/Berlin" # office

[backups]
size_cap_mb = 64
"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def test_a_zone_is_kept_in_a_file_that_was_not_there(config: Path) -> None:
    keep_import_zone(config, "uber-trips", "America/Chicago")
    assert load_settings(config).imports.zones == {"uber-trips": "America/Chicago"}


def test_comments_and_other_settings_stay_as_they_were(config: Path) -> None:
    config.write_text(MINE, encoding="utf-8")
    keep_import_zone(config, "uber-trips", "America/Chicago")
    keep_import_zone(config, "toggl", "Europe/Paris")
    text = config.read_text(encoding="utf-8")
    assert '# mine\ncurrency = "EUR"  # home\n' in text
    assert 'toggl = "Europe/Paris" # office\n' in text
    settings = load_settings(config)
    assert settings.imports.zones == {"toggl": "Europe/Paris", "uber-trips": "America/Chicago"}
    assert (settings.currency, settings.backups.size_cap_mb) == ("EUR", 64)


def test_the_same_zone_twice_writes_nothing(config: Path) -> None:
    keep_import_zone(config, "toggl", "Europe/Paris")
    before = config.stat().st_mtime_ns
    keep_import_zone(config, "toggl", "Europe/Paris")
    assert config.stat().st_mtime_ns == before


@pytest.mark.parametrize(
    "text",
    [
        'imports = { zones = { toggl = "Europe/Paris" } }\n',
        "[imports\n",
        'note = """\n[imports.zones]\n"""\n',
    ],
    ids=["inline", "broken", "in a text"],
)
def test_a_file_written_in_another_way_stays_as_it_is(config: Path, text: str) -> None:
    config.write_text(text, encoding="utf-8")
    assert with_import_zone(text, "uber-trips", "America/Chicago") is None
    with pytest.raises(PlanbookError, match="write uber-trips = "):
        keep_import_zone(config, "uber-trips", "America/Chicago")
    assert config.read_text(encoding="utf-8") == text


def test_a_zone_nobody_knows_is_named_with_its_setting(config: Path) -> None:
    config.write_text('[imports.zones]\ntoggl = "Mars/Olympus"\n', encoding="utf-8")
    with pytest.raises(PlanbookError, match=r"imports: .*Mars/Olympus"):
        load_settings(config)

"""A preference is changed in the file, and nothing else in the file is."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gigplanner.model import Money, Settings
from gigplanner.model.errors import BadInput, GigError
from gigplanner.model.preferences import PREFERENCES, preferences_of, typed
from gigplanner.planbook import PlanbookError
from gigplanner.planbook.config import load_settings
from gigplanner.planbook.config_edit import change_config
from gigplanner.planbook.config_text import with_value

MINE = """# mine
currency = "EUR"  # home
goal_week = 900   # "#" is no comment

[places]  # where I am
home = [
    "phone",  # always
]  # hm

[imports.zones]
toggl = "Europe/Berlin" # office

# little room here
[backups]
size_cap_mb = 64
"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(MINE, encoding="utf-8")
    return path


def lines_changed(before: str, after: str) -> tuple[list[str], list[str]]:
    """The lines that went and those that came."""
    old, new = before.splitlines(), after.splitlines()
    return [line for line in old if line not in new], [line for line in new if line not in old]


@pytest.mark.parametrize(
    ("name", "value", "went", "came"),
    [
        ("currency", "gbp", ['currency = "EUR"  # home'], ['currency = "GBP"  # home']),
        (
            "goal_week",
            "€950.50",
            ['goal_week = 900   # "#" is no comment'],
            ['goal_week = "950.50"   # "#" is no comment'],
        ),
        ("goal_day", "80.00", [], ["goal_day = 80"]),
        ("platforms", "Uber Eats, Prolific,", [], ['platforms = ["Uber Eats", "Prolific"]']),
        ("places.library", "laptop, data", [], ['library = ["laptop", "data"]']),
        (
            "places.home",
            "phone quiet",
            ["home = [", '    "phone",  # always', "]  # hm"],
            ['home = ["phone", "quiet"]  # hm'],
        ),
        (
            "imports.zones.toggl",
            "Europe/Paris",
            ['toggl = "Europe/Berlin" # office'],
            ['toggl = "Europe/Paris" # office'],
        ),
        ("imports.zones.uber-trips", "Asia/Tokyo", [], ['uber-trips = "Asia/Tokyo"']),
        ("backups.size_cap_mb", None, ["size_cap_mb = 64"], []),
        ("daily_caps.Toloka AI", "3", [], ["[daily_caps]", '"Toloka AI" = 3']),
        ("keys.plan.accept", "Z", [], ["[keys.plan]", 'accept = "Z"']),
        ("mileage_rate", "0.42", [], ["mileage_rate = 0.42"]),
        ("goal_year", None, [], []),
    ],
)
def test_only_the_lines_of_the_preference_change(
    config: Path, name: str, value: str | None, went: list[str], came: list[str]
) -> None:
    change_config(config, {name: value})
    assert lines_changed(MINE, config.read_text(encoding="utf-8")) == (went, came)
    assert load_settings(config).currency in ("EUR", "GBP")


def test_a_new_file_is_made_of_what_was_said(tmp_path: Path) -> None:
    path = tmp_path / "new" / "config.toml"
    said = change_config(path, {"currency": "JPY", "goal_week": "90000", "zone": "Asia/Tokyo"})
    assert (
        said
        == load_settings(path)
        == Settings(currency="JPY", goal_week=Money(90_000, "JPY"), zone="Asia/Tokyo")
    )


def test_the_same_again_does_not_touch_the_file(config: Path) -> None:
    change_config(config, {"goal_week": "901"})
    before = config.stat().st_mtime_ns
    change_config(config, {"goal_week": "901.00"})
    assert config.stat().st_mtime_ns == before


def test_the_line_ends_of_windows_stay(config: Path) -> None:
    config.write_bytes(MINE.replace("\n", "\r\n").encode())
    change_config(config, {"goal_week": "5", "goal_day": "1"})
    data = config.read_bytes()
    assert data.count(b"\r\n") == data.count(b"\n") == MINE.count("\n") + 1


@pytest.mark.parametrize(
    ("text", "name", "value", "expected"),
    [
        ("daily_caps = { A = 1 } # few\n", "daily_caps.B", "2", "daily_caps = { A = 1, B = 2 } # few\n"),
        ("places.x = []\n", "places.y", "data", 'places.x = []\nplaces.y = ["data"]\n'),
        ('[keys]\nplan.pin = "Z"\n', "keys.shift.start", "G", '[keys]\nplan.pin = "Z"\nshift.start = "G"\n'),
        ("[places]\n", "goal_day", "5", "goal_day = 5\n\n[places]\n"),
        (
            'theme = """\n[places]\n"""\n',
            "places.x",
            "data",
            'theme = """\n[places]\n"""\n\n[places]\nx = ["data"]\n',
        ),
        (
            'imports = { zones = { toggl = "UTC" } }\n',
            "imports.zones.a b",
            "UTC",
            'imports = { zones = { toggl = "UTC", "a b" = "UTC" } }\n',
        ),
    ],
    ids=["inline table", "dotted", "dotted in a table", "before tables", "a heading in a text", "nested"],
)
def test_other_ways_of_writing_are_followed(
    tmp_path: Path, text: str, name: str, value: str, expected: str
) -> None:
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    change_config(path, {name: value})
    assert path.read_text(encoding="utf-8") == expected


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("goal_week", "lots", "goal_week: “lots” is not an amount of money: write it like 8.50 or $8.50."),
        ("goal_wek", "9", "goal_wek is not a setting; did you mean goal_week?"),
        ("zzz", "9", "zzz is not a setting."),
        ("week_starts", "mondy", "week_starts: “mondy” is not a weekday; did you mean monday?"),
        ("places.car", "phon", "places: “car” may have phone, laptop, data, quiet, hands and nothing else."),
        ("keys.plan", "A", 'keys: write keys as a table, such as plan.accept = "A" below [keys].'),
        ("shortest_gap", "5.5", "shortest_gap: “5.5” is not a number of minutes."),
        ("zone", "Berlin", "zone: “Berlin” is not a time zone: use an IANA name such as America/New_York."),
        (
            "places.a\udcffb",
            "phone",
            "“places.a\ufffdb” holds characters that cannot be seen: leave them out.",
        ),
        ("work_minutes", "0", "work_minutes: a stretch of work has 1 minute or more."),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence_and_the_file_stays(
    config: Path, name: str, value: str, sentence: str
) -> None:
    with pytest.raises(BadInput) as caught:
        change_config(config, {name: value})
    assert str(caught.value) == sentence
    assert config.read_text(encoding="utf-8") == MINE


def test_a_currency_that_the_goals_cannot_be_in_is_refused(config: Path) -> None:
    change_config(config, {"goal_week": "900.50"})
    with pytest.raises(BadInput, match=r"goal_week: .* JPY has no decimals"):
        change_config(config, {"currency": "JPY"})


def test_a_rhythm_comes_and_goes_whole(config: Path) -> None:
    assert (change_config(config, {"work_minutes": "45"})).rest_minutes == 10
    assert change_config(config, {"rest_minutes": None}).work_minutes is None
    assert config.read_text(encoding="utf-8") == MINE


def test_a_file_with_several_mistakes_is_mended_one_by_one(config: Path) -> None:
    config.write_text('zone = "Mars"\nshortest_gap = "x"\n', encoding="utf-8")
    change_config(config, {"zone": "UTC"})
    change_config(config, {"shortest_gap": "6"})
    assert load_settings(config).shortest_gap == 6


def test_a_file_that_is_not_toml_is_left_alone(config: Path) -> None:
    config.write_text("currency = \n", encoding="utf-8")
    with pytest.raises(PlanbookError, match="not valid TOML"):
        change_config(config, {"currency": "EUR"})
    assert config.read_text(encoding="utf-8") == "currency = \n"


def test_every_setting_can_be_looked_at_and_changed() -> None:
    named = {one.name.partition(".")[0] for one in PREFERENCES}
    assert named | {"places", "daily_caps", "imports", "keys"} == set(Settings.__struct_fields__)


def test_what_is_shown_can_be_typed_again(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(MINE + "[daily_caps]\nProlific = 4\n[keys]\nplan.pin = 'X'\n", encoding="utf-8")
    change_config(path, {"floor_rate": "12.5", "set_aside_percent": "12.5", "work_minutes": "50"})
    held = load_settings(path)
    for one in preferences_of(held):
        if value := typed(one.name, held):
            assert change_config(path, {one.name: value}) == held


_NAMES = st.text(alphabet="ab.\"' #[]=é", min_size=1, max_size=6)


@settings(max_examples=60, deadline=None)
@given(_NAMES, st.integers(0, 99), st.sampled_from([MINE, "", "# only a comment", "[daily_caps] # x\n# y"]))
def test_whatever_a_platform_is_called_its_cap_is_kept_or_refused(name: str, cap: int, text: str) -> None:
    before = tomllib.loads(text)
    caps = before.get("daily_caps", {}) | {name: cap}
    wanted = before | {"daily_caps": caps}
    assert tomllib.loads(with_value(text, ("daily_caps", name), wanted)) == wanted


def test_an_odd_line_is_said_to_be_beyond_this(config: Path) -> None:
    text = "[[strange]]\na = 1\n"
    config.write_text(text, encoding="utf-8")
    with pytest.raises(GigError, match="write it into"):
        change_config(config, {"currency": "EUR"})
    assert config.read_text(encoding="utf-8") == text

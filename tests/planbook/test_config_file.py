"""config.toml: read whole when it is good, every mistake in it named at once when it is not."""

from __future__ import annotations

import stat
from datetime import time
from decimal import Decimal
from pathlib import Path

import pytest

from gigplanner.model import Money, Settings
from gigplanner.model.settings import BackupRules
from gigplanner.planbook import PlanbookError
from gigplanner.planbook.config import EMPTY_CONFIG, begin_config, load_settings, local_zone, save_config
from gigplanner.planbook.config_edit import change_config
from gigplanner.planbook.places import find_places

GOOD = """
currency = "EUR"          # what I am paid in
zone = "Europe/Berlin"
day_ends = "05:00"
week_starts = "sunday"
window_start = "08:30"
window_end = 21:00:00
go_home_minutes = 45
shortest_gap = 10
goal_day = 80
goal_week = "900.50"
goal_month = 3_000
mileage_rate = 0.30
set_aside_percent = 12.5
floor_rate = "12.50"
switch_minutes = 2
work_minutes = 50
rest_minutes = 10
daily_caps = { Prolific = 5 }
platforms = ["Uber Eats", "Prolific", "Uber Eats"]
theme = "dark"

[backups]
size_cap_mb = 64

[places]
library = ["laptop", "data", "quiet"]
home = ["phone"]
"""


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "config.toml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def refusal(folder: Path, text: str | bytes) -> str:
    """The sentence with which a file is refused."""
    path = written(folder, text)
    with pytest.raises(PlanbookError) as caught:
        load_settings(path)
    sentence = str(caught.value)
    assert sentence.startswith(str(path))
    assert sentence.endswith(".")
    assert "\n" not in sentence
    return sentence.removeprefix(f"{path}: ").removeprefix(f"{path} ")


def test_a_good_file_is_read_whole(tmp_path: Path):
    found = load_settings(written(tmp_path, GOOD))
    assert found == Settings(
        currency="EUR",
        zone="Europe/Berlin",
        day_ends=time(5),
        week_starts=6,
        window_start=time(8, 30),
        window_end=time(21),
        go_home_minutes=45,
        shortest_gap=10,
        goal_day=Money(8000, "EUR"),
        goal_week=Money(90050, "EUR"),
        goal_month=Money(300000, "EUR"),
        mileage_rate=Decimal("0.3"),
        set_aside_percent=Decimal("12.5"),
        floor_rate=Money(1250, "EUR"),
        switch_minutes=2.0,
        work_minutes=50,
        rest_minutes=10,
        daily_caps={"Prolific": 5},
        platforms=("Uber Eats", "Prolific"),
        theme="dark",
        backups=BackupRules(size_cap_mb=64),
        places={**Settings().places, "library": ("laptop", "data", "quiet"), "home": ("phone",)},
    )


def test_without_a_file_everything_has_a_default(tmp_path: Path):
    assert load_settings(tmp_path / "config.toml") == Settings(zone=local_zone())
    assert load_settings(written(tmp_path, "")) == Settings(zone=local_zone())


def test_a_file_that_states_nothing_is_begun_once_and_never_over_another(tmp_path: Path):
    path = tmp_path / "new" / "config.toml"
    begin_config(path)
    assert load_settings(path) == Settings(zone=local_zone())
    change_config(path, {"currency": "EUR"})
    begin_config(path)
    assert load_settings(path).currency == "EUR"
    assert EMPTY_CONFIG in path.read_text(encoding="utf-8")


def test_a_file_that_notepad_wrote_is_read(tmp_path: Path):
    assert load_settings(written(tmp_path, b'\xef\xbb\xbfcurrency = "GBP"\r\n')).currency == "GBP"


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ('curency = "EUR"', "curency is not a setting; did you mean currency?"),
        ("zzz = 1", "zzz is not a setting"),
        ('currency = "XYZ"', "currency: “XYZ” is not a currency code such as USD or EUR"),
        ("currency = 5", "currency: “5” is not a currency code such as USD or EUR"),
        ('zone = "Berlin"', "zone: “Berlin” is not a time zone: use an IANA name such as America/New_York"),
        ('zone = ""', "zone: “” is not a time zone"),
        ('zone = "../../etc/passwd"', "zone: “../../etc/passwd” is not a time zone"),
        ("zone = 5", "zone: “5” is not a time zone"),
        ('day_ends = "25:00"', "day_ends: “25:00” is not a time: write it like"),
        ('day_ends = "04:00+02:00"', "day_ends: “04:00+02:00” is not a time: write it like"),
        ("window_end = 22", "window_end: “22” is not a time: write it like"),
        ('week_starts = "mondy"', "week_starts: “mondy” is not a weekday; did you mean monday?"),
        ("week_starts = 1", "week_starts: “1” is not a weekday such as monday"),
        ("go_home_minutes = -1", "go_home_minutes: “-1” is not a number of minutes"),
        ("go_home_minutes = true", "go_home_minutes: “True” is not a number of minutes"),
        ("shortest_gap = 5.5", "shortest_gap: “5.5” is not a number of minutes"),
        ('goal_week = "lots"', "goal_week: “lots” is not an amount of money: write it like 8.50 or $8.50"),
        ("goal_day = 1.005", "goal_day: “1.005” has too many decimals: USD has 2 decimals"),
        ("goal_day = -5", "goal_day: “-5” is below zero"),
        ("goal_month = nan", "goal_month: “nan” is not"),
        ("mileage_rate = inf", "mileage_rate: “inf” is not a number of zero or more"),
        ("set_aside_percent = 101", "set_aside_percent: “101” is not a percentage from 0 to 100"),
        ('switch_minutes = "soon"', "switch_minutes: “soon” is not a number of zero or more"),
        ("work_minutes = 50", "work_minutes and rest_minutes: a rhythm needs both"),
        ("work_minutes = 0\nrest_minutes = 5", "work_minutes: a stretch of work has 1 minute or more"),
        ("daily_caps = 3", "daily_caps: write daily_caps as a table, such as Prolific = 5"),
        ("daily_caps = { MTurk = -1 }", "daily_caps: the cap of “MTurk” is not a whole number"),
        ("theme = 5", "theme: “5” is not a text in quotation marks"),
        ('platforms = "DoorDash"', "platforms: write platforms as a list of names, such as "),
        ('places = "home"', "places: write places as a table, such as home = "),
        ("backups = 5", "backups: write backups as a table, such as size_cap_mb = 512 below [backups]"),
        ("backups.size_cap = 5", "backups: size_cap is not a setting; did you mean size_cap_mb?"),
        *(
            (f"backups.size_cap_mb = {bad}", "backups: size_cap_mb “")
            for bad in ("0", "-1", "1.5", "true", '"512 MB"', "1000001", "[]")
        ),
        (
            'places.car = ["phon"]',
            "places: “car” may have phone, laptop, data, quiet, hands and nothing else",
        ),
        (
            "places.car = [[1], {}]",
            "places: “car” may have phone, laptop, data, quiet, hands and nothing else",
        ),
    ],
)
def test_a_bad_setting_is_named_with_what_would_be_right(tmp_path: Path, line: str, sentence: str):
    assert refusal(tmp_path, line).startswith(sentence)


def test_all_mistakes_are_named_at_once(tmp_path: Path):
    sentence = refusal(tmp_path, 'curency = "EUR"\nshortest_gap = "x"\ngoal_day = 9\ntheme = false')
    assert sentence == (
        "curency is not a setting; did you mean currency?; shortest_gap: “x” is not a number of minutes; "
        "theme: “False” is not a text in quotation marks."
    )


def test_what_is_no_toml_is_said_to_be_none_with_the_line(tmp_path: Path):
    assert refusal(tmp_path, 'currency = "EUR"\nzone = \n').startswith("is not valid TOML: ")
    assert "line 2" in refusal(tmp_path, 'currency = "EUR"\nzone = \n')
    assert refusal(tmp_path, b"\xff\xfe") == "is not UTF-8 text: save it as UTF-8."
    assert refusal(tmp_path, "a = " + "[" * 100_000) == "is not valid TOML: it is nested too deeply."


def test_hostile_text_in_a_file_reaches_no_sentence(tmp_path: Path):
    sentence = refusal(tmp_path, '"\\u001b]52;c;x\\u0007" = 1\nzone = "\\u001b[31m"\n"\\u202e" = 2')
    assert sentence.isprintable()


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path):
    (tmp_path / "config.toml").mkdir()
    with pytest.raises(PlanbookError, match=r"Cannot read /.*config\.toml: "):
        load_settings(tmp_path / "config.toml")


def test_a_chosen_folder_holds_data_and_config(tmp_path: Path, monkeypatch):
    monkeypatch.setenv("GIGPLANNER_DATA", str(tmp_path / "from the environment"))
    assert find_places().config == tmp_path / "from the environment" / "config.toml"
    assert find_places(tmp_path).data == tmp_path
    assert find_places("~nobody-of-that-name/x").data.name == "x"
    monkeypatch.delenv("GIGPLANNER_DATA")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert find_places().data.name == "gigplanner"


def test_what_is_written_is_for_the_owner_alone_with_its_folder_even_if_both_were_open(tmp_path: Path):
    path = tmp_path / "new" / "gigplanner" / "config.toml"
    save_config(path, b'currency = "EUR"\n')
    assert load_settings(path).currency == "EUR"
    path.chmod(0o644)
    path.parent.chmod(0o755)
    save_config(path, b'currency = "GBP"\n')
    assert load_settings(path).currency == "GBP"
    assert [stat.S_IMODE(one.stat().st_mode) for one in (path, path.parent)] == [0o600, 0o700]


def test_preferences_that_cannot_be_written_stay_as_they_were(tmp_path: Path, monkeypatch):
    path = written(tmp_path, GOOD)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("gigplanner.planbook.durable.write_all", full)
    with pytest.raises(
        PlanbookError, match=r"Cannot write /.*config\.toml: the disk is full\. It is as it was"
    ):
        save_config(path, b"")
    assert path.read_text() == GOOD

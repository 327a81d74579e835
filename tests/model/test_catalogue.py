"""The catalogue knows the platforms people name, by the names they use, and states only what was checked."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from importlib.resources import files

import pytest

from gigplanner.model.catalogue import KINDS, Catalogue, Platform, built_in
from gigplanner.model.settings import NEEDS

# words that stand in everyday task titles: an alias made only of these would claim the line
EVERYDAY = """
a affiliate an and are as at be by call check clean dash day do done drive due eat eats entry event for form
free go help home hour image in it job lift line link linked list mail meet meeting my new no note of on or
order pay pick post rate read ride run see sell shift shop sort survey tag task test text the time tip to
training trip turn type up use video wait walk watch work worker write
"""


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Amazon Mechanical Turk", "MTurk"),
        ("mturk", "MTurk"),
        ("turk", "MTurk"),
        ("amt", "MTurk"),
        ("clickworker", "Clickworker"),
        ("Microworkers", "Microworkers"),
        ("PROLIFIC", "Prolific"),
        ("appen", "Appen"),
        ("Lionbridge", "TELUS Digital"),
        ("telus", "TELUS Digital"),
        ("TELUS Digital", "TELUS Digital"),
        ("uber", "Uber"),
        ("Uber Eats", "Uber Eats"),
        ("uber  eats ", "Uber Eats"),
        ("ubereats", "Uber Eats"),
        ("ue", "Uber Eats"),
        ("lyft", "Lyft"),
        ("DoorDash", "DoorDash"),
        ("door dash", "DoorDash"),
        ("dd", "DoorDash"),
        ("instacart", "Instacart"),
        ("fiverr", "Fiverr"),
        ("upwork", "Upwork"),
        ("zoom", "Zoom"),
        ("Hopin", "RingCentral Events"),
        ("ringcentral events", "RingCentral Events"),
        ("instagram", "Instagram"),
        ("ig", "Instagram"),
        ("tiktok", "TikTok"),
        ("tik tok", "TikTok"),
        ("linkedin", "LinkedIn"),
        ("trello", "Trello"),
        ("notion", "Notion"),
    ],
)
def test_a_platform_is_found_by_what_people_call_it(typed: str, name: str) -> None:
    assert built_in().canonical(typed) == name


def test_a_name_nobody_knows_stays_as_it_is() -> None:
    assert built_in().find("Joe's Pizza") is None
    assert built_in().canonical(" Joe's Pizza ") == "Joe's Pizza"
    assert built_in().find("") is None


def test_no_name_means_two_platforms() -> None:
    claims: dict[str, set[str]] = {}
    for platform in built_in().platforms:
        for name in (platform.name, platform.full_name, *platform.aliases):
            if name:
                claims.setdefault(name.casefold(), set()).add(platform.name)
    assert {name: owners for name, owners in claims.items() if len(owners) > 1} == {}


def test_no_alias_is_made_of_everyday_words_only() -> None:
    everyday = set(EVERYDAY.split())
    aliases = [alias.casefold() for platform in built_in().platforms for alias in platform.aliases]
    assert [alias for alias in aliases if set(alias.split()) <= everyday] == []


@pytest.mark.parametrize("platform", built_in().platforms, ids=lambda platform: platform.name)
def test_an_entry_is_complete_dated_and_in_known_words(platform: Platform) -> None:
    assert platform.kind in KINDS
    assert platform.status in {"active", "closed to new", "renamed"}
    assert (platform.status == "renamed") == bool(platform.renamed_to)
    assert re.fullmatch(r"#[0-9A-F]{6}", platform.colour)
    assert platform.note.endswith(".")
    assert platform.checked == date(2026, 11, 22)
    assert set(platform.needs) <= set(NEEDS)
    assert platform.ways_in
    assert platform.fee_percent == "", "no fee was checked at a source"


def test_entries_have_no_field_that_nobody_reads() -> None:
    entries = tomllib.loads(files("gigplanner.data").joinpath("platforms.toml").read_text("utf-8"))[
        "platform"
    ]
    assert {field for entry in entries for field in entry} <= set(Platform.__struct_fields__)


def test_every_kind_of_work_has_a_platform() -> None:
    assert {platform.kind for platform in built_in().platforms} == set(KINDS)


def test_money_that_somebody_must_approve_begins_as_pending() -> None:
    first = {platform.name: platform.first_status for platform in built_in().platforms}
    assert {first[name] for name in ("MTurk", "Prolific", "Fiverr", "Upwork")} == {"pending"}
    assert {first[name] for name in ("Uber", "Uber Eats", "Lyft", "DoorDash", "Instacart")} == {"paid"}


def _luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.1 defines it."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_colours_differ_and_are_readable_on_a_dark_background() -> None:
    shown = [platform for platform in built_in().platforms if not platform.renamed_to]
    assert len({platform.colour for platform in shown}) == len(shown)
    dark = _luminance("#1E1E2E") + 0.05
    faint = [platform.name for platform in shown if (_luminance(platform.colour) + 0.05) / dark < 4.5]
    assert faint == []


def platform(name: str, **fields: object) -> Platform:
    return Platform(id=name, name=name, **fields)  # type: ignore[arg-type]


def test_a_name_goes_before_another_platforms_alias() -> None:
    catalogue = Catalogue([platform("DoorDash", aliases=("Dash",)), platform("Dash")])
    assert catalogue.canonical("dash") == "Dash"


def test_a_persons_own_platform_goes_before_a_built_in_one_of_that_name() -> None:
    own = platform("uber", colour="#123456")
    assert Catalogue([own, *built_in().platforms]).find("Uber") == own


def test_a_renamed_platform_is_found_as_what_it_became_even_if_that_goes_round() -> None:
    catalogue = Catalogue(
        [
            platform("Old", renamed_to="Newer"),
            platform("Newer", renamed_to="Newest"),
            platform("Newest"),
            platform("Lost", renamed_to="Nowhere"),
            platform("Here", renamed_to="There"),
            platform("There", renamed_to="Here"),
        ]
    )
    assert [catalogue.canonical(name) for name in ("old", "newer", "lost")] == ["Newest", "Newest", "Lost"]
    assert catalogue.canonical("here") in {"Here", "There"}


def test_names_for_running_text_come_longest_first() -> None:
    names = built_in().names()
    assert names.index("uber eats") < names.index("uber")
    assert [len(name) for name in names] == sorted((len(name) for name in names), reverse=True)

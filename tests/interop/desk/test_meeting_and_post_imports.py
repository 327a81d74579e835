"""Zoom's reports and invitations, and schedules of posts."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from support.deskfiles import FOLDER, blocks, desk_file, identities, only, tasks
from support.importing import read_text

from gigplanner.model import BadInput, Block


def test_a_zoom_report_is_one_block_by_the_row_above_the_participants() -> None:
    reading = desk_file("zoom_report.csv")
    (meeting,) = only(reading, Block)
    assert (meeting.title, meeting.platform) == ("Book club", "Zoom")
    assert (meeting.start, meeting.end) == (
        datetime(2026, 4, 25, 18, 5, 30, tzinfo=UTC),
        datetime(2026, 4, 25, 19, 35, 10, tzinfo=UTC),
    )
    assert (reading.refused, reading.warnings) == ((), ())


def test_the_newer_report_names_its_columns_and_months_otherwise() -> None:
    reading = desk_file("zoom_report_newer.csv")
    (meeting,) = only(reading, Block)
    assert (meeting.title, meeting.start, meeting.end) == (
        "Evening class",
        datetime(2026, 6, 16, 14, 10, tzinfo=UTC),
        datetime(2026, 6, 16, 15, 27, tzinfo=UTC),
    )
    assert reading.refused == ()


def test_a_list_of_participants_alone_is_one_block_from_the_first_to_the_last() -> None:
    (meeting,) = only(desk_file("zoom_participants.csv"), Block)
    assert (meeting.title, meeting.start, meeting.end) == (
        "Zoom meeting",
        datetime(2026, 4, 25, 18, 5, 30, tzinfo=UTC),
        datetime(2026, 4, 25, 19, 36, tzinfo=UTC),
    )


@pytest.mark.parametrize("name", ["zoom_report.csv", "zoom_report_newer.csv", "zoom_participants.csv"])
def test_nothing_about_the_people_in_a_meeting_is_kept(name: str) -> None:
    reading = desk_file(name)
    for secret in ("Secret", "guest@", "host@", "15551234567"):
        assert secret not in repr(reading)


def test_the_hosts_zone_can_be_said_and_the_meeting_stays_the_same() -> None:
    home, away = desk_file("zoom_report.csv"), desk_file("zoom_report.csv", zone="America/New_York")
    assert blocks(away)["Book club"].start == datetime(2026, 4, 25, 23, 5, 30, tzinfo=UTC)
    assert identities(home) == identities(away)


def test_a_zoom_invitation_keeps_its_link_and_no_pass_code() -> None:
    reading = desk_file("zoom_invite.ics")
    call = blocks(reading)["Casting call"]
    assert (call.start, call.zone) == (datetime(2026, 12, 1, 18, tzinfo=UTC), "America/New_York")
    assert call.url == "https://example.zoom.us/j/87012345678"
    for secret in ("424242", "s3cr3tw0rd"):
        assert secret not in repr(reading)
    assert reading.refused == ()


def test_a_zoom_invitation_downloaded_again_is_the_same_meeting() -> None:
    text = (FOLDER / "zoom_invite.ics").read_bytes().decode()
    again = text.replace("20261101T163218Z", "20261105T070000Z")
    assert again.count("20261105T070000Z") == 2
    assert identities(read_text(again)) == identities(desk_file("zoom_invite.ics"))
    moved = read_text(text.replace("T130000", "T140000").replace("T133000", "T143000"))
    assert identities(moved) != identities(desk_file("zoom_invite.ics"))


def test_hootsuites_file_without_a_header_is_known_by_its_content_and_says_so() -> None:
    reading = desk_file("hootsuite.csv")
    tips = tasks(reading)["Post: Five tips for Upwork, part 1"]
    assert tips.due == datetime(2026, 11, 30, 9, tzinfo=UTC)
    assert (tips.url, tips.notes) == ("https://example.com/tips", "Five tips for Upwork, part 1\nRead on")
    assert (tips.category, tips.platform) == ("social media", "")  # named in a post is not where it is posted
    assert "The file has no header: it was taken for a bulk schedule of Hootsuite." in reading.warnings
    assert (
        reading.zone_rule == "Times without an offset are taken as Europe/London, dates with the month first."
    )


def test_posts_whose_time_is_over_are_no_tasks() -> None:
    reading = desk_file("hootsuite.csv")
    assert "Post: Over already" not in tasks(reading)
    assert "1 post whose time is over was left out." in reading.warnings


def test_lines_of_a_file_without_a_header_are_counted_as_they_stand() -> None:
    reading = read_text('11/30/2026 09:00,Fine,\n11/30/2026 09:00,Fine,\n"11/31/2026 09:00",Bad day,\n')
    assert [(refused.line, refused.reason[:12]) for refused in reading.refused] == [(3, "“11/31/2026”")]
    assert len(reading.records) == 2  # the same post twice is two posts


@pytest.mark.parametrize(
    ("name", "title", "due", "platform"),
    [
        ("buffer.csv", "Post: Good morning", datetime(2026, 11, 30, 13, 15, tzinfo=UTC), ""),
        ("gohighlevel.csv", "Post: Hello there", datetime(2026, 11, 30, 13, 15, tzinfo=UTC), ""),
        ("ayrshare.csv", "Post: Look here", datetime(2026, 11, 30, 8, 15, tzinfo=UTC), "Instagram"),
    ],
)
def test_schedules_with_a_header_are_read_by_their_own_rule_of_time(
    name: str, title: str, due: datetime, platform: str
) -> None:
    post = tasks(desk_file(name, zone="America/New_York"))[title]
    assert (post.due, post.platform, post.minutes) == (due, platform, 5)


@pytest.mark.parametrize(
    "text", ["11/30/2026 09:00,Hello,not a link\n", "11/30/2026,Hello,\n", "11/30/2026 09:00,,\n"]
)
def test_other_files_without_a_header_are_not_taken_for_a_schedule(text: str) -> None:
    with pytest.raises(BadInput):
        read_text(text)

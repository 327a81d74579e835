"""Who may open the app in a browser, and what a page may say to it."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.commandline import CommandLine

from gigplanner.cli.serving.gate import Gate, is_loopback, new_token
from gigplanner.cli.serving.messages import (
    LARGEST,
    USUAL,
    Focused,
    Pace,
    Resized,
    Typed,
    asked_room,
    fitting,
    read_message,
)
from gigplanner.cli.serving.running import address_for_others, is_private, listen, listens_everywhere
from gigplanner.model.errors import GigError

GATE = Gate(token="s3cret")


def test_every_token_is_new_and_too_long_to_guess() -> None:
    assert new_token() != new_token()
    assert len(new_token()) >= 43  # 256 bits at six a letter


@pytest.mark.parametrize("offered", [None, "", "s3cre", "s3cret ", "S3CRET", "s3cretx", "\ud800", "é"])
def test_only_the_token_itself_opens(offered: str | None) -> None:
    assert GATE.opens("s3cret")
    assert not GATE.opens(offered)


def test_a_printed_gate_does_not_show_its_token() -> None:
    assert "s3cret" not in repr(GATE)


@pytest.mark.parametrize(
    "host", ["localhost:8000", "127.0.0.1:8000", "[::1]:8000", "LOCALHOST", "127.0.0.1:9"]
)
def test_names_of_this_machine_are_known_at_whatever_port_a_tunnel_has(host: str) -> None:
    assert GATE.knows(host)


@pytest.mark.parametrize(
    "host",
    [None, "", "evil.example", "evil.example:8000", "localhost.evil.example", "127.0.0.1.evil.example",
     "10.0.0.7", "evil@localhost", "localhost/x", "localhost:x", "[::1", "localhost#", "127.1"],
)  # fmt: skip
def test_other_names_are_not_known(host: str | None) -> None:
    assert not GATE.knows(host)


def test_a_server_on_every_address_knows_bare_addresses_and_no_other_name() -> None:
    gate = Gate(token="s3cret", any_address=True)
    assert gate.knows("192.168.1.7:8000")
    assert gate.knows("[fe80::1]:8000")
    assert not gate.knows("evil.example:8000")


@pytest.mark.parametrize(
    ("origin", "own"),
    [
        ("http://localhost:8000", True),
        (None, False),
        ("null", False),
        ("http://evil.example", False),
        ("http://localhost:9000", False),
        ("http://127.0.0.1:8000", False),
        ("https://localhost:8000", False),
        ("http://localhost:8000/", False),
    ],
)
def test_a_socket_is_for_the_page_of_the_same_address(origin: str | None, own: bool) -> None:
    assert GATE.is_own_page(origin, "localhost:8000") is own


def test_a_page_of_a_strange_name_is_not_our_own_though_both_agree() -> None:
    assert not GATE.is_own_page("http://evil.example", "evil.example")


def test_what_a_page_says_is_read() -> None:
    assert read_message('["stdin", "x"]') == Typed("x")
    assert read_message('["focus"]') == Focused()
    resized = read_message('["resize", {"width": 100000, "height": -1}]')
    assert isinstance(resized, Resized)
    assert fitting(resized.room.width, resized.room.height) == (LARGEST[0], 1)


@pytest.mark.parametrize(
    "said",
    ["", "[]", "{}", "null", "x", '["stdin"]', '["stdin", 5]', '["resize", 5]', '["quit"]',
     '["stdin", "\\ud800"]',
     '["resize", {"width": "9", "height": 9}]', "[" * 60_000, '["stdin", "x", ' + "[" * 60_000],
)  # fmt: skip
def test_what_no_page_says_is_left_out(said: str) -> None:
    assert read_message(said) is None


@pytest.mark.parametrize(
    ("width", "height", "room"),
    [
        ("80", "24", (80, 24)),
        ("9" * 5000, "0", (LARGEST[0], 1)),
        ("", "", USUAL),
        ("-3", "x", USUAL),
        ("٣", "9", USUAL),
    ],
)
def test_a_page_gets_the_room_it_asks_for_within_bounds(
    width: str, height: str, room: tuple[int, int]
) -> None:
    assert asked_room(width, height) == room


def test_a_burst_passes_and_a_flood_waits() -> None:
    pace = Pace(0.0, a_second=10, burst=5)
    assert [pace.wait_after(0, 0.0) for _ in range(5)] == [0] * 5
    assert pace.wait_after(0, 0.0) == pytest.approx(0.1)
    assert pace.wait_after(640, 0.0) > 1
    assert pace.wait_after(0, 100.0) == 0


def test_the_largest_paste_passes_at_once() -> None:
    assert Pace(0.0).wait_after(64 * 1024, 0.0) == 0


@pytest.mark.parametrize("address", ["127.0.0.1", "127.9.9.9", "::1"])
def test_only_this_machine_reaches_the_loopback(address: str) -> None:
    assert is_loopback(address)


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "192.168.1.7", "fe80::1%eth0"])
def test_others_reach_every_other_address(address: str) -> None:
    assert not is_loopback(address)


def test_the_loopback_is_listened_at_under_the_name_that_was_given() -> None:
    with listen("127.0.0.1", 0) as listener:
        assert is_private(listener)
        assert not listens_everywhere(listener)
        assert address_for_others(listener, "127.0.0.1") == "127.0.0.1"


def test_a_server_on_every_address_names_one_that_others_can_reach() -> None:
    with listen("0.0.0.0", 0) as listener:
        assert not is_private(listener)
        assert address_for_others(listener, "0.0.0.0") != "0.0.0.0"


def test_a_port_that_is_taken_is_refused_in_one_sentence() -> None:
    with listen("127.0.0.1", 0) as listener, pytest.raises(GigError, match=r"in use.*--port"):
        listen("127.0.0.1", listener.getsockname()[1])


def test_a_name_that_is_no_host_is_refused_in_one_sentence() -> None:
    with pytest.raises(GigError, match="Cannot listen at"):
        listen("no such host.invalid", 0)


def test_without_textual_serve_the_command_says_what_to_install(
    gig: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "textual_serve", None)
    assert "pip install 'textual-serve" in gig.refused("serve")


def test_the_page_asks_for_nothing_from_elsewhere() -> None:
    import gigplanner.cli.serving

    folder = Path(gigplanner.cli.serving.__file__).parent / "page"
    assert {file.name for file in folder.iterdir()} == {"index.html", "page.css", "page.js"}
    for file in folder.iterdir():
        assert "//" not in file.read_text(encoding="utf-8").replace("// ", "").replace("http/", "")

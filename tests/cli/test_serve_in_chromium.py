"""The served app in a real browser, on a phone's screen and on a desk's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.chromium import PROGRAM, chromium
from support.commandline import process
from support.serving import CLOCK, Serving

pytestmark = pytest.mark.skipif(PROGRAM is None, reason="there is no Chromium on this machine")

PHONE = (390, 844)
FIVE = ("start", "order", "done", "break", "stop")  # the shift's actions, as narrow buttons name them


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """A server of the made-up planbook."""
    folder: Path = tmp_path_factory.mktemp("browser") / "book"
    made = process("demo", "--into", str(folder), clock=CLOCK)
    assert made.returncode == 0, made.stderr
    with Serving(folder) as server:
        yield server


async def test_a_phone_shows_the_app_and_a_finger_works_the_shift(serving: Serving) -> None:
    async with chromium(width=PHONE[0], height=PHONE[1], touch=True) as tab:
        await tab.do("Page.navigate", url=serving.address)
        await tab.see("1 Plan", "2 Shift")
        await tab.until("getComputedStyle(document.getElementById('terminal')).opacity === '1'")
        assert tab.screen.columns >= 40
        assert tab.screen.lines >= 20
        assert await tab.js("location.href") == f"{serving.base}/"  # the token is out of the address
        assert await tab.js("document.cookie") == ""
        assert await tab.js("document.documentElement.scrollWidth <= innerWidth")

        await tab.tap_words("2 Shift")
        await tab.see(*FIVE)
        await tab.press("3")
        await tab.see("You earned")
        await tab.press("?")
        await tab.see("Keys")
        esc = await tab.box("#keys [data-key=Escape]")
        assert esc["height"] >= 44
        await tab.tap(esc["x"] + esc["width"] / 2, esc["y"] + esc["height"] / 2)
        await tab.see("You earned")

        assert await tab.colours() > 50
        assert tab.complaints == []
        assert {address.split("/")[2] for address in tab.asked if "data:" not in address} == {
            serving.base.removeprefix("http://")
        }


async def test_on_a_desk_keys_work_at_once_and_pages_from_elsewhere_get_no_socket(serving: Serving) -> None:
    async with chromium(width=1280, height=800) as tab:
        await tab.do("Page.navigate", url=serving.address)
        await tab.see("Queue", "Earnings")
        await tab.until("document.activeElement.className === 'xterm-helper-textarea'")
        await tab.press("2")
        await tab.see("S stop")
        assert tab.complaints == []

        await tab.do("Page.navigate", url="data:text/html,<title>elsewhere</title>")
        await tab.until("document.title === 'elsewhere'")
        answer = await tab.js(
            "new Promise((done) => {"
            f"const socket = new WebSocket('ws://127.0.0.1:{serving.port}/ws');"
            "socket.onopen = () => done('open'); socket.onerror = () => done('refused'); })"
        )
        assert answer == "refused"

"""`gigplanner serve` over its own protocol: who is let in, what is bounded, and that nothing stays behind."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import aiohttp
import pytest
from aiohttp.test_utils import TestServer
from support.serving import Serving, children, eventually, is_running

from gigplanner.cli.serving.gate import Gate
from gigplanner.cli.serving.server import AppServer, Limits

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """A server on an empty planbook."""
    with Serving(tmp_path_factory.mktemp("served") / "book") as server:
        yield server


async def status(serving: Serving, path: str, **headers: str) -> int:
    """How a request is answered."""
    async with aiohttp.ClientSession() as client, client.get(serving.base + path, headers=headers) as answer:
        return int(answer.status)


async def refusal(serving: Serving, **headers: str) -> int:
    """How the request for a socket is refused."""
    async with aiohttp.ClientSession() as client:
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await client.ws_connect(f"{serving.base}/ws", headers=headers)
    return int(refused.value.status)


@pytest.mark.parametrize(
    "path", ["/", "/ws", "/page/page.js", "/static/js/textual.js", "/nothing", "/?token=", "/?token=x"]
)
async def test_without_the_token_nothing_is_served(serving: Serving, path: str) -> None:
    assert await status(serving, path) == 401
    assert await status(serving, path, Cookie=f"gigplanner-{serving.port}=wrong") == 401


async def test_the_token_goes_from_the_address_into_a_cookie_for_this_page_alone(serving: Serving) -> None:
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(cookie_jar=jar) as client:
        async with client.get(serving.address) as answer:
            set_cookie = answer.headers["Set-Cookie"]
            assert serving.token not in await answer.text()
        assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(set_cookie.split("; "))
        async with client.get(f"{serving.base}/") as page:
            assert page.status == 200
            assert "gigplanner" in await page.text()


async def test_every_answer_forbids_frames_caches_referrers_and_foreign_scripts(serving: Serving) -> None:
    for headers, path in (({}, "/"), (serving.cookie, "/"), (serving.cookie, "/static/js/textual.js")):
        async with (
            aiohttp.ClientSession() as client,
            client.get(serving.base + path, headers=headers) as answer,
        ):
            assert answer.headers["X-Frame-Options"] == "DENY"
            assert answer.headers["Cache-Control"] == "no-store"
            assert answer.headers["Referrer-Policy"] == "no-referrer"
            policy = answer.headers["Content-Security-Policy"]
            assert "default-src 'none'" in policy
            assert "script-src 'self';" in policy
            assert "http" not in policy


async def test_a_foreign_name_is_refused_though_the_token_is_right(serving: Serving) -> None:
    assert await status(serving, "/", Host="evil.example", **serving.cookie) == 403
    assert await status(serving, f"/?token={serving.token}", Host="evil.example") == 403


async def test_folders_are_not_listed(serving: Serving) -> None:
    for path in ("/static/", "/page/", "/static/js", "/page/..%2fserver.py"):
        assert await status(serving, path, **serving.cookie) in (403, 404)


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://localhost:1", ""])
async def test_a_page_from_elsewhere_cannot_open_a_socket(serving: Serving, origin: str) -> None:
    assert await refusal(serving, Origin=origin, **serving.cookie) == 403
    assert serving.apps() == []


async def test_a_socket_needs_an_origin_and_the_token(serving: Serving) -> None:
    assert await refusal(serving, **serving.cookie) == 403
    assert await refusal(serving, Origin=serving.base) == 401
    assert await refusal(serving, Origin=serving.base, Cookie=f"gigplanner-{serving.port}=x") == 401
    assert serving.apps() == []


async def test_keys_and_sizes_reach_the_app_and_closing_the_page_ends_it(serving: Serving) -> None:
    async with serving.page(80, 24) as page:
        await page.welcome()
        (app,) = serving.apps()
        for said in ("[]", "x", '["stdin", 5]', '["resize", {"width": 100000}]'):
            await page.socket.send_str(said)
        await page.say("stdin", "a")
        await page.see("what, where")
    await eventually(lambda: not is_running(app), "the app ends with its page")
    assert serving.apps() == []


async def test_quitting_the_app_ends_its_page(serving: Serving) -> None:
    async with serving.page() as page:
        await page.welcome()
        await page.say("stdin", "\x1b")
        await page.see_gone("Import files")
        await page.say("stdin", "q")
        assert await page.closing_code() == 1000
    await eventually(lambda: serving.apps() == [], "the app has ended")


async def test_the_demo_takes_the_place_of_an_empty_planbook(serving: Serving) -> None:
    async with serving.page(120, 36) as page:
        await page.welcome()
        await page.say("stdin", "d")
        await page.see("DoorDash")
        assert len(serving.apps()) == 1


async def test_a_message_beyond_all_pastes_ends_its_page(serving: Serving) -> None:
    async with serving.page() as page:
        await page.say("stdin", "x" * 70_000)
        assert await page.closing_code() == 1009
    await eventually(lambda: serving.apps() == [], "its app has ended, though it had hardly begun")


@pytest.mark.parametrize("limits", [Limits(idle=1.0), Limits(heartbeat=1.0)], ids=["idle", "vanished"])
async def test_a_page_without_a_sign_of_life_is_closed(tmp_path: Path, limits: Limits) -> None:
    others = children(os.getpid())
    server = AppServer(Gate(token="s3cret"), options=["--data", str(tmp_path)], port=1, limits=limits)
    async with TestServer(server.application()) as there, aiohttp.ClientSession() as client:
        headers = {"Cookie": "gigplanner-1=s3cret", "Origin": f"http://127.0.0.1:{there.port}"}
        async with client.ws_connect(there.make_url("/ws"), headers=headers, autoping=False):
            await eventually(lambda: children(os.getpid()) != others, "its app runs")
            await eventually(lambda: children(os.getpid()) == others, "its app has ended")
        assert children(os.getpid()) == others


async def test_of_a_hundred_connections_four_get_an_app(serving: Serving) -> None:
    async with serving.browser() as client:

        async def connect() -> object:
            try:
                return await client.ws_connect(f"{serving.base}/ws", origin=serving.base)
            except aiohttp.WSServerHandshakeError as refused:
                return refused.status

        answers = await asyncio.gather(*(connect() for _ in range(100)))
        assert answers.count(503) == 96
        async with client.get(f"{serving.base}/") as page:
            assert page.status == 503
            assert "close one" in await page.text()
        for answer in answers:
            if isinstance(answer, aiohttp.ClientWebSocketResponse):
                await answer.close()
    await eventually(lambda: serving.apps() == [], "all four have ended")
    assert await status(serving, "/", **serving.cookie) == 200


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGKILL])
async def test_no_app_outlives_its_server(tmp_path: Path, ending: signal.Signals) -> None:
    with Serving(tmp_path / "book") as serving:
        async with serving.page() as page:
            await page.see("What are you paid in?")
            (app,) = serving.apps()
            serving.process.send_signal(ending)
            serving.process.wait()
            await eventually(lambda: not is_running(app), f"the app has ended after {ending.name}")
            _, complaints = serving.process.communicate()
            assert complaints == "", "it left in order, not by failing to draw"
        assert serving.process.returncode == (-signal.SIGKILL if ending == signal.SIGKILL else 0)


async def test_beyond_this_machine_it_warns_and_names_the_tunnel(tmp_path: Path) -> None:
    with Serving(tmp_path / "book", "--host", "0.0.0.0") as serving:
        serving.process.send_signal(signal.SIGTERM)
        _, warned = serving.process.communicate()
    assert "plain HTTP" in warned
    assert f"ssh -L {serving.port}:127.0.0.1:{serving.port}" in warned

"""The app in a browser."""

from __future__ import annotations

import click

from gigplanner.cli.options import command
from gigplanner.cli.session import Session, pass_session
from gigplanner.cli.show import say, warn
from gigplanner.model.errors import GigError

NEEDED = "gigplanner serve needs textual-serve: install it with pip install 'textual-serve>=1.1'."
OPEN_TO_NETWORK = (
    "Warning: whoever is on this network can read what you see and type, the token included, for this is "
    "plain HTTP. Safer: leave --host out and, on the other device, ssh -L {port}:127.0.0.1:{port} to here."
)


@command("serve")
@click.option("--host", metavar="H", default="127.0.0.1", help="Listen there (only this machine without).")
@click.option("--port", metavar="N", type=click.IntRange(0, 65535), default=8000, help="8000 without.")
@pass_session
def serve(session: Session, host: str, port: int) -> None:
    """Show the app in a browser, to whoever has the address with its token, until Ctrl+C.

    Every page is an app of its own on the same planbook, at most four at a time, and ends when it is closed.
    The token is made anew at each start and is needed for everything. From a phone, let SSH carry it:
    ssh -L 8000:127.0.0.1:8000 HOST, and open the printed address there.
    """
    try:
        import textual_serve  # noqa: F401
    except ImportError:
        raise GigError(NEEDED) from None
    import asyncio

    from gigplanner.cli.serving.gate import LOOPBACK, Gate, new_token
    from gigplanner.cli.serving.running import (
        address_for_others,
        is_private,
        listen,
        listens_everywhere,
        serve_until_stopped,
    )
    from gigplanner.cli.serving.server import AppServer

    listener = listen(host, port)
    port = listener.getsockname()[1]
    name = address_for_others(listener, host)
    gate = Gate(
        token=new_token(),
        hosts=LOOPBACK | {name.strip("[]").lower()},
        any_address=listens_everywhere(listener),
    )
    options = ["--data", session.folder] if session.folder else []
    if not is_private(listener):
        warn(OPEN_TO_NETWORK.format(port=port))

    def ready() -> None:
        say(f"http://{name}:{port}/?token={gate.token}")
        say("Open this address in a browser; Ctrl+C ends it.")

    asyncio.run(serve_until_stopped(AppServer(gate, options=options, port=port), listener, ready))

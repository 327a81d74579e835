"""Where the program begins, as `gigplanner` and as `python -m gigplanner`."""

from __future__ import annotations

import gc


def run() -> None:
    """Run the command line; the garbage collector has no work before the app is up, and none in a command."""
    gc.disable()
    from gigplanner.cli.main import main

    main()


if __name__ == "__main__":
    run()

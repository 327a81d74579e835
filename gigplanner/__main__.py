"""Where the program begins, as `gigplanner` and as `python -m gigplanner`."""

from __future__ import annotations

import atexit
import gc
import os
import sys


def run() -> None:
    """Open the app, or run the command line if there is a word to read.

    The garbage collector rests: it has no work before the app is up, and none in a command. When a command
    ends Python would look through all there is once more: what is frozen goes with the process.
    """
    gc.disable()
    if len(sys.argv) == 1 and "_GIGPLANNER_COMPLETE" not in os.environ:  # a shell asks what may follow
        from gigplanner.cli.opening import open_alone

        sys.exit(open_alone())
    from gigplanner.cli.main import main

    atexit.register(gc.freeze)
    main(prog_name="gigplanner")


if __name__ == "__main__":
    run()

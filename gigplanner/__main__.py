"""`python -m gigplanner` is the command `gigplanner`."""

from gigplanner.cli.main import main

if __name__ == "__main__":
    main(prog_name="gigplanner")

"""The commands, a module for each group of them; `gigplanner.cli.main` says which is where."""

"""A table that nobody knows, by command: guess, correct, import, and share."""

from __future__ import annotations

from pathlib import Path

from support.commandline import CommandLine
from support.mapped import MAPPED

from gigplanner.interop.mapping.written import from_toml

LYFT = str(MAPPED / "lyft_log.csv")


def test_what_is_guessed_can_be_saved_and_imported_by(gig: CommandLine, tmp_path: Path) -> None:
    said = gig.refused("import", LYFT)
    assert "“RideNumber”" in said
    assert "--guess and --map" in said
    printed = gig.run("import", LYFT, "--guess")
    assert from_toml(printed, "printed").platform == "Lyft"
    assert "# So read: 3 blocks, 3 trips, 4 earnings, 1 refused" in printed
    assert gig.json("earnings") == []
    saved = tmp_path / "lyft.toml"
    saved.write_text(printed.replace('"Comment" = "note"', '"Comment" = "ignored"'))
    assert "4 earnings" in gig.run("import", LYFT, "--map", str(saved), "--dry-run")
    assert gig.json("earnings") == []
    (report,) = gig.json("import", LYFT, "--map", str(saved))["files"]
    assert (report["format"], report["added"]["earnings"]) == ("table:lyft-log", 4)
    assert "10 unchanged" in gig.run("import", LYFT)


def test_a_dry_run_remembers_nothing(gig: CommandLine, tmp_path: Path) -> None:
    saved = tmp_path / "lyft.toml"
    saved.write_text(gig.run("import", LYFT, "--guess"))
    gig.run("import", LYFT, "--map", str(saved), "--dry-run")
    assert "does not know" in gig.refused("import", LYFT)


def test_dates_that_nobody_can_order_are_asked_for(gig: CommandLine) -> None:
    printed = gig.run("import", "--guess", str(MAPPED / "appen_hours.csv"))
    assert "can be read day first or month first" in printed


def test_a_wrong_mapping_file_is_one_sentence(gig: CommandLine, tmp_path: Path) -> None:
    saved = tmp_path / "lyft.toml"
    saved.write_text('name = "x"\nrow = "gold"\n')
    assert "row should be one of earning, deposit" in gig.refused("import", LYFT, "--map", str(saved))
    assert "Cannot read" in gig.refused("import", LYFT, "--map", str(tmp_path / "gone.toml"))


def test_a_sheet_without_a_header_says_what_it_needs(gig: CommandLine) -> None:
    said = gig.refused("import", "--guess", str(MAPPED / "headerless.csv"))
    assert "nor a table with rows below a row of column names" in said


def test_two_tables_are_guessed_one_at_a_time(gig: CommandLine) -> None:
    said = gig.refused("import", "--guess", LYFT, str(MAPPED / "solo_jobs.csv"))
    assert said == "--guess looks at one table at a time: there are 2."

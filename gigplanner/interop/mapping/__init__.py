"""Tables that no importer knows: their columns are guessed, corrected by the person, and remembered."""

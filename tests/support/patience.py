"""How long a test waits for what takes some machines long: it decides only what counts as hanging."""

PATIENCE = 90.0  # seconds

"""The app in a browser: textual-serve's page and protocol, behind a gate, limits and an orderly end."""

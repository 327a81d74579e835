"""What all tests of the app share."""

import pytest
from support.live_app import HandClock

NAP = 0.01  # seconds


@pytest.fixture
def at() -> HandClock:
    """The hour before noon, where a test has no hour of its own."""
    return HandClock("11:00")


@pytest.fixture(autouse=True)
def _calm(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing fades or slides: a screen is what it will be as soon as it is drawn."""
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")


@pytest.fixture(autouse=True)
def _brisk(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pilot looks every few milliseconds whether the app has come to rest, not fifty times a second.

    Two thirds of these tests' time went into its naps.
    """
    monkeypatch.setattr("textual._wait.SLEEP_GRANULARITY", NAP)
    monkeypatch.setattr("textual._wait.SLEEP_IDLE", NAP / 20)


@pytest.fixture(autouse=True)
def _patient_with_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """A key press waits for the disk as long as it takes: this machine may be busy with other tests."""
    monkeypatch.setattr("gigplanner.tui.saving.AT_ONCE", 30.0)
    monkeypatch.setattr("gigplanner.tui.dialogs.import_files.AT_ONCE", 30.0)


@pytest.fixture(autouse=True)
def _no_reading_unasked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are looked into when enter says so, not also a quarter of a second after the last key."""
    monkeypatch.setattr("gigplanner.tui.dialogs.import_files.PAUSE", 600.0)

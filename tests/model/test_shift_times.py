"""Times of a shift hold over every change of the clocks, and whatever the order in which things were told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gigplanner.model.bytime import paid_by_time
from gigplanner.model.clockjumps import clock_jumps
from gigplanner.model.money import Money, round_half_up
from gigplanner.model.records import ShiftEvent, ShiftEventKind
from gigplanner.model.shiftlog import ShiftLog, misfits, read_log
from gigplanner.model.times import MINUTE, instant_of, wall_time

ZONES = (
    "America/Chicago", "America/St_Johns", "America/Sao_Paulo", "Europe/Berlin", "Europe/Dublin",
    "Africa/Casablanca", "Asia/Tehran", "Asia/Beirut", "Australia/Lord_Howe", "Pacific/Auckland",
    "Pacific/Apia", "America/Nuuk",
)  # fmt: skip
START = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
RATE = Money(14_37, "USD")


def transitions(zone: str) -> list[datetime]:
    """Every instant from 2020 to 2035 at which the zone's clocks change."""
    tz, found = ZoneInfo(zone), []
    day = datetime(2020, 1, 1, tzinfo=UTC)
    while day.year < 2036:
        following = day + timedelta(days=1)
        if day.astimezone(tz).utcoffset() != following.astimezone(tz).utcoffset():
            low, high = day, following
            while high - low > timedelta(seconds=1):
                middle = low + timedelta(seconds=round((high - low).total_seconds() / 2))
                same = middle.astimezone(tz).utcoffset() == day.astimezone(tz).utcoffset()
                low, high = (middle, high) if same else (low, middle)
            found.append(high)
        day = following
    return found


def an_event(number: int, kind: ShiftEventKind, at: datetime, **fields: object) -> ShiftEvent:
    return ShiftEvent(id=f"e{number}", shift="s", kind=kind, at=at, seq=number, **fields)  # type: ignore[arg-type]


def a_log(story: list[tuple[float, ShiftEventKind, dict[str, object]]], now: float) -> ShiftLog:
    events = [an_event(n, kind, START + m * MINUTE, **more) for n, (m, kind, more) in enumerate(story)]
    assert misfits(events) == []
    return read_log(events, START + now * MINUTE)


@pytest.mark.parametrize("zone", ZONES)
def test_a_shift_over_a_change_of_the_clocks_is_exact_to_the_second_and_the_cent(zone: str) -> None:
    """The person tells wall times, as with --at; the second of two equal ones by its place."""
    for change in transitions(zone):
        moments = [change + timedelta(seconds=s) for s in (-7301, -3599, -1, 0, 1, 3601, 9007)]
        walls = [wall_time(at, zone) for at in moments]
        assert [instant_of(wall, zone) for wall in walls] == moments, (zone, change)
        kinds: list[ShiftEventKind] = [
            "started", "order", "delivered", "order", "delivered", "break", "stopped",
        ]  # fmt: skip
        events = [
            an_event(n, kind, instant_of(wall, zone), platform="X", zone=zone, hourly=RATE if not n else None)
            for n, (kind, wall) in enumerate(zip(kinds, walls, strict=True))
        ]
        log = read_log(events, moments[-1])
        assert log.seconds("waiting") == (7301 - 3599) + 1 + 3600
        assert log.active_seconds == (3599 - 1) + 1
        assert log.seconds("break") == 9007 - 3601
        assert log.online_seconds == 7301 + 3601
        (paid,) = paid_by_time(log)
        assert paid.pay.minor == round_half_up(Fraction(14_37 * 3599, 3600))


def test_there_are_many_changes_of_clocks_to_hold_over() -> None:
    assert sum(len(transitions(zone)) for zone in ZONES) > 200


def test_two_platforms_share_one_wait_and_orders_stack() -> None:
    log = a_log(
        [
            (0, "started", {"platform": "DoorDash"}),
            (2, "online", {"platform": "Uber Eats"}),
            (8, "order", {"platform": "Uber Eats"}),
            (12, "order", {"platform": "DoorDash"}),
            (20, "delivered", {"platform": "DoorDash"}),
            (31, "delivered", {"platform": "Uber Eats"}),
            (35, "offline", {"platform": "DoorDash"}),
            (40, "stopped", {}),
        ],
        now=60,
    )
    assert [(round(w.minutes), w.ended_by_order) for w in log.waits()] == [(8, True), (9, False)]
    assert log.active_seconds == 23 * 60
    spans = {one.accepted.platform: round(one.span.minutes) for one in log.orders}
    assert spans == {"Uber Eats": 23, "DoorDash": 8}
    online = {one.opened.platform: round(one.span.minutes) for one in log.platforms}
    assert online == {"DoorDash": 35, "Uber Eats": 38}


def test_an_order_of_a_platform_shows_that_it_was_online() -> None:
    log = a_log(
        [(0, "started", {"platform": "DoorDash"}), (5, "order", {"platform": "Lyft"})],
        now=9,
    )
    assert log.standing.online == ("DoorDash", "Lyft")


@pytest.mark.parametrize(
    ("kind", "platform", "words"),
    [
        ("online", "DoorDash", "DoorDash is online already."),
        ("online", "", "Which platform goes online? Name it."),
        ("offline", "Lyft", "Lyft is not online."),
        ("offline", "DoorDash", "An order of DoorDash is open: deliver it first."),
        ("delivered", "Uber Eats", "No order of Uber Eats is open, only of DoorDash."),
    ],
)
def test_what_no_platform_can_do_is_refused_in_words(kind: ShiftEventKind, platform: str, words: str) -> None:
    log = a_log(
        [
            (0, "started", {"platform": "DoorDash"}),
            (1, "online", {"platform": "Uber Eats"}),
            (5, "order", {"platform": "DoorDash"}),
        ],
        now=9,
    )
    assert log.standing.refusal(kind, platform) == words


def test_the_last_platform_does_not_go_offline_by_itself() -> None:
    log = a_log([(0, "started", {"platform": "DoorDash"})], now=9)
    assert "take a break or stop the shift instead" in log.standing.refusal("offline", "DoorDash")


def test_time_on_orders_is_paid_once_however_they_stack_and_breaks_are_not() -> None:
    log = a_log(
        [
            (0, "started", {"platform": "DoorDash", "hourly": RATE}),
            (10, "order", {"platform": "DoorDash"}),
            (15, "order", {"platform": "DoorDash"}),
            (20, "delivered", {"platform": "DoorDash"}),
            (25, "break", {}),
            (40, "resumed", {}),
            (50, "delivered", {"platform": "DoorDash"}),
            (60, "order", {"platform": "Uber Eats", "hourly": Money(20_00, "USD")}),
            (75, "delivered", {"platform": "Uber Eats"}),
            (80, "stopped", {}),
        ],
        now=90,
    )
    by_order, by_platform = paid_by_time(log)
    assert (by_order.pay, by_order.seconds) == (Money(5_00, "USD"), 15 * 60)
    assert by_platform.seconds == (15 + 10) * 60
    assert by_platform.pay == Money(round_half_up(Fraction(14_37 * 25, 60)), "USD")
    assert not by_platform.is_open


@given(
    st.lists(st.integers(1, 40), min_size=4, max_size=12),
    st.integers(1, 10),
)
def test_what_is_told_late_reads_as_if_it_had_been_told_in_time(pauses: list[int], late: int) -> None:
    kinds: list[ShiftEventKind] = ["started", "order", "delivered", "break", "resumed"]
    minutes = [sum(pauses[:n]) for n in range(len(pauses) + 1)]
    story = [(m, kinds[n] if n < 5 else ("order", "delivered")[n % 2 - 1]) for n, m in enumerate(minutes)]
    events = [an_event(n, kind, START + m * MINUTE) for n, (m, kind) in enumerate(story)]
    told_late = events[late % len(events)]
    behind = an_event(99, told_late.kind, told_late.at)
    arrived = [behind if event is told_late else event for event in events]
    now = START + 600 * MINUTE
    in_time, afterwards = read_log(events, now), read_log(arrived, now)
    assert (in_time.spans, in_time.fillers, in_time.waits()) == (
        afterwards.spans,
        afterwards.fillers,
        afterwards.waits(),
    )


def test_a_clock_that_was_set_during_a_shift_is_told() -> None:
    def seen(number: int, wall: float, up: float, boot: str = "b") -> ShiftEvent:
        at = START + wall * MINUTE
        return an_event(number, "waiting", at, logged=at, boot=boot, uptime_ms=round(up * 60_000))

    honest = [seen(0, 0, 100), seen(1, 30, 130), seen(2, 500, 600)]  # asleep in between: both went on
    assert clock_jumps(honest) == []
    (jump,) = clock_jumps([*honest, seen(3, 570, 610)])
    assert (jump.before.id, jump.after.id, jump.by) == ("e2", "e3", timedelta(minutes=60))
    (back,) = clock_jumps([*honest, seen(3, 480, 610)])
    assert back.by == timedelta(minutes=-30)
    assert clock_jumps([*honest, seen(3, 0, 1, boot="c")]) == []  # another boot: nobody can tell

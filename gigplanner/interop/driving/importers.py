"""The sources of drivers and couriers, as the registry asks them: the more particular one first."""

from __future__ import annotations

from gigplanner.interop.driving import (
    doordash,
    everlance_money,
    everlance_trips,
    mileiq,
    stride,
    uber_fleet,
    uber_fleet_trips,
    uber_online,
    uber_payments,
    uber_statement,
    uber_totals,
    uber_trips,
    wolt,
)
from gigplanner.interop.reading import Importer

IMPORTERS: tuple[Importer, ...] = (
    uber_payments.IMPORTER,
    uber_online.IMPORTER,
    uber_fleet.IMPORTER,
    uber_fleet_trips.IMPORTER,
    uber_totals.IMPORTER,
    uber_statement.IMPORTER,
    uber_trips.IMPORTER,
    doordash.IMPORTER,
    wolt.IMPORTER,
    mileiq.IMPORTER,
    everlance_trips.IMPORTER,
    everlance_money.IMPORTER,
    stride.IMPORTER,
)

"""The sources of freelancers' money, as the registry asks them: the more particular one first."""

from __future__ import annotations

from gigplanner.interop.money import fiverr, paypal, stripe, upwork, upwork_contracts
from gigplanner.interop.reading import Importer

IMPORTERS: tuple[Importer, ...] = (
    paypal.IMPORTER,
    *paypal.BY_ORDER,
    stripe.IMPORTER,
    upwork.IMPORTER,
    upwork_contracts.IMPORTER,
    fiverr.IMPORTER,
)

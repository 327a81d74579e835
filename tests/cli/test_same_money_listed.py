"""What the list of earnings says of money that several files tell of."""

from __future__ import annotations

from pathlib import Path

from support.commandline import CommandLine

UBER = """City Name,Local Amount,Currency Code,Classification,Category,Local Timestamp
Chicago,10.00,USD,transport.fare.upfront,driver_payment_fares,2026-11-02 09:01:44
Chicago,-2.00,USD,intermediary.commission,commission,2026-11-02 09:01:44
"""
PAYPAL = """"Date","Time","TimeZone","Name","Type","Status","Currency","Gross","Fee","Net","Transaction ID"
"11/16/2026","06:00:00","CST","UBER","Mass Pay Payment","Completed","USD","8.00","0.00","8.00","P-1"
"""


def test_money_known_from_elsewhere_is_told_when_it_comes_and_when_it_is_listed(
    gig: CommandLine, tmp_path: Path
) -> None:
    for name, text in {"uber.csv": UBER, "paypal.csv": PAYPAL}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    said = gig.run("import", str(tmp_path / "uber.csv"), str(tmp_path / "paypal.csv"))
    assert "1 deposit is money already known from Uber" in said
    (earning,) = gig.json("earnings")
    assert (earning["status"], earning["net"]["amount"]) == ("paid", "8.00")
    assert earning["also"] == [{"source": "paypal", "source_id": "P-1", "shown": "PayPal"}]
    assert "also in PayPal" in gig.run("earnings")


def test_money_that_one_file_tells_of_is_in_no_other(gig: CommandLine) -> None:
    gig.run("add", "earned $7.50 Uber")
    assert gig.json("earnings")[0]["also"] == []
    assert "also in" not in gig.run("earnings")

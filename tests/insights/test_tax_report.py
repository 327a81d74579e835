"""A tax year as a person reads it: the lines of the form, what each is made of, miles, what is missing."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from msgspec.structs import replace

from gigplanner.insights.report.markdown import page_markdown
from gigplanner.insights.report.plain import page_text
from gigplanner.insights.report.taxes import mileage_page, rates_of, tax_page
from gigplanner.insights.report.taxes_table import line_rows, mileage_rows
from gigplanner.insights.tax.estimate import NO_ADVICE
from gigplanner.insights.tax.mileage_log import mileage_log
from gigplanner.insights.tax.schedule_c import schedule_c
from gigplanner.model import Earning, Expense, Money, Settings, Trip

CHICAGO = Settings(zone="America/Chicago", income_tax_percent=Decimal(12))
LEEDS = Settings(zone="Europe/London", currency="GBP", mileage_rules="uk car")
WIDE = 100


def on(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T18:00").replace(tzinfo=UTC)


def drove(day: str, miles: str, **more: str) -> Trip:
    return Trip(id=f"{day} {miles}", at=on(day), miles=Decimal(miles), **more)


EARNINGS = [
    Earning(
        id="e1",
        at=on("2022-03-01"),
        gross=Money(9000_00, "USD"),
        tip=Money(1000_00, "USD"),
        fee=Money(150_00, "USD"),
        platform="Uber",
    ),
    Earning(id="e2", at=on("2022-05-01"), gross=Money(50_00, "USD"), status="pending"),
    Earning(id="e3", at=on("2022-05-01"), gross=Money(30_00, "EUR")),
]
EXPENSES = [
    Expense(id="x1", at=on("2022-04-01"), amount=Money(80_00, "USD"), category="gas"),
    Expense(id="x2", at=on("2022-04-02"), amount=Money(40_00, "USD"), category="[red]phone[/]"),
    Expense(id="x3", at=on("2022-04-02"), amount=Money(20_00, "USD"), category="meal"),
    Expense(id="x4", at=on("2022-04-02"), amount=Money(7_00, "CAD"), category="phone"),
]
TRIPS = [
    drove("2022-06-30", "100", platform="Uber", origin="Home", destination="Airport"),
    drove("2022-07-01", "40.5", purpose="Supplies"),
]


def a_year(settings: Settings = CHICAGO) -> str:
    form = schedule_c(2022, earnings=EARNINGS, expenses=EXPENSES, trips=TRIPS, settings=settings)
    return page_text(tax_page(form, settings, date(2026, 11, 22)), WIDE)


def line_with(text: str, words: str) -> str:
    return " ".join(next(line for line in text.splitlines() if words in line).split())


def test_the_lines_of_the_form_add_up_and_say_what_they_are_made_of() -> None:
    said = a_year()
    assert said.startswith(
        "Schedule C, 2022\nNet profit $9,716.19: $10,000.00 in hand less $283.81 of expenses.\n"
    )
    assert line_with(said, "Gross receipts") == "1 Gross receipts: pay and tips in hand $10,000.00"
    assert line_with(said, "of that, tips") == "— of that, tips $1,000.00"
    assert line_with(said, "9 Car") == "9 Car and truck expenses $83.81"
    assert line_with(said, "standard mileage rate ") == "— standard mileage rate $83.81"
    assert line_with(said, "10 Comm") == "10 Commissions and fees $150.00"
    assert line_with(said, "— Uber") == "— Uber $150.00"
    assert line_with(said, "24b") == "24b Deductible meals $10.00"
    assert "Meals count by half" in said
    assert line_with(said, "28 ") == "28 Total expenses $283.81"
    assert line_with(said, "31 ") == "31 Net profit $9,716.19"


def test_the_two_ways_to_count_the_car_are_both_told() -> None:
    said = " ".join(a_year().split())
    assert "Line 9 takes the standard rate: $83.81 at the standard rate, $80.00 of actual costs." in said


def test_miles_are_told_by_the_rate_of_their_days() -> None:
    said = a_year()
    assert line_with(said, "30 June 2022") == "Thursday 30 June 2022 100 0.585 $58.50"
    assert line_with(said, "1 July 2022") == "Friday 1 July 2022 40.5 0.625 $25.31"
    assert line_with(said, "140.5  ") == "Together 140.5 $83.81"
    assert "Line 44a, business miles: 140.5." in said
    assert "1 drive says no destination or no purpose" in said


def test_what_is_in_no_line_is_told_apart() -> None:
    said = a_year()
    assert "$50.00 is awaited" in said
    assert "€30.00 of income: convert it" in said
    assert "CA$7.00 of fees and expenses: convert it" in said


def test_what_is_owed_is_an_estimate_and_says_so() -> None:
    said = a_year()
    # 0.153 of 92.35 % of 9,716.19
    assert line_with(said, "Self-employment tax") == "Self-employment tax $1,372.85"
    assert "Income tax at 12 %" in said
    assert "18 April, 15 June, 15 September and Tuesday 17 January 2023" in " ".join(said.split())
    assert " ".join(NO_ADVICE.split()) in " ".join(said.split())


def test_people_words_stay_words_in_markdown() -> None:
    form = schedule_c(2022, earnings=EARNINGS, expenses=EXPENSES, trips=TRIPS, settings=CHICAGO)
    assert r"\[red\]phone\[/\]" in page_markdown(tax_page(form, CHICAGO, date(2022, 11, 22)))


def test_a_year_without_anything_is_still_a_report() -> None:
    form = schedule_c(2026, earnings=[], expenses=[], trips=[], settings=CHICAGO)
    said = page_text(tax_page(form, CHICAGO, date(2026, 11, 22)), WIDE)
    assert said.startswith("Schedule C, 2026 so far\nNet profit $0.00")
    assert "\nMiles\n" not in said


def test_the_lines_as_a_table_add_up() -> None:
    form = schedule_c(2022, earnings=EARNINGS, expenses=EXPENSES, trips=TRIPS, settings=CHICAGO)
    rows = list(line_rows(form))
    whole = {row[0]: row[3] for row in rows if not row[2] and row[0]}
    assert isinstance(whole["1"], Decimal)
    spent = sum(Decimal(amount) for line, amount in whole.items() if line not in ("1", "28", "31", "44a"))
    assert whole["28"] == spent
    assert whole["31"] == whole["1"] - spent
    assert ("", "Awaited, in no line", "", Decimal("50.00"), "USD") in rows
    assert ("", "Income in another currency, in no line", "", Decimal("30.00"), "EUR") in rows


def test_the_mileage_log_has_what_the_tax_office_asks_for() -> None:
    first, second = mileage_rows(mileage_log(TRIPS, CHICAGO))
    assert first == (
        "2022-06-30", "Home", "Airport", "Work for Uber", Decimal(100), Decimal("0.585"), Decimal("58.50"),
        "USD", "Uber", "",
    )  # fmt: skip
    assert second[0] == "2022-07-01"
    assert second[-1] == "destination"


def test_the_rate_of_the_united_kingdom_falls_with_the_years_miles() -> None:
    trips = [drove("2026-05-01", "9000"), drove("2026-08-01", "2000"), drove("2027-01-01", "500")]
    log = mileage_log(trips, LEEDS)
    assert [(row.rate, row.value) for row in rates_of(log)] == [
        (Decimal("0.45"), Money(4050_00, "GBP")),
        (Decimal("0.35"), Money(700_00, "GBP")),  # half of that drive lies above 10,000 miles
        (Decimal("0.25"), Money(125_00, "GBP")),
    ]
    said = page_text(mileage_page(log, date(2026, 4, 6), date(2027, 4, 5), LEEDS), WIDE)
    assert said.startswith(
        "Mileage, 6 April 2026 – 5 April 2027\n11,500 miles for work, £4,875.00 at the rates of their days.\n"
    )
    assert "3 drives say no destination or no purpose" in said


def test_where_no_rate_is_known_the_miles_are_told_without_a_value() -> None:
    berlin = replace(LEEDS, currency="EUR", mileage_rules="")
    log = mileage_log([drove("2026-05-01", "12", destination="Shop", purpose="Supplies")], berlin)
    said = page_text(mileage_page(log, date(2026, 1, 1), date(2026, 12, 31), berlin), WIDE)
    assert "no rate known" in said
    assert "No rate is known for 12 miles: set mileage_rate or mileage_rules." in said

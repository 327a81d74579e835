"""What a year means for taxes: due dates, lines of a form, a mileage log, an estimate. Not advice."""

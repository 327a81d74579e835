"""A made-up but realistic planbook to look around in: one person, nineteen platforms, any number of days."""

from gigplanner.workday.demo.write import write_demo

__all__ = ["write_demo"]

"""Dialogs: one question each, answered with a value, or with None when the person leaves it."""

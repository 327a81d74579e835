"""gigplanner: plan the day, work the shift, close with a recap."""

__version__ = "0.1.0"

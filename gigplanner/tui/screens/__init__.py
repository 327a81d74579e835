"""The three phases of a day: plan, shift, recap."""

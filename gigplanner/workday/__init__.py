"""What a person does in a day: one function an action, used by both faces."""

"""Where the time goes: downtime, the plan of a day, waits, and what to start in one. All of it is pure."""

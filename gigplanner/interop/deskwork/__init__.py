"""Sources of work at a desk: micro-tasks and surveys, task lists, time trackers, meetings, post schedules."""

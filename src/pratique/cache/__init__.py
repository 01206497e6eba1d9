"""What was read before, kept for the next time; rows are written by the parent only."""

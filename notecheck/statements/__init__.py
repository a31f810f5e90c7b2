"""What each sentence says: its kind, its verdicts, its tasks, and what only looks like one of them."""

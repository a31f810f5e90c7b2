"""What a kind of record should give, and what in a note shows that it does."""

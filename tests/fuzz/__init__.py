"""Hostile and heavy input, made at random: see `__main__`."""

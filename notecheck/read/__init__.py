"""Readers: a file in, notes out. One file a format; adding a format is adding a file."""

"""Pairs of records for showing and teaching, and the exercise of guessing first."""

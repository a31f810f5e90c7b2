"""Days, times of day and deadlines, as case notes give them and guidances count them."""
